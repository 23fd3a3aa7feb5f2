#include "decide/compare_policies.hpp"

#include <algorithm>

#include "decide/compare_claims.hpp"
#include "decide/compare_universe.hpp"
#include "decide/compare_vocabulary.hpp"
#include "decide/compare_words.hpp"
#include "decide/engine.hpp"

namespace headstrong::decide {

Request WitnessRequest::view() const {
  Request request;
  request.type = type;
  request.url = url;
  request.nonce = nonce;
  request.integrity = integrity;
  request.content = content;
  request.content_hash = content_hash;
  request.name = name;
  request.redirects = redirects;
  request.parser_inserted = parser_inserted;
  return request;
}

namespace compare_policies_detail {

// The weightiest first: what lets code run, then what code could use, then the rest.
constexpr RequestType kOrder[] = {
    RequestType::Script,          RequestType::InlineScript,    RequestType::ScriptAttribute,
    RequestType::JavaScriptUrl,   RequestType::Eval,            RequestType::WasmEval,
    RequestType::TrustedTypeSink, RequestType::TrustedTypePolicy, RequestType::BaseUri,
    RequestType::Object,          RequestType::Embed,           RequestType::Worker,
    RequestType::SharedWorker,    RequestType::ServiceWorker,   RequestType::FrameAncestors,
    RequestType::FormAction,      RequestType::Iframe,          RequestType::Fetch,
    RequestType::WebSocket,       RequestType::EventSource,     RequestType::Beacon,
    RequestType::Style,           RequestType::InlineStyle,     RequestType::StyleAttribute,
    RequestType::Image,           RequestType::Font,            RequestType::Audio,
    RequestType::Video,           RequestType::Track,           RequestType::Manifest,
    RequestType::Prefetch};

/// How many tokens may be looked at, in all and for the requests of one type. A whole comparison of
/// everyday policies looks at a few million.
constexpr std::size_t kMostLooks = 400'000'000;
constexpr std::size_t kLooksOfType = 5'000'000;
constexpr std::size_t kMostRequests = 30'000;  // of one type

WitnessRequest request_of(RequestType type, const Place& place, const Attributes& attributes) {
  WitnessRequest request;
  request.type = type;
  switch (request_needs(type)) {
    case RequestNeeds::Url:
    case RequestNeeds::Framing: request.url = place.text; break;
    case RequestNeeds::Content:
      if (attributes.content_hash.empty()) request.content = place.text;
      break;
    case RequestNeeds::Name: request.name = place.text; break;
    case RequestNeeds::Nothing: break;
  }
  request.nonce = attributes.nonce;
  request.integrity = attributes.integrity;
  request.content_hash = attributes.content_hash;
  request.parser_inserted = attributes.parser_inserted;
  request.redirects = place.redirects;
  return request;
}

std::uint8_t ask(const PolicySet& set, const PreparedRequest& request) {
  std::uint8_t allowed = 0;
  for (const Profile profile : kProfiles) {
    if (!decide(set, request, profile).allowed) continue;
    allowed = static_cast<std::uint8_t>(allowed | traits(profile).bit());
  }
  return allowed;
}

Verdicts ask_all(const PolicySet& before, const PolicySet& after, RequestType type,
                 const Universe& universe) {
  Verdicts out;
  out.places = universe.places.size();
  const std::size_t cells = universe.attributes.size() * out.places;
  out.before.resize(cells);
  out.after.resize(cells);
  out.asked.resize(cells);
  for (std::size_t a = 0; a < universe.attributes.size(); ++a) {
    const bool full = a < universe.full_attributes;
    const std::size_t places = full ? out.places : std::min(universe.core_places, out.places);
    for (std::size_t p = 0; p < places; ++p) {
      // Code that is known by its digest alone is the same wherever it stands.
      if (p > 0 && !universe.attributes[a].content_hash.empty()) break;
      const WitnessRequest owned = request_of(type, universe.places[p], universe.attributes[a]);
      const Request request = owned.view();
      const PreparedRequest prepared(request);
      if (!prepared.error().empty()) continue;
      const std::size_t cell = out.at(a, p);
      out.before[cell] = ask(before, prepared);
      out.after[cell] = ask(after, prepared);
      out.asked[cell] = true;
    }
  }
  return out;
}

class Comparer {
 public:
  Comparer(const PolicySet& before, const PolicySet& after) : before_(before), after_(after) {}

  PolicyComparison compare() {
    for (const RequestType type : kOrder) {
      if (!says_the_same(before_, after_, type)) compare_type(type);
    }
    return std::move(out_);
  }

 private:
  void compare_type(RequestType type) {
    const Vocabulary words = vocabulary_of(before_, after_, type);
    const std::size_t looks = kProfileCount * (words.tokens + 8);
    const std::size_t affordable = std::min(kLooksOfType, kMostLooks - std::min(kMostLooks, looks_));
    const std::size_t limit = std::clamp<std::size_t>(affordable / looks, 12, kMostRequests);
    const Universe universe = universe_of(words, type, before_.page(), limit);
    looks_ += std::min(limit, universe.places.size() * universe.attributes.size()) * looks;
    const Verdicts verdicts = ask_all(before_, after_, type, universe);
    bool any = false;
    for (std::size_t i = 0; i < verdicts.before.size(); ++i) {
      any = any || (verdicts.asked[i] && verdicts.before[i] != verdicts.after[i]);
    }
    if (universe.incomplete) out_.incomplete = true;
    if (!any) return;
    for (const Change change : {Change::Allows, Change::Blocks}) {
      add_witnesses(type, universe, claims_of(universe, verdicts, change), change);
    }
  }

  void add_witnesses(RequestType type, const Universe& universe, const std::vector<Claim>& claims,
                     Change change) {
    for (const Statement& statement : statements_of(universe, claims)) {
      const Claim& claim = statement.claims.front();
      Witness witness;
      witness.change = change;
      witness.request = request_of(type, universe.places[claim.example],
                                   universe.attributes[claim.attributes]);
      for (std::size_t p = 0; p < kProfileCount; ++p) {
        witness.profiles[p] = (claim.profiles >> p & 1) != 0;
      }
      witness.kind = resource_kind(type);
      witness.sentence = sentence_of(statement, universe, type, change);
      out_.witnesses.push_back(std::move(witness));
    }
  }

  const PolicySet& before_;
  const PolicySet& after_;
  PolicyComparison out_;
  std::size_t looks_ = 0;
};

}  // namespace compare_policies_detail

PolicyComparison compare_policies(const PolicySet& before, const PolicySet& after) {
  return compare_policies_detail::Comparer(before, after).compare();
}

}  // namespace headstrong::decide

#include "compare/policies.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <vector>

#include "compare/generalise.hpp"
#include "compare/sentences.hpp"
#include "compare/test_requests.hpp"
#include "compare/vocabulary.hpp"
#include "decide/engine.hpp"
#include "text/ascii.hpp"

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

namespace policies_detail {

// The weightiest first: what lets code run, then what code could use, then the rest.
constexpr RequestType kOrder[] = {
    RequestType::Script,       RequestType::InlineScript,  RequestType::ScriptAttribute, RequestType::JavaScriptUrl,
    RequestType::Eval,         RequestType::WasmEval,      RequestType::TrustedTypeSink, RequestType::TrustedTypePolicy,
    RequestType::BaseUri,      RequestType::Object,        RequestType::Embed,           RequestType::Worker,
    RequestType::SharedWorker, RequestType::ServiceWorker, RequestType::FrameAncestors,  RequestType::FormAction,
    RequestType::Iframe,       RequestType::Fetch,         RequestType::WebSocket,       RequestType::EventSource,
    RequestType::Beacon,       RequestType::Style,         RequestType::InlineStyle,     RequestType::StyleAttribute,
    RequestType::Image,        RequestType::Font,          RequestType::Audio,           RequestType::Video,
    RequestType::Track,        RequestType::Manifest,      RequestType::Prefetch};

/// Asked for by the worked examples of the draft alone.
constexpr RequestType kUnasked[] = {RequestType::JsonModule, RequestType::Report, RequestType::WebTransportHashes};
static_assert(std::size(kOrder) + std::size(kUnasked) == kRequestTypeCount, "a request type has no place in kOrder");

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

/// The profiles that allow the request, one bit each.
std::uint8_t allowed_in(const PolicySet& set, const PreparedRequest& request) {
  std::uint8_t allowed = 0;
  for (const Profile profile : kProfiles) {
    if (!decide(set, request, profile).allowed) continue;
    allowed = static_cast<std::uint8_t>(allowed | traits(profile).bit());
  }
  return allowed;
}

/// Asks both sides about every one of these requests.
class Asker {
 public:
  Asker(const Pair& sets, const Pair* unsaid, RequestType type, const TestRequests& requests)
      : sets_(sets), unsaid_(unsaid), type_(type), requests_(requests) {}

  Verdicts ask_all() {
    out_.places = requests_.places.size();
    const std::size_t cells = requests_.attributes.size() * out_.places;
    out_.before.resize(cells);
    out_.after.resize(cells);
    if (unsaid_ != nullptr) out_.said.resize(cells);
    out_.asked.resize(cells);
    for (std::size_t p = 0; p < out_.places; ++p) ask_about_place(p);
    for (std::size_t a = 0; a < requests_.attributes.size(); ++a) {
      if (!requests_.attributes[a].content_hash.empty()) ask_about_digest(a);
    }
    if (!requests_.incomplete) drop_redirects_from_nowhere();
    return std::move(out_);
  }

 private:
  /// With everything that an element there may carry: the place is read once.
  void ask_about_place(std::size_t p) {
    const std::size_t carried = p < requests_.core_places ? requests_.attributes.size() : requests_.full_attributes;
    const WitnessRequest owned = request_of(type_, requests_.places[p], {});
    Request request = owned.view();
    const PreparedRequest prepared(request);
    if (!prepared.error().empty()) return;
    for (std::size_t a = 0; a < std::min(carried, requests_.attributes.size()); ++a) {
      const Attributes& attributes = requests_.attributes[a];
      if (!attributes.content_hash.empty()) continue;
      request.nonce = attributes.nonce;
      request.integrity = attributes.integrity;
      request.parser_inserted = attributes.parser_inserted;
      ask(out_.at(a, p), prepared);
    }
  }

  /// Code that is known by its digest alone is the same wherever it stands.
  void ask_about_digest(std::size_t a) {
    const WitnessRequest owned = request_of(type_, requests_.places[0], requests_.attributes[a]);
    const Request request = owned.view();
    const PreparedRequest prepared(request);
    if (prepared.error().empty()) ask(out_.at(a, 0), prepared);
  }

  void ask(std::size_t cell, const PreparedRequest& prepared) {
    const std::uint8_t before = allowed_in(sets_.before, prepared);
    const std::uint8_t after = allowed_in(sets_.after, prepared);
    out_.before[cell] = before;
    out_.after[cell] = after;
    out_.asked[cell] = true;
    if (unsaid_ == nullptr || before == after) return;
    const std::uint8_t unsaid_before = allowed_in(unsaid_->before, prepared);
    const std::uint8_t unsaid_after = allowed_in(unsaid_->after, prepared);
    const int unsaid = (unsaid_before ^ unsaid_after) & ~(unsaid_after ^ after);
    out_.said[cell] = static_cast<std::uint8_t>((before ^ after) & ~unsaid);
  }

  /// A redirect begins at an address that is allowed itself. Where nothing of the network is, no address
  /// is reached by one: after it, paths don't count, and several policies may agree on a host for which they
  /// admit no address in common.
  void drop_redirects_from_nowhere() {
    for (std::size_t a = 0; a < requests_.attributes.size(); ++a) {
      std::uint8_t start_before = 0;
      std::uint8_t start_after = 0;
      for (std::size_t p = 0; p < out_.places; ++p) {
        const Place& place = requests_.places[p];
        const std::size_t cell = out_.at(a, p);
        if (place.redirects > 0 || !out_.asked[cell] || !text::istarts_with(place.text, "http")) continue;
        start_before |= out_.before[cell];
        start_after |= out_.after[cell];
      }
      for (std::size_t p = 0; p < out_.places; ++p) {
        if (requests_.places[p].redirects == 0) continue;
        const std::size_t cell = out_.at(a, p);
        const auto lost = static_cast<std::uint8_t>(out_.before[cell] & ~out_.after[cell] & ~start_before);
        const auto gained = static_cast<std::uint8_t>(out_.after[cell] & ~out_.before[cell] & ~start_after);
        out_.before[cell] = static_cast<std::uint8_t>(out_.before[cell] & ~lost);
        out_.after[cell] = static_cast<std::uint8_t>(out_.after[cell] & ~gained);
      }
    }
  }

  const Pair& sets_;
  const Pair* const unsaid_;
  const RequestType type_;
  const TestRequests& requests_;
  Verdicts out_;
};

/// What was found about one type, in terms of its test requests.
struct Findings {
  // What it follows from.
  RequestType judged_before = RequestType::Image;
  RequestType judged_after = RequestType::Image;
  VocabularyReader::Lists lists;
  std::string_view file_ending;  // where it may matter
  Range range = Range::Fetched;
  // What was found.
  std::size_t limit = 0;  // of test requests
  std::vector<Claim> allows;
  std::vector<Claim> blocks;
  bool any() const { return !allows.empty() || !blocks.empty(); }
};

class Comparer {
 public:
  Comparer(const Pair& sets, const Pair* unsaid) : sets_(sets), unsaid_(unsaid), reader_(sets.before, sets.after) {}

  PolicyComparison compare() {
    for (const RequestType type : kOrder) {
      if (!says_the_same(sets_.before, sets_.after, type)) compare_type(type);
    }
    std::move(odd_.begin(), odd_.end(), std::back_inserter(out_.witnesses));
    return std::move(out_);
  }

 private:
  void compare_type(RequestType type) {
    const Vocabulary& words = reader_.of(type);
    Findings fresh;
    fresh.judged_before = judged_as(sets_.before, type);
    fresh.judged_after = judged_as(sets_.after, type);
    fresh.lists = reader_.lists();
    if (words.files) fresh.file_ending = file_ending(type);
    fresh.range = range_of(type);
    if (const Findings* known = find_known(fresh)) {
      // The types differ in nothing but how addresses end.
      if (known->any()) {
        add_witnesses(type, test_requests_of(words, type, sets_.before.page(), known->limit), *known);
      }
      return;
    }
    const std::size_t looks = kProfileCount * (words.tokens + 8);
    const std::size_t affordable = std::min(kLooksOfType, kMostLooks - std::min(kMostLooks, looks_));
    fresh.limit = std::clamp<std::size_t>(affordable / looks, 12, kMostRequests);
    const TestRequests requests = test_requests_of(words, type, sets_.before.page(), fresh.limit);
    looks_ += std::min(fresh.limit, requests.places.size() * requests.attributes.size()) * looks;
    if (requests.incomplete) out_.incomplete = true;
    const Verdicts verdicts = Asker(sets_, unsaid_, type, requests).ask_all();
    if (verdicts.before != verdicts.after) {
      fresh.allows = claims_of(requests, verdicts, Change::Allows);
      fresh.blocks = claims_of(requests, verdicts, Change::Blocks);
      add_witnesses(type, requests, fresh);
    }
    findings_.push_back(std::move(fresh));
  }

  /// Findings that follow from the same as `fresh`; null where there are none yet.
  const Findings* find_known(const Findings& fresh) const {
    for (const Findings& known : findings_) {
      if (known.judged_before == fresh.judged_before && known.judged_after == fresh.judged_after &&
          known.file_ending == fresh.file_ending && known.range == fresh.range && known.lists == fresh.lists) {
        return &known;
      }
    }
    return nullptr;
  }

  void add_witnesses(RequestType type, const TestRequests& requests, const Findings& found) {
    add_witnesses(type, requests, found.allows, Change::Allows);
    add_witnesses(type, requests, found.blocks, Change::Blocks);
  }

  void add_witnesses(RequestType type, const TestRequests& requests, const std::vector<Claim>& claims, Change change) {
    for (const Statement& statement : statements_of(requests, claims)) {
      const Claim& claim = statement.claims.front();
      // What no browser does is no change to anybody.
      if ((claim.profiles & ~traits(Profile::Spec).bit()) == 0) continue;
      Witness witness;
      witness.change = change;
      witness.request = request_of(type, requests.places[claim.example], requests.attributes[claim.attributes]);
      for (std::size_t p = 0; p < kProfileCount; ++p) {
        witness.profiles[p] = (claim.profiles >> p & 1) != 0;
      }
      witness.kind = resource_kind(type);
      witness.sentence = sentence_of(statement, requests, type, change);
      const bool odd = requests.places[claim.example].odd || claim.images;
      (odd ? odd_ : out_.witnesses).push_back(std::move(witness));
    }
  }

  const Pair& sets_;
  const Pair* const unsaid_;
  VocabularyReader reader_;
  std::vector<Findings> findings_;
  PolicyComparison out_;
  std::vector<Witness> odd_;  // what nobody asks for every day: shown last
  std::size_t looks_ = 0;
};

}  // namespace policies_detail

PolicyComparison compare_policies(const Pair& sets, const Pair* unsaid) {
  return policies_detail::Comparer(sets, unsaid).compare();
}

}  // namespace headstrong::decide

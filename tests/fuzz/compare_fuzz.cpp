// Any two policies, the text before the first line break and the rest, compared: what is said must be
// so, and what differs must be said.
#include <algorithm>
#include <set>
#include <tuple>
#include <vector>

#include "decide/engine.hpp"
#include "fuzz/fuzz.hpp"
#include "headstrong/compare.hpp"
#include "headstrong/json.hpp"
#include "headstrong/text_report.hpp"
#include "text/ascii.hpp"

namespace {

using namespace headstrong;
using decide::Change;
using decide::RequestType;
using decide::Witness;

constexpr std::string_view kPage = "https://site.example/";

/// What a header's value can hold of it.
std::string value_of(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c == '\r' || c == '\n' || c == '\0') c = ' ';
  }
  return out;
}

bool asks_for_upgrade(std::string_view policy) {
  return text::lowered(policy).find("upgrade-insecure-requests") != std::string::npos;
}

std::string response(std::string_view policy) {
  return "HTTP/1.1 200 OK\r\nContent-Security-Policy: " + std::string(policy) + "\r\n";
}

/// A policy of the page, asked for verdicts alone: explaining them would take most of the time.
class Side {
 public:
  explicit Side(const std::string& policy) {
    grammar::Url page;
    const grammar::UrlError error = grammar::parse_url(kPage, buffer_, page);
    fuzz::require(error == grammar::UrlError::None, "the page has no URL");
    set_.set_page(page);
    set_.add(decide::PolicyText{policy});
  }
  Side(const Side&) = delete;
  Side& operator=(const Side&) = delete;

  bool allows(const decide::PreparedRequest& request, std::size_t profile) const {
    return decide::decide(set_, request, decide::kProfiles[profile]).allowed;
  }

 private:
  std::string buffer_;
  decide::PolicySet set_;
};

/// What is shown: type, profile, and whether it is allowed now.
using Shown = std::set<std::tuple<RequestType, std::size_t, bool>>;

Shown shown_by(const Comparison& comparison) {
  Shown out;
  for (const Witness& witness : comparison.witnesses) {
    for (std::size_t p = 0; p < decide::kProfileCount; ++p) {
      if (witness.profiles[p]) {
        out.insert({witness.request.type, p, witness.change == Change::Allows});
      }
    }
  }
  return out;
}

void check_witness(const Witness& witness, const Side& before, const Side& after) {
  const decide::Request request = witness.request.view();
  const decide::PreparedRequest prepared(request);
  fuzz::require_none(prepared.error());
  bool any = false;
  for (std::size_t p = 0; p < decide::kProfileCount; ++p) {
    if (!witness.profiles[p]) continue;
    any = true;
    const bool allows = witness.change == Change::Allows;
    fuzz::require(before.allows(prepared, p) != allows && after.allows(prepared, p) == allows,
                  "a witness whose verdicts do not differ as it says");
  }
  fuzz::require(any, "a witness in no profile");
  fuzz::require(!witness.sentence.empty() && witness.sentence.back() == '.', "no sentence");
}

/// Whether browsers make such a request: a worker comes from the page's own origin or a data: URL, and a
/// <base> is none.
bool is_made(RequestType type, std::string_view url) {
  const bool data = url.compare(0, 5, "data:") == 0;
  if (type == RequestType::Worker) return data;
  return type != RequestType::BaseUri || !data;
}

/// What everybody would ask first.
std::vector<decide::Request> plain_requests() {
  std::vector<decide::Request> out;
  for (const RequestType type : {RequestType::Eval, RequestType::WasmEval, RequestType::TrustedTypeSink}) {
    out.push_back({});
    out.back().type = type;
  }
  for (const RequestType type : {RequestType::InlineScript, RequestType::InlineStyle, RequestType::ScriptAttribute,
                                 RequestType::StyleAttribute, RequestType::JavaScriptUrl}) {
    out.push_back({});
    out.back().type = type;
    out.back().content = "attacker()";
  }
  for (const RequestType type : {RequestType::Script, RequestType::Style, RequestType::Image, RequestType::Fetch,
                                 RequestType::Worker, RequestType::Iframe, RequestType::Object, RequestType::FormAction,
                                 RequestType::BaseUri, RequestType::FrameAncestors, RequestType::Prefetch}) {
    for (const std::string_view url :
         {"https://other-fuzz.example/", "http://other-fuzz.example:8443/", "data:text/plain,1"}) {
      if (!is_made(type, url)) continue;
      out.push_back({});
      out.back().type = type;
      out.back().url = url;
    }
  }
  return out;
}

void check_complete(const Shown& shown, const Side& before, const Side& after) {
  static const std::vector<decide::Request> kRequests = plain_requests();
  for (const decide::Request& request : kRequests) {
    const decide::PreparedRequest prepared(request);
    fuzz::require_none(prepared.error());
    for (std::size_t p = 0; p < decide::kProfileCount; ++p) {
      const bool now = after.allows(prepared, p);
      // What the specification alone would do changes nothing for anybody.
      if (decide::kProfiles[p] == decide::Profile::Spec) continue;
      if (before.allows(prepared, p) == now) continue;
      fuzz::require(shown.count({request.type, p, now}) > 0, "a difference without a witness");
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = fuzz::view(data, size);
  const std::size_t line_break = std::min(text.find('\n'), text.size());
  const std::string before = value_of(text.substr(0, line_break));
  const std::string after = value_of(text.substr(std::min(line_break + 1, text.size())));

  const Comparison comparison = compare(response(before), response(after));
  const Side then(before);
  const Side now(after);
  for (const Witness& witness : comparison.witnesses) check_witness(witness, then, now);
  fuzz::require(compare(response(before), response(before)).witnesses.empty(), "a policy differs from itself");
  fuzz::require(!to_json(comparison).empty() && !to_text(comparison).empty(), "nothing written");

  // Pasted as they are, whatever they are taken for. Comparing is what takes the time: inputs that
  // differ in length share the further comparisons.
  fuzz::require(compare(text, text).witnesses.empty(), "a text differs from itself");
  if (size % 8 == 1) compare(text.substr(0, line_break), text);

  if (comparison.incomplete) return 0;
  const Shown shown = shown_by(comparison);
  // An upgrade that comes or goes is said in a note, with all that it changes.
  if (asks_for_upgrade(before) == asks_for_upgrade(after)) check_complete(shown, then, now);
  if (size % 2 == 1) return 0;
  const Comparison back = compare(response(after), response(before));
  Shown turned;
  for (const auto& [type, profile, allowed] : shown_by(back)) turned.insert({type, profile, !allowed});
  fuzz::require(back.incomplete || turned == shown, "the way back shows something else");
  return 0;
}

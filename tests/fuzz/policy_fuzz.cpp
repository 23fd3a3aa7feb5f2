// Any bytes as a policy: parsing, and what follows for a dozen requests whatever the policy says.
#include <algorithm>
#include <array>
#include <vector>

#include "fuzz/fuzz.hpp"
#include "headers/csp/parse_policy.hpp"
#include "headstrong/decide.hpp"

namespace {

using namespace headstrong;
using decide::RequestType;

std::vector<decide::Request> make_requests() {
  std::vector<decide::Request> requests;
  const auto add = [&](RequestType type, std::string_view url, std::string_view content = {}) {
    decide::Request request;
    request.type = type;
    request.url = url;
    request.content = content;
    requests.push_back(request);
    return static_cast<int>(requests.size()) - 1;
  };
  for (const RequestType type :
       {RequestType::Script, RequestType::Image, RequestType::Worker, RequestType::Iframe, RequestType::Fetch,
        RequestType::FormAction, RequestType::BaseUri, RequestType::Style, RequestType::Object}) {
    add(type, "https://other.example:8443/a/b.js?c");
    add(type, "https://site.example/a/b.js");
    add(type, "data:text/javascript,1");
  }
  const int nonced = add(RequestType::Script, "https://other.example/n.js");
  requests[static_cast<std::size_t>(nonced)].nonce = "abc";
  const int moved = add(RequestType::Image, "http://other.example/z.png");
  requests[static_cast<std::size_t>(moved)].redirects = 1;
  add(RequestType::WebSocket, "wss://site.example/s");
  add(RequestType::FrameAncestors, "https://parent.example/");
  add(RequestType::InlineScript, "", "attacker()");
  add(RequestType::ScriptAttribute, "", "attacker()");
  add(RequestType::JavaScriptUrl, "", "attacker()");
  add(RequestType::InlineStyle, "", "a{}");
  add(RequestType::Eval, "");
  add(RequestType::WasmEval, "");
  add(RequestType::TrustedTypeSink, "");
  decide::Request named;
  named.type = RequestType::TrustedTypePolicy;
  named.name = "default";
  requests.push_back(named);
  return requests;
}

std::vector<decide::Verdict> verdicts(const std::vector<decide::PolicyText>& policies) {
  static const std::vector<decide::Request> kRequests = make_requests();
  const decide::Decider decider("https://site.example/", policies);
  fuzz::require(decider.error().empty(), "the page is a page");
  std::vector<decide::Verdict> out(kRequests.size());
  for (std::size_t i = 0; i < kRequests.size(); ++i) {
    fuzz::require_none(decider.decide(kRequests[i], out[i]));
  }
  return out;
}

void check_sound(const decide::Verdict& verdict) {
  for (std::size_t p = 0; p < decide::kProfileCount; ++p) {
    fuzz::require(verdict.allowed[p] == verdict.directive[p].empty(),
                  "a directive is named where something is blocked, and only there");
  }
  bool allowed = true;
  for (const decide::DecidedBy& by : verdict.decided_by) {
    const bool enforced = by.disposition == decide::PolicyDisposition::Enforce;
    if (enforced && !by.allowed) allowed = false;
  }
  fuzz::require(allowed == verdict.allowed[0], "the draft's verdict is that of its policies");
  fuzz::require(!verdict.why.empty(), "a verdict without a reason");
}

/// Nothing that `fewer` blocks is allowed by `more`. Not so in WebKit where a sandbox is among the
/// policies: what 'self' means there depends on the policies that come after it, as measured.
void check_no_wider(const std::vector<decide::Verdict>& fewer, const std::vector<decide::Verdict>& more,
                    const char* what, bool sandboxed) {
  for (std::size_t i = 0; i < fewer.size(); ++i) {
    for (std::size_t p = 0; p < decide::kProfileCount; ++p) {
      if (sandboxed && p == static_cast<std::size_t>(decide::Profile::WebKit)) continue;
      fuzz::require(fewer[i].allowed[p] || !more[i].allowed[p], what);
    }
  }
}

/// The policy with a host added to every source list. A host never takes anything away: only nonces,
/// hashes and 'strict-dynamic' switch other sources off.
std::string with_host_everywhere(const csp::Policy& policy, std::string_view text) {
  std::string out;
  std::size_t at = 0;
  for (const csp::Directive& directive : policy.directives) {
    const csp::ValueKind kind = csp::info(directive.name).value;
    if (kind != csp::ValueKind::SourceList && kind != csp::ValueKind::AncestorList) continue;
    out += text.substr(at, directive.span.end - at);
    out += " https://added.example";
    at = directive.span.end;
  }
  return out += text.substr(at);
}

void check_spans(const std::vector<csp::Policy>& policies, std::string_view text) {
  std::uint32_t at = 0;
  for (const csp::Policy& policy : policies) {
    for (const csp::Directive& directive : policy.directives) {
      fuzz::require(directive.span.start >= at && directive.span.end <= text.size(),
                    "directives in order and in bounds");
      at = directive.name_span.end;
      for (const csp::SourceExpression& token : policy.tokens_of(directive)) {
        fuzz::require(token.span.start > at && token.span.end <= directive.span.end, "tokens in order and in bounds");
        fuzz::require(text.substr(token.span.start, token.span.size()) == token.text,
                      "a token stands where its span says");
        at = token.span.end;
      }
    }
  }
}

/// The policies written out plainly.
std::string serialised(const std::vector<csp::Policy>& policies) {
  std::string out;
  for (const csp::Policy& policy : policies) {
    if (!out.empty()) out += ", ";
    bool first = true;
    for (const csp::Directive& directive : policy.directives) {
      if (!first) out += "; ";
      first = false;
      out += directive.name_text;
      for (const csp::SourceExpression& token : policy.tokens_of(directive)) {
        out += ' ';
        out += token.text;
      }
    }
  }
  return out;
}

/// Parsing what was written out gives the same, and so writing it again.
void check_reparse(const std::vector<csp::Policy>& parsed) {
  const std::string text = serialised(parsed);
  const auto again = csp::parse_policy_list(text::MappedText(text, 0), csp::Disposition::Enforce);
  fuzz::require(again.size() == parsed.size(), "another number of policies");
  for (std::size_t i = 0; i < parsed.size(); ++i) {
    fuzz::require(
        again[i].directives.size() == parsed[i].directives.size() && again[i].tokens.size() == parsed[i].tokens.size(),
        "other directives or tokens");
    for (std::size_t k = 0; k < parsed[i].directives.size(); ++k) {
      const csp::Directive& a = parsed[i].directives[k];
      const csp::Directive& b = again[i].directives[k];
      fuzz::require(a.name == b.name && a.name_text == b.name_text && a.duplicate == b.duplicate &&
                        a.has_control == b.has_control && a.has_non_ascii == b.has_non_ascii &&
                        a.token_count == b.token_count,
                    "another directive");
    }
    for (std::size_t k = 0; k < parsed[i].tokens.size(); ++k) {
      const csp::SourceExpression& a = parsed[i].tokens[k];
      const csp::SourceExpression& b = again[i].tokens[k];
      fuzz::require(a.text == b.text && a.kind == b.kind && a.keyword == b.keyword && a.repeated == b.repeated,
                    "another token");
    }
  }
  fuzz::require(serialised(again) == text, "written otherwise the second time");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = fuzz::view(data, size);
  const auto parsed = csp::parse_policy_list(text::MappedText(text, 0), csp::Disposition::Enforce);
  check_spans(parsed, text);
  check_reparse(parsed);

  const bool sandboxed = std::any_of(parsed.begin(), parsed.end(), [](const csp::Policy& policy) {
    return policy.find(csp::DirectiveName::Sandbox) != nullptr;
  });
  const std::vector<decide::Verdict> alone = verdicts({{text}});
  for (const decide::Verdict& verdict : alone) check_sound(verdict);
  const decide::PolicyText second{"script-src 'self'; img-src https:; frame-ancestors 'none'"};
  check_no_wider(alone, verdicts({{text}, second}), "another policy allows more", sandboxed);

  decide::PolicyText report_only{text};
  report_only.disposition = decide::PolicyDisposition::Report;
  for (const decide::Verdict& verdict : verdicts({report_only})) {
    for (const bool allowed : verdict.allowed) {
      fuzz::require(allowed, "a report-only policy blocks");
    }
  }
  if (parsed.size() == 1) {
    const std::string wider = with_host_everywhere(parsed[0], text);
    check_no_wider(verdicts({{wider}}), alone, "another host blocks more", sandboxed);
  }
  return 0;
}

#include <vector>

#include "rules/csp/helpers.hpp"
#include "rules/rule.hpp"
#include "text/listed.hpp"

namespace headstrong::rules::csp_default_src_absent {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  ScriptList list;
  if (!script_list(context, list)) return;
  static constexpr struct {
    Attack attack;
    std::string_view what;
  } kKinds[] = {{Attack::HttpsImage, "images"}, {Attack::HttpsConnect, "fetch()"}, {Attack::HttpsFrame, "frames"}};
  std::vector<std::string_view> open;
  for (const auto& kind : kKinds) {
    if (is_unrestricted(context, kind.attack)) open.push_back(kind.what);
  }
  if (open.empty()) return;
  sink.at(*list.policy, list.directive->name_span).arguments = {text::listed(open)};
}

extern const RuleSpec kRule = {
    {
        .id = "csp/default-src-absent",
        .header = "Content-Security-Policy",
        .severity = Severity::Info,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "Some kinds of content are not restricted",
        .message = "The policy has no default-src, so it doesn't restrict {0}.",
        .why = "A policy allows whatever it doesn't mention. Injected markup can frame other sites "
               "and send data out through images or requests.",
        .advice = "Start the policy with default-src 'none' or default-src 'self' and open what "
                  "the site needs. Add base-uri, form-action and frame-ancestors separately: "
                  "default-src doesn't cover them.",
        .references = {"https://www.w3.org/TR/CSP3/#directive-default-src",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Content-Security-Policy/default-src"},
        .bad = "script-src 'self'",
        .good = "default-src 'self'",
    },
    check,
};

}  // namespace headstrong::rules::csp_default_src_absent

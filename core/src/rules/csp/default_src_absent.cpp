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
  } kKinds[] = {{Attack::HttpsImage, "images"},
                {Attack::HttpsConnect, "requests by scripts"},
                {Attack::HttpsFrame, "frames"}};
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
        .title = "Kinds of content without a list are not restricted",
        .message = "There is no default-src, so that {0} may come from and go to anywhere.",
        .why = "What a policy does not mention stays allowed. Markup that an attacker injects "
               "can frame other sites and send data out by images or requests.",
        .advice = "Start the policy with default-src 'none' or 'self' and open what the site "
                  "needs. It does not reach base-uri, form-action and frame-ancestors, which "
                  "want directives of their own.",
        .references = {"https://www.w3.org/TR/CSP3/#directive-default-src",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Content-Security-Policy/default-src"},
        .bad = "script-src 'self'",
        .good = "default-src 'self'",
    },
    check,
};

}  // namespace headstrong::rules::csp_default_src_absent

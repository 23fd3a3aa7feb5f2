#include "rules/csp/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_style_src_absent {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  ScriptList list;
  if (!context.response.is_document || !script_list(context, list)) return;
  const bool inline_styles = is_unrestricted(context, Attack::InlineStyle);
  if (!inline_styles && !is_unrestricted(context, Attack::HttpsStyle)) return;
  sink.at(*list.policy, list.policy->span);
}

extern const RuleSpec kRule = {
    {
        .id = "csp/style-src-absent",
        .header = "Content-Security-Policy",
        .severity = Severity::Low,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "The policy doesn't restrict style sheets",
        .message = "The policy lacks style-src and default-src, so it allows inline styles and "
                   "style sheets from anywhere.",
        .why = "Injected CSS can read the page without any script: it requests an image from the "
               "attacker for every letter it finds in an attribute, such as a token in a hidden "
               "field. It can also cover or move what visitors see.",
        .advice = "Add style-src 'self' and the hosts, nonces or hashes that the page's style "
                  "sheets need.",
        .references = {"https://www.w3.org/TR/CSP3/#directive-style-src",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Content-Security-Policy/style-src"},
        .bad = "script-src 'self'; object-src 'none'",
        .good = "script-src 'self'; object-src 'none'; style-src 'self'",
    },
    check,
};

}  // namespace headstrong::rules::csp_style_src_absent

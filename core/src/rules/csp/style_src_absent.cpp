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
        .title = "The policy does not restrict style sheets",
        .message = "Neither style-src nor default-src is set, so that style sheets may stand in "
                   "the page and come from anywhere.",
        .why = "No script is needed to read a page: injected CSS asks for an image of the "
               "attacker's for every letter that it finds in an attribute (a token in a hidden "
               "field, for example), and can cover or move what visitors see.",
        .advice = "Add style-src 'self', with the hosts, nonces or hashes that the page's own "
                  "style sheets need.",
        .references = {"https://www.w3.org/TR/CSP3/#directive-style-src",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Content-Security-Policy/style-src"},
        .bad = "script-src 'self'; object-src 'none'",
        .good = "script-src 'self'; object-src 'none'; style-src 'self'",
    },
    check,
};

}  // namespace headstrong::rules::csp_style_src_absent

#include "rules/csp/helpers.hpp"
#include "rules/fixes.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_keyword_out_of_place {

using namespace csp_rules;

bool is_quoted(const csp::SourceExpression& token) {
  return token.kind == csp::SourceKind::Keyword || token.kind == csp::SourceKind::Nonce ||
         token.kind == csp::SourceKind::Hash;
}

void check(const Context& context, Sink& sink) {
  each_directive(context, [&](const csp::Policy& policy, const csp::Directive& directive) {
    if (!is_source_list(directive)) return;
    for (const csp::SourceExpression& token : policy.tokens_of(directive)) {
      if (!is_quoted(token) || token.repeated || can_use(token, directive.name)) continue;
      Finding& finding = sink.at(policy, token.span);
      if (context.trial) continue;
      finding.arguments = {std::string(token.text), std::string(directive.name_text)};
      offer_fix(finding, "Remove it here", Applicability::Safe, remove_tokens(policy, directive, {&token}));
    }
  });
}

extern const RuleSpec kRule = {
    {
        .id = "csp/keyword-out-of-place",
        .header = "Content-Security-Policy",
        .severity = Severity::Info,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .title = "A keyword is in a directive that can't use it",
        .message = "{0} has no effect in {1}.",
        .several = "{0} keywords have no effect in their directives: {1}.",
        .why = "Browsers look for this keyword in other directives only. Nothing breaks, but "
               "readers of the policy believe in a permission or protection that doesn't exist.",
        .advice = "Remove it here, and put it in the right directive if you need it.",
        .references = {"https://www.w3.org/TR/CSP3/#grammardef-keyword-source",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Content-Security-Policy#fetch_directive_syntax"},
        .bad = "script-src 'self'; img-src 'self' 'unsafe-inline'",
        .good = "script-src 'self'; img-src 'self'",
    },
    check,
};

}  // namespace headstrong::rules::csp_keyword_out_of_place

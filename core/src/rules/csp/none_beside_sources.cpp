#include "rules/csp/helpers.hpp"
#include "rules/fixes.hpp"
#include "rules/rule.hpp"
#include "text/ascii.hpp"

namespace headstrong::rules::csp_none_beside_sources {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  each_directive(context, [&](const csp::Policy& policy, const csp::Directive& directive) {
    if (directive.token_count < 2) return;
    const csp::ValueKind kind = csp::info(directive.name).value;
    if (!is_source_list(directive) && kind != csp::ValueKind::TrustedTypes) return;
    const csp::Policy::Tokens tokens = policy.tokens_of(directive);
    for (const csp::SourceExpression& token : tokens) {
      if (!text::iequals(token.text, "'none'") || token.repeated) continue;
      Finding& finding = sink.at(policy, token.span);
      finding.arguments = {std::string(directive.name_text)};
      if (runs_on(policy, directive)) return;  // it may be of the list that was to follow
      offer_fix(finding, "Remove 'none'", Applicability::Safe, remove_tokens(policy, directive, {&token}));
      return;
    }
  });
}

extern const RuleSpec kRule = {
    {
        .id = "csp/none-beside-sources",
        .header = "Content-Security-Policy",
        .severity = Severity::Low,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .title = "'none' has no effect next to other sources",
        .message = "'none' in {0} has no effect next to other sources, which stay allowed.",
        .why = "The list looks closed, but isn't. Browsers ignore 'none' as soon as the list has "
               "anything else.",
        .advice = "Remove 'none', or remove everything else to allow nothing.",
        .references = {"https://www.w3.org/TR/CSP3/#match-url-to-source-list"},
        .bad = "script-src 'none' https://scripts.site.example",
        .good = "script-src https://scripts.site.example",
    },
    check,
};

}  // namespace headstrong::rules::csp_none_beside_sources

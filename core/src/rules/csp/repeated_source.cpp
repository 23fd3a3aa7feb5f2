#include <vector>

#include "rules/csp/helpers.hpp"
#include "rules/fixes.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_repeated_source {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  each_directive(context, [&](const csp::Policy& policy, const csp::Directive& directive) {
    std::vector<const csp::SourceExpression*> repeated;
    each_token(policy, directive, [&](const csp::SourceExpression& token) {
      if (token.repeated) repeated.push_back(&token);
    });
    if (repeated.empty()) return;
    Finding& finding = sink.at(policy, repeated.front()->span);
    if (context.trial) return;
    finding.arguments = {std::string(repeated.front()->text), std::string(directive.name_text)};
    constexpr std::size_t kShown = 20;
    for (std::size_t i = 1; i < repeated.size() && i < kShown; ++i) {
      finding.related.push_back({repeated[i]->span, "repeated too"});
    }
    // Behind a missing semicolon the same word belongs to another directive.
    for (const csp::SourceExpression& token : policy.tokens_of(directive)) {
      if (names_directive(token)) return;
    }
    offer_fix(finding, "Remove the repeat", Applicability::Safe, remove_repetitions(policy, directive, repeated));
  });
}

extern const RuleSpec kRule = {
    {
        .id = "csp/repeated-source",
        .header = "Content-Security-Policy",
        .severity = Severity::Info,
        .category = Category::Hygiene,
        .confidence = Confidence::Certain,
        .title = "A source is listed twice",
        .message = "{0} is listed more than once in {1}.",
        .several = "{0} sources are listed more than once: {1}.",
        .why = "The repeat changes nothing and makes the policy longer.",
        .advice = "Remove the repeat.",
        .references = {"https://www.w3.org/TR/CSP3/#parse-serialized-policy"},
        .bad = "img-src 'self' data: 'self'",
        .good = "img-src 'self' data:",
    },
    check,
};

}  // namespace headstrong::rules::csp_repeated_source

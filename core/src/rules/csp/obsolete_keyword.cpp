#include "rules/csp/helpers.hpp"
#include "rules/fixes.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_obsolete_keyword {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  each_source(context, csp::SourceKind::Keyword,
              [&](const csp::Policy& policy, const csp::Directive& directive, const csp::SourceExpression& token) {
                if (csp::info(token.keyword).status != csp::Status::Obsolete) return;
                Finding& finding = sink.at(policy, token.span);
                finding.arguments = {std::string(token.text), std::string(directive.name_text)};
                offer_fix(finding, "Remove it", Applicability::Safe, remove_tokens(policy, directive, {&token}));
              });
}

extern const RuleSpec kRule = {
    {
        .id = "csp/obsolete-keyword",
        .header = "Content-Security-Policy",
        .severity = Severity::Info,
        .category = Category::Deprecated,
        .confidence = Confidence::Certain,
        .title = "A keyword is obsolete",
        .message = "{0} in {1} has no effect in current browsers.",
        .why = "The keyword was renamed or abandoned before it came into use.",
        .advice = "Remove it. Write 'unsafe-hashes' for 'unsafe-hashed-attributes' and "
                  "'wasm-unsafe-eval' for 'wasm-eval'.",
        .references = {"https://www.w3.org/TR/CSP3/#grammardef-keyword-source"},
        .bad = "script-src 'self' 'unsafe-hashed-attributes'",
        .good = "script-src 'self'",
    },
    check,
};

}  // namespace headstrong::rules::csp_obsolete_keyword

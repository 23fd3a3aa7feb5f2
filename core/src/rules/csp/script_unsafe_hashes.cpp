#include "rules/csp/helpers.hpp"
#include "rules/fixes.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_script_unsafe_hashes {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  each_directive(context, [&](const csp::Policy& policy, const csp::Directive& directive) {
    if (!is_enforced(policy) || !governs_scripts(policy, directive)) return;
    const csp::SourceExpression* keyword = find(policy, directive, csp::Keyword::UnsafeHashes);
    if (keyword == nullptr || find(policy, directive, csp::SourceKind::Hash) == nullptr) return;
    Finding& finding = sink.at(policy, keyword->span);
    finding.arguments = {std::string(directive.name_text)};
    offer_fix(finding, "Remove 'unsafe-hashes'", Applicability::Suggestion,
              remove_tokens(policy, directive, {keyword}));
  });
}

extern const RuleSpec kRule = {
    {
        .id = "csp/script-unsafe-hashes",
        .header = "Content-Security-Policy",
        .severity = Severity::Low,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "Event handlers can be trusted by hash",
        .message = "'unsafe-hashes' in {0} lets event handlers and javascript: links run if their "
                   "hash is listed.",
        .why = "The attacker can't write a new handler but can reuse a listed one: a button that "
               "runs the \"delete all\" handler under a harmless label.",
        .advice = "Move event handlers into script files with addEventListener, and remove "
                  "'unsafe-hashes'.",
        .references = {"https://www.w3.org/TR/CSP3/#unsafe-hashes-usage",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Content-Security-Policy#unsafe-hashes"},
        .bad = "script-src 'unsafe-hashes' "
               "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",
        .good = "script-src 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",
    },
    check,
};

}  // namespace headstrong::rules::csp_script_unsafe_hashes

#include <algorithm>

#include "headers/csp/token_fault.hpp"
#include "rules/csp/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_strict_dynamic_alone {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  each_directive(context, [&](const csp::Policy& policy, const csp::Directive& directive) {
    if (!governs_scripts(policy, directive)) return;
    if (directive.name == csp::DirectiveName::ScriptSrcAttr) return;
    const csp::SourceExpression* keyword = find(policy, directive, csp::Keyword::StrictDynamic);
    if (keyword == nullptr || has_nonce_or_hash(policy, directive)) return;
    // A nonce is meant, and another rule says that it wasn't filled in.
    const csp::Policy::Tokens tokens = policy.tokens_of(directive);
    const bool has_place = std::any_of(tokens.begin(), tokens.end(), [](const csp::SourceExpression& token) {
      return csp::fault_of(token) == csp::TokenFault::UnfilledNonce;
    });
    if (has_place) return;
    sink.at(policy, keyword->span).arguments = {std::string(directive.name_text)};
  });
}

extern const RuleSpec kRule = {
    {
        .id = "csp/strict-dynamic-alone",
        .header = "Content-Security-Policy",
        .severity = Severity::Low,
        .category = Category::Hygiene,
        .confidence = Confidence::Certain,
        .title = "'strict-dynamic' needs a nonce or hash",
        .message = "'strict-dynamic' in {0} blocks every script, because there is no nonce or hash "
                   "to start from.",
        .why = "With 'strict-dynamic', hosts and 'self' don't count. Without a nonce or hash no "
               "script of the page has run in any browser since 2022.",
        .advice = "Add a nonce or hash for the scripts that start the page, or remove "
                  "'strict-dynamic'.",
        .references = {"https://www.w3.org/TR/CSP3/#strict-dynamic-usage",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Content-Security-Policy#strict-dynamic"},
        .bad = "script-src 'self' 'strict-dynamic'",
        .good = "script-src 'nonce-4AEemGb0xJoptIGFP3Nd9A==' 'strict-dynamic'; base-uri "
                "'none'",
    },
    check,
};

}  // namespace headstrong::rules::csp_strict_dynamic_alone

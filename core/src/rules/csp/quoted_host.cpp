#include "rules/csp/helpers.hpp"
#include "rules/fixes.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_quoted_host {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  each_fault(context, TokenFault::QuotedHost,
             [&](const csp::Policy& policy, const csp::Directive& directive, const csp::SourceExpression& token) {
               Finding& finding = sink.at(policy, token.span);
               finding.arguments = {std::string(token.text), std::string(directive.name_text)};
               // Without quotes the host begins to count: to be done by whoever knows that it is
               // wanted.
               offer_fix(finding, "Remove the quotes", Applicability::DisplayOnly,
                         replace_token(policy, token, token.text.substr(1, token.text.size() - 2)));
             });
}

extern const RuleSpec kRule = {
    {
        .id = "csp/quoted-host",
        .header = "Content-Security-Policy",
        .severity = Severity::Low,
        .category = Category::Syntax,
        .confidence = Confidence::Certain,
        .title = "A host is in quotes",
        .message = "{0} in {1} is in quotes, so browsers look for a keyword of that name and find "
                   "none.",
        .why = "Only keywords, nonces and hashes take quotes. Browsers ignore a quoted host, so "
               "whatever it serves is blocked.",
        .advice = "Write the host without quotes.",
        .references = {"https://www.w3.org/TR/CSP3/#framework-directive-source-list"},
        .bad = "img-src 'self' 'images.example'",
        .good = "img-src 'self' images.example",
    },
    check,
};

}  // namespace headstrong::rules::csp_quoted_host

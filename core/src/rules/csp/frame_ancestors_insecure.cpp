#include "grammar/url.hpp"
#include "rules/csp/helpers.hpp"
#include "rules/fixes.hpp"
#include "rules/rule.hpp"
#include "text/ascii.hpp"

namespace headstrong::rules::csp_frame_ancestors_insecure {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  if (!context.response.https) return;
  each_named(context, csp::DirectiveName::FrameAncestors,
             [&](const csp::Policy& policy, const csp::Directive& directive) {
               if (!is_enforced(policy) || policy.delivery == csp::Delivery::Meta) return;
               for (const csp::SourceExpression& token : policy.tokens_of(directive)) {
                 const bool host = token.kind == csp::SourceKind::Host && text::iequals(token.scheme(), "http");
                 if (token.repeated || !host || token.host() == "*" || grammar::is_loopback(token.host())) continue;
                 Finding& finding = sink.at(policy, token.span);
                 finding.arguments = {std::string(token.text)};
                 if (!token.port().empty()) continue;
                 offer_fix(finding, "Write https:", Applicability::Suggestion,
                           replace_token(policy, token, "https" + std::string(token.text.substr(token.scheme_end))));
               }
             });
}

extern const RuleSpec kRule = {
    {
        .id = "csp/frame-ancestors-insecure",
        .header = "Content-Security-Policy",
        .severity = Severity::Low,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "Pages over plain HTTP may frame the page",
        .message = "{0} in frame-ancestors lets a page over plain HTTP frame this one.",
        .several = "{0} sources in frame-ancestors let pages over plain HTTP frame this one: {1}.",
        .why = "An attacker on the visitor's network can forge a page at that URL, frame this one "
               "in it and steal clicks (clickjacking).",
        .advice = "Write https: instead of http:.",
        .references = {"https://www.w3.org/TR/CSP3/#directive-frame-ancestors",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Content-Security-Policy/frame-ancestors"},
        .bad = "frame-ancestors 'self' http://portal.site.example",
        .good = "frame-ancestors 'self' https://portal.site.example",
    },
    check,
};

}  // namespace headstrong::rules::csp_frame_ancestors_insecure

#include "grammar/url.hpp"
#include "rules/csp/helpers.hpp"
#include "rules/fixes.hpp"
#include "rules/rule.hpp"
#include "text/ascii.hpp"

namespace headstrong::rules::csp_insecure_source {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  if (!context.response.https) return;
  each_source(context, csp::SourceKind::Host,
              [&](const csp::Policy& policy, const csp::Directive& directive, const csp::SourceExpression& token) {
                const bool web = text::iequals(token.scheme(), "http");
                if (!web && !text::iequals(token.scheme(), "ws")) return;
                // Pages over http may frame, and forms be sent there; the own machine counts as
                // secure.
                if (directive.name == csp::DirectiveName::FrameAncestors ||
                    directive.name == csp::DirectiveName::FormAction || grammar::is_loopback(token.host())) {
                  return;
                }
                if (token.host() == "*" && governs_scripts(policy, directive)) return;  // worse, said elsewhere
                Finding& finding = sink.at(policy, token.span);
                if (context.trial) return;
                finding.arguments = {std::string(token.text), std::string(directive.name_text)};
                if (!token.port().empty()) return;
                offer_fix(finding, "Write the secure scheme", Applicability::Suggestion,
                          replace_token(policy, token,
                                        (web ? "https" : "wss") + std::string(token.text.substr(token.scheme_end))));
              });
}

extern const RuleSpec kRule = {
    {
        .id = "csp/insecure-source",
        .header = "Content-Security-Policy",
        .severity = Severity::Low,
        .category = Category::Hygiene,
        .confidence = Confidence::Certain,
        .title = "A secure page's policy lists an unencrypted source",
        .message = "{0} in {1} is an unencrypted URL.",
        .several = "{0} sources are unencrypted URLs: {1}.",
        .why = "A secure page never loads scripts, styles or frames over http or opens a WebSocket "
               "over ws, and it tries https first for images. The source misleads its reader: only "
               "its https form counts.",
        .advice = "Write https: or wss:. If the page itself still has http: URLs, upgrade-insecure-requests makes "
                  "browsers load them over https.",
        .references = {"https://www.w3.org/TR/upgrade-insecure-requests/", "https://www.w3.org/TR/mixed-content/"},
        .bad = "img-src 'self' http://images.site.example",
        .good = "img-src 'self' https://images.site.example",
    },
    check,
};

}  // namespace headstrong::rules::csp_insecure_source

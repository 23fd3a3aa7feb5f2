#include "rules/csp/helpers.hpp"
#include "rules/fixes.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_source_tail {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  each_source(context, csp::SourceKind::Host,
              [&](const csp::Policy& policy, const csp::Directive& directive, const csp::SourceExpression& token) {
                if (token.tail().empty()) return;
                Finding& finding = sink.at(policy, token.span);
                finding.arguments = {std::string(token.text), std::string(directive.name_text)};
                const bool dropped_everywhere = !token.path().empty();
                offer_fix(finding, "Remove it",
                          dropped_everywhere ? Applicability::Suggestion : Applicability::DisplayOnly,
                          replace_token(policy, token, token.text.substr(0, token.path_end)));
              });
}

extern const RuleSpec kRule = {
    {
        .id = "csp/source-tail",
        .header = "Content-Security-Policy",
        .severity = Severity::Low,
        .category = Category::Syntax,
        .confidence = Confidence::Certain,
        .title = "A source has a query or fragment",
        .message = "{0} in {1} has a query or fragment, which browsers don't match.",
        .why = "After a path, browsers drop the part after ? or # and match without it. After a "
               "bare host, Chromium and Safari (WebKit) ignore the whole source.",
        .advice = "Remove the query or fragment: a source consists of scheme, host, port and path.",
        .references = {"https://www.w3.org/TR/CSP3/#grammardef-path-part"},
        .bad = "script-src https://cdn.site.example/app.js?v=2",
        .good = "script-src https://cdn.site.example/app.js",
    },
    check,
};

}  // namespace headstrong::rules::csp_source_tail

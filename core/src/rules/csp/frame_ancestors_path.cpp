#include "rules/csp/helpers.hpp"
#include "rules/fixes.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_frame_ancestors_path {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  each_source(context, csp::SourceKind::Host,
              [&](const csp::Policy& policy, const csp::Directive& directive, const csp::SourceExpression& token) {
                if (directive.name != csp::DirectiveName::FrameAncestors || token.path().size() < 2) return;
                Finding& finding = sink.at(policy, token.span);
                finding.arguments = {std::string(token.text)};
                // Firefox lets the whole host frame the page already; the others begin to.
                offer_fix(finding, "Remove the path", Applicability::DisplayOnly,
                          replace_token(policy, token, token.text.substr(0, token.port_end)));
              });
}

extern const RuleSpec kRule = {
    {
        .id = "csp/frame-ancestors-path",
        .header = "Content-Security-Policy",
        .severity = Severity::Low,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .title = "A source in frame-ancestors has a path",
        .message = "The path makes {0} match no page in Chromium and Safari (WebKit), while "
                   "Firefox ignores the path.",
        .why = "Browsers compare the framing page's origin only. In some browsers the partner "
               "can't frame the page at all; in Firefox the whole host can.",
        .advice = "Write the origin without a path.",
        .references = {"https://www.w3.org/TR/CSP3/#directive-frame-ancestors"},
        .bad = "frame-ancestors https://partner.example/embed",
        .good = "frame-ancestors https://partner.example",
    },
    check,
};

}  // namespace headstrong::rules::csp_frame_ancestors_path

#include "rules/csp/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_wildcard_path {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  each_source(context, csp::SourceKind::Host,
              [&](const csp::Policy& policy, const csp::Directive& directive, const csp::SourceExpression& token) {
                if (token.host() != "*") return;
                if (token.path().empty() || !token.port().empty()) return;
                if (directive.name == csp::DirectiveName::FrameAncestors) return;
                Finding& finding = sink.at(policy, token.span);
                finding.arguments = {std::string(token.text), std::string(directive.name_text)};
                if (!token.scheme().empty()) finding.browsers = decide::kInFirefox;
              });
}

extern const RuleSpec kRule = {
    {
        .id = "csp/wildcard-path",
        .header = "Content-Security-Policy",
        .severity = Severity::Low,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .browsers = decide::kInFirefox | decide::kInWebKit,
        .title = "Browsers disagree on a wildcard with a path",
        .message = "Firefox ignores {0} in {1}, Safari (WebKit) ignores it if it has no scheme, "
                   "and Chromium honours it.",
        .why = "The page works in some browsers and breaks in others.",
        .advice = "Name the host, or remove the path.",
        .references = {"https://www.w3.org/TR/CSP3/#grammardef-host-source"},
        .bad = "img-src https://*/images/",
        .good = "img-src https://images.site.example/",
    },
    check,
};

}  // namespace headstrong::rules::csp_wildcard_path

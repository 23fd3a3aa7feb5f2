#include "rules/csp/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_literal_wildcard {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  each_source(context, csp::SourceKind::Host,
              [&](const csp::Policy& policy, const csp::Directive& directive, const csp::SourceExpression& token) {
                if (token.path().find('*') == std::string_view::npos) return;
                // Its paths do nothing anyway, which another rule tells.
                if (directive.name == csp::DirectiveName::FrameAncestors) return;
                sink.at(policy, token.span).arguments = {std::string(token.text), std::string(directive.name_text)};
              });
}

extern const RuleSpec kRule = {
    {
        .id = "csp/literal-wildcard",
        .header = "Content-Security-Policy",
        .severity = Severity::Low,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .title = "A * in a path is a plain character",
        .message = "{0} in {1} has a * in its path, where browsers don't treat it as a wildcard.",
        .several = "{0} sources have a * in their path, where browsers don't treat it as a wildcard: {1}.",
        .why = "Browsers compare paths character by character, so the source allows only URLs that contain a *.",
        .advice = "End the path with / to allow everything below it (https://cdn.example/js/), or leave the path out.",
        .references = {"https://www.w3.org/TR/CSP3/#path-part-match"},
        .bad = "script-src https://cdn.site.example/js/*.js",
        .good = "script-src https://cdn.site.example/js/",
    },
    check,
};

}  // namespace headstrong::rules::csp_literal_wildcard

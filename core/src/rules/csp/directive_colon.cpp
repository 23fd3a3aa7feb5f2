#include <utility>
#include <vector>

#include "rules/csp/helpers.hpp"
#include "rules/fixes.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_directive_colon {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  each_named(context, csp::DirectiveName::Unknown, [&](const csp::Policy& policy, const csp::Directive& directive) {
    if (directive.name_text.back() != ':') return;
    const std::string_view name = directive.name_text.substr(0, directive.name_text.size() - 1);
    const csp::DirectiveName known = csp::directive_name(name);
    if (known == csp::DirectiveName::Unknown) return;
    Finding& finding = sink.at(policy, directive.name_span);
    finding.arguments = {std::string(directive.name_text)};
    offer_repair(finding, "Remove the colon",
                 replace_range(context.response.field(policy.field), directive.name_span, name));
  });
}

extern const RuleSpec kRule = {
    {
        .id = "csp/directive-colon",
        .header = "Content-Security-Policy",
        .severity = Severity::Medium,
        .category = Category::Syntax,
        .confidence = Confidence::Certain,
        .title = "A directive name ends with a colon",
        .message = "The colon makes {0} a directive that browsers don't know.",
        .why = "Header names take a colon, directive names don't. With the colon the directive is "
               "unknown and protects nothing.",
        .advice = "Remove the colon.",
        .references = {"https://www.w3.org/TR/CSP3/#framework-directives"},
        .bad = "script-src: 'self'; object-src 'none'",
        .good = "script-src 'self'; object-src 'none'",
    },
    check,
};

}  // namespace headstrong::rules::csp_directive_colon

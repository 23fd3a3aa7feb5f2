#include "headers/csp/parse_policy.hpp"
#include "rules/csp/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_source_as_directive {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  each_named(context, csp::DirectiveName::Unknown, [&](const csp::Policy& policy, const csp::Directive& directive) {
    if (directive.has_non_ascii) return;
    const std::string_view name = directive.name_text;
    if (name.find_first_of("'.:/*") == std::string_view::npos) return;
    if (name.back() == ':' && csp::directive_name(name.substr(0, name.size() - 1)) != csp::DirectiveName::Unknown) {
      return;
    }
    const csp::SourceExpression source = csp::parse_source_expression(name);
    if (source.kind == csp::SourceKind::Invalid) return;
    Finding& finding = sink.at(policy, directive.name_span);
    finding.arguments = {std::string(name)};
    offer_unknown_removal(finding, policy, directive);
  });
}

extern const RuleSpec kRule = {
    {
        .id = "csp/source-as-directive",
        .header = "Content-Security-Policy",
        .severity = Severity::Medium,
        .category = Category::Syntax,
        .confidence = Confidence::Certain,
        .title = "A source is where a directive name belongs",
        .message = "{0} is a source without a directive, so browsers take it for an unknown "
                   "directive.",
        .why = "A semicolon ends the directive before it, so the source belongs to no list and "
               "allows nothing. Usually somebody separated sources with a comma or semicolon "
               "instead of a space.",
        .advice = "Put the source after its directive, separated by spaces: img-src 'self' "
                  "https://images.example.",
        .references = {"https://www.w3.org/TR/CSP3/#framework-directives"},
        .bad = "img-src 'self'; https://images.example",
        .good = "img-src 'self' https://images.example",
    },
    check,
};

}  // namespace headstrong::rules::csp_source_as_directive

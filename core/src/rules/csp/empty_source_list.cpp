#include "rules/csp/helpers.hpp"
#include "rules/fixes.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_empty_source_list {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  each_directive(context, [&](const csp::Policy& policy, const csp::Directive& directive) {
    if (directive.token_count > 0 || !is_source_list(directive)) return;
    Finding& finding = sink.at(policy, directive.span);
    finding.arguments = {std::string(directive.name_text)};
    offer_fix(finding, "Write 'none'", Applicability::Safe, replace_value(policy, directive, "'none'"));
  });
}

extern const RuleSpec kRule = {
    {
        .id = "csp/empty-source-list",
        .header = "Content-Security-Policy",
        .severity = Severity::Info,
        .category = Category::Hygiene,
        .confidence = Confidence::Certain,
        .title = "A directive has no sources",
        .message = "{0} has no value, so browsers read it as 'none' and block everything.",
        .several = "{0} directives have no value, so browsers read them as 'none' and block everything: {1}.",
        .why = "An empty list is right if you mean to allow nothing. Often, though, an empty value comes "
               "from a variable that was never filled in.",
        .advice = "Write 'none' if you mean to allow nothing.",
        .references = {"https://www.w3.org/TR/CSP3/#match-url-to-source-list"},
        .bad = "default-src 'self'; object-src",
        .good = "default-src 'self'; object-src 'none'",
    },
    check,
};

}  // namespace headstrong::rules::csp_empty_source_list

#include "rules/csp/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_non_ascii {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  each_directive(context, [&](const csp::Policy& policy, const csp::Directive& directive) {
    if (!directive.has_non_ascii || has_curly_quote(directive.value_text)) return;
    Finding& finding = sink.at(policy, directive.span);
    finding.arguments = {std::string(directive.name_text)};
  });
}

extern const RuleSpec kRule = {
    {
        .id = "csp/non-ascii",
        .header = "Content-Security-Policy",
        .severity = Severity::Medium,
        .category = Category::Syntax,
        .confidence = Confidence::Certain,
        .title = "A directive with a foreign character is dropped",
        .message = "{0} holds a character that is not ASCII: browsers drop the whole directive.",
        .why = "What the directive was to restrict stays open, or falls back to default-src. "
               "A later directive of the same name then counts in Firefox and Safari, but not "
               "in Chromium.",
        .advice = "Write host names in their ASCII form (xn--...) and other characters of a path "
                  "percent-encoded. A blank copied from a document may be a no-break space.",
        .references = {"https://www.w3.org/TR/CSP3/#parse-serialized-policy"},
        .bad = "default-src 'none'; img-src https://caf\xC3\xA9"
               ".example",
        .good = "default-src 'none'; img-src https://xn--caf-dma.example",
    },
    check,
};

}  // namespace headstrong::rules::csp_non_ascii

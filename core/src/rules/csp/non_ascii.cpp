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
        .title = "A non-ASCII character disables a directive",
        .message = "{0} contains a non-ASCII character, so browsers drop the whole directive.",
        .why = "Whatever the directive was meant to restrict stays open or falls back to "
               "default-src. A later directive of the same name then counts in Firefox and Safari "
               "(WebKit), but not in Chromium.",
        .advice = "Write host names in ASCII (xn--...), percent-encode other characters in paths, "
                  "and retype spaces that were copied from a document.",
        .references = {"https://www.w3.org/TR/CSP3/#parse-serialized-policy"},
        .bad = "default-src 'none'; img-src https://caf\xC3\xA9"
               ".example",
        .good = "default-src 'none'; img-src https://xn--caf-dma.example",
    },
    check,
};

}  // namespace headstrong::rules::csp_non_ascii

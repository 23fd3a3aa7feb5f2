#include <utility>
#include <vector>

#include "rules/csp/helpers.hpp"
#include "rules/fixes.hpp"
#include "rules/rule.hpp"
#include "text/ascii.hpp"

namespace headstrong::rules::csp_control_character {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  each_directive(context, [&](const csp::Policy& policy, const csp::Directive& directive) {
    if (!directive.has_control || directive.has_non_ascii) return;
    Finding& finding = sink.at(policy, directive.span);
    finding.arguments = {std::string(directive.name_text)};
    std::string cleaned;
    for (const char c : directive.value_text) {
      if (!text::is(c, text::kControl) || text::is(c, text::kAsciiWhitespace)) cleaned += c;
    }
    if (directive.name == csp::DirectiveName::Unknown || cleaned.empty()) return;
    offer_repair(finding, "Remove the character", replace_value(policy, directive, cleaned));
  });
}

extern const RuleSpec kRule = {
    {
        .id = "csp/control-character",
        .header = "Content-Security-Policy",
        .severity = Severity::Medium,
        .category = Category::Syntax,
        .confidence = Confidence::Certain,
        .title = "A control character disables a directive",
        .message = "{0} contains a control character, so Chromium, Firefox and Safari (WebKit) "
                   "drop the whole directive.",
        .why = "Most editors don't show the character, and whatever the directive was meant to "
               "restrict stays open. Only the specification's draft limits the damage to the word "
               "around it.",
        .advice = "Remove the character. It often comes from a pasted file or a script that joins "
                  "lines.",
        .references = {"https://www.w3.org/TR/CSP3/#parse-serialized-policy"},
        .bad = "script-src 'self' \x01"
               "a.example; object-src 'none'",
        .good = "script-src 'self' a.example; object-src 'none'",
    },
    check,
};

}  // namespace headstrong::rules::csp_control_character

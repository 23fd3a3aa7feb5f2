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
        .title = "A control character switches a directive off",
        .message = "{0} holds a control character: Chromium, Firefox and Safari drop the whole "
                   "directive.",
        .why = "The character cannot be seen in most editors. By the draft only the word "
               "around it is lost, but browsers drop the directive, and what it was to "
               "restrict stays open.",
        .advice = "Remove the character. It often comes from a file that was pasted or joined by "
                  "a program.",
        .references = {"https://www.w3.org/TR/CSP3/#parse-serialized-policy"},
        .bad = "script-src 'self' \x01"
               "a.example; object-src 'none'",
        .good = "script-src 'self' a.example; object-src 'none'",
    },
    check,
};

}  // namespace headstrong::rules::csp_control_character

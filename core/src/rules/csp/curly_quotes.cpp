#include <utility>
#include <vector>

#include "rules/csp/helpers.hpp"
#include "rules/fixes.hpp"
#include "rules/rule.hpp"
#include "text/ascii.hpp"

namespace headstrong::rules::csp_curly_quotes {

using namespace csp_rules;

/// `value` with straight quotes; empty where it holds none that is curly, or other foreign bytes.
std::string straightened(std::string_view value) {
  std::string straight;
  bool changed = false;
  for (std::size_t at = 0; at < value.size();) {
    if (!text::is_non_ascii(value[at])) {
      straight += value[at++];
      continue;
    }
    if (!is_curly_quote(value.substr(at, 3))) return {};
    straight += '\'';
    at += 3;
    changed = true;
  }
  return changed ? straight : std::string();
}

void check(const Context& context, Sink& sink) {
  each_directive(context, [&](const csp::Policy& policy, const csp::Directive& directive) {
    if (!directive.has_non_ascii || !has_curly_quote(directive.value_text)) return;
    Finding& finding = sink.at(policy, directive.value_span);
    finding.arguments = {std::string(directive.name_text)};
    if (context.trial) return;
    const std::string straight = straightened(directive.value_text);
    if (straight.empty()) return;
    offer_repair(finding, "Write straight quotes", replace_value(policy, directive, straight));
  });
}

extern const RuleSpec kRule = {
    {
        .id = "csp/curly-quotes",
        .header = "Content-Security-Policy",
        .severity = Severity::Medium,
        .category = Category::Syntax,
        .confidence = Confidence::Certain,
        .title = "Curly quotes disable a directive",
        .message = "{0} contains curly quotes, so browsers drop the whole directive.",
        .why = "Word processors and web pages turn straight quotes into curly ones, and browsers "
               "skip any directive with a non-ASCII character. Whatever it was meant to restrict "
               "stays open.",
        .advice = "Write straight single quotes (') around keywords.",
        .references = {"https://www.w3.org/TR/CSP3/#parse-serialized-policy"},
        .bad = "script-src \xE2\x80\x98"
               "self\xE2\x80\x99"
               "; object-src 'none'",
        .good = "script-src 'self'; object-src 'none'",
    },
    check,
};

}  // namespace headstrong::rules::csp_curly_quotes

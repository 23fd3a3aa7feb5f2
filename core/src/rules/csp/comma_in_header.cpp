#include <vector>

#include "rules/rule.hpp"

namespace headstrong::rules::csp_comma_in_header {

void check(const Context& context, Sink& sink) {
  const std::vector<csp::Policy>& policies = context.response.policies;
  for (std::size_t i = 1; i < policies.size(); ++i) {
    if (policies[i].field != policies[i - 1].field) continue;
    const csp::Directive& first = policies[i].directives.front();
    Finding& finding = sink.at(policies[i], first.name_span);
    finding.arguments = {std::string(first.name_text)};
  }
}

extern const RuleSpec kRule = {
    {
        .id = "csp/comma-in-header",
        .header = "Content-Security-Policy",
        .severity = Severity::Info,
        .category = Category::Hygiene,
        .confidence = Confidence::Certain,
        .title = "A comma starts a second policy",
        .message = "The comma ends the policy: from {0} on, browsers read a second policy.",
        .why = "Browsers enforce both policies separately. The second gets no fallback from the "
               "first one's default-src, and a source that only one of them lists is blocked.",
        .advice = "If you meant one policy, separate directives with semicolons and sources with "
                  "spaces. If you meant two, change nothing.",
        .references = {"https://www.w3.org/TR/CSP3/#parse-response-csp"},
        .bad = "default-src 'self', script-src 'none'",
        .good = "default-src 'self'; script-src 'none'",
    },
    check,
};

}  // namespace headstrong::rules::csp_comma_in_header

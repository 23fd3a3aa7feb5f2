#include <utility>

#include "rules/csp/helpers.hpp"
#include "rules/fixes.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_quoted_policy {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  const csp::Policy* last = nullptr;
  for (const csp::Policy& policy : context.response.policies) {
    const bool seen = last != nullptr && last->field == policy.field;
    last = &policy;
    if (seen || !is_quoted(context, policy)) continue;
    const http::Field& field = context.response.field(policy.field);
    const std::string_view value = field.value.text();
    Finding& finding = sink.at(policy, field.value.to_source(value));
    finding.arguments = {std::string(policy.directives.front().name_text)};
    const Span first = field.value.to_source(value.substr(0, 1));
    const Span closing = field.value.to_source(value.substr(value.size() - 1));
    std::vector<Edit> edits = {{first, ""}, {closing, ""}};
    const bool whole = policy.span.start <= first.start && closing.end <= policy.span.end;
    constexpr std::string_view kTitle = "Remove the double quotes";
    if (whole) {
      offer_repair(finding, kTitle, std::move(edits));
    } else {
      offer_fix(finding, kTitle, Applicability::DisplayOnly, std::move(edits));
    }
  }
}

extern const RuleSpec kRule = {
    {
        .id = "csp/quoted-policy",
        .header = "Content-Security-Policy",
        .severity = Severity::Medium,
        .category = Category::Syntax,
        .confidence = Confidence::Certain,
        .title = "The whole policy is in double quotes",
        .message = "The double quotes are part of the value, so browsers read an unknown directive "
                   "{0}.",
        .why = "Quotes from a configuration file ended up in the header. Browsers ignore the first "
               "directive and the last word.",
        .advice = "Send the policy without quotes around it.",
        .references = {"https://www.w3.org/TR/CSP3/#parse-serialized-policy"},
        .bad = "Content-Security-Policy: \"default-src 'self'\"",
        .good = "Content-Security-Policy: default-src 'self'",
    },
    check,
};

}  // namespace headstrong::rules::csp_quoted_policy

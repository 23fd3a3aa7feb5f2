#include <optional>
#include <string>
#include <utility>

#include "rules/rule.hpp"

namespace headstrong::rules::integrity_policy_without_effect {

std::string fault_of(const headers::IntegrityPolicy& policy) {
  if (!policy.field.ok()) return "The value can't be read because " + std::string(describe(policy.field.error));
  if (policy.sources_inert) return "sources has a value other than (inline)";
  if (policy.blocks_script) return {};
  if (policy.blocks_style) return "No browser enforces it for styles";
  if (!policy.unknown.empty()) return "Browsers don't know the destination " + std::string(policy.unknown);
  return "The header names no destination in blocked-destinations";
}

void check_one(const std::optional<headers::Parsed<headers::IntegrityPolicy>>& header, std::string_view outcome,
               Sink& sink) {
  if (!header) return;
  std::string fault = fault_of(header->header);
  if (fault.empty()) return;
  sink.at(header->value, header->value.text()).arguments = {std::move(fault), std::string(outcome)};
}

void check(const Context& context, Sink& sink) {
  check_one(context.response.typed.integrity_policy, "scripts without integrity load as before", sink);
  check_one(context.response.typed.integrity_policy_report_only, "it reports nothing", sink);
}

extern const RuleSpec kRule = {
    {
        .id = "integrity-policy/without-effect",
        .header = "Integrity-Policy",
        .severity = Severity::Low,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .title = "Integrity-Policy blocks nothing",
        .message = "{0}, so {1}.",
        .why = "A changed file on another host still runs in the page. Browsers ignore a header "
               "that they can't read, and no current browser enforces it for styles.",
        .advice = "Send Integrity-Policy: blocked-destinations=(script).",
        .references = {"https://w3c.github.io/webappsec-subresource-integrity/#integrity-policy-section",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Integrity-Policy"},
        .bad = "HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\nIntegrity-Policy: "
               "blocked-destinations=(\"script\")\n",
        .good = "HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\nIntegrity-Policy: "
                "blocked-destinations=(script)\n",
    },
    check,
};

}  // namespace headstrong::rules::integrity_policy_without_effect

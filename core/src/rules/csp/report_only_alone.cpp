#include "rules/csp/helpers.hpp"
#include "rules/fixes.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_report_only_alone {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  const model::ResponseModel& response = context.response;
  if (!response.is_document || response.policies.empty() || has_enforced(context)) return;
  if (response.has(http::HeaderName::ContentSecurityPolicy)) return;
  const csp::Policy& policy = response.policies.front();
  const http::Field& field = response.field(policy.field);
  Finding& finding = sink.at(policy, field.name_span);
  finding.arguments = {std::string(field.name)};
  // An enforced frame-ancestors would push X-Frame-Options aside.
  const bool reframes =
      policy.find(csp::DirectiveName::FrameAncestors) != nullptr && response.has(http::HeaderName::XFrameOptions);
  // What a sandbox forbids, nobody has seen in reports.
  const bool sandboxes = policy.find(csp::DirectiveName::Sandbox) != nullptr;
  offer_fix(finding, sandboxes ? "Enforce the policy, and with it its sandbox" : "Enforce the policy",
            reframes || sandboxes ? Applicability::DisplayOnly : Applicability::Suggestion,
            replace_range(field, field.name_span, "Content-Security-Policy"));
}

extern const RuleSpec kRule = {
    {
        .id = "csp/report-only-alone",
        .header = "Content-Security-Policy",
        .severity = Severity::High,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "The only policy is report-only",
        .message = "{0} blocks nothing: it only reports.",
        .why = "A report-only policy tells the site what it would have blocked. An injected script "
               "runs as if there were no policy.",
        .advice = "When the policy is strict enough and the reports stop, send it as Content-Security-Policy. Keep "
                  "using Content-Security-Policy-Report-Only next to it to test a stricter one.",
        .references = {"https://www.w3.org/TR/CSP3/#cspro-header",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Content-Security-Policy-Report-Only"},
        .bad = "HTTP/1.1 200 OK\nContent-Security-Policy-Report-Only: script-src 'self'; "
               "object-src 'none'; report-uri /csp\n",
        .good = "HTTP/1.1 200 OK\nContent-Security-Policy: script-src 'self'; object-src "
                "'none'\nContent-Security-Policy-Report-Only: script-src 'none'; report-uri "
                "/csp\n",
    },
    check,
};

}  // namespace headstrong::rules::csp_report_only_alone

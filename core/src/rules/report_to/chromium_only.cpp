#include "rules/rule.hpp"

namespace headstrong::rules::report_to_chromium_only {

void check(const Context& context, Sink& sink) {
  const auto& groups = context.response.typed.report_to;
  const auto& endpoints = context.response.typed.reporting_endpoints;
  if (!groups || !context.response.whole()) return;
  for (const csp::Policy& policy : context.response.policies) {
    const csp::Directive* directive = policy.find(csp::DirectiveName::ReportTo);
    if (directive == nullptr || directive->token_count == 0) continue;
    const std::string_view name = policy.tokens_of(*directive)[0].text;
    if (!groups->header.defines(name) || (endpoints && endpoints->header.defines(name))) continue;
    sink.at(groups->value.first_field());
    return;
  }
}

extern const RuleSpec kRule = {
    {
        .id = "report-to/chromium-only",
        .header = "Report-To",
        .severity = Severity::Info,
        .category = Category::Deprecated,
        .confidence = Confidence::Certain,
        .browsers = decide::kInFirefox | decide::kInWebKit,
        .title = "Firefox and Safari (WebKit) don't read Report-To",
        .message = "Policies that name a group of Report-To send no reports from Firefox and Safari (WebKit).",
        .why =
            "Those two take endpoints only from Reporting-Endpoints, which has replaced the older header in Chromium, too.",
        .advice = "Also send Reporting-Endpoints: name=\"https://...\".",
        .references = {"https://www.w3.org/TR/reporting-1/#header",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Reporting-Endpoints"},
        .bad = "HTTP/1.1 200 OK\nReport-To: "
               "{\"group\":\"csp\",\"max_age\":1,\"endpoints\":[{\"url\":\"https://r.example/"
               "\"}]}\nContent-Security-Policy: default-src 'self'; report-to csp\n",
        .good = "HTTP/1.1 200 OK\nReporting-Endpoints: csp=\"https://r.example/\"\nReport-To: "
                "{\"group\":\"csp\",\"max_age\":1,\"endpoints\":[{\"url\":\"https://r.example/"
                "\"}]}\nContent-Security-Policy: default-src 'self'; report-to csp\n",
    },
    check,
};

}  // namespace headstrong::rules::report_to_chromium_only

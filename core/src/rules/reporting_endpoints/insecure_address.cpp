#include <string>

#include "rules/fixes.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::reporting_endpoints_insecure_address {

void check(const Context& context, Sink& sink) {
  const auto& header = context.response.typed.reporting_endpoints;
  if (!header || header->header.insecure.empty()) return;
  const std::string_view address = header->header.insecure;
  constexpr std::size_t kScheme = 5;  // with the quote
  Finding& finding = sink.at(header->value, address);
  finding.arguments = {std::string(address)};
  offer_fix(finding, "Use https:", Applicability::Suggestion,
            replace_part(context.response, header->value, address.substr(0, kScheme), "\"https"));
}

extern const RuleSpec kRule = {
    {
        .id = "reporting-endpoints/insecure-address",
        .header = "Reporting-Endpoints",
        .severity = Severity::Low,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .title = "Browsers skip an unencrypted report endpoint",
        .message = "Browsers skip {0}, because they send reports to secure URLs only.",
        .why = "Policies that name this endpoint send no reports.",
        .advice = "Use an https: URL.",
        .references = {"https://www.w3.org/TR/reporting-1/#header"},
        .bad = "HTTP/1.1 200 OK\n"
               "Reporting-Endpoints: csp=\"http://reports.site.example/\"\n"
               "Content-Security-Policy: default-src 'self'; report-to csp\n",
        .good = "HTTP/1.1 200 OK\n"
                "Reporting-Endpoints: csp=\"https://reports.site.example/\"\n"
                "Content-Security-Policy: default-src 'self'; report-to csp\n",
    },
    check,
};

}  // namespace headstrong::rules::reporting_endpoints_insecure_address

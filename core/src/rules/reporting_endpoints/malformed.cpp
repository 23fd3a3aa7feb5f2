#include <string>
#include <string_view>

#include "rules/rule.hpp"

namespace headstrong::rules::reporting_endpoints_malformed {

void check(const Context& context, Sink& sink) {
  const auto& header = context.response.typed.reporting_endpoints;
  if (!header) return;
  const headers::ReportingEndpoints& endpoints = header->header;
  const std::string_view value = header->value.text();
  constexpr std::string_view kNone = "Browsers find no endpoint in it";
  constexpr std::string_view kNoneInChromium = "Chromium finds no endpoint in it";
  if (!endpoints.field.ok()) {
    Finding& finding = sink.at(header->value, value);
    finding.arguments = {std::string(kNone), value.find('{') != std::string_view::npos
                                                 ? "it is JSON, as in Report-To"
                                                 : std::string(describe(endpoints.field.error))};
    return;
  }
  if (!endpoints.not_a_string.empty()) {
    // The good members beside it count in Firefox and Safari; Chromium drops the header.
    Finding& finding = sink.at(header->value, endpoints.not_a_string);
    if (endpoints.any) finding.browsers = decide::kInChromium;
    finding.arguments = {std::string(endpoints.any ? kNoneInChromium : kNone),
                         std::string(endpoints.not_a_string) + " is not a URL in double quotes"};
  } else if (!endpoints.relative.empty()) {
    Finding& finding = sink.at(header->value, endpoints.relative);
    finding.browsers = decide::kInChromium;
    finding.arguments = {"Chromium sends no reports to " + std::string(endpoints.relative),
                         "it is not an absolute URL or a path that begins with one slash"};
  } else if (!endpoints.with_parameter.empty()) {
    Finding& finding = sink.at(header->value, endpoints.with_parameter);
    finding.browsers = decide::kInWebKit;
    finding.arguments = {"Safari (WebKit) sends no reports to " + std::string(endpoints.with_parameter),
                         "a parameter follows it after a semicolon"};
  }
}

extern const RuleSpec kRule = {
    {
        .id = "reporting-endpoints/malformed",
        .header = "Reporting-Endpoints",
        .severity = Severity::Low,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .title = "Reporting-Endpoints is malformed",
        .message = "{0}, because {1}.",
        .why = "Policies that name one of its endpoints send no reports. JSON belongs in the older "
               "Report-To.",
        .advice = "Write Reporting-Endpoints: name=\"https://reports.site.example/\", and separate "
                  "several with commas.",
        .references = {"https://www.w3.org/TR/reporting-1/#header",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Reporting-Endpoints"},
        .bad = "HTTP/1.1 200 OK\nReporting-Endpoints: {\"group\":\"csp\",\"max_age\":10886400}\n",
        .good = "HTTP/1.1 200 OK\nReporting-Endpoints: csp=\"https://reports.site.example/\"\n",
    },
    check,
};

}  // namespace headstrong::rules::reporting_endpoints_malformed

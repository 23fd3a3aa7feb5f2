#include "rules/fixes.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::report_to_insecure_address {

void check(const Context& context, Sink& sink) {
  const auto& header = context.response.typed.report_to;
  if (!header || !header->header.insecure) return;
  const std::string_view value = header->value.text();
  constexpr std::string_view kScheme = "http:";
  const std::size_t at = value.find(kScheme);
  if (at == std::string_view::npos) {  // written with escapes
    sink.at(header->value, value);
    return;
  }
  const std::string_view scheme = value.substr(at, kScheme.size());
  Finding& finding = sink.at(header->value, scheme);
  offer_fix(finding, "Use https:", Applicability::Suggestion,
            replace_part(context.response, header->value, scheme, "https:"));
}

extern const RuleSpec kRule = {
    {
        .id = "report-to/insecure-address",
        .header = "Report-To",
        .severity = Severity::Low,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .browsers = decide::kInChromium,
        .title = "A report group has an unencrypted URL",
        .message = "An endpoint in Report-To is plain HTTP, so browsers skip it.",
        .why =
            "Chromium, the only browser that reads the header, sends reports to secure URLs only. Policies that name this group send no reports.",
        .advice = "Use an https: URL.",
        .references = {"https://www.w3.org/TR/2018/WD-reporting-1-20180925/#header"},
        .bad = "HTTP/1.1 200 OK\nReport-To: "
               "{\"group\":\"csp\",\"max_age\":1,\"endpoints\":[{\"url\":\"http://"
               "reports.site.example/\"}]}\n",
        .good = "HTTP/1.1 200 OK\nReport-To: "
                "{\"group\":\"csp\",\"max_age\":1,\"endpoints\":[{\"url\":\"https://"
                "reports.site.example/\"}]}\n",
    },
    check,
};

}  // namespace headstrong::rules::report_to_insecure_address

#include "rules/fixes.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::report_to_malformed {

void check(const Context& context, Sink& sink) {
  const auto& header = context.response.typed.report_to;
  if (!header || (header->header.is_json && !header->header.incomplete)) return;
  const std::string_view value = header->value.text();
  constexpr std::string_view kSlip = "\"max-age\"";
  const std::size_t slip = value.find(kSlip);
  if (header->header.is_json && slip != std::string_view::npos) {
    const std::string_view word = value.substr(slip, kSlip.size());
    Finding& finding = sink.at(header->value, word);
    finding.arguments = {"it says \"max-age\" where it must be \"max_age\""};
    offer_fix(finding, "Write max_age", Applicability::Suggestion,
              replace_part(context.response, header->value, word, "\"max_age\""));
    return;
  }
  Finding& finding = sink.at(header->value, value);
  finding.arguments = {header->header.is_json ? "a group lacks max_age or endpoints"
                                              : "it is not a list of JSON objects"};
}

extern const RuleSpec kRule = {
    {
        .id = "report-to/malformed",
        .header = "Report-To",
        .severity = Severity::Low,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .browsers = decide::kInChromium,
        .title = "Report-To defines no group",
        .message = "Browsers find no report group in it: {0}.",
        .why =
            "Chromium, the only browser that reads the header, drops a group that lacks max_age or endpoints or is not JSON. Policies that name the group send no reports.",
        .advice =
            "Write Report-To: "
            "{\"group\":\"csp\",\"max_age\":10886400,\"endpoints\":[{\"url\":\"https://reports.site.example/\"}]}, "
            "or better the newer Reporting-Endpoints.",
        .references = {"https://www.w3.org/TR/2018/WD-reporting-1-20180925/#header",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Report-To"},
        .bad = "HTTP/1.1 200 OK\nReport-To: "
               "{\"group\":\"csp\",\"max-age\":10886400,\"endpoints\":[{\"url\":\"https://"
               "reports.site.example/\"}]}\n",
        .good = "HTTP/1.1 200 OK\nReport-To: "
                "{\"group\":\"csp\",\"max_age\":10886400,\"endpoints\":[{\"url\":\"https://"
                "reports.site.example/\"}]}\n",
    },
    check,
};

}  // namespace headstrong::rules::report_to_malformed

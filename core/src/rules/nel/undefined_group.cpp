#include "rules/rule.hpp"

namespace headstrong::rules::nel_undefined_group {

void check(const Context& context, Sink& sink) {
  const auto& nel = context.response.typed.nel;
  if (!nel || !context.response.whole() || nel->header.removes) return;
  const auto& groups = context.response.typed.report_to;
  std::string fault;
  if (!nel->header.is_json) {
    fault = "The value is not a JSON object";
  } else if (!nel->header.has_report_to) {
    fault = "The header names no group (report_to)";
  } else if (!groups || !groups->header.defines(nel->header.report_to)) {
    fault = "Report-To doesn't define the group " + nel->header.report_to;
  } else {
    return;
  }
  sink.at(nel->value, nel->value.text()).arguments = {fault};
}

extern const RuleSpec kRule = {
    {
        .id = "nel/undefined-group",
        .header = "NEL",
        .severity = Severity::Low,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .browsers = decide::kInChromium,
        .title = "Network errors go to an undefined group",
        .message = "{0}, so browsers report no network errors.",
        .why =
            "NEL only names a group, and Report-To in the same response must give its URLs; Reporting-Endpoints doesn't count. Only Chromium reads NEL.",
        .advice = "Send Report-To with that group, or remove NEL.",
        .references = {"https://www.w3.org/TR/network-error-logging/#nel-response-header",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/NEL"},
        .bad = "HTTP/1.1 200 OK\nNEL: {\"report_to\":\"default\",\"max_age\":2592000}\n",
        .good = "HTTP/1.1 200 OK\nReport-To: "
                "{\"group\":\"default\",\"max_age\":2592000,\"endpoints\":[{\"url\":\"https://"
                "reports.site.example/\"}]}\nNEL: {\"report_to\":\"default\",\"max_age\":2592000}\n",
    },
    check,
};

}  // namespace headstrong::rules::nel_undefined_group

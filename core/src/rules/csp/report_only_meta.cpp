#include <vector>

#include "rules/rule.hpp"

namespace headstrong::rules::csp_report_only_meta {

void check(const Context& context, Sink& sink) {
  const std::vector<http::Field>& fields = context.response.response->fields;
  for (std::uint32_t i = 0; i < fields.size(); ++i) {
    if (!fields[i].from_meta) continue;
    if (context.response.name_of(i) != http::HeaderName::ContentSecurityPolicyReportOnly) continue;
    sink.at(i, fields[i].span).arguments = {std::string(fields[i].name)};
  }
}

extern const RuleSpec kRule = {
    {
        .id = "csp/report-only-meta",
        .header = "Content-Security-Policy",
        .severity = Severity::Medium,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .title = "A <meta> element can't carry a report-only policy",
        .message = "Browsers ignore a <meta> element with {0}.",
        .why = "A <meta> element can only enforce a policy. This one enforces nothing and reports "
               "nothing.",
        .advice = "Send Content-Security-Policy-Report-Only as a header.",
        .references = {"https://www.w3.org/TR/CSP3/#meta-element"},
        .bad = "<meta http-equiv=\"Content-Security-Policy-Report-Only\" "
               "content=\"default-src 'self'\">",
        .good = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'self'\">",
    },
    check,
};

}  // namespace headstrong::rules::csp_report_only_meta

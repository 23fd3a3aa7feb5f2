#include "rules/fixes.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_old_header_name {

void check(const Context& context, Sink& sink) {
  using http::HeaderName;
  struct OldName {
    HeaderName old;
    HeaderName now;
  };
  static constexpr OldName kNames[] = {
      {HeaderName::XContentSecurityPolicy, HeaderName::ContentSecurityPolicy},
      {HeaderName::XWebkitCsp, HeaderName::ContentSecurityPolicy},
      {HeaderName::XContentSecurityPolicyReportOnly, HeaderName::ContentSecurityPolicyReportOnly},
      {HeaderName::XWebkitCspReportOnly, HeaderName::ContentSecurityPolicyReportOnly}};
  const model::ResponseModel& response = context.response;
  for (const OldName& name : kNames) {
    if (!response.has(name.old)) continue;
    const std::uint32_t index = response.fields(name.old).front();
    Finding& finding = sink.at(index, response.field(index).name_span);
    finding.arguments = {std::string(response.field(index).name), std::string(http::spelling(name.now))};
    if (!response.has(name.now)) continue;
    // Where the two differ the old one may hold what was meant to protect.
    const bool same = model::joined_value(response, name.old) == model::joined_value(response, name.now);
    offer_fix(finding, "Remove the old header", same ? Applicability::Safe : Applicability::Suggestion,
              remove_header(response, name.old));
  }
}

extern const RuleSpec kRule = {
    {
        .id = "csp/old-header-name",
        .header = "X-Content-Security-Policy",
        .severity = Severity::Low,
        .category = Category::Deprecated,
        .confidence = Confidence::Certain,
        .title = "The policy has a header name that browsers no longer read",
        .message = "No current browser reads {0}; the header is now called {1}.",
        .why = "The name predates the standard (Chromium 14 to 24, Firefox 4 to 22, Internet "
               "Explorer 10 and 11). A policy under this name alone protects nobody, and next to "
               "the current header it does nothing.",
        .advice = "Send the policy as Content-Security-Policy and remove the old header.",
        .references = {"https://developer.mozilla.org/docs/Web/HTTP/Guides/CSP"},
        .bad = "HTTP/1.1 200 OK\nX-Content-Security-Policy: default-src "
               "'self'\nContent-Security-Policy: default-src 'self'\n",
        .good = "HTTP/1.1 200 OK\nContent-Security-Policy: default-src 'self'\n",
    },
    check,
};

}  // namespace headstrong::rules::csp_old_header_name

#include "rules/fixes.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_old_header_name {

void check(const Context& context, Sink& sink) {
  const model::ResponseModel& response = context.response;
  for (const http::HeaderName name :
       {http::HeaderName::XContentSecurityPolicy, http::HeaderName::XWebkitCsp}) {
    if (!response.has(name)) continue;
    const std::uint32_t index = response.fields(name).front();
    Finding& finding = sink.at(index, response.field(index).name_span);
    finding.arguments = {std::string(response.field(index).name)};
    if (response.has(http::HeaderName::ContentSecurityPolicy)) {
      offer_fix(finding, "Remove the old header", Applicability::Safe,
                remove_header(response, name));
    }
  }
}

extern const RuleSpec kRule = {
    {
        .id = "csp/old-header-name",
        .header = "X-Content-Security-Policy",
        .severity = Severity::Low,
        .category = Category::Deprecated,
        .confidence = Confidence::Certain,
        .title = "The policy comes under a header name that browsers no longer read",
        .message = "{0} is read by no current browser.",
        .why = "The name is from the time before the standard (Chrome 14 to 24, Firefox 4 to "
               "22, Internet Explorer 10 and 11). A policy that is sent under it alone "
               "protects nobody, and beside the right header it does nothing.",
        .advice = "Send the policy as Content-Security-Policy and leave the old name out.",
        .references = {"https://developer.mozilla.org/docs/Web/HTTP/Guides/CSP"},
        .bad = "HTTP/1.1 200 OK\nX-Content-Security-Policy: default-src "
               "'self'\nContent-Security-Policy: default-src 'self'\n",
        .good = "HTTP/1.1 200 OK\nContent-Security-Policy: default-src 'self'\n",
    },
    check,
};

}  // namespace headstrong::rules::csp_old_header_name

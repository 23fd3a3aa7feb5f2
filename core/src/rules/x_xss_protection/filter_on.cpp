#include "headers/x_xss_protection.hpp"
#include "rules/fixes.hpp"
#include "rules/rule.hpp"
#include "text/ascii.hpp"

namespace headstrong::rules::x_xss_protection_filter_on {

void check(const Context& context, Sink& sink) {
  for (const std::uint32_t field : context.response.fields(http::HeaderName::XXssProtection)) {
    const text::MappedText& value = context.response.field(field).value;
    const headers::XssFilter filter = headers::parse_x_xss_protection(value.text());
    if (filter != headers::XssFilter::On && filter != headers::XssFilter::OnBlocking) continue;
    Finding& finding = sink.at(field, value.to_source(value.text()));
    finding.arguments = {std::string(value.text())};
    offer_fix(finding, "Write 0", Applicability::Safe, replace_field_value(context.response, field, "0"));
  }
}

extern const RuleSpec kRule = {
    {
        .id = "x-xss-protection/filter-on",
        .header = "X-XSS-Protection",
        .severity = Severity::Low,
        .category = Category::Deprecated,
        .confidence = Confidence::Certain,
        .title = "X-XSS-Protection turns on a filter that browsers dropped",
        .message = "{0} does nothing in current browsers and opens holes in old ones.",
        .why = "An attacker could make the filter cut out chosen scripts or, with mode=block, "
               "learn whether a word was in the page. Chromium dropped it in version 78 and Safari "
               "(WebKit) in 15.4; Firefox never had it.",
        .advice = "Send X-XSS-Protection: 0, which switches the filter off in old browsers, or "
                  "remove the header. To stop injected scripts, use a Content-Security-Policy.",
        .references = {"https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/X-XSS-Protection",
                       "https://chromestatus.com/feature/5021976655560704"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: text/html; charset=utf-8\n"
               "X-XSS-Protection: 1; mode=block\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: text/html; charset=utf-8\n"
                "X-XSS-Protection: 0\n",
    },
    check,
};

}  // namespace headstrong::rules::x_xss_protection_filter_on

#include "headers/x_xss_protection.hpp"
#include "rules/rule.hpp"
#include "text/ascii.hpp"

namespace headstrong::rules::x_xss_protection_filter_off {

void check(const Context& context, Sink& sink) {
  for (const std::uint32_t field : context.response.fields(http::HeaderName::XXssProtection)) {
    const text::MappedText& value = context.response.field(field).value;
    if (headers::parse_x_xss_protection(value.text()) != headers::XssFilter::Off) continue;
    sink.at(field, value.to_source(value.text()));
  }
}

extern const RuleSpec kRule = {
    {
        .id = "x-xss-protection/filter-off",
        .header = "X-XSS-Protection",
        .severity = Severity::Good,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "The old script filter is switched off",
        .message = "0 keeps old browsers from using a filter that did more harm than good.",
        .why = "Attackers could make the filter cut out parts of a page, or learn from it what the "
               "page contains.",
        .advice = "Keep it as it is, and rely on a Content-Security-Policy to stop injected "
                  "scripts.",
        .references = {"https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/X-XSS-Protection"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: text/html; charset=utf-8\n"
               "X-XSS-Protection: 0\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: text/html; charset=utf-8\n"
                "X-XSS-Protection: 1; mode=block\n",
    },
    check,
};

}  // namespace headstrong::rules::x_xss_protection_filter_off

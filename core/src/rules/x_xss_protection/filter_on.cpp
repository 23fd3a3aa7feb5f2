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
    offer_fix(finding, "Say 0", Applicability::Safe,
              replace_field_value(context.response, field, "0"));
  }
}

extern const RuleSpec kRule = {
    {
        .id = "x-xss-protection/filter-on",
        .header = "X-XSS-Protection",
        .severity = Severity::Low,
        .category = Category::Deprecated,
        .confidence = Confidence::Certain,
        .title = "X-XSS-Protection asks for a filter that browsers have given up",
        .message = "{0} does nothing in current browsers and opened holes in old ones.",
        .why = "The filter guessed at injected scripts by comparing the page with its address. It "
               "missed most, and it could be turned against the site: an attacker made it cut out "
               "chosen scripts, or, with mode=block, learned from what was blocked whether a word "
               "stood in the page. Chrome dropped it in version 78, Edge in 17, Safari in 15.4; "
               "Firefox never had it.",
        .advice = "Send X-XSS-Protection: 0, which switches the filter off in what is left of "
                  "those browsers, or leave the header out. What stops injected scripts is a "
                  "Content-Security-Policy.",
        .references =
            {"https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/X-XSS-Protection",
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

#include "rules/rule.hpp"

namespace headstrong::rules::cross_origin_opener_policy_over_http {

void check(const Context& context, Sink& sink) {
  if (!context.response.plain_http) return;
  for (const http::HeaderName name : {http::HeaderName::CrossOriginOpenerPolicy,
                                      http::HeaderName::CrossOriginEmbedderPolicy, http::HeaderName::ClearSiteData}) {
    if (!context.response.has(name)) continue;
    const std::uint32_t field = context.response.fields(name).front();
    sink.at(field, context.response.field(field).name_span).arguments = {std::string(http::spelling(name))};
  }
}

extern const RuleSpec kRule = {
    {
        .id = "cross-origin-opener-policy/over-http",
        .header = "Cross-Origin-Opener-Policy",
        .severity = Severity::Info,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .title = "A header that needs HTTPS came over plain HTTP",
        .message = "{0} does nothing here, because browsers only obey it over HTTPS.",
        .why = "Other sites can still reach the page's window. And anybody on the network can "
               "change an unencrypted response anyway.",
        .advice = "Serve the page over HTTPS.",
        .references = {"https://html.spec.whatwg.org/multipage/browsers.html#cross-origin-opener-policies"},
        .bad = "* Connected to site.example (192.0.2.1) port 80\n> GET / HTTP/1.1\n> Host: "
               "site.example\n> \n< HTTP/1.1 200 OK\n< Content-Type: text/html; charset=utf-8\n< "
               "Cross-Origin-Opener-Policy: same-origin\n< \n",
        .good = "* Connected to site.example (192.0.2.1) port 443\n> GET / HTTP/1.1\n> Host: "
                "site.example\n> \n< HTTP/1.1 200 OK\n< Content-Type: text/html; charset=utf-8\n< "
                "Cross-Origin-Opener-Policy: same-origin\n< \n",
    },
    check,
};

}  // namespace headstrong::rules::cross_origin_opener_policy_over_http

#include "rules/rule.hpp"

namespace headstrong::rules::response_plain_http {

void check(const Context& context, Sink& sink) {
  if (!context.response.plain_http) return;
  sink.absent().arguments = {context.response.page_url};
}

extern const RuleSpec kRule = {
    {
        .id = "response/plain-http",
        .header = "Strict-Transport-Security",
        .severity = Severity::High,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "The response came over plain HTTP",
        .message = "{0} answered without encryption, and not with a redirect to HTTPS.",
        .why = "Anybody on the network can read what is sent, cookies and passwords included, and "
               "change it. They can remove every header of this response, so none of them "
               "protects.",
        .advice = "Answer every http: URL with a redirect (301 or 308) to the same URL under "
                  "https:, and send Strict-Transport-Security from there.",
        .references = {"https://www.rfc-editor.org/rfc/rfc6797#section-7.2",
                       "https://developer.mozilla.org/docs/Web/Security/Practical_implementation_"
                       "guides/TLS"},
        .bad = "* Connected to site.example (192.0.2.1) port 80\n"
               "> GET / HTTP/1.1\n"
               "> Host: site.example\n"
               "> \n"
               "< HTTP/1.1 200 OK\n"
               "< Content-Type: text/html; charset=utf-8\n"
               "< \n",
        .good = "* Connected to site.example (192.0.2.1) port 80\n"
                "> GET / HTTP/1.1\n"
                "> Host: site.example\n"
                "> \n"
                "< HTTP/1.1 301 Moved Permanently\n"
                "< Location: https://site.example/\n"
                "< \n",
    },
    check,
};

}  // namespace headstrong::rules::response_plain_http

#include "rules/rule.hpp"

namespace headstrong::rules::access_control_allow_origin_any_page {

void check(const Context& context, Sink& sink) {
  const auto& header = context.response.typed.access_control_allow_origin;
  if (!header || header->header.kind != headers::AllowOrigin::Anyone) return;
  const auto& type = context.response.typed.content_type;
  if (!context.response.is_document || !type || !type->header.is_html()) return;
  sink.at(header->value, header->value.text()).arguments = {std::string(header->value.text())};
}

extern const RuleSpec kRule = {
    {
        .id = "access-control-allow-origin/any-page",
        .header = "Access-Control-Allow-Origin",
        .severity = Severity::Info,
        .category = Category::Security,
        .confidence = Confidence::Likely,
        .title = "Every site may read this page",
        .message = "{0} lets scripts on every site read this page.",
        .why = "Those sites read it without the visitor's cookies, so a public page loses nothing. But if "
               "only the network protects the page (an intranet, a VPN, an allowed IP address), "
               "any site that a colleague opens can read it.",
        .advice = "Remove the header from pages; send it with the data and fonts that other sites "
                  "are meant to use.",
        .references = {"https://fetch.spec.whatwg.org/#cors-protocol-and-credentials",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Access-Control-Allow-Origin"},
        .bad = "HTTP/1.1 200 OK\nContent-Type: text/html; "
               "charset=utf-8\nAccess-Control-Allow-Origin: *\n",
        .good = "HTTP/1.1 200 OK\nContent-Type: application/json\nAccess-Control-Allow-Origin: *\n",
    },
    check,
};

}  // namespace headstrong::rules::access_control_allow_origin_any_page

#include "rules/fixes.hpp"
#include "rules/rule.hpp"
#include "text/ascii.hpp"

namespace headstrong::rules::response_internal_path {

void check(const Context& context, Sink& sink) {
  static constexpr std::string_view kNames[] = {"x-accel-redirect", "x-sendfile", "x-lighttpd-send-file",
                                                "x-reproxy-url", "x-reproxy-file"};
  std::uint32_t index = 0;
  for (const http::Field& field : context.response.response->fields) {
    const std::uint32_t at = index++;
    if (field.from_meta || field.value.text().empty()) continue;
    for (const std::string_view name : kNames) {
      if (!text::iequals(field.name, name)) continue;
      Finding& finding = sink.at(at, field.value.to_source(field.value.text()));
      finding.arguments = {std::string(field.name), std::string(field.value.text())};
      offer_fix(finding, "Remove the header", Applicability::Suggestion, remove_field(context.response, at));
    }
  }
}

extern const RuleSpec kRule = {
    {
        .id = "response/internal-path",
        .severity = Severity::Medium,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "A header for the proxy reached the visitor",
        .message = "{0} is an instruction to the proxy and exposes {1}.",
        .why = "X-Accel-Redirect and X-Sendfile tell nginx, Apache or lighttpd which file to send. "
               "Here the proxy didn't act on it: the file is not served, and the visitor learns "
               "how paths on the server look.",
        .advice = "Make the proxy act on the header (internal location, mod_xsendfile) and strip "
                  "it from responses.",
        .references = {"https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_ignore_headers",
                       "https://owasp.org/www-project-secure-headers/"},
        .bad = "HTTP/1.1 200 OK\nContent-Type: application/pdf\nX-Sendfile: "
               "/srv/files/private/42.pdf\n",
        .good = "HTTP/1.1 200 OK\nContent-Type: application/pdf\n",
    },
    check,
};

}  // namespace headstrong::rules::response_internal_path

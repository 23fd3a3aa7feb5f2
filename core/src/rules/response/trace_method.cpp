#include "grammar/comma_list.hpp"
#include "rules/rule.hpp"
#include "text/ascii.hpp"

namespace headstrong::rules::response_trace_method {

void check(const Context& context, Sink& sink) {
  std::uint32_t index = 0;
  for (const http::Field& field : context.response.response->fields) {
    const std::uint32_t at = index++;
    if (field.from_meta) continue;
    const bool lists_methods = text::iequals(field.name, "allow") || text::iequals(field.name, "public") ||
                               text::iequals(field.name, "access-control-allow-methods");
    if (!lists_methods) continue;
    grammar::CommaList list(field.value.text());
    std::string_view method;
    while (list.next(method)) {
      if (!text::iequals(method, "trace") && !text::iequals(method, "track")) continue;
      sink.at(at, field.value.to_source(method)).arguments = {std::string(field.name)};
      break;
    }
  }
}

extern const RuleSpec kRule = {
    {
        .id = "response/trace-method",
        .severity = Severity::Low,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "The server offers TRACE",
        .message = "{0} offers TRACE.",
        .why = "TRACE answers with the request itself, including cookies and credentials that a "
               "proxy added. Browsers refuse to send it, but other programs don't, and no site "
               "needs it.",
        .advice = "Switch it off (TraceEnable off in Apache) and remove it from the list.",
        .references = {"https://owasp.org/www-community/attacks/Cross_Site_Tracing",
                       "https://www.rfc-editor.org/rfc/rfc9110#section-9.3.8"},
        .bad = "HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\nAllow: GET, HEAD, "
               "OPTIONS, TRACE\n",
        .good = "HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\nAllow: GET, HEAD, OPTIONS\n",
    },
    check,
};

}  // namespace headstrong::rules::response_trace_method

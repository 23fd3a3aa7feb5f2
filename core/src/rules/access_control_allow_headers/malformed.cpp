#include "grammar/comma_list.hpp"
#include "rules/rule.hpp"
#include "text/ascii.hpp"

namespace headstrong::rules::access_control_allow_headers_malformed {

bool is_faulty(std::string_view name) {
  if (name == "*") return false;
  return !text::all_of(name, text::kToken) || name.find('*') != std::string_view::npos;
}

void check(const Context& context, Sink& sink) {
  for (const std::uint32_t field : context.response.fields(http::HeaderName::AccessControlAllowHeaders)) {
    const text::MappedText& value = context.response.field(field).value;
    grammar::CommaList list(value.text());
    std::string_view name;
    while (list.next(name)) {
      if (name.empty() || !is_faulty(name)) continue;
      sink.at(field, value.to_source(name)).arguments = {std::string(name)};
    }
  }
}

extern const RuleSpec kRule = {
    {
        .id = "access-control-allow-headers/malformed",
        .header = "Access-Control-Allow-Headers",
        .severity = Severity::Low,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .title = "A name in Access-Control-Allow-Headers matches nothing",
        .message = "{0} is not a header name, so requests that need more than the simple headers "
                   "are refused.",
        .why = "Browsers take each name between commas literally: * inside a name is not a "
               "wildcard, and a space or semicolon joins two names into one that doesn't exist.",
        .advice = "Write the full name of every header, separated by commas.",
        .references = {"https://fetch.spec.whatwg.org/#http-access-control-allow-headers",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Access-Control-Allow-Headers"},
        .bad = "HTTP/1.1 200 OK\nContent-Type: application/json\nAccess-Control-Allow-Origin: "
               "https://app.example\nVary: Origin\nAccess-Control-Allow-Headers: x-*\n",
        .good = "HTTP/1.1 200 OK\nContent-Type: application/json\nAccess-Control-Allow-Origin: "
                "https://app.example\nVary: Origin\nAccess-Control-Allow-Headers: X-Token, "
                "Content-Type\n",
    },
    check,
};

}  // namespace headstrong::rules::access_control_allow_headers_malformed

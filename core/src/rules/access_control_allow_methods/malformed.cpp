#include "grammar/comma_list.hpp"
#include "rules/rule.hpp"
#include "text/ascii.hpp"

namespace headstrong::rules::access_control_allow_methods_malformed {

/// Methods that browsers compare letter by letter; get, post, head, options and delete they write
/// in capitals themselves, but not in this list.
bool is_faulty(std::string_view name) {
  if (name == "*") return false;
  if (!text::all_of(name, text::kToken)) return true;
  for (const std::string_view method : {"put", "patch", "delete", "get", "post", "head", "options"}) {
    if (text::iequals(name, method)) return text::lowered(name) == name;
  }
  return false;
}

void check(const Context& context, Sink& sink) {
  for (const std::uint32_t field : context.response.fields(http::HeaderName::AccessControlAllowMethods)) {
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
        .id = "access-control-allow-methods/malformed",
        .header = "Access-Control-Allow-Methods",
        .severity = Severity::Low,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .title = "A name in Access-Control-Allow-Methods matches nothing",
        .message = "{0} is not a valid method name, so requests that use it are refused.",
        .why = "Browsers compare methods letter by letter, so put and patch are not PUT and PATCH. "
               "One invalid name spoils the whole list.",
        .advice = "Write methods in capitals, separated by commas and without quotes: GET, POST, "
                  "PUT, PATCH, DELETE.",
        .references = {"https://fetch.spec.whatwg.org/#http-access-control-allow-methods",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Access-Control-Allow-Methods"},
        .bad = "HTTP/1.1 200 OK\nContent-Type: application/json\nAccess-Control-Allow-Origin: "
               "https://app.example\nVary: Origin\nAccess-Control-Allow-Methods: put\n",
        .good = "HTTP/1.1 200 OK\nContent-Type: application/json\nAccess-Control-Allow-Origin: "
                "https://app.example\nVary: Origin\nAccess-Control-Allow-Methods: PUT, DELETE\n",
    },
    check,
};

}  // namespace headstrong::rules::access_control_allow_methods_malformed

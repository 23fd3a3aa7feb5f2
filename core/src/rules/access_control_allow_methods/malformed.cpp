#include <string>
#include <utility>

#include "grammar/comma_list.hpp"
#include "rules/rule.hpp"
#include "text/ascii.hpp"

namespace headstrong::rules::access_control_allow_methods_malformed {

/// What a name in the list makes of requests; empty where it does what it says. Browsers compare letter by
/// letter, and need no list for GET, HEAD and POST.
std::string fault_of(std::string_view name) {
  if (name == "*") return {};
  if (!text::all_of(name, text::kToken)) return "is not a method name, so browsers refuse the whole list";
  for (const std::string_view method : {"PUT", "PATCH", "DELETE", "OPTIONS"}) {
    if (name != method && text::iequals(name, method)) {
      return "is not " + std::string(method) + ", so browsers refuse requests with " + std::string(method);
    }
  }
  return {};
}

void check(const Context& context, Sink& sink) {
  for (const std::uint32_t field : context.response.fields(http::HeaderName::AccessControlAllowMethods)) {
    const text::MappedText& value = context.response.field(field).value;
    grammar::CommaList list(value.text());
    std::string_view name;
    while (list.next(name)) {
      if (name.empty()) continue;
      std::string fault = fault_of(name);
      if (fault.empty()) continue;
      sink.at(field, value.to_source(name)).arguments = {std::string(name), std::move(fault)};
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
        .message = "The name {0} {1}.",
        .several = "{0} names in the list don't work: {1}.",
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

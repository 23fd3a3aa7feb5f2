#include "rules/rule.hpp"
#include "text/ascii.hpp"

namespace headstrong::rules::access_control_allow_methods_any_with_credentials {

bool with_credentials(const Context& context) {
  for (const std::uint32_t field : context.response.fields(http::HeaderName::AccessControlAllowCredentials)) {
    if (headers::allows_credentials(context.response.field(field).value.text())) return true;
  }
  return false;
}

void check(const Context& context, Sink& sink) {
  const auto& fields = context.response.fields(http::HeaderName::AccessControlAllowMethods);
  if (fields.empty() || !with_credentials(context)) return;
  for (const std::uint32_t field : fields) {
    const text::MappedText& value = context.response.field(field).value;
    if (value.text() == "*") sink.at(field, value.to_source(value.text()));
  }
}

extern const RuleSpec kRule = {
    {
        .id = "access-control-allow-methods/any-with-credentials",
        .header = "Access-Control-Allow-Methods",
        .severity = Severity::Info,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .title = "* in Access-Control-Allow-Methods fails with credentials",
        .message = "With Access-Control-Allow-Credentials: true, * only allows a method literally "
                   "named *.",
        .why = "Browsers refuse requests with cookies that use more than the simple methods, "
               "although the header looks as if it allowed everything.",
        .advice = "Name the methods you allow, separated by commas.",
        .references = {"https://fetch.spec.whatwg.org/#http-access-control-allow-methods",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Access-Control-Allow-Methods"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: application/json\n"
               "Access-Control-Allow-Origin: https://app.example\n"
               "Access-Control-Allow-Credentials: true\n"
               "Vary: Origin\n"
               "Access-Control-Allow-Methods: *\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: application/json\n"
                "Access-Control-Allow-Origin: https://app.example\n"
                "Vary: Origin\n"
                "Access-Control-Allow-Methods: *\n",
    },
    check,
};

}  // namespace headstrong::rules::access_control_allow_methods_any_with_credentials

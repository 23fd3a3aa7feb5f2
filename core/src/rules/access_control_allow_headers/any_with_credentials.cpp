#include "rules/rule.hpp"
#include "text/ascii.hpp"

namespace headstrong::rules::access_control_allow_headers_any_with_credentials {

bool with_credentials(const Context& context) {
  for (const std::uint32_t field : context.response.fields(http::HeaderName::AccessControlAllowCredentials)) {
    if (headers::allows_credentials(context.response.field(field).value.text())) return true;
  }
  return false;
}

void check(const Context& context, Sink& sink) {
  const auto& fields = context.response.fields(http::HeaderName::AccessControlAllowHeaders);
  if (fields.empty() || !with_credentials(context)) return;
  for (const std::uint32_t field : fields) {
    const text::MappedText& value = context.response.field(field).value;
    if (value.text() == "*") sink.at(field, value.to_source(value.text()));
  }
}

extern const RuleSpec kRule = {
    {
        .id = "access-control-allow-headers/any-with-credentials",
        .header = "Access-Control-Allow-Headers",
        .severity = Severity::Info,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .title = "* in Access-Control-Allow-Headers fails with credentials",
        .message = "With Access-Control-Allow-Credentials: true, * only allows a request header "
                   "literally named *.",
        .why = "Browsers refuse requests with cookies that need more than the simple headers, "
               "although the header looks as if it allowed everything.",
        .advice = "Name the headers you allow, separated by commas.",
        .references = {"https://fetch.spec.whatwg.org/#http-access-control-allow-headers",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Access-Control-Allow-Headers"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: application/json\n"
               "Access-Control-Allow-Origin: https://app.example\n"
               "Access-Control-Allow-Credentials: true\n"
               "Vary: Origin\n"
               "Access-Control-Allow-Headers: *\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: application/json\n"
                "Access-Control-Allow-Origin: https://app.example\n"
                "Vary: Origin\n"
                "Access-Control-Allow-Headers: *\n",
    },
    check,
};

}  // namespace headstrong::rules::access_control_allow_headers_any_with_credentials

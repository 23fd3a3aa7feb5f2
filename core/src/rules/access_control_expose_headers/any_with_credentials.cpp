#include "rules/access_control_allow_origin/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::access_control_expose_headers_any_with_credentials {

void check(const Context& context, Sink& sink) {
  if (!access_control_rules::with_credentials(context)) return;
  for (const std::uint32_t field : context.response.fields(http::HeaderName::AccessControlExposeHeaders)) {
    const text::MappedText& value = context.response.field(field).value;
    if (value.text() == "*") sink.at(field, value.to_source(value.text()));
  }
}

extern const RuleSpec kRule = {
    {
        .id = "access-control-expose-headers/any-with-credentials",
        .header = "Access-Control-Expose-Headers",
        .severity = Severity::Info,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .title = "* in Access-Control-Expose-Headers fails with credentials",
        .message = "With Access-Control-Allow-Credentials: true, * only exposes a header literally "
                   "named *.",
        .why = "Scripts that send cookies see only the few safe headers, although the response "
               "looks as if it exposed all of them.",
        .advice = "Name the headers that scripts need to read.",
        .references = {"https://fetch.spec.whatwg.org/#http-access-control-expose-headers",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Access-Control-Expose-Headers"},
        .bad = "HTTP/1.1 200 OK\nContent-Type: application/json\nAccess-Control-Allow-Origin: "
               "https://app.example\nVary: Origin\nAccess-Control-Allow-Credentials: "
               "true\nAccess-Control-Expose-Headers: *\n",
        .good = "HTTP/1.1 200 OK\nContent-Type: application/json\nAccess-Control-Allow-Origin: "
                "https://app.example\nVary: Origin\nAccess-Control-Expose-Headers: *\n",
    },
    check,
};

}  // namespace headstrong::rules::access_control_expose_headers_any_with_credentials

#include "rules/rule.hpp"
#include "text/ascii.hpp"

namespace headstrong::rules::access_control_allow_credentials_unknown_value {

void check(const Context& context, Sink& sink) {
  const auto& fields = context.response.fields(http::HeaderName::AccessControlAllowCredentials);
  if (fields.size() > 1) {
    // Browsers join them, and the joined value is not exactly true.
    sink.at(fields.back()).arguments = {
        model::joined_value(context.response, http::HeaderName::AccessControlAllowCredentials)};
    return;
  }
  for (const std::uint32_t field : fields) {
    const text::MappedText& value = context.response.field(field).value;
    // "false" does what it says, if by accident.
    if (headers::allows_credentials(value.text()) || text::iequals(value.text(), "false")) continue;
    Finding& finding = sink.at(field);
    if (!value.text().empty()) finding.span = value.to_source(value.text());
    finding.arguments = {value.text().empty() ? "An empty value" : std::string(value.text())};
  }
}

extern const RuleSpec kRule = {
    {
        .id = "access-control-allow-credentials/unknown-value",
        .header = "Access-Control-Allow-Credentials",
        .severity = Severity::Low,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .title = "Access-Control-Allow-Credentials has an invalid value",
        .message = "{0} is not exactly true, so requests with cookies fail.",
        .why = "Browsers compare the value letter by letter. Signed-in requests that the header "
               "was meant to allow are refused.",
        .advice = "Write true in lower case, or remove the header.",
        .references = {"https://fetch.spec.whatwg.org/#http-access-control-allow-credentials",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Access-Control-Allow-Credentials"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: application/json\n"
               "Access-Control-Allow-Origin: https://app.example\n"
               "Access-Control-Allow-Credentials: True\n"
               "Vary: Origin\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: application/json\n"
                "Access-Control-Allow-Origin: https://app.example\n"
                "Access-Control-Allow-Credentials: true\n"
                "Vary: Origin\n",
    },
    check,
};

}  // namespace headstrong::rules::access_control_allow_credentials_unknown_value

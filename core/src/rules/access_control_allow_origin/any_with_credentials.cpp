#include "rules/fixes.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::access_control_allow_origin_any_with_credentials {

using headers::AllowOrigin;

bool with_credentials(const Context& context) {
  for (const std::uint32_t field :
       context.response.fields(http::HeaderName::AccessControlAllowCredentials)) {
    if (headers::allows_credentials(context.response.field(field).value.text())) return true;
  }
  return false;
}

void check(const Context& context, Sink& sink) {
  const auto& header = context.response.typed.access_control_allow_origin;
  if (!header || header->header.kind != AllowOrigin::Anyone) return;
  if (!with_credentials(context)) return;
  offer_fix(sink.at(header->value, header->value.text()), "Remove the credentials header",
            Applicability::Suggestion,
            remove_header(context.response, http::HeaderName::AccessControlAllowCredentials));
}

extern const RuleSpec kRule = {
    {
        .id = "access-control-allow-origin/any-with-credentials",
        .header = "Access-Control-Allow-Origin",
        .severity = Severity::Low,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .title = "The wildcard origin is refused together with credentials",
        .message = "Requests with cookies fail: * does not go with "
                   "Access-Control-Allow-Credentials: true.",
        .why = "Browsers refuse the pair, so nothing leaks; but whoever notices may \"repair\" it "
               "by echoing whatever origin asks, and that hands the signed-in visitor's data to "
               "every site.",
        .advice =
            "Compare the Origin of the request with a list of your own and answer with that one "
            "origin, and Vary: Origin. Or drop the credentials header where the data is public.",
        .references = {"https://fetch.spec.whatwg.org/#cors-protocol-and-credentials",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Access-Control-Allow-Origin"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: application/json\n"
               "Access-Control-Allow-Origin: *\n"
               "Access-Control-Allow-Credentials: true\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: application/json\n"
                "Access-Control-Allow-Origin: https://app.example\n"
                "Access-Control-Allow-Credentials: true\n"
                "Vary: Origin\n",
    },
    check,
};

}  // namespace headstrong::rules::access_control_allow_origin_any_with_credentials

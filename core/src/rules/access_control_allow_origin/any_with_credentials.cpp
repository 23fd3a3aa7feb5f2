#include "rules/fixes.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::access_control_allow_origin_any_with_credentials {

using headers::AllowOrigin;

bool with_credentials(const Context& context) {
  for (const std::uint32_t field : context.response.fields(http::HeaderName::AccessControlAllowCredentials)) {
    if (headers::allows_credentials(context.response.field(field).value.text())) return true;
  }
  return false;
}

void check(const Context& context, Sink& sink) {
  const auto& header = context.response.typed.access_control_allow_origin;
  if (!header || header->header.kind != AllowOrigin::Anyone) return;
  if (!with_credentials(context)) return;
  offer_fix(sink.at(header->value, header->value.text()), "Remove Access-Control-Allow-Credentials",
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
        .title = "Browsers refuse * together with credentials",
        .message = "Requests with cookies fail, because * can't be combined with "
                   "Access-Control-Allow-Credentials: true.",
        .why = "Nothing leaks, because browsers refuse the pair. The danger is the usual "
               "\"repair\": echoing whatever origin asks hands the signed-in visitor's data to "
               "every site.",
        .advice = "Compare the request's Origin with your own list, answer with that one origin "
                  "and send Vary: Origin. If the data is public, remove "
                  "Access-Control-Allow-Credentials instead.",
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

#include "rules/access_control_allow_origin/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::access_control_allow_origin_local_origin {

void check(const Context& context, Sink& sink) {
  const auto& header = context.response.typed.access_control_allow_origin;
  if (!header || header->header.kind != headers::AllowOrigin::Origin) return;
  const std::string_view origin = header->value.text();
  if (!access_control_rules::is_local(origin) || !access_control_rules::with_credentials(context) ||
      grammar::is_loopback(context.response.host)) {
    return;
  }
  sink.at(header->value, origin).arguments = {std::string(origin)};
}

extern const RuleSpec kRule = {
    {
        .id = "access-control-allow-origin/local-origin",
        .header = "Access-Control-Allow-Origin",
        .severity = Severity::Low,
        .category = Category::Security,
        .confidence = Confidence::Likely,
        .title = "A development origin may read the visitor's data",
        .message = "{0} may read this response with the visitor's cookies.",
        .why = "Any program that serves pages on that port of the visitor's own machine can read "
               "what the site sends to the signed-in visitor. Such an origin is usually left over "
               "from development.",
        .advice = "Allow it on development servers only.",
        .references = {"https://fetch.spec.whatwg.org/#http-access-control-allow-origin"},
        .bad = "HTTP/1.1 200 OK\n"
               "Access-Control-Allow-Origin: http://localhost:3000\n"
               "Access-Control-Allow-Credentials: true\n",
        .good = "HTTP/1.1 200 OK\n"
                "Access-Control-Allow-Origin: https://app.example\n"
                "Access-Control-Allow-Credentials: true\n",
    },
    check,
};

}  // namespace headstrong::rules::access_control_allow_origin_local_origin

#include "rules/access_control_allow_origin/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::access_control_allow_origin_named_with_credentials {

void check(const Context& context, Sink& sink) {
  const auto& header = context.response.typed.access_control_allow_origin;
  if (!header || header->header.kind != headers::AllowOrigin::Origin) return;
  if (!access_control_rules::with_credentials(context)) return;
  if (access_control_rules::is_local(header->value.text())) return;  // another rule says so
  // Of plain HTTP another rule tells it, with the worse reason.
  if (context.response.https && header->value.text().substr(0, 7) == "http://") return;
  if (access_control_rules::is_own(context, header->value.text())) return;
  sink.at(header->value, header->value.text()).arguments = {std::string(header->value.text())};
}

extern const RuleSpec kRule = {
    {
        .id = "access-control-allow-origin/named-with-credentials",
        .header = "Access-Control-Allow-Origin",
        .severity = Severity::Info,
        .category = Category::Security,
        .confidence = Confidence::Likely,
        .title = "Another origin can read what the signed-in visitor sees",
        .message = "{0} may read this response with the visitor's cookies.",
        .why = "A hole in that site is a hole in this one. Worse, a server that echoes whatever "
               "Origin it gets lets every site read the visitor's data, which one response can't "
               "show.",
        .advice = "Compare Origin with a fixed list. Test it: curl -sI -H \"Origin: "
                  "https://attacker.example\" must not answer with that origin.",
        .references = {"https://fetch.spec.whatwg.org/#http-access-control-allow-origin",
                       "https://portswigger.net/web-security/cors"},
        .bad = "HTTP/1.1 200 OK\nContent-Type: application/json\nAccess-Control-Allow-Origin: "
               "https://app.example\nAccess-Control-Allow-Credentials: true\nVary: Origin\n",
        .good = "HTTP/1.1 200 OK\nContent-Type: application/json\nAccess-Control-Allow-Origin: "
                "https://app.example\nVary: Origin\n",
    },
    check,
};

}  // namespace headstrong::rules::access_control_allow_origin_named_with_credentials

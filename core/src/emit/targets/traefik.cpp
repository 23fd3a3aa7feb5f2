// Traefik: the middleware for headers in a file of its dynamic configuration.
#include "emit/comment.hpp"
#include "emit/target.hpp"
#include "quote/quote.hpp"

namespace headstrong::emitters {

namespace traefik {

void examine(const TargetSpec&, const EmitCall& call, EmitResult& result) {
  for (const HeaderValues& field : call.fields()) {
    if (field.values.front().find("{{") != std::string_view::npos) {
      refuse(result, field.name, "Traefik reads its files as Go templates, where {{ starts an action");
    }
  }
}

void write(const TargetSpec& spec, const EmitCall& call, EmitResult& result) {
  std::string text = opening(spec, "# ", call);
  text += "http:\n  middlewares:\n    headstrong:\n      headers:\n        customResponseHeaders:\n";
  for (const HeaderValues& field : call.fields()) {
    text += remark_lines(spec, "          # ", field);
    text += "          " + quote::literal(field.name, quote::Spelling::YamlDouble) + ": " +
            quote::literal(field.values.front(), quote::Spelling::YamlDouble) + "\n";
  }
  result.files.push_back({"headstrong.yaml",
                          "in the file provider's folder; name the middleware in each router or the "
                          "entry point: headstrong@file",
                          std::move(text)});
}

}  // namespace traefik

extern constexpr TargetSpec k_traefik_target = {
    .id = "traefik",
    .name = "Traefik",
    .limits = "values of 1 to 65536 bytes of ASCII without '{{'; one field per name; no nonce",
    .coverage =
        "every response of the routers that name the middleware, errors of the services included; not "
        "Traefik's own 404 when no router matches. Copies from the service are replaced; a second "
        "headers middleware on a router adds its own.",
    .max_value_bytes = 65536,
    .empty_value_refusal = "an empty value removes the header",
    .non_ascii_refusal = "we don't know how Traefik handles bytes outside ASCII",
    .nonce_refusal = "Traefik has no random value to make a nonce from; let the application send the header",
    .repeats = Repeats::Joined,
    .examine = traefik::examine,
    .write = traefik::write,
};

}  // namespace headstrong::emitters

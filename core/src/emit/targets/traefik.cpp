// Traefik: the middleware for headers in a file of its dynamic configuration.
#include "emit/comment.hpp"
#include "emit/target.hpp"
#include "quote/quote.hpp"

namespace headstrong::emitters {

namespace traefik {

void examine(const TargetSpec&, const EmitCall& call, EmitResult& result) {
  for (const HeaderValues& field : call.fields()) {
    if (field.values.front().find("{{") != std::string_view::npos) {
      refuse(result, field.name, "Traefik reads its files as Go templates, and takes {{ for the start of an action");
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
                          "in the folder of the file provider; each router, or the entry point, names the middleware: "
                          "headstrong@file",
                          std::move(text)});
}

}  // namespace traefik

extern constexpr TargetSpec k_traefik_target = {
    .id = "traefik",
    .name = "Traefik",
    .limits = "values of 1 to 65536 bytes of ASCII without '{{'; one field a name; no nonce",
    .coverage =
        "every response of the routers that name the middleware, errors of the services included; not Traefik's own 404 "
        "where no router matches. Copies from the service are replaced; a second middleware for headers on a "
        "router adds its own.",
    .max_value_bytes = 65536,
    .empty_value_refusal = "an empty value takes the header away",
    .non_ascii_refusal = "it is not known what Traefik makes of bytes outside ASCII",
    .nonce_refusal = "Traefik has nothing random to make a nonce from; let the application send the header",
    .repeats = Repeats::Joined,
    .examine = traefik::examine,
    .write = traefik::write,
};

}  // namespace headstrong::emitters

// Traefik: the middleware for headers in a file of its dynamic configuration.
#include "emit/comment.hpp"
#include "emit/target.hpp"
#include "quote/quote.hpp"

namespace headstrong::emitters {

namespace traefik {

constexpr TargetOption kOptions[] = {
    {"provider", "file|docker|kubernetes",
     "where Traefik reads it: a file, the labels of a container in compose.yaml, or the resource Middleware",
     "Traefik reads it from", "A file|Labels in compose.yaml|A Kubernetes resource"},
};

// It sets each header anew: PostRequestModifyResponseHeaders in pkg/middlewares/headers/header.go (read 2026-11-30).
constexpr LeftOutName kLeftOutNames[] = {
    {"Set-Cookie", "it would replace the application's own cookies"},
};

void examine(const TargetSpec&, const EmitCall& call, EmitResult& result) {
  if (call.option("provider") != "file") return;
  for (const HeaderValues& field : call.fields()) {
    if (field.values.front().find("{{") != std::string_view::npos) {
      refuse(result, field.name, "Traefik reads its files as Go templates, where {{ starts an action");
    }
  }
}

/// The map of headers, each line behind `indent`.
std::string headers(const TargetSpec& spec, const EmitCall& call, const std::string& indent) {
  std::string text = indent + "customResponseHeaders:\n";
  for (const HeaderValues& field : call.fields()) {
    text += remark_lines(spec, indent + "  # ", field);
    text += indent + "  " + quote::literal(field.name, quote::Spelling::YamlDouble) + ": " +
            quote::literal(field.values.front(), quote::Spelling::YamlDouble) + "\n";
  }
  return text;
}

std::string labels(const TargetSpec& spec, const EmitCall& call) {
  std::string text = "labels:\n";
  for (const HeaderValues& field : call.fields()) {
    text += remark_lines(spec, "  # ", field);
    text.append("  - \"traefik.http.middlewares.headstrong.headers.customresponseheaders.").append(field.name);
    text += "=" + quote::encode(field.values.front(), quote::Spelling::ComposeDouble) + "\"\n";
  }
  return text;
}

void write(const TargetSpec& spec, const EmitCall& call, EmitResult& result) {
  const std::string start = opening(spec, "# ", call);
  if (call.option("provider") == "docker") {
    result.files.push_back({"headstrong-labels.yaml",
                            "under the service in compose.yaml; name the middleware in each of its routers: "
                            "traefik.http.routers.ROUTER.middlewares=headstrong@docker",
                            start + labels(spec, call)});
  } else if (call.option("provider") == "kubernetes") {
    result.files.push_back({"headstrong-middleware.yaml",
                            "kubectl apply, in the namespace of the route. An IngressRoute names it under middlewares "
                            "(name: headstrong), an Ingress in its annotation "
                            "traefik.ingress.kubernetes.io/router.middlewares: NAMESPACE-headstrong@kubernetescrd",
                            start +
                                "apiVersion: traefik.io/v1alpha1\nkind: Middleware\nmetadata:\n  name: headstrong\n"
                                "spec:\n  headers:\n" +
                                headers(spec, call, "    ")});
  } else {
    result.files.push_back(
        {"headstrong.yaml",
         "in the file provider's folder; name the middleware in each router or the "
         "entry point: headstrong@file",
         start + "http:\n  middlewares:\n    headstrong:\n      headers:\n" + headers(spec, call, "        ")});
  }
}

}  // namespace traefik

extern constexpr TargetSpec k_traefik_target = {
    .id = "traefik",
    .name = "Traefik",
    .limits =
        "values of 1 to 65536 bytes of ASCII, without '{{' in a file; one field per name; no Set-Cookie, no nonce; the resource "
        "is of Traefik 2.10 or later; not run",
    .coverage =
        "every response of the routers that name the middleware, errors of the services included; not "
        "Traefik's own 404 when no router matches. Copies from the service are replaced; a second "
        "headers middleware on a router adds its own.",
    .max_value_bytes = 65536,
    .empty_value_refusal = "an empty value removes the header",
    .non_ascii_refusal = "we don't know how Traefik handles bytes outside ASCII",
    .nonce_refusal = "Traefik has no random value to make a nonce from; let the application send the header",
    .repeats = Repeats::Joined,
    .left_out_names = traefik::kLeftOutNames,
    .options = traefik::kOptions,
    .examine = traefik::examine,
    .write = traefik::write,
};

}  // namespace headstrong::emitters

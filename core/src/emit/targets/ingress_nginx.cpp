// ingress-nginx 1.12 and later: a ConfigMap of headers, which an annotation names.
#include "emit/comment.hpp"
#include "emit/target.hpp"
#include "quote/quote.hpp"

namespace headstrong::emitters {

namespace ingress_nginx {

constexpr LeftOutName kLeftOutNames[] = {
    {"Set-Cookie", "it would remove the application's own cookies"},
};

void examine(const TargetSpec&, const EmitCall& call, EmitResult& result) {
  for (const HeaderValues& field : call.fields()) {
    if (field.values.front().find('\t') != std::string_view::npos) {
      refuse(result, field.name, "the controller refuses a tab in a value, and the location then answers 503");
    }
  }
}

std::string yaml(std::string_view value) { return quote::literal(value, quote::Spelling::YamlDouble); }

void write(const TargetSpec& spec, const EmitCall& call, EmitResult& result) {
  std::string text = opening(spec, "# ", call);
  text += comment_lines(
      "# ", "The Ingress names it: nginx.ingress.kubernetes.io/custom-headers: \"NAMESPACE/headstrong-headers\".");
  text += comment_lines("# ",
                        "The location answers 503 if the controller doesn't allow a name: apply "
                        "headstrong-allowed.yaml first.");
  text += "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: headstrong-headers\ndata:\n";
  std::string names;
  for (const HeaderValues& field : call.fields()) {
    text += remark_lines(spec, "  # ", field);
    text += "  " + yaml(field.name) + ": " + yaml(field.values.front()) + "\n";
    names.append(names.empty() ? "" : ",").append(field.name);
  }
  std::string allowed =
      comment_lines("# ",
                    "Written by Headstrong: the names that custom-headers may set, for the controller's own ConfigMap. "
                    "If it lists names already, add them here: this list replaces it.");
  allowed += "data:\n  global-allowed-response-headers: " + yaml(names) + "\n";
  // In the order in which they are applied.
  result.files.push_back({"headstrong-allowed.yaml",
                          "first, into the controller's ConfigMap: kubectl -n ingress-nginx patch configmap "
                          "ingress-nginx-controller --patch-file headstrong-allowed.yaml",
                          std::move(allowed)});
  result.files.push_back(
      {"headstrong-headers.yaml",
       "then, in the namespace of the Ingress: kubectl -n NAMESPACE apply -f headstrong-headers.yaml",
       std::move(text)});
}

}  // namespace ingress_nginx

extern constexpr TargetSpec k_ingress_nginx_target = {
    .id = "ingress-nginx",
    .name = "ingress-nginx",
    .limits = "values of 1 to 3500 bytes of ASCII; one field per name; no Set-Cookie, no nonce",
    .coverage =
        "every response of the Ingress, errors of the service included; copies from the service are "
        "replaced. Not the default backend's responses when no Ingress matches. It needs no snippets, "
        "which are off by default since 1.9.",
    .max_value_bytes = 3500,
    .empty_value_refusal = "the controller refuses an empty value, and the location then answers 503",
    .non_ascii_refusal = "the controller refuses bytes outside ASCII, and the location then answers 503",
    .nonce_refusal =
        "the ConfigMap is the same for every response, so there can be no nonce; let the "
        "application send the header",
    .repeats = Repeats::Joined,
    .left_out_names = ingress_nginx::kLeftOutNames,
    .examine = ingress_nginx::examine,
    .write = ingress_nginx::write,
};

}  // namespace headstrong::emitters

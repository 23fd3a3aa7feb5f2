// Gateway API: the filter ResponseHeaderModifier of an HTTPRoute.
#include "emit/comment.hpp"
#include "emit/target.hpp"
#include "quote/quote.hpp"

namespace headstrong::emitters {

namespace gateway_api {

constexpr LeftOutName kLeftOutNames[] = {
    {"Set-Cookie", "it would remove the application's own cookies"},
};

std::string yaml(std::string_view value) { return quote::literal(value, quote::Spelling::YamlDouble); }

void write(const TargetSpec& spec, const EmitCall& call, EmitResult& result) {
  std::string text = opening(spec, "# ", call);
  text +=
      "apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata:\n  name: headstrong\nspec:\n"
      "  parentRefs:\n    - name: your-gateway\n  rules:\n    - backendRefs:\n        - name: your-service\n"
      "          port: 80\n      filters:\n        - type: ResponseHeaderModifier\n          responseHeaderModifier:\n"
      "            set:\n";
  for (const HeaderValues& field : call.fields()) {
    text += remark_lines(spec, "              # ", field);
    text +=
        "              - name: " + yaml(field.name) + "\n                value: " + yaml(field.values.front()) + "\n";
  }
  result.files.push_back({"headstrong-route.yaml",
                          "put the part from \"filters\" on into each rule of your HTTPRoute, with your "
                          "own gateway, service and port",
                          std::move(text)});
}

}  // namespace gateway_api

extern constexpr TargetSpec k_gateway_api_target = {
    .id = "gateway-api",
    .name = "Gateway API (HTTPRoute)",
    .check = "kubectl apply --dry-run=server -f headstrong-route.yaml",
    .limits = "16 headers, values of 1 to 4096 bytes of ASCII; one field per name; no Set-Cookie, no nonce",
    .coverage =
        "every response of the rules that have the filter, errors of the service included; the gateway "
        "decides whether its own responses have them. Copies from the service are replaced.",
    .max_value_bytes = 4096,
    .max_fields = 16,
    .empty_value_refusal = "the resource's schema requires a value of at least one character",
    .non_ascii_refusal = "we don't know how gateways handle bytes outside ASCII",
    .nonce_refusal = "a route has no random value to make a nonce from; let the application send the header",
    .repeats = Repeats::Joined,
    .left_out_names = gateway_api::kLeftOutNames,
    .write = gateway_api::write,
};

}  // namespace headstrong::emitters

// Istio: the response headers of a VirtualService's routes.
#include "emit/comment.hpp"
#include "emit/target.hpp"
#include "quote/quote.hpp"

namespace headstrong::emitters {

namespace istio {

constexpr LeftOutName kLeftOutNames[] = {
    {"Set-Cookie", "it would replace the application's own cookies"},
};

void examine(const TargetSpec&, const EmitCall& call, EmitResult& result) {
  for (const HeaderValues& field : call.fields()) {
    if (field.values.front().find('%') != std::string_view::npos) {
      refuse(result, field.name, "Istio hands values to Envoy, where a % begins something to fill in");
    }
  }
}

void write(const TargetSpec& spec, const EmitCall& call, EmitResult& result) {
  std::string text = opening(spec, "# ", call) +
                     "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata:\n  name: headstrong\nspec:\n"
                     "  hosts:\n    - site.example\n  http:\n    - route:\n        - destination:\n"
                     "            host: your-service\n      headers:\n        response:\n          set:\n";
  for (const HeaderValues& field : call.fields()) {
    text += remark_lines(spec, "            # ", field);
    text += "            " + quote::literal(field.name, quote::Spelling::YamlDouble) + ": " +
            quote::literal(field.values.front(), quote::Spelling::YamlDouble) + "\n";
  }
  result.files.push_back({"headstrong-virtual-service.yaml",
                          "put the part from \"headers\" on into each route under http of your VirtualService", text});
}

}  // namespace istio

extern constexpr TargetSpec k_istio_target = {
    .id = "istio",
    .name = "Istio (VirtualService)",
    .check = "istioctl analyze headstrong-virtual-service.yaml",
    .limits = "values of 1 to 16384 bytes of ASCII without '%'; one field per name; no Set-Cookie, no nonce; not run",
    .coverage =
        "every response of the services behind the routes, errors included; not what Istio answers itself, such as a "
        "404 without a route or a 503 without a service. Copies from the service are replaced.",
    .max_value_bytes = 16384,  // Envoy's own
    .empty_value_refusal = "Envoy, which Istio hands it to, leaves out a header without a value",
    .non_ascii_refusal = "we don't know how Istio handles bytes outside ASCII",
    .nonce_refusal = "Istio has no random value to make a nonce from; let the application send the header",
    .repeats = Repeats::Joined,
    .left_out_names = istio::kLeftOutNames,
    .examine = istio::examine,
    .write = istio::write,
};

}  // namespace headstrong::emitters

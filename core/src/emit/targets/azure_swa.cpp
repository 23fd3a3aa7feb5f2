// Azure Static Web Apps: "globalHeaders" of staticwebapp.config.json.
#include "emit/json_rules.hpp"
#include "emit/target.hpp"
#include "quote/quote.hpp"

namespace headstrong::emitters {

namespace azure_swa {

void write(const TargetSpec&, const EmitCall& call, EmitResult& result) {
  std::string text = "{\n  \"globalHeaders\": {";
  bool first = true;
  for (const HeaderValues& field : call.fields()) {
    text += first ? "\n    " : ",\n    ";
    first = false;
    text += quote::literal(field.name, quote::Spelling::JsonString) + ": " +
            quote::literal(field.values.front(), quote::Spelling::JsonString);
  }
  result.files.push_back(
      {"staticwebapp.config.json", "in the published folder, added to the file if there is one", text + "\n  }\n}\n"});
}

}  // namespace azure_swa

extern constexpr TargetSpec k_azure_swa_target = {
    .id = "azure-swa",
    .name = "Azure Static Web Apps",
    .limits =
        "values of 1 to 8192 bytes of ASCII, 16384 in all (the file may have 20 KB); one field per "
        "name; no nonce",
    .coverage =
        "static files; not responses of the app's API. A route's own header replaces a global one. The "
        "emulator sends none on 404 pages.",
    .max_value_bytes = 8192,
    .max_set_bytes = 16384,
    .empty_value_refusal = "an empty value removes the header",
    .non_ascii_refusal = "we don't know how Azure handles bytes outside ASCII",
    .nonce_refusal = kStaticNonce,
    .repeats = Repeats::Joined,
    .has_comments = false,
    .write = azure_swa::write,
};

}  // namespace headstrong::emitters

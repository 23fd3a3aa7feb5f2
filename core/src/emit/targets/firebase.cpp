// Firebase Hosting: "headers" of firebase.json.
#include "emit/json_rules.hpp"
#include "emit/target.hpp"

namespace headstrong::emitters {

namespace firebase {

void write(const TargetSpec&, const EmitCall& call, EmitResult& result) {
  result.files.push_back({"firebase.json", "in the project's root, added to \"hosting\" if the file exists",
                          "{\n  \"hosting\": {\n" + json_rules(call, "**", "    ") + "  }\n}\n"});
}

}  // namespace firebase

extern constexpr TargetSpec k_firebase_target = {
    .id = "firebase",
    .name = "firebase.json",
    .limits = "values of 1 to 32768 bytes of ASCII; one field per name; no nonce",
    .coverage =
        "static files and 404 pages; a later rule for the same path and header wins. Responses that a "
        "rewrite gets from a function or from Cloud Run have only the headers they set.",
    .max_value_bytes = 32768,
    .empty_value_refusal = "we don't know how Firebase handles an empty value",
    .non_ascii_refusal = "we don't know how Firebase handles bytes outside ASCII",
    .nonce_refusal = kStaticNonce,
    .repeats = Repeats::Joined,
    .has_comments = false,
    .write = firebase::write,
};

}  // namespace headstrong::emitters

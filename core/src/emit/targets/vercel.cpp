// Vercel: "headers" of vercel.json.
#include "emit/json_rules.hpp"
#include "emit/target.hpp"

namespace headstrong::emitters {

namespace vercel {

void examine(const TargetSpec&, const EmitCall& call, EmitResult& result) {
  for (const HeaderValues& field : call.fields()) {
    if (field.values.front().find('$') != std::string_view::npos) {
      refuse(result, field.name, "Vercel's router reads a $ and what follows as part of the path");
    }
  }
}

void write(const TargetSpec&, const EmitCall& call, EmitResult& result) {
  result.files.push_back({"vercel.json", "in the project's root, added to the file if there is one",
                          "{\n" + json_rules(call, "/(.*)", "  ") + "}\n"});
}

}  // namespace vercel

extern constexpr TargetSpec k_vercel_target = {
    .id = "vercel",
    .name = "vercel.json",
    .limits = "values of 1 to 32768 characters of ASCII without '$'; one field per name; no nonce",
    .coverage =
        "static files, functions and error pages of the deployment, according to Vercel's documentation; "
        "a later rule for the same path and header wins. Responses that middleware makes itself have "
        "only their own headers.",
    .max_value_bytes = 32768,
    .empty_value_refusal = "we don't know how Vercel handles an empty value",
    .non_ascii_refusal = "we don't know how Vercel's edge handles bytes outside ASCII",
    .nonce_refusal = kStaticNonce,
    .repeats = Repeats::Joined,
    .has_comments = false,
    .examine = vercel::examine,
    .write = vercel::write,
};

}  // namespace headstrong::emitters

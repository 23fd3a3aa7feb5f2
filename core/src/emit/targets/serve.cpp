// serve: "headers" of serve.json.
#include "emit/json_rules.hpp"
#include "emit/target.hpp"

namespace headstrong::emitters {

namespace serve {

void examine(const TargetSpec&, const EmitCall& call, EmitResult& result) {
  for (const HeaderValues& field : call.fields()) {
    if (field.values.front().find('\t') != std::string_view::npos)
      refuse(result, field.name, "serve takes no tab in a value");
  }
}

void write(const TargetSpec&, const EmitCall& call, EmitResult& result) {
  result.files.push_back({"serve.json", "in the folder that is served, added to the file if there is one",
                          "{\n" + json_rules(call, "**", "  ") + "}\n"});
}

}  // namespace serve

extern constexpr TargetSpec k_serve_target = {
    .id = "serve",
    .name = "serve (serve.json)",
    .evidence = Evidence::Server,
    .check = "npx serve",
    .limits =
        "50 headers, names up to 128 bytes, values of 1 to 2048 bytes of ASCII without tabs; one field per name; no nonce; "
        "tried with 14.2",
    .coverage =
        "files and the 404 page; not redirects, a 304 (browsers keep what the file came with), listings of folders, "
        "paths with a name that begins with a dot (/.well-known/), and not the 400 for a malformed request.",
    .max_name_bytes = 128,
    .max_value_bytes = 2048,
    .max_fields = 50,
    .empty_value_refusal = "serve takes no header without a value",
    .non_ascii_refusal = "Node.js sends text above ASCII in another form, or not at all",
    .nonce_refusal = kStaticNonce,
    .repeats = Repeats::Joined,
    .has_comments = false,
    .examine = serve::examine,
    .write = serve::write,
};

}  // namespace headstrong::emitters

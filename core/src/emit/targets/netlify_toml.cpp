// Netlify: netlify.toml.
#include "emit/comment.hpp"
#include "emit/netlify.hpp"
#include "emit/target.hpp"
#include "quote/quote.hpp"

namespace headstrong::emitters {

namespace netlify_toml {

void write(const TargetSpec& spec, const EmitCall& call, EmitResult& result) {
  std::string text = opening(spec, "# ", call) + "[[headers]]\n  for = \"/*\"\n  [headers.values]\n";
  for (const HeaderValues& field : call.fields()) {
    text += remark_lines(spec, "    # ", field);
    text.append("    ").append(field.name).append(" = ");
    text.append(quote::literal(netlify_value(field.values.front()), quote::Spelling::TomlBasic)).append("\n");
  }
  result.files.push_back({"netlify.toml", "in the repository's root, added to the file if there is one", text});
}

}  // namespace netlify_toml

extern constexpr TargetSpec k_netlify_toml_target = {
    .id = "netlify-toml",
    .name = "netlify.toml",
    .evidence = Evidence::Parser,
    .check = "npx netlify-cli build --offline --dry",
    .limits =
        "values of 1 to 65536 bytes of ASCII; a comma is sent as \", \" and refused if that may change "
        "the meaning; one field per name; no nonce",
    .coverage =
        "static files, 404 pages included; not functions, server-side rendering or proxied paths. "
        "A "
        "_headers file's rule for the same path and header is overridden.",
    .max_value_bytes = 65536,
    .empty_value_refusal = "Netlify treats an empty value as an error",
    .non_ascii_refusal = kNetlifyNonAscii,
    .nonce_refusal = kNetlifyNonce,
    .repeats = Repeats::Joined,
    .left_out_names = kNetlifyLeftOutNames,
    .examine = examine_netlify,
    .write = netlify_toml::write,
};

}  // namespace headstrong::emitters

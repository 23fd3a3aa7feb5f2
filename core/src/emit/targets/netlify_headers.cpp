// Netlify: a `_headers` file.
#include "emit/headers_file.hpp"
#include "emit/netlify.hpp"
#include "emit/target.hpp"

namespace headstrong::emitters {

namespace netlify_headers {

void write(const TargetSpec& spec, const EmitCall& call, EmitResult& result) {
  result.files.push_back({"_headers", "in the published folder", headers_file(spec, call, netlify_value)});
}

}  // namespace netlify_headers

extern constexpr TargetSpec k_netlify_headers_target = {
    .id = "netlify-headers",
    .name = "Netlify _headers",
    .evidence = Evidence::Parser,
    .check = "npx netlify-cli build --offline --dry",
    .limits =
        "values of 1 to 65536 bytes of ASCII; a comma is sent as \", \" and refused if that may change "
        "the meaning; one field per name; no nonce",
    .coverage =
        "static files, 404 pages included; not functions, server-side rendering or proxied paths. "
        "A "
        "rule for a path that sets the same header is joined to this one with a comma.",
    .max_value_bytes = 65536,
    .empty_value_refusal = "Netlify treats an empty value as an error",
    .non_ascii_refusal = kNetlifyNonAscii,
    .nonce_refusal = kNetlifyNonce,
    .repeats = Repeats::Joined,
    .left_out_names = kNetlifyLeftOutNames,
    .examine = examine_netlify,
    .write = netlify_headers::write,
};

}  // namespace headstrong::emitters

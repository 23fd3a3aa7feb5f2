// Cloudflare Pages and Workers static assets: a `_headers` file.
#include "emit/headers_file.hpp"
#include "emit/target.hpp"
#include "text/ascii.hpp"

namespace headstrong::emitters {

namespace cloudflare_headers {

constexpr std::size_t kMaxLineBytes = 2000;  // developers.cloudflare.com/pages/configuration/headers

constexpr LeftOutName kLeftOutNames[] = {
    {"Alt-Svc", "Cloudflare's edge writes it"},
    {"Server", "Cloudflare's edge writes it"},
};

void check_field(const HeaderValues& field, EmitResult& result) {
  const std::string_view value = field.values.front();
  const std::size_t line = field.name.size() + 2 + value.size();
  if (line > kMaxLineBytes) {
    refuse(result, field.name,
           "its line has " + std::to_string(line) +
               " characters, and Cloudflare ignores lines of "
               "more than 2000");
  } else if (value.find(":splat") != std::string_view::npos) {
    refuse(result, field.name, "Cloudflare replaces ':splat' with the request's path");
  }
}

void examine(const TargetSpec&, const EmitCall& call, EmitResult& result) {
  for (const HeaderValues& field : call.fields()) {
    check_field(field, result);
    if (text::iequals(field.name, "Cache-Control")) {
      warn(result, field.name, "On 404 pages Cloudflare sends no-store instead.");
    }
  }
}

std::string as_it_is(std::string_view value) { return std::string(value); }

void write(const TargetSpec& spec, const EmitCall& call, EmitResult& result) {
  result.files.push_back({"_headers", "in the published folder", headers_file(spec, call, as_it_is)});
}

}  // namespace cloudflare_headers

extern constexpr TargetSpec k_cloudflare_headers_target = {
    .id = "cloudflare-headers",
    .name = "Cloudflare _headers",
    .evidence = Evidence::Parser,
    .check = "npx wrangler pages dev <folder>",
    .limits =
        "lines of up to 2000 characters of ASCII, name included; not ':splat'; one field per name; no "
        "empty value; no nonce",
    .coverage =
        "static files, 404 pages included; not responses of Functions or Workers. A rule for a path that "
        "sets the same header is joined to this one with a comma; put '! Name' under that path to remove "
        "this one first.",
    .max_value_bytes = cloudflare_headers::kMaxLineBytes,
    .empty_value_refusal = "Cloudflare ignores a header without a value",
    .non_ascii_refusal = "we don't know how Cloudflare's edge handles bytes outside ASCII",
    .nonce_refusal =
        "everyone gets the same static file, so there can be no nonce; use hashes, or set the header in "
        "a Function",
    .repeats = Repeats::Joined,
    .left_out_names = cloudflare_headers::kLeftOutNames,
    .examine = cloudflare_headers::examine,
    .write = cloudflare_headers::write,
};

}  // namespace headstrong::emitters

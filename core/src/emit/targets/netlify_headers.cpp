// Netlify: a `_headers` file.
#include "emit/header_facts.hpp"
#include "emit/headers_file.hpp"
#include "emit/target.hpp"

namespace headstrong::emitters {

namespace netlify_headers {

constexpr std::string_view kIgnored =
    "Netlify's servers write it themselves and ignore it here (docs.netlify.com/routing/headers)";

constexpr NameRefusal kRefusedNames[] = {
    {"Allow", kIgnored},
    {"Alt-Svc", kIgnored},
    {"Server", kIgnored},
    {"Set-Cookie", "Netlify's own cookie handling may override it; set it in a function"},
};

/// Netlify reads "a , b" and "a,b" as "a, b".
bool commas_are_kept(std::string_view value) {
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (value[i] != ',') continue;
    const bool blank_before = i > 0 && value[i - 1] == ' ';
    const bool one_blank_after = i + 2 < value.size() && value[i + 1] == ' ' && value[i + 2] != ' ';
    if (blank_before || !one_blank_after || value[i + 2] == ',') return false;
  }
  return true;
}

void write(const TargetSpec& spec, const Request& request, EmitResult& result) {
  for (const Field& field : request.fields()) {
    if (!commas_are_kept(field.values.front())) {
      refuse(result, field.name,
             "Netlify rewrites the blanks around commas: only a comma with one blank after it and "
             "none before it arrives as it is");
      return;
    }
  }
  result.files.push_back(
      {"_headers", "in the folder that is published", headers_file(spec, request.fields())});
}

}  // namespace netlify_headers

extern constexpr TargetSpec k_netlify_headers_target = {
    .id = "netlify-headers",
    .name = "Netlify _headers",
    .evidence = Evidence::Parser,
    .check = "npx netlify-cli build --offline --dry",
    .limits =
        "values of 1 to 65536 bytes of ASCII; commas only as \", \"; one field a name; no nonce",
    .coverage =
        "static files, 404 pages included; not functions, server-side rendering or proxied paths. "
        "A "
        "rule for a path that sets the same header is joined to this one with a comma.",
    .max_value_bytes = 65536,
    .empty_value_refusal = "Netlify takes an empty value for an error",
    .non_ascii_refusal = "it is not known what Netlify's edge makes of bytes outside ASCII",
    .nonce_refusal =
        "a static file is the same for everyone, so there can be no nonce; use hashes, or set the "
        "header in an edge function",
    .repeats = Repeats::Joined,
    .refused_names = netlify_headers::kRefusedNames,
    .write = netlify_headers::write,
};

}  // namespace headstrong::emitters

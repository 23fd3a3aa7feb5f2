// AWS Amplify Hosting: customHttp.yml.
#include "emit/comment.hpp"
#include "emit/target.hpp"
#include "quote/quote.hpp"

namespace headstrong::emitters {

namespace amplify {

constexpr LeftOutName kLeftOutNames[] = {
    {"Set-Cookie", "Amplify would send every visitor the same cookie"},
};

void write(const TargetSpec& spec, const EmitCall& call, EmitResult& result) {
  std::string text = opening(spec, "# ", call) + "customHeaders:\n  - pattern: \"**\"\n    headers:\n";
  for (const HeaderValues& field : call.fields()) {
    text += remark_lines(spec, "      # ", field);
    text += "      - key: " + quote::literal(field.name, quote::Spelling::YamlDouble) +
            "\n        value: " + quote::literal(field.values.front(), quote::Spelling::YamlDouble) + "\n";
  }
  result.files.push_back(
      {"customHttp.yml",
       "in the repository's root, added to the file if there is one; it counts from the next deployment on",
       std::move(text)});
}

}  // namespace amplify

extern constexpr TargetSpec k_amplify_target = {
    .id = "amplify",
    .name = "AWS Amplify Hosting",
    .limits = "values of 1 to 8192 bytes of ASCII; one field per name; no Set-Cookie, no nonce; not run",
    .coverage =
        "pages and files that the pattern matches, a 404 page included, according to AWS's documentation. Not "
        "Amplify's own redirects, which carry no custom headers (aws-amplify/amplify-hosting#621).",
    .max_value_bytes = 8192,
    .empty_value_refusal = "we don't know how Amplify handles an empty value",
    .non_ascii_refusal = "we don't know how Amplify handles bytes outside ASCII",
    .nonce_refusal =
        "Amplify makes no nonce and sends every visitor the same headers; let the application send the header",
    .repeats = Repeats::Joined,
    .left_out_names = amplify::kLeftOutNames,
    .write = amplify::write,
};

}  // namespace headstrong::emitters

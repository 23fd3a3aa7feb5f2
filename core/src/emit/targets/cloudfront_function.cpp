// CloudFront: a function for viewer responses.
#include "emit/comment.hpp"
#include "emit/javascript.hpp"
#include "emit/json_rules.hpp"
#include "emit/target.hpp"
#include "text/ascii.hpp"

namespace headstrong::emitters {

namespace cloudfront_function {

constexpr std::string_view kReadOnly = "a function for viewer responses may not write it";
constexpr LeftOutName kLeftOutNames[] = {
    {"Via", kReadOnly},
    {"Warning", kReadOnly},
    {"Server", "CloudFront writes its own after the function"},
    {"Set-Cookie", "a function keeps cookies in a separate map"},
};

void write(const TargetSpec& spec, const EmitCall& call, EmitResult& result) {
  std::string text = opening(spec, "// ", call);
  text += "function handler(event) {\n  var response = event.response;\n  var headers = response.headers;\n";
  for (const HeaderValues& field : call.fields()) {
    text += remark_lines(spec, "  // ", field);
    text += "  headers[" + javascript::value(text::lowered(field.name), "") +
            "] = { value: " + javascript::value(field.values.front(), "") + " };\n";
  }
  result.files.push_back({"headstrong-headers.js",
                          "as a CloudFront function, associated with the event \"viewer response\" of each behavior",
                          text + "  return response;\n}\n"});
}

}  // namespace cloudfront_function

extern constexpr TargetSpec k_cloudfront_function_target = {
    .id = "cloudfront-function",
    .name = "CloudFront function",
    .check = "node --check headstrong-headers.js",
    .limits =
        "values of 1 to 4096 bytes of ASCII, 8192 in all (a function may have 10 KB); one field "
        "per name; no nonce",
    .coverage =
        "responses below 400, also from the cache; CloudFront doesn't run the function for errors of the "
        "origin or custom error pages. A response headers policy covers them.",
    .max_value_bytes = 4096,
    .max_set_bytes = 8192,
    .empty_value_refusal = "we don't know how CloudFront handles an empty value",
    .non_ascii_refusal = "we don't know how CloudFront handles bytes outside ASCII",
    .nonce_refusal =
        "the page may come from the cache with an older nonce, and the function can't change it; use hashes",
    .repeats = Repeats::Joined,
    .left_out_names = cloudfront_function::kLeftOutNames,
    .write = cloudfront_function::write,
};

}  // namespace headstrong::emitters

// Next.js: headers() of next.config, which holds for pages that are built as well as for rendered ones.
#include <algorithm>
#include <string>

#include "emit/comment.hpp"
#include "emit/javascript.hpp"
#include "emit/receivers.hpp"
#include "emit/target.hpp"
#include "quote/quote.hpp"

namespace headstrong::emitters {

namespace nextjs {

/// Next.js puts what the path's parameter matched in the place of ":name" in a value, and reads a value with a
/// colon as a path of its own, in which a backslash is an escape and "--ESCAPED_PARAM_" a mark.
void examine(const TargetSpec&, const EmitCall& call, EmitResult& result) {
  for (const HeaderValues& field : call.fields()) {
    for (const std::string_view value : field.values) {
      if (value.find(':') == std::string_view::npos) continue;
      if (value.find('\\') != std::string_view::npos || value.find("--ESCAPED_PARAM_") != std::string_view::npos) {
        refuse(result, field.name,
               "Next.js reads a value with a colon as a pattern, in which a backslash is an escape; the target "
               "nextjs-middleware carries it");
        return;
      }
    }
  }
}

/// A name for the path's parameter that stands behind no colon in any value.
std::string parameter(std::span<const HeaderValues> fields) {
  std::string name = "path";
  const auto occurs = [&fields](const std::string& word) {
    return std::any_of(fields.begin(), fields.end(), [&word](const HeaderValues& field) {
      return std::any_of(field.values.begin(), field.values.end(),
                         [&word](std::string_view value) { return value.find(word) != std::string_view::npos; });
    });
  };
  // Each further letter rules out at least one place in the values.
  while (occurs(":" + name)) name += 'x';
  return name;
}

void write(const TargetSpec& spec, const EmitCall& call, EmitResult& result) {
  std::string text = opening(spec, "// ", call);
  text += "export async function headers() {\n  return [\n    {\n      source: \"/:" + parameter(call.fields()) +
          "*\",\n      headers: [\n";
  for (const HeaderValues& field : call.fields()) {
    text += remark_lines(spec, "        // ", field);
    text += "        { key: " + quote::literal(field.name, quote::Spelling::JavaScriptDouble) + ", value: " +
            javascript::value(field.values.front(), {}) + " },\n";
  }
  text += "      ],\n    },\n  ];\n}\n";
  result.files.push_back({"headstrong.mjs",
                          "beside next.config.mjs, and in it: import { headers } from \"./headstrong.mjs\"; "
                          "export default { headers }",
                          std::move(text)});
}

}  // namespace nextjs

extern constexpr TargetSpec k_nextjs_target = {
    .id = "nextjs",
    .name = "Next.js (next.config)",
    .evidence = Evidence::None,
    .check = "node --check headstrong.mjs",
    .limits =
        "values of 1 to 32768 bytes, ASCII only, no backslash beside a colon; one field a name; no nonce; Next.js 13 "
        "or later; nothing here was run in Next.js",
    .coverage =
        "every path: built and rendered pages, the files of public/ and _next/, a 404, and redirects of the "
        "configuration as they are made by next start. Not the export of a static site (output: \"export\"), whose host "
        "must send them, and a host that builds its own routing may leave them out of some responses. A later entry "
        "of headers() with the same name takes the place of these.",
    .max_value_bytes = 32768,
    .empty_value_refusal = "Next.js's configuration wants a value",
    .non_ascii_refusal = "Next.js hands the text on as it is, and Node sends bytes above ASCII in different ways",
    .nonce_refusal =
        "next.config is read once, and pages that are built have no nonce; the target nextjs-middleware writes one for "
        "each request",
    .repeats = Repeats::Joined,
    .examine = nextjs::examine,
    .write = nextjs::write,
    .receiver = receivers::write_nextjs,
};

}  // namespace headstrong::emitters

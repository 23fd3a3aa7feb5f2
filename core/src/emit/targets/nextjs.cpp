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
               "Next.js reads a value with a colon as a pattern in which a backslash is an escape; use "
               "the target nextjs-middleware instead");
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
                          "next to next.config.mjs, and in it: import { headers } from "
                          "\"./headstrong.mjs\"; export default { headers }",
                          std::move(text)});
}

}  // namespace nextjs

extern constexpr TargetSpec k_nextjs_target = {
    .id = "nextjs",
    .name = "Next.js (next.config)",
    .evidence = Evidence::Server,
    .check = "node --check headstrong.mjs",
    .limits =
        "values of 1 to 32768 bytes, ASCII only, no backslash beside a colon; one field per name; no "
        "nonce; no Cache-Control, Vary or X-Powered-By header; Next.js 13 or later; tried with 16.4",
    .coverage =
        "every path under next start: built and rendered pages, the files in public/ and _next/, a 404 "
        "and error pages. Not redirects of next.config, and not a static export (output: \"export\"), whose host "
        "must send them; a host with its own routing may leave them out of some responses. A later entry of "
        "headers() with the same name replaces these.",
    .max_value_bytes = 32768,
    .empty_value_refusal = "Next.js's configuration requires a value",
    .non_ascii_refusal = "Next.js passes the text on, and Node sends bytes above ASCII in different ways",
    .nonce_refusal =
        "next.config is read once and built pages have no nonce; use the target nextjs-middleware, which "
        "makes one for each request",
    .repeats = Repeats::Joined,
    .refused_names = javascript::kNextWritesItself,
    .examine = nextjs::examine,
    .write = nextjs::write,
    .receiver = receivers::write_nextjs,
};

}  // namespace headstrong::emitters

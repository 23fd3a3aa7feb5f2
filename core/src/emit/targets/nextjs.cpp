// Next.js: headers() of next.config, which holds for pages that are built as well as for rendered ones.
#include <string>

#include "emit/comment.hpp"
#include "emit/javascript.hpp"
#include "emit/receivers.hpp"
#include "emit/target.hpp"
#include "quote/quote.hpp"

namespace headstrong::emitters {

namespace nextjs {

void examine(const TargetSpec&, const EmitCall& call, EmitResult& result) {
  for (const HeaderValues& field : call.fields()) {
    for (const std::string_view value : field.values) {
      if (javascript::is_next_pattern(value)) {
        return refuse(result, field.name,
                      std::string(javascript::kNextPattern) + "; use the target nextjs-middleware instead");
      }
    }
  }
}

void write(const TargetSpec& spec, const EmitCall& call, EmitResult& result) {
  result.files.push_back({std::string(javascript::kNextConfigFile), std::string(javascript::kNextConfigPlace),
                          opening(spec, "// ", call) + javascript::next_headers(spec, call.fields())});
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
    .left_out_names = javascript::kNextWritesItself,
    .examine = nextjs::examine,
    .write = nextjs::write,
    .receiver = receivers::write_nextjs,
};

}  // namespace headstrong::emitters

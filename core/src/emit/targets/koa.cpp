// Koa: a middleware that sets the headers as the response begins.
#include "emit/comment.hpp"
#include "emit/javascript.hpp"
#include "emit/pieces.hpp"
#include "emit/target.hpp"

namespace headstrong::emitters {

namespace koa {

constexpr std::string_view kNonce = "ctx.state.cspNonce";

void write(const TargetSpec& spec, const EmitCall& call, EmitResult& result) {
  const bool nonce = has_nonce(call);
  std::string text = opening(spec, "// ", call);
  if (nonce) text += comment_lines("// ", "In templates: <script nonce=\"...\"> with ctx.state.cspNonce.");
  text += "\"use strict\";\n\n";
  if (nonce) text += "const crypto = require(\"node:crypto\");\n\n";
  text += "module.exports = async function securityHeaders(ctx, next) {\n";
  if (nonce) text += "  ctx.state.cspNonce = crypto.randomBytes(16).toString(\"base64\");\n";
  text += "  const { writeHead } = ctx.res;\n";
  text += comment_lines("  // ",
                        "Koa drops all headers when it answers an exception, so these are set at the "
                        "last moment.");
  text += javascript::as_it_begins(spec, call.fields(), "ctx.res", kNonce) + "  await next();\n};\n";
  result.files.push_back({"headstrong.cjs",
                          "next to your application, before all other middleware: "
                          "app.use(require(\"./headstrong.cjs\"))",
                          std::move(text)});
}

}  // namespace koa

extern constexpr TargetSpec k_koa_target = {
    .id = "koa",
    .name = "Koa",
    .evidence = Evidence::Server,
    .check = "node --check headstrong.cjs",
    .limits = "values up to 65536 bytes; ASCII only; Koa 2 or 3, Node 18.3 or later",
    .coverage =
        "every response after it: pages, static files, a 304, redirects, a 404 and Koa's own answer to "
        "an exception; copies that the application sets are replaced. Not Node's 400 for a malformed "
        "request.",
    .max_value_bytes = 65536,
    .non_ascii_refusal =
        "Node sends headers and a string body together as UTF-8, which would encode bytes above ASCII twice",
    .write = koa::write,
};

}  // namespace headstrong::emitters

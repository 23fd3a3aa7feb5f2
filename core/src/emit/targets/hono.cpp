// Hono: a middleware around all others.
#include "emit/comment.hpp"
#include "emit/header_facts.hpp"
#include "emit/javascript.hpp"
#include "emit/pieces.hpp"
#include "emit/target.hpp"
#include "quote/quote.hpp"

namespace headstrong::emitters {

namespace hono {

std::string lines(const TargetSpec& spec, std::span<const HeaderValues> fields) {
  std::string out;
  for (const HeaderValues& field : fields) {
    out += remark_lines(spec, "  // ", field);
    out += "  c.header(" + quote::literal(field.name, quote::Spelling::JavaScriptDouble) + ", ";
    out += javascript::value(field.values.front(), "nonce");
    out += is_additive(field.name) ? ", { append: true });\n" : ");\n";
  }
  return out;
}

void write(const TargetSpec& spec, const EmitCall& call, EmitResult& result) {
  const bool nonce = has_nonce(call);
  std::string text = opening(spec, "// ", call);
  if (nonce) text += comment_lines("// ", "In pages: <script nonce={c.get(\"cspNonce\")}>");
  text += "export async function securityHeaders(c, next) {\n";
  if (nonce) {
    text.append("  const nonce = ").append(javascript::kWebNonce).append(";\n");
    text += "  c.set(\"cspNonce\", nonce);\n";
  }
  text += "  await next();\n" + lines(spec, call.fields()) + "}\n";
  result.files.push_back({"headstrong.js",
                          "next to your application, before all routes and other middleware: import { "
                          "securityHeaders } from \"./headstrong.js\"; app.use(securityHeaders)",
                          std::move(text)});
}

}  // namespace hono

extern constexpr TargetSpec k_hono_target = {
    .id = "hono",
    .name = "Hono",
    .evidence = Evidence::Server,
    .check = "node --check headstrong.js",
    .limits = "values up to 65536 bytes; ASCII only; one field per name; Hono 4; on Node, version 20 or later",
    .coverage =
        "every response after it: pages, static files, a 304 from the etag middleware, redirects, a 404, "
        "exceptions that onError answers and what a handler fetched from elsewhere; copies that the "
        "application sets are replaced. Not what the server answers itself (a 400 for a malformed "
        "request), and not files that Cloudflare, Vercel and similar hosts serve without running the "
        "application.",
    .max_value_bytes = 65536,
    .empty_value_refusal = "Hono removes a header with an empty value",
    .non_ascii_refusal =
        "the servers that run Hono (Node, Bun, Deno, Workers) send bytes above ASCII in different ways",
    .repeats = Repeats::Joined,
    .write = hono::write,
};

}  // namespace headstrong::emitters

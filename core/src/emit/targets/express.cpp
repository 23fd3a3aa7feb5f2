// Express without helmet: a middleware that sets the headers as the response begins.
#include <algorithm>

#include "emit/comment.hpp"
#include "emit/javascript.hpp"
#include "emit/pieces.hpp"
#include "emit/receivers.hpp"
#include "emit/target.hpp"
#include "text/ascii.hpp"

namespace headstrong::emitters {

namespace express {

constexpr std::string_view kNonce = "res.locals.cspNonce";

void write(const TargetSpec& spec, const EmitCall& call, EmitResult& result) {
  const bool nonce = has_nonce(call);
  const bool tells = std::any_of(call.fields().begin(), call.fields().end(),
                                 [](const HeaderValues& field) { return text::iequals(field.name, "X-Powered-By"); });
  std::string text = opening(spec, "// ", call);
  if (nonce) text += comment_lines("// ", "In templates: <script nonce=\"...\"> with res.locals.cspNonce.");
  text += "\"use strict\";\n\n";
  if (nonce) text += "const crypto = require(\"node:crypto\");\n\n";
  text += "module.exports = function securityHeaders(req, res, next) {\n";
  if (nonce) text += "  res.locals.cspNonce = crypto.randomBytes(16).toString(\"base64\");\n";
  text += "  const { writeHead } = res;\n";
  text += comment_lines("  // ",
                        "Express's own 404 and error page sets a policy of its own, so these are set at the last "
                        "moment.");
  text += javascript::as_it_begins(spec, call.fields(), "res", kNonce,
                                   tells ? "" : "    res.removeHeader(\"X-Powered-By\");\n");
  text += "  next();\n};\n";
  result.files.push_back({"headstrong.cjs",
                          "next to your application, before all other middleware: "
                          "app.use(require(\"./headstrong.cjs\"))",
                          std::move(text)});
}

}  // namespace express

extern constexpr TargetSpec k_express_target = {
    .id = "express",
    .name = "Express",
    .evidence = Evidence::Server,
    .check = "node --check headstrong.cjs",
    .limits =
        "values up to 65536 bytes; ASCII only; Express 4 or 5 (Nest on Express too), Node 18.3 or later; tried "
        "with Express 5",
    .coverage =
        "every response after it: pages, static files, a 304, redirects, your error pages and Express's own; "
        "copies that the application sets are replaced. Not headers given to res.writeHead() itself, and not "
        "Node's 400 for a malformed request.",
    .max_value_bytes = 65536,
    .non_ascii_refusal =
        "Node sends headers and a string body together as UTF-8, which would encode bytes above ASCII twice",
    .write = express::write,
    .receiver = receivers::write_express,
};

}  // namespace headstrong::emitters

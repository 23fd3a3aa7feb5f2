// Express with helmet: helmet's own options wherever they give exactly what was asked for, and
// plain res.setHeader for the rest.
#include <algorithm>

#include "emit/comment.hpp"
#include "emit/helmet.hpp"
#include "emit/javascript.hpp"
#include "emit/pieces.hpp"
#include "emit/receivers.hpp"
#include "emit/target.hpp"
#include "quote/quote.hpp"
#include "text/ascii.hpp"

namespace headstrong::emitters {

namespace express_helmet {

constexpr std::string_view kNonce = "res.locals.cspNonce";

std::string raw_lines(const TargetSpec& spec, const std::vector<HeaderValues>& fields) {
  std::string out;
  for (const HeaderValues& field : fields) {
    out += remark_lines(spec, "    // ", field);
    out += "    res.setHeader(" + quote::literal(field.name, quote::Spelling::JavaScriptDouble) + ", " +
           javascript::values(field, kNonce) + ");\n";
  }
  return out;
}

bool has_non_ascii(const EmitCall& call) {
  for (const HeaderValues& field : call.fields()) {
    for (const std::string_view value : field.values) {
      if (std::any_of(value.begin(), value.end(), text::is_non_ascii)) return true;
    }
  }
  return false;
}

constexpr std::string_view kBytesMiddleware =
    R"(  // Node sends headers and a body that is a string (a redirect's, say) as one text in UTF-8, which
  // would encode the header's bytes above ASCII again. A body of bytes leaves the headers alone.
  (req, res, next) => {
    for (const name of ["write", "end"]) {
      const original = res[name];
      res[name] = function (chunk, encoding, ...rest) {
        if (typeof chunk !== "string") return original.call(this, chunk, encoding, ...rest);
        if (typeof encoding === "string") return original.call(this, Buffer.from(chunk, encoding), ...rest);
        return original.call(this, Buffer.from(chunk), encoding, ...rest);
      };
    }
    next();
  },
)";

void write(const TargetSpec& spec, const EmitCall& call, EmitResult& result) {
  const helmet::Plan plan = helmet::make_plan(spec, call.fields(), kNonce, true);
  const bool nonce = has_nonce(call);
  std::string text = opening(spec, "// ", call);
  if (nonce) {
    text += comment_lines("// ", "In templates: <script nonce=\"...\"> with res.locals.cspNonce.");
  }
  text += "\"use strict\";\n\n";
  if (nonce) text += "const crypto = require(\"node:crypto\");\n";
  text += "const helmet = require(\"helmet\");\n\nmodule.exports = [\n";
  if (has_non_ascii(call)) text += kBytesMiddleware;
  if (nonce) {
    text +=
        "  (req, res, next) => {\n"
        "    res.locals.cspNonce = crypto.randomBytes(16).toString(\"base64\");\n"
        "    next();\n  },\n";
  }
  text += "  helmet({\n" + plan.options + "  }),\n";
  text += plan.report_only;
  if (!plan.raw.empty()) {
    if (plan.raw_policy) {
      text += comment_lines("  // ", "The policy is set directly, because helmet would rewrite or refuse it.");
    }
    text += "  (req, res, next) => {\n" + raw_lines(spec, plan.raw) + "    next();\n  },\n";
  }
  text += "];\n";
  result.files.push_back({"headstrong.cjs",
                          "next to your application, before the routes: app.use(require(\"./headstrong.cjs\"))",
                          std::move(text)});
}

}  // namespace express_helmet

extern constexpr TargetSpec k_express_helmet_target = {
    .id = "express-helmet",
    .name = "Express with helmet",
    .evidence = Evidence::Server,
    .check = "node --check headstrong.cjs",
    .limits = "values up to 65536 bytes; helmet 7 or later",
    .coverage =
        "every response of routes and static files after it, redirects and your own error pages "
        "included; not Node's 400 for a malformed request. Express's built-in error and 404 page "
        "replaces the policy with default-src 'none': answer these yourself, after all routes, with "
        "app.use((req, res) => res.status(404).send(\"Not found\")).",
    .max_value_bytes = 65536,
    .write = express_helmet::write,
    .receiver = receivers::write_express,
};

}  // namespace headstrong::emitters

// Fastify with @fastify/helmet: helmet's options wherever they give exactly what was asked for, and an
// onSend hook for the rest.
#include <algorithm>

#include "emit/comment.hpp"
#include "emit/header_facts.hpp"
#include "emit/helmet.hpp"
#include "emit/javascript.hpp"
#include "emit/pieces.hpp"
#include "emit/target.hpp"
#include "quote/quote.hpp"

namespace headstrong::emitters {

namespace fastify_helmet {

std::string quoted(std::string_view name) { return quote::literal(name, quote::Spelling::JavaScriptDouble); }

std::string removed_names(std::span<const HeaderValues> fields) {
  std::string out;
  for (const HeaderValues& field : fields) {
    if (is_additive(field.name)) continue;
    out.append(out.empty() ? "" : ", ").append(quoted(field.name));
  }
  return "[" + out + "]";
}

std::string raw_lines(const TargetSpec& spec, const std::vector<HeaderValues>& fields) {
  std::string out;
  for (const HeaderValues& field : fields) {
    out += remark_lines(spec, "    // ", field);
    out += is_additive(field.name) ? "    reply.raw.appendHeader(" : "    reply.raw.setHeader(";
    out += quoted(field.name) + ", " + javascript::values(field, "reply.raw.cspNonce") + ");\n";
  }
  return out;
}

void write(const TargetSpec& spec, const EmitCall& call, EmitResult& result) {
  const helmet::Plan plan = helmet::make_plan(spec, call.fields(), "res.cspNonce", false);
  const bool nonce = has_nonce(call);
  std::string text = opening(spec, "// ", call);
  if (nonce) text += comment_lines("// ", "In templates: <script nonce=\"...\"> with reply.cspNonce.script.");
  text += "\"use strict\";\n\n";
  if (nonce) text += "const crypto = require(\"node:crypto\");\n";
  text +=
      "const helmet = require(\"@fastify/helmet\");\n\nmodule.exports = async function securityHeaders(fastify) {\n";
  if (nonce) {
    text +=
        "  fastify.decorateReply(\"cspNonce\", null);\n"
        "  fastify.addHook(\"onRequest\", async (request, reply) => {\n"
        "    const nonce = crypto.randomBytes(16).toString(\"base64\");\n"
        "    reply.raw.cspNonce = nonce;\n"
        "    reply.cspNonce = { script: nonce, style: nonce };\n  });\n";
  }
  text += "  await fastify.register(helmet, {\n" + plan.options + "  });\n";
  text += "  fastify.addHook(\"onSend\", async (request, reply) => {\n";
  text += "    // A header set with reply.header() would replace these.\n";
  text += "    for (const name of " + removed_names(call.fields()) + ") {\n";
  text += "      const value = reply.raw.getHeader(name);\n      reply.removeHeader(name);\n";
  text += "      if (value !== undefined) reply.raw.setHeader(name, value);\n    }\n";
  if (plan.raw_policy) {
    text += "    // Set directly, because helmet would rewrite the policy, refuse it, or already has one.\n";
  }
  text += raw_lines(spec, plan.raw);
  text += "  });\n};\n\n// For the whole application, not only for this plugin's scope.\n";
  text += "module.exports[Symbol.for(\"skip-override\")] = true;\n";
  result.files.push_back({"headstrong.cjs",
                          "next to your application, before the routes: await "
                          "fastify.register(require(\"./headstrong.cjs\"))",
                          std::move(text)});
}

}  // namespace fastify_helmet

extern constexpr TargetSpec k_fastify_helmet_target = {
    .id = "fastify-helmet",
    .name = "Fastify with @fastify/helmet",
    .evidence = Evidence::Server,
    .check = "node --check headstrong.cjs",
    .limits = "values up to 65536 bytes; ASCII only; Fastify 4 or 5, @fastify/helmet 11 or later",
    .coverage =
        "every response of the application: pages, static files, redirects, a 404, exceptions; "
        "copies that a handler sets are replaced. Not Node's 400 for a malformed request, and not a route "
        "that hijacks its reply.",
    .max_value_bytes = 65536,
    .non_ascii_refusal =
        "Node sends headers and a string body together as UTF-8, which would encode bytes above ASCII twice",
    .write = fastify_helmet::write,
};

}  // namespace headstrong::emitters

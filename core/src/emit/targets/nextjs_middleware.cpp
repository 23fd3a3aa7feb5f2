// Next.js: its proxy, called middleware before version 16, which makes a nonce for each request.
#include <algorithm>
#include <vector>

#include "emit/comment.hpp"
#include "emit/header_facts.hpp"
#include "emit/javascript.hpp"
#include "emit/pieces.hpp"
#include "emit/receivers.hpp"
#include "emit/target.hpp"
#include "quote/quote.hpp"
#include "text/ascii.hpp"

namespace headstrong::emitters {

namespace nextjs_middleware {

constexpr TargetOption kOptions[] = {
    {"version", "16|15", "Next.js's version: 16 calls the file proxy.js, 13 to 15 call it middleware.js",
     "Version of Next.js", "16|13 to 15"},
};

constexpr std::string_view kStatic =
    "Next.js writes the nonce only into pages rendered for each request: add \"await connection()\" "
    "(next/server) or export const dynamic = \"force-dynamic\" to a page. A built, cached or exported "
    "page has no nonce, and this policy blocks its scripts.";

constexpr std::string_view kElsewhere =
    "Set in headstrong.mjs: Next.js takes the nonce for its scripts from the enforced policy where the proxy sets "
    "one, and this one has none. Take the file out again once the policy with the nonce is enforced.";

/// Whether a field must not be among those that the proxy sets: Next.js writes these into the request, too, and asks
/// the enforced policy before the reported one.
bool hides_nonce(const EmitCall& call, const HeaderValues& field) {
  const auto reports = [](const HeaderValues& other) {
    return is_policy(other.name) && text::iends_with(other.name, "-report-only");
  };
  return is_policy(field.name) && !has_nonce(field) && !reports(field) &&
         std::any_of(call.fields().begin(), call.fields().end(),
                     [&reports](const HeaderValues& other) { return reports(other) && has_nonce(other); });
}

void examine(const TargetSpec&, const EmitCall& call, EmitResult& result) {
  bool told = false;
  for (const HeaderValues& field : call.fields()) {
    if (hides_nonce(call, field)) {
      if (javascript::is_next_pattern(field.values.front()))
        return refuse(result, field.name, std::string(javascript::kNextPattern));
      warn(result, field.name, kElsewhere);
    }
    if (!told && has_nonce(field)) {
      warn(result, field.name, kStatic);
      told = true;
    }
  }
}

void write(const TargetSpec& spec, const EmitCall& call, EmitResult& result) {
  const bool is_new = call.option("version") == "16";
  std::vector<HeaderValues> fields, config;
  for (const HeaderValues& field : call.fields()) (hides_nonce(call, field) ? config : fields).push_back(field);
  const auto policy = std::find_if(fields.begin(), fields.end(),
                                   [](const HeaderValues& field) { return is_policy(field.name) && has_nonce(field); });
  std::string text = opening(spec, "// ", call);
  if (has_nonce(call)) {
    text += comment_lines("// ",
                          "Next.js takes the nonce for its own scripts from the request's policy; a "
                          "component reads it as (await headers()).get(\"x-nonce\") and passes it to "
                          "<Script nonce={nonce}>.");
  }
  text += "import { NextResponse } from \"next/server\";\n\nexport function ";
  text += is_new ? "proxy(request) {\n" : "middleware(request) {\n";
  if (has_nonce(call)) {
    text.append("  const nonce = ").append(javascript::kWebNonce).append(";\n");
    text += "  const requestHeaders = new Headers(request.headers);\n  requestHeaders.set(\"x-nonce\", nonce);\n";
    if (policy != fields.end()) {
      text += "  requestHeaders.set(" + quote::literal(policy->name, quote::Spelling::JavaScriptDouble) + ", " +
              javascript::value(policy->values.front(), "nonce") + ");\n";
    }
    text += "  const response = NextResponse.next({ request: { headers: requestHeaders } });\n";
  } else {
    text += "  const response = NextResponse.next();\n";
  }
  text += javascript::set_lines(spec, fields, "response.headers", "nonce", "  ");
  text += "  return response;\n}\n";
  result.files.push_back({is_new ? "proxy.js" : "middleware.js",
                          is_new ? "next to app/ or pages/ (in src/ if they are there); if you already have one, "
                                   "call this from it. Next.js 13 to 15 ignore this file: write it with version=15"
                                 : "next to app/ or pages/ (in src/ if they are there); if you already have one, "
                                   "call this from it",
                          std::move(text)});
  if (config.empty()) return;
  result.files.push_back({std::string(javascript::kNextConfigFile), std::string(javascript::kNextConfigPlace),
                          javascript::next_headers(spec, config)});
}

}  // namespace nextjs_middleware

extern constexpr TargetSpec k_nextjs_middleware_target = {
    .id = "nextjs-middleware",
    .name = "Next.js (proxy or middleware)",
    .evidence = Evidence::Server,
    .check = "npx next build",
    .limits =
        "values of 1 to 16384 bytes, ASCII only; one field per name; no Cache-Control, Vary or X-Powered-By header; "
        "Next.js 13 or later; tried with 16.4",
    .coverage =
        "every path that reaches the proxy: pages, route handlers, the files in public/ and _next/, a "
        "404 and error pages. Not redirects of next.config, which come before it, not a static export, "
        "and not files that a host serves from its edge. Next.js's headers() adds its own as well.",
    .max_value_bytes = 16384,
    .empty_value_refusal = "Next.js leaves out a header with an empty value that its proxy sets",
    .non_ascii_refusal = "Next.js's runtimes send bytes above ASCII in different ways",
    .repeats = Repeats::Joined,
    .left_out_names = javascript::kNextWritesItself,
    .options = nextjs_middleware::kOptions,
    .examine = nextjs_middleware::examine,
    .write = nextjs_middleware::write,
    .receiver = receivers::write_nextjs,
};

}  // namespace headstrong::emitters

// Astro: its middleware, for pages that are rendered on demand.
#include "emit/comment.hpp"
#include "emit/javascript.hpp"
#include "emit/pieces.hpp"
#include "emit/target.hpp"

namespace headstrong::emitters {

namespace astro {

void write(const TargetSpec& spec, const EmitCall& call, EmitResult& result) {
  const bool nonce = has_nonce(call);
  std::string text = opening(spec, "// ", call);
  if (nonce) {
    text += comment_lines("// ",
                          "In components: <script is:inline nonce={Astro.locals.cspNonce}>. Scripts that "
                          "Astro bundles have no nonce. Make all of them files, which 'self' allows: set vite: { "
                          "build: { assetsInlineLimit: 0 } } in astro.config. Under 'strict-dynamic' a trusted "
                          "script must load them.");
  }
  text += "export async function onRequest(context, next) {\n";
  if (nonce) {
    text.append("  const nonce = ").append(javascript::kWebNonce).append(";\n");
    text += "  context.locals.cspNonce = nonce;\n";
  }
  text += "  const response = await next();\n";
  text += javascript::set_lines(spec, call.fields(), "response.headers", "nonce", "  ");
  text += "  return response;\n}\n";
  result.files.push_back({"middleware.js",
                          "in src; if you already have one, name this one headstrong.js and join the two "
                          "with sequence() from astro:middleware, this one first",
                          std::move(text)});
}

}  // namespace astro

extern constexpr TargetSpec k_astro_target = {
    .id = "astro",
    .name = "Astro",
    .evidence = Evidence::Server,
    .check = "npx astro build",
    .limits = "values up to 16384 bytes, ASCII only; one field per name; Astro 4 or later; tried with 7.3",
    .coverage =
        "pages and endpoints rendered on demand (an adapter, and prerender = false), their redirects, a 404, "
        "and src/pages/500.astro for exceptions. Not an exception without that page, redirects of "
        "astro.config, prerendered pages and static files: their host must send the headers, so choose "
        "the host's target for a static site. Astro's own security.csp adds a second policy as <meta>, "
        "and both apply.",
    .max_value_bytes = 16384,
    .non_ascii_refusal = "Astro's adapters send bytes above ASCII in different ways",
    .repeats = Repeats::Joined,
    .write = astro::write,
};

}  // namespace headstrong::emitters

// SvelteKit: the hook handle(). SvelteKit's own scripts are inline, so that the nonce is the one that kit.csp
// has put into them.
#include "emit/comment.hpp"
#include "emit/javascript.hpp"
#include "emit/pieces.hpp"
#include "emit/target.hpp"

namespace headstrong::emitters {

namespace sveltekit {

constexpr std::string_view kInline =
    "SvelteKit starts pages with an inline script. It only runs under a policy that has a nonce for "
    "scripts (with csp: { mode: \"nonce\" } as below) or the hash that kit.csp computes.";

void write(const TargetSpec& spec, const EmitCall& call, EmitResult& result) {
  const bool nonce = has_nonce(call);
  std::string text = opening(spec, "// ", call);
  text += comment_lines("// ", kInline);
  if (nonce) {
    text += comment_lines(
        "// ",
        "In vite.config.js, sveltekit({ csp: { mode: \"nonce\", directives: { "
        "\"script-src\": [\"self\"], \"style-src\": [\"self\"] } } }), with SvelteKit 2 in svelte.config.js, "
        "kit: { csp: ... }: it adds a nonce to SvelteKit's tags and a policy that this one replaces. In app.html: "
        "<script nonce=\"%sveltekit.nonce%\">.");
  }
  text += "export async function handle({ event, resolve }) {\n  const response = await resolve(event);\n";
  if (nonce) {
    text += "  const made = response.headers.get(\"Content-Security-Policy\") ?? \"\";\n";
    text += "  const nonce = /'nonce-([^']+)'/.exec(made)?.[1] ?? ";
    text.append(javascript::kWebNonce).append(";\n");
  }
  text += javascript::set_lines(spec, call.fields(), "response.headers", "nonce", "  ");
  text += "  return response;\n}\n";
  result.files.push_back({"hooks.server.js",
                          "in src; if you already have one, join the two with sequence() from "
                          "@sveltejs/kit/hooks, this one first",
                          std::move(text)});
}

}  // namespace sveltekit

extern constexpr TargetSpec k_sveltekit_target = {
    .id = "sveltekit",
    .name = "SvelteKit",
    .evidence = Evidence::Server,
    .check = "npx vite build",
    .limits = "values up to 16384 bytes, ASCII only; one field per name; SvelteKit 2 or later; tried with 3.2",
    .coverage =
        "pages and endpoints rendered on the server, their errors and redirects included. Not "
        "prerendered pages, static files and _app/immutable: their host must send the headers. A "
        "prerendered page has kit.csp's policy as <meta> with hashes, never a nonce.",
    .max_value_bytes = 16384,
    .non_ascii_refusal = "SvelteKit's adapters send bytes above ASCII in different ways",
    .repeats = Repeats::Joined,
    .write = sveltekit::write,
};

}  // namespace headstrong::emitters

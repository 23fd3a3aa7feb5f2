// Nuxt: a plugin of its server, which sets the headers before anything answers.
#include "emit/comment.hpp"
#include "emit/header_facts.hpp"
#include "emit/javascript.hpp"
#include "emit/pieces.hpp"
#include "emit/target.hpp"
#include "quote/quote.hpp"

namespace headstrong::emitters {

namespace nuxt {

constexpr std::string_view kNonceHook =
    R"(  // Only Nuxt's own tags: the body may contain anybody's markup. A second nonce attribute would disable the first.
  nitroApp.hooks.hook("render:html", (html, { event }) => {
    const mark = (text) => text.replace(/<(script|style)(?=[\s>])(?!(?:"[^"]*"|'[^']*'|[^>"'])*\snonce=)/g, `<$1 nonce="${event.context.cspNonce}"`);
    html.head = html.head.map(mark);
    html.bodyAppend = html.bodyAppend.map(mark);
  });
)";

constexpr LeftOutName kLeftOutNames[] = {
    {"X-Powered-By", "Nuxt writes its own when it renders a page"},
};

void write(const TargetSpec& spec, const EmitCall& call, EmitResult& result) {
  const bool nonce = has_nonce(call);
  std::string text = opening(spec, "// ", call);
  if (nonce) {
    text += comment_lines("// ",
                          "Nuxt's own scripts and styles get the nonce below; others read event.context.cspNonce "
                          "(useRequestEvent() in components, on the server).");
  }
  text += "export default defineNitroPlugin((nitroApp) => {\n";
  text += "  nitroApp.hooks.hook(\"request\", (event) => {\n    const response = event.node.res;\n";
  if (nonce) {
    text.append("    const nonce = ").append(javascript::kWebNonce).append(";\n");
    text += "    event.context.cspNonce = nonce;\n";
  }
  for (const HeaderValues& field : call.fields()) {
    text += remark_lines(spec, "    // ", field);
    text += is_additive(field.name) ? "    response.appendHeader(" : "    response.setHeader(";
    text += quote::literal(field.name, quote::Spelling::JavaScriptDouble) + ", " +
            javascript::value(field.values.front(), "nonce") + ");\n";
  }
  text += "  });\n";
  if (nonce) text += kNonceHook;
  text += "});\n";
  result.files.push_back({"headstrong.js", "in server/plugins", std::move(text)});
}

}  // namespace nuxt

extern constexpr TargetSpec k_nuxt_target = {
    .id = "nuxt",
    .name = "Nuxt",
    .evidence = Evidence::Server,
    .check = "npx nuxt build",
    .limits =
        "values up to 16384 bytes, ASCII only; one field per name; no X-Powered-By header; Nuxt 3 or 4; tried with 4.5",
    .coverage =
        "every response of Nuxt's server: pages, server routes, redirects, errors and the public files "
        "that it serves. Not a static site (nuxt generate), prerendered pages or assets that a host "
        "serves without the server: the host must send them. A route that sets the same header replaces "
        "these, and so does nuxt-security.",
    .max_value_bytes = 16384,
    .non_ascii_refusal = "Nitro's presets send bytes above ASCII in different ways",
    .repeats = Repeats::Joined,
    .left_out_names = nuxt::kLeftOutNames,
    .write = nuxt::write,
};

}  // namespace headstrong::emitters

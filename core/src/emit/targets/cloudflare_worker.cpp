// Cloudflare: a Worker in front of a site or of static assets.
#include "emit/comment.hpp"
#include "emit/header_facts.hpp"
#include "emit/javascript.hpp"
#include "emit/receivers.hpp"
#include "emit/target.hpp"

namespace headstrong::emitters {

namespace cloudflare_worker {

constexpr LeftOutName kLeftOutNames[] = {
    {"Alt-Svc", "Cloudflare's edge writes it"},
    {"Server", "Cloudflare's edge writes it"},
};

void write(const TargetSpec& spec, const EmitCall& call, EmitResult& result) {
  std::string text = opening(spec, "// ", call);
  const bool takes_reports = !call.receiver_path().empty();
  if (takes_reports) text += "import { isReport, receive } from \"./headstrong-reports.js\";\n\n";
  text += "export default {\n  async fetch(request, env) {\n";
  if (takes_reports) text += "    if (isReport(request)) return receive(request);\n";
  text += comment_lines("    // ", "The site's own response, or the static assets'.");
  text +=
      "    const answer = env.ASSETS ? await env.ASSETS.fetch(request) : await fetch(request);\n"
      "    if (answer.status === 101) return answer;\n"
      "    const response = new Response(answer.body, answer);\n";
  for (const HeaderValues& field : call.fields()) {
    text += remark_lines(spec, "    // ", field);
    bool first = !is_additive(field.name);
    for (const std::string_view value : field.values) {
      text += std::string("    response.headers.") + (first ? "set" : "append") + "(" +
              javascript::value(field.name, "") + ", " + javascript::value(value, "") + ");\n";
      first = false;
    }
  }
  result.files.push_back({"headstrong-worker.js",
                          "as a Worker on the site's route; with static assets, "
                          "set run_worker_first = true",
                          text + "    return response;\n  },\n};\n"});
}

}  // namespace cloudflare_worker

extern constexpr TargetSpec k_cloudflare_worker_target = {
    .id = "cloudflare-worker",
    .name = "Cloudflare Worker",
    .check = "npx wrangler deploy --dry-run headstrong-worker.js",
    .limits = "values of 1 to 16384 bytes of ASCII, 32768 in all; no nonce",
    .coverage =
        "every response of the route, errors and redirects included; not what Cloudflare answers before "
        "the Worker runs (challenges, blocks, its own error pages). Copies from the site are replaced.",
    .max_value_bytes = 16384,
    .max_set_bytes = 32768,
    .empty_value_refusal = "we don't know how Cloudflare's edge handles an empty value",
    .non_ascii_refusal = "we don't know how Cloudflare's edge handles bytes outside ASCII",
    .nonce_refusal =
        "a Worker can't tell a page's own scripts from injected ones, so it must not give them a nonce; "
        "make the nonce where the page is generated",
    .left_out_names = cloudflare_worker::kLeftOutNames,
    .write = cloudflare_worker::write,
    .receiver = receivers::write_cloudflare_worker,
};

}  // namespace headstrong::emitters

// lighttpd: mod_setenv.
#include "emit/comment.hpp"
#include "emit/header_facts.hpp"
#include "emit/target.hpp"
#include "quote/quote.hpp"

namespace headstrong::emitters {

namespace lighttpd {

constexpr LeftOutName kLeftOutNames[] = {
    {"X-Sendfile", "lighttpd reads it as an instruction to send a file, and removes it"},
};

std::string entries(const TargetSpec& spec, std::span<const HeaderValues> fields, bool additive) {
  std::string out;
  for (const HeaderValues& field : fields) {
    if (is_additive(field.name) != additive) continue;
    out += remark_lines(spec, "  # ", field);
    out.append("  \"").append(field.name).append("\" => ");
    out.append(quote::literal(field.values.front(), quote::Spelling::LighttpdString)).append(",\n");
  }
  if (out.empty()) return {};
  return std::string(additive ? "setenv.add-response-header" : "setenv.set-response-header") + " += (\n" + out + ")\n";
}

void examine(const TargetSpec&, const EmitCall& call, EmitResult& result) {
  for (const HeaderValues& field : call.fields()) {
    if (!field.values.front().empty() && field.values.front().back() == '\\') {
      refuse(result, field.name,
             "the value ends with a backslash, which lighttpd reads as an escape of the closing quote");
    }
  }
}

void write(const TargetSpec& spec, const EmitCall& call, EmitResult& result) {
  std::string text = opening(spec, "# ", call);
  text += comment_lines("# ",
                        "This module must come first: responses of modules before it (redirects, "
                        "denials) would lack these headers.");
  text += "server.modules := ( \"mod_setenv\" ) + server.modules\n";
  text += entries(spec, call.fields(), false) + entries(spec, call.fields(), true);
  result.files.push_back(
      {"headstrong.conf",
       "in lighttpd.conf (include \"headstrong.conf\"), after server.modules and outside conditions; "
       "Debian: /etc/lighttpd/conf-enabled/",
       std::move(text)});
}

}  // namespace lighttpd

extern constexpr TargetSpec k_lighttpd_target = {
    .id = "lighttpd",
    .name = "lighttpd",
    .evidence = Evidence::Server,
    .check = "lighttpd -tt -f /etc/lighttpd/lighttpd.conf",
    .limits = "values of 1 to 32768 bytes, not ending with a backslash; one field per name; no nonce",
    .coverage =
        "every status, redirects, denials and proxied responses included; not the 400 for a malformed "
        "request, and not the 416 for an invalid range. A condition with its own set-response-header "
        "replaces these; there, write += and the whole list again.",
    .max_value_bytes = 32768,
    .empty_value_refusal = "lighttpd sends no header with an empty value",
    .nonce_refusal = "lighttpd has no random value to make a nonce from; let the application send the header",
    .repeats = Repeats::Joined,
    .left_out_names = lighttpd::kLeftOutNames,
    .examine = lighttpd::examine,
    .write = lighttpd::write,
};

}  // namespace headstrong::emitters

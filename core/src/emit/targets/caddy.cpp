// Caddy: a Caddyfile. Braces begin placeholders at three moments (environment at reading, arguments
// at `import`, the rest at each request) and their escape is used up by the first that meets it, so
// they come from `vars`, which is not looked through again.
#include "emit/comment.hpp"
#include "emit/header_facts.hpp"
#include "emit/target.hpp"
#include "text/ascii.hpp"

namespace headstrong::emitters {

namespace caddy {

constexpr std::string_view kBrace = "{http.vars.headstrong_brace}";
constexpr std::string_view kBackslash = "{http.vars.headstrong_backslash}";

constexpr LeftOutName kLeftOutNames[] = {
    {"Alt-Svc", "Caddy writes it if it serves HTTP/3"},
};

/// Whether a backslash before `rest` would be read as an escape, by the file's reader or by the
/// placeholders': before a quote (the closing one too) or a brace, and before another such
/// backslash, which is written as a placeholder and so begins with a brace.
bool is_escape_before(std::string_view rest) {
  const std::size_t at = rest.find_first_not_of('\\');
  if (at == std::string_view::npos) return true;
  return rest[at] == '"' || rest[at] == '{' || rest[at] == '}';
}

std::string quoted(std::string_view value) {
  std::string out = "\"";
  for (std::size_t i = 0; i < value.size(); ++i) {
    const char c = value[i];
    if (c == '{') {
      out += kBrace;
    } else if (c == '\\' && is_escape_before(value.substr(i + 1))) {
      out += kBackslash;
    } else {
      if (c == '"') out += '\\';
      out += c;
    }
  }
  // Alone, a brace is a token of the language even in quotes.
  if (out == "\"}") return "\"{http.vars.headstrong_nothing}}\"";
  return out + '"';
}

bool uses(std::string_view text, std::string_view word) { return text.find(word) != std::string_view::npos; }

std::string vars_lines(std::string_view text) {
  std::string out;
  if (uses(text, kBrace)) {
    out += "vars headstrong_brace \"{http.vars.headstrong_nothing}{\"\n";
  }
  if (uses(text, kBackslash)) out += "vars headstrong_backslash `\\`\n";
  return out;
}

/// Set at once: error pages carry only what was set before the error.
std::string early_lines(const TargetSpec& spec, std::span<const HeaderValues> fields) {
  std::string out;
  for (const HeaderValues& field : fields) {
    out += remark_lines(spec, "# ", field);
    for (const std::string_view value : field.values) {
      const bool first = value.data() == field.values.front().data();
      out.append(first && !is_additive(field.name) ? "header " : "header +");
      out.append(field.name).append(" ").append(quoted(value)).append("\n");
    }
  }
  return out;
}

/// Set again when the response is written, over what the application sent. Deferred blocks run last
/// one first, so a name's further values stand before its first.
std::string late_lines(std::span<const HeaderValues> fields) {
  std::string further;
  std::string first;
  bool tells_software = false;
  for (const HeaderValues& field : fields) {
    tells_software = tells_software || text::iequals(field.name, kPoweredBy);
    if (is_additive(field.name)) continue;
    for (std::size_t i = field.values.size(); i-- > 1;) {
      further.append("header {\n\tdefer\n\t+").append(field.name).append(" ");
      further.append(quoted(field.values[i])).append("\n}\n");
    }
    first.append("\t").append(field.name).append(" ").append(quoted(field.values[0])).append("\n");
  }
  if (first.empty()) return {};
  if (!tells_software) first.append("\t-").append(kPoweredBy).append("\n");
  return comment_lines("# ", "and again over headers from a reverse_proxy or php_fastcgi:") + further +
         "header {\n\tdefer\n" + first + "}\n";
}

void write(const TargetSpec& spec, const EmitCall& call, EmitResult& result) {
  const std::string early = early_lines(spec, call.fields());
  const std::string text =
      comment_lines("# ", "For every response, error pages included:") + early + late_lines(call.fields());
  result.files.push_back({"headstrong.caddy", "in the site block (import headstrong.caddy)",
                          opening(spec, "# ", call) + vars_lines(early) + text});
}

}  // namespace caddy

extern constexpr TargetSpec k_caddy_target = {
    .id = "caddy",
    .name = "Caddy",
    .evidence = Evidence::Server,
    .check = "caddy validate --adapter caddyfile --config Caddyfile",
    .limits = "values up to 65536 bytes; no nonce",
    .coverage =
        "every status, error pages and proxied responses included; not Caddy's own redirect to HTTPS, "
        "and not the answer to a malformed request.",
    .max_value_bytes = 65536,
    .nonce_refusal =
        "Caddy has no value to make a nonce from: its only random placeholder is a UUID with 122 random "
        "bits, and CSP asks for 128; let the application send the header",
    .left_out_names = caddy::kLeftOutNames,
    .not_in_comments = "{$",  // the environment is put in before anything is read
    .write = caddy::write,
};

}  // namespace headstrong::emitters

// Varnish: VCL for delivered and for synthetic responses.
#include "emit/comment.hpp"
#include "emit/header_facts.hpp"
#include "emit/target.hpp"
#include "quote/quote.hpp"
#include "text/ascii.hpp"

namespace headstrong::emitters {

namespace varnish {

constexpr std::string_view kOneField = "VCL writes one field per name and would remove the application's";

constexpr LeftOutName kLeftOutNames[] = {
    {"Set-Cookie", kOneField},
    {"WWW-Authenticate", kOneField},
    {"Proxy-Authenticate", kOneField},
};

/// A long string, {"..."}, which has no escapes and ends at the first "}; a value with these two is
/// cut between them.
std::string quoted(std::string_view value) {
  std::string out;
  while (true) {
    const std::size_t at = value.find("\"}");
    if (at == std::string_view::npos) break;
    out.append(quote::literal(value.substr(0, at + 1), quote::Spelling::VclLong)).append(" + ");
    value.remove_prefix(at + 1);
  }
  return out.append(quote::literal(value, quote::Spelling::VclLong));
}

/// VCL takes a name that begins with a digit in quotes only.
std::string name_word(std::string_view name) {
  const std::string word(name);
  return text::is(name.front(), text::kDigit) ? '"' + word + '"' : word;
}

std::string statement(const HeaderValues& field) {
  const std::string place = "resp.http." + name_word(field.name);
  const std::string value = quoted(field.values.front());
  if (!is_additive(field.name)) return "  set " + place + " = " + value + ";\n";
  return "  if (" + place + ") {\n    set " + place + " = " + place + " + \", \" + " + value +
         ";\n  } else {\n    set " + place + " = " + value + ";\n  }\n";
}

void write(const TargetSpec& spec, const EmitCall& call, EmitResult& result) {
  std::string body;
  std::string remarked;
  for (const HeaderValues& field : call.fields()) {
    const std::string text = statement(field);
    remarked += remark_lines(spec, "  # ", field) + text;
    body += text;
  }
  result.files.push_back(
      {"headstrong.vcl",
       "in /etc/varnish, and in default.vcl before your own subs: include "
       "\"/etc/varnish/headstrong.vcl\";",
       opening(spec, "# ", call) + "\nsub vcl_deliver {\n" + remarked + "}\n\nsub vcl_synth {\n" + body + "}\n"});
}

}  // namespace varnish

extern constexpr TargetSpec k_varnish_target = {
    .id = "varnish",
    .name = "Varnish",
    .evidence = Evidence::Server,
    .check = "varnishd -C -f /etc/varnish/default.vcl",
    .limits =
        "names up to 126 bytes, values up to 16384 bytes, 24576 in all (workspace_client is 64k), 40 "
        "fields (http_max_hdr is 64); one field per name; no Set-Cookie, no nonce",
    .coverage =
        "every response, Varnish's own error pages included, but not the 400 for a malformed "
        "request; copies from the application are "
        "replaced. A cached page is sent with these headers too.",
    .max_name_bytes = 126,
    .max_value_bytes = 16384,
    .max_set_bytes = 24576,
    .max_fields = 40,
    .nonce_refusal =
        "Varnish has no unguessable value to make a nonce from, and what it sends is cached; let the "
        "application send the header with an uncached page",
    .repeats = Repeats::Joined,
    .left_out_names = varnish::kLeftOutNames,
    .write = varnish::write,
};

}  // namespace headstrong::emitters

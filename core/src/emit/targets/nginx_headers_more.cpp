// nginx with the module headers-more: more_set_headers, which replaces and is merged over levels.
#include "emit/comment.hpp"
#include "emit/header_facts.hpp"
#include "emit/nginx_words.hpp"
#include "emit/pieces.hpp"
#include "emit/target.hpp"

namespace headstrong::emitters {

namespace nginx_headers_more {

constexpr TargetOption kOptions[] = {
    {"upstream", "proxy|fastcgi|uwsgi|grpc|scgi|none",
     "how nginx reaches the application, which gets the nonce that way", "How nginx reaches the application",
     "proxy_pass|fastcgi_pass (PHP)|uwsgi_pass|grpc_pass|scgi_pass|No application"},
};

/// more_set_headers would take away the application's own fields, so additive ones are added.
std::optional<std::string> line(NginxWords& words, const HeaderValues& field) {
  const std::string name(field.name);
  const std::string_view value = field.values.front();
  if (is_additive(name)) {
    const std::optional<std::string> word = words.quoted(value);
    if (!word) return {};
    return "add_header " + name + " " + *word + " always;\n";
  }
  const std::optional<std::string> word = words.quoted(value, name + ": ");
  if (!word) return {};
  return "more_set_headers " + *word + ";\n";
}

void examine(const TargetSpec&, const EmitCall& call, EmitResult& result) {
  if (has_nonce(call)) warn_of_nginx_nonce(result);
}

void write(const TargetSpec& spec, const EmitCall& call, EmitResult& result) {
  NginxWords words;
  std::string lines;
  for (const HeaderValues& field : call.fields()) {
    const std::optional<std::string> text = line(words, field);
    if (!text) {
      refuse(result, field.name, "the value needs a longer word than nginx can read");
      return;
    }
    lines += remark_lines(spec, "# ", field) + *text;
  }
  std::string text = opening(spec, "# ", call);
  if (has_nonce(call)) {
    text += comment_lines("# ", nginx_nonce_note(call.option("upstream")));
  }
  words.add_http_file(result);
  result.files.push_back({"headstrong.conf", "in the server block (include headstrong.conf;)", text + lines});
}

}  // namespace nginx_headers_more

extern constexpr TargetSpec k_nginx_headers_more_target = {
    .id = "nginx-headers-more",
    .name = "nginx with headers-more",
    .evidence = Evidence::Server,
    .check = "nginx -t",
    .limits = "values of 1 to 32768 bytes; one field per name",
    .coverage =
        "every status, proxied responses included; location blocks inherit these and may add more. It "
        "needs the module headers-more (Debian: libnginx-mod-http-headers-more-filter).",
    .max_value_bytes = 32768,
    .empty_value_refusal = "headers-more removes a header with an empty value",
    .repeats = Repeats::Joined,
    .options = nginx_headers_more::kOptions,
    .examine = nginx_headers_more::examine,
    .write = nginx_headers_more::write,
};

}  // namespace headstrong::emitters

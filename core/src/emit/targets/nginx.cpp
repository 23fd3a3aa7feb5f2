// nginx: add_header.
#include "emit/comment.hpp"
#include "emit/header_facts.hpp"
#include "emit/nginx_words.hpp"
#include "emit/pieces.hpp"
#include "emit/target.hpp"

namespace headstrong::emitters {

namespace nginx {

constexpr NameRefusal kRefusedNames[] = {
    {"Server",
     "nginx sends its own and add_header would add a second; the module headers-more can replace "
     "it"},
};

constexpr TargetOption kOptions[] = {
    {"upstream", "proxy|fastcgi|uwsgi|grpc|scgi|none",
     "how nginx reaches the application, whose own copies of the headers are then hidden"},
};

std::string hide_lines(std::string_view upstream, std::span<const Field> fields) {
  if (upstream == "none") return {};
  std::string out;
  for (const Field& field : fields) {
    if (is_additive(field.name)) continue;
    out.append(upstream).append("_hide_header ").append(field.name).append(";\n");
  }
  return out;
}

void write(const TargetSpec& spec, const Request& request, EmitResult& result) {
  NginxWords words;
  std::string lines;
  for (const Field& field : request.fields()) {
    for (const std::string_view value : field.values) {
      const std::optional<std::string> word = words.quoted(value);
      if (!word) {
        refuse(result, field.name, "the value needs a longer word than nginx reads");
        return;
      }
      lines.append("add_header ").append(field.name).append(" ").append(*word).append(" always;\n");
    }
  }
  const std::string_view upstream = request.option("upstream");
  std::string text = banner(spec, "# ");
  if (has_nonce(request)) {
    text += comment_lines("# ", nginx_nonce_note(upstream));
    warn_of_nginx_nonce(result);
  }
  words.add_http_file(result);
  result.files.push_back(
      {"headstrong.conf",
       "in the server block (include headstrong.conf;), and again in each location that has an "
       "add_header of its own",
       text + hide_lines(upstream, request.fields()) + lines});
}

}  // namespace nginx

extern constexpr TargetSpec k_nginx_target = {
    .id = "nginx",
    .name = "nginx",
    .evidence = Evidence::Server,
    .check = "nginx -t",
    .limits = "values of 1 to 32768 bytes; no Server header",
    .coverage =
        "every status (always). A server or location block with an add_header of its own inherits "
        "none of these: include the file there too, or write 'add_header_inherit merge;' "
        "(nginx 1.29.3).",
    .max_value_bytes = 32768,
    .empty_value_refusal = "nginx leaves out a header whose value is empty",
    .refused_names = nginx::kRefusedNames,
    .options = nginx::kOptions,
    .write = nginx::write,
};

}  // namespace headstrong::emitters

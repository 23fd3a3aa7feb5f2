// HAProxy: http-after-response, which covers the responses that HAProxy makes itself.
#include "emit/comment.hpp"
#include "emit/header_facts.hpp"
#include "emit/target.hpp"
#include "quote/quote.hpp"

namespace headstrong::emitters {

namespace haproxy {

void write(const TargetSpec& spec, const EmitCall& call, EmitResult& result) {
  std::string text = opening(spec, "# ", call);
  for (const HeaderValues& field : call.fields()) {
    text += remark_lines(spec, "# ", field);
    const bool additive = is_additive(field.name);
    for (const std::string_view value : field.values) {
      const bool first = value.data() == field.values.front().data();
      text.append("http-after-response ").append(first && !additive ? "set-header " : "add-header ");
      text.append(field.name).append(" ").append(quote::literal(value, quote::Spelling::HaproxyWord)).append("\n");
    }
  }
  result.files.push_back(
      {"headstrong.cfg", "in the frontend section (HAProxy has no include: paste the lines)", std::move(text)});
}

}  // namespace haproxy

extern constexpr TargetSpec k_haproxy_target = {
    .id = "haproxy",
    .name = "HAProxy",
    .evidence = Evidence::Server,
    .check = "haproxy -c -f /etc/haproxy/haproxy.cfg",
    .limits = "names up to 255 bytes, values of 1 to 8192 bytes, 12288 bytes in all (tune.bufsize is 16384); no nonce",
    .coverage =
        "every response, HAProxy's own errors, redirects and denials included, but not the 400 for a "
        "malformed request; copies from the application are replaced. HAProxy 2.2 or later.",
    .max_name_bytes = 255,
    .max_value_bytes = 8192,
    .max_set_bytes = 12288,
    .empty_value_refusal = "HAProxy doesn't accept an empty value",
    .nonce_refusal =
        "HAProxy has no unguessable value to make a nonce from (rand() and uuid() come from a fast "
        "generator); let the application send the header",
    .write = haproxy::write,
};

}  // namespace headstrong::emitters

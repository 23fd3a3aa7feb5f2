// Envoy: the headers of a route configuration, and of Envoy's own replies.
#include "emit/comment.hpp"
#include "emit/header_facts.hpp"
#include "emit/target.hpp"
#include "quote/quote.hpp"

namespace headstrong::emitters {

namespace envoy {

// The rule of HeaderValue.value in api/envoy/config/core/v3/base.proto (read 2026-11-30), of the value as it is written.
constexpr std::size_t kMaxWritten = 16384;

std::string written(std::string_view value) { return quote::literal(value, quote::Spelling::EnvoyDouble); }

void examine(const TargetSpec&, const EmitCall& call, EmitResult& result) {
  for (const HeaderValues& field : call.fields()) {
    std::size_t bytes = field.values.front().size();
    for (const char c : field.values.front()) bytes += c == '%' ? 1U : 0U;
    if (bytes > kMaxWritten) {
      refuse(result, field.name, "Envoy takes values of at most 16384 bytes, in which each % counts twice");
    }
  }
}

/// A list of headers behind `indent`. Envoy appends by default, so the service's own copy would be sent as well.
std::string list(const TargetSpec& spec, const EmitCall& call, const std::string& indent, bool remarks) {
  std::string text;
  for (const HeaderValues& field : call.fields()) {
    if (remarks) text += remark_lines(spec, indent + "# ", field);
    text += indent + "- header:\n" + indent + "    key: " + quote::literal(field.name, quote::Spelling::YamlDouble) +
            "\n" + indent + "    value: " + written(field.values.front()) + "\n" + indent + "  append_action: ";
    text += is_additive(field.name) ? "APPEND_IF_EXISTS_OR_ADD\n" : "OVERWRITE_IF_EXISTS_OR_ADD\n";
  }
  return text;
}

void write(const TargetSpec& spec, const EmitCall& call, EmitResult& result) {
  std::string text = opening(spec, "# ", call) + "route_config:\n  response_headers_to_add:\n";
  text += list(spec, call, "    ", true);
  text += comment_lines("# ", "Envoy's own replies, such as a 404 without a route or a 503 without a service:");
  text +=
      "local_reply_config:\n  mappers:\n    - filter:\n        status_code_filter:\n          comparison:\n"
      "            op: GE\n            value:\n              default_value: 200\n"
      "              runtime_key: headstrong.local_reply\n      headers_to_add:\n";
  text += list(spec, call, "        ", false);
  result.files.push_back({"headstrong.yaml",
                          "in typed_config of the HTTP connection manager: add response_headers_to_add to its "
                          "route_config, and local_reply_config beside it",
                          std::move(text)});
}

}  // namespace envoy

extern constexpr TargetSpec k_envoy_target = {
    .id = "envoy",
    .name = "Envoy",
    .check = "envoy --mode validate -c envoy.yaml",
    .limits =
        "values of 1 to 16384 bytes of ASCII, in which each % counts twice; one field per name; no nonce; Envoy 1.24 "
        "or later; not run",
    .coverage =
        "every response of the routes, errors of the services included, and Envoy's own replies; copies from the "
        "service are replaced. Not the 400 for a malformed request. The first mapper that matches decides: put one of "
        "your own with these headers before it. Routes that come from a control plane (RDS) take them there.",
    .max_value_bytes = envoy::kMaxWritten,
    .empty_value_refusal = "Envoy leaves out a header without a value",
    .non_ascii_refusal = "we don't know how Envoy handles bytes outside ASCII",
    .nonce_refusal = "Envoy has no random value of 128 bits to make a nonce from; let the application send the header",
    .repeats = Repeats::Joined,
    .examine = envoy::examine,
    .write = envoy::write,
};

}  // namespace headstrong::emitters

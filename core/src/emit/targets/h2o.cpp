// H2O: header.set and header.add of its YAML.
#include "emit/comment.hpp"
#include "emit/header_facts.hpp"
#include "emit/target.hpp"
#include "quote/quote.hpp"

namespace headstrong::emitters {

namespace h2o {

constexpr LeftOutName kLeftOutNames[] = {
    {"Server", "H2O writes its own, and doesn't start with another; server-name: and send-server-name: change it"},
};

void write(const TargetSpec& spec, const EmitCall& call, EmitResult& result) {
  std::string text = opening(spec, "# ", call);
  for (const HeaderValues& field : call.fields()) {
    text += remark_lines(spec, "# ", field);
    const bool additive = is_additive(field.name);
    for (const std::string_view value : field.values) {
      const bool first = value.data() == field.values.front().data();
      text += first && !additive ? "header.set: " : "header.add: ";
      text += quote::literal(std::string(field.name) + ": " + std::string(value), quote::Spelling::YamlDouble) + "\n";
    }
  }
  result.files.push_back({"headstrong.yaml",
                          "at the beginning of h2o.conf, for all hosts, or indented in one of them (H2O has no "
                          "include: paste the lines)",
                          std::move(text)});
}

}  // namespace h2o

extern constexpr TargetSpec k_h2o_target = {
    .id = "h2o",
    .name = "H2O",
    .evidence = Evidence::Server,
    .check = "h2o -t -c /etc/h2o/h2o.conf",
    .limits = "values up to 65536 bytes; no Server header, no nonce; tried with 2.2",
    .coverage =
        "every status, redirects, proxied responses and H2O's own errors included, but not the 400 for a malformed "
        "request; copies from the application are replaced. A host or path with header.set for the same name "
        "replaces these.",
    .max_value_bytes = 65536,
    .nonce_refusal = "H2O has no random value to make a nonce from; let the application send the header",
    .left_out_names = h2o::kLeftOutNames,
    .write = h2o::write,
};

}  // namespace headstrong::emitters

#include <cstdint>
#include <string>
#include <vector>

#include "grammar/base64.hpp"
#include "rules/csp/helpers.hpp"
#include "rules/fixes.hpp"
#include "rules/rule.hpp"
#include "text/ascii.hpp"

namespace headstrong::rules::csp_hash_in_hex {

using namespace csp_rules;

std::uint8_t digit_of(char c) {
  return static_cast<std::uint8_t>(text::is(c, text::kDigit) ? c - '0' : text::to_lower(c) - 'a' + 10);
}

std::string in_base64(std::string_view hex) {
  std::vector<std::uint8_t> bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    bytes.push_back(static_cast<std::uint8_t>(digit_of(hex[i]) << 4 | digit_of(hex[i + 1])));
  }
  return grammar::base64_encode(bytes.data(), bytes.size());
}

void check(const Context& context, Sink& sink) {
  each_source(context, csp::SourceKind::Hash,
              [&](const csp::Policy& policy, const csp::Directive&, const csp::SourceExpression& token) {
                if (!is_hex_digest(token)) return;
                // 'sha256- and what stands before the digits, as it was written.
                const std::size_t start = static_cast<std::size_t>(token.value().data() - token.text.data());
                const std::string right = std::string(token.text.substr(0, start)) + in_base64(token.value()) + "'";
                Finding& finding = sink.at(policy, token.span);
                finding.arguments = {std::string(token.text), right};
                offer_repair(finding, "Write it in base64", replace_token(policy, token, right));
              });
}

extern const RuleSpec kRule = {
    {
        .id = "csp/hash-in-hex",
        .header = "Content-Security-Policy",
        .severity = Severity::Medium,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .title = "A hash is in hexadecimal",
        .message = "{0} is hexadecimal; in base64 it is {1}.",
        .why = "Browsers decode the value as base64 and get a digest of the wrong length, which "
               "matches nothing. The script or style that it was meant to trust is blocked.",
        .advice = "Write the digest in base64: openssl dgst -sha256 -binary FILE | base64.",
        .references = {"https://www.w3.org/TR/CSP3/#grammardef-hash-source",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Content-Security-Policy#hash_algorithm-hash_value"},
        .bad = "script-src 'sha256-e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'",
        .good = "script-src 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",
    },
    check,
};

}  // namespace headstrong::rules::csp_hash_in_hex

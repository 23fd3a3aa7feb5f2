#include "rules/csp/helpers.hpp"
#include "rules/fixes.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_hash_of_wrong_length {

using namespace csp_rules;

/// How many bytes base64 text stands for, its padding left out of account.
std::size_t decoded_size(std::string_view value) {
  while (!value.empty() && value.back() == '=') value.remove_suffix(1);
  return value.size() * 3 / 4;
}

void check(const Context& context, Sink& sink) {
  each_source(
      context, csp::SourceKind::Hash,
      [&](const csp::Policy& policy, const csp::Directive&, const csp::SourceExpression& token) {
        const std::size_t size = decoded_size(token.value());
        const std::size_t right = digest_size(token.algorithm);
        if (size == right || is_hex_digest(token)) return;
        sink.at(policy, token.span).arguments = {std::string(token.text), std::to_string(size), std::to_string(right)};
      });
}

extern const RuleSpec kRule = {
    {
        .id = "csp/hash-of-wrong-length",
        .header = "Content-Security-Policy",
        .severity = Severity::Medium,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .title = "A hash has the wrong length for its algorithm",
        .message = "{0} matches nothing: its digest has {1} bytes instead of {2}.",
        .why = "No content has such a digest, so the script or style is blocked. Usually the value "
               "was cut off or made with another algorithm.",
        .advice = "Compute the hash again, or copy it from the browser's console, which prints the "
                  "right value when it blocks a script.",
        .references = {"https://www.w3.org/TR/CSP3/#grammardef-hash-source",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Content-Security-Policy#hash_algorithm-hash_value"},
        .bad = "script-src 'sha256-AAAA'",
        .good = "script-src 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",
    },
    check,
};

}  // namespace headstrong::rules::csp_hash_of_wrong_length

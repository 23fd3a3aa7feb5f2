#include <algorithm>
#include <string>

#include "grammar/base64.hpp"
#include "headers/csp/constant_nonce.hpp"
#include "rules/csp/helpers.hpp"
#include "rules/rule.hpp"
#include "text/ascii.hpp"

namespace headstrong::rules::csp_short_nonce {

using namespace csp_rules;

constexpr std::size_t kEnough = 96;  // 16 characters of base64: near enough to the 128 asked for
constexpr std::size_t kBitsAsked = 128;
constexpr std::size_t kGuessable = 64;  // with fewer an attacker can try them all

/// How many bytes a text lists as decimal numbers, "145,130,8": what comes of an array of bytes that was
/// encoded without being joined first. 0 for any other text.
std::size_t listed_bytes(std::string_view text) {
  constexpr std::size_t kDigitsOfByte = 3;
  std::size_t count = 0;
  while (!text.empty()) {
    const std::string_view number = text.substr(0, text.find(','));
    if (number.empty() || number.size() > kDigitsOfByte || !text::all_of(number, text::kDigit)) return 0;
    ++count;
    text.remove_prefix(std::min(text.size(), number.size() + 1));
  }
  return count > 1 ? count : 0;
}

/// How many random bits the characters can hold at most, by what they encode.
std::size_t bits_of(std::string_view nonce) {
  constexpr std::size_t kBitsOfByte = 8;
  std::string bytes;
  if (grammar::base64_decode(nonce, bytes)) {
    const std::size_t listed = listed_bytes(bytes);
    if (listed > 0) return listed * kBitsOfByte;
    // A number written out: a decimal digit holds 3.3 bits.
    if (!bytes.empty() && text::all_of(bytes, text::kDigit)) return bytes.size() * 10 / 3;
  }
  if (text::all_of(nonce, text::kDigit)) return nonce.size() * 10 / 3;
  const std::size_t bits = text::all_of(nonce, text::kHexDigit) ? 4 : 6;
  return nonce.substr(0, nonce.find('=')).size() * bits;
}

/// Every try reads the whole list.
constexpr int kMostTries = 100;

void check(const Context& context, Sink& sink) {
  int tries_left = kMostTries;
  each_source(context, csp::SourceKind::Nonce,
              [&](const csp::Policy& policy, const csp::Directive& directive, const csp::SourceExpression& token) {
                if (!is_enforced(policy) || !governs_scripts(policy, directive)) return;
                const std::string_view value = token.value();
                const std::size_t bits = bits_of(value);
                if (bits >= kEnough || csp::constant_nonce(value).likely) return;
                if (tries_left-- > 0 && !runs_scripts(context, value)) return;
                Finding& finding = sink.at(policy, token.span);
                finding.arguments = {std::string(token.text), std::to_string(bits), std::to_string(kBitsAsked)};
                if (bits >= kGuessable) finding.severity = Severity::Low;
              });
}

extern const RuleSpec kRule = {
    {
        .id = "csp/short-nonce",
        .header = "Content-Security-Policy",
        .severity = Severity::Medium,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "A nonce is too short",
        .message = "{0} has at most {1} random bits but needs {2}.",
        .why = "A nonce protects because nobody can guess it. A short nonce is easier to guess: "
               "below 64 bits, an attacker who can make a visitor load the page again and again "
               "often succeeds.",
        .advice = "Generate at least 16 random bytes (22 characters of base64) for every response.",
        .references = {"https://www.w3.org/TR/CSP3/#security-nonces",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Content-Security-Policy#nonce-nonce_value"},
        .bad = "script-src 'nonce-x7Qz9f'; base-uri 'none'; object-src 'none'",
        .good = "script-src 'nonce-4AEemGb0xJoptIGFP3Nd9A=='; base-uri 'none'; object-src "
                "'none'",
    },
    check,
};

}  // namespace headstrong::rules::csp_short_nonce

#include "rules/csp/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_short_nonce {

using namespace csp_rules;

constexpr std::size_t kShortest = 16;  // 96 bits in base64

/// Every try reads the whole list.
constexpr int kMostTries = 100;

void check(const Context& context, Sink& sink) {
  int tries_left = kMostTries;
  each_source(context, csp::SourceKind::Nonce,
              [&](const csp::Policy& policy, const csp::Directive& directive,
                  const csp::SourceExpression& token) {
                if (!is_enforced(policy) || !governs_scripts(policy, directive)) return;
                const std::string_view value = token.value();
                if (value.size() >= kShortest || looks_guessable(value)) return;
                if (tries_left-- > 0 && !runs_scripts(context, value)) return;
                sink.at(policy, token.span).arguments = {std::string(token.text),
                                                         std::to_string(value.size())};
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
        .message = "The nonce {0} has {1} characters: it can be guessed.",
        .why = "A nonce protects because nobody can know it beforehand. With few characters "
               "an attacker who can make a visitor load the page often, or who sees how "
               "nonces are made, hits it.",
        .advice = "Make at least 16 random bytes (22 characters of base64) for every response.",
        .references = {"https://www.w3.org/TR/CSP3/#security-nonces",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Content-Security-Policy#nonce-nonce_value"},
        .bad = "script-src 'nonce-x7Qz9f'; base-uri 'none'; object-src 'none'",
        .good = "script-src 'nonce-c2VjcmV0LW5vbmNlLWZvci15b3U='; base-uri 'none'; object-src "
                "'none'",
    },
    check,
};

}  // namespace headstrong::rules::csp_short_nonce

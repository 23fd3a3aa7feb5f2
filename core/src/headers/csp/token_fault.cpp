#include "headers/csp/token_fault.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

#include "headers/csp/parse_policy.hpp"
#include "text/ascii.hpp"

namespace headstrong::csp {
namespace token_fault_detail {

bool has_any_of(std::string_view s, std::string_view marks) { return s.find_first_of(marks) != std::string_view::npos; }

bool is_trust_prefix(std::string_view word) {
  const char first = word.empty() ? '\0' : text::to_lower(word.front());
  if (first != 'n' && first != 's') return false;
  static constexpr std::string_view kPrefixes[] = {"nonce-", "sha256-", "sha384-", "sha512-"};
  for (const std::string_view prefix : kPrefixes) {
    if (word.size() > prefix.size() && text::istarts_with(word, prefix)) return true;
  }
  return false;
}

/// Whether what stands for a nonce's value is what a template engine replaces: nothing, {{name}},
/// <%= name %>, $name, %name%, @name, [name]. A stray $ or % elsewhere is just no part of a nonce.
bool is_place_for_nonce(std::string_view value) {
  if (value.empty() || has_any_of(value, "{}<>()[]")) return true;
  const char first = value.front();
  const bool wrapped = first == '%' && value.size() > 2 && value.back() == '%';
  return wrapped || ((first == '$' || first == '@') && value.size() > 1);
}

/// A token that begins and ends with a single quote and is neither keyword nor valid nonce or hash.
TokenFault fault_of_quoted(std::string_view inner) {
  if (text::istarts_with(inner, "nonce-")) {
    return is_place_for_nonce(inner.substr(6)) ? TokenFault::UnfilledNonce : TokenFault::MalformedNonce;
  }
  if (text::istarts_with(inner, "sha") || text::istarts_with(inner, "md5-")) {
    return TokenFault::MalformedHash;
  }
  const SourceExpression bare = parse_source_expression(inner);
  const bool address = bare.kind == SourceKind::Wildcard || bare.kind == SourceKind::Scheme ||
                       (bare.kind == SourceKind::Host && has_any_of(inner, ".:*"));
  return address ? TokenFault::QuotedHost : TokenFault::UnknownKeyword;
}

bool is_scheme_word(std::string_view word) {
  static constexpr std::string_view kSchemes[] = {"http", "https",      "ws",          "wss",   "data",
                                                  "blob", "filesystem", "mediastream", "about", "ftp"};
  for (const std::string_view scheme : kSchemes) {
    if (text::iequals(word, scheme)) return true;
  }
  return false;
}

/// The faults of a token that fits no source expression and has no quotes.
TokenFault fault_of_address(std::string_view token) {
  const std::size_t slashes = token.find("://");
  const std::size_t colon = token.find(':');
  if (slashes == std::string_view::npos && colon != std::string_view::npos && is_scheme_word(token.substr(0, colon))) {
    return TokenFault::SchemeTail;
  }
  std::string_view host = slashes == std::string_view::npos ? token : token.substr(slashes + 3);
  host = host.substr(0, host.find_first_of("/?#"));
  const std::size_t port = host.find(':');
  const std::string_view name = host.substr(0, port);
  if (name.find('*') != std::string_view::npos && !has_any_of(name, "{}$%<>|()^")) {
    return TokenFault::MisplacedWildcard;
  }
  if (port != std::string_view::npos && port > 0 && host.find('[') == std::string_view::npos) {
    return TokenFault::MalformedPort;
  }
  return TokenFault::Other;
}

bool is_plain_word(const SourceExpression& token) {
  return token.kind == SourceKind::Host && token.host_end == token.text.size() && token.scheme_end == 0;
}

/// A word that is no host, but something that was meant to have quotes or no colon.
TokenFault fault_of_word(const SourceExpression& token) {
  const std::string_view word = token.text;
  if (is_trust_prefix(word)) return TokenFault::UnquotedTrust;
  // Most hosts have a dot, and no keyword or scheme has.
  if (token.host().find('.') != std::string_view::npos) return TokenFault::None;
  if (is_plain_word(token)) {
    if (keyword_in(word) != Keyword::Unknown) return TokenFault::UnquotedKeyword;
    if (is_scheme_word(word)) return TokenFault::SchemeWord;
  }
  // The colon is missing: "https//site.example".
  if (token.port().empty() && token.path().substr(0, 2) == "//" && is_scheme_word(token.host())) {
    return TokenFault::SchemeTail;
  }
  return token.port() == "*" && is_scheme_word(token.host()) ? TokenFault::SchemeTail : TokenFault::None;
}

TokenFault fault_of_host(const SourceExpression& token) {
  const TokenFault fault = token.scheme_end == 0 ? fault_of_word(token) : TokenFault::None;
  if (fault != TokenFault::None) return fault;
  constexpr std::size_t kLongestPort = 5;
  const std::string_view port = token.port();
  const bool beyond = port.size() > kLongestPort || (port.size() == kLongestPort && port > "65535");
  return beyond ? TokenFault::MalformedPort : TokenFault::None;
}

}  // namespace token_fault_detail

Keyword keyword_in(std::string_view word) {
  // The longest keyword has fewer letters than this; most words of a policy are hosts with a dot.
  constexpr std::size_t kLongest = 32;
  while (!word.empty() && (word.front() == '\'' || word.front() == '"')) word.remove_prefix(1);
  while (!word.empty() && (word.back() == '\'' || word.back() == '"')) word.remove_suffix(1);
  if (word.size() < 4 || word.size() > kLongest || word.find('.') != std::string_view::npos) {
    return Keyword::Unknown;
  }
  std::array<char, kLongest + 2> quoted{};
  quoted[0] = '\'';
  std::copy(word.begin(), word.end(), quoted.begin() + 1);
  quoted[word.size() + 1] = '\'';
  return keyword(std::string_view(quoted.data(), word.size() + 2));
}

TokenFault fault_of(const SourceExpression& token) {
  using namespace token_fault_detail;
  const std::string_view word = token.text;
  if (token.kind == SourceKind::Host) return fault_of_host(token);
  if (token.kind != SourceKind::Invalid) return TokenFault::None;
  for (const char c : word) {
    if (text::is_non_ascii(c) || text::is(c, text::kControl)) return TokenFault::None;
  }
  const bool opens = word.front() == '\'';
  const bool closes = word.back() == '\'';
  const std::string_view inner = opens && closes && word.size() > 2 ? word.substr(1, word.size() - 2) : "";
  if (word.find('"') != std::string_view::npos) {
    // In code that makes the nonce, a text may stand: 'nonce-request.getAttribute("nonce")'.
    const bool is_code = text::istarts_with(inner, "nonce-") && has_any_of(inner, "(){}<>[]");
    return is_code ? TokenFault::UnfilledNonce : TokenFault::DoubleQuotes;
  }
  if (is_trust_prefix(word)) return TokenFault::UnquotedTrust;
  if (!inner.empty()) return fault_of_quoted(inner);
  if (opens || closes) return TokenFault::UnbalancedQuote;
  return fault_of_address(word);
}

std::uint32_t template_length(const Policy& policy, const Directive& directive, std::uint32_t token) {
  constexpr std::string_view kPrefix = "'nonce-";
  constexpr std::uint32_t kMostBlanks = 8;
  const std::string_view word = policy.tokens[token].text;
  if (policy.tokens[token].kind != SourceKind::Invalid || word.front() != '\'') return 0;
  if (!text::istarts_with(word, kPrefix) || word.back() == '\'') return 0;
  if (!token_fault_detail::has_any_of(word.substr(kPrefix.size()), "{<$%[(")) return 0;
  const std::uint32_t left = directive.first_token + directive.token_count - token;
  for (std::uint32_t i = 1; i < left && i <= kMostBlanks; ++i) {
    const std::string_view piece = policy.tokens[token + i].text;
    if (piece.front() == '\'' && piece.size() > 1) return 0;  // another source
    if (piece.back() == '\'') return i + 1;
  }
  return 0;
}

std::vector<FaultyToken> faulty_tokens(const std::vector<Policy>& policies) {
  std::vector<FaultyToken> faulty;
  for (std::uint32_t p = 0; p < policies.size(); ++p) {
    const Policy& policy = policies[p];
    for (std::uint32_t d = 0; d < policy.directives.size(); ++d) {
      const Directive& directive = policy.directives[d];
      if (directive.duplicate || !holds_sources(info(directive.name).value)) continue;
      for (std::uint32_t t = directive.first_token; t < directive.first_token + directive.token_count; ++t) {
        const bool invalid = policy.tokens[t].kind == SourceKind::Invalid;
        if (const std::uint32_t length = invalid ? template_length(policy, directive, t) : 0) {
          faulty.push_back({p, d, t, TokenFault::UnfilledNonce});
          t += length - 1;
          continue;
        }
        const TokenFault fault = policy.tokens[t].repeated ? TokenFault::None : fault_of(policy.tokens[t]);
        if (fault != TokenFault::None) faulty.push_back({p, d, t, fault});
      }
    }
  }
  return faulty;
}

}  // namespace headstrong::csp

// What is wrong with a token of a source list.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "headers/csp/policy.hpp"

namespace headstrong::csp {

/// Why a browser makes nothing, or something else, of a token of a source list. Every token has one
/// fault at most, and every fault its rule.
enum class TokenFault : std::uint8_t {
  None,
  UnquotedKeyword,    // self
  UnquotedTrust,      // nonce-abc, sha256-abc
  SchemeWord,         // data, https
  DoubleQuotes,       // "self"
  UnbalancedQuote,    // 'self
  QuotedHost,         // 'https://site.example'
  UnfilledNonce,      // 'nonce-{{nonce}}'
  MalformedNonce,     // 'nonce-a?b'
  MalformedHash,      // 'sha256-a?b', 'sha1-...'
  UnknownKeyword,     // 'unsafe-inlin'
  SchemeTail,         // data:*, https:site.example, https//site.example
  MisplacedWildcard,  // https://*.*.site.example
  MalformedPort,      // site.example:https
  Other
};
TokenFault fault_of(const SourceExpression& token);

/// How many tokens, from the token with that index on, are one nonce of a template that has blanks
/// in it, such as 'nonce-{{ nonce }}'; 0 where there begins none.
std::uint32_t template_length(const Policy& policy, const Directive& directive, std::uint32_t token);

/// Stands for the nonce that the server makes for each response, in what hardening writes.
inline constexpr std::string_view kNonceSource = "'nonce-{{nonce}}'";

/// A token of a source list that has a fault, by its place: indices into the policies asked about,
/// and into the directives and tokens of that policy.
struct FaultyToken {
  std::uint32_t policy = 0;
  std::uint32_t directive = 0;
  std::uint32_t token = 0;
  TokenFault fault = TokenFault::None;
};
/// All of them in order, but for repetitions and for those of directives ignored as duplicates.
std::vector<FaultyToken> faulty_tokens(const std::vector<Policy>& policies);

/// The keyword that a word without, or with wrong, quotes stands for; Unknown where it is none.
Keyword keyword_in(std::string_view word);

}  // namespace headstrong::csp

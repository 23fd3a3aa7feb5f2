// Nonces that nobody drew: examples from documentation, words, base64 of words. A nonce must be unguessable and
// new in each response (CSP3, security-nonces); what reads as a constant is one in practice.
#pragma once

#include <string>
#include <string_view>

namespace headstrong::csp {

/// What tells that a nonce is a constant.
struct ConstantNonce {
  /// It holds a word that documentation uses for a nonce, so it may be one.
  bool likely = false;
  /// Nobody can have drawn it: such a word and nothing else, a nonce printed in documentation, base64 of words, or
  /// one character again and again.
  bool sure = false;
  /// The text that it is base64 of; empty where it isn't base64 of words.
  std::string words;
};

/// Of a nonce's value, without the quotes and "nonce-". An empty one is no constant.
ConstantNonce constant_nonce(std::string_view nonce);

}  // namespace headstrong::csp

// Finds what should not leave with a report or a link: cookie values, credentials, tokens, bodies of requests.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "headstrong/span.hpp"

namespace headstrong::http {

struct Secret {
  Span span;         // in bytes of the text
  std::string what;  // "value of the cookie session"
};

/// In order, without overlaps; between two there is something that stays. Goes by spelling alone, whatever
/// the text is, and errs on the side of finding too much. Time is linear in the text.
std::vector<Secret> find_secrets(std::string_view text);

/// The text with each letter and digit of the secrets replaced by an x of as many bytes and UTF-16 units, so
/// that positions stay. Escapes and the marks between letters stay: the text reads as it did.
std::string mask_secrets(std::string_view text, const std::vector<Secret>& secrets);

}  // namespace headstrong::http

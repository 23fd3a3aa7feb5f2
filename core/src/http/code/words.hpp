// Helpers for words of programs.
#pragma once

#include <algorithm>
#include <initializer_list>
#include <string>
#include <string_view>

#include "text/ascii.hpp"

namespace headstrong::http::code {

/// A byte of a name: letters, digits, "_", anything that is not ASCII.
inline bool is_word_byte(char c) {
  return text::is(c, text::kAlpha | text::kDigit) || c == '_' || text::is_non_ascii(c);
}

inline bool is_blank(char c) { return text::is(c, text::kAsciiWhitespace); }

inline bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

/// A name without case, underscores, dashes and sigils: "from_static" and "fromStatic" are one.
inline std::string plain_name(std::string_view name) {
  std::string out;
  constexpr std::size_t kLongest = 100;
  for (const char c : name.substr(0, kLongest)) {
    if (c != '_' && c != '-' && c != '$' && c != '@' && c != ':') out += text::to_lower(c);
  }
  return out;
}

}  // namespace headstrong::http::code

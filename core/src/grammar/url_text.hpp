// What the parser of URLs and that of references share.
#pragma once

#include <string>
#include <string_view>

#include "grammar/url.hpp"

namespace headstrong::grammar {

/// A special scheme (URL Standard, "special scheme").
constexpr bool is_special(Scheme scheme) {
  switch (scheme) {
    case Scheme::Http:
    case Scheme::Https:
    case Scheme::Ws:
    case Scheme::Wss:
    case Scheme::Ftp:
    case Scheme::File: return true;
    default: return false;
  }
}
constexpr bool is_c0_or_space(char c) { return static_cast<unsigned char>(c) <= 0x20; }
constexpr bool is_tab_or_newline(char c) { return c == '\t' || c == '\n' || c == '\r'; }

/// `text` without tabs and line breaks; returns `text` itself where there are none.
inline std::string_view without_newlines(std::string_view text, std::string& kept) {
  bool any = false;
  for (const char c : text) any = any || is_tab_or_newline(c);
  if (!any) return text;
  for (const char c : text) {
    if (!is_tab_or_newline(c)) kept += c;
  }
  return kept;
}

/// `s` without the white space and control characters around it.
inline std::string_view without_space_around(std::string_view s) {
  while (!s.empty() && is_c0_or_space(s.front())) s.remove_prefix(1);
  while (!s.empty() && is_c0_or_space(s.back())) s.remove_suffix(1);
  return s;
}

}  // namespace headstrong::grammar

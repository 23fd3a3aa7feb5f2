// The start lines of HTTP messages (RFC 9112 sections 3 and 4), as tools print them.
#pragma once

#include <optional>
#include <string_view>

#include "text/ascii.hpp"

namespace headstrong::http {

/// The status of "HTTP/1.1 200 OK", "HTTP/2 200 " and the like; nothing for any other line.
inline std::optional<int> status_of(std::string_view line) {
  if (!text::istarts_with(line, "HTTP/")) return {};
  std::size_t at = 5;
  while (at < line.size() && (text::is(line[at], text::kDigit) || line[at] == '.')) ++at;
  if (at == 5 || at >= line.size() || line[at] != ' ') return {};
  while (at < line.size() && line[at] == ' ') ++at;
  if (line.size() - at < 3 || !text::all_of(line.substr(at, 3), text::kDigit)) return {};
  if (line.size() > at + 3 && !text::is(line[at + 3], text::kAsciiWhitespace)) return {};
  return (line[at] - '0') * 100 + (line[at + 1] - '0') * 10 + (line[at + 2] - '0');
}

/// Whether a status line names HTTP/2 or HTTP/3, which browsers speak over TLS only.
inline bool names_tls_only(std::string_view line) {
  return text::istarts_with(line, "HTTP/2") || text::istarts_with(line, "HTTP/3");
}

/// The request target of "GET /path HTTP/1.1"; nothing for any other line.
inline std::optional<std::string_view> request_target_of(std::string_view line) {
  const std::size_t method = line.find(' ');
  if (method == std::string_view::npos || method == 0 || method > 16) return {};
  for (const char c : line.substr(0, method)) {
    if (c < 'A' || c > 'Z') return {};
  }
  const std::size_t version = line.rfind(" HTTP/");
  if (version == std::string_view::npos || version <= method) return {};
  return line.substr(method + 1, version - method - 1);
}

}  // namespace headstrong::http

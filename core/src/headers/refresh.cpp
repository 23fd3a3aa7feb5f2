#include "headers/refresh.hpp"

#include <algorithm>

#include "text/ascii.hpp"

namespace headstrong::headers {
namespace refresh_detail {

using text::is;
using text::kAsciiWhitespace;

std::size_t skip_white_space(std::string_view s, std::size_t at) {
  while (at < s.size() && is(s[at], kAsciiWhitespace)) ++at;
  return at;
}

/// What follows the time: [ "url" "=" ] and the address, perhaps in quotes.
std::string_view address(std::string_view rest) {
  std::size_t at = skip_white_space(rest, 0);
  if (text::istarts_with(rest.substr(at), "url")) {
    const std::size_t equals = skip_white_space(rest, at + 3);
    if (equals < rest.size() && rest[equals] == '=') at = skip_white_space(rest, equals + 1);
  }
  std::string_view url = rest.substr(at);
  if (!url.empty() && (url.front() == '"' || url.front() == '\'')) {
    const std::size_t close = url.find(url.front(), 1);
    url = url.substr(1, close == std::string_view::npos ? close : close - 1);
  }
  return text::trim(url);
}

}  // namespace refresh_detail

Refresh parse_refresh(std::string_view value) {
  using namespace refresh_detail;
  Refresh header;
  std::size_t at = skip_white_space(value, 0);
  const std::size_t digits = at;
  while (at < value.size() && is(value[at], text::kDigit)) ++at;
  if (at == digits && (at >= value.size() || value[at] != '.')) return header;
  header.valid = true;
  while (at < value.size() && (is(value[at], text::kDigit) || value[at] == '.')) ++at;
  at = skip_white_space(value, at);
  if (at < value.size() && (value[at] == ';' || value[at] == ',')) ++at;
  header.url = address(value.substr(std::min(at, value.size())));
  return header;
}

}  // namespace headstrong::headers

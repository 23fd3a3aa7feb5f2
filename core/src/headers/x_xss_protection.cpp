#include "headers/x_xss_protection.hpp"

#include <algorithm>

#include "text/ascii.hpp"

namespace headstrong::headers {

XssFilter parse_x_xss_protection(std::string_view value) {
  value = text::trim(value);
  const char first = value.empty() ? '\0' : value.front();
  if (first == '0') return XssFilter::Off;
  if (first != '1') return XssFilter::Unknown;
  std::size_t at = value.find(';');
  while (at < value.size()) {
    const std::size_t end = std::min(value.find(';', at + 1), value.size());
    const std::string_view parameter = text::trim(value.substr(at + 1, end - at - 1));
    at = end;
    const std::size_t equals = parameter.find('=');
    if (equals == std::string_view::npos) continue;
    if (text::iequals(text::trim(parameter.substr(0, equals)), "mode") &&
        text::iequals(text::trim(parameter.substr(equals + 1)), "block")) {
      return XssFilter::OnBlocking;
    }
  }
  return XssFilter::On;
}

}  // namespace headstrong::headers

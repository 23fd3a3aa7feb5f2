#include "quote/references.hpp"

#include <utility>

namespace headstrong::quote {

Step reference(std::string_view rest, std::string& out) {
  const std::size_t end = rest.substr(0, 12).find(';');
  if (rest[0] != '&' || end == std::string_view::npos || end < 2) return run();
  const std::string_view name = rest.substr(1, end - 1);
  static constexpr std::pair<std::string_view, char> kNamed[] = {
      {"amp", '&'}, {"quot", '"'}, {"apos", '\''}, {"lt", '<'}, {"gt", '>'}};
  for (const auto& [known, character] : kNamed) {
    if (name == known) return escape(end + 1, out, character);
  }
  if (name[0] != '#' || name.size() < 2) return run();
  const bool hex = text::to_lower(name[1]) == 'x';
  const std::string_view digits = name.substr(hex ? 2 : 1);
  std::uint32_t code = 0;
  for (const char c : digits) {
    if (!text::is(c, hex ? text::kHexDigit : text::kDigit)) return run();
    const auto digit = static_cast<std::uint32_t>(text::is(c, text::kDigit) ? c - '0' : text::to_lower(c) - 'a' + 10);
    code = code * (hex ? 16 : 10) + digit;
    if (code > 0x10FFFF) return run();
  }
  if (code == 0 || (code >= 0xD800 && code <= 0xDFFF)) return run();
  append_code(out, code, false);
  return {Step::Kind::Escape, end + 1};
}

}  // namespace headstrong::quote

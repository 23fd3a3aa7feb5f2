#include "peers/collation.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>

#include "peers/js_string.hpp"
#include "text/ascii.hpp"

namespace headstrong::peers {
namespace collation_detail {

// Characters by primary weight, lightest first (CLDR root, as shipped in ICU 78). The control
// characters that are not here weigh nothing.
// clang-format off
constexpr char32_t kByWeight[] = {
    '\t',   '\n',   '\v',   '\f',   '\r',   ' ',    '_',    0x2017, '-',    0x2010, 0x2011,
    0x2012, 0x2013, 0x2014, 0x2015, ',',    ';',    ':',    '!',    0xA1,   '?',    0xBF,
    '.',    0x2026, 0xB7,   '\'',   0x2018, 0x2019, 0x201A, 0x201B, 0x2039, 0x203A, '"',
    0x201C, 0x201D, 0x201E, 0x201F, 0xAB,   0xBB,   '(',    ')',    '[',    ']',    '{',
    '}',    0xA7,   0xB6,   '@',    '*',    '/',    '\\',   '&',    '#',    '%',    0x2030,
    0x2020, 0x2021, 0x2022, 0x2032, 0x2033, '`',    0xB4,   '^',    0xAF,   0xA8,   0xB8,
    0xB0,   0xA9,   0xAE,   '+',    0xB1,   0xF7,   0xD7,   '<',    '=',    '>',    0xAC,
    '|',    0xA6,   '~',    0xA4,   0xA2,   '$',    0xA3,   0xA5,   '0',    '1',    '2',
    '3',    '4',    '5',    '6',    '7',    '8',    '9',    'a',    'b',    'c',    'd',
    'e',    'f',    'g',    'h',    'i',    'j',    'k',    'l',    'm',    'n',    'o',
    'p',    'q',    'r',    's',    't',    'u',    'v',    'w',    'x',    'y',    'z',
};
// clang-format on

consteval std::array<std::uint8_t, 128> ascii_weights() {
  std::array<std::uint8_t, 128> weights{};
  for (std::size_t i = 0; i < std::size(kByWeight); ++i) {
    if (kByWeight[i] < 128) weights[kByWeight[i]] = static_cast<std::uint8_t>(i + 1);
  }
  for (std::size_t c = 'A'; c <= 'Z'; ++c) weights[c] = weights[c + ('a' - 'A')];
  return weights;
}
constexpr std::array<std::uint8_t, 128> kAsciiWeights = ascii_weights();

std::uint32_t weight_above_ascii(char32_t c) {
  const auto* found = std::find(std::begin(kByWeight), std::end(kByWeight), c);
  if (found != std::end(kByWeight)) return static_cast<std::uint32_t>(found - kByWeight) + 1;
  return static_cast<std::uint32_t>(c) + 0x100;
}

// The weight of the next character that has one, and the place after it; 0 at the end.
std::uint32_t next_weight(std::string_view s, std::size_t& at) {
  while (at < s.size()) {
    std::uint32_t result = 0;
    if (text::is_non_ascii(s[at])) {
      const CodePoint point = code_point_at(s, at);
      at += point.length;
      result = weight_above_ascii(point.value);
    } else {
      result = kAsciiWeights[static_cast<unsigned char>(s[at++])];
    }
    if (result != 0) return result;
  }
  return 0;
}

}  // namespace collation_detail

int collate(std::string_view a, std::string_view b) {
  std::size_t at_a = 0;
  while (at_a < a.size() && at_a < b.size() && a[at_a] == b[at_a] && !text::is_non_ascii(a[at_a])) {
    ++at_a;
  }
  std::size_t at_b = at_a;
  while (true) {
    const std::uint32_t weight_a = collation_detail::next_weight(a, at_a);
    const std::uint32_t weight_b = collation_detail::next_weight(b, at_b);
    if (weight_a != weight_b) return weight_a < weight_b ? -1 : 1;
    if (weight_a == 0) return 0;
  }
}

}  // namespace headstrong::peers

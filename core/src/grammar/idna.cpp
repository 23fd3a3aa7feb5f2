#include "grammar/idna.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>
#include <vector>

#include "text/ascii.hpp"

namespace headstrong::grammar {
namespace idna_detail {

// RFC 3492 section 5: the parameters of punycode.
constexpr std::uint32_t kBase = 36;
constexpr std::uint32_t kTMin = 1;
constexpr std::uint32_t kTMax = 26;
constexpr std::uint32_t kSkew = 38;
constexpr std::uint32_t kDamp = 700;
constexpr std::uint32_t kInitialBias = 72;
constexpr std::uint32_t kInitialN = 128;
/// A DNS label has at most 63 bytes; browsers let longer ones through, so this only bounds the
/// quadratic cost of encoding.
constexpr std::size_t kMaxLabel = 1000;

std::uint32_t adapt(std::uint32_t delta, std::uint32_t points, bool first) {
  delta = first ? delta / kDamp : delta / 2;
  delta += delta / points;
  std::uint32_t k = 0;
  while (delta > ((kBase - kTMin) * kTMax) / 2) {
    delta /= kBase - kTMin;
    k += kBase;
  }
  return k + (kBase - kTMin + 1) * delta / (delta + kSkew);
}

char digit(std::uint32_t value) { return static_cast<char>(value < 26 ? 'a' + value : '0' + (value - 26)); }

/// Appends the variable-length integer of RFC 3492 section 6.3.
void append_delta(std::uint32_t delta, std::uint32_t bias, std::string& out) {
  std::uint32_t q = delta;
  for (std::uint32_t k = kBase;; k += kBase) {
    const std::uint32_t t = k <= bias ? kTMin : k >= bias + kTMax ? kTMax : k - bias;
    if (q < t) break;
    out += digit(t + (q - t) % (kBase - t));
    q = (q - t) / (kBase - t);
  }
  out += digit(q);
}

bool append_punycode(const std::vector<std::uint32_t>& label, std::string& out) {
  std::uint32_t basic = 0;
  for (const std::uint32_t point : label) {
    if (point >= 0x80) continue;
    out += static_cast<char>(point);
    ++basic;
  }
  std::uint32_t handled = basic;
  if (basic > 0) out += '-';
  std::uint32_t n = kInitialN;
  std::uint32_t delta = 0;
  std::uint32_t bias = kInitialBias;
  while (handled < label.size()) {
    std::uint32_t next = std::numeric_limits<std::uint32_t>::max();
    for (const std::uint32_t point : label) {
      if (point >= n && point < next) next = point;
    }
    if (next - n > (std::numeric_limits<std::uint32_t>::max() - delta) / (handled + 1)) return false;
    delta += (next - n) * (handled + 1);
    n = next;
    for (const std::uint32_t point : label) {
      if (point < n) ++delta;
      if (point != n) continue;
      append_delta(delta, bias, out);
      bias = adapt(delta, handled + 1, handled == basic);
      delta = 0;
      ++handled;
    }
    ++delta;
    ++n;
  }
  return true;
}

/// Decodes one code point of UTF-8 at `at` and steps over it; false where it is malformed.
bool next_code_point(std::string_view s, std::size_t& at, std::uint32_t& point) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(s[i])); };
  const std::uint32_t first = byte(at);
  std::size_t size = 1;
  if (first < 0x80) {
    point = first;
  } else if (first >= 0xC2 && first < 0xE0) {
    size = 2;
    point = first & 0x1F;
  } else if (first >= 0xE0 && first < 0xF0) {
    size = 3;
    point = first & 0x0F;
  } else if (first >= 0xF0 && first < 0xF5) {
    size = 4;
    point = first & 0x07;
  } else {
    return false;
  }
  if (at + size > s.size()) return false;
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(at + i) & 0xC0) != 0x80) return false;
    point = point << 6 | (byte(at + i) & 0x3F);
  }
  constexpr std::uint32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
  if (point < kSmallest[size] || point > 0x10FFFF || (point >= 0xD800 && point < 0xE000)) {
    return false;
  }
  at += size;
  return true;
}

/// How the capitals of a range become small letters: by a distance, or in pairs with the capital first.
struct CaseRange {
  std::uint32_t first;
  std::uint32_t last;
  enum class By : std::uint8_t { Distance, EvenPairs, OddPairs } by;
  std::uint32_t distance = 0;
};
/// The letters that case-mapping alone changes in the scripts named in `parse_url`; the first range that has
/// the letter counts.
constexpr CaseRange kCaseRanges[] = {
    {'A', 'Z', CaseRange::By::Distance, 32},     {0xD7, 0xD7, CaseRange::By::Distance},
    {0xC0, 0xDE, CaseRange::By::Distance, 32},   {0x130, 0x130, CaseRange::By::Distance, 'i' - 0x130U},
    {0x100, 0x137, CaseRange::By::EvenPairs},    {0x139, 0x148, CaseRange::By::OddPairs},
    {0x14A, 0x177, CaseRange::By::EvenPairs},    {0x178, 0x178, CaseRange::By::Distance, 0xFF - 0x178U},
    {0x179, 0x17E, CaseRange::By::OddPairs},     {0x386, 0x386, CaseRange::By::Distance, 0x3AC - 0x386},
    {0x388, 0x38A, CaseRange::By::Distance, 37}, {0x38C, 0x38C, CaseRange::By::Distance, 0x3CC - 0x38C},
    {0x38E, 0x38F, CaseRange::By::Distance, 63}, {0x3A2, 0x3A2, CaseRange::By::Distance},
    {0x391, 0x3AB, CaseRange::By::Distance, 32}, {0x400, 0x40F, CaseRange::By::Distance, 80},
    {0x410, 0x42F, CaseRange::By::Distance, 32}, {0x460, 0x481, CaseRange::By::EvenPairs},
    {0x531, 0x556, CaseRange::By::Distance, 48},
};

std::uint32_t lower(std::uint32_t c) {
  for (const CaseRange& range : kCaseRanges) {
    if (c < range.first || c > range.last) continue;
    switch (range.by) {
      case CaseRange::By::Distance: return c + range.distance;
      case CaseRange::By::EvenPairs: return c | 1;
      case CaseRange::By::OddPairs: return c + (c & 1);
    }
  }
  return c;
}

/// Full-width forms of ASCII and the dots that UTS #46 maps to '.'; soft hyphens and joiners vanish.
std::uint32_t mapped(std::uint32_t c) {
  if (c >= 0xFF01 && c <= 0xFF5E) return lower(c - 0xFEE0);
  if (c == 0x3002 || c == 0xFF61) return '.';
  return lower(c);
}
bool is_ignored(std::uint32_t c) {
  return c == 0xAD || c == 0x200B || c == 0x2060 || c == 0xFEFF || (c >= 0xFE00 && c <= 0xFE0F);
}

bool append_label(const std::vector<std::uint32_t>& label, std::string& out) {
  bool ascii = true;
  for (const std::uint32_t point : label) ascii = ascii && point < 0x80;
  if (ascii) {
    for (const std::uint32_t point : label) out += static_cast<char>(point);
    return true;
  }
  if (label.size() > kMaxLabel) return false;
  out += "xn--";
  return append_punycode(label, out);
}

}  // namespace idna_detail

bool domain_to_ascii(std::string& domain) {
  bool ascii = true;
  for (char& c : domain) {
    if (text::is_non_ascii(c)) {
      ascii = false;
    } else {
      c = text::to_lower(c);
    }
  }
  if (ascii) return true;
  std::string out;
  std::vector<std::uint32_t> label;
  std::size_t at = 0;
  while (at < domain.size()) {
    std::uint32_t point = 0;
    if (!idna_detail::next_code_point(domain, at, point)) return false;
    if (idna_detail::is_ignored(point)) continue;
    point = idna_detail::mapped(point);
    if (point != '.') {
      label.push_back(point);
      continue;
    }
    if (!idna_detail::append_label(label, out)) return false;
    out += '.';
    label.clear();
  }
  if (!idna_detail::append_label(label, out)) return false;
  domain = out;
  return true;
}

}  // namespace headstrong::grammar

#include "grammar/url_host.hpp"

#include <array>
#include <cstddef>

#include "grammar/idna.hpp"
#include "text/ascii.hpp"

namespace headstrong::grammar {
namespace url_host_detail {

using text::is;
using text::to_lower;

int hex_value(char c) {
  if (is(c, text::kDigit)) return c - '0';
  return to_lower(c) - 'a' + 10;
}

/// A forbidden domain code point (URL Standard), '%' aside, which is decoded first.
bool is_forbidden_in_domain(char c) {
  const auto byte = static_cast<unsigned char>(c);
  if (byte <= 0x20 || byte == 0x7F) return true;
  return std::string_view("#%/:<>?@[\\]^|").find(c) != std::string_view::npos;
}
/// A forbidden host code point: what an opaque host may not have either.
bool is_forbidden_in_opaque_host(char c) {
  return c == '\0' || c == '\t' || c == '\n' || c == '\r' ||
         std::string_view(" #/:<>?@[\\]^|").find(c) != std::string_view::npos;
}

std::string percent_decoded(std::string_view s) {
  std::string out;
  out.reserve(s.size());
  for (std::size_t i = 0; i < s.size(); ++i) {
    if (s[i] == '%' && i + 2 < s.size() && is(s[i + 1], text::kHexDigit) && is(s[i + 2], text::kHexDigit)) {
      out += static_cast<char>(hex_value(s[i + 1]) * 16 + hex_value(s[i + 2]));
      i += 2;
    } else {
      out += s[i];
    }
  }
  return out;
}

/// The last label of a domain, a trailing dot aside (URL Standard, "ends in a number checker").
std::string_view last_label(std::string_view host) {
  if (!host.empty() && host.back() == '.') host.remove_suffix(1);
  const std::size_t dot = host.rfind('.');
  return dot == std::string_view::npos ? host : host.substr(dot + 1);
}

/// Reads one IPv4 part: decimal, 0 octal, 0x hexadecimal. False where it is no number.
bool parse_ipv4_number(std::string_view s, std::uint64_t& value) {
  if (s.empty()) return false;
  unsigned base = 10;
  if (s.size() >= 2 && s[0] == '0' && to_lower(s[1]) == 'x') {
    base = 16;
    s.remove_prefix(2);
  } else if (s.size() >= 2 && s[0] == '0') {
    base = 8;
    s.remove_prefix(1);
  }
  value = 0;
  for (const char c : s) {
    if (!is(c, text::kHexDigit)) return false;
    const auto digit = static_cast<unsigned>(hex_value(c));
    if (digit >= base) return false;
    if (value <= 0xFFFFFFFFULL) value = value * base + digit;  // beyond that it is too big anyway
  }
  return true;
}

bool parse_ipv4(std::string_view host, std::string& out) {
  if (!host.empty() && host.back() == '.') host.remove_suffix(1);
  std::array<std::uint64_t, 4> parts{};
  std::size_t count = 0;
  std::size_t at = 0;
  while (at <= host.size()) {
    std::size_t dot = host.find('.', at);
    if (dot == std::string_view::npos) dot = host.size();
    if (count == parts.size()) return false;
    if (!parse_ipv4_number(host.substr(at, dot - at), parts[count])) return false;
    ++count;
    at = dot + 1;
  }
  for (std::size_t i = 0; i + 1 < count; ++i) {
    if (parts[i] > 255) return false;
  }
  std::uint64_t limit = 256;
  for (std::size_t i = count; i < 4; ++i) limit *= 256;
  if (parts[count - 1] >= limit) return false;
  std::uint64_t address = parts[count - 1];
  for (std::size_t i = 0; i + 1 < count; ++i) address |= parts[i] << (8 * (3 - i));
  for (int shift = 24; shift >= 0; shift -= 8) {
    out += std::to_string((address >> shift) & 0xFF);
    if (shift > 0) out += '.';
  }
  return true;
}

/// The IPv4 tail of an IPv6 address, "1.2.3.4" exactly, as two pieces.
bool parse_ipv4_in_ipv6(std::string_view s, std::uint16_t& high, std::uint16_t& low) {
  std::uint32_t value = 0;
  int numbers = 0;
  std::size_t at = 0;
  while (numbers < 4) {
    if (numbers > 0) {
      if (at >= s.size() || s[at] != '.') return false;
      ++at;
    }
    if (at >= s.size() || !is(s[at], text::kDigit)) return false;
    unsigned number = 0;
    const std::size_t first = at;
    while (at < s.size() && is(s[at], text::kDigit)) {
      if (at > first && s[first] == '0') return false;
      number = number * 10 + static_cast<unsigned>(s[at] - '0');
      if (number > 255) return false;
      ++at;
    }
    value = value * 256 + number;
    ++numbers;
  }
  if (at != s.size()) return false;
  high = static_cast<std::uint16_t>(value >> 16);
  low = static_cast<std::uint16_t>(value & 0xFFFF);
  return true;
}

/// The state of the URL standard's IPv6 parser: pieces from the left, and where zeroes were left out.
struct Ipv6Pieces {
  std::array<std::uint16_t, 8>& address;
  std::size_t piece = 0;
  int compress = -1;

  /// Takes the piece that `s` begins with, and its colon; false where it is none.
  bool take(std::string_view& s) {
    unsigned value = 0;
    std::size_t length = 0;
    while (length < 4 && length < s.size() && is(s[length], text::kHexDigit)) {
      value = value * 16 + static_cast<unsigned>(hex_value(s[length++]));
    }
    const std::string_view rest = s.substr(length);
    if (rest.substr(0, 1) == ".") {
      if (length == 0 || piece > 6) return false;
      if (!parse_ipv4_in_ipv6(s, address[piece], address[piece + 1])) return false;
      piece += 2;
      s = {};
      return true;
    }
    if (!rest.empty() && (rest[0] != ':' || rest.size() == 1)) return false;
    address[piece++] = static_cast<std::uint16_t>(value);
    s = rest.substr(rest.empty() ? 0 : 1);
    return true;
  }

  /// Moves what stands behind the zeroes that were left out to the end.
  bool spread() {
    if (compress < 0) return piece == 8;
    std::size_t swaps = piece - static_cast<std::size_t>(compress);
    for (std::size_t to = 7; to != 0 && swaps > 0; --to, --swaps) {
      std::swap(address[to], address[static_cast<std::size_t>(compress) + swaps - 1]);
    }
    return true;
  }
};

bool parse_ipv6_pieces(std::string_view s, std::array<std::uint16_t, 8>& address) {
  Ipv6Pieces pieces{address};
  if (s.substr(0, 1) == ":") {
    if (s.substr(0, 2) != "::") return false;
    s.remove_prefix(2);
    pieces.compress = static_cast<int>(++pieces.piece);
  }
  while (!s.empty()) {
    if (pieces.piece == 8) return false;
    if (s[0] == ':') {
      if (pieces.compress >= 0) return false;
      s.remove_prefix(1);
      pieces.compress = static_cast<int>(++pieces.piece);
    } else if (!pieces.take(s)) {
      return false;
    }
  }
  return pieces.spread();
}

bool parse_ipv6(std::string_view s, std::string& out) {
  std::array<std::uint16_t, 8> address{};
  if (!parse_ipv6_pieces(s, address)) return false;
  std::size_t longest = 8;  // where the first longest run of two or more zeroes starts
  std::size_t longest_size = 1;
  for (std::size_t i = 0; i < 8;) {
    std::size_t end = i;
    while (end < 8 && address[end] == 0) ++end;
    if (end - i > longest_size) {
      longest = i;
      longest_size = end - i;
    }
    i = end == i ? i + 1 : end;
  }
  out += '[';
  for (std::size_t i = 0; i < 8; ++i) {
    if (i == longest) {
      out += i == 0 ? "::" : ":";
      i += longest_size - 1;
      continue;
    }
    constexpr std::string_view kHex = "0123456789abcdef";
    bool leading = true;
    for (int shift = 12; shift >= 0; shift -= 4) {
      const unsigned digit = (address[i] >> shift) & 0xFu;
      if (leading && digit == 0 && shift > 0) continue;
      leading = false;
      out += kHex[digit];
    }
    if (i < 7) out += ':';
  }
  out += ']';
  return true;
}

}  // namespace url_host_detail

bool ends_in_number(std::string_view host) {
  using namespace url_host_detail;
  const std::string_view last = last_label(host);
  if (last.empty()) return false;
  if (text::all_of(last, text::kDigit)) return true;
  std::uint64_t ignored = 0;
  return parse_ipv4_number(last, ignored);
}

bool is_plain_domain(std::string_view s) {
  for (const char c : s) {
    if (!(text::is(c, text::kDigit) || (c >= 'a' && c <= 'z') || c == '-' || c == '.' || c == '_')) {
      return false;
    }
  }
  return s.find("xn--") == std::string_view::npos;
}

HostKind parse_special_host(std::string_view s, std::string& out) {
  using namespace url_host_detail;
  if (s.front() == '[') {
    if (s.back() != ']') return HostKind::None;
    return parse_ipv6(s.substr(1, s.size() - 2), out) ? HostKind::Ipv6 : HostKind::None;
  }
  std::string domain = percent_decoded(s);
  if (!domain_to_ascii(domain) || domain.empty()) return HostKind::None;
  for (const char c : domain) {
    if (is_forbidden_in_domain(c)) return HostKind::None;
  }
  if (ends_in_number(domain)) return parse_ipv4(domain, out) ? HostKind::Ipv4 : HostKind::None;
  out += domain;
  return HostKind::Domain;
}

HostKind parse_opaque_host(std::string_view s, std::string& out) {
  using namespace url_host_detail;
  if (s.front() == '[') {
    if (s.back() != ']') return HostKind::None;
    return parse_ipv6(s.substr(1, s.size() - 2), out) ? HostKind::Ipv6 : HostKind::None;
  }
  constexpr std::string_view kHex = "0123456789ABCDEF";
  for (const char c : s) {
    if (is_forbidden_in_opaque_host(c)) return HostKind::None;
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte >= 0x7F) {
      out += '%';
      out += kHex[byte >> 4];
      out += kHex[byte & 0xF];
    } else {
      out += c;
    }
  }
  return HostKind::Opaque;
}

}  // namespace headstrong::grammar

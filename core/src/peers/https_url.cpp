#include "peers/https_url.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <vector>

#include "peers/js_string.hpp"
#include "text/ascii.hpp"
#include "text/utf8.hpp"

namespace headstrong::peers {
namespace https_url_detail {

struct AsciiMapping {
  std::uint32_t first;
  std::uint8_t count;
  std::uint8_t ascii;
};

#include "peers/idna_table.inc"

// What a code point above ASCII may do in a label: how it takes part in the Bidi rule (RFC 5893),
// and whether it is a mark, which cannot come first.
enum class IdnaClass : std::uint8_t {
  kOther,
  kLeftToRight,
  kRightToLeft,
  kArabicNumber,
  kEuropeanNumber,
  kMark,             // also what the Bidi rule calls a nonspacing mark
  kLeftToRightMark,  // a mark that takes up space
  kIgnored,
  kDisallowed,
};

IdnaClass idna_class(char32_t c) {
  if (c < 0x80) {
    if (text::is(static_cast<char>(c), text::kAlpha)) return IdnaClass::kLeftToRight;
    if (text::is(static_cast<char>(c), text::kDigit)) return IdnaClass::kEuropeanNumber;
    return IdnaClass::kOther;
  }
  // The last run that begins at or before c; with all class bits set, c's own run compares lower.
  const auto* after =
      std::upper_bound(std::begin(kIdnaRuns), std::end(kIdnaRuns), static_cast<std::uint32_t>(c) * 16 + 15);
  if (after == std::begin(kIdnaRuns)) return IdnaClass::kDisallowed;
  return static_cast<IdnaClass>(*(after - 1) & 15);
}

bool is_mark(char32_t c) {
  const IdnaClass kind = idna_class(c);
  return kind == IdnaClass::kMark || kind == IdnaClass::kLeftToRightMark;
}

bool is_left_to_right(IdnaClass kind) { return kind == IdnaClass::kLeftToRight || kind == IdnaClass::kLeftToRightMark; }

bool is_right_to_left(IdnaClass kind) { return kind == IdnaClass::kRightToLeft || kind == IdnaClass::kArabicNumber; }

// RFC 5893 section 2, as far as ada holds a label to it: only labels with something that runs right
// to left, and in one that begins left to right the last character goes free.
bool satisfies_bidi_rule(const std::u32string& label) {
  std::vector<IdnaClass> kinds;
  kinds.reserve(label.size());
  for (const char32_t c : label) kinds.push_back(idna_class(c));
  if (std::none_of(kinds.begin(), kinds.end(), is_right_to_left)) return true;

  const bool begins_left_to_right = is_left_to_right(kinds.front());
  while (!kinds.empty() && kinds.back() == IdnaClass::kMark) kinds.pop_back();
  const IdnaClass last = kinds.back();  // there is one: something runs right to left
  if (begins_left_to_right) {
    kinds.pop_back();
    return std::none_of(kinds.begin(), kinds.end(), is_right_to_left);
  }
  const auto has = [&kinds](IdnaClass kind) { return std::find(kinds.begin(), kinds.end(), kind) != kinds.end(); };
  if (std::any_of(kinds.begin(), kinds.end(), is_left_to_right)) return false;
  if (has(IdnaClass::kArabicNumber) && has(IdnaClass::kEuropeanNumber)) return false;
  return is_right_to_left(last) || last == IdnaClass::kEuropeanNumber;
}

// The ASCII character that `c` maps to, 0 if none.
char ascii_mapping(char32_t c) {
  const auto code = static_cast<std::uint32_t>(c);
  const auto* after = std::upper_bound(std::begin(kAsciiMappings), std::end(kAsciiMappings), code,
                                       [](std::uint32_t value, const AsciiMapping& m) { return value < m.first; });
  if (after == std::begin(kAsciiMappings)) return 0;
  const AsciiMapping& mapping = *(after - 1);
  const std::uint32_t offset = code - mapping.first;
  return offset < mapping.count ? static_cast<char>(mapping.ascii + offset) : '\0';
}

// URL Standard 3.2: forbidden domain code points.
bool is_forbidden_in_domain(char c) {
  if (text::is(c, text::kControl)) return true;
  return std::string_view(" #/:<>?@[\\]^|%").find(c) != std::string_view::npos;
}

std::string percent_decode(std::string_view s) {
  std::string out;
  out.reserve(s.size());
  const auto hex = [](char c) { return text::is(c, text::kDigit) ? c - '0' : text::to_lower(c) - 'a' + 10; };
  for (std::size_t i = 0; i < s.size(); ++i) {
    const bool escaped =
        s[i] == '%' && i + 2 < s.size() && text::is(s[i + 1], text::kHexDigit) && text::is(s[i + 2], text::kHexDigit);
    if (!escaped) {
      out += s[i];
      continue;
    }
    out += static_cast<char>(hex(s[i + 1]) * 16 + hex(s[i + 2]));
    i += 2;
  }
  return out;
}

// Parameters of Punycode (RFC 3492 section 5).
constexpr std::uint32_t kBase = 36, kTMin = 1, kTMax = 26, kSkew = 38, kDamp = 700;

// What a letter or digit counts (RFC 3492 section 5); nothing for other characters.
std::optional<std::uint32_t> punycode_digit(char c) {
  if (c >= 'a' && c <= 'z') return static_cast<std::uint32_t>(c - 'a');
  if (c >= '0' && c <= '9') return static_cast<std::uint32_t>(c - '0' + 26);
  return std::nullopt;
}

// RFC 3492 section 6.1; `length` counts the code points so far, the new one among them.
std::uint32_t adapted_bias(std::uint32_t delta, std::uint32_t length, bool first) {
  delta = first ? delta / kDamp : delta / 2;
  delta += delta / length;
  std::uint32_t k = 0;
  for (; delta > (kBase - kTMin) * kTMax / 2; k += kBase) delta /= kBase - kTMin;
  return k + (kBase - kTMin + 1) * delta / (delta + kSkew);
}

// Reads one variable-length integer off the front of `s` and adds it to `index`; false where there is none or it
// is too large.
bool add_delta(std::string_view& s, std::uint32_t bias, std::uint32_t& index) {
  constexpr std::uint64_t kMost = 0x7FFFFFFF;
  std::uint64_t weight = 1;
  for (std::uint32_t k = kBase; !s.empty() && weight <= kMost; k += kBase) {
    const std::optional<std::uint32_t> digit = punycode_digit(s.front());
    s.remove_prefix(1);
    if (!digit) return false;
    const std::uint64_t next = index + *digit * weight;
    if (next > kMost) return false;
    index = static_cast<std::uint32_t>(next);
    const std::uint32_t threshold = k <= bias ? kTMin : (k >= bias + kTMax ? kTMax : k - bias);
    if (*digit < threshold) return true;
    weight *= kBase - threshold;
  }
  return false;
}

// RFC 3492 section 6.2. Nothing if `s` is not Punycode. A label of n code points costs n * n / 2 at
// worst, so the caller bounds its length.
std::optional<std::u32string> decode_punycode(std::string_view s) {
  std::u32string out;
  const std::size_t delimiter = s.rfind('-');
  if (delimiter != std::string_view::npos) {
    for (const char c : s.substr(0, delimiter)) out += static_cast<char32_t>(c);
    s.remove_prefix(delimiter + 1);
  }
  std::uint32_t code_point = 128, index = 0, bias = 72;
  while (!s.empty()) {
    const std::uint32_t old_index = index;
    if (!add_delta(s, bias, index)) return std::nullopt;
    const auto length = static_cast<std::uint32_t>(out.size()) + 1;
    bias = adapted_bias(index - old_index, length, old_index == 0);
    code_point += index / length;
    if (code_point < 128 || code_point > 0x10FFFF) return std::nullopt;
    index %= length;
    out.insert(index, 1, static_cast<char32_t>(code_point));
    ++index;
  }
  return out;
}

// Whether UTS 46 leaves the code point as it is.
bool is_idna_stable(char32_t c) {
  const IdnaClass kind = idna_class(c);
  if (kind == IdnaClass::kIgnored || kind == IdnaClass::kDisallowed) return false;
  if (ascii_mapping(c) != 0) return false;
  std::string as_text;
  text::append_utf8(as_text, c);
  return js_to_lower(as_text) == as_text;
}

bool is_valid_punycode_label(std::string_view label) {
  constexpr std::size_t kLongestLabel = 255;  // DNS takes 63; keeps the work linear
  label.remove_prefix(4);                     // "xn--"
  if (label.empty() || label.size() > kLongestLabel) return false;
  const std::optional<std::u32string> decoded = decode_punycode(label);
  if (!decoded || decoded->empty()) return false;
  if (is_mark(decoded->front()) || !satisfies_bidi_rule(*decoded)) return false;
  return std::all_of(decoded->begin(), decoded->end(), [](char32_t c) {
    return c < 0x80 ? !is_forbidden_in_domain(static_cast<char>(c)) : is_idna_stable(c);
  });
}

// URL Standard 3.3, domain to ASCII with beStrict false, except that labels stay Unicode.
bool map_domain(std::string_view decoded, std::string& out) {
  out.clear();
  out.reserve(decoded.size());
  bool label_begins = true;
  for (std::size_t at = 0; at < decoded.size();) {
    const CodePoint point = code_point_at(decoded, at);
    char ascii = point.value < 0x80 ? static_cast<char>(point.value) : '\0';
    if (point.value >= 0x80) {
      const IdnaClass kind = idna_class(point.value);
      if (point.length == 1 || kind == IdnaClass::kDisallowed) return false;
      if (label_begins && is_mark(point.value)) return false;
      ascii = ascii_mapping(point.value);
      if (ascii == '\0' && kind != IdnaClass::kIgnored) {
        out += js_to_lower(decoded.substr(at, point.length));
        label_begins = false;
      }
    }
    at += point.length;
    if (ascii == '\0' && point.value >= 0x80) continue;
    if (is_forbidden_in_domain(ascii)) return false;
    out += text::to_lower(ascii);
    label_begins = ascii == '.';
  }
  return !out.empty();
}

bool is_valid_label(std::string_view label) {
  if (label.starts_with("xn--")) return is_valid_punycode_label(label);
  if (std::none_of(label.begin(), label.end(), text::is_non_ascii)) return true;
  std::u32string code_points;
  for (std::size_t at = 0; at < label.size();) {
    const CodePoint point = code_point_at(label, at);
    code_points += point.value;
    at += point.length;
  }
  return satisfies_bidi_rule(code_points);
}

bool are_labels_valid(std::string_view domain) {
  const bool is_plain =
      domain.find("xn--") == std::string_view::npos && std::none_of(domain.begin(), domain.end(), text::is_non_ascii);
  if (is_plain) return true;
  const std::vector<std::string_view> labels = js_split(domain, '.');
  return std::all_of(labels.begin(), labels.end(), is_valid_label);
}

struct Ipv4Number {
  bool valid = false;
  std::uint64_t value = 0;  // capped a little above 2^32
};

// URL Standard 3.5, IPv4 number parser.
Ipv4Number parse_ipv4_number(std::string_view s) {
  if (s.empty()) return {};
  unsigned base = 10;
  if (s.size() >= 2 && s[0] == '0' && (s[1] == 'x' || s[1] == 'X')) {
    base = 16;
    s.remove_prefix(2);
  } else if (s.size() >= 2 && s[0] == '0') {
    base = 8;
    s.remove_prefix(1);
  }
  Ipv4Number number{true, 0};
  for (const char c : s) {
    if (!text::is(c, text::kHexDigit)) return {};
    const auto digit = static_cast<unsigned>(text::is(c, text::kDigit) ? c - '0' : text::to_lower(c) - 'a' + 10);
    if (digit >= base) return {};
    number.value = std::min<std::uint64_t>(number.value * base + digit, 0x1FFFFFFFF);
  }
  return number;
}

// URL Standard 3.5, ends in a number checker.
bool ends_in_number(std::string_view host) {
  if (host.ends_with('.')) host.remove_suffix(1);
  const std::size_t dot = host.rfind('.');
  const std::string_view last = dot == std::string_view::npos ? host : host.substr(dot + 1);
  if (last.empty()) return false;
  return text::all_of(last, text::kDigit) || parse_ipv4_number(last).valid;
}

// URL Standard 3.5, IPv4 parser: whether it succeeds.
bool is_ipv4(std::string_view host) {
  if (host.ends_with('.')) host.remove_suffix(1);
  if (std::count(host.begin(), host.end(), '.') > 3) return false;
  const std::vector<std::string_view> parts = js_split(host, '.');
  std::uint64_t limit = 0x100;  // of the last part: what the other parts leave
  for (std::size_t i = parts.size(); i < 4; ++i) limit *= 0x100;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const Ipv4Number number = parse_ipv4_number(parts[i]);
    const bool is_last = i + 1 == parts.size();
    if (!number.valid || number.value >= (is_last ? limit : 0x100)) return false;
  }
  return true;
}

// The four decimal numbers at the end of an IPv6 address.
bool is_dotted_ipv4(std::string_view s) {
  const std::vector<std::string_view> parts = js_split(s, '.');
  if (parts.size() != 4) return false;
  return std::all_of(parts.begin(), parts.end(), [](std::string_view part) {
    if (part.empty() || part.size() > 3 || !text::all_of(part, text::kDigit)) return false;
    if (part.size() > 1 && part[0] == '0') return false;
    return parse_ipv4_number(part).value <= 255;
  });
}

// Counts the 16-bit pieces of a colon-separated list; -1 if one is malformed. `may_end_in_ipv4`:
// the last may be a dotted IPv4 address, which counts as two.
int count_ipv6_pieces(std::string_view s, bool may_end_in_ipv4) {
  if (s.empty()) return 0;
  const std::vector<std::string_view> pieces = js_split(s, ':');
  int count = 0;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const std::string_view piece = pieces[i];
    const bool is_last = i + 1 == pieces.size();
    if (is_last && may_end_in_ipv4 && is_dotted_ipv4(piece)) {
      count += 2;
    } else if (!piece.empty() && piece.size() <= 4 && text::all_of(piece, text::kHexDigit)) {
      ++count;
    } else {
      return -1;
    }
  }
  return count;
}

// URL Standard 3.5, IPv6 parser: whether it succeeds.
bool is_ipv6(std::string_view s) {
  if (s.size() > 45) return false;  // the longest there is: six pieces and an IPv4 address
  const std::size_t gap = s.find("::");
  if (gap == std::string_view::npos) return count_ipv6_pieces(s, true) == 8;
  const int before = count_ipv6_pieces(s.substr(0, gap), false);
  const int after = count_ipv6_pieces(s.substr(gap + 2), true);
  return before >= 0 && after >= 0 && before + after <= 7;
}

// Whether mapping a host to ASCII changes no more than the case of letters. "'self'" and the word
// for a wildcard are such hosts too.
bool is_plain_domain(std::string_view host) {
  return std::all_of(host.begin(), host.end(),
                     [](char c) { return text::is(c, text::kLabel) || c == '.' || c == '\'' || c == '_'; });
}

// Where the first of these characters stands, or the end. Unlike find_first_of it looks at each
// character once.
template <char... kCharacters>
std::size_t find_any(std::string_view s) {
  const auto found = std::find_if(s.begin(), s.end(), [](char c) { return ((c == kCharacters) || ...); });
  return static_cast<std::size_t>(found - s.begin());
}

// URL Standard 3.5, host parser for a special scheme.
bool parse_host(std::string_view raw, HttpsUrl& url) {
  if (raw.empty()) return false;
  if (raw.front() == '[') {
    url.kind = HostKind::kIpv6;
    return raw.back() == ']' && is_ipv6(raw.substr(1, raw.size() - 2));
  }
  if (is_plain_domain(raw)) {
    url.host = text::lowered(raw);
  } else {
    const bool has_escapes = raw.find('%') != std::string_view::npos;
    if (!map_domain(has_escapes ? percent_decode(raw) : std::string(raw), url.host)) return false;
  }
  if (!are_labels_valid(url.host)) return false;
  if (!ends_in_number(url.host)) return true;
  url.kind = HostKind::kIpv4;
  return is_ipv4(url.host);
}

bool is_port(std::string_view digits) {
  std::uint32_t value = 0;
  for (const char c : digits) {
    if (!text::is(c, text::kDigit)) return false;
    value = value * 10 + static_cast<std::uint32_t>(c - '0');
    if (value > 65535) return false;
  }
  return true;
}

// URL Standard 4.4, authority, host and port states.
bool parse_authority(std::string_view authority, HttpsUrl& url) {
  const std::size_t at_sign = authority.rfind('@');
  if (at_sign != std::string_view::npos) authority.remove_prefix(at_sign + 1);

  bool in_brackets = false;
  std::size_t colon = authority.size();
  for (std::size_t i = 0; i < authority.size(); ++i) {
    const char c = authority[i];
    if (c == ':' && !in_brackets) {
      colon = i;
      break;
    }
    if (c == '[') in_brackets = true;
    if (c == ']') in_brackets = false;
  }
  if (colon < authority.size() && !is_port(authority.substr(colon + 1))) return false;
  return parse_host(authority.substr(0, colon), url);
}

bool is_single_dot(std::string_view segment) { return segment == "." || text::iequals(segment, "%2e"); }

bool is_double_dot(std::string_view segment) {
  return segment == ".." || text::iequals(segment, ".%2e") || text::iequals(segment, "%2e.") ||
         text::iequals(segment, "%2e%2e");
}

// URL Standard 4.4, path state. `path` is empty or begins with a slash of either kind.
std::string resolve_path(std::string_view path) {
  std::string out;
  std::size_t at = 0;
  while (at < path.size()) {
    const std::size_t start = at + 1;
    const std::size_t end = std::min(path.find_first_of("/\\", start), path.size());
    const std::string_view segment = path.substr(start, end - start);
    const bool is_last = end == path.size();
    if (is_double_dot(segment)) {
      out.resize(std::min(out.rfind('/'), out.size()));
      if (is_last) out += '/';
    } else if (is_single_dot(segment)) {
      if (is_last) out += '/';
    } else {
      out += '/';
      out += segment;
    }
    at = end;
  }
  if (out.empty()) out += '/';
  return out;
}

}  // namespace https_url_detail

std::optional<HttpsUrl> parse_https_url(std::string_view text) {
  // "Remove any leading and trailing C0 control or space": the leading one is the "h" of "https".
  while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') text.remove_suffix(1);
  // "Special authority ignore slashes" state.
  while (!text.empty() && (text.front() == '/' || text.front() == '\\')) text.remove_prefix(1);

  const std::size_t authority_end = https_url_detail::find_any<'/', '\\', '?', '#'>(text);
  HttpsUrl url;
  if (!https_url_detail::parse_authority(text.substr(0, authority_end), url)) return std::nullopt;
  text.remove_prefix(authority_end);
  url.path = https_url_detail::resolve_path(text.substr(0, https_url_detail::find_any<'?', '#'>(text)));
  return url;
}

}  // namespace headstrong::peers

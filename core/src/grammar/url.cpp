#include "grammar/url.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

#include "grammar/idna.hpp"
#include "text/ascii.hpp"

namespace headstrong::grammar {
namespace url_detail {

using text::is;
using text::is_non_ascii;
using text::to_lower;

struct SchemeRow {
  std::string_view name;
  Scheme scheme;
  std::int32_t port;
};
inline constexpr std::array<SchemeRow, 11> kSchemes = {{{"http", Scheme::Http, 80},
                                                        {"https", Scheme::Https, 443},
                                                        {"ws", Scheme::Ws, 80},
                                                        {"wss", Scheme::Wss, 443},
                                                        {"ftp", Scheme::Ftp, 21},
                                                        {"file", Scheme::File, -1},
                                                        {"data", Scheme::Data, -1},
                                                        {"blob", Scheme::Blob, -1},
                                                        {"filesystem", Scheme::Filesystem, -1},
                                                        {"about", Scheme::About, -1},
                                                        {"javascript", Scheme::JavaScript, -1}}};

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

/// Where a part ends up: the text itself while it is canonical, the buffer from then on. The buffer
/// is sized before any view into it is made, so that it never moves.
struct Part {
  std::size_t start = 0;
  std::size_t size = 0;
  bool in_buffer = false;
  std::string_view view(std::string_view text, const std::string& buffer) const {
    return in_buffer ? std::string_view(buffer).substr(start, size) : text.substr(start, size);
  }
};

int hex_value(char c) {
  if (is(c, text::kDigit)) return c - '0';
  return to_lower(c) - 'a' + 10;
}

// --- hosts ---------------------------------------------------------------------------------------

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

bool ends_in_number(std::string_view host) {
  const std::string_view last = last_label(host);
  if (last.empty()) return false;
  if (text::all_of(last, text::kDigit)) return true;
  std::uint64_t ignored = 0;
  return parse_ipv4_number(last, ignored);
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

/// True where the domain is already as the host parser would leave it.
bool is_plain_domain(std::string_view s) {
  for (const char c : s) {
    if (!(is(c, text::kDigit) || (c >= 'a' && c <= 'z') || c == '-' || c == '.' || c == '_')) {
      return false;
    }
  }
  return s.find("xn--") == std::string_view::npos;
}

/// Parses the host `s` of a special URL and appends its canonical text to `out`.
HostKind parse_special_host(std::string_view s, std::string& out) {
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

/// Parses the host of a URL that is not special: kept as it is but for percent-encoding.
HostKind parse_opaque_host(std::string_view s, std::string& out) {
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

// --- paths ---------------------------------------------------------------------------------------

/// A path segment that means "here": "." or "%2e".
bool is_single_dot(std::string_view s) { return s == "." || text::iequals(s, "%2e"); }
bool is_double_dot(std::string_view s) {
  if (s == "..") return true;
  if (s.size() == 4) return text::iequals(s, ".%2e") || text::iequals(s, "%2e.");
  return s.size() == 6 && text::iequals(s, "%2e%2e");
}

bool is_plain_path(std::string_view path, bool special) {
  if (path.empty() || path.front() != '/') return false;
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (special && path[i] == '\\') return false;
    const bool segment_start = path[i] == '/';
    if (!segment_start) continue;
    if (i + 1 < path.size() && (path[i + 1] == '.' || path[i + 1] == '%')) return false;
  }
  return true;
}

/// Of what stands behind `start`.
void remove_last_segment(std::string& out, std::size_t start) {
  std::size_t cut = out.size();
  while (cut > start && out[cut - 1] != '/') --cut;
  if (cut > start) --cut;
  out.resize(cut);
}

/// Resolves the dot segments of `path` onto the end of `out`.
void append_path(std::string_view path, bool special, std::string& out) {
  const std::size_t start = out.size();
  const auto is_separator = [special](char c) { return c == '/' || (special && c == '\\'); };
  std::size_t at = 0;
  if (!path.empty() && is_separator(path.front())) at = 1;
  for (;;) {
    std::size_t end = at;
    while (end < path.size() && !is_separator(path[end])) ++end;
    const std::string_view segment = path.substr(at, end - at);
    const bool last = end == path.size();
    const bool up = is_double_dot(segment);
    if (up) remove_last_segment(out, start);
    if (!up && !is_single_dot(segment)) {
      out += '/';
      out += segment;
    } else if (last) {
      out += '/';
    }
    if (last) return;
    at = end + 1;
  }
}

// --- the whole -----------------------------------------------------------------------------------

bool parse_port(std::string_view s, Scheme scheme, std::int32_t& port) {
  port = -1;
  if (s.empty()) return true;
  std::int32_t value = 0;
  for (const char c : s) {
    if (!is(c, text::kDigit)) return false;
    value = value * 10 + (c - '0');
    if (value > 65535) return false;
  }
  port = value == default_port(scheme) ? -1 : value;
  return true;
}

/// Where the port's colon stands in "host:port", or the end; brackets hide colons.
std::size_t host_end(std::string_view authority) {
  bool in_brackets = false;
  for (std::size_t i = 0; i < authority.size(); ++i) {
    if (authority[i] == '[') in_brackets = true;
    if (authority[i] == ']') in_brackets = false;
    if (authority[i] == ':' && !in_brackets) return i;
  }
  return authority.size();
}

class Parser {
 public:
  Parser(std::string_view text, std::string& buffer, Url& url) : text_(text), buffer_(buffer), url_(url) {}

  UrlError parse() {
    std::size_t colon = 0;
    if (!find_scheme(colon)) return UrlError::NoScheme;
    take_scheme(colon);
    at_ = colon + 1;
    std::size_t end = text_.find('#', at_);
    if (end == std::string_view::npos) end = text_.size();
    const std::size_t query = text_.substr(0, end).find('?', at_);
    path_end_ = query == std::string_view::npos ? end : query;
    const UrlError error = parse_rest();
    if (error != UrlError::None) return error;
    url_.scheme = scheme_.view(text_, buffer_);
    url_.host = host_.view(text_, buffer_);
    url_.path = root_path_ ? std::string_view("/") : path_.view(text_, buffer_);
    return UrlError::None;
  }

 private:
  bool special() const { return is_special(url_.scheme_kind); }
  bool is_slash(std::size_t i) const { return i < path_end_ && (text_[i] == '/' || (special() && text_[i] == '\\')); }

  bool find_scheme(std::size_t& colon) const {
    if (text_.empty() || !is(text_[0], text::kAlpha)) return false;
    std::size_t i = 1;
    while (i < text_.size() &&
           (is(text_[i], text::kAlpha | text::kDigit) || text_[i] == '+' || text_[i] == '-' || text_[i] == '.')) {
      ++i;
    }
    colon = i;
    return i < text_.size() && text_[i] == ':';
  }

  void take_scheme(std::size_t colon) {
    const std::string_view name = text_.substr(0, colon);
    url_.scheme_kind = scheme_id(name);
    scheme_ = {0, colon, false};
    for (const char c : name) {
      if (c != to_lower(c)) {
        scheme_ = append(text::lowered(name));
        return;
      }
    }
  }

  UrlError parse_rest() {
    if (special() && url_.scheme_kind != Scheme::File) {
      while (is_slash(at_)) ++at_;  // any number of slashes, forward or back, as the standard has it
      return parse_authority(true);
    }
    if (is_slash(at_) && is_slash(at_ + 1)) {
      at_ += 2;
      return parse_authority(false);
    }
    if (url_.scheme_kind == Scheme::File || is_slash(at_)) return take_path(), UrlError::None;
    url_.opaque_path = true;
    path_ = {at_, path_end_ - at_, false};
    return UrlError::None;
  }

  UrlError parse_authority(bool host_required) {
    std::size_t end = at_;
    while (end < path_end_ && !is_slash(end)) ++end;
    std::string_view authority = text_.substr(at_, end - at_);
    std::size_t host_start = at_;
    const std::size_t at_sign = authority.rfind('@');
    if (at_sign != std::string_view::npos) {
      host_start += at_sign + 1;
      authority.remove_prefix(at_sign + 1);
    }
    const std::size_t colon = host_end(authority);
    const std::string_view host = authority.substr(0, colon);
    if (colon < authority.size() && !parse_port(authority.substr(colon + 1), url_.scheme_kind, url_.port)) {
      return UrlError::BadPort;
    }
    if (host.empty()) {
      if (host_required || colon < authority.size() || at_sign != std::string_view::npos) {
        return UrlError::BadHost;
      }
      url_.host_kind = HostKind::Empty;
    } else if (!take_host(host, host_start)) {
      return UrlError::BadHost;
    }
    at_ = end;
    take_path();
    return UrlError::None;
  }

  bool take_host(std::string_view host, std::size_t start) {
    const bool plain = is_plain_domain(host) && host != "localhost" && !ends_in_number(host);
    if (special() && plain) {
      host_ = {start, host.size(), false};
      url_.host_kind = HostKind::Domain;
      return true;
    }
    std::string canonical;
    url_.host_kind = special() ? parse_special_host(host, canonical) : parse_opaque_host(host, canonical);
    if (url_.host_kind == HostKind::None) return false;
    if (url_.scheme_kind == Scheme::File && canonical == "localhost") {
      url_.host_kind = HostKind::Empty;
      return true;
    }
    host_ = append(canonical);
    return true;
  }

  void take_path() {
    const std::string_view path = text_.substr(at_, path_end_ - at_);
    if (path.empty()) {
      root_path_ = special();
      return;
    }
    if (is_plain_path(path, special())) {
      path_ = {at_, path.size(), false};
      return;
    }
    const std::size_t start = buffer_.size();
    append_path(path, special(), buffer_);
    path_ = {start, buffer_.size() - start, true};
  }

  Part append(std::string_view s) {
    const std::size_t start = buffer_.size();
    buffer_ += s;
    return {start, s.size(), true};
  }

  std::string_view text_;
  std::string& buffer_;
  Url& url_;
  std::size_t at_ = 0;
  std::size_t path_end_ = 0;
  Part scheme_;
  Part host_;
  Part path_;
  bool root_path_ = false;  // a special URL without a path
};

/// `text` without tabs and line breaks; returns `text` itself where there are none.
std::string_view without_newlines(std::string_view text, std::string& kept) {
  bool any = false;
  for (const char c : text) any = any || is_tab_or_newline(c);
  if (!any) return text;
  for (const char c : text) {
    if (!is_tab_or_newline(c)) kept += c;
  }
  return kept;
}

// --- references ----------------------------------------------------------------------------------

/// The five components of RFC 3986 section 3, each with its delimiter ("https:", "//host", "?query");
/// empty where it is not there.
struct Components {
  std::string_view scheme;
  std::string_view authority;
  std::string_view path;
  std::string_view query;
  std::string_view fragment;
};

std::string_view scheme_of(std::string_view s) {
  if (s.empty() || !is(s[0], text::kAlpha)) return {};
  std::size_t i = 1;
  while (i < s.size() && (is(s[i], text::kAlpha | text::kDigit) || s[i] == '+' || s[i] == '-' || s[i] == '.')) {
    ++i;
  }
  return i < s.size() && s[i] == ':' ? s.substr(0, i + 1) : std::string_view();
}

Scheme kind_of(std::string_view scheme_and_colon) {
  return scheme_and_colon.empty() ? Scheme::Other : scheme_id(scheme_and_colon.substr(0, scheme_and_colon.size() - 1));
}

/// Takes `count` characters off the front.
std::string_view take(std::string_view& s, std::size_t count) {
  const std::string_view taken = s.substr(0, count);
  s.remove_prefix(taken.size());
  return taken;
}

/// Splits what follows the scheme. `slashed`: backslashes count as slashes, as in special URLs.
Components split_hierarchy(std::string_view s, bool slashed) {
  Components parts;
  const std::size_t hash = std::min(s.find('#'), s.size());
  parts.fragment = s.substr(hash);
  s = s.substr(0, hash);
  const std::size_t question = std::min(s.find('?'), s.size());
  parts.query = s.substr(question);
  s = s.substr(0, question);
  const auto is_slash = [slashed](char c) { return c == '/' || (slashed && c == '\\'); };
  if (s.size() >= 2 && is_slash(s[0]) && is_slash(s[1])) {
    std::size_t end = 2;
    while (end < s.size() && !is_slash(s[end])) ++end;
    parts.authority = take(s, end);
  }
  parts.path = s;
  return parts;
}

/// Whether a URL of that scheme is read as the web's are: http and https, and their kin, but not
/// file, which has rules of its own.
bool is_of_web(Scheme scheme) { return is_special(scheme) && scheme != Scheme::File; }

/// The path of the base up to its last slash, then the reference's (RFC 3986 section 5.2.3).
std::string merged_path(const Components& base, std::string_view path, bool slashed) {
  const std::size_t slash = slashed ? base.path.find_last_of("/\\") : base.path.rfind('/');
  std::string merged;
  if (slash != std::string_view::npos) {
    merged = base.path.substr(0, slash + 1);
  } else if (!base.authority.empty()) {
    merged = "/";
  }
  merged += path;
  return merged;
}

std::string_view without_space_around(std::string_view s) {
  while (!s.empty() && is_c0_or_space(s.front())) s.remove_prefix(1);
  while (!s.empty() && is_c0_or_space(s.back())) s.remove_suffix(1);
  return s;
}

/// A reference that names a host of its own, or that has a scheme that is not the web's.
std::string whole(std::string_view scheme, const Components& parts, bool web) {
  std::string url(scheme);
  url.append(parts.authority);
  if (!parts.path.empty()) append_path(parts.path, web, url);
  return url.append(parts.query).append(parts.fragment);
}

/// A reference without a host, on what its base has behind the scheme; empty where nothing can be relative to it.
std::string relative_to(const Components& from, std::string_view scheme, const Components& parts, bool web) {
  if (from.authority.empty() && (from.path.empty() || from.path[0] != '/')) {
    // "mailto:", "data:": nothing but a fragment.
    if (!parts.path.empty() || !parts.query.empty()) return {};
  }
  std::string url(scheme);
  url.append(from.authority);
  if (parts.path.empty()) {
    url.append(from.path).append(parts.query.empty() ? from.query : parts.query);
    return url.append(parts.fragment);
  }
  const bool rooted = parts.path[0] == '/' || (web && parts.path[0] == '\\');
  append_path(rooted ? std::string(parts.path) : merged_path(from, parts.path, web), web, url);
  return url.append(parts.query).append(parts.fragment);
}

}  // namespace url_detail

std::string resolve_url(std::string_view base, std::string_view reference) {
  using namespace url_detail;
  std::string cleaned;
  std::string_view ref = without_newlines(without_space_around(reference), cleaned);
  std::string cleaned_base;
  std::string_view rest = without_newlines(without_space_around(base), cleaned_base);
  const std::string_view base_scheme = take(rest, scheme_of(rest).size());

  std::string_view scheme = take(ref, scheme_of(ref).size());
  const bool web = is_of_web(kind_of(scheme.empty() ? base_scheme : scheme));
  std::size_t slashes = 0;
  while (slashes < ref.size() && (ref[slashes] == '/' || (web && ref[slashes] == '\\'))) ++slashes;
  if (web && slashes < 2 && text::iequals(scheme, base_scheme)) scheme = {};  // "https:page" within https
  if (!scheme.empty() && !web) {
    if (ref.empty() || ref[0] != '/') return std::string(scheme).append(ref);
    return whole(scheme, split_hierarchy(ref, false), false);
  }
  std::string authority_spelled;  // where the slashes before the host are not two
  if (web && (!scheme.empty() || slashes >= 2)) {
    // However many slashes there are, the host follows them.
    authority_spelled = "//";
    authority_spelled += ref.substr(slashes);
    ref = authority_spelled;
  }
  const Components parts = split_hierarchy(ref, web);
  if (scheme.empty()) scheme = base_scheme;
  if (scheme.empty()) return {};
  return parts.authority.empty() ? relative_to(split_hierarchy(rest, web), scheme, parts, web)
                                 : whole(scheme, parts, web);
}

Scheme scheme_id(std::string_view name) {
  if (name.empty()) return Scheme::Other;
  for (const url_detail::SchemeRow& row : url_detail::kSchemes) {
    if (row.name.size() == name.size() && text::iequals(row.name, name)) return row.scheme;
  }
  return Scheme::Other;
}

int default_port(Scheme scheme) {
  for (const url_detail::SchemeRow& row : url_detail::kSchemes) {
    if (row.scheme == scheme) return row.port;
  }
  return -1;
}

UrlError parse_url(std::string_view text, std::string& buffer, Url& url) {
  url = Url{};
  buffer.clear();
  text = url_detail::without_space_around(text);
  if (text.size() > 0x7FFFFFFF) return UrlError::TooLong;
  std::string cleaned;
  const std::string_view clean = url_detail::without_newlines(text, cleaned);
  if (clean.data() == text.data()) return url_detail::Parser(text, buffer, url).parse();
  // The cleaned text has to outlive the URL, so it goes first into the buffer, and the parts behind
  // it: the parser reads from a copy and every part is re-pointed by parsing the kept text again.
  std::string rest;
  const UrlError error = url_detail::Parser(clean, rest, url).parse();
  if (error != UrlError::None) return error;
  const Url found = url;
  buffer.reserve(found.scheme.size() + found.host.size() + found.path.size());
  buffer += found.scheme;
  buffer += found.host;
  buffer += found.path;
  const std::string_view all = buffer;
  url.scheme = all.substr(0, found.scheme.size());
  url.host = all.substr(found.scheme.size(), found.host.size());
  url.path = all.substr(found.scheme.size() + found.host.size());
  return UrlError::None;
}

bool is_loopback(std::string_view host) {
  if (!host.empty() && host.back() == '.') host.remove_suffix(1);
  return text::iequals(host, "localhost") || text::iends_with(host, ".localhost") || host == "[::1]" ||
         (host.starts_with("127.") && host.find_first_not_of("0123456789.") == host.npos);
}

Origin origin_of(const Url& url) {
  Origin origin;
  if (url.scheme_kind == Scheme::File || url.opaque_path || !url.has_host()) return origin;
  origin.scheme = url.scheme;
  origin.host = url.host;
  origin.port = url.port;
  origin.scheme_kind = url.scheme_kind;
  origin.host_kind = url.host_kind;
  origin.opaque = false;
  return origin;
}

bool same_origin(const Origin& a, const Origin& b) {
  return !a.opaque && !b.opaque && a.scheme == b.scheme && a.host == b.host && a.port == b.port;
}

}  // namespace headstrong::grammar

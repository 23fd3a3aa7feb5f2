#include "grammar/url.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

#include "grammar/url_host.hpp"
#include "grammar/url_path.hpp"
#include "grammar/url_text.hpp"
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

}  // namespace url_detail

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
  text = without_space_around(text);
  if (text.size() > 0x7FFFFFFF) return UrlError::TooLong;
  std::string cleaned;
  const std::string_view clean = without_newlines(text, cleaned);
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

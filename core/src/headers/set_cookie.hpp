// Set-Cookie (RFC 6265bis), one field.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace headstrong::headers {

enum class SameSite : std::uint8_t { Unset, Unknown, None, Lax, Strict };

/// The restrictions that a name's beginning asks for; compared ASCII case-insensitively.
enum class CookiePrefix : std::uint8_t { None, Secure, Host, Http, HostHttp };
CookiePrefix cookie_prefix(std::string_view name);

/// An attribute as written, "Name=value" or "Name"; of repeated ones the last. Empty: absent.
struct CookieAttribute {
  std::string_view text;
  std::string_view value;  // trimmed
  bool present() const { return !text.empty(); }
};

struct Cookie {
  /// Why browsers (Chromium and Firefox at least) drop the cookie at once, whatever page it is for.
  enum class Dropped : std::uint8_t { No, ControlCharacter, Empty, TooLong, PrefixWithoutName, BadDomain };
  Dropped dropped = Dropped::No;
  std::string_view pair;  // name and value, trimmed
  std::string_view name;  // empty: a nameless cookie
  std::string_view value;
  CookieAttribute secure;
  CookieAttribute http_only;
  CookieAttribute partitioned;
  CookieAttribute path;
  CookieAttribute domain;
  CookieAttribute same_site_attribute;
  CookieAttribute max_age;
  CookieAttribute expires;
  std::string_view unknown_attribute;  // the first one that browsers ignore; empty: none
  SameSite same_site = SameSite::Unset;
  /// Of a well-formed Max-Age, in seconds; negative and zero delete the cookie.
  std::optional<std::int64_t> max_age_seconds;
  /// Of a date that can be read, in seconds since 1970.
  std::optional<std::int64_t> expires_at;

  /// Whether the response removes the cookie rather than setting it. `now` is the response's Date,
  /// where it has one; without it only dates before the year 2000 count as past.
  bool deletes(std::optional<std::int64_t> now) const;
};

Cookie parse_set_cookie(std::string_view value);

/// Whether a cookie of that name looks as if it stood for a signed-in visitor: it names a session, a
/// log-in or a token. Tokens against forged requests do not count: pages have to read those.
bool names_session(std::string_view name);

}  // namespace headstrong::headers

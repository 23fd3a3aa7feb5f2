#include "headers/set_cookie.hpp"

#include <algorithm>
#include <array>

#include "grammar/http_date.hpp"
#include "text/ascii.hpp"

namespace headstrong::headers {
namespace set_cookie_detail {

using text::iequals;
using text::kSpaceTab;

inline constexpr std::size_t kMaxPairBytes = 4096;
inline constexpr std::size_t kMaxAttributeBytes = 1024;
inline constexpr std::int64_t kYear2000 = 946684800;

bool has_control(std::string_view s) {
  return std::any_of(s.begin(), s.end(), [](char c) { return text::is(c, text::kControl) && c != '\t'; });
}

void read_pair(std::string_view text, Cookie& cookie) {
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos) {
    cookie.value = text::trim(text, kSpaceTab);
  } else {
    cookie.name = text::trim(text.substr(0, equals), kSpaceTab);
    cookie.value = text::trim(text.substr(equals + 1), kSpaceTab);
  }
  cookie.pair = text::trim(text, kSpaceTab);
  if (cookie.name.empty() && cookie.value.empty()) cookie.dropped = Cookie::Dropped::Empty;
  // Sent back without a name it could pass for a protected one. So could "=a=b".
  const bool could_pass =
      cookie_prefix(cookie.value) != CookiePrefix::None || cookie.value.find('=') != std::string_view::npos;
  if (cookie.name.empty() && could_pass) cookie.dropped = Cookie::Dropped::PrefixWithoutName;
  if (cookie.name.size() + cookie.value.size() > kMaxPairBytes) {
    cookie.dropped = Cookie::Dropped::TooLong;
  }
}

SameSite same_site(std::string_view value) {
  if (iequals(value, "none")) return SameSite::None;
  if (iequals(value, "lax")) return SameSite::Lax;
  if (iequals(value, "strict")) return SameSite::Strict;
  return SameSite::Unknown;
}

/// Max-Age: an optional "-" and digits, or "+", which Firefox alone ignores; anything else is ignored.
std::optional<std::int64_t> seconds_of(std::string_view value) {
  const bool negative = !value.empty() && value.front() == '-';
  if (negative || (!value.empty() && value.front() == '+')) value.remove_prefix(1);
  if (value.empty() || !text::all_of(value, text::kDigit)) return std::nullopt;
  constexpr std::int64_t kEndless = 1'000'000'000'000;
  std::int64_t seconds = 0;
  for (const char digit : value) seconds = std::min(seconds * 10 + (digit - '0'), kEndless);
  return negative ? -seconds : seconds;
}

struct KnownAttribute {
  std::string_view name;
  CookieAttribute Cookie::*attribute;
};
inline constexpr std::array<KnownAttribute, 8> kAttributes = {{
    {"secure", &Cookie::secure},
    {"httponly", &Cookie::http_only},
    {"samesite", &Cookie::same_site_attribute},
    {"path", &Cookie::path},
    {"domain", &Cookie::domain},
    {"expires", &Cookie::expires},
    {"max-age", &Cookie::max_age},
    {"partitioned", &Cookie::partitioned},
}};

void read_attribute(std::string_view text, Cookie& cookie) {
  const std::size_t equals = text.find('=');
  const std::string_view name = text::trim(text.substr(0, equals), kSpaceTab);
  CookieAttribute attribute;
  attribute.text = text;
  if (equals != std::string_view::npos) {
    attribute.value = text::trim(text.substr(equals + 1), kSpaceTab);
  }
  if (attribute.value.size() > kMaxAttributeBytes) return;
  for (const KnownAttribute& known : kAttributes) {
    if (!iequals(name, known.name)) continue;
    cookie.*known.attribute = attribute;
    return;
  }
  if (cookie.unknown_attribute.empty()) cookie.unknown_attribute = text;
}

/// Turns the values of the attributes that counted into what they mean.
void interpret(Cookie& cookie) {
  if (cookie.same_site_attribute.present()) {
    cookie.same_site = same_site(cookie.same_site_attribute.value);
  }
  if (cookie.max_age.present()) cookie.max_age_seconds = seconds_of(cookie.max_age.value);
  if (cookie.domain.value == ".") cookie.dropped = Cookie::Dropped::BadDomain;
  if (cookie.expires.present()) cookie.expires_at = grammar::parse_http_date(cookie.expires.value);
}

bool is_word_of_session(std::string_view word) {
  static constexpr std::string_view kWords[] = {"sess",  "session",  "sid",      "auth",    "authtkt",
                                                "token", "jwt",      "login",    "bearer",  "credential",
                                                "cred",  "remember", "aspxauth", "cftoken", "jsessionidsso"};
  for (const std::string_view known : kWords) {
    if (iequals(word, known)) return true;
  }
  return word.size() > 4 && (text::iends_with(word, "session") || text::iends_with(word, "sessid") ||
                             text::iends_with(word, "sessionid") || text::istarts_with(word, "aspsessionid"));
}

/// Log-in cookies of well-known software whose names say so in no word of their own.
bool is_known_login(std::string_view name) {
  static constexpr std::string_view kBeginnings[] = {"wordpress_logged_in_", "wordpress_sec_", "_oauth2_proxy",
                                                     ".AspNetCore.Cookies", ".AspNetCore.Identity.Application"};
  for (const std::string_view beginning : kBeginnings) {
    if (text::istarts_with(name, beginning)) return true;
  }
  // Drupal: SESS or SSESS and a hash in hexadecimal digits.
  constexpr std::size_t kHash = 32;
  if (name.size() < kHash) return false;
  const std::string_view prefix = name.substr(0, name.size() - kHash);
  return (prefix == "SESS" || prefix == "SSESS") && text::all_of(name.substr(prefix.size()), text::kHexDigit);
}

/// Words that tell that a name with "session" or "token" in it is about something else.
bool is_word_of_other(std::string_view word) {
  static constexpr std::string_view kWords[] = {
      "csrf",       "xsrf",      "consent",   "tracker",   "tracking", "traffic",  "test",      "visitor",   "visit",
      "anon",       "anonymous", "analytics", "gdpr",      "lang",     "geo",      "time",      "incap",     "stats",
      "state",      "nonce",     "expires",   "expiry",    "count",    "referrer", "referer",   "check",     "status",
      "cache",      "push",      "ga",        "strategy",  "redirect", "provider", "type",      "method",    "locale",
      "theme",      "hint",      "banner",    "popup",     "modal",    "url",      "return",    "dismissed", "seen",
      "nonsession", "date",      "last",      "start",     "duration", "timeout",  "timestamp", "number",    "views",
      "pages",      "campaign",  "source",    "experiment"};
  for (const std::string_view known : kWords) {
    if (iequals(word, known)) return true;
  }
  return text::iends_with(word, "csrf") || text::iends_with(word, "csrftoken") || text::istarts_with(word, "csrf") ||
         text::istarts_with(word, "xsrf");
}

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_letter_or_digit(char c) { return text::is(c, text::kAlpha | text::kDigit); }

/// The end of the word that begins at `at`: words end before punctuation and where a capital
/// follows a small letter.
std::size_t word_end(std::string_view name, std::size_t at) {
  std::size_t end = at + 1;
  while (end < name.size() && is_letter_or_digit(name[end]) && !(is_upper(name[end]) && !is_upper(name[end - 1]))) {
    ++end;
  }
  return end;
}

}  // namespace set_cookie_detail

CookiePrefix cookie_prefix(std::string_view name) {
  if (text::istarts_with(name, "__Host-Http-")) return CookiePrefix::HostHttp;
  if (text::istarts_with(name, "__Host-")) return CookiePrefix::Host;
  if (text::istarts_with(name, "__Secure-")) return CookiePrefix::Secure;
  if (text::istarts_with(name, "__Http-")) return CookiePrefix::Http;
  return CookiePrefix::None;
}

bool Cookie::deletes(std::optional<std::int64_t> now) const {
  if (max_age_seconds) return *max_age_seconds <= 0;
  return expires_at && *expires_at <= now.value_or(set_cookie_detail::kYear2000);
}

Cookie parse_set_cookie(std::string_view value) {
  using namespace set_cookie_detail;
  Cookie cookie;
  std::size_t end = value.find(';');
  read_pair(value.substr(0, end), cookie);
  if (has_control(value)) cookie.dropped = Cookie::Dropped::ControlCharacter;
  while (end != std::string_view::npos) {
    const std::size_t begin = end + 1;
    end = value.find(';', begin);
    const std::size_t size = end == std::string_view::npos ? end : end - begin;
    const std::string_view text = text::trim(value.substr(begin, size), kSpaceTab);
    if (!text.empty()) read_attribute(text, cookie);
  }
  interpret(cookie);
  return cookie;
}

bool names_session(std::string_view name) {
  using namespace set_cookie_detail;
  bool session = is_known_login(name);
  std::size_t at = 0;
  while (at < name.size()) {
    if (!is_letter_or_digit(name[at])) {
      ++at;
      continue;
    }
    const std::size_t end = word_end(name, at);
    const std::string_view word = name.substr(at, end - at);
    if (is_word_of_other(word)) return false;
    session |= is_word_of_session(word);
    at = end;
  }
  return session;
}

}  // namespace headstrong::headers

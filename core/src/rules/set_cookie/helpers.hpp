// What several rules about Set-Cookie need to know.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "rules/rule.hpp"

namespace headstrong::rules::cookie_rules {

using headers::Cookie;
using headers::CookiePrefix;
using headers::ParsedCookie;
using headers::SameSite;

inline constexpr std::int64_t kDay = 86400;

/// Calls visit(cookie) for every cookie that the response sets rather than deletes, as far as its
/// own text lets browsers take it.
template <class Visit>
void each_set(const Context& context, Visit visit) {
  for (const ParsedCookie& parsed : context.response.typed.cookies) {
    if (parsed.cookie.dropped != Cookie::Dropped::No) continue;
    if (parsed.cookie.deletes(context.response.typed.date)) continue;
    visit(parsed);
  }
}

/// A finding about a part of the cookie's field.
inline Finding& at(Sink& sink, const Context& context, const ParsedCookie& parsed,
                   std::string_view part) {
  const text::MappedText& value = context.response.field(parsed.field).value;
  Finding& finding = sink.at(parsed.field, value.to_source(part));
  finding.arguments = {std::string(parsed.cookie.name.empty() ? "a nameless cookie"
                                                              : parsed.cookie.name)};
  return finding;
}
/// A finding about the cookie, shown at its name.
inline Finding& at(Sink& sink, const Context& context, const ParsedCookie& parsed) {
  return at(sink, context, parsed,
            parsed.cookie.name.empty() ? parsed.cookie.pair : parsed.cookie.name);
}

/// Whether the cookie keeps what its name's prefix asks for; browsers drop it otherwise.
inline bool keeps_prefix(const Cookie& cookie) {
  const bool secure = cookie.secure.present();
  const bool host = secure && cookie.path.value == "/" && cookie.domain.value.empty();
  switch (headers::cookie_prefix(cookie.name)) {
    case CookiePrefix::None: return true;
    case CookiePrefix::Secure: return secure;
    case CookiePrefix::Host: return host;
    case CookiePrefix::Http: return secure && cookie.http_only.present();
    case CookiePrefix::HostHttp: return host && cookie.http_only.present();
  }
  return true;
}

/// How long the cookie lives, in seconds; nothing where it ends with the browser's session or where
/// the response has no Date to count from.
inline std::optional<std::int64_t> lifetime(const Context& context, const Cookie& cookie) {
  if (cookie.max_age_seconds) return cookie.max_age_seconds;
  const std::optional<std::int64_t>& date = context.response.typed.date;
  if (!cookie.expires_at || !date) return std::nullopt;
  return *cookie.expires_at - *date;
}

/// The cookie as a __Host- cookie has to be written: for this host only, Path=/, Secure.
inline std::string host_only_value(const Cookie& cookie) {
  std::string value(cookie.pair);
  for (const headers::CookieAttribute* attribute :
       {&cookie.expires, &cookie.max_age, &cookie.http_only, &cookie.same_site_attribute,
        &cookie.partitioned}) {
    if (attribute->present()) value += "; " + std::string(attribute->text);
  }
  return value + "; Path=/; Secure";
}

}  // namespace headstrong::rules::cookie_rules

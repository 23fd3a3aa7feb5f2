// What several rules about Set-Cookie need to know.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "grammar/url.hpp"
#include "rules/csp/helpers.hpp"
#include "rules/rule.hpp"
#include "text/ascii.hpp"

namespace headstrong::rules::cookie_rules {

using headers::Cookie;
using headers::CookiePrefix;
using headers::ParsedCookie;
using headers::SameSite;

inline constexpr std::int64_t kDay = 86400;

/// Whether the response came over plain HTTP, from another machine.
inline bool came_insecurely(const Context& context) {
  return !context.response.https && !grammar::is_loopback(context.response.host);
}

/// Domain without the dot that browsers drop.
inline std::string_view domain_of(const Cookie& cookie) {
  std::string_view domain = cookie.domain.value;
  if (!domain.empty() && domain.front() == '.') domain.remove_prefix(1);
  return domain;
}
/// Whether anybody can get a host under the domain, so that browsers take no cookie for all of it.
inline bool is_public_suffix(std::string_view domain) {
  return domain.find('.') == std::string_view::npos || csp_rules::public_suffix(domain) != nullptr;
}
/// Whether the cookie's Domain is a public suffix, and not the host's own name: that means the host
/// alone.
inline bool wants_public_suffix(const Context& context, const Cookie& cookie) {
  const std::string_view domain = domain_of(cookie);
  const std::string& host = context.response.host;
  if (domain.empty() || text::iequals(domain, host) || !is_public_suffix(domain)) return false;
  return !(host.empty() && text::iequals(domain, "localhost"));
}
/// Whether the cookie's Domain is known not to be the response's.
inline bool wants_foreign_domain(const Context& context, const Cookie& cookie) {
  const std::string_view domain = domain_of(cookie);
  const std::string& host = context.response.host;
  if (domain.empty() || host.empty() || text::iequals(domain, host)) return false;
  for (const char c : domain) {
    if (text::is_non_ascii(c)) return false;  // would have to be turned into its A-label first
  }
  const bool below = host.size() > domain.size() && text::iends_with(host, domain) &&
                     host[host.size() - domain.size() - 1] == '.';
  return !below;
}

/// Whether the cookie keeps what its name's prefix asks for; browsers that know the prefix drop it
/// otherwise.
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

/// Whether browsers refuse the cookie. (Safari does not know the prefix __Http-, and takes what breaks
/// its terms.)
inline bool is_refused(const Context& context, const Cookie& cookie) {
  if (!keeps_prefix(cookie)) return true;
  if (cookie.secure.present() ? came_insecurely(context) : cookie.partitioned.present()) return true;
  return wants_public_suffix(context, cookie) || wants_foreign_domain(context, cookie);
}

/// Calls visit(cookie) for every cookie that the response sets rather than deletes, whether or not
/// browsers take it.
template <class Visit>
void each_offered(const Context& context, Visit visit) {
  for (const ParsedCookie& parsed : context.response.typed.cookies) {
    if (parsed.cookie.dropped != Cookie::Dropped::No) continue;
    if (parsed.cookie.deletes(context.response.typed.date)) continue;
    visit(parsed);
  }
}
/// The same for the cookies that browsers take, as far as the response tells.
template <class Visit>
void each_set(const Context& context, Visit visit) {
  each_offered(context, [&](const ParsedCookie& parsed) {
    if (!is_refused(context, parsed.cookie)) visit(parsed);
  });
}

/// A finding about a part of the cookie's field.
inline Finding& at(Sink& sink, const Context& context, const ParsedCookie& parsed,
                   std::string_view part) {
  const text::MappedText& value = context.response.field(parsed.field).value;
  Finding& finding = sink.at(parsed.field, value.to_source(part));
  const std::string_view name = parsed.cookie.name;
  finding.arguments = {std::string(name.empty() ? parsed.cookie.value : name)};
  return finding;
}
/// A finding about the cookie, shown at its name.
inline Finding& at(Sink& sink, const Context& context, const ParsedCookie& parsed) {
  return at(sink, context, parsed,
            parsed.cookie.name.empty() ? parsed.cookie.pair : parsed.cookie.name);
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

/// What a fix by which browsers begin to take a session cookie adds to guard it.
inline std::string session_guards(const ParsedCookie& parsed) {
  std::string guards;
  if (!parsed.session) return guards;
  if (!parsed.cookie.http_only.present()) guards += "; HttpOnly";
  if (parsed.cookie.same_site == SameSite::Unset) guards += "; SameSite=Lax";
  return guards;
}

}  // namespace headstrong::rules::cookie_rules

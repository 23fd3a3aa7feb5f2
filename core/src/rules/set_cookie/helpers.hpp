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

/// Whether the response came over plain HTTP, from another machine.
bool came_insecurely(const Context& context);
/// Whether a cookie without Secure, of the response's host, crosses a network unencrypted.
bool can_cross_unencrypted(const Context& context);

/// Domain without the dot that browsers drop.
std::string_view domain_of(const Cookie& cookie);
/// Whether the domain is in the Public Suffix List, so that browsers take no cookie for all of it. As
/// far as core/data/public_suffixes.tsv knows; of a service's own domains few are (not tumblr.com).
bool is_public_suffix(std::string_view domain);
/// Whether the cookie's Domain is a public suffix, and not the host's own name: that means the host
/// alone.
bool wants_public_suffix(const Context& context, const Cookie& cookie);
/// Whether the cookie's Domain is known not to be the response's.
bool wants_foreign_domain(const Context& context, const Cookie& cookie);

/// Whether the cookie keeps what its name's prefix asks for; browsers that know the prefix drop it
/// otherwise.
bool keeps_prefix(const Cookie& cookie);

/// Whether the response sets the cookie rather than deletes it, and no browser drops it at sight.
bool is_offered(const Context& context, const Cookie& cookie);
/// Whether browsers refuse the cookie. (Safari does not know the prefix __Http-, and takes what
/// breaks its terms.)
bool is_refused(const Context& context, const Cookie& cookie);

/// Calls visit(cookie) for every cookie that the response sets rather than deletes, whether or not
/// browsers take it.
template <class Visit>
void each_offered(const Context& context, Visit visit) {
  for (const ParsedCookie& parsed : context.response.typed.cookies) {
    if (is_offered(context, parsed.cookie)) visit(parsed);
  }
}
/// The same for the cookies that browsers take, as far as the response tells.
template <class Visit>
void each_set(const Context& context, Visit visit) {
  for (const ParsedCookie& parsed : context.response.typed.cookies) {
    const Cookie& cookie = parsed.cookie;
    if (is_offered(context, cookie) && !is_refused(context, cookie)) visit(parsed);
  }
}

/// A finding about a part of the cookie's field.
Finding& at(Sink& sink, const Context& context, const ParsedCookie& parsed, std::string_view part);
/// A finding about the cookie, shown at its name.
Finding& at(Sink& sink, const Context& context, const ParsedCookie& parsed);

/// How long the cookie lives, in seconds; nothing where it ends with the browser's session or where
/// the response has no Date to count from.
std::optional<std::int64_t> lifetime(const Context& context, const Cookie& cookie);

/// How long the cookie lives, in words ("for 365 days", or "to live until 2037" where the response has no Date and
/// Expires is years behind every clock that this release will see); empty where that isn't longer than `limit`
/// seconds, or can't be told.
std::string longer_than(const Context& context, const Cookie& cookie, std::int64_t limit);

/// The cookie as a __Host- cookie has to be written: for this host only, Path=/, Secure.
std::string host_only_value(const Cookie& cookie);

/// What a fix by which browsers begin to take a session cookie adds to guard it.
std::string session_guards(const ParsedCookie& parsed);

}  // namespace headstrong::rules::cookie_rules

#include "rules/set_cookie/helpers.hpp"

#include "grammar/civil_date.hpp"
#include "grammar/url.hpp"
#include "rules/csp/helpers.hpp"
#include "text/ascii.hpp"

namespace headstrong::rules::cookie_rules {

bool came_insecurely(const Context& context) {
  return !context.response.https && !grammar::is_loopback(context.response.host);
}

bool can_cross_unencrypted(const Context& context) {
  // Tor encrypts what goes to an onion service.
  return context.response.https || (came_insecurely(context) && !text::iends_with(context.response.host, ".onion"));
}

std::string_view domain_of(const Cookie& cookie) {
  std::string_view domain = cookie.domain.value;
  if (!domain.empty() && domain.front() == '.') domain.remove_prefix(1);
  return domain;
}

bool is_public_suffix(std::string_view domain) {
  const std::size_t dot = domain.find('.');
  if (dot == std::string_view::npos) return true;
  const data::PublicSuffix* row = csp_rules::public_suffix(domain);
  if (row != nullptr) return row->psl == "yes";
  // Of a wildcard every name one label below is a suffix, but for the few that the list excepts.
  row = csp_rules::public_suffix(domain.substr(dot + 1));
  const std::string_view label = domain.substr(0, dot);
  return row != nullptr && row->kind == "wildcard" && !text::iequals(label, "city") && !text::iequals(label, "www");
}

bool wants_public_suffix(const Context& context, const Cookie& cookie) {
  const std::string_view domain = domain_of(cookie);
  const std::string& host = context.response.host;
  if (domain.empty() || text::iequals(domain, host) || !is_public_suffix(domain)) return false;
  // Beside a host that is not below it, that it is another's is the plainer reason.
  if (wants_foreign_domain(context, cookie)) return false;
  return !(host.empty() && text::iequals(domain, "localhost"));
}

bool wants_foreign_domain(const Context& context, const Cookie& cookie) {
  const std::string_view domain = domain_of(cookie);
  const std::string& host = context.response.host;
  if (domain.empty() || host.empty() || text::iequals(domain, host)) return false;
  for (const char c : domain) {
    if (text::is_non_ascii(c)) return false;  // would have to be turned into its A-label first
  }
  const bool below =
      host.size() > domain.size() && text::iends_with(host, domain) && host[host.size() - domain.size() - 1] == '.';
  return !below;
}

bool keeps_prefix(const Cookie& cookie) {
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

bool is_offered(const Context& context, const Cookie& cookie) {
  return cookie.dropped == Cookie::Dropped::No && !cookie.deletes(context.response.typed.date);
}

bool is_refused(const Context& context, const Cookie& cookie) {
  if (!keeps_prefix(cookie)) return true;
  if (cookie.secure.present() ? came_insecurely(context) : cookie.partitioned.present()) return true;
  return wants_public_suffix(context, cookie) || wants_foreign_domain(context, cookie);
}

Finding& at(Sink& sink, const Context& context, const ParsedCookie& parsed, std::string_view part) {
  const text::MappedText& value = context.response.field(parsed.field).value;
  Finding& finding = sink.at(parsed.field, value.to_source(part));
  const std::string_view name = parsed.cookie.name;
  finding.arguments = {std::string(name.empty() ? parsed.cookie.value : name)};
  return finding;
}

Finding& at(Sink& sink, const Context& context, const ParsedCookie& parsed) {
  return at(sink, context, parsed, parsed.cookie.name.empty() ? parsed.cookie.pair : parsed.cookie.name);
}

std::optional<std::int64_t> lifetime(const Context& context, const Cookie& cookie) {
  if (cookie.max_age_seconds) return cookie.max_age_seconds;
  const std::optional<std::int64_t>& date = context.response.typed.date;
  if (!cookie.expires_at || !date) return std::nullopt;
  return *cookie.expires_at - *date;
}

std::string longer_than(const Context& context, const Cookie& cookie, std::int64_t limit) {
  if (const std::optional<std::int64_t> known = lifetime(context, cookie)) {
    return *known > limit ? "for " + std::to_string(*known / kDay) + " days" : std::string();
  }
  // The core reads no clock. Nobody runs this release later than that.
  static const std::int64_t latest = grammar::days_since_epoch(2032, 1, 1) * kDay;
  constexpr std::int64_t kLastYear = 253402300799;  // 9999-12-31
  if (!cookie.expires_at || *cookie.expires_at - latest <= limit || *cookie.expires_at > kLastYear) return {};
  constexpr std::size_t kYear = 4;
  return "to live until " + grammar::date_of(*cookie.expires_at / kDay).substr(0, kYear);
}

std::string host_only_value(const Cookie& cookie) {
  std::string value(cookie.pair);
  for (const headers::CookieAttribute* attribute :
       {&cookie.expires, &cookie.max_age, &cookie.http_only, &cookie.same_site_attribute, &cookie.partitioned}) {
    if (attribute->present()) value += "; " + std::string(attribute->text);
  }
  return value + "; Path=/; Secure";
}

std::string session_guards(const ParsedCookie& parsed) {
  std::string guards;
  if (!parsed.session) return guards;
  if (!parsed.cookie.http_only.present()) guards += "; HttpOnly";
  if (parsed.cookie.same_site == SameSite::Unset) guards += "; SameSite=Lax";
  return guards;
}

}  // namespace headstrong::rules::cookie_rules

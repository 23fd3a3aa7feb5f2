#include "harden/cookies.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "headers/set_cookie.hpp"
#include "text/ascii.hpp"
#include "text/listed.hpp"
#include "text/utf8.hpp"

namespace headstrong::hardening {
namespace cookies_detail {

using headers::Cookie;
using headers::SameSite;

constexpr std::size_t kTold = 20;  // cookies that are spoken of one by one

using headers::CookiePrefix;

/// What browsers drop the cookie for want of: Secure with a prefix, Partitioned or SameSite=None, and what the
/// prefix asks for besides (RFC 6265bis section 4.1.3, CHIPS).
std::vector<std::string> needed(const Cookie& cookie) {
  const CookiePrefix prefix = headers::cookie_prefix(cookie.name);
  const bool host = prefix == CookiePrefix::Host || prefix == CookiePrefix::HostHttp;
  const bool http = prefix == CookiePrefix::Http || prefix == CookiePrefix::HostHttp;
  std::vector<std::string> attributes;
  const bool secure =
      prefix != CookiePrefix::None || cookie.partitioned.present() || cookie.same_site == SameSite::None;
  if (secure && !cookie.secure.present()) attributes.emplace_back("Secure");
  if (http && !cookie.http_only.present()) attributes.emplace_back("HttpOnly");
  // Of repeated attributes the last counts.
  if (host && cookie.path.value != "/") attributes.emplace_back("Path=/");
  return attributes;
}

/// The attributes that the cookie should get.
std::vector<std::string> lacking(const Cookie& cookie, bool session, bool https) {
  std::vector<std::string> attributes;
  if (https) attributes = needed(cookie);
  const auto add = [&](std::string attribute) {
    if (std::find(attributes.begin(), attributes.end(), attribute) == attributes.end())
      attributes.push_back(std::move(attribute));
  };
  if (https && !cookie.secure.present()) add("Secure");
  if (session && !cookie.http_only.present()) add("HttpOnly");
  if (cookie.same_site == SameSite::Unset || cookie.same_site == SameSite::Unknown) add("SameSite=Lax");
  return attributes;
}

/// Whether it has the one attribute that a prefix forbids.
bool has_forbidden_domain(const Cookie& cookie) {
  const CookiePrefix prefix = headers::cookie_prefix(cookie.name);
  return (prefix == CookiePrefix::Host || prefix == CookiePrefix::HostHttp) && !cookie.domain.value.empty();
}

std::string without_domain(std::string_view field) {
  std::string out;
  for (std::size_t at = 0; at <= field.size();) {
    const std::size_t end = std::min(field.find(';', at), field.size());
    const std::string_view part = field.substr(at, end - at);
    const bool domain = at > 0 && text::iequals(text::trim(part.substr(0, part.find('='))), "domain");
    if (!domain) out.append(at > 0 ? ";" : "").append(part);
    at = end + 1;
  }
  return out;
}

std::string with(std::string_view field, const std::vector<std::string>& attributes) {
  std::string out(text::trim(field));
  while (!out.empty() && (out.back() == ';' || out.back() == ' ')) out.pop_back();
  for (const std::string& attribute : attributes) out += "; " + attribute;
  return out;
}

/// What a cookie is called in a sentence.
std::string name_of(const Cookie& cookie) {
  constexpr std::size_t kShown = 40;
  return text::shortened(cookie.name, kShown);
}

bool can_have_host_prefix(const Cookie& cookie) {
  return headers::cookie_prefix(cookie.name) == headers::CookiePrefix::None && cookie.path.value == "/" &&
         cookie.domain.value.empty();
}

/// What is said of a cookie: what browsers drop it without, what it should get, and whether a name would keep it.
/// Empty where nothing is to be said.
std::string advice_on(const headers::ParsedCookie& parsed, const std::vector<std::string>& must,
                      const std::vector<std::string>& attributes, bool forbidden) {
  const Cookie& cookie = parsed.cookie;
  const bool rename = parsed.session && can_have_host_prefix(cookie);
  if (attributes.empty() && !rename && !forbidden) return {};
  std::string sentence = name_of(cookie) + ":";
  if (forbidden) {
    sentence += " Chromium and Firefox drop it with Domain";
    sentence +=
        (must.empty() ? "" : " and without " + text::listed(must)) + ". Remove Domain where the application sets it.";
  } else if (!must.empty()) {
    sentence += " Chromium and Firefox drop it without " + text::listed(must) + ".";
  }
  if (!attributes.empty()) {
    sentence +=
        (must.empty() && !forbidden ? " add " : " Add ") + text::listed(attributes) + " where the application sets it";
    if (!parsed.session) sentence += ", if no script and no other site needs it otherwise";
    sentence += ".";
  }
  if (rename) {
    sentence += " The name __Host-" + name_of(cookie) +
                " would keep other subdomains from setting it; rename it only where the application reads it too.";
  }
  return sentence;
}

}  // namespace cookies_detail

CookieResult harden_cookies(const model::ResponseModel& model) {
  using namespace cookies_detail;
  CookieResult result;
  std::size_t told = 0;
  for (const headers::ParsedCookie& parsed : model.typed.cookies) {
    const Cookie& cookie = parsed.cookie;
    const std::string_view value = model.field(parsed.field).value.text();
    if (cookie.dropped != Cookie::Dropped::No || cookie.deletes(model.typed.date)) {
      result.fields.push_back({"Set-Cookie", std::string(value)});
      continue;
    }
    const std::vector<std::string> attributes = lacking(cookie, parsed.session, model.https);
    const std::vector<std::string> must = model.https ? needed(cookie) : std::vector<std::string>();
    const std::vector<std::string>& written = parsed.session ? attributes : must;
    const bool forbidden = model.https && has_forbidden_domain(cookie);
    const std::string kept = forbidden ? without_domain(value) : std::string(value);
    result.fields.push_back({"Set-Cookie", written.empty() ? kept : with(kept, written)});
    if (++told > kTold) continue;
    std::string sentence = advice_on(parsed, must, attributes, forbidden);
    if (!sentence.empty()) result.changes.push_back({"Set-Cookie", std::move(sentence), true});
  }
  return result;
}

}  // namespace headstrong::hardening

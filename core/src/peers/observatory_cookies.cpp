#include "peers/observatory_cookies.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <map>
#include <optional>
#include <tuple>

#include "data/public_suffixes.hpp"
#include "peers/js_string.hpp"
#include "text/ascii.hpp"

namespace headstrong::peers {
namespace observatory_cookies_detail {

enum class SameSite { kAbsent, kNone, kLax, kStrict };

struct Cookie {
  std::string name;
  std::optional<std::string> domain;
  std::optional<std::string> path;
  bool secure = false;
  bool http_only = false;
  bool host_only = false;
  SameSite same_site = SameSite::kAbsent;
};

// The results from best to worst; of several the worst stands.
constexpr std::string_view kWorsening[] = {
    "cookies-without-secure-flag-but-protected-by-hsts",
    "cookies-without-secure-flag",
    "cookies-session-without-secure-flag-but-protected-by-hsts",
    "cookies-samesite-flag-invalid",
    "cookies-anticsrf-without-samesite-flag",
    "cookies-session-without-httponly-flag",
    "cookies-session-without-secure-flag",
};

class WorstResult {
 public:
  void add(std::string_view result) {
    const auto* found = std::find(std::begin(kWorsening), std::end(kWorsening), result);
    worst_ = std::max(worst_, static_cast<int>(found - std::begin(kWorsening)));
  }
  bool none() const { return worst_ < 0; }
  std::string_view name() const { return kWorsening[worst_]; }

 private:
  int worst_ = -1;
};

bool has_control(std::string_view s) {
  return std::any_of(s.begin(), s.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; });
}

struct Pair {
  std::string_view name;
  std::string_view value;
  bool has_value = false;
};

// Splits at the first "=".
Pair split_pair(std::string_view s) {
  const std::size_t equals = s.find('=');
  if (equals == std::string_view::npos) return {s, {}, false};
  return {s.substr(0, equals), s.substr(equals + 1), true};
}

SameSite parse_same_site(std::string_view value) {
  const std::string lower = js_to_lower(value);
  if (lower == "strict") return SameSite::kStrict;
  if (lower == "lax") return SameSite::kLax;
  if (lower == "none") return SameSite::kNone;
  return SameSite::kAbsent;
}

void apply_attribute(std::string_view attribute, Cookie& cookie) {
  const Pair pair = split_pair(attribute);
  const std::string name = js_to_lower(js_trim(pair.name));
  const std::string_view value = js_trim(pair.value);
  if (name == "secure") {
    cookie.secure = true;
  } else if (name == "httponly") {
    cookie.http_only = true;
  } else if (name == "samesite") {
    cookie.same_site = parse_same_site(value);
  } else if (name == "path") {
    cookie.path.reset();
    if (value.starts_with('/')) cookie.path = value;
  } else if (name == "domain") {
    const std::string_view domain = value.starts_with('.') ? value.substr(1) : value;
    if (!domain.empty()) cookie.domain = js_to_lower(domain);
  }
}

// RFC 6265 section 5.2, as tough-cookie has it.
std::optional<Cookie> parse_cookie(std::string_view text) {
  const std::vector<std::string_view> parts = js_split(js_trim(text), ';');
  std::string_view pair_text = parts.front();
  pair_text = pair_text.substr(0, pair_text.find_first_of(std::string_view("\n\r\0", 3)));
  const Pair pair = split_pair(pair_text);
  if (!pair.has_value || pair.name.empty()) return std::nullopt;
  const std::string_view name = js_trim(pair.name);
  if (has_control(name) || has_control(js_trim(pair.value))) return std::nullopt;

  Cookie cookie;
  cookie.name = name;
  for (std::size_t i = 1; i < parts.size(); ++i) apply_attribute(js_trim(parts[i]), cookie);
  return cookie;
}

bool domain_matches(std::string_view host, std::string_view domain) {
  if (host == domain) return true;
  if (!host.ends_with(domain)) return false;
  return host.size() > domain.size() && host[host.size() - domain.size() - 1] == '.';
}

bool is_listed_suffix(std::string_view domain) {
  const auto& table = data::kPublicSuffixTable;
  return std::any_of(table.begin(), table.end(),
                     [domain](const data::PublicSuffix& row) { return row.psl == "yes" && row.suffix == domain; });
}

// Whether its suffix list and host name check let the jar take a Domain attribute.
bool is_registrable(std::string_view domain) {
  if (domain == "localhost" || domain == "invalid") return true;
  if (domain.find('.') == std::string_view::npos || is_listed_suffix(domain)) return false;
  if (domain.find("..") != std::string_view::npos || domain.size() > 255) return false;
  return std::all_of(domain.begin(), domain.end(), [](char c) {
    return text::is(c, text::kAlpha | text::kDigit) || text::is_non_ascii(c) || c == '-' || c == '_' || c == '.';
  });
}

// RFC 6265 section 5.1.4.
std::string_view default_path(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos || slash == 0 ? std::string_view("/") : path.substr(0, slash);
}

// RFC 6265 section 5.3 and the name prefixes: whether the jar stores the cookie, whose missing
// parts are filled in.
bool accept(Cookie& cookie, const CookiePage& page) {
  if (cookie.domain) {
    std::string_view domain = *cookie.domain;
    if (domain.starts_with('.')) domain.remove_prefix(1);
    if (!is_registrable(domain) || page.host_is_ip) return false;
    if (page.host_known && !domain_matches(page.host, domain)) return false;
  } else {
    cookie.host_only = true;
    cookie.domain = page.host;
  }
  if (!cookie.path) cookie.path = std::string(default_path(page.path));
  if (cookie.name.starts_with("__Secure-")) return cookie.secure;
  if (cookie.name.starts_with("__Host-")) {
    return cookie.secure && cookie.host_only && *cookie.path == "/";
  }
  return true;
}

// The test's own look at a raw header: a SameSite attribute with no or an unknown value, wherever
// it stands.
bool has_invalid_same_site(std::string_view text) {
  for (const std::string_view part : JsParts(js_trim(text), ';')) {
    const std::vector<std::string_view> pieces = js_split(js_trim(part), '=');
    if (js_to_lower(js_trim(pieces[0])) != "samesite") continue;
    if (pieces.size() < 2 || parse_same_site(js_trim(pieces[1])) == SameSite::kAbsent) return true;
  }
  return false;
}

void judge(const Cookie& cookie, bool hsts, WorstResult& result) {
  const std::string name = js_to_lower(cookie.name);
  const auto has = [&name](std::string_view part) { return name.find(part) != std::string::npos; };
  const bool is_session = has("login") || has("sess");

  if (!cookie.secure && cookie.same_site == SameSite::kNone) {
    result.add("cookies-samesite-flag-invalid");
  }
  if (!cookie.secure) {
    result.add(hsts ? "cookies-without-secure-flag-but-protected-by-hsts" : "cookies-without-secure-flag");
  }
  if (has("csrf") && cookie.same_site == SameSite::kAbsent) {
    result.add("cookies-anticsrf-without-samesite-flag");
  }
  if (is_session && !cookie.secure) {
    result.add(hsts ? "cookies-session-without-secure-flag-but-protected-by-hsts"
                    : "cookies-session-without-secure-flag");
  }
  if (is_session && !cookie.http_only) result.add("cookies-session-without-httponly-flag");
}

}  // namespace observatory_cookies_detail

std::string_view observatory_cookies(const std::vector<std::string_view>& set_cookie, const CookiePage& page,
                                     bool hsts) {
  using namespace observatory_cookies_detail;
  // A later cookie of the same domain, path and name replaces the earlier.
  std::map<std::tuple<std::string, std::string, std::string>, Cookie> jar;
  WorstResult result;
  for (const std::string_view text : set_cookie) {
    if (has_invalid_same_site(text)) result.add("cookies-samesite-flag-invalid");
    std::optional<Cookie> cookie = parse_cookie(text);
    if (!cookie || !accept(*cookie, page)) continue;
    if (cookie->name == "heroku-session-affinity") continue;  // the one it exempts
    jar[{*cookie->domain, *cookie->path, cookie->name}] = std::move(*cookie);
  }
  if (jar.empty()) return "cookies-not-found";

  bool all_same_site = true;
  for (const auto& [key, cookie] : jar) {
    judge(cookie, hsts, result);
    if (cookie.same_site == SameSite::kAbsent) all_same_site = false;
  }
  if (!result.none()) return result.name();
  return all_same_site ? "cookies-secure-with-httponly-sessions-and-samesite" : "cookies-secure-with-httponly-sessions";
}

}  // namespace headstrong::peers

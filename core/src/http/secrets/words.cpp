#include "http/secrets/words.hpp"

#include <algorithm>
#include <utility>

namespace headstrong::http::secrets {
namespace words_detail {

constexpr std::size_t kMaxName = 100;
constexpr std::size_t kMaxScheme = 32;

bool contains(std::string_view s, std::string_view word) { return s.find(word) != std::string_view::npos; }

/// `api-key`, `access_key`, `authkey` ...
bool names_a_key(std::string_view lower) {
  static constexpr std::string_view kOwners[] = {"api",          "access",    "auth",    "private", "shared",
                                                 "subscription", "functions", "license", "account"};
  for (std::size_t at = lower.find("key"); at != std::string_view::npos; at = lower.find("key", at + 1)) {
    std::string_view before = lower.substr(0, at);
    for (int i = 0; i < 2; ++i) {
      for (const std::string_view owner : kOwners) {
        if (before.ends_with(owner)) return true;
      }
      if (before.empty() || (before.back() != '-' && before.back() != '_')) break;
      before.remove_suffix(1);
    }
  }
  return false;
}

bool names_a_secret(std::string_view lower) {
  // `authentication-info` proves that the server knows the password (RFC 7616, section 3.5); WordPress calls
  // its token against forged requests a nonce.
  static constexpr std::string_view kWords[] = {"token",      "secret",
                                                "session",    "passw",
                                                "pwd",        "jwt",
                                                "sessid",     "dpop",
                                                "csrf",       "xsrf",
                                                "wpnonce",    "wp-nonce",
                                                "saml",       "signature",
                                                "credential", "client-principal",
                                                "appcheck",   "authentication-info"};
  for (const std::string_view word : kWords) {
    if (contains(lower, word)) return true;
  }
  for (const std::string_view name : {"x-key", "x-otp", "x-pass", "x-pin"}) {
    if (lower == name) return true;
  }
  return lower.starts_with("x-auth") || (lower.starts_with("x-") && lower.ends_with("-auth")) || names_a_key(lower);
}

/// Policies, and settings about a secret.
bool is_setting(std::string_view lower) {
  static constexpr std::string_view kStarts[] = {"content-security-policy", "permissions-policy", "feature-policy",
                                                 "access-control-", "require-"};
  static constexpr std::string_view kEnds[] = {"secure", "httponly", "samesite", "path",    "domain",
                                               "name",   "age",      "lifetime", "timeout", "enabled"};
  for (const std::string_view start : kStarts) {
    if (lower.starts_with(start)) return true;
  }
  for (const std::string_view end : kEnds) {
    if (lower.size() <= end.size() || !lower.ends_with(end)) continue;
    const char mark = lower[lower.size() - end.size() - 1];
    if (mark == '-' || mark == '_') return true;
  }
  return false;
}

std::string_view trimmed(std::string_view s) {
  while (!s.empty()) {
    const std::size_t space = space_length(s, 0);
    if (space == 0) break;
    s.remove_prefix(space);
  }
  while (!s.empty() && text::is(s.back(), text::kAsciiWhitespace)) s.remove_suffix(1);
  return s;
}

/// "true", "12": a switch or a number under a secret's name.
bool is_no_secret(std::string_view value) {
  static constexpr std::string_view kWords[] = {"true", "false", "yes", "no", "on", "off", "none", "null", "self"};
  value = trimmed(value);
  for (const std::string_view word : kWords) {
    if (text::iequals(value, word)) return true;
  }
  return !value.empty() && value.size() <= 3 && text::all_of(value, text::kDigit);
}

/// What a language puts behind a value.
bool is_closing(char c) { return std::string_view(",]});\\").find(c) != std::string_view::npos; }

/// The length of the blank or quote at s[at]; 0: neither.
std::size_t wrapping_length(std::string_view s, std::size_t at) { return is_quote(s[at]) ? 1 : space_length(s, at); }

/// The length of the blank or quote that ends at `end`, which begins at `start` at the earliest; 0: neither.
std::size_t wrapping_before(std::string_view s, std::size_t start, std::size_t end) {
  for (std::size_t length = 1; length <= 3 && start + length <= end; ++length) {
    if (wrapping_length(s, end - length) == length) return length;
  }
  return 0;
}

/// `name=value`, or a value without a name.
void add_pair(std::vector<Secret>& found, const View& view, std::size_t start, std::size_t end) {
  const std::string_view pair = view.text().substr(start, end - start);
  const std::size_t equals = pair.find('=');
  const std::string_view name = trimmed(pair.substr(0, equals == std::string_view::npos ? 0 : equals));
  std::string what = name.empty() ? std::string("value of a cookie without a name")
                                  : "value of the cookie " + std::string(name.substr(0, kMaxName));
  add_secret(found, view, equals == std::string_view::npos ? start : start + equals + 1, end, std::move(what));
}

/// Behind the scheme, if there is one: `Bearer abc`, `Digest username="x"`; an opaque value is all secret.
void add_credentials(std::vector<Secret>& found, const View& view, std::string_view name, std::size_t start,
                     std::size_t end) {
  const std::string_view s = view.text();
  while (start < end && wrapping_length(s, start) > 0) start += wrapping_length(s, start);
  std::size_t scheme = start;
  while (scheme < end && is_name_char(s[scheme])) ++scheme;
  std::size_t value = scheme;
  while (value < end && space_length(s, value) > 0) value += space_length(s, value);
  const bool is_scheme = scheme > start && scheme - start <= kMaxScheme && value > scheme && value < end;
  add_secret(found, view, is_scheme ? value : start, end, "credentials in " + std::string(name));
}

/// `Cookie` has pairs only (RFC 6265, section 4.2).
void add_cookies(std::vector<Secret>& found, const View& view, std::size_t start, std::size_t end) {
  for (std::size_t from = start; from < end;) {
    const std::size_t to = find_within(view.text(), ';', from, end);
    add_pair(found, view, from, to);
    from = to + 1;
  }
}

bool is_cookie_name(char c) { return text::is(c, text::kVisible) && c != '=' && c != ',' && c != ';'; }

void add_joined(std::vector<Secret>& found, const View& view, std::size_t start, std::size_t end) {
  const std::string_view s = view.text();
  for (std::size_t comma = find_within(s, ',', start, end); comma < end;) {
    std::size_t name = comma + 1;
    while (name < end && space_length(s, name) > 0) name += space_length(s, name);
    std::size_t equals = name;
    while (equals < end && is_cookie_name(s[equals])) ++equals;
    if (equals > name && equals < end && s[equals] == '=') {
      add_pair(found, view, name, end);
      return;
    }
    comma = find_within(s, ',', equals, end);
  }
}

bool is_attribute(std::string_view part) {
  const std::string_view name = trimmed(part.substr(0, part.find('=')));
  for (const std::string_view attribute :
       {"path", "domain", "expires", "max-age", "secure", "httponly", "samesite", "partitioned", "priority"}) {
    if (text::iequals(name, attribute)) return true;
  }
  return false;
}

/// Where a value in quotes ends that has semicolons inside: `a="b; c"`. Browsers end it at the first one and
/// read attributes from there; what was meant as the value is a secret all the same.
std::size_t quoted_value_end(std::string_view s, std::size_t start, std::size_t semicolon, std::size_t end) {
  std::size_t quote = find_within(s, '=', start, semicolon) + 1;
  while (quote < semicolon && space_length(s, quote) > 0) quote += space_length(s, quote);
  if (quote >= semicolon || s[quote] != '"') return semicolon;
  const std::size_t closing = find_within(s, '"', quote + 1, end);
  return closing == end ? semicolon : std::max(closing, semicolon);
}

/// `Set-Cookie` has one pair and then attributes (section 4.1). Programs that join headers put a comma
/// between two, which also stands in dates: behind it a cookie is a name and `=`.
void add_set_cookie(std::vector<Secret>& found, const View& view, std::size_t start, std::size_t end) {
  bool is_pair = true;
  std::size_t quoted_end = start;
  for (std::size_t from = start; from < end; is_pair = false) {
    const std::size_t to = find_within(view.text(), ';', from, end);
    if (is_pair) {
      add_pair(found, view, from, to);
      quoted_end = quoted_value_end(view.text(), from, to, end);
    } else if (from < quoted_end && !is_attribute(view.text().substr(from, to - from))) {
      add_secret(found, view, from, to, "rest of a cookie's value");
    } else {
      add_joined(found, view, from, to);
    }
    from = to + 1;
  }
}

/// Pages can't set headers of a WebSocket, so they send the token as a subprotocol: `bearer, <token>`,
/// `base64url.bearer.authorization.k8s.io.<token>`.
void add_subprotocols(std::vector<Secret>& found, const View& view, std::size_t start, std::size_t end) {
  const auto announces = [](std::string_view name) {
    for (const std::string_view word : {"bearer", "basic", "auth", "authorization", "authenticate"}) {
      if (text::iequals(name, word)) return true;
    }
    return names_a_secret(text::lowered(name.substr(0, kMaxName)));
  };
  bool is_announced = false;
  for (std::size_t from = start; from < end;) {
    const std::size_t to = find_within(view.text(), ',', from, end);
    std::size_t secret = is_announced ? from : to;
    for (std::size_t part = from; secret == to && part < to;) {
      const std::size_t dot = find_within(view.text(), '.', part, to);
      if (dot < to && announces(trimmed(view.text().substr(part, dot - part)))) secret = dot + 1;
      part = dot + 1;
    }
    is_announced = secret == to && announces(trimmed(view.text().substr(from, to - from)));
    if (secret < to) add_secret(found, view, secret, to, "credentials in Sec-WebSocket-Protocol");
    from = to + 1;
  }
}

}  // namespace words_detail

std::size_t View::source(std::size_t at) const {
  if (!decoded_) return start_ + at;
  if (at >= text_.size()) return start_ + decoded_->raw_size;
  const std::vector<Run>& runs = decoded_->runs;
  const auto after = std::upper_bound(runs.begin(), runs.end(), at,
                                      [](std::size_t place, const Run& run) { return place < run.text; });
  if (after == runs.begin()) return start_ + at;
  return start_ + (after - 1)->place + at - (after - 1)->text;
}

std::optional<NameKind> kind_of_name(std::string_view name) {
  using namespace words_detail;
  if (name.size() > kMaxName) return std::nullopt;
  const std::string lower = text::lowered(name);
  const bool is_ours = lower.starts_with("x-");  // as proxies pass a header on under a name of their own
  if (lower == "set-cookie" || lower == "set-cookie2" || (is_ours && lower.ends_with("-set-cookie")))
    return NameKind::SetCookie;
  if (lower == "cookie" || (is_ours && lower.ends_with("-cookie"))) return NameKind::Cookie;
  if (lower == "authorization" || lower.ends_with("-authorization")) return NameKind::Credentials;
  if (lower == "sec-websocket-protocol") return NameKind::Subprotocols;
  return names_a_secret(lower) && !is_setting(lower) ? std::optional(NameKind::Secret) : std::nullopt;
}

bool is_secret_word(std::string_view name) {
  for (const std::string_view word : {"sig", "sid", "pass", "ticket", "otp", "hmac", "assertion", "oobcode"}) {
    if (text::iequals(name, word)) return true;
  }
  return kind_of_name(name) == NameKind::Secret;
}

bool is_secret_parameter(std::string_view name) {
  for (const std::string_view parameter : {"code", "key", "auth", "relaystate", "state", "magic", "invite"}) {
    if (text::iequals(name, parameter)) return true;
  }
  return is_secret_word(name) || kind_of_name(name).has_value();
}

std::size_t find_within(std::string_view s, char mark, std::size_t start, std::size_t end) {
  const std::size_t at = s.substr(start, end - start).find(mark);
  return at == std::string_view::npos ? end : start + at;
}

std::size_t space_length(std::string_view s, std::size_t at) {
  const char c = s[at];
  if (c == ' ' || (c >= '\t' && c <= '\r')) return 1;
  if (!text::is_non_ascii(c)) return 0;
  for (const std::string_view space : {"\xC2\xA0", "\xE2\x80\xA8", "\xE2\x80\xA9", "\xEF\xBB\xBF"}) {
    if (s.substr(at, space.size()) == space) return space.size();
  }
  return 0;
}

void add_secret(std::vector<Secret>& found, const View& view, std::size_t start, std::size_t end, std::string what) {
  using namespace words_detail;
  const std::string_view s = view.text();
  while (start < end && wrapping_length(s, start) > 0) start += wrapping_length(s, start);
  while (end > start) {
    const std::size_t wrapping = is_closing(s[end - 1]) ? 1 : wrapping_before(s, start, end);
    if (wrapping == 0) break;
    end -= wrapping;
  }
  if (start >= end || s.substr(start, end - start) == kPlaceholder) return;
  found.push_back({{static_cast<std::uint32_t>(view.source(start)), static_cast<std::uint32_t>(view.source(end))},
                   std::move(what)});
}

void add_value(std::vector<Secret>& found, const View& view, NameKind kind, std::string_view name, std::size_t start,
               std::size_t end) {
  using namespace words_detail;
  switch (kind) {
    case NameKind::Cookie: return add_cookies(found, view, start, end);
    case NameKind::SetCookie: return add_set_cookie(found, view, start, end);
    case NameKind::Credentials: return add_credentials(found, view, name, start, end);
    case NameKind::Subprotocols: return add_subprotocols(found, view, start, end);
    case NameKind::Secret:
      if (end - start < 8 && is_no_secret(view.text().substr(start, end - start))) return;
      return add_secret(found, view, start, end, "value of " + std::string(name));
  }
}

}  // namespace headstrong::http::secrets

// What several rules about information leaks need to know.
#pragma once

#include <cstdint>
#include <string_view>

#include "text/ascii.hpp"

namespace headstrong::rules::leak_rules {

/// Whether the text holds a version number: digits, a dot, digits ("nginx/1.18.0", "PHP 8.1").
inline bool tells_version(std::string_view s) {
  for (std::size_t i = 1; i + 1 < s.size(); ++i) {
    if (s[i] == '.' && text::is(s[i - 1], text::kDigit) && text::is(s[i + 1], text::kDigit)) {
      return true;
    }
  }
  return false;
}

/// The name of the product that a Server value begins with, without a version in it or behind it.
inline std::string_view product(std::string_view s) {
  s = s.substr(0, s.find_first_of("/ ("));
  if (!tells_version(s)) return s;
  s = s.substr(0, s.find_first_of("0123456789"));
  while (!s.empty() && !text::is(s.back(), text::kAlpha)) s.remove_suffix(1);
  return s;
}

/// Whether a header of that name tells of the software that answers. Names after the removal list of
/// the OWASP Secure Headers Project (2026-07-19).
inline bool names_software(std::string_view name) {
  static constexpr std::string_view kNames[] = {"x-php-version",
                                                "x-version",
                                                "x-powered-cms",
                                                "powered-by",
                                                "x-cms-version",
                                                "x-drupal-version",
                                                "x-joomla-version",
                                                "x-umbraco-version",
                                                "x-generated-by",
                                                "x-mod-pagespeed",
                                                "x-page-speed",
                                                "x-litespeed-version",
                                                "x-owa-version",
                                                "x-jitsi-release",
                                                "x-nextjs-version",
                                                "x-server-version",
                                                "liferay-portal",
                                                "microsoftofficewebserver",
                                                "microsoftsharepointteamservices",
                                                "x-atg-version",
                                                "x-cocoon-version",
                                                "x-kong-version",
                                                "x-oneagent-js-injection-version",
                                                "x-turbo-charged-by",
                                                "x-cf-powered-by",
                                                "x-content-encoded-by",
                                                "x-powered-by-plesk",
                                                "x-cms",
                                                "x-framework",
                                                "x-woodpecker-version",
                                                "oraclecommercecloud-version",
                                                "x-jenkins",
                                                "x-hudson",
                                                "product",
                                                "x-server-powered-by",
                                                "x-envoy-version",
                                                "x-app-version"};
  for (const std::string_view known : kNames) {
    if (text::iequals(name, known)) return true;
  }
  return false;
}

/// Whether a header of that name is written by a debugger or profiler.
inline bool is_debug(std::string_view name) {
  static constexpr std::string_view kNames[] = {
      "x-debug-token",    "x-debug-token-link", "x-debug-exception",  "x-debug-exception-file", "x-chromelogger-data",
      "x-chromephp-data", "x-wf-1-1-1-1",       "x-sourcefiles",      "x-debugbar-link",        "phpdebugbar-id",
      "x-clockwork-id",   "x-miniprofiler-ids", "x-glimpse-requestid"};
  for (const std::string_view known : kNames) {
    if (text::iequals(name, known)) return true;
  }
  return false;
}

/// Four numbers of at most 255 with dots between, nothing of the kind around them; empty where `at`
/// begins something else.
inline std::string_view ipv4_at(std::string_view s, std::size_t at) {
  const std::size_t begin = at;
  for (int part = 0; part < 4; ++part) {
    int value = 0;
    const std::size_t digits = at;
    while (at < s.size() && text::is(s[at], text::kDigit) && at - digits < 4) {
      value = value * 10 + (s[at++] - '0');
    }
    if (at == digits || at - digits > 3 || value > 255) return {};
    if (part < 3 && (at >= s.size() || s[at++] != '.')) return {};
  }
  const bool goes_on = at < s.size() && (s[at] == '.' || s[at] == '-' || text::is(s[at], text::kAlpha | text::kDigit));
  return goes_on ? std::string_view() : s.substr(begin, at - begin);
}

/// The first address of a private network (RFC 1918) in the text.
inline std::string_view private_address(std::string_view s) {
  for (std::size_t at = 0; at < s.size(); ++at) {
    if (s[at] != '1') continue;
    const bool inside =
        at > 0 && (text::is(s[at - 1], text::kAlpha | text::kDigit) || s[at - 1] == '.' || s[at - 1] == '-');
    if (inside) continue;
    const std::string_view address = ipv4_at(s, at);
    if (address.empty()) continue;
    if (address.substr(0, 3) == "10." || address.substr(0, 8) == "192.168.") return address;
    if (address.substr(0, 4) != "172." || address.size() < 7 || address[6] != '.') continue;
    const std::string_view second = address.substr(4, 2);
    if (second >= "16" && second <= "31") return address;
  }
  return {};
}

/// The first host in the text whose name exists in internal networks only (RFC 6762 and 8375, ICANN's .internal, and
/// what the appendix of the former names); empty where there is none.
inline std::string_view internal_host(std::string_view s) {
  constexpr unsigned kHost = text::kAlpha | text::kDigit;
  for (std::size_t at = 0; at < s.size(); ++at) {
    if (!text::is(s[at], kHost)) continue;
    std::size_t end = at;
    while (end < s.size() && (text::is(s[end], kHost) || s[end] == '.' || s[end] == '-')) ++end;
    std::string_view host = s.substr(at, end - at);
    while (!host.empty() && (host.back() == '.' || host.back() == '-')) host.remove_suffix(1);
    for (const std::string_view top : {".local", ".internal", ".corp", ".lan", ".intranet", ".home.arpa"}) {
      if (host.size() > top.size() && text::iends_with(host, top)) return host;
    }
    at = end;
  }
  return {};
}

}  // namespace headstrong::rules::leak_rules

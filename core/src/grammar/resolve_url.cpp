#include <algorithm>
#include <cstddef>

#include "grammar/url.hpp"
#include "grammar/url_path.hpp"
#include "grammar/url_text.hpp"
#include "text/ascii.hpp"

namespace headstrong::grammar {
namespace resolve_url_detail {

/// The five components of RFC 3986 section 3, each with its delimiter ("https:", "//host", "?query");
/// empty where it is not there.
struct Components {
  std::string_view scheme;
  std::string_view authority;
  std::string_view path;
  std::string_view query;
  std::string_view fragment;
};

std::string_view scheme_of(std::string_view s) {
  if (s.empty() || !text::is(s[0], text::kAlpha)) return {};
  std::size_t i = 1;
  while (i < s.size() && (text::is(s[i], text::kAlpha | text::kDigit) || s[i] == '+' || s[i] == '-' || s[i] == '.')) {
    ++i;
  }
  return i < s.size() && s[i] == ':' ? s.substr(0, i + 1) : std::string_view();
}

Scheme kind_of(std::string_view scheme_and_colon) {
  return scheme_and_colon.empty() ? Scheme::Other : scheme_id(scheme_and_colon.substr(0, scheme_and_colon.size() - 1));
}

/// Takes `count` characters off the front.
std::string_view take(std::string_view& s, std::size_t count) {
  const std::string_view taken = s.substr(0, count);
  s.remove_prefix(taken.size());
  return taken;
}

/// Splits what follows the scheme. `slashed`: backslashes count as slashes, as in special URLs.
Components split_hierarchy(std::string_view s, bool slashed) {
  Components parts;
  const std::size_t hash = std::min(s.find('#'), s.size());
  parts.fragment = s.substr(hash);
  s = s.substr(0, hash);
  const std::size_t question = std::min(s.find('?'), s.size());
  parts.query = s.substr(question);
  s = s.substr(0, question);
  const auto is_slash = [slashed](char c) { return c == '/' || (slashed && c == '\\'); };
  if (s.size() >= 2 && is_slash(s[0]) && is_slash(s[1])) {
    std::size_t end = 2;
    while (end < s.size() && !is_slash(s[end])) ++end;
    parts.authority = take(s, end);
  }
  parts.path = s;
  return parts;
}

/// Whether a URL of that scheme is read as the web's are: http and https, and their kin, but not
/// file, which has rules of its own.
bool is_of_web(Scheme scheme) { return is_special(scheme) && scheme != Scheme::File; }

/// The path of the base up to its last slash, then the reference's (RFC 3986 section 5.2.3).
std::string merged_path(const Components& base, std::string_view path, bool slashed) {
  const std::size_t slash = slashed ? base.path.find_last_of("/\\") : base.path.rfind('/');
  std::string merged;
  if (slash != std::string_view::npos) {
    merged = base.path.substr(0, slash + 1);
  } else if (!base.authority.empty()) {
    merged = "/";
  }
  merged += path;
  return merged;
}

/// A reference that names a host of its own, or that has a scheme that is not the web's.
std::string whole(std::string_view scheme, const Components& parts, bool web) {
  std::string url(scheme);
  url.append(parts.authority);
  if (!parts.path.empty()) append_path(parts.path, web, url);
  return url.append(parts.query).append(parts.fragment);
}

/// A reference without a host, on what its base has behind the scheme; empty where nothing can be relative to it.
std::string relative_to(const Components& from, std::string_view scheme, const Components& parts, bool web) {
  if (from.authority.empty() && (from.path.empty() || from.path[0] != '/')) {
    // "mailto:", "data:": nothing but a fragment.
    if (!parts.path.empty() || !parts.query.empty()) return {};
  }
  std::string url(scheme);
  url.append(from.authority);
  if (parts.path.empty()) {
    url.append(from.path).append(parts.query.empty() ? from.query : parts.query);
    return url.append(parts.fragment);
  }
  const bool rooted = parts.path[0] == '/' || (web && parts.path[0] == '\\');
  append_path(rooted ? std::string(parts.path) : merged_path(from, parts.path, web), web, url);
  return url.append(parts.query).append(parts.fragment);
}

}  // namespace resolve_url_detail

std::string resolve_url(std::string_view base, std::string_view reference) {
  using namespace resolve_url_detail;
  std::string cleaned;
  std::string_view ref = without_newlines(without_space_around(reference), cleaned);
  std::string cleaned_base;
  std::string_view rest = without_newlines(without_space_around(base), cleaned_base);
  const std::string_view base_scheme = take(rest, scheme_of(rest).size());

  std::string_view scheme = take(ref, scheme_of(ref).size());
  const bool web = is_of_web(kind_of(scheme.empty() ? base_scheme : scheme));
  std::size_t slashes = 0;
  while (slashes < ref.size() && (ref[slashes] == '/' || (web && ref[slashes] == '\\'))) ++slashes;
  if (web && slashes < 2 && text::iequals(scheme, base_scheme)) scheme = {};  // "https:page" within https
  if (!scheme.empty() && !web) {
    if (ref.empty() || ref[0] != '/') return std::string(scheme).append(ref);
    return whole(scheme, split_hierarchy(ref, false), false);
  }
  std::string authority_spelled;  // where the slashes before the host are not two
  if (web && (!scheme.empty() || slashes >= 2)) {
    // However many slashes there are, the host follows them.
    authority_spelled = "//";
    authority_spelled += ref.substr(slashes);
    ref = authority_spelled;
  }
  const Components parts = split_hierarchy(ref, web);
  if (scheme.empty()) scheme = base_scheme;
  if (scheme.empty()) return {};
  return parts.authority.empty() ? relative_to(split_hierarchy(rest, web), scheme, parts, web)
                                 : whole(scheme, parts, web);
}

}  // namespace headstrong::grammar

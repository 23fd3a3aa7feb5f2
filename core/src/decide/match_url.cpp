#include "decide/match_url.hpp"

#include "text/ascii.hpp"

namespace headstrong::decide {
namespace match_url_detail {

using grammar::HostKind;
using grammar::Origin;
using grammar::Scheme;
using grammar::Url;
using text::iequals;

bool is_network_scheme(Scheme scheme) { return scheme <= Scheme::Wss; }
bool is_secure(Scheme scheme) { return scheme == Scheme::Https || scheme == Scheme::Wss; }

/// Scheme-part match (CSP3 6.7.2.9): equal, or an upgrade.
bool scheme_matches(Scheme source, std::string_view source_name, const Url& url) {
  const Scheme target = url.scheme_kind;
  if (source == Scheme::Other) return iequals(source_name, url.scheme);
  if (source == target) return true;
  return (source == Scheme::Http && target == Scheme::Https) ||
         (source == Scheme::Ws && target == Scheme::Wss);
}

/// Host-part match (CSP3 6.7.2.10).
bool host_matches(std::string_view host, const Url& url) {
  if (url.host_kind != HostKind::Domain) return false;
  if (host == "*") return true;
  if (host.front() == '*') return text::iends_with(url.host, host.substr(1));
  return iequals(host, url.host);
}

/// Port-part match (CSP3 6.7.2.11).
bool port_matches(const Source& source, const Url& url) {
  if (source.port == Source::kAnyPort || source.port == url.port) return true;
  return url.port < 0 && source.port == default_port(url.scheme_kind);
}

int hex_value(char c) { return c <= '9' ? c - '0' : text::to_lower(c) - 'a' + 10; }

/// Reads one byte of a percent-encoded text and steps over it.
char next_decoded(std::string_view s, std::size_t& at) {
  if (s[at] == '%' && at + 2 < s.size() && text::is(s[at + 1], text::kHexDigit) &&
      text::is(s[at + 2], text::kHexDigit)) {
    at += 3;
    return static_cast<char>(hex_value(s[at - 2]) * 16 + hex_value(s[at - 1]));
  }
  return s[at++];
}

/// Path-part match (CSP3 6.7.2.12): piece by piece, each decoded for itself, so that an encoded
/// slash never separates.
bool path_matches(std::string_view path, std::string_view url_path) {
  if (path.empty() || (path == "/" && url_path.empty())) return true;
  const bool prefix = path.back() == '/';
  std::size_t a = 0;
  std::size_t b = 0;
  while (a < path.size()) {
    if (b == url_path.size()) return false;
    if ((path[a] == '/') != (url_path[b] == '/')) return false;
    if (next_decoded(path, a) != next_decoded(url_path, b)) return false;
  }
  return prefix || b == url_path.size();
}

/// 'self' (CSP3 6.7.2.7, step 4).
bool self_matches(const PolicySet& set, const Url& url) {
  const Origin& self = set.self();
  if (self.opaque || url.scheme_kind == Scheme::Blob || !url.has_host()) return false;
  if (self.host != url.host) return false;
  if (self.scheme == url.scheme && self.port == url.port) return true;
  const bool ports = self.port == url.port;  // -1 is the default of the scheme
  if (!ports) return false;
  return is_secure(url.scheme_kind) ||
         (self.scheme_kind == Scheme::Http &&
          (url.scheme_kind == Scheme::Http || url.scheme_kind == Scheme::Ws));
}

bool wildcard_matches(const PolicySet& set, const Url& url) {
  if (is_network_scheme(url.scheme_kind)) return true;
  return !set.self().opaque && set.self().scheme == url.scheme;
}

bool host_source_matches(const PolicySet& set, const Source& source,
                         const csp::SourceExpression& expression, const Target& target) {
  const Url& url = target.url;
  const std::string_view scheme = expression.scheme();
  if (scheme.empty()) {
    if (set.self().opaque) return false;
    if (!scheme_matches(set.self().scheme_kind, set.self().scheme, url)) return false;
  } else if (!scheme_matches(source.scheme, scheme, url)) {
    return false;
  }
  if (!host_matches(expression.host(), url)) return false;
  if (!port_matches(source, url)) return false;
  return target.redirected || path_matches(expression.path(), url.path);
}

}  // namespace match_url_detail

std::int64_t match_url(const PolicySet& set, const ActivePolicy& policy,
                       const ActiveDirective& directive, const Target& target,
                       const ProfileTraits& traits) {
  const csp::Directive& written = policy.policy->directives[directive.index];
  const csp::SourceExpression* expressions = policy.policy->tokens.data();
  const Source* sources = set.sources_of(policy);
  for (std::uint32_t i = written.first_token; i < written.first_token + written.token_count; ++i) {
    const Source& source = sources[i];
    if ((source.valid_in & traits.bit()) == 0) continue;
    bool matches = false;
    switch (source.kind) {
      case csp::SourceKind::Wildcard:
        matches = match_url_detail::wildcard_matches(set, target.url);
        break;
      case csp::SourceKind::Scheme:
        matches = match_url_detail::scheme_matches(source.scheme, expressions[i].scheme(),
                                                   target.url);
        break;
      case csp::SourceKind::Host:
        matches = match_url_detail::host_source_matches(set, source, expressions[i], target);
        break;
      case csp::SourceKind::Keyword:
        matches = expressions[i].keyword == csp::Keyword::Self &&
                  match_url_detail::self_matches(set, target.url);
        break;
      default: break;
    }
    if (matches) return i;
  }
  return -1;
}

}  // namespace headstrong::decide

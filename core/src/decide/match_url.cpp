#include "decide/match_url.hpp"

#include <algorithm>

#include "decide/match_path.hpp"
#include "text/ascii.hpp"

namespace headstrong::decide {
namespace match_url_detail {

using grammar::HostKind;
using grammar::Origin;
using grammar::Scheme;
using grammar::Url;
using text::iequals;

bool is_network_scheme(Scheme scheme) {
  return scheme == Scheme::Http || scheme == Scheme::Https || scheme == Scheme::Ws || scheme == Scheme::Wss;
}
bool is_secure(Scheme scheme) { return scheme == Scheme::Https || scheme == Scheme::Wss; }

/// A host-source, or 'self' where an engine treats it as one.
struct HostSource {
  Scheme scheme = Scheme::Other;
  std::string_view scheme_name;  // needed where the scheme is none of the known ones
  std::string_view host;
  std::string_view path;
  std::int32_t port = Source::kNoPort;
  bool scheme_written = true;  // else it is the page's
  bool is_self = false;
  bool leading_zero = false;
};

// --- the matcher ---------------------------------------------------------------------------------

class Matcher {
 public:
  Matcher(const PolicySet& set, const ActivePolicy& policy, const ActiveDirective& directive, const Target& target,
          const ProfileTraits& traits)
      : set_(set), policy_(policy), directive_(directive), target_(target), url_(target.url), traits_(traits) {}

  bool matches(const Source& source, const csp::SourceExpression& expression) const {
    if (source.host_size != 0 && source.host_size != url_.host.size()) return false;
    switch (source.kind) {
      case csp::SourceKind::Wildcard: return wildcard_matches();
      case csp::SourceKind::Scheme: return scheme_match(source.scheme, expression.scheme(), false) != SchemeMatch::None;
      case csp::SourceKind::Host:
        // The host first: it rules out nearly every source.
        return host_matches(expression.host()) && rest_of_host_source_matches(host_source(source, expression));
      case csp::SourceKind::Keyword: return source.keyword == csp::Keyword::Self && self_matches();
      default: return false;
    }
  }

  /// Host-part match (CSP3 6.7.2.10).
  bool host_matches(std::string_view host) const {
    if (!url_.has_host()) return host == "*" && has(Difference::StarHostNeedsNoHost);
    if (url_.host_kind != HostKind::Domain && !has(Difference::IpHostsCompareAsText)) return false;
    if (host == "*") return true;
    if (host.front() == '*') {
      const std::string_view suffix = host.substr(1);  // with its dot
      return url_.host.size() > suffix.size() && url_.host[url_.host.size() - suffix.size()] == '.' &&
             text::iends_with(url_.host, suffix);
    }
    return iequals(host, url_.host);
  }

 private:
  enum class SchemeMatch : std::uint8_t { None, Same, Upgrade };

  bool has(Difference difference) const { return traits_.has(difference); }

  /// Scheme-part match (CSP3 6.7.2.9): equal, or an upgrade; a WebSocket source also matches
  /// http(s).
  SchemeMatch scheme_match(Scheme source, std::string_view name, bool is_self) const {
    const Scheme url = url_.scheme_kind;
    if (source == Scheme::Other) {
      return iequals(name, url_.scheme) ? SchemeMatch::Same : SchemeMatch::None;
    }
    if (source == url) return SchemeMatch::Same;
    if (source == Scheme::Http && url == Scheme::Https) return SchemeMatch::Upgrade;
    if (source == Scheme::Ws && url == Scheme::Wss) return SchemeMatch::Upgrade;
    if (!has(Difference::WsSourceIsNotHttp)) {
      if (const SchemeMatch match = twin_match(source, url, Scheme::Ws, Scheme::Http); match != SchemeMatch::None) {
        return match;
      }
    }
    // An http page's 'self' admits the secure twins and ws, an https page's wss.
    if (is_self) {
      if (const SchemeMatch match = twin_match(source, url, Scheme::Http, Scheme::Ws); match != SchemeMatch::None) {
        return match;
      }
    }
    return will_be_upgraded(source) ? SchemeMatch::Same : SchemeMatch::None;
  }

  static Scheme secure(Scheme plain) { return plain == Scheme::Http ? Scheme::Https : Scheme::Wss; }

  /// Whether a source of one kind (ws or http, and its secure twin) admits a URL of the other.
  static SchemeMatch twin_match(Scheme source, Scheme url, Scheme from, Scheme to) {
    if (source == from && url == to) return SchemeMatch::Same;
    if (source == from && url == secure(to)) return SchemeMatch::Upgrade;
    return source == secure(from) && url == secure(to) ? SchemeMatch::Same : SchemeMatch::None;
  }

  /// Whether a secure source admits the URL because the policy's own upgrade-insecure-requests is
  /// going to rewrite it.
  bool will_be_upgraded(Scheme source) const {
    if (!has(Difference::UpgradeAfterCheck)) return false;
    const bool insecure = (source == Scheme::Https && url_.scheme_kind == Scheme::Http) ||
                          (source == Scheme::Wss && url_.scheme_kind == Scheme::Ws);
    return insecure && policy_.policy->disposition == csp::Disposition::Enforce &&
           set_.find(policy_, csp::DirectiveName::UpgradeInsecureRequests, traits_.bit()) != nullptr;
  }

  /// Port-part match (CSP3 6.7.2.11).
  bool port_matches(const HostSource& source, bool upgraded) const {
    const int url_port = url_.effective_port();
    if (source.port == Source::kAnyPort) return true;
    if (source.port == Source::kNoPort) {
      return url_.port < 0 || implied_port_matches(source, url_port);
    }
    if (source.leading_zero && has(Difference::PortIsText)) return false;
    if (upgraded && has(Difference::ExplicitPortStopsUpgrade)) {
      if (source.port == 80) return url_port == 443;
      return source.port == 443 && source.scheme == Scheme::Http && url_port == 443 &&
             !(target_.navigation && has(Difference::FrameUpgradeNeedsPort80));
    }
    if (source.port == url_port) return true;
    if (source.port != 80 || url_port != 443) return false;
    return has(Difference::Port80Matches443) || (upgraded && has(Difference::UpgradeTakesPort80To443));
  }

  /// A source without a port against a URL with one.
  bool implied_port_matches(const HostSource& source, int url_port) const {
    if (has(Difference::SourceSchemeGivesPort)) {
      const int implied = default_port(source.scheme);
      if (implied == url_port) return true;
      if (implied == 80 && url_port == 443) return true;
    }
    return has(Difference::HttpSourceMatchesPort443) && source.scheme_written && source.scheme == Scheme::Http &&
           url_port == 443;
  }

  HostSource host_source(const Source& source, const csp::SourceExpression& expression) const {
    HostSource out;
    out.scheme_written = !expression.scheme().empty();
    out.scheme = out.scheme_written ? source.scheme : set_.self().scheme_kind;
    out.scheme_name = out.scheme_written ? expression.scheme() : set_.self().scheme;
    out.host = expression.host();
    out.path = expression.path();
    out.port = source.port;
    out.leading_zero = expression.port().size() > 1 && expression.port().front() == '0';
    return out;
  }

  /// Whether a source whose host matches does so in its other parts.
  bool rest_of_host_source_matches(const HostSource& source) const {
    if (!source.scheme_written && (set_.self().opaque || target_.opaque_self)) return false;
    const SchemeMatch scheme = scheme_match(source.scheme, source.scheme_name, source.is_self);
    if (scheme == SchemeMatch::None) return false;
    if (!port_matches(source, scheme == SchemeMatch::Upgrade)) return false;
    const bool ancestor = directive_.name == csp::DirectiveName::FrameAncestors;
    if (target_.redirected || (ancestor && has(Difference::AncestorPathIgnored))) return true;
    return match_path(source.path, url_.path, traits_);
  }

  /// 'self' (CSP3 6.7.2.7, step 4).
  bool self_matches() const {
    if (matches_own_file()) return true;
    if (target_.opaque_self) return is_secure(url_.scheme_kind);
    const Origin& self = set_.self();
    if (self.opaque) return false;
    if (url_.scheme_kind == Scheme::Blob) return blob_of_self_matches();
    const bool navigation = target_.navigation && has(Difference::FrameSelfIsASource);
    if (navigation || has(Difference::SelfIsASource)) {
      HostSource source{self.scheme_kind, self.scheme, self.host, {}, self.port};
      source.is_self = !navigation;
      // The engine that judges navigations apart keeps the port of 'self' as a number.
      if (navigation && source.port < 0) source.port = default_port(self.scheme_kind);
      return host_matches(source.host) && rest_of_host_source_matches(source);
    }
    if (!url_.has_host() || self.host != url_.host) return false;
    const bool same_ports = self.port == url_.port;  // -1 on both sides: the schemes' defaults
    if (self.scheme == url_.scheme && same_ports) return true;
    const bool secure = is_secure(url_.scheme_kind);
    const bool http = self.scheme_kind == Scheme::Http && url_.scheme_kind == Scheme::Ws;
    if (!secure && !http) return false;
    if (same_ports) return true;
    return has(Difference::SelfKeepsPort80) && self.port < 0 && default_port(self.scheme_kind) == url_.port;
  }

  bool matches_own_file() const {
    return has(Difference::FileSelfMatchesFiles) && url_.scheme_kind == Scheme::File &&
           set_.page().scheme_kind == Scheme::File;
  }

  bool blob_of_self_matches() const {
    if (!has(Difference::FrameSelfMatchesBlob)) return false;
    if (directive_.name != csp::DirectiveName::FrameSrc) return false;
    Url inner;
    std::string buffer;
    if (parse_url(url_.path, buffer, inner) != grammar::UrlError::None) return false;
    return same_origin(origin_of(inner), set_.self());
  }

  /// A lone * (CSP3 6.7.2.7, step 1): network schemes and the page's own.
  bool wildcard_matches() const {
    const Scheme scheme = url_.scheme_kind;
    if (is_network_scheme(scheme) || matches_own_file()) return true;
    if (!set_.self().opaque && set_.self().scheme == url_.scheme) return true;
    if (has(Difference::StarMatchesDataImages)) {
      const bool media = directive_.name == csp::DirectiveName::MediaSrc;
      if (scheme == Scheme::Data && (media || directive_.name == csp::DirectiveName::ImgSrc)) {
        return true;
      }
      if (scheme == Scheme::Blob && media) return true;
    }
    return has(Difference::StarMatchesOtherSchemes) && scheme != Scheme::Data && scheme != Scheme::Blob &&
           scheme != Scheme::Filesystem;
  }

  const PolicySet& set_;
  const ActivePolicy& policy_;
  const ActiveDirective& directive_;
  const Target& target_;
  const Url& url_;
  const ProfileTraits& traits_;
};

}  // namespace match_url_detail

std::int64_t match_url(const PolicySet& set, const ActivePolicy& policy, const ActiveDirective& directive,
                       const Target& target, const ProfileTraits& traits) {
  const csp::Directive& written = policy.policy->directives[directive.index];
  const csp::SourceExpression* expressions = policy.policy->tokens.data();
  const Source* sources = set.sources_of(policy);
  const match_url_detail::Matcher matcher(set, policy, directive, target, traits);
  for (std::uint32_t i = written.first_token; i < written.first_token + written.token_count; ++i) {
    if ((sources[i].valid_in & traits.bit()) == 0 || (sources[i].facts & kAddresses) == 0) continue;
    if (sources[i].host_size != 0 && sources[i].host_size != target.url.host.size()) continue;
    if (matcher.matches(sources[i], expressions[i])) return i;
  }
  return -1;
}

ListSearch::ListSearch(const PolicySet& set, const csp::Policy& policy, const csp::Directive& directive)
    : set_(set), policy_(policy), directive_(directive) {
  for (const ActivePolicy& active : set.policies()) {
    if (active.policy != &policy) continue;
    for (const Profile profile : kBrowserProfiles) {
      const ProfileTraits& t = traits(profile);
      const ActiveDirective* used = set.find(active, directive.name, t.bit());
      if (used == nullptr || &policy.directives[used->index] != &directive) continue;
      readings_.push_back({&active, used, &t});
    }
  }
}

const std::vector<const csp::SourceExpression*>& ListSearch::matches(const grammar::Url& url) {
  found_.clear();
  if (readings_.empty()) return found_;
  const Target target{url};
  const auto matcher_of = [&](const Reading& reading) {
    return match_url_detail::Matcher(set_, *reading.policy, *reading.directive, target, *reading.traits);
  };
  const match_url_detail::Matcher any_matcher = matcher_of(readings_.front());
  const Source* any_sources = set_.sources_of(*readings_.front().policy);
  const csp::SourceExpression* expressions = policy_.tokens.data();
  for (std::uint32_t i = directive_.first_token; i < directive_.first_token + directive_.token_count; ++i) {
    const Source& any = any_sources[i];
    if ((any.facts & kAddresses) == 0) continue;
    if (any.host_size != 0 && any.host_size != url.host.size()) continue;
    // Browsers agree on which host-sources name a domain.
    if (expressions[i].kind == csp::SourceKind::Host && url.host_kind == grammar::HostKind::Domain &&
        !any_matcher.host_matches(expressions[i].host())) {
      continue;
    }
    const bool matches = std::any_of(readings_.begin(), readings_.end(), [&](const Reading& reading) {
      const Source& source = set_.sources_of(*reading.policy)[i];
      return (source.valid_in & reading.traits->bit()) != 0 && matcher_of(reading).matches(source, expressions[i]);
    });
    if (matches) found_.push_back(expressions + i);
  }
  return found_;
}

}  // namespace headstrong::decide

#include "compare/named_hosts.hpp"

#include "compare/hosts.hpp"
#include "text/ascii.hpp"

namespace headstrong::decide {

namespace named_hosts_detail {

constexpr std::size_t kMostNames = 5000;  // that are read, whatever stands for them
constexpr std::size_t kMostSchemes = 64;
constexpr std::size_t kMostPorts = 6;
constexpr std::size_t kMostPaths = 24;  // of one host

std::int32_t port_of(std::string_view port) {
  if (port.empty() || port == "*" || port.size() > 5) return kDefaultPort;
  std::int32_t value = 0;
  for (const char c : port) value = value * 10 + (c - '0');
  return value <= 65535 ? value : kDefaultPort;
}

}  // namespace named_hosts_detail
using namespace named_hosts_detail;

std::uint32_t scheme_index(TestRequests& out, std::string_view name) {
  const std::string lower = text::lowered(name);
  const auto found = std::find(out.schemes.begin(), out.schemes.end(), lower);
  const auto index = static_cast<std::uint32_t>(found - out.schemes.begin());
  if (found == out.schemes.end()) out.schemes.push_back(lower);
  return index;
}

bool is_odd_scheme(std::uint32_t scheme, bool web_socket) {
  const bool web_socket_scheme = scheme == TestRequests::kWss || scheme == TestRequests::kWs;
  return scheme < TestRequests::kNetworkSchemes && web_socket_scheme != web_socket;
}

bool NamedHosts::is_known_scheme(std::string_view name) const {
  return std::find(out_.schemes.begin(), out_.schemes.end(), text::lowered(name)) != out_.schemes.end();
}

/// The host of that name or, where the words say the same of them, another one that stands for it;
/// null where there is no room for one more.
NamedHost* NamedHosts::host_named(std::string_view name) {
  const std::string lower = text::lowered(name);
  const auto known = by_name_.find(lower);
  if (known != by_name_.end()) return &hosts_[known->second];
  if (by_name_.size() >= kMostNames) return nullptr;
  const std::string likeness = words_.hosts.likeness(lower, page_.host);
  const auto like = likeness.empty() ? by_likeness_.end() : by_likeness_.find(likeness);
  const bool is_new = like == by_likeness_.end();
  if (is_new && hosts_.size() >= most_hosts()) return nullptr;
  const std::size_t at = is_new ? hosts_.size() : like->second;
  const auto index = static_cast<std::uint32_t>(out_.hosts.size());
  if (is_new) {
    hosts_.emplace_back().index = index;
    if (!likeness.empty()) by_likeness_.emplace(likeness, at);
  }
  out_.hosts.push_back(lower);
  out_.alike.emplace_back();
  out_.alike[hosts_[at].index].push_back(index);
  by_name_.emplace(lower, at);
  return &hosts_[at];
}

/// Each host costs a dozen requests or more; beyond that nothing is left to sample.
std::size_t NamedHosts::most_hosts() const { return std::max<std::size_t>(limit_ / 8, 2); }

std::uint32_t NamedHosts::path_index(std::string_view path) {
  const auto [found, is_new] = path_by_text_.try_emplace(std::string(path), out_.paths.size());
  if (is_new) out_.paths.push_back(found->first);
  return static_cast<std::uint32_t>(found->second);
}

NamedHosts::NamedHosts(const Vocabulary& words, const grammar::Url& page, std::size_t limit, TestRequests& out)
    : words_(words), page_(page), limit_(limit), out_(out) {
  if (page_.has_host()) own_ = host_named(page_.host)->index;
  for (std::size_t i = 0; i < words_.urls.size(); ++i) {
    read_word(*words_.urls[i], i < words_.changed_urls);
  }
  for (std::size_t i = 0; i < std::min(hosts_.size(), kDetailedHosts); ++i) {
    share_words_of_any_host(hosts_[i]);
  }
}

void NamedHosts::read_word(const csp::SourceExpression& word, bool changed) {
  const std::int32_t port = port_of(word.port());
  if (port != kDefaultPort && ports_.size() < kMostPorts) add_once(ports_, port);
  if (out_.schemes.size() >= kMostSchemes && !word.scheme().empty() && !is_known_scheme(word.scheme())) {
    out_.incomplete = true;
    return;
  }
  const std::uint32_t scheme = word.scheme().empty() ? TestRequests::kHttps : scheme_index(out_, word.scheme());
  if (word.kind == csp::SourceKind::Scheme) return;
  if (word.host() == "*") {
    const std::string_view path = word.path();
    if (!path.empty() && any_paths_.size() < 8) add_once(any_paths_, path_index(path));
    if (scheme >= TestRequests::kNetworkSchemes) add_once(any_schemes_, scheme);
    return;
  }
  NamedHost* const host = host_named(host_of(word));
  if (host != nullptr) return read_word_of(*host, word, scheme, port, changed);
  if (changed || words_.several) out_.incomplete = true;
}

void NamedHosts::read_word_of(NamedHost& host, const csp::SourceExpression& word, std::uint32_t scheme,
                              std::int32_t port, bool changed) {
  (is_wild(word) ? host.subdomains : host.exact) = true;
  host.changed = host.changed || changed;
  host.any_port = host.any_port || word.port() == "*";
  if (port != kDefaultPort && host.ports.size() < kMostPorts) add_once(host.ports, port);
  if (scheme >= TestRequests::kNetworkSchemes) add_once(host.schemes, scheme);
  host.odd_schemes = host.odd_schemes || is_odd_scheme(scheme, out_.web_socket);
  const std::string_view path = word.path();
  if (path.empty()) {
    host.unpathed = true;
    return;
  }
  host.told_by_path = true;
  if (host.paths.size() < kMostPaths) {
    add_once(host.paths, path_index(path));
  } else if (changed || words_.several) {
    out_.incomplete = true;
  }
}

/// What is said of any host is said of a named one, too, and what is said of all subdomains of one
/// that is among them. Where several lists have a say, their paths and ports cut into one another.
void NamedHosts::share_words_of_any_host(NamedHost& host) {
  host.odd_schemes = host.odd_schemes || host.index == own_;
  host.told_by_path = host.told_by_path || !any_paths_.empty();
  if (words_.several) {
    for (const std::uint32_t path : any_paths_) add_once(host.paths, path);
  }
  for_each_name_above(out_.hosts[host.index], [&](std::string_view name) {
    const auto found = by_name_.find(std::string(name));
    if (found == by_name_.end() || !hosts_[found->second].subdomains) return;
    const NamedHost& above = hosts_[found->second];
    host.odd_schemes = host.odd_schemes || above.odd_schemes;
    host.told_by_path = host.told_by_path || above.told_by_path;
    if (!words_.several) return;
    for (const std::uint32_t path : above.paths) {
      if (host.paths.size() < kMostPaths) add_once(host.paths, path);
    }
    for (const std::int32_t port : above.ports) {
      if (host.ports.size() < kMostPorts) add_once(host.ports, port);
    }
  });
}

}  // namespace headstrong::decide

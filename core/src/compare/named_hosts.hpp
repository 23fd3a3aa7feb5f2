// The hosts that policies name, with what their words say of each: what requests about them can differ in.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "compare/test_requests.hpp"
#include "compare/vocabulary.hpp"
#include "grammar/url.hpp"

namespace headstrong::decide {

/// A URL without a port.
inline constexpr std::int32_t kDefaultPort = -1;
/// Further hosts get the requests that their words admit.
inline constexpr std::size_t kDetailedHosts = 40;

template <class T>
void add_once(std::vector<T>& list, const T& item) {
  if (std::find(list.begin(), list.end(), item) == list.end()) list.push_back(item);
}

/// The index of a scheme, which is put into the list where it lacks it.
std::uint32_t scheme_index(TestRequests& out, std::string_view name);
/// Whether requests of a type that uses WebSockets, or of one that does not, never have it.
bool is_odd_scheme(std::uint32_t scheme, bool web_socket);

/// What a host is known to serve by the policies' words.
struct NamedHost {
  std::uint32_t index = 0;
  bool exact = false;        // named as it is
  bool subdomains = false;   // named with "*." before it
  bool changed = false;      // by a word that only one side has
  bool odd_schemes = false;  // with a scheme that requests of the type do not use
  bool told_by_path = false;
  bool any_port = false;  // by a word with ":*"
  std::vector<std::int32_t> ports;
  std::vector<std::uint32_t> schemes;
  std::vector<std::uint32_t> paths;
  bool unpathed = false;  // by a word without a path
};

/// Reads the words once, in its constructor; schemes, hosts and paths go into `out`, which has to outlive it.
class NamedHosts {
 public:
  NamedHosts(const Vocabulary& words, const grammar::Url& page, std::size_t limit, TestRequests& out);

  /// The hosts that a request can be about, one for all that no word tells apart.
  const std::vector<NamedHost>& hosts() const { return hosts_; }
  bool has(std::string_view name) const { return by_name_.count(std::string(name)) > 0; }
  /// The page's own, into TestRequests::hosts.
  std::optional<std::uint32_t> own() const { return own_; }
  /// What words give of ports, and words about any host of paths and schemes.
  const std::vector<std::int32_t>& ports() const { return ports_; }
  const std::vector<std::uint32_t>& any_paths() const { return any_paths_; }
  const std::vector<std::uint32_t>& any_schemes() const { return any_schemes_; }

 private:
  NamedHost* host_named(std::string_view name);
  std::size_t most_hosts() const;
  bool is_known_scheme(std::string_view name) const;
  std::uint32_t path_index(std::string_view path);
  void read_word(const csp::SourceExpression& word, bool changed);
  void read_word_of(NamedHost& host, const csp::SourceExpression& word, std::uint32_t scheme, std::int32_t port,
                    bool changed);
  void share_words_of_any_host(NamedHost& host);

  const Vocabulary& words_;
  const grammar::Url& page_;
  const std::size_t limit_;
  TestRequests& out_;
  std::vector<NamedHost> hosts_;
  std::unordered_map<std::string, std::size_t> by_name_;  // into hosts_
  std::unordered_map<std::string, std::size_t> by_likeness_;
  std::unordered_map<std::string, std::size_t> path_by_text_;
  std::vector<std::uint32_t> any_paths_;
  std::vector<std::uint32_t> any_schemes_;
  std::vector<std::int32_t> ports_;
  std::optional<std::uint32_t> own_;
};

}  // namespace headstrong::decide

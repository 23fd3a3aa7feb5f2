#include "model/bypass_hosts.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

#include "model/host_filter.hpp"
#include "text/ascii.hpp"

namespace headstrong::model {
namespace bypass_hosts_detail {

/// Where in the table of bypasses the rows of a host begin, or those of the hosts below a domain: a
/// hash table with open addressing.
class BypassIndex {
 public:
  /// Keeps the first row that is added for a name; the row's host ends in the name.
  constexpr void add(std::string_view name, std::size_t row) {
    std::size_t slot = hash_of_host(name) % kSlots;
    for (; rows_[slot] != 0; slot = (slot + 1) % kSlots) {
      if (name_at(slot) == name) return;
    }
    rows_[slot] = static_cast<std::uint8_t>(row + 1);
    sizes_[slot] = static_cast<std::uint8_t>(name.size());
  }
  /// Null where the name has no row.
  const data::BypassHost* find(std::string_view name) const {
    std::size_t slot = hash_of_host(name) % kSlots;
    for (; rows_[slot] != 0; slot = (slot + 1) % kSlots) {
      if (text::iequals(name_at(slot), name)) return &data::kBypassHostTable[rows_[slot] - 1U];
    }
    return nullptr;
  }

 private:
  constexpr std::string_view name_at(std::size_t slot) const {
    const std::string_view host = data::kBypassHostTable[rows_[slot] - 1U].host;
    return host.substr(host.size() - sizes_[slot]);
  }

  static constexpr std::size_t kSlots = 512;
  static_assert(data::kBypassHostTable.size() < 255 && data::kBypassHostTable.size() * 2 < kSlots);
  std::array<std::uint8_t, kSlots> rows_{};  // counted from 1; 0: free
  std::array<std::uint8_t, kSlots> sizes_{};
};
constexpr BypassIndex kBypassHosts = [] {
  BypassIndex index;
  for (std::size_t row = 0; row < data::kBypassHostTable.size(); ++row) {
    index.add(data::kBypassHostTable[row].host, row);
  }
  return index;
}();
/// By the domains above the hosts of the table: what a wildcard has to name to cover one.
constexpr BypassIndex kBypassDomains = [] {
  BypassIndex index;
  for (std::size_t row = 0; row < data::kBypassHostTable.size(); ++row) {
    const std::string_view host = data::kBypassHostTable[row].host;
    for (std::size_t dot = host.find('.'); dot != std::string_view::npos; dot = host.find('.', dot + 1)) {
      index.add(host.substr(dot + 1), row);
    }
  }
  return index;
}();

/// Nothing of a row's address needs to be rewritten.
constexpr bool is_canonical(const data::BypassHost& row) {
  for (const char c : row.host) {
    if (!text::is(c, text::kAlpha | text::kDigit) && c != '-' && c != '.') return false;
    if (c != text::to_lower(c)) return false;
  }
  for (const std::string_view rewritten : {"/.", "/%", "\\", " ", "#"}) {
    if (row.path.find(rewritten) != std::string_view::npos) return false;
  }
  return text::is(row.host.back(), text::kAlpha) && row.path.front() == '/';
}
static_assert([] {
  for (const data::BypassHost& row : data::kBypassHostTable) {
    if (!is_canonical(row)) return false;
  }
  return true;
}());

/// Whether a row's host is one that the source expression names.
bool names(std::string_view pattern, std::string_view host) {
  if (pattern.front() != '*') return text::iequals(pattern, host);
  return text::iends_with(host, pattern.substr(1));
}

}  // namespace bypass_hosts_detail

const data::BypassHost* bypass_host(std::string_view host) { return bypass_hosts_detail::kBypassHosts.find(host); }

std::span<const data::BypassHost> bypass_hosts(std::string_view pattern) {
  using namespace bypass_hosts_detail;
  if (pattern == "*") return {};
  const bool wildcard = pattern.front() == '*';
  const data::BypassHost* first = wildcard ? kBypassDomains.find(pattern.substr(2)) : kBypassHosts.find(pattern);
  if (first == nullptr) return {};
  const data::BypassHost* end = data::kBypassHostTable.data() + data::kBypassHostTable.size();
  const data::BypassHost* last = first;
  while (last != end && names(pattern, last->host)) ++last;
  return {first, last};
}

grammar::Url url_of(const data::BypassHost& row) {
  grammar::Url url;
  url.scheme = "https";
  url.scheme_kind = grammar::Scheme::Https;
  url.host = row.host;
  url.host_kind = grammar::HostKind::Domain;
  url.path = row.path.substr(0, row.path.find('?'));
  return url;
}

}  // namespace headstrong::model

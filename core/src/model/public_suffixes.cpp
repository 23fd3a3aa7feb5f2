#include "model/public_suffixes.hpp"

#include <algorithm>

#include "model/host_filter.hpp"
#include "text/ascii.hpp"

namespace headstrong::model {
namespace public_suffixes_detail {

constexpr HostFilter kSuffixFilter = [] {
  HostFilter filter;
  for (const data::PublicSuffix& row : data::kPublicSuffixTable) filter.add(row.suffix);
  return filter;
}();

/// The last label of a host without the `taken` bytes at its end; empty where nothing is left.
std::string_view last_label(std::string_view host, std::size_t taken) {
  if (taken >= host.size()) return {};
  host.remove_suffix(taken);
  return host.substr(host.rfind('.') + 1);
}

/// The order of the tables: labels from right to left, a shorter name first; `b` is lower case.
int compare_hosts(std::string_view a, std::string_view b) {
  std::size_t same = 0;    // bytes that both end in
  std::size_t labels = 0;  // those of them that are whole labels, with their dots
  while (same < a.size() && same < b.size() && text::to_lower(a[a.size() - 1 - same]) == b[b.size() - 1 - same]) {
    ++same;
    if (b[b.size() - same] == '.') labels = same;
  }
  const auto ends_label = [same](std::string_view host) {
    return same == host.size() || host[host.size() - 1 - same] == '.';
  };
  if (same > labels && ends_label(a) && ends_label(b)) labels = same + 1;
  const std::string_view left = last_label(a, labels);
  const std::string_view right = last_label(b, labels);
  const std::size_t size = std::min(left.size(), right.size());
  for (std::size_t i = 0; i < size; ++i) {
    const char c = text::to_lower(left[i]);
    if (c != right[i]) return c < right[i] ? -1 : 1;
  }
  if (left.size() == right.size()) return 0;
  return left.size() < right.size() ? -1 : 1;
}

}  // namespace public_suffixes_detail

const data::PublicSuffix* public_suffix(std::string_view host) {
  using namespace public_suffixes_detail;
  if (!kSuffixFilter.may_have(host)) return nullptr;
  const data::PublicSuffix* end = data::kPublicSuffixTable.data() + data::kPublicSuffixTable.size();
  const data::PublicSuffix* row = std::lower_bound(data::kPublicSuffixTable.data(), end, host,
                                                   [](const data::PublicSuffix& entry, std::string_view host_name) {
                                                     return compare_hosts(host_name, entry.suffix) > 0;
                                                   });
  return row != end && text::iequals(row->suffix, host) ? row : nullptr;
}

bool is_public_wildcard(const csp::SourceExpression& token, std::string_view& operator_name) {
  if (token.kind != csp::SourceKind::Host) return false;
  const std::string_view host = token.host();
  if (host.size() < 3 || host.front() != '*') return false;
  std::string_view suffix = host.substr(2);
  if (suffix.back() == '.') suffix.remove_suffix(1);
  operator_name = {};
  // Every country's name is sold under; of other names without a dot only those are known to be.
  constexpr std::size_t kCountryCode = 2;
  if (suffix.size() == kCountryCode) return true;
  const data::PublicSuffix* row = public_suffix(suffix);
  if (row == nullptr) return false;
  if (row->kind == "platform") operator_name = row->operator_name;
  return true;
}

}  // namespace headstrong::model

// Hosts that no word of the policies tells apart: one request stands for the same request to each.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "decide/policy_set.hpp"
#include "headers/csp/policy.hpp"

namespace headstrong::decide {

/// The host of a source without the "*." before it.
std::string_view host_of(const csp::SourceExpression& word);
/// Whether a source is of all hosts below the one that it names.
bool is_wild(const csp::SourceExpression& word);

/// What the words of some lists say of each host that they name.
class HostWords {
 public:
  /// A host source of the `list`-th list. Words with a lone * for a host say the same of all hosts.
  void add(std::size_t list, const Source& source, const csp::SourceExpression& word);
  /// To be called after the last word, before the first question: numbers what is said alike.
  void number();

  /// The same text for two hosts only if the lists have the same words of both, but for the host's
  /// name, and of the hosts above them. Empty where a host is like no other: `page_host`, one whose
  /// name URLs spell in another way, and one below which witnesses' names are taken.
  std::string likeness(const std::string& host, std::string_view page_host) const;

 private:
  struct Words {
    std::string exact;
    std::string wild;
  };
  std::unordered_map<std::string, Words> by_host_;  // by name in lower case
};

/// What witnesses have before a name that stands for all hosts below it.
inline constexpr std::string_view kLabelBelow = "other-host.";
inline constexpr std::string_view kLabelsBelow = "x.other-host.";

/// Calls `visit` with each name that stands above `host`: its own less one label, less two, ...
template <class Visit>
void for_each_name_above(std::string_view host, Visit visit) {
  for (std::size_t dot = host.find('.'); dot != std::string_view::npos; dot = host.find('.')) {
    host.remove_prefix(dot + 1);
    visit(host);
  }
}

}  // namespace headstrong::decide

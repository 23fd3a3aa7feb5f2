#include "text/meant.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "text/ascii.hpp"
#include "text/edit_distance.hpp"
#include "text/listed.hpp"
#include "text/order.hpp"

namespace headstrong::text {
namespace meant_detail {

/// At which place the word is among the aliases, which say most first; npos: it is none.
std::size_t place_of(std::string_view aliases, std::string_view word) {
  for (std::size_t place = 0; !aliases.empty(); ++place) {
    const std::size_t end = std::min(aliases.find(' '), aliases.size());
    if (iequals(aliases.substr(0, end), word)) return place;
    aliases.remove_prefix(std::min(end + 1, aliases.size()));
  }
  return std::string_view::npos;
}

std::string_view nearest(std::string_view asked, const std::vector<Named>& known) {
  constexpr std::size_t kTooFar = 3;
  std::size_t best = kTooFar;
  std::string_view found;
  for (const Named& each : known) {
    const std::size_t distance = edit_distance(asked, each.id, kTooFar);
    if (distance < best && distance * 2 < each.id.size()) {
      best = distance;
      found = each.id;
    }
  }
  return found;
}

}  // namespace meant_detail

std::string did_you_mean(std::string_view asked, const std::vector<Named>& known) {
  constexpr std::size_t kMost = 3;
  std::vector<std::pair<std::size_t, std::string_view>> with_alias;
  for (const Named& each : known) {
    const std::size_t place = meant_detail::place_of(each.aliases, asked);
    if (place != std::string_view::npos) with_alias.push_back({place, each.id});
  }
  sort(with_alias);
  std::vector<std::string> meant;
  for (std::size_t i = 0; i < std::min(with_alias.size(), kMost); ++i) {
    meant.push_back("'" + std::string(with_alias[i].second) + "'");
  }
  if (meant.empty()) {
    const std::string_view id = meant_detail::nearest(asked, known);
    if (id.empty()) return {};
    meant.push_back("'" + std::string(id) + "'");
  }
  return "; did you mean " + listed(meant, " or ") + "?";
}

}  // namespace headstrong::text

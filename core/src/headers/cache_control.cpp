#include "headers/cache_control.hpp"

#include <algorithm>
#include <array>

#include "grammar/comma_list.hpp"
#include "text/ascii.hpp"

namespace headstrong::headers {
namespace cache_control_detail {

struct KnownDirective {
  std::string_view name;
  std::string_view CacheControl::*directive;
};
inline constexpr std::array<KnownDirective, 6> kDirectives = {{
    {"no-store", &CacheControl::no_store},
    {"no-cache", &CacheControl::no_cache},
    {"private", &CacheControl::is_private},
    {"public", &CacheControl::is_public},
    {"s-maxage", &CacheControl::s_maxage},
    {"max-age", &CacheControl::max_age},
}};

std::optional<std::uint64_t> seconds_of(std::string_view argument) {
  if (argument.size() > 1 && argument.front() == '"' && argument.back() == '"') {
    argument = argument.substr(1, argument.size() - 2);
  }
  if (argument.empty() || !text::all_of(argument, text::kDigit)) return std::nullopt;
  constexpr std::uint64_t kEndless = 1'000'000'000'000;
  std::uint64_t seconds = 0;
  for (const char digit : argument) {
    seconds = std::min(seconds * 10 + static_cast<std::uint64_t>(digit - '0'), kEndless);
  }
  return seconds;
}

}  // namespace cache_control_detail

CacheControl parse_cache_control(std::string_view value) {
  using namespace cache_control_detail;
  CacheControl header;
  grammar::CommaList list(value);
  std::string_view item;
  while (list.next(item)) {
    if (item.empty()) continue;
    const std::size_t equals = item.find('=');
    const std::string_view name = text::trim(item.substr(0, equals), text::kSpaceTab);
    if (name.empty() || !text::all_of(name, text::kToken)) {
      if (header.malformed.empty()) header.malformed = item;
      continue;
    }
    for (const KnownDirective& known : kDirectives) {
      if (!text::iequals(name, known.name)) continue;
      header.*known.directive = item;
      if (equals == std::string_view::npos) continue;
      const auto seconds = seconds_of(text::trim(item.substr(equals + 1), text::kSpaceTab));
      if (known.directive == &CacheControl::max_age) header.max_age_seconds = seconds;
      if (known.directive == &CacheControl::s_maxage) header.s_maxage_seconds = seconds;
    }
  }
  return header;
}

}  // namespace headstrong::headers

#include "headers/clear_site_data.hpp"

#include <algorithm>

#include "grammar/comma_list.hpp"
#include "text/ascii.hpp"

namespace headstrong::headers {
namespace clear_site_data_detail {

constexpr std::string_view kTypes[] = {
    "\"cache\"",       "\"cookies\"",       "\"storage\"",        "\"executionContexts\"",
    "\"clientHints\"", "\"prefetchCache\"", "\"prerenderCache\"", "\"*\""};

bool is_known(std::string_view quoted) {
  return std::find(std::begin(kTypes), std::end(kTypes), quoted) != std::end(kTypes);
}

void keep(std::vector<std::string_view>& list, std::string_view item) {
  if (list.size() < kMaxIgnoredClearances) list.push_back(item);
}

}  // namespace clear_site_data_detail

ClearSiteData parse_clear_site_data(std::string_view value) {
  ClearSiteData header;
  grammar::CommaList list(value);
  std::string_view item;
  while (list.next(item)) {
    if (item.empty()) continue;
    const bool quoted = item.size() > 1 && item.front() == '"' && item.back() == '"';
    if (!quoted) {
      clear_site_data_detail::keep(header.unquoted, item);
    } else if (!clear_site_data_detail::is_known(item)) {
      clear_site_data_detail::keep(header.unknown, item);
    } else {
      header.clears_cookies |= item == "\"cookies\"" || item == "\"*\"";
    }
  }
  return header;
}

std::string_view meant_clearance(std::string_view word) {
  // Curly quotes come from word processors and web pages.
  static constexpr std::string_view kQuotes[] = {"\"", "'", "\u201C", "\u201D", "\u2018", "\u2019"};
  for (const std::string_view quote : kQuotes) {
    if (word.substr(0, quote.size()) == quote) word.remove_prefix(quote.size());
  }
  for (const std::string_view quote : kQuotes) {
    if (word.size() >= quote.size() && word.substr(word.size() - quote.size()) == quote) {
      word.remove_suffix(quote.size());
    }
  }
  for (const std::string_view type : clear_site_data_detail::kTypes) {
    if (text::iequals(type.substr(1, type.size() - 2), word)) return type;
  }
  return {};
}

}  // namespace headstrong::headers

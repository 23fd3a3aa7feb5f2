#include "grammar/header_names.hpp"

#include <array>

#include "text/word_table.hpp"

namespace headstrong::http {
namespace header_names_detail {

inline constexpr std::array<std::string_view, kHeaderNameCount> kNames = {
#define HEADSTRONG_HEADER(enumerator, name) std::string_view(name),
#include "grammar/header_names.def"
#undef HEADSTRONG_HEADER
};

inline constexpr text::WordTable<kHeaderNameCount> kWords(kNames);

}  // namespace header_names_detail

HeaderName header_name(std::string_view name) {
  return static_cast<HeaderName>(header_names_detail::kWords.find(name));
}

std::string_view spelling(HeaderName name) {
  if (name == HeaderName::Unknown) return {};
  return header_names_detail::kNames[static_cast<std::size_t>(name)];
}

}  // namespace headstrong::http

#include "http/known_headers.hpp"

#include <array>

#include "text/word_table.hpp"

namespace headstrong::http {
namespace known_headers {

inline constexpr std::array<std::string_view, kHeaderNameCount> kNames = {
#define HEADSTRONG_HEADER(enumerator, name) std::string_view(name),
#include "http/known_headers.def"
#undef HEADSTRONG_HEADER
};

inline constexpr text::WordTable<kHeaderNameCount> kWords(kNames);

}  // namespace known_headers

HeaderName header_name(std::string_view name) {
  return static_cast<HeaderName>(known_headers::kWords.find(name));
}

std::string_view spelling(HeaderName name) {
  if (name == HeaderName::Unknown) return {};
  return known_headers::kNames[static_cast<std::size_t>(name)];
}

}  // namespace headstrong::http

#include "emit/go.hpp"

namespace headstrong::emitters::go {

std::string tabbed(std::string_view text) {
  constexpr std::string_view kFour = "    ";
  std::string out;
  while (!text.empty()) {
    while (text.substr(0, kFour.size()) == kFour) {
      out += '\t';
      text.remove_prefix(kFour.size());
    }
    const std::size_t end = text.find('\n');
    const std::size_t length = end == text.npos ? text.size() : end + 1;
    out.append(text.substr(0, length));
    text.remove_prefix(length);
  }
  return out;
}

}  // namespace headstrong::emitters::go

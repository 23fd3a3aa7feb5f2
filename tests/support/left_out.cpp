#include "support/left_out.hpp"

#include <algorithm>
#include <cstddef>
#include <string>

#include "text/ascii.hpp"

namespace headstrong::testing {

HeaderSet without_left_out(HeaderSet set, const EmitResult& result) {
  const auto is_told = [](const EmitWarning& warning, const Header& header) {
    if (!warning.message.starts_with("Left out: ")) return false;
    const std::size_t others = warning.message.find(". So ");
    return text::iequals(warning.header, header.name) ||
           (others != std::string::npos && warning.message.find(header.name, others) != std::string::npos);
  };
  const auto is_left_out = [&](const Header& header) {
    return std::any_of(result.warnings.begin(), result.warnings.end(),
                       [&](const EmitWarning& warning) { return is_told(warning, header); });
  };
  set.erase(std::remove_if(set.begin(), set.end(), is_left_out), set.end());
  return set;
}

}  // namespace headstrong::testing

#include "text/lone_surrogates.hpp"

#include "text/ascii.hpp"

namespace headstrong::text {

std::string without_lone_surrogates(std::string_view json) {
  std::string out(json);
  const auto unit_at = [&out](std::size_t i) -> unsigned {
    if (i + 6 > out.size() || out[i] != '\\' || out[i + 1] != 'u') return 0;
    unsigned value = 0;
    for (std::size_t k = i + 2; k < i + 6; ++k) {
      const char c = to_lower(out[k]);
      if (!is(c, kHexDigit)) return 0;
      value = value * 16 + static_cast<unsigned>(c <= '9' ? c - '0' : c - 'a' + 10);
    }
    return value;
  };
  for (std::size_t i = 0; i + 1 < out.size(); ++i) {
    if (out[i] != '\\') continue;
    const unsigned unit = unit_at(i);
    const bool high = unit >= 0xD800 && unit < 0xDC00;
    const bool low = unit >= 0xDC00 && unit < 0xE000;
    if (!high && !low) {
      ++i;  // whatever is escaped
      continue;
    }
    const unsigned next = unit_at(i + 6);
    if (high && next >= 0xDC00 && next < 0xE000) {
      i += 11;
      continue;
    }
    out.replace(i + 2, 4, "fffd");
    i += 5;
  }
  return out;
}

}  // namespace headstrong::text

#include "harden/software.hpp"

#include <algorithm>
#include <string>

#include "text/ascii.hpp"

namespace headstrong::hardening {
namespace software_detail {

/// What a page is made with shows in its head or soon after; the rest may be long.
constexpr std::size_t kLookedAt = 256 * 1024;

bool is_shown(std::string_view sign, const model::ResponseModel& model, std::string_view page) {
  const std::size_t colon = sign.find(':');
  const std::string_view place = sign.substr(0, colon);
  const std::string_view needle = sign.substr(colon + 1);
  if (place == "page") return page.find(needle) != std::string_view::npos;
  const bool cookie = place == "cookie";
  const http::HeaderName name = http::header_name(cookie ? "Set-Cookie" : place);
  for (const http::Field& field : model.response->fields) {
    const bool named =
        name != http::HeaderName::Unknown ? http::header_name(field.name) == name : text::iequals(field.name, place);
    if (!named) continue;
    const std::string value = text::lowered(field.value.text());
    if (cookie ? value.compare(0, needle.size(), needle) == 0 : value.find(needle) != std::string::npos) return true;
  }
  return false;
}

}  // namespace software_detail

std::vector<const data::Software*> software_seen(const model::ResponseModel& model, std::string_view page) {
  const std::string beginning = text::lowered(page.substr(0, software_detail::kLookedAt));
  std::vector<const data::Software*> seen;
  for (const data::Software& row : data::kSoftwareTable) {
    std::string_view signs = row.signs;
    bool shown = false;
    while (!signs.empty() && !shown) {
      const std::size_t end = std::min(signs.find(' '), signs.size());
      shown = software_detail::is_shown(signs.substr(0, end), model, beginning);
      signs.remove_prefix(std::min(end + 1, signs.size()));
    }
    if (shown) seen.push_back(&row);
  }
  return seen;
}

}  // namespace headstrong::hardening

#include "harden/software.hpp"

#include <string>

#include "model/signs.hpp"
#include "text/ascii.hpp"

namespace headstrong::hardening {
namespace software_detail {

/// What a page is made with shows in its head or soon after; the rest may be long.
constexpr std::size_t kLookedAt = 256 * 1024;

bool is_shown(std::string_view sign, const model::ResponseModel& model, std::string_view page) {
  constexpr std::string_view kPage = "page:";
  if (sign.starts_with(kPage)) return page.find(sign.substr(kPage.size())) != std::string_view::npos;
  return model::shows(*model.response, sign);
}

}  // namespace software_detail

std::vector<const data::Software*> software_seen(const model::ResponseModel& model, std::string_view page) {
  const std::string beginning = text::lowered(page.substr(0, software_detail::kLookedAt));
  std::vector<const data::Software*> seen;
  for (const data::Software& row : data::kSoftwareTable) {
    const auto shown = [&](std::string_view sign) { return software_detail::is_shown(sign, model, beginning); };
    if (!model::first_sign(row.signs, shown).empty()) seen.push_back(&row);
  }
  return seen;
}

}  // namespace headstrong::hardening

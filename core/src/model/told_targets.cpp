#include "model/told_targets.hpp"

#include <algorithm>
#include <string>

#include "data/target_signs.hpp"
#include "model/signs.hpp"
#include "text/ascii.hpp"

namespace headstrong::model {
namespace told_targets_detail {

/// What a configuration is for shows in its first servers; the rest may be long.
constexpr std::size_t kLookedAt = 256 * 1024;
constexpr std::string_view kFormat = "format:";
constexpr std::string_view kText = "text:";

}  // namespace told_targets_detail

std::vector<std::string_view> targets_told(const http::Paste& paste, std::string_view source) {
  using namespace told_targets_detail;
  std::vector<std::string_view> told;
  // A policy alone has no header that could be a sign.
  if (paste.responses.empty() || paste.format == http::Format::BarePolicy) return told;
  const auto add = [&](auto shown) {
    for (const data::TargetSign& row : data::kTargetSignTable) {
      const bool known = std::find(told.begin(), told.end(), row.id) != told.end();
      if (!known && !first_sign(row.signs, shown).empty()) told.push_back(row.id);
    }
  };
  const http::FormatInfo& format = http::info(paste.format);
  add([&](std::string_view sign) { return sign.starts_with(kFormat) && sign.substr(kFormat.size()) == format.id; });
  const bool is_written = format.lines == http::Lines::Statements;
  const std::string words = is_written ? text::lowered(source.substr(0, kLookedAt)) : std::string();
  const http::Response& response = paste.responses[paste.chosen];
  add([&](std::string_view sign) {
    if (sign.starts_with(kFormat)) return false;
    if (sign.starts_with(kText)) return is_written && words.find(sign.substr(kText.size())) != std::string::npos;
    return shows(response, sign);
  });
  return told;
}

}  // namespace headstrong::model

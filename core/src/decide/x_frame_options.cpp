#include "decide/x_frame_options.hpp"

#include "text/ascii.hpp"

namespace headstrong::decide {

bool x_frame_options_allow(const PolicySet& set, const PreparedRequest& request) {
  bool deny = false;
  bool allow_all = false;
  bool same_origin_only = false;
  bool other = false;
  std::string_view first;
  bool several = false;  // different values
  bool any = false;
  const std::string_view value = set.x_frame_options();
  std::size_t at = 0;
  while (at <= value.size()) {
    std::size_t end = value.find(',', at);
    if (end == std::string_view::npos) end = value.size();
    const std::string_view item = text::trim(value.substr(at, end - at), text::kSpaceTab);
    at = end + 1;
    if (item.empty() && value.empty()) break;
    if (any && !text::iequals(first, item)) several = true;
    if (!any) first = item;
    any = true;
    if (text::iequals(item, "deny")) deny = true;
    else if (text::iequals(item, "allowall")) allow_all = true;
    else if (text::iequals(item, "sameorigin")) same_origin_only = true;
    else other = true;
  }
  if (!any) return true;
  if (several) return !(deny || allow_all || same_origin_only);
  if (deny) return false;
  if (!same_origin_only || other) return true;
  for (const Ancestor& ancestor : request.ancestors()) {
    if (!grammar::same_origin(ancestor.origin, set.self())) return false;
  }
  return true;
}

}  // namespace headstrong::decide

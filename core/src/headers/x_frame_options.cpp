#include "headers/x_frame_options.hpp"

#include "grammar/comma_list.hpp"
#include "text/ascii.hpp"

namespace headstrong::headers {

XFrameOptions parse_x_frame_options(std::string_view value) {
  using Effect = XFrameOptions::Effect;
  XFrameOptions header;
  grammar::CommaList list(value);
  list.next(header.first);
  bool any_known = false;
  std::string_view item = header.first;
  do {
    if (!text::iequals(item, header.first) && header.different.data() == nullptr) {
      header.different = item;
    }
    if (header.allow_from.empty() && text::istarts_with(item, "allow-from")) {
      header.allow_from = item;
    }
    any_known |= text::iequals(item, "deny") || text::iequals(item, "sameorigin") || text::iequals(item, "allowall");
  } while (list.next(item));
  if (header.different.data() != nullptr) {
    header.effect = any_known ? Effect::BlockedByMix : Effect::Nothing;
  } else if (text::iequals(header.first, "deny")) {
    header.effect = Effect::Deny;
  } else if (text::iequals(header.first, "sameorigin")) {
    header.effect = Effect::SameOrigin;
  }
  return header;
}

}  // namespace headstrong::headers

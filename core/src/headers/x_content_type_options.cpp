#include "headers/x_content_type_options.hpp"

#include "grammar/comma_list.hpp"
#include "text/ascii.hpp"

namespace headstrong::headers {

XContentTypeOptions parse_x_content_type_options(std::string_view value) {
  XContentTypeOptions header;
  grammar::CommaList list(value);
  list.next(header.first);
  header.nosniff = text::iequals(header.first, "nosniff");
  std::string_view item;
  while (!header.nosniff && header.later.empty() && list.next(item)) {
    if (text::iequals(item, "nosniff")) header.later = item;
  }
  return header;
}

}  // namespace headstrong::headers

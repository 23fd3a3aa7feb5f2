#include "headers/content_type.hpp"

#include <algorithm>

#include "grammar/comma_list.hpp"
#include "text/ascii.hpp"

namespace headstrong::headers {
namespace content_type_detail {

bool is_mime_type(std::string_view essence) {
  const std::size_t slash = essence.find('/');
  if (slash == std::string_view::npos) return false;
  const std::string_view type = essence.substr(0, slash);
  const std::string_view subtype = essence.substr(slash + 1);
  return !type.empty() && !subtype.empty() && text::all_of(type, text::kToken) && text::all_of(subtype, text::kToken);
}

/// The first charset parameter's value, without quotes.
std::string_view charset_of(std::string_view value) {
  std::size_t at = value.find(';');
  while (at < value.size()) {
    const std::size_t end = std::min(value.find(';', at + 1), value.size());
    const std::string_view parameter = text::trim(value.substr(at + 1, end - at - 1));
    at = end;
    if (!text::istarts_with(parameter, "charset=")) continue;
    std::string_view charset = text::trim(parameter.substr(8));
    if (!charset.empty() && charset.front() == '"') {
      charset.remove_prefix(1);
      charset = charset.substr(0, charset.find('"'));
    }
    return charset;
  }
  return {};
}

}  // namespace content_type_detail

bool ContentType::is_html() const {
  return text::iequals(essence, "text/html") || text::iequals(essence, "application/xhtml+xml");
}

ContentType parse_content_type(std::string_view value) {
  using namespace content_type_detail;
  ContentType header;
  grammar::CommaList list(value);
  std::string_view item;
  while (list.next(item)) {
    std::string_view essence = text::trim(item.substr(0, item.find(';')));
    essence = essence.substr(0, essence.find_first_of(" \t"));  // "text/html charset=utf-8"
    if (!is_mime_type(essence) || essence == "*/*") continue;
    const std::string_view charset = charset_of(item);
    // The charset of an earlier value stays as long as the type is the same.
    if (!charset.empty() || !text::iequals(essence, header.essence)) header.charset = charset;
    header.essence = essence;
  }
  return header;
}

}  // namespace headstrong::headers

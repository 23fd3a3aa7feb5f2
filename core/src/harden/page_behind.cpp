#include "harden/page_behind.hpp"

#include <algorithm>
#include <cstddef>
#include <string>

#include "grammar/header_names.hpp"
#include "headers/content_type.hpp"
#include "http/read_paste.hpp"
#include "text/ascii.hpp"

namespace headstrong::hardening {
namespace page_behind_detail {

/// By what the response's type makes browsers parse its page.
Markup markup_of(const http::Paste& paste) {
  if (paste.responses.empty()) return Markup::Unknown;
  for (const http::Field& field : paste.responses[paste.chosen].fields) {
    if (field.from_meta || http::header_name(field.name) != http::HeaderName::ContentType) continue;
    const std::string essence = text::lowered(headers::parse_content_type(field.value.text()).essence);
    const bool xml = text::iends_with(essence, "+xml") || text::iends_with(essence, "/xml");
    return xml ? Markup::Xml : Markup::Html;
  }
  return Markup::Unknown;
}

/// What stands behind the chosen response's headers, up to the next response.
std::string_view text_behind(std::string_view bytes, const http::Paste& paste) {
  if (paste.format == http::Format::Html) return bytes;
  if (paste.responses.empty() || http::info(paste.format).lines != http::Lines::Fields) return {};
  std::size_t begin = 0;
  for (const http::Field& field : paste.responses[paste.chosen].fields) {
    if (!field.from_meta) begin = std::max<std::size_t>(begin, field.span.end);
  }
  std::size_t end = bytes.size();
  for (const http::Response& other : paste.responses) {
    if (other.span.start > begin) end = std::min<std::size_t>(end, other.span.start);
  }
  return bytes.substr(begin, end - begin);
}

}  // namespace page_behind_detail

PageBehind read_page(const HardenOptions& options, std::string_view bytes, const http::Paste& paste) {
  const bool given = !options.inline_code.empty();
  const std::string_view page = given ? options.inline_code : page_behind_detail::text_behind(bytes, paste);
  if (!given && !has_markup(page)) return {};
  return {read_page_code(page, page_behind_detail::markup_of(paste)), page};
}

}  // namespace headstrong::hardening

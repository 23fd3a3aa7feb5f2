#include "http/joined_cookies.hpp"

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "grammar/header_names.hpp"
#include "http/dialects/dialect.hpp"
#include "text/ascii.hpp"

namespace headstrong::http {
namespace joined_cookies_detail {

/// Whether what stands behind a comma begins a cookie: "b=2", and not "21 Oct 2026" of a date.
bool begins_cookie(std::string_view s) {
  const std::size_t end = s.find_first_of("=;, \t");
  return end != s.npos && end > 0 && s[end] == '=' && text::all_of(s.substr(0, end), text::kToken);
}

/// Where the cookies of a joined value stand in it.
std::vector<std::string_view> cookies_in(std::string_view value) {
  std::vector<std::string_view> cookies;
  std::size_t from = 0;
  for (std::size_t at = value.find_first_of(",\n"); at != value.npos; at = value.find_first_of(",\n", at + 1)) {
    std::size_t next = at + 1;
    while (next < value.size() && text::is(value[next], text::kSpaceTab)) ++next;
    if (value[at] == ',' && !begins_cookie(value.substr(next))) continue;
    cookies.push_back(text::trim(value.substr(from, at - from)));
    from = next;
  }
  cookies.push_back(text::trim(value.substr(from)));
  std::erase_if(cookies, [](std::string_view each) { return each.empty(); });
  return cookies;
}

text::MappedText part_of(const text::MappedText& whole, std::string_view part) {
  const auto begin = static_cast<std::uint32_t>(part.data() - whole.text().data());
  if (whole.segments().empty()) return {part, whole.to_source(begin, begin).start};
  std::vector<text::MappedText::Segment> segments;
  for (const text::MappedText::Segment& each : whole.segments()) {
    if (each.text_start >= begin + part.size()) break;
    if (each.text_start > begin) {
      segments.push_back({each.text_start - begin, each.source_start, each.source_size});
      continue;
    }
    const std::uint32_t skipped = each.source_size == 0 ? begin - each.text_start : 0;
    segments.assign(1, {0, each.source_start + skipped, each.source_size});
  }
  return {part, std::move(segments)};
}

void part_cookies(Response& response, bool entries_alone) {
  std::vector<Field> fields;
  for (Field& field : response.fields) {
    const bool joined = header_name(field.name) == HeaderName::SetCookie && (field.entry || !entries_alone) &&
                        field.value.text().find_first_of(",\n") != std::string_view::npos;
    const std::vector<std::string_view> cookies =
        joined ? cookies_in(field.value.text()) : std::vector<std::string_view>{};
    if (cookies.size() < 2) {
      fields.push_back(std::move(field));
      continue;
    }
    for (const std::string_view cookie : cookies) {
      Field each = field;
      each.value = part_of(field.value, cookie);
      // One of several in a literal is no statement of its own.
      each.spelling = quote::Spelling::Unwritable;
      each.statement = each.literal = each.expression = {};
      fields.push_back(std::move(each));
    }
  }
  response.fields = std::move(fields);
}

}  // namespace joined_cookies_detail

void part_joined_cookies(Paste& paste) {
  const DialectSpec* dialect = dialect_of(paste.format);
  const bool code = dialect != nullptr && dialect->language.has_value();
  const bool map = paste.format == Format::Json || paste.format == Format::Har || paste.format == Format::PrintedMap;
  if (!code && !map) return;
  for (Response& response : paste.responses) {
    const bool joined = std::any_of(response.fields.begin(), response.fields.end(), [](const Field& field) {
      return header_name(field.name) == HeaderName::SetCookie;
    });
    if (joined && response.twins.empty()) joined_cookies_detail::part_cookies(response, code);
  }
}

}  // namespace headstrong::http

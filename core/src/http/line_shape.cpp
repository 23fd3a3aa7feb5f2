#include "http/line_shape.hpp"

#include "grammar/header_names.hpp"
#include "http/readers.hpp"
#include "http/status_line.hpp"
#include "http/tool_rows.hpp"
#include "text/ascii.hpp"
#include "text/lines.hpp"

namespace headstrong::http {
namespace line_shape_detail {

bool is_verbose_status(std::string_view line) {
  return line.size() > 2 && line[0] == '<' && line[1] == ' ' && status_of(line.substr(2));
}

/// A line of `curl -v` that was copied without the status line above it.
bool is_verbose_field(std::string_view line) {
  if (line.substr(0, 2) != "< ") return false;
  const std::size_t colon = line.find(':');
  return colon != line.npos && header_name(line.substr(2, colon - 2)) != HeaderName::Unknown;
}

}  // namespace line_shape_detail

std::size_t indent_of(std::string_view line) {
  std::size_t at = 0;
  while (at < line.size() && text::is(line[at], text::kSpaceTab)) ++at;
  return at;
}

std::size_t status_start(std::string_view line) {
  const std::size_t colon = text::istarts_with(line, "RawContent ") ? line.find(": ") : line.npos;
  return colon == line.npos ? indent_of(line) : colon + 2;
}

std::string_view lone_name(std::string_view line) {
  std::string_view name = text::trim(line, text::kSpaceTab);
  if (!name.empty() && name.back() == ':') name.remove_suffix(1);
  if (!name.empty() && name.front() == ':') name.remove_prefix(1);
  if (name.empty() || !text::all_of(name, text::kToken)) return {};
  return name;
}

bool is_of_request(std::string_view name) {
  return name == "method" || name == "scheme" || name == "authority" || name == "path";
}

Shape look_over(std::string_view bytes) {
  Shape shape;
  bool plain_status = false;
  bool indented_status = false;
  bool shell = false;
  bool pseudo = false;
  bool safari_title = false;
  bool safari_request = false;
  bool verbose_field = false;
  bool known_above = false;  // the line above is a known header's name, neither indented nor with colon
  std::size_t filled = 0;
  std::size_t lone_names_at_even = 0;
  std::size_t known_at_even = 0;
  text::Line line;
  text::LineCursor cursor(bytes);
  while (cursor.next(line)) {
    if (line_shape_detail::is_verbose_status(line.text)) {
      shape.format = Format::CurlVerbose;
      shape.status = true;
      return shape;
    }
    verbose_field = verbose_field || line_shape_detail::is_verbose_field(line.text);
    const std::size_t indent = indent_of(line.text);
    if (indent == line.text.size()) continue;
    const std::size_t start = status_start(line.text);
    if (status_of(line.text.substr(start))) {
      (start > 0 && !plain_status ? indented_status : plain_status) = true;
      shell = shell || start > indent;
    }
    const bool with_status = plain_status || indented_status;
    if (!with_status && filled > 0 && line.text[0] == '<' && starts_like_html(line.text)) break;
    const Row row = label_of(line.text).row;
    // Below a status line it may be the text of a page.
    if (row == Row::Url && !with_status) shape.table = true;
    const bool safari = row == Row::ResponseTitle && text::trim(line.text).size() == 8;  // "Response"
    shape.sections = shape.sections || (row == Row::ResponseTitle && !safari);
    safari_title = safari_title || safari;
    const std::string_view name = lone_name(line.text);
    const bool known = header_name(name) != HeaderName::Unknown;
    shape.tabs = shape.tabs || (known_above && line.text[0] == '\t');
    known_above = known && indent == 0 && line.text.back() != ':';
    const std::size_t second = line.text[indent] == ':' ? line.text.find(':', indent + 1) : line.text.npos;
    safari_request = safari_request ||
                     (second != line.text.npos && is_of_request(line.text.substr(indent + 1, second - indent - 1)));
    pseudo = pseudo || (line.text[indent] == ':' && is_of_request(name));
    if (filled++ % 2 == 0) {
      lone_names_at_even += !name.empty();
      known_at_even += known;
    }
  }
  if (shape.table) {
    shape.format = Format::NameValueTable;
  } else if (plain_status || indented_status) {
    shape.format = plain_status ? Format::HttpMessage : shell ? Format::PowerShell : Format::WgetServer;
    shape.status = true;
    return shape;
  } else if (verbose_field) {
    shape.format = Format::CurlVerbose;
    return shape;
  }
  const bool alternates = filled >= 2 && filled % 2 == 0 && lone_names_at_even == filled / 2 && known_at_even > 0;
  // Safari's copy of an exchange.
  shape.sections = shape.sections || (safari_title && safari_request);
  shape.table = shape.table || alternates || shape.tabs || shape.sections || pseudo;
  if (shape.table) shape.format = Format::NameValueTable;
  return shape;
}

}  // namespace headstrong::http

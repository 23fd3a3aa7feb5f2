#include "headstrong/header_set.hpp"
#include "text/ascii.hpp"
#include "text/json.hpp"
#include "text/lines.hpp"

namespace headstrong::http {
namespace header_set_text_detail {

std::string read_pairs(const text::JsonValue& pairs, HeaderSet& headers) {
  std::size_t i = 0;
  for (const text::JsonValue& pair : pairs) {
    std::string_view name;
    std::string_view value;
    if (!pair.is_pair_of_texts(name, value)) {
      return "item " + std::to_string(i) + " of the header list is not [\"name\", \"value\"]";
    }
    headers.push_back({std::string(name), std::string(value)});
    ++i;
  }
  return {};
}

std::string read_notes(const text::JsonValue& changes, std::vector<HeaderNote>& notes) {
  std::size_t i = 0;
  for (const text::JsonValue& change : changes) {
    const text::JsonValue header = change.find("header");
    const text::JsonValue sentence = change.find("sentence");
    const bool known = header && header.is_string() && sentence && sentence.is_string();
    if (!known) return "item " + std::to_string(i) + " of \"changes\" has no header and sentence";
    const text::JsonValue open = change.find("open");
    notes.push_back({std::string(header.text()), std::string(sentence.text()), open && open.boolean() == true});
    ++i;
  }
  return {};
}

std::string read_json(std::string_view text, HeaderSet& headers, std::vector<HeaderNote>& notes) {
  using text::JsonDocument;
  const JsonDocument read(text, JsonDocument::LoneSurrogates::Refused);
  if (!read.is_valid()) {
    return JsonDocument(text, JsonDocument::LoneSurrogates::Replaced).is_valid()
               ? "a name or value contains half of a surrogate pair, which is not a character"
               : "the header list is not valid JSON";
  }
  const text::JsonValue document = read.root();
  if (document.is_array()) return read_pairs(document, headers);
  const text::JsonValue list = document.find("headers");
  if (!list || !list.is_array()) return "the JSON object has no list \"headers\"";
  const std::string error = read_pairs(list, headers);
  const text::JsonValue changes = document.find("changes");
  if (!error.empty() || !changes) return error;
  if (!changes.is_array()) return "\"changes\" is not a list";
  return read_notes(changes, notes);
}

}  // namespace header_set_text_detail

}  // namespace headstrong::http

namespace headstrong {

std::string read_header_set(std::string_view text, HeaderSet& headers, std::vector<HeaderNote>& notes) {
  if (text.substr(0, 1) == "[" || text.substr(0, 1) == "{") {
    return http::header_set_text_detail::read_json(text, headers, notes);
  }
  text::Line line;
  text::LineCursor cursor(text);
  while (cursor.next(line)) {
    const std::string_view body = text::trim(line.text, text::kSpaceTab);
    if (body.empty()) continue;
    const std::size_t colon = body.find(':');
    if (colon == std::string_view::npos || colon == 0) {
      return "line " + std::to_string(line.number) + " is not a \"Name: value\" line";
    }
    headers.push_back({std::string(text::trim(body.substr(0, colon), text::kSpaceTab)),
                       std::string(text::trim(body.substr(colon + 1), text::kSpaceTab))});
  }
  return {};
}

std::string header_set_lines(const HeaderSet& headers) {
  std::string lines;
  for (const Header& header : headers) {
    lines += header.name;
    lines += ": ";
    lines += header.value;
    lines += '\n';
  }
  return lines;
}

}  // namespace headstrong

#include <nlohmann/json.hpp>

#include "headstrong/header_set.hpp"
#include "text/ascii.hpp"
#include "text/lines.hpp"
#include "text/lone_surrogates.hpp"

namespace headstrong::http {
namespace header_set_text_detail {

using nlohmann::json;

std::string read_pairs(const json& pairs, HeaderSet& headers) {
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const json& pair = pairs[i];
    if (!pair.is_array() || pair.size() != 2 || !pair[0].is_string() || !pair[1].is_string()) {
      return "item " + std::to_string(i) + " of the header list is not [\"name\", \"value\"]";
    }
    headers.push_back({pair[0].get<std::string>(), pair[1].get<std::string>()});
  }
  return {};
}

std::string read_notes(const json& changes, std::vector<HeaderNote>& notes) {
  const auto is_text = [](const json& change, const char* name) {
    return change.contains(name) && change[name].is_string();
  };
  for (std::size_t i = 0; i < changes.size(); ++i) {
    const json& change = changes[i];
    const bool known = change.is_object() && is_text(change, "header") && is_text(change, "sentence");
    if (!known) return "item " + std::to_string(i) + " of \"changes\" has no header and sentence";
    HeaderNote note;
    note.header = change["header"].get<std::string>();
    note.sentence = change["sentence"].get<std::string>();
    note.open = change.contains("open") && change["open"] == true;
    notes.push_back(std::move(note));
  }
  return {};
}

std::string read_json(std::string_view text, HeaderSet& headers, std::vector<HeaderNote>& notes) {
  const json document = json::parse(text.begin(), text.end(), nullptr, false);
  if (document.is_discarded()) {
    return json::accept(text::without_lone_surrogates(text))
               ? "a name or value contains half of a surrogate pair, which is not a character"
               : "the header list is not valid JSON";
  }
  if (document.is_array()) return read_pairs(document, headers);
  if (!document.contains("headers") || !document["headers"].is_array()) {
    return "the JSON object has no list \"headers\"";
  }
  const std::string error = read_pairs(document["headers"], headers);
  if (!error.empty() || !document.contains("changes")) return error;
  if (!document["changes"].is_array()) return "\"changes\" is not a list";
  return read_notes(document["changes"], notes);
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

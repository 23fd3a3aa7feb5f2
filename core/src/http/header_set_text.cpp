#include "http/header_set_text.hpp"

#include <nlohmann/json.hpp>

#include "text/ascii.hpp"
#include "text/lines.hpp"
#include "text/lone_surrogates.hpp"

namespace headstrong::http {
namespace header_set_text {

std::string read_json_pairs(std::string_view text, HeaderSet& headers) {
  const auto json = nlohmann::json::parse(text.begin(), text.end(), nullptr, false);
  if (json.is_discarded()) {
    return nlohmann::json::accept(text::without_lone_surrogates(text))
               ? "a name or value holds half of a surrogate pair, which is no character"
               : "the header list is not valid JSON";
  }
  for (std::size_t i = 0; i < json.size(); ++i) {
    const auto& pair = json[i];
    if (!pair.is_array() || pair.size() != 2 || !pair[0].is_string() || !pair[1].is_string()) {
      return "item " + std::to_string(i) + " of the header list is not [\"name\", \"value\"]";
    }
    headers.push_back({pair[0].get<std::string>(), pair[1].get<std::string>()});
  }
  return {};
}

}  // namespace header_set_text

std::string read_header_set(std::string_view text, HeaderSet& headers) {
  if (text.substr(0, 1) == "[") return header_set_text::read_json_pairs(text, headers);
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

}  // namespace headstrong::http

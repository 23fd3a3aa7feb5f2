#include <utility>

#include "headstrong/json.hpp"
#include "headstrong/lines.hpp"
#include "protocol/line_id.hpp"
#include "text/json.hpp"

namespace headstrong::protocol {
namespace analyze_line_detail {

/// Fills `response` from the line; the result is empty or says what is wrong.
std::string read_response(const text::JsonValue& line, ResponseData& response) {
  const text::JsonValue headers = line.find("headers");
  if (!headers) return "the line has no \"csp\" or \"headers\"";
  if (!headers.is_array()) return "\"headers\" is not an array of [\"name\", \"value\"]";
  for (const text::JsonValue& pair : headers) {
    std::string_view name;
    std::string_view value;
    if (!pair.is_pair_of_texts(name, value)) {
      return "\"headers\" has an item that is not [\"name\", \"value\"]";
    }
    response.headers.emplace_back(name, value);
  }
  const text::JsonValue url = line.find("url");
  if (url && !url.is_null()) {
    if (!url.is_string()) return "\"url\" is not a string";
    response.url = url.text();
  }
  const text::JsonValue status = line.find("status");
  if (status && !status.is_null()) {
    const text::JsonNumber number = status.number();
    if (!number.whole) return "\"status\" is not a whole number";
    const bool is_status = !number.negative && number.magnitude >= 100 && number.magnitude <= 999;
    response.status = is_status ? static_cast<int>(number.magnitude) : 0;
  }
  return {};
}

}  // namespace analyze_line_detail

}  // namespace headstrong::protocol

namespace headstrong {

std::string analyze_line(std::string_view json_line, const AnalyzeOptions& options) {
  using namespace protocol;
  const text::JsonDocument document(json_line, text::JsonDocument::LoneSurrogates::Replaced);
  const text::JsonValue line = document.root();
  if (!line) return error_json("the line is not valid JSON");
  if (!line.is_object()) return error_json("the line is not a JSON object");
  if (const text::JsonValue csp = line.find("csp")) {
    if (!csp.is_string()) return with_id(error_json("\"csp\" is not a string"), line);
    return with_id(to_summary_json(analyze_policy(csp.text(), options)), line);
  }
  ResponseData response;
  const std::string error = protocol::analyze_line_detail::read_response(line, response);
  return with_id(error.empty() ? to_summary_json(analyze(response, options)) : error_json(error), line);
}

}  // namespace headstrong

#include <nlohmann/json.hpp>
#include <utility>

#include "headstrong/json.hpp"
#include "headstrong/lines.hpp"
#include "protocol/line_id.hpp"
#include "text/lone_surrogates.hpp"

namespace headstrong::protocol {
namespace analyze_line_detail {

using Json = nlohmann::json;

/// Fills `response` from the line; the result is empty or says what is wrong.
std::string read_response(const Json& line, ResponseData& response) {
  const auto headers = line.find("headers");
  if (headers == line.end()) return "the line has no \"csp\" or \"headers\"";
  if (!headers->is_array()) return "\"headers\" is not an array of [\"name\", \"value\"]";
  for (const Json& pair : *headers) {
    if (!pair.is_array() || pair.size() != 2 || !pair[0].is_string() || !pair[1].is_string()) {
      return "\"headers\" has an item that is not [\"name\", \"value\"]";
    }
    response.headers.emplace_back(pair[0].get<std::string>(), pair[1].get<std::string>());
  }
  const auto url = line.find("url");
  if (url != line.end() && !url->is_null()) {
    if (!url->is_string()) return "\"url\" is not a string";
    response.url = url->get<std::string>();
  }
  const auto status = line.find("status");
  if (status != line.end() && !status->is_null()) {
    if (!status->is_number_integer()) return "\"status\" is not a whole number";
    const auto value = status->get<std::int64_t>();
    response.status = value >= 100 && value <= 999 ? static_cast<int>(value) : 0;
  }
  return {};
}

}  // namespace analyze_line_detail

}  // namespace headstrong::protocol

namespace headstrong {

std::string analyze_line(std::string_view json_line, const AnalyzeOptions& options) {
  using namespace protocol;
  using protocol::analyze_line_detail::Json;
  Json line = Json::parse(json_line.begin(), json_line.end(), nullptr, false);
  if (line.is_discarded()) line = Json::parse(text::without_lone_surrogates(json_line), nullptr, false);
  if (line.is_discarded()) return error_json("the line is not valid JSON");
  if (!line.is_object()) return error_json("the line is not a JSON object");
  const auto csp = line.find("csp");
  if (csp != line.end()) {
    if (!csp->is_string()) return with_id(error_json("\"csp\" is not a string"), line);
    return with_id(to_summary_json(analyze_policy(csp->get_ref<const std::string&>(), options)), line);
  }
  ResponseData response;
  const std::string error = protocol::analyze_line_detail::read_response(line, response);
  return with_id(error.empty() ? to_summary_json(analyze(response, options)) : error_json(error), line);
}

}  // namespace headstrong

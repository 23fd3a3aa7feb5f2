#include "support/data.hpp"

#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace headstrong::testing {
namespace data_detail {

template <class Use>
void each_record(std::string_view name, Use use) {
  std::ifstream stream(data_path(name));
  if (!stream) throw std::runtime_error("cannot read " + data_path(name));
  std::string line;
  for (std::size_t i = 0; std::getline(stream, line); ++i) use(i, line);
}

}  // namespace data_detail
using namespace data_detail;

std::string data_path(std::string_view name) { return HEADSTRONG_DATA_DIR "/" + std::string(name); }

const std::vector<std::string>& real_policies() {
  static const std::vector<std::string> kPolicies = [] {
    std::vector<std::string> policies;
    each_record("csps.ndjson", [&](std::size_t, const std::string& line) {
      policies.push_back(nlohmann::json::parse(line).at("csp").get<std::string>());
    });
    return policies;
  }();
  return kPolicies;
}

std::vector<RealResponse> real_responses(std::size_t step) {
  std::vector<RealResponse> responses;
  each_record("headersets.ndjson", [&](std::size_t i, const std::string& line) {
    if (i % step != 0) return;
    const nlohmann::json json = nlohmann::json::parse(line);
    RealResponse response{json.at("url").get<std::string>(), json.at("status").get<int>(), {}};
    for (const auto& header : json.at("headers")) {
      response.headers.emplace_back(header.at(0).get<std::string>(), header.at(1).get<std::string>());
    }
    responses.push_back(std::move(response));
  });
  return responses;
}

std::string as_message(const RealResponse& response) {
  std::string text = "HTTP/1.1 " + std::to_string(response.status == 0 ? 200 : response.status) + " \r\n";
  for (const auto& [name, value] : response.headers) {
    text += name;
    text += ": ";
    text += value;
    text += "\r\n";
  }
  return text + "\r\n";
}

}  // namespace headstrong::testing

#include <nlohmann/json.hpp>

#include "headstrong/differences.hpp"
#include "headstrong/json.hpp"

namespace headstrong::report {
namespace differences_json_detail {

using Json = nlohmann::ordered_json;
using decide::EngineDifference;

/// The smallest case of a row as one decision line.
Json case_of(const EngineDifference& row) {
  Json request = Json::parse(row.request, nullptr, false);
  Json line = {{"page", "https://site.test/"}};
  if (request.contains("policies")) {
    line["policies"] = request["policies"];
  } else {
    line["headers"] = Json::array({std::string(row.policy)});
  }
  for (const char* beside : {"page", "xFrameOptions"}) {
    if (request.contains(beside)) line[beside] = request[beside];
  }
  for (const char* beside : {"page", "policies", "xFrameOptions"}) request.erase(beside);
  line["request"] = request;
  return line;
}

Json row_json(const EngineDifference& row) {
  Json engines = Json::array();
  for (const decide::Profile profile : decide::kProfiles) {
    if (row.engines[static_cast<std::size_t>(profile)]) {
      engines.push_back(std::string(decide::profile_name(profile)));
    }
  }
  return {{"id", std::string(row.id)},
          {"what", std::string(row.what)},
          {"engines", engines},
          {"case", case_of(row)},
          {"spec", row.spec_allows ? "allowed" : "blocked"},
          {"deviating", row.engines_allow ? "allowed" : "blocked"},
          {"checked", std::string(row.checked)}};
}

}  // namespace differences_json_detail

}  // namespace headstrong::report

namespace headstrong {

std::string differences_json() {
  using report::differences_json_detail::Json;
  Json out;
  for (const decide::Profile profile : decide::kProfiles) {
    if (profile == decide::Profile::Spec) continue;
    out["observed"][std::string(decide::profile_name(profile))] = std::string(decide::observed_version(profile));
  }
  out["differences"] = Json::array();
  for (const decide::EngineDifference& row : decide::engine_differences()) {
    out["differences"].push_back(report::differences_json_detail::row_json(row));
  }
  return out.dump();
}

}  // namespace headstrong

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "headstrong/differences.hpp"
#include "headstrong/json.hpp"
#include "report/json_writer.hpp"
#include "text/json.hpp"

namespace headstrong::report {
namespace differences_json_detail {

using decide::EngineDifference;

/// What stands beside the request in a decision line, and within it in the table.
constexpr std::string_view kBeside[] = {"page", "policies", "xFrameOptions"};

struct Request {
  text::JsonValue json;
};
template <class V>
void fields(V& v, const Request& request) {
  for (const auto& [name, value] : request.json.members()) {
    if (std::find(std::begin(kBeside), std::end(kBeside), name) == std::end(kBeside)) v(name, RawJson{value.source()});
  }
}

/// The smallest case of a row as one decision line.
struct Case {
  const EngineDifference* row = nullptr;
};
template <class V>
void fields(V& v, const Case& smallest) {
  const text::JsonDocument document(smallest.row->request, text::JsonDocument::LoneSurrogates::Refused);
  const text::JsonValue request = document.root();
  const text::JsonValue page = request.find("page");
  v("page", RawJson{page ? page.source() : "\"https://site.test/\""});
  if (const text::JsonValue policies = request.find("policies")) {
    v("policies", RawJson{policies.source()});
  } else {
    v("headers", std::vector<std::string_view>{smallest.row->policy});
  }
  if (const text::JsonValue value = request.find("xFrameOptions")) v("xFrameOptions", RawJson{value.source()});
  v("request", Request{request});
}

std::string_view word(bool allowed) { return allowed ? "allowed" : "blocked"; }

struct Row {
  const EngineDifference* row = nullptr;
};
template <class V>
void fields(V& v, const Row& line) {
  const EngineDifference& row = *line.row;
  std::vector<std::string_view> engines;
  for (const decide::Profile profile : decide::kProfiles) {
    if (row.engines[static_cast<std::size_t>(profile)]) engines.push_back(decide::profile_name(profile));
  }
  v("id", row.id);
  v("what", row.what);
  v("engines", engines);
  v("case", Case{&row});
  v("spec", word(row.spec_allows));
  v("deviating", word(row.engines_allow));
  v("checked", row.checked);
  if (!row.webkit_left.empty()) v("left", row.webkit_left);
}

struct Observed {};
template <class V>
void fields(V& v, const Observed&) {
  for (const decide::Profile profile : decide::kProfiles) {
    if (profile != decide::Profile::Spec) v(decide::profile_name(profile), decide::observed_version(profile));
  }
}

struct Table {
  std::vector<Row> rows;
};
template <class V>
void fields(V& v, const Table& table) {
  v("observed", Observed{});
  v("differences", table.rows);
}

}  // namespace differences_json_detail

}  // namespace headstrong::report

namespace headstrong {

std::string differences_json() {
  report::differences_json_detail::Table table;
  for (const decide::EngineDifference& row : decide::engine_differences()) table.rows.push_back({&row});
  return report::json_of(table);
}

}  // namespace headstrong

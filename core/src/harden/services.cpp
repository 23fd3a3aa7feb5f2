#include "harden/services.hpp"

#include "data/service_presets.hpp"
#include "headstrong/harden.hpp"

namespace headstrong::harden_detail {

bool is_service(std::string_view id) {
  for (const data::ServicePreset& row : data::kServicePresetTable) {
    if (row.id == id) return true;
  }
  return false;
}

std::string admit_service(std::string_view id, PolicyDraft& draft) {
  std::string added;
  for (const data::ServicePreset& row : data::kServicePresetTable) {
    if (row.id != id) continue;
    const csp::DirectiveName name = csp::directive_name(row.directive);
    if (name == csp::DirectiveName::Unknown) continue;  // a header of its own
    // Without any list in the chain everything is allowed already.
    if (!draft.make_explicit(name)) continue;
    DraftDirective& directive = draft.at(name);
    if (directive.has("'strict-dynamic'") || directive.has(row.source)) continue;
    directive.add(row.source);
    added += added.empty() ? "" : ", ";
    added += std::string(row.source) + " in " + std::string(row.directive);
  }
  return added;
}

bool service_needs(std::string_view id, std::string_view header, std::string_view word) {
  for (const data::ServicePreset& row : data::kServicePresetTable) {
    if (row.id == id && row.directive == header && row.source == word) return true;
  }
  return false;
}

}  // namespace headstrong::harden_detail

namespace headstrong {

std::vector<ServiceInfo> services() {
  std::vector<ServiceInfo> all;
  for (const data::ServicePreset& row : data::kServicePresetTable) {
    if (all.empty() || all.back().id != row.id) all.push_back({row.id, row.name, row.url, row.date});
  }
  return all;
}

}  // namespace headstrong

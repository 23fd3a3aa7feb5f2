#include "harden/services.hpp"

#include "data/service_presets.hpp"
#include "headstrong/harden.hpp"
#include "text/ascii.hpp"

namespace headstrong::hardening {
namespace services_detail {

/// Nonces, hashes and keywords of a list that was made for scripts mean nothing to workers, and
/// 'strict-dynamic' stops them all in Safari: in its place come the page's own files.
void free_workers(DraftDirective& workers) {
  const bool dynamic = workers.has("'strict-dynamic'");
  workers.remove_if([](const std::string& token) {
    return token.front() == '\'' && !text::iequals(token, "'self'");
  });
  if (dynamic && !workers.has("'self'")) workers.tokens.insert(workers.tokens.begin(), "'self'");
}

csp::DirectiveName elements_of(csp::DirectiveName name) {
  if (name == csp::DirectiveName::ScriptSrc) return csp::DirectiveName::ScriptSrcElem;
  if (name == csp::DirectiveName::StyleSrc) return csp::DirectiveName::StyleSrcElem;
  return csp::DirectiveName::Unknown;
}

}  // namespace services_detail

bool is_service(std::string_view id) {
  for (const data::ServicePreset& row : data::kServicePresetTable) {
    if (row.id == id) return true;
  }
  return false;
}

std::string admit_service(std::string_view id, PolicyDraft& draft) {
  using namespace services_detail;
  std::string added;
  for (const data::ServicePreset& row : data::kServicePresetTable) {
    if (row.id != id) continue;
    const csp::DirectiveName name = csp::directive_name(row.directive);
    if (name == csp::DirectiveName::Unknown) continue;  // a header of its own, or a note
    // Without any list in the chain everything is allowed already.
    if (!draft.make_explicit(name)) continue;
    DraftDirective& directive = draft.at(name);
    if (name == csp::DirectiveName::WorkerSrc) free_workers(directive);
    const bool known = directive.has("'strict-dynamic'") || directive.has(row.source);
    if (!known) {
      directive.add(row.source);
      added += added.empty() ? "" : ", ";
      added += std::string(row.source) + " in " + std::string(row.directive);
    }
    // Where elements have a list of their own, it decides for them.
    DraftDirective* elements = draft.find(elements_of(name));
    if (elements != nullptr && !elements->has("'strict-dynamic'")) elements->add(row.source);
  }
  return added;
}

std::vector<std::string> service_notes(std::string_view id) {
  std::vector<std::string> notes;
  for (const data::ServicePreset& row : data::kServicePresetTable) {
    if (row.id == id && row.directive == "note") notes.emplace_back(row.source);
  }
  return notes;
}

bool service_needs(std::string_view id, std::string_view header, std::string_view word) {
  for (const data::ServicePreset& row : data::kServicePresetTable) {
    if (row.id == id && row.directive == header && row.source == word) return true;
  }
  return false;
}

}  // namespace headstrong::hardening

namespace headstrong {

std::vector<ServiceInfo> services() {
  std::vector<ServiceInfo> all;
  for (const data::ServicePreset& row : data::kServicePresetTable) {
    if (all.empty() || all.back().id != row.id) all.push_back({row.id, row.name, row.url, row.date});
  }
  return all;
}

}  // namespace headstrong

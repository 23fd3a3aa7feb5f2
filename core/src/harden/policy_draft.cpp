#include "harden/policy_draft.hpp"

#include <algorithm>
#include <array>

#include "headers/csp/fallback.hpp"
#include "text/ascii.hpp"

namespace headstrong::harden_detail {
namespace policy_draft {

bool is_alive(const csp::Directive& directive) {
  if (directive.duplicate || directive.has_non_ascii || directive.has_control) return false;
  if (directive.name == csp::DirectiveName::Unknown) return false;
  return csp::info(directive.name).status != csp::Status::Obsolete;
}

bool matches_something(const csp::SourceExpression& token) {
  if (token.kind == csp::SourceKind::Invalid || token.is(csp::Keyword::None)) return false;
  return token.kind != csp::SourceKind::Keyword ||
         csp::info(token.keyword).status != csp::Status::Obsolete;
}

}  // namespace policy_draft

bool DraftDirective::has(std::string_view token) const {
  return std::any_of(tokens.begin(), tokens.end(), [&](const std::string& own) {
    return text::iequals(own, token);
  });
}

void DraftDirective::add(std::string_view token) {
  if (!has(token)) tokens.emplace_back(token);
}

PolicyDraft PolicyDraft::of(const csp::Policy& policy) {
  PolicyDraft draft;
  for (const csp::Directive& directive : policy.directives) {
    if (!policy_draft::is_alive(directive)) continue;
    DraftDirective kept;
    kept.name = directive.name;
    const csp::ValueKind value = csp::info(directive.name).value;
    const bool list = value == csp::ValueKind::SourceList || value == csp::ValueKind::AncestorList;
    for (const csp::SourceExpression& token : policy.tokens_of(directive)) {
      if (token.repeated || value == csp::ValueKind::None) continue;
      if (list && !policy_draft::matches_something(token)) continue;
      kept.tokens.emplace_back(token.text);
    }
    draft.directives_.push_back(std::move(kept));
  }
  return draft;
}

DraftDirective* PolicyDraft::find(csp::DirectiveName name) {
  for (DraftDirective& directive : directives_) {
    if (directive.name == name) return &directive;
  }
  return nullptr;
}

DraftDirective& PolicyDraft::at(csp::DirectiveName name) {
  if (DraftDirective* found = find(name)) return *found;
  directives_.push_back({name, {}});
  return directives_.back();
}

void PolicyDraft::set(csp::DirectiveName name, std::vector<std::string> tokens) {
  at(name).tokens = std::move(tokens);
}

void PolicyDraft::remove(csp::DirectiveName name) {
  std::erase_if(directives_, [&](const DraftDirective& directive) { return directive.name == name; });
}

bool PolicyDraft::make_explicit(csp::DirectiveName name) {
  if (find(name) != nullptr) return true;
  for (const csp::DirectiveName next : csp::fallback_chain(name)) {
    const DraftDirective* found = find(next);
    if (found == nullptr) continue;
    const std::vector<std::string> tokens = found->tokens;
    set(name, tokens);
    return true;
  }
  return false;
}

std::string PolicyDraft::text() const {
  std::string out;
  for (const DraftDirective& directive : directives_) {
    if (!out.empty()) out += "; ";
    out += csp::info(directive.name).name;
    const csp::ValueKind value = csp::info(directive.name).value;
    const bool list = value == csp::ValueKind::SourceList || value == csp::ValueKind::AncestorList;
    if (list && directive.tokens.empty()) out += " 'none'";
    for (const std::string& token : directive.tokens) {
      out += ' ';
      out += token;
    }
  }
  return out;
}

}  // namespace headstrong::harden_detail

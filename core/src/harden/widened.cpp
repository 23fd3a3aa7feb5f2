#include "harden/widened.hpp"

#include <algorithm>

#include "harden/policy_draft.hpp"
#include "headers/csp/directive_facts.hpp"
#include "headers/csp/parse_policy.hpp"
#include "text/ascii.hpp"
#include "text/mapped_text.hpp"

namespace headstrong::hardening {
namespace widened_detail {

PolicyDraft draft_of(std::string_view value) {
  const text::MappedText text(value, 0);
  const auto policies = csp::parse_policy_list(text, csp::Disposition::Enforce);
  return policies.empty() ? PolicyDraft() : PolicyDraft::of(policies.front(), Log{});
}

bool is_list(csp::DirectiveName name) {
  switch (csp::info(name).value) {
    case csp::ValueKind::SourceList:
    case csp::ValueKind::AncestorList:
    case csp::ValueKind::Sandbox:
    case csp::ValueKind::TrustedTypes: return true;
    default: return false;
  }
}

bool can_be_added(const std::string& token, const DraftDirective& list) {
  if (text::istarts_with(token, "'nonce-") || text::iequals(token, "'strict-dynamic'")) return false;
  if (csp::parse_source_expression(token).kind == csp::SourceKind::Hash) return !list.has("'unsafe-inline'");
  return !text::iequals(token, "'none'");
}

}  // namespace widened_detail

std::string widened(std::string_view policy, std::string_view other) {
  using namespace widened_detail;
  PolicyDraft draft = draft_of(policy);
  const PolicyDraft before = draft;
  PolicyDraft wider = draft_of(other);
  for (const DraftDirective& directive : wider.directives()) {
    if (!is_list(directive.name)) continue;
    PolicyDraft trial = before;
    if (!trial.make_explicit(directive.name)) continue;
    DraftDirective list = *trial.find(directive.name);
    const std::size_t count = list.tokens.size();
    for (const std::string& token : directive.tokens) {
      if (can_be_added(token, list) && !list.has(token)) list.add(token);
    }
    if (list.tokens.size() > count) draft.set_before_reporting(directive.name, std::move(list.tokens));
  }
  return draft.text();
}

}  // namespace headstrong::hardening

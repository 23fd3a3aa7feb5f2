#include "harden/policy_draft.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <unordered_set>

#include "headers/csp/directive_facts.hpp"
#include "headers/csp/fallback.hpp"
#include "headers/csp/parse_policy.hpp"
#include "headers/csp/token_fault.hpp"
#include "text/ascii.hpp"

namespace headstrong::hardening {
namespace policy_draft_detail {

bool is_alive(const csp::Directive& directive) {
  if (directive.duplicate || directive.has_non_ascii || directive.has_control) return false;
  if (directive.name == csp::DirectiveName::Unknown) return false;
  return csp::info(directive.name).status != csp::Status::Obsolete;
}

/// The source expression as it is to be sent; empty for one that matches nothing.
std::string source_meant_by(const csp::SourceExpression& token, csp::DirectiveName directive) {
  using csp::TokenFault;
  if (token.text == kNonceSource) return std::string(kNonceSource);
  if (token.is(csp::Keyword::None) || !csp::can_use(token, directive)) return {};
  const TokenFault fault = csp::fault_of(token);
  if (fault == TokenFault::UnfilledNonce) return std::string(kNonceSource);
  if (fault == TokenFault::None) {
    const bool dead =
        token.kind == csp::SourceKind::Invalid ||
        (token.kind == csp::SourceKind::Keyword && csp::info(token.keyword).status == csp::Status::Obsolete);
    return dead ? std::string() : std::string(token.text);
  }
  // What matches nothing and was meant to allow something stays without effect.
  const csp::Keyword keyword = csp::keyword_in(token.text);
  return keyword == csp::Keyword::ReportSample ? std::string(csp::info(keyword).spelling) : std::string();
}

/// What a token that matches nothing was meant to trust; empty for one without a clear meaning.
std::string trust_meant_by(const csp::SourceExpression& token) {
  if (csp::fault_of(token) == csp::TokenFault::None) return {};
  if (csp::keyword_in(token.text) == csp::Keyword::Self) return "'self'";
  std::string_view bare = token.text;
  while (!bare.empty() && (bare.front() == '"' || bare.front() == '\'')) bare.remove_prefix(1);
  while (!bare.empty() && (bare.back() == '"' || bare.back() == '\'')) bare.remove_suffix(1);
  std::string quoted = "'" + std::string(bare) + "'";
  const csp::SourceKind kind = csp::parse_source_expression(quoted).kind;
  return kind == csp::SourceKind::Nonce || kind == csp::SourceKind::Hash ? quoted : std::string();
}

/// The token of any directive as it is to be sent; empty for one that browsers pass over.
std::string meant_by(const csp::SourceExpression& token, csp::DirectiveName directive, bool alone) {
  const std::string text(token.text);
  switch (csp::info(directive).value) {
    case csp::ValueKind::SourceList:
    case csp::ValueKind::AncestorList: return source_meant_by(token, directive);
    case csp::ValueKind::Sandbox: return csp::is_sandbox_flag(text) ? text : "";
    case csp::ValueKind::RequireTrustedTypes: return text == "'script'" ? text : "";
    case csp::ValueKind::TrustedTypes: return !alone && text::iequals(text, "'none'") ? "" : text;
    case csp::ValueKind::None: return {};
    default: return text;
  }
}

/// The directive that begins at a token of another, because a semicolon is missing; Unknown for
/// every other token.
csp::DirectiveName directive_at(const csp::Policy& policy, const csp::SourceExpression& token) {
  if (token.text.find('-') == std::string_view::npos) return csp::DirectiveName::Unknown;
  const csp::DirectiveName name = csp::directive_name(token.text);
  const bool list = name != csp::DirectiveName::Unknown && csp::info(name).value == csp::ValueKind::SourceList;
  return list && policy.find(name) == nullptr ? name : csp::DirectiveName::Unknown;
}

}  // namespace policy_draft_detail

bool DraftDirective::has(std::string_view token) const {
  return std::any_of(tokens.begin(), tokens.end(), [&](const std::string& own) { return text::iequals(own, token); });
}

void DraftDirective::add(std::string_view token) {
  if (!has(token)) tokens.emplace_back(token);
}

PolicyDraft PolicyDraft::of(const csp::Policy& policy, const Log& log) {
  PolicyDraft draft;
  std::vector<csp::DirectiveName> cut_out;
  for (const csp::Directive& directive : policy.directives) {
    if (!policy_draft_detail::is_alive(directive)) continue;
    draft.directives_.push_back({directive.name, {}});
    std::unordered_set<std::string> seen;
    bool cut = false;  // what follows is no repetition of what stands in the list before
    const csp::Policy::Tokens tokens = policy.tokens_of(directive);
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      const csp::SourceExpression& token = tokens[i];
      const csp::DirectiveName next = policy_draft_detail::directive_at(policy, token);
      if (next != csp::DirectiveName::Unknown && draft.find(next) == nullptr) {
        log("Read " + std::string(token.text) + " within " + std::string(directive.name_text) +
            " as a directive: a semicolon was missing before it.");
        draft.directives_.push_back({next, {}});
        cut_out.push_back(next);
        seen.clear();
        cut = true;
        continue;
      }
      if (token.repeated && !cut) continue;
      DraftDirective& kept = draft.directives_.back();
      std::string meant = policy_draft_detail::meant_by(token, kept.name, directive.token_count == 1);
      const auto index = directive.first_token + static_cast<std::uint32_t>(i);
      if (const std::uint32_t length = csp::template_length(policy, directive, index)) {
        meant = kNonceSource;  // a template's nonce with blanks in it
        i += length - 1;
      }
      if (meant.empty()) {
        const std::string trust = policy_draft_detail::trust_meant_by(token);
        if (!trust.empty() && csp::holds_sources(csp::info(kept.name).value)) {
          log.open("Removed " + std::string(token.text) + " in " + std::string(directive.name_text) +
                   ": browsers don't read it as " + trust + ". If you mean that, correct it first.");
        }
        continue;
      }
      if (seen.insert(meant).second) kept.tokens.push_back(std::move(meant));
    }
  }
  for (const csp::DirectiveName name : cut_out) draft.confine_to_fallback(name, log);
  // It has no meaning without a value.
  std::erase_if(draft.directives_, [](const DraftDirective& directive) {
    return directive.name == csp::DirectiveName::RequireTrustedTypesFor && directive.tokens.empty();
  });
  return draft;
}

void PolicyDraft::confine_to_fallback(csp::DirectiveName name, const Log& log) {
  DraftDirective* directive = find(name);
  for (const csp::DirectiveName next : csp::fallback_chain(name)) {
    const DraftDirective* fallback = find(next);
    if (fallback == nullptr) continue;
    std::unordered_set<std::string_view> allowed(fallback->tokens.begin(), fallback->tokens.end());
    const auto removed = directive->remove_if([&](const std::string& token) { return allowed.count(token) == 0; });
    if (!removed.empty()) {
      log.open("Removed sources of " + std::string(csp::info(name).name) + ": without the semicolon, " +
               std::string(csp::info(next).name) + " decides now and doesn't allow them.");
    }
    return;
  }
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

void PolicyDraft::set(csp::DirectiveName name, std::vector<std::string> tokens) { at(name).tokens = std::move(tokens); }

void PolicyDraft::set_before_reporting(csp::DirectiveName name, std::vector<std::string> tokens) {
  if (find(name) != nullptr) return set(name, std::move(tokens));
  auto at = directives_.end();
  const auto reports = [](csp::DirectiveName n) {
    return n == csp::DirectiveName::ReportUri || n == csp::DirectiveName::ReportTo;
  };
  while (at != directives_.begin() && reports(std::prev(at)->name)) --at;
  directives_.insert(at, DraftDirective{name, std::move(tokens)});
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

}  // namespace headstrong::hardening

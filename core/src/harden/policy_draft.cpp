#include "harden/policy_draft.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <string_view>
#include <unordered_set>
#include <utility>

#include "headers/csp/directive_facts.hpp"
#include "headers/csp/fallback.hpp"
#include "headers/csp/parse_policy.hpp"
#include "headers/csp/token_fault.hpp"
#include "text/ascii.hpp"
#include "text/utf8.hpp"

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

/// Whether two words differ by one keystroke: a letter more, less or other, or two exchanged.
bool is_one_slip(std::string_view a, std::string_view b) {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() - a.size() > 1) return false;
  const auto same = [](char x, char y) { return text::to_lower(x) == text::to_lower(y); };
  std::size_t at = 0;
  while (at < a.size() && same(a[at], b[at])) ++at;
  if (at == b.size()) return false;
  const auto rest_is = [&](std::size_t skip_a, std::size_t skip_b) {
    return at + skip_a <= a.size() && at + skip_b <= b.size() &&
           text::iequals(a.substr(at + skip_a), b.substr(at + skip_b));
  };
  if (a.size() < b.size()) return rest_is(0, 1);
  if (rest_is(1, 1)) return true;
  return at + 1 < a.size() && same(a[at], b[at + 1]) && same(a[at + 1], b[at]) && rest_is(2, 2);
}

/// The keyword that a word in quotes is one keystroke away from; empty where there is none.
std::string_view keyword_near(std::string_view word) {
  constexpr std::size_t kLongest = 32;
  if (word.size() < 5 || word.size() > kLongest || word.front() != '\'' || word.back() != '\'') return {};
  for (std::size_t i = 0; i < static_cast<std::size_t>(csp::Keyword::Unknown); ++i) {
    const csp::KeywordInfo& known = csp::info(static_cast<csp::Keyword>(i));
    if (known.status != csp::Status::Obsolete && is_one_slip(word, known.spelling)) return known.spelling;
  }
  return {};
}

/// The directive that a name is one keystroke away from; empty where there is none.
std::string_view directive_near(std::string_view name) {
  for (std::size_t i = 0; i < csp::kDirectiveNameCount; ++i) {
    const csp::DirectiveInfo& known = csp::info(static_cast<csp::DirectiveName>(i));
    if (known.status != csp::Status::Obsolete && is_one_slip(name, known.name)) return known.name;
  }
  return {};
}

/// What a token that matches nothing was meant to trust; empty for one without a clear meaning.
std::string trust_meant_by(const csp::SourceExpression& token) {
  if (token.kind == csp::SourceKind::Invalid) {
    if (const std::string_view near = keyword_near(token.text); !near.empty()) return std::string(near);
  }
  if (csp::fault_of(token) == csp::TokenFault::None) return {};
  const csp::Keyword keyword = csp::keyword_in(token.text);
  if (keyword == csp::Keyword::None || keyword == csp::Keyword::ReportSample) return {};
  if (keyword != csp::Keyword::Unknown) return std::string(csp::info(keyword).spelling);
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

constexpr std::size_t kReadable = 60;  // of a token in a sentence

/// Takes directives over into a draft.
class Reader {
 public:
  Reader(const csp::Policy& policy, PolicyDraft& draft, const Log& log, const model::GapPlaces* gaps)
      : policy_(policy), draft_(draft), log_(log), gaps_(gaps) {}

  void read(const csp::Directive& directive) {
    begin(directive.name);
    bool cut = false;  // what follows is no repetition of what stands in the list before
    const csp::Policy::Tokens tokens = policy_.tokens_of(directive);
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      if (begins_another(tokens[i], directive)) cut = true;
      else if (!tokens[i].repeated || cut) i += keep(directive, static_cast<std::uint32_t>(i)) - 1;
    }
    say_unreadable(directive);
    const DraftDirective& last = draft_.directives().back();
    if (misspelled_ && last.tokens.empty() && csp::holds_sources(csp::info(last.name).value)) {
      log_.open(std::string(csp::info(last.name).name) +
                " allows nothing: browsers can read none of its sources. Correct them before you send it.");
    }
  }

  /// Directives that stood in the lists of others.
  const std::vector<csp::DirectiveName>& cut_out() const { return cut_out_; }

 private:
  void begin(csp::DirectiveName name) {
    draft_.directives().push_back({name, {}});
    seen_.clear();
    misspelled_ = false;
  }

  bool begins_another(const csp::SourceExpression& token, const csp::Directive& directive) {
    const csp::DirectiveName next = directive_at(policy_, token);
    if (next == csp::DirectiveName::Unknown || draft_.find(next) != nullptr) return false;
    log_("Read " + std::string(token.text) + " within " + std::string(directive.name_text) +
         " as a directive: a semicolon was missing before it.");
    begin(next);
    cut_out_.push_back(next);
    return true;
  }

  /// Takes the directive's i-th token over as it is meant, and returns how many tokens that were.
  std::size_t keep(const csp::Directive& directive, std::uint32_t i) {
    const csp::SourceExpression& token = policy_.tokens_of(directive)[i];
    DraftDirective& kept = draft_.directives().back();
    std::string meant = meant_by(token, kept.name, directive.token_count == 1);
    const std::uint32_t length = csp::template_length(policy_, directive, directive.first_token + i);
    if (length > 0) meant = kNonceSource;  // a template's nonce with blanks in it
    if (gaps_ != nullptr && gaps_->meets(token.span) && !is_nonce(meant)) {
      if (meant.empty() && csp::holds_sources(csp::info(kept.name).value)) meant = token.text;
      say_of_gap(token, directive);
    }
    if (meant.empty()) say_without_effect(token, kept.name, directive);
    else if (seen_.insert(meant).second) kept.tokens.push_back(std::move(meant));
    return std::max<std::size_t>(length, 1);
  }

  void say_without_effect(const csp::SourceExpression& token, csp::DirectiveName in, const csp::Directive& directive) {
    if (!csp::holds_sources(csp::info(in).value)) return;
    const std::string trust = trust_meant_by(token);
    const bool host = token.kind == csp::SourceKind::Invalid || token.kind == csp::SourceKind::Host;
    misspelled_ = misspelled_ || host || !trust.empty();
    if (trust.empty() && host) unreadable_.push_back(token.text);
    if (trust.empty()) return;
    log_.open("Removed " + std::string(token.text) + " in " + std::string(directive.name_text) +
              ": browsers don't read it as " + trust + ". If you mean that, correct it first.");
  }

  /// What is no source at all, such as a host with a port over 65535: one sentence a directive.
  void say_unreadable(const csp::Directive& directive) {
    constexpr std::size_t kNamed = 3;
    if (unreadable_.empty()) return;
    std::string named;
    for (std::size_t i = 0; i < std::min(kNamed, unreadable_.size()); ++i) {
      named += (i == 0 ? "" : " ") + text::shortened(unreadable_[i], kReadable);
    }
    if (unreadable_.size() > kNamed) named += " and " + std::to_string(unreadable_.size() - kNamed) + " more";
    const bool one = unreadable_.size() == 1;
    log_.open("Removed " + named + " in " + std::string(directive.name_text) + ": browsers can't read " +
              (one ? "it as a source, so it allows" : "them as sources, so they allow") + " nothing. If you need " +
              (one ? "it" : "one") + ", correct it first.");
    unreadable_.clear();
  }

  void say_of_gap(const csp::SourceExpression& token, const csp::Directive& directive) {
    log_.open(std::string(directive.name_text) + " has " + std::string(token.text) +
              ", a variable or a call whose value this text doesn't hold. Write the value there.");
  }

  const csp::Policy& policy_;
  PolicyDraft& draft_;
  const Log& log_;
  const model::GapPlaces* gaps_;
  std::unordered_set<std::string> seen_;      // of the list that is read
  std::vector<std::string_view> unreadable_;  // of it
  bool misspelled_ = false;                   // whether it lost a source that browsers can't read
  std::vector<csp::DirectiveName> cut_out_;
};

/// What is left out with its whole value: directives that no browser knows, or that a foreign character voids.
void say_left_out(const csp::Policy& policy, const Log& log) {
  constexpr std::size_t kNamed = 3;
  std::size_t count = 0;
  for (const csp::Directive& directive : policy.directives) {
    if (directive.duplicate || is_alive(directive)) continue;
    const std::string name = text::shortened(directive.name_text, kReadable);
    if (directive.name != csp::DirectiveName::Unknown) {
      if (!directive.has_non_ascii && !directive.has_control) continue;
      if (++count > kNamed) continue;
      log.open("Left out " + name + ": browsers skip a directive with " +
               (directive.has_non_ascii ? "a character outside ASCII, such as a curly quote" : "a control character") +
               ". Retype it if you need it.");
      continue;
    }
    if (++count > kNamed) continue;
    const std::string_view near = directive_near(directive.name_text);
    log.open("Left out " + name + ": browsers know no such directive." +
             (near.empty() ? std::string() : " If you mean " + std::string(near) + ", correct it first."));
  }
  if (count > kNamed) {
    log.open("Left out " + std::to_string(count - kNamed) + " more directives that browsers don't know or skip.");
  }
}

}  // namespace policy_draft_detail

std::string joined(const std::vector<std::string>& tokens) {
  std::string out;
  for (const std::string& token : tokens) {
    if (!out.empty()) out += ' ';
    out += token;
  }
  return out;
}

bool DraftDirective::has(std::string_view token) const {
  return std::any_of(tokens.begin(), tokens.end(), [&](const std::string& own) { return text::iequals(own, token); });
}

bool is_nonce(const std::string& token) {
  return token == kNonceSource || csp::parse_source_expression(token).kind == csp::SourceKind::Nonce;
}

bool is_hash(const std::string& token) { return csp::parse_source_expression(token).kind == csp::SourceKind::Hash; }

bool DraftDirective::has_nonce() const { return std::any_of(tokens.begin(), tokens.end(), is_nonce); }

bool DraftDirective::has_hash() const { return std::any_of(tokens.begin(), tokens.end(), is_hash); }

void DraftDirective::add(std::string_view token) {
  if (!has(token)) tokens.emplace_back(token);
}

PolicyDraft PolicyDraft::of(const csp::Policy& policy, const Log& log, const model::GapPlaces* gaps) {
  PolicyDraft draft;
  policy_draft_detail::Reader reader(policy, draft, log, gaps);
  for (const csp::Directive& directive : policy.directives) {
    if (policy_draft_detail::is_alive(directive)) reader.read(directive);
  }
  policy_draft_detail::say_left_out(policy, log);
  for (const csp::DirectiveName name : reader.cut_out()) draft.confine_to_fallback(name, log);
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

const DraftDirective* PolicyDraft::deciding(csp::DirectiveName name) {
  if (const DraftDirective* own = find(name)) return own;
  for (const csp::DirectiveName next : csp::fallback_chain(name)) {
    if (const DraftDirective* found = find(next)) return found;
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

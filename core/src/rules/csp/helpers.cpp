#include "rules/csp/helpers.hpp"

#include <algorithm>
#include <array>
#include <bitset>
#include <memory>
#include <utility>

#include "decide/match_url.hpp"
#include "decide/request.hpp"
#include "grammar/base64.hpp"
#include "grammar/url.hpp"
#include "model/bypass_hosts.hpp"
#include "rules/fixes.hpp"
#include "text/ascii.hpp"

namespace headstrong::rules::csp_rules {
namespace csp_helpers_detail {

using csp::DirectiveName;

/// The kinds of bypass, the surest first: of one source only the first that it has is reported, with
/// the others as further reasons.
constexpr std::string_view kBypassKinds[] = {"upload", "angular", "jsonp"};
constexpr std::size_t kBypassKindCount = std::size(kBypassKinds);
constexpr std::string_view kFurtherReasons[kBypassKindCount] = {"", "; it also serves AngularJS",
                                                                "; it also has a JSONP endpoint"};
/// A message cuts what is longer: a further reason goes without its address rather than without its end.
constexpr std::size_t kReadableReasons = 120;

/// The first row of each kind that a source lets in; null where there is none.
using BypassRows = std::array<const data::BypassHost*, kBypassKindCount>;

std::string address(const data::BypassHost& row) {
  std::string url("https://");
  url.append(row.host).append(row.path);
  return url;
}
bool is_seen(const data::BypassHost& row) { return row.evidence == "seen"; }
std::size_t kind_of(const data::BypassHost& row) {
  std::size_t kind = 0;
  while (kBypassKinds[kind] != row.kind) ++kind;
  return kind;
}

/// Looks up one list's hosts in the table of bypasses.
class BypassSearch {
 public:
  BypassSearch(const Context& context, const ScriptList& list)
      : context_(context),
        list_(list),
        search_(context.policies, *list.policy, *list.directive),
        tries_left_(list.directive->token_count > kLongList ? kFewTries : kAllTries) {}

  /// For each token of the list the rows that it lets load; empty where there are none at all.
  std::vector<BypassRows> find() {
    for (const csp::SourceExpression& token : list_.policy->tokens_of(*list_.directive)) {
      if (!token.repeated) look_up(token);
    }
    return std::move(found_);
  }

 private:
  void look_up(const csp::SourceExpression& token) {
    if (token.kind != csp::SourceKind::Host) return;
    const std::string_view pattern = token.host();
    if (pattern == "*") return;
    for (const data::BypassHost& row : model::bypass_hosts(pattern)) {
      if (row.needs_eval == "1" && !context_.attacks.allowed(Attack::Eval)) continue;
      if (!adds_nothing(token, row)) try_row(row);
    }
  }

  /// Whether the token keeps what it has whatever the row's address does: one row a kind is reported. A
  /// wildcard covers dozens. Other tokens that the row matches look it up themselves; in a long list, where
  /// tries are counted, every row takes its turn.
  bool adds_nothing(const csp::SourceExpression& token, const data::BypassHost& row) const {
    if (found_.empty() || tries_left_ <= kFewTries) return false;
    const csp::SourceExpression* first = list_.policy->tokens_of(*list_.directive).first;
    const data::BypassHost* found = found_[static_cast<std::size_t>(&token - first)][kind_of(row)];
    return found != nullptr && (is_seen(*found) || !is_seen(row));
  }

  /// Where the row's address would load, gives the row to all tokens that it matches.
  void try_row(const data::BypassHost& row) {
    const auto index = static_cast<std::size_t>(&row - data::kBypassHostTable.data());
    if (tried_[index] || tries_left_ == 0) return;
    tried_[index] = true;
    --tries_left_;
    const grammar::Url url = model::url_of(row);
    const std::vector<const csp::SourceExpression*>& tokens = search_.matches(url);
    if (tokens.empty()) return;
    decide::Request request;
    request.type = decide::RequestType::Script;
    decide::PolicyDecision by;
    // Another policy may block it, or the list not count beside a nonce.
    if (!allowed_somewhere(context_, decide::PreparedRequest(request, url), by)) return;
    found_.resize(list_.directive->token_count);
    const csp::SourceExpression* first = list_.policy->tokens_of(*list_.directive).first;
    for (const csp::SourceExpression* token : tokens) {
      const data::BypassHost*& found = found_[static_cast<std::size_t>(token - first)][kind_of(row)];
      if (found == nullptr || (!is_seen(*found) && is_seen(row))) found = &row;
    }
  }

  /// Every try reads the whole list: their number bounds the time that a huge list can take.
  static constexpr std::uint32_t kLongList = 1000;
  static constexpr std::size_t kFewTries = 32;
  static constexpr std::size_t kAllTries = data::kBypassHostTable.size();

  const Context& context_;
  ScriptList list_;
  decide::ListSearch search_;
  std::size_t tries_left_;
  std::vector<BypassRows> found_;
  std::bitset<data::kBypassHostTable.size()> tried_;
};

}  // namespace csp_helpers_detail

/// What the three rules about such hosts share.
struct Bypasses {
  ScriptList list;
  std::vector<csp_helpers_detail::BypassRows> found;  // by the list's tokens
};

namespace csp_helpers_detail {

const Bypasses& bypasses_of(const Context& context) {
  if (context.bypasses == nullptr) {
    auto bypasses = std::make_shared<Bypasses>();
    // Where any host will do, another rule says so.
    if (!context.attacks.allowed(Attack::HttpsScript) && script_list(context, bypasses->list)) {
      bypasses->found = BypassSearch(context, bypasses->list).find();
    }
    context.bypasses = std::move(bypasses);
  }
  return *context.bypasses;
}

/// Every source expression that lets a listed address load is reported once, under the surest kind that
/// it has.
void report_source(const Context& context, Sink& sink, const ScriptList& list, std::string_view reported,
                   const csp::SourceExpression& token, const BypassRows& rows) {
  std::size_t surest = 0;
  while (surest < kBypassKindCount && rows[surest] == nullptr) ++surest;
  if (surest == kBypassKindCount || kBypassKinds[surest] != reported) return;
  std::string_view platform;
  if (is_public_wildcard(token, platform)) return;  // anybody can get a host: another rule says so
  Finding& finding = sink.at(*list.policy, token.span);
  if (!is_seen(*rows[surest])) {
    finding.confidence = Confidence::Likely;
    finding.severity = Severity::Medium;
  }
  if (context.trial) return;
  std::string further;
  for (std::size_t kind = surest + 1; kind < kBypassKindCount; ++kind) {
    if (rows[kind] == nullptr) continue;
    std::string reason = std::string(kFurtherReasons[kind]) + " (" + address(*rows[kind]) + ")";
    if (further.size() + reason.size() > kReadableReasons) reason = kFurtherReasons[kind];
    if (further.size() + reason.size() <= kReadableReasons) further += reason;
  }
  std::string found = address(*rows[surest]);
  if (finding.confidence == Confidence::Likely && reported == "angular") found += " (reported to be AngularJS)";
  finding.arguments = {std::string(token.text), std::move(found), std::move(further)};
  offer_fix(finding, "Remove this source", Applicability::Suggestion,
            remove_tokens(*list.policy, *list.directive, {&token}));
}

/// Whether a directive's name is among the words that a token is made of: "'self';script-src" with
/// another semicolon than browsers know.
bool holds_directive_name(std::string_view token) {
  const auto is_name_character = [](char c) { return text::is(c, text::kAlpha) || c == '-'; };
  for (std::size_t at = 0; at < token.size();) {
    std::size_t end = at;
    while (end < token.size() && is_name_character(token[end])) ++end;
    const std::string_view part = token.substr(at, end - at);
    // "sandbox", "allow" and their like are parts of many a host's name.
    const bool word = part.find('-') != part.npos && csp::directive_name(part) != csp::DirectiveName::Unknown;
    if (word) return true;
    at = end + 1;
  }
  return false;
}

}  // namespace csp_helpers_detail

Finding& report_faulty(Sink& sink, const csp::Policy& policy, const csp::Directive& directive,
                       const csp::SourceExpression& token, TokenFault fault) {
  Finding& finding = sink.at(policy, token.span);
  finding.arguments = {std::string(token.text), std::string(directive.name_text)};
  // Glued to a directive's name: without the word its list would be another's.
  if (csp_helpers_detail::holds_directive_name(token.text)) return finding;
  // A nonce, a hash, 'strict-dynamic' or 'none' with a slip in it was meant to protect.
  const bool meant =
      fault == TokenFault::MalformedNonce || fault == TokenFault::MalformedHash || fault == TokenFault::UnknownKeyword;
  offer_fix(finding, "Remove it: it has no effect", meant ? Applicability::Suggestion : Applicability::Safe,
            remove_tokens(policy, directive, {&token}));
  return finding;
}

void report_fault(const Context& context, Sink& sink, TokenFault fault) {
  each_fault(context, fault,
             [&](const csp::Policy& policy, const csp::Directive& directive, const csp::SourceExpression& token) {
               report_faulty(sink, policy, directive, token, fault);
             });
}

void offer_keyword(Finding& finding, const csp::Policy& policy, const csp::Directive& directive,
                   const csp::SourceExpression& token, csp::Keyword keyword, std::string_view title) {
  if (find(policy, directive, keyword) != nullptr) {
    offer_fix(finding, "Remove it: the list has the keyword already", Applicability::Safe,
              remove_tokens(policy, directive, {&token}));
    return;
  }
  const bool alone = directive.token_count == 1;
  const bool harmless = keyword == csp::Keyword::Self || keyword == csp::Keyword::ReportSample ||
                        (keyword == csp::Keyword::None && alone);
  if (harmless) {
    offer_fix(finding, title, Applicability::Suggestion, replace_token(policy, token, csp::info(keyword).spelling));
    return;
  }
  // With its quotes the keyword would begin to count, and let more through than the policy does
  // now.
  if (keyword == csp::Keyword::StrictDynamic || keyword == csp::Keyword::UnsafeHashes) {
    // Both were meant to make a policy of nonces or hashes work.
    offer_repair(finding, title, replace_token(policy, token, csp::info(keyword).spelling));
    return;
  }
  const bool meant = keyword == csp::Keyword::None;
  offer_fix(finding, "Remove it: as written it has no effect", meant ? Applicability::Suggestion : Applicability::Safe,
            remove_tokens(policy, directive, {&token}));
}

void offer_removal(Finding& finding, const csp::Policy& policy, const csp::Directive& directive,
                   Applicability applicability) {
  offer_fix(finding, "Remove the directive", applicability, remove_all_named(policy, directive));
}

bool runs_on(const csp::Policy& policy, const csp::Directive& directive) {
  const csp::Policy::Tokens tokens = policy.tokens_of(directive);
  return std::any_of(tokens.begin(), tokens.end(), [](const csp::SourceExpression& token) {
    return csp_helpers_detail::holds_directive_name(token.text);
  });
}

void offer_unknown_removal(Finding& finding, const csp::Policy& policy, const csp::Directive& directive) {
  for (const csp::SourceExpression& token : policy.tokens_of(directive)) {
    if (!names_directive(token)) continue;
    // "policy default-src 'none'": the known directive is what was meant.
    offer_repair(finding, "Delete the words before the directive", {{{directive.span.start, token.span.start}, ""}});
    return;
  }
  // Browsers do without it, but it may be what was meant to protect.
  const bool idle = directive.token_count == 0;
  offer_removal(finding, policy, directive, idle ? Applicability::Safe : Applicability::Suggestion);
}

const csp::Directive* find_enforced(const Context& context, csp::DirectiveName name) {
  for (const csp::Policy& policy : context.response.policies) {
    if (!is_enforced(policy) || policy.delivery == csp::Delivery::Meta) continue;
    if (const csp::Directive* directive = policy.find(name)) return directive;
  }
  return nullptr;
}

void report_obsolete(const Context& context, Sink& sink, csp::DirectiveName name, Applicability applicability) {
  each_named(context, name, [&](const csp::Policy& policy, const csp::Directive& directive) {
    Finding& finding = sink.at(policy, directive.span);
    finding.arguments = {std::string(directive.name_text)};
    offer_removal(finding, policy, directive, applicability);
  });
}

bool is_curly_quote(std::string_view text) {
  const std::string_view start = text.substr(0, 3);
  return start == "\xE2\x80\x98" || start == "\xE2\x80\x99" || start == "\xE2\x80\x9C" || start == "\xE2\x80\x9D";
}

bool has_curly_quote(std::string_view text) {
  for (std::size_t at = text.find('\xE2'); at != std::string_view::npos; at = text.find('\xE2', at + 1)) {
    if (is_curly_quote(text.substr(at))) return true;
  }
  return false;
}

std::vector<std::string_view> browsers_that_allow(const Context& context, const decide::Request& request) {
  using namespace csp_helpers_detail;
  const decide::PreparedRequest prepared(request);
  std::vector<std::string_view> names;
  for (const decide::Profile profile : decide::kBrowserProfiles) {
    if (decide::decide(context.policies, prepared, profile).allowed) names.push_back(decide::profile_title(profile));
  }
  return names;
}

bool is_servers_answer(const Context& context) {
  const http::Response& response = *context.response.response;
  return response.status != 0 &&
         std::any_of(response.fields.begin(), response.fields.end(), [](const http::Field& field) {
           return !field.from_meta && (text::iequals(field.name, "date") || text::iequals(field.name, "age"));
         });
}

decide::Browsers browsers_of(const std::vector<std::string_view>& names) {
  decide::Browsers browsers = 0;
  for (const decide::Profile profile : decide::kBrowserProfiles) {
    const bool named = std::find(names.begin(), names.end(), decide::profile_title(profile)) != names.end();
    if (named) browsers |= decide::browser(profile);
  }
  return browsers;
}

bool has_enforced(const Context& context) { return first_enforced(context) != nullptr; }

const csp::Policy* first_enforced(const Context& context) {
  for (const csp::Policy& policy : context.response.policies) {
    if (is_enforced(policy)) return &policy;
  }
  return nullptr;
}

bool is_quoted(const Context& context, const csp::Policy& policy) {
  const std::string_view value = context.response.field(policy.field).value.text();
  return value.size() > 2 && value.front() == '"' && value.back() == '"' && value.find('"', 1) == value.size() - 1;
}

const csp::Policy* sandboxing_policy(const Context& context) {
  for (const csp::Policy& policy : context.response.policies) {
    if (!is_enforced(policy) || policy.delivery == csp::Delivery::Meta) continue;
    if (policy.find(csp::DirectiveName::Sandbox) != nullptr) return &policy;
  }
  return nullptr;
}

const csp::SourceExpression* find(const csp::Policy& policy, const csp::Directive& directive, csp::Keyword keyword) {
  for (const csp::SourceExpression& token : policy.tokens_of(directive)) {
    if (token.is(keyword)) return &token;
  }
  return nullptr;
}

const csp::SourceExpression* nonce_or_its_place(const csp::Policy& policy, const csp::Directive& directive) {
  for (const csp::SourceExpression& token : policy.tokens_of(directive)) {
    if (token.kind == csp::SourceKind::Nonce || csp::fault_of(token) == csp::TokenFault::UnfilledNonce) return &token;
    const auto index = static_cast<std::uint32_t>(&token - policy.tokens.data());
    if (csp::template_length(policy, directive, index) > 0) return &token;  // a place with blanks in it
  }
  return nullptr;
}

const csp::SourceExpression* find(const csp::Policy& policy, const csp::Directive& directive, csp::SourceKind kind) {
  for (const csp::SourceExpression& token : policy.tokens_of(directive)) {
    if (token.kind == kind) return &token;
  }
  return nullptr;
}

bool script_list(const Context& context, ScriptList& list) {
  const decide::PolicyDecision& by = context.attacks.by(Attack::HttpsScript);
  if (by.directive == nullptr || !is_source_list(*by.directive)) return false;
  list = {by.policy, by.directive};
  return true;
}

bool allowed_somewhere(const Context& context, const decide::Request& request, decide::PolicyDecision& by) {
  return allowed_somewhere(context, decide::PreparedRequest(request), by);
}

bool allowed_somewhere(const Context& context, const decide::PreparedRequest& prepared, decide::PolicyDecision& by) {
  for (const decide::Profile profile : decide::kBrowserProfiles) {
    const decide::Decision decision = decide::decide(context.policies, prepared, profile);
    by = decision.by;
    if (decision.allowed) return true;
  }
  return false;
}

bool runs_scripts(const Context& context, std::string_view nonce) {
  decide::PolicyDecision by;
  decide::Request request;
  request.nonce = nonce;
  request.type = decide::RequestType::InlineScript;
  request.content = "attacker()";
  if (allowed_somewhere(context, request, by)) return true;
  request.type = decide::RequestType::Script;
  request.content = {};
  request.url = "https://attacker.example/x.js";
  return allowed_somewhere(context, request, by);
}

bool is_unrestricted(const Context& context, Attack attack) {
  return context.attacks.allowed(attack) && context.attacks.by(attack).directive == nullptr;
}

const decide::PolicyDecision* allowed_by_source(const Context& context, Attack attack) {
  if (!context.attacks.allowed(attack)) return nullptr;
  const decide::PolicyDecision& by = context.attacks.by(attack);
  return by.source != nullptr ? &by : nullptr;
}

std::string address_on(const csp::SourceExpression& token, std::string_view host) {
  std::string address(token.scheme());
  if (address.empty() || (text::iequals(address, "http") && token.port().empty())) address = "https";
  address.append("://").append(host);
  if (!token.port().empty() && token.port() != "*") address.append(":").append(token.port());
  address += token.path();
  if (token.path().empty()) address += '/';
  if (address.back() == '/') address += "x.js";
  return address;
}

std::string attackers_address(const csp::SourceExpression& token) {
  if (token.host() == "*") return address_on(token, "attacker.example");
  const std::string_view domain = token.host().substr(1);
  const data::PublicSuffix* row = public_suffix(domain.substr(1));
  std::string host(row != nullptr ? row->below : "attacker");
  host += domain;
  return address_on(token, host);
}

const csp::SourceExpression* open_to_strangers(const Context& context, const decide::PolicyDecision& list,
                                               decide::RequestType type, std::string& address) {
  using namespace csp_helpers_detail;
  constexpr int kMostTries = 100;  // every try reads the whole list
  if (list.directive == nullptr) return nullptr;
  int tries_left = kMostTries;
  for (const csp::SourceExpression& token : list.policy->tokens_of(*list.directive)) {
    std::string_view platform;
    if (is_public_wildcard(token, platform)) {
      address = attackers_address(token);
    } else {
      const data::BypassHost* row = token.kind == csp::SourceKind::Host ? model::bypass_host(token.host()) : nullptr;
      const bool publishes = row != nullptr && row->kind == "upload";
      if (!publishes || type == decide::RequestType::FormAction) continue;
      address = "https://" + std::string(row->host) + std::string(row->path);
    }
    if (tries_left-- == 0) return nullptr;
    decide::Request request;
    request.type = type;
    request.url = address;
    decide::PolicyDecision by;
    if (allowed_somewhere(context, request, by)) return &token;
  }
  return nullptr;
}

void report_bypass_hosts(const Context& context, Sink& sink, std::string_view kind) {
  const Bypasses& bypasses = csp_helpers_detail::bypasses_of(context);
  if (bypasses.found.empty()) return;
  const csp::Policy::Tokens tokens = bypasses.list.policy->tokens_of(*bypasses.list.directive);
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].repeated) continue;
    csp_helpers_detail::report_source(context, sink, bypasses.list, kind, tokens[i], bypasses.found[i]);
  }
}

std::size_t digest_size(csp::HashAlgorithm algorithm) {
  switch (algorithm) {
    case csp::HashAlgorithm::Sha256: return 32;
    case csp::HashAlgorithm::Sha384: return 48;
    case csp::HashAlgorithm::Sha512: return 64;
    case csp::HashAlgorithm::None: break;
  }
  return 0;
}

bool is_hex_digest(const csp::SourceExpression& token) {
  const std::string_view value = token.value();
  return value.size() == 2 * digest_size(token.algorithm) && text::all_of(value, text::kHexDigit);
}

}  // namespace headstrong::rules::csp_rules

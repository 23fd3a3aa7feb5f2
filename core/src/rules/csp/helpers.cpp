#include "rules/csp/helpers.hpp"

#include <algorithm>
#include <array>
#include <bitset>
#include <utility>

#include "data/bypass_hosts.hpp"
#include "decide/match_url.hpp"
#include "decide/request.hpp"
#include "grammar/url.hpp"
#include "rules/fixes.hpp"
#include "text/ascii.hpp"

namespace headstrong::rules::csp_rules {
namespace csp_helpers_detail {

using csp::DirectiveName;

/// The length and four of the letters, mixed: two hosts seldom agree in all of them. The case of
/// letters does not count.
constexpr std::uint32_t hash_of(std::string_view host) {
  if (host.empty()) return 0;
  auto hash = static_cast<std::uint32_t>(host.size());
  const std::size_t last = host.size() - 1;
  for (const std::size_t at : {std::size_t{0}, last / 4, last / 2, last - last / 4}) {
    hash = (hash ^ static_cast<unsigned char>(text::to_lower(host[at]))) * 16777619U;
  }
  return hash;
}

/// A set of host names that says "no" at once for nearly every host that is not in it. Real
/// policies name dozens of hosts, and this is asked for each of them on every key.
class HostFilter {
 public:
  constexpr void add(std::string_view host) {
    const std::uint32_t bit = hash_of(host) % kBits;
    words_[bit / 32] |= 1U << (bit % 32);
  }
  constexpr bool may_have(std::string_view host) const {
    const std::uint32_t bit = hash_of(host) % kBits;
    return (words_[bit / 32] >> (bit % 32) & 1U) != 0;
  }

 private:
  static constexpr std::uint32_t kBits = 8192;
  std::array<std::uint32_t, kBits / 32> words_{};
};

/// Where in the table of bypasses the rows of a host begin, or those of the hosts below a domain: a
/// hash table with open addressing.
class BypassIndex {
 public:
  /// Keeps the first row that is added for a name; the row's host ends in the name.
  constexpr void add(std::string_view name, std::size_t row) {
    std::size_t slot = hash_of(name) % kSlots;
    for (; rows_[slot] != 0; slot = (slot + 1) % kSlots) {
      if (name_at(slot) == name) return;
    }
    rows_[slot] = static_cast<std::uint8_t>(row + 1);
    sizes_[slot] = static_cast<std::uint8_t>(name.size());
  }
  /// Null where the name has no row.
  const data::BypassHost* find(std::string_view name) const {
    std::size_t slot = hash_of(name) % kSlots;
    for (; rows_[slot] != 0; slot = (slot + 1) % kSlots) {
      if (text::iequals(name_at(slot), name)) return &data::kBypassHostTable[rows_[slot] - 1U];
    }
    return nullptr;
  }

 private:
  constexpr std::string_view name_at(std::size_t slot) const {
    const std::string_view host = data::kBypassHostTable[rows_[slot] - 1U].host;
    return host.substr(host.size() - sizes_[slot]);
  }

  static constexpr std::size_t kSlots = 512;
  static_assert(data::kBypassHostTable.size() < 255 && data::kBypassHostTable.size() * 2 < kSlots);
  std::array<std::uint8_t, kSlots> rows_{};  // counted from 1; 0: free
  std::array<std::uint8_t, kSlots> sizes_{};
};
constexpr BypassIndex kBypassHosts = [] {
  BypassIndex index;
  for (std::size_t row = 0; row < data::kBypassHostTable.size(); ++row) {
    index.add(data::kBypassHostTable[row].host, row);
  }
  return index;
}();
/// By the domains above the hosts of the table: what a wildcard has to name to cover one.
constexpr BypassIndex kBypassDomains = [] {
  BypassIndex index;
  for (std::size_t row = 0; row < data::kBypassHostTable.size(); ++row) {
    const std::string_view host = data::kBypassHostTable[row].host;
    for (std::size_t dot = host.find('.'); dot != std::string_view::npos;
         dot = host.find('.', dot + 1)) {
      index.add(host.substr(dot + 1), row);
    }
  }
  return index;
}();

/// The address of a row. Nothing of it needs to be rewritten, as the assertion below holds.
grammar::Url url_of(const data::BypassHost& row) {
  grammar::Url url;
  url.scheme = "https";
  url.scheme_kind = grammar::Scheme::Https;
  url.host = row.host;
  url.host_kind = grammar::HostKind::Domain;
  url.path = row.path.substr(0, row.path.find('?'));
  return url;
}
constexpr bool is_canonical(const data::BypassHost& row) {
  for (const char c : row.host) {
    if (!text::is(c, text::kAlpha | text::kDigit) && c != '-' && c != '.') return false;
    if (c != text::to_lower(c)) return false;
  }
  for (const std::string_view rewritten : {"/.", "/%", "\\", " ", "#"}) {
    if (row.path.find(rewritten) != std::string_view::npos) return false;
  }
  return text::is(row.host.back(), text::kAlpha) && row.path.front() == '/';
}
static_assert([] {
  for (const data::BypassHost& row : data::kBypassHostTable) {
    if (!is_canonical(row)) return false;
  }
  return true;
}());

constexpr HostFilter kSuffixFilter = [] {
  HostFilter filter;
  for (const data::PublicSuffix& row : data::kPublicSuffixTable) filter.add(row.suffix);
  return filter;
}();

/// The last label of a host without the `taken` bytes at its end; empty where nothing is left.
std::string_view last_label(std::string_view host, std::size_t taken) {
  if (taken >= host.size()) return {};
  host.remove_suffix(taken);
  return host.substr(host.rfind('.') + 1);
}

/// The order of the tables: labels from right to left, a shorter name first; `b` is lower case.
int compare_hosts(std::string_view a, std::string_view b) {
  std::size_t same = 0;    // bytes that both end in
  std::size_t labels = 0;  // those of them that are whole labels, with their dots
  while (same < a.size() && same < b.size() &&
         text::to_lower(a[a.size() - 1 - same]) == b[b.size() - 1 - same]) {
    ++same;
    if (b[b.size() - same] == '.') labels = same;
  }
  const auto ends_label = [same](std::string_view host) {
    return same == host.size() || host[host.size() - 1 - same] == '.';
  };
  if (same > labels && ends_label(a) && ends_label(b)) labels = same + 1;
  const std::string_view left = last_label(a, labels);
  const std::string_view right = last_label(b, labels);
  const std::size_t size = std::min(left.size(), right.size());
  for (std::size_t i = 0; i < size; ++i) {
    const char c = text::to_lower(left[i]);
    if (c != right[i]) return c < right[i] ? -1 : 1;
  }
  if (left.size() == right.size()) return 0;
  return left.size() < right.size() ? -1 : 1;
}

/// Whether a row's host is one that the source expression names.
bool names(std::string_view pattern, std::string_view host) {
  if (pattern.front() != '*') return text::iequals(pattern, host);
  return text::iends_with(host, pattern.substr(1));
}

/// Looks up one list's hosts in the table of bypasses. Every source expression that lets a listed
/// address load is reported once, with the first such address.
class BypassSearch {
 public:
  BypassSearch(const Context& context, const ScriptList& list, std::string_view kind)
      : context_(context),
        list_(list),
        kind_(kind),
        tries_left_(list.directive->token_count > kLongList ? kFewTries : kAllTries) {}

  void report(Sink& sink) {
    const csp::Policy::Tokens tokens = list_.policy->tokens_of(*list_.directive);
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      if (!tokens[i].repeated) look_up(tokens[i], i);
    }
    for (std::size_t i = 0; i < found_.size(); ++i) {
      const data::BypassHost* row = found_[i];
      if (row == nullptr || tokens[i].repeated) continue;
      Finding& finding = sink.at(*list_.policy, tokens[i].span);
      finding.arguments = {std::string(tokens[i].text), address(*row)};
      offer_fix(finding, "Remove this source", Applicability::Suggestion,
                remove_tokens(*list_.policy, *list_.directive, {&tokens[i]}));
    }
  }

 private:
  static std::string address(const data::BypassHost& row) {
    std::string url("https://");
    url.append(row.host).append(row.path);
    return url;
  }

  void look_up(const csp::SourceExpression& token, std::size_t index) {
    if (token.kind != csp::SourceKind::Host) return;
    const std::string_view pattern = token.host();
    if (pattern == "*") return;
    const bool wildcard = pattern.front() == '*';
    const data::BypassHost* end = data::kBypassHostTable.data() + data::kBypassHostTable.size();
    const data::BypassHost* row =
        wildcard ? kBypassDomains.find(pattern.substr(2)) : kBypassHosts.find(pattern);
    if (row == nullptr) return;
    for (; row != end && names(pattern, row->host); ++row) {
      if (index < found_.size() && found_[index] != nullptr) return;
      if (row->kind != kind_) continue;
      if (row->needs_eval == "1" && !context_.attacks.allowed(Attack::Eval)) continue;
      try_row(*row);
    }
  }

  /// Where the row's address would load, gives the row to all tokens that it matches.
  void try_row(const data::BypassHost& row) {
    const auto index = static_cast<std::size_t>(&row - data::kBypassHostTable.data());
    if (tried_[index] || tries_left_ == 0) return;
    tried_[index] = true;
    --tries_left_;
    const grammar::Url url = url_of(row);
    decide::Request request;
    request.type = decide::RequestType::Script;
    decide::PolicyDecision by;
    if (!allowed_somewhere(context_, decide::PreparedRequest(request, url), by)) return;
    found_.resize(list_.directive->token_count);
    const csp::SourceExpression* first = list_.policy->tokens_of(*list_.directive).first;
    for (const csp::SourceExpression* token :
         decide::all_matches(context_.policies, *list_.policy, *list_.directive, url)) {
      const data::BypassHost*& found = found_[static_cast<std::size_t>(token - first)];
      if (found == nullptr) found = &row;
    }
  }

  /// Every try reads the whole list: their number bounds the time that a huge list can take.
  static constexpr std::uint32_t kLongList = 1000;
  static constexpr std::size_t kFewTries = 32;
  static constexpr std::size_t kAllTries = data::kBypassHostTable.size();

  const Context& context_;
  ScriptList list_;
  std::string_view kind_;
  std::size_t tries_left_;
  std::vector<const data::BypassHost*> found_;  // per token; empty while nothing was found
  std::bitset<data::kBypassHostTable.size()> tried_;
};

bool is_script_or_default(csp::DirectiveName name) {
  return is_script_directive(name) || name == csp::DirectiveName::DefaultSrc;
}
bool is_code(csp::DirectiveName name) {
  return is_script_or_default(name) || is_style_directive(name);
}
/// Browsers let 'strict-dynamic' decide about workers too, beyond the draft.
bool is_worker(csp::DirectiveName name) {
  return name == csp::DirectiveName::WorkerSrc || name == csp::DirectiveName::ChildSrc;
}

constexpr decide::Profile kBrowsers[] = {decide::Profile::Chromium, decide::Profile::Firefox,
                                         decide::Profile::WebKit};
constexpr std::string_view kBrowserNames[] = {"Chromium", "Firefox", "Safari"};

/// Whether a directive's name is among the words that a token is made of: "'self';script-src" with
/// another semicolon than browsers know.
bool holds_directive_name(std::string_view token) {
  const auto is_name_character = [](char c) { return text::is(c, text::kAlpha) || c == '-'; };
  for (std::size_t at = 0; at < token.size();) {
    std::size_t end = at;
    while (end < token.size() && is_name_character(token[end])) ++end;
    const std::string_view part = token.substr(at, end - at);
    // "sandbox", "allow" and their like are parts of many a host's name.
    const bool word = part.find('-') != part.npos &&
                      csp::directive_name(part) != csp::DirectiveName::Unknown;
    if (word) return true;
    at = end + 1;
  }
  return false;
}

}  // namespace csp_helpers_detail

bool can_use(const csp::SourceExpression& token, csp::DirectiveName name) {
  using namespace csp_helpers_detail;
  using csp::DirectiveName;
  using csp::Keyword;
  if (token.kind == csp::SourceKind::Nonce || token.kind == csp::SourceKind::Hash) {
    return is_code(name);
  }
  switch (token.keyword) {
    case Keyword::UnsafeInline:
    case Keyword::UnsafeHashes:
    case Keyword::ReportSample:
      return is_code(name);
    case Keyword::UnsafeEval:
    case Keyword::WasmUnsafeEval:
    case Keyword::TrustedTypesEval:
      return name == DirectiveName::ScriptSrc || name == DirectiveName::DefaultSrc;
    case Keyword::StrictDynamic:
      return is_script_or_default(name) || is_worker(name);
    case Keyword::InlineSpeculationRules:
    case Keyword::StrictDynamicUrl:
    case Keyword::ReportSha256:
    case Keyword::ReportSha384:
    case Keyword::ReportSha512:
      return is_script_or_default(name);
    case Keyword::UnsafeWebtransportHashes:
      return name == DirectiveName::ConnectSrc || name == DirectiveName::DefaultSrc;
    default:
      return true;
  }
}

bool is_sandbox_flag(std::string_view word) {
  static constexpr std::string_view kFlags[] = {"allow-scripts",
                                                "allow-same-origin",
                                                "allow-forms",
                                                "allow-popups",
                                                "allow-popups-to-escape-sandbox",
                                                "allow-modals",
                                                "allow-top-navigation",
                                                "allow-top-navigation-by-user-activation",
                                                "allow-top-navigation-to-custom-protocols",
                                                "allow-downloads",
                                                "allow-pointer-lock",
                                                "allow-orientation-lock",
                                                "allow-presentation",
                                                "allow-storage-access-by-user-activation"};
  for (const std::string_view flag : kFlags) {
    if (text::iequals(flag, word)) return true;
  }
  return false;
}

void report_fault(const Context& context, Sink& sink, TokenFault fault) {
  each_fault(context, fault,
             [&](const csp::Policy& policy, const csp::Directive& directive,
                 const csp::SourceExpression& token) {
               Finding& finding = sink.at(policy, token.span);
               finding.arguments = {std::string(token.text), std::string(directive.name_text)};
               // Glued to a directive's name: without the word its list would be another's.
               if (csp_helpers_detail::holds_directive_name(token.text)) return;
               // A nonce, a hash, 'strict-dynamic' or 'none' with a slip in it was meant to protect.
               const bool meant = fault == TokenFault::MalformedNonce ||
                                  fault == TokenFault::MalformedHash ||
                                  fault == TokenFault::UnknownKeyword;
               offer_fix(finding, "Remove it: it has no effect",
                         meant ? Applicability::Suggestion : Applicability::Safe,
                         remove_tokens(policy, directive, {&token}));
             });
}

void offer_keyword(Finding& finding, const csp::Policy& policy, const csp::Directive& directive,
                   const csp::SourceExpression& token, csp::Keyword keyword) {
  const bool alone = directive.token_count == 1;
  const bool harmless = keyword == csp::Keyword::Self || keyword == csp::Keyword::ReportSample ||
                        (keyword == csp::Keyword::None && alone);
  if (harmless) {
    offer_fix(finding, "Write it with single quotes", Applicability::Suggestion,
              replace_token(policy, token, csp::info(keyword).spelling));
    return;
  }
  // With its quotes the keyword would begin to count, and let more through than the policy does
  // now.
  const bool meant = keyword == csp::Keyword::StrictDynamic || keyword == csp::Keyword::None;
  offer_fix(finding, "Remove it: as written it has no effect",
            meant ? Applicability::Suggestion : Applicability::Safe,
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

void offer_unknown_removal(Finding& finding, const csp::Policy& policy,
                           const csp::Directive& directive) {
  for (const csp::SourceExpression& token : policy.tokens_of(directive)) {
    if (!names_directive(token)) continue;
    // "policy default-src 'none'": the known directive is what was meant.
    offer_repair(finding, "Delete the words before the directive",
                 {{{directive.span.start, token.span.start}, ""}});
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

void report_obsolete(const Context& context, Sink& sink, csp::DirectiveName name,
                     Applicability applicability) {
  each_named(context, name, [&](const csp::Policy& policy, const csp::Directive& directive) {
    Finding& finding = sink.at(policy, directive.span);
    finding.arguments = {std::string(directive.name_text)};
    offer_removal(finding, policy, directive, applicability);
  });
}

bool looks_guessable(std::string_view nonce) {
  // Words that are too long to turn up in random base64 by chance.
  static constexpr std::string_view kParts[] = {
      "random", "changeme",  "placeholder", "example", "abc123", "123456", "abcdef", "replace",
      "dummy",  "generated", "nonce",       "static",  "secret", "yourn",  "insert", "sample"};
  static constexpr std::string_view kWords[] = {"abc", "test", "foo",   "bar",   "value", "xyz",
                                                "123", "1234", "12345", "hello", "key",   "r4nd0m"};
  if (nonce.find_first_not_of(nonce.front()) == std::string_view::npos) return true;
  for (const std::string_view word : kWords) {
    if (text::iequals(word, nonce)) return true;
  }
  for (const std::string_view part : kParts) {
    for (std::size_t at = 0; at + part.size() <= nonce.size(); ++at) {
      if (text::iequals(nonce.substr(at, part.size()), part)) return true;
    }
  }
  return false;
}

bool is_curly_quote(std::string_view text) {
  const std::string_view start = text.substr(0, 3);
  return start == "\xE2\x80\x98" || start == "\xE2\x80\x99" || start == "\xE2\x80\x9C" ||
         start == "\xE2\x80\x9D";
}

bool has_curly_quote(std::string_view text) {
  for (std::size_t at = text.find('\xE2'); at != std::string_view::npos;
       at = text.find('\xE2', at + 1)) {
    if (is_curly_quote(text.substr(at))) return true;
  }
  return false;
}

std::vector<std::string_view> browsers_that_allow(const Context& context,
                                                  const decide::Request& request) {
  using namespace csp_helpers_detail;
  const decide::PreparedRequest prepared(request);
  std::vector<std::string_view> names;
  for (std::size_t i = 0; i < std::size(kBrowsers); ++i) {
    if (decide::decide(context.policies, prepared, kBrowsers[i]).allowed) {
      names.push_back(kBrowserNames[i]);
    }
  }
  return names;
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
  return value.size() > 2 && value.front() == '"' && value.back() == '"' &&
         value.find('"', 1) == value.size() - 1;
}

const csp::Policy* sandboxing_policy(const Context& context) {
  for (const csp::Policy& policy : context.response.policies) {
    if (!is_enforced(policy) || policy.delivery == csp::Delivery::Meta) continue;
    if (policy.find(csp::DirectiveName::Sandbox) != nullptr) return &policy;
  }
  return nullptr;
}

bool is_script_directive(csp::DirectiveName name) {
  return name == csp::DirectiveName::ScriptSrc || name == csp::DirectiveName::ScriptSrcElem ||
         name == csp::DirectiveName::ScriptSrcAttr;
}

bool is_style_directive(csp::DirectiveName name) {
  return name == csp::DirectiveName::StyleSrc || name == csp::DirectiveName::StyleSrcElem ||
         name == csp::DirectiveName::StyleSrcAttr;
}

bool governs_scripts(const csp::Policy& policy, const csp::Directive& directive) {
  if (is_script_directive(directive.name)) return true;
  return directive.name == csp::DirectiveName::DefaultSrc &&
         policy.find(csp::DirectiveName::ScriptSrc) == nullptr;
}

const csp::SourceExpression* find(const csp::Policy& policy, const csp::Directive& directive,
                                  csp::Keyword keyword) {
  for (const csp::SourceExpression& token : policy.tokens_of(directive)) {
    if (token.is(keyword)) return &token;
  }
  return nullptr;
}

const csp::SourceExpression* find(const csp::Policy& policy, const csp::Directive& directive,
                                  csp::SourceKind kind) {
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

bool allowed_somewhere(const Context& context, const decide::Request& request,
                       decide::PolicyDecision& by) {
  return allowed_somewhere(context, decide::PreparedRequest(request), by);
}

bool allowed_somewhere(const Context& context, const decide::PreparedRequest& prepared,
                       decide::PolicyDecision& by) {
  for (const decide::Profile profile : csp_helpers_detail::kBrowsers) {
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

bool names_directive(const csp::SourceExpression& token) {
  return token.text.find('-') != std::string_view::npos &&
         csp::directive_name(token.text) != csp::DirectiveName::Unknown;
}

bool is_unrestricted(const Context& context, Attack attack) {
  return context.attacks.allowed(attack) && context.attacks.by(attack).directive == nullptr;
}

const decide::PolicyDecision* allowed_by_source(const Context& context, Attack attack) {
  if (!context.attacks.allowed(attack)) return nullptr;
  const decide::PolicyDecision& by = context.attacks.by(attack);
  return by.source != nullptr ? &by : nullptr;
}

const data::PublicSuffix* public_suffix(std::string_view host) {
  using namespace csp_helpers_detail;
  if (!kSuffixFilter.may_have(host)) return nullptr;
  const data::PublicSuffix* end = data::kPublicSuffixTable.data() + data::kPublicSuffixTable.size();
  const data::PublicSuffix* row =
      std::lower_bound(data::kPublicSuffixTable.data(), end, host,
                       [](const data::PublicSuffix& entry, std::string_view host_name) {
                         return compare_hosts(host_name, entry.suffix) > 0;
                       });
  return row != end && text::iequals(row->suffix, host) ? row : nullptr;
}

bool is_public_wildcard(const csp::SourceExpression& token, std::string_view& operator_name) {
  using namespace csp_helpers_detail;
  if (token.kind != csp::SourceKind::Host) return false;
  const std::string_view host = token.host();
  if (host.size() < 3 || host.front() != '*') return false;
  std::string_view suffix = host.substr(2);
  if (suffix.back() == '.') suffix.remove_suffix(1);
  operator_name = {};
  // Every country's name is sold under; of other names without a dot only those are known to be.
  constexpr std::size_t kCountryCode = 2;
  if (suffix.size() == kCountryCode) return true;
  const data::PublicSuffix* row = public_suffix(suffix);
  if (row == nullptr) return false;
  if (row->kind == "platform") operator_name = row->operator_name;
  return true;
}

std::string address_on(const csp::SourceExpression& token, std::string_view host) {
  std::string address(token.scheme());
  if (address.empty() || (text::iequals(address, "http") && token.port().empty()))
    address = "https";
  address.append("://").append(host);
  if (!token.port().empty() && token.port() != "*") address.append(":").append(token.port());
  address += token.path();
  if (token.path().empty()) address += '/';
  if (address.back() == '/') address += "x.js";
  return address;
}

std::string attackers_address(const csp::SourceExpression& token) {
  std::string host("attacker");
  host += token.host() == "*" ? ".example" : token.host().substr(1);
  return address_on(token, host);
}

const csp::SourceExpression* open_to_strangers(const Context& context,
                                               const decide::PolicyDecision& list,
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
      const data::BypassHost* row =
          token.kind == csp::SourceKind::Host ? kBypassHosts.find(token.host()) : nullptr;
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
  if (context.attacks.allowed(Attack::HttpsScript))
    return;  // any host will do: another rule says so
  ScriptList list;
  if (!script_list(context, list)) return;
  csp_helpers_detail::BypassSearch(context, list, kind).report(sink);
}

std::string listing(const std::vector<std::string_view>& words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 == words.size() ? " and " : ", ";
    text += words[i];
  }
  return text;
}

}  // namespace headstrong::rules::csp_rules

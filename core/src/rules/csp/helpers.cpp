#include "rules/csp/helpers.hpp"

#include <algorithm>
#include <array>
#include <bitset>
#include <map>
#include <utility>

#include "data/bypass_hosts.hpp"
#include "data/public_suffixes.hpp"
#include "decide/match_url.hpp"
#include "decide/page.hpp"
#include "decide/policy_set.hpp"
#include "decide/request.hpp"
#include "grammar/url.hpp"
#include "headers/csp/parse_policy.hpp"
#include "http/read_paste.hpp"
#include "rules/fixes.hpp"
#include "text/ascii.hpp"
#include "text/source.hpp"

namespace headstrong::rules::csp_rules {
namespace csp_rule_helpers {

using csp::DirectiveName;

/// Case-insensitive FNV-1a.
constexpr std::uint32_t hash_of(std::string_view host) {
  std::uint32_t hash = 2166136261U;
  for (const char c : host) {
    hash = (hash ^ static_cast<unsigned char>(text::to_lower(c))) * 16777619U;
  }
  return hash;
}

/// A set of host names that says "no" at once for nearly every host that is not in it. Real
/// policies name dozens of hosts, and this is asked for each of them on every key.
class HostFilter {
 public:
  template <class Table, class HostOf>
  constexpr HostFilter(const Table& table, HostOf host_of) : words_{} {
    for (const auto& row : table) {
      const std::uint32_t bit = hash_of(host_of(row)) % kBits;
      words_[bit / 32] |= 1U << (bit % 32);
    }
  }
  constexpr bool may_have(std::string_view host) const {
    const std::uint32_t bit = hash_of(host) % kBits;
    return (words_[bit / 32] >> (bit % 32) & 1U) != 0;
  }

 private:
  static constexpr std::uint32_t kBits = 8192;
  std::array<std::uint32_t, kBits / 32> words_;
};

constexpr HostFilter kBypassFilter(data::kBypassHostTable,
                                   [](const data::BypassHost& row) { return row.host; });
constexpr HostFilter kSuffixFilter(data::kPublicSuffixTable,
                                   [](const data::PublicSuffix& row) { return row.suffix; });

/// Takes the last label off a host name.
std::string_view take_last_label(std::string_view& host) {
  const std::size_t dot = host.rfind('.');
  const std::string_view label = dot == std::string_view::npos ? host : host.substr(dot + 1);
  host = dot == std::string_view::npos ? std::string_view() : host.substr(0, dot);
  return label;
}

/// The order of the tables: labels from right to left, a shorter name first; `b` is lower case.
int compare_hosts(std::string_view a, std::string_view b) {
  while (!a.empty() && !b.empty()) {
    const std::string_view left = take_last_label(a);
    const std::string_view right = take_last_label(b);
    const std::size_t size = std::min(left.size(), right.size());
    for (std::size_t i = 0; i < size; ++i) {
      const char c = text::to_lower(left[i]);
      if (c != right[i]) return c < right[i] ? -1 : 1;
    }
    if (left.size() != right.size()) return left.size() < right.size() ? -1 : 1;
  }
  if (a.empty() && b.empty()) return 0;
  return a.empty() ? -1 : 1;
}

/// Whether a row's host is one that the source expression names.
bool names(std::string_view pattern, std::string_view host) {
  if (pattern.front() != '*') return text::iequals(pattern, host);
  return text::iends_with(host, pattern.substr(1));
}

/// Names of one label under which not everybody gets a host.
bool is_closed_label(std::string_view label) {
  static constexpr std::string_view kClosed[] = {"localhost", "local", "internal", "test",    "lan",
                                                 "corp",      "home",  "example",  "invalid", "gov",
                                                 "mil",       "edu",   "int"};
  for (const std::string_view name : kClosed) {
    if (text::iequals(name, label)) return true;
  }
  return false;
}

std::string apply(std::string_view text, std::uint32_t offset, const std::vector<Edit>& edits) {
  std::string result;
  std::size_t at = 0;
  for (const Edit& edit : edits) {
    result += text.substr(at, edit.span.start - offset - at);
    result += edit.text;
    at = edit.span.end - offset;
  }
  result += text.substr(at);
  return result;
}

/// Looks up one list's hosts in the table of bypasses. Every source expression that lets a listed
/// address load is reported once, with the first such address.
class BypassSearch {
 public:
  BypassSearch(const Context& context, const ScriptList& list, std::string_view kind)
      : context_(context),
        list_(list),
        kind_(kind),
        tries_left_(list.directive->token_count > kLongList ? kFewTries : kAllTries),
        found_(list.directive->token_count) {}

  void report(Sink& sink) {
    const csp::Policy::Tokens tokens = list_.policy->tokens_of(*list_.directive);
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      if (!tokens[i].repeated) look_up(tokens[i], i);
    }
    for (std::size_t i = 0; i < tokens.size(); ++i) {
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
    if (!wildcard && !kBypassFilter.may_have(pattern)) return;
    const std::string_view first = wildcard ? pattern.substr(2) : pattern;
    auto row = std::lower_bound(data::kBypassHostTable.begin(), data::kBypassHostTable.end(), first,
                                [](const data::BypassHost& entry, std::string_view host) {
                                  return compare_hosts(host, entry.host) > 0;
                                });
    if (wildcard && row != data::kBypassHostTable.end() && text::iequals(row->host, first)) ++row;
    for (; row != data::kBypassHostTable.end() && names(pattern, row->host); ++row) {
      if (found_[index] != nullptr) return;
      if (row->kind != kind_) continue;
      if (row->needs_eval == "1" && !context_.reach.allowed(Attempt::Eval)) continue;
      try_row(*row);
    }
  }

  /// Where the row's address would load, gives the row to all tokens that it matches.
  void try_row(const data::BypassHost& row) {
    const auto index = static_cast<std::size_t>(&row - data::kBypassHostTable.data());
    if (tried_[index] || tries_left_ == 0) return;
    tried_[index] = true;
    --tries_left_;
    const std::string url = address(row);
    decide::Request request;
    request.type = decide::RequestType::Script;
    request.url = url;
    decide::PolicyDecision by;
    if (!allowed_somewhere(context_, request, by)) return;
    const csp::SourceExpression* first = list_.policy->tokens_of(*list_.directive).first;
    for (const csp::SourceExpression* token :
         sources_that_match(context_, *list_.policy, *list_.directive, url)) {
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
  std::vector<const data::BypassHost*> found_;  // per token
  std::bitset<data::kBypassHostTable.size()> tried_;
};

bool has_any_of(std::string_view s, std::string_view marks) {
  return s.find_first_of(marks) != std::string_view::npos;
}

bool is_trust_prefix(std::string_view word) {
  static constexpr std::string_view kPrefixes[] = {"nonce-", "sha256-", "sha384-", "sha512-"};
  for (const std::string_view prefix : kPrefixes) {
    if (word.size() > prefix.size() && text::istarts_with(word, prefix)) return true;
  }
  return false;
}

/// A token that begins and ends with a single quote and is neither keyword nor valid nonce or hash.
TokenFault fault_of_quoted(std::string_view inner) {
  if (text::istarts_with(inner, "nonce-")) {
    return has_any_of(inner, "{}<>$%()[]") || inner.size() == 6 ? TokenFault::UnfilledNonce
                                                                : TokenFault::MalformedNonce;
  }
  if (text::istarts_with(inner, "sha") || text::istarts_with(inner, "md5-")) {
    return TokenFault::MalformedHash;
  }
  const csp::SourceExpression bare = csp::parse_source_expression(inner);
  const bool address = bare.kind == csp::SourceKind::Wildcard ||
                       bare.kind == csp::SourceKind::Scheme ||
                       (bare.kind == csp::SourceKind::Host && has_any_of(inner, ".:*"));
  return address ? TokenFault::QuotedHost : TokenFault::UnknownKeyword;
}

bool is_scheme_word(std::string_view word) {
  static constexpr std::string_view kSchemes[] = {
      "http", "https", "ws", "wss", "data", "blob", "filesystem", "mediastream", "about", "ftp"};
  for (const std::string_view scheme : kSchemes) {
    if (text::iequals(word, scheme)) return true;
  }
  return false;
}

/// The faults of a token that fits no source expression and has no quotes.
TokenFault fault_of_address(std::string_view token) {
  const std::size_t slashes = token.find("://");
  const std::size_t colon = token.find(':');
  if (slashes == std::string_view::npos && colon != std::string_view::npos &&
      is_scheme_word(token.substr(0, colon))) {
    return TokenFault::SchemeTail;
  }
  std::string_view host = slashes == std::string_view::npos ? token : token.substr(slashes + 3);
  host = host.substr(0, host.find_first_of("/?#"));
  const std::size_t port = host.find(':');
  const std::string_view name = host.substr(0, port);
  if (name.find('*') != std::string_view::npos && !has_any_of(name, "{}$%<>|()^")) {
    return TokenFault::MisplacedWildcard;
  }
  if (port != std::string_view::npos && port > 0 && host.find('[') == std::string_view::npos) {
    return TokenFault::MalformedPort;
  }
  return TokenFault::Other;
}

bool is_plain_word(const csp::SourceExpression& token) {
  return token.kind == csp::SourceKind::Host && token.host_end == token.text.size() &&
         token.scheme_end == 0;
}

/// How often every rule is raised.
std::map<const RuleInfo*, std::size_t> raised(const Context& context) {
  std::uint64_t truncated = 0;
  std::map<const RuleInfo*, std::size_t> counts;
  Context trial = context;
  trial.trial = true;
  for (const Finding& finding : run_rules(trial, truncated)) ++counts[finding.rule];
  return counts;
}

constexpr decide::Profile kBrowsers[] = {decide::Profile::Chromium, decide::Profile::Firefox,
                                         decide::Profile::WebKit};
constexpr std::string_view kBrowserNames[] = {"Chromium", "Firefox", "Safari"};

}  // namespace csp_rule_helpers

TokenFault fault_of(const csp::SourceExpression& token) {
  using namespace csp_rule_helpers;
  const std::string_view word = token.text;
  if (token.kind == csp::SourceKind::Host) {
    if (is_plain_word(token) && keyword_in(word) != csp::Keyword::Unknown) {
      return TokenFault::UnquotedKeyword;
    }
    if (token.scheme_end == 0 && is_trust_prefix(word)) return TokenFault::UnquotedTrust;
    if (token.port() == "*" && token.scheme_end == 0 && is_scheme_word(token.host())) {
      return TokenFault::SchemeTail;
    }
    constexpr std::size_t kLongestPort = 5;
    const std::string_view port = token.port();
    const bool beyond =
        port.size() > kLongestPort || (port.size() == kLongestPort && port > "65535");
    return beyond ? TokenFault::MalformedPort : TokenFault::None;
  }
  if (token.kind != csp::SourceKind::Invalid) return TokenFault::None;
  for (const char c : word) {
    if (text::is_non_ascii(c) || text::is(c, text::kControl)) return TokenFault::None;
  }
  if (word.find('"') != std::string_view::npos) return TokenFault::DoubleQuotes;
  if (is_trust_prefix(word)) return TokenFault::UnquotedTrust;
  const bool opens = word.front() == '\'';
  const bool closes = word.back() == '\'';
  if (opens && closes && word.size() > 2) return fault_of_quoted(word.substr(1, word.size() - 2));
  if (opens || closes) return TokenFault::UnbalancedQuote;
  return fault_of_address(word);
}

void report_fault(const Context& context, Sink& sink, TokenFault fault) {
  each_source(context, [&](const csp::Policy& policy, const csp::Directive& directive,
                           const csp::SourceExpression& token) {
    if (token.kind != csp::SourceKind::Invalid && token.kind != csp::SourceKind::Host) return;
    if (token.repeated || fault_of(token) != fault) return;
    Finding& finding = sink.at(policy, token.span);
    finding.arguments = {std::string(token.text), std::string(directive.name_text)};
    offer_fix(finding, "Remove it: it has no effect", Applicability::Safe,
              remove_tokens(policy, directive, {&token}));
  });
}

csp::Keyword keyword_in(std::string_view word) {
  // The longest keyword has fewer letters than this; most words of a policy are hosts with a dot.
  constexpr std::size_t kLongest = 32;
  while (!word.empty() && (word.front() == '\'' || word.front() == '"')) word.remove_prefix(1);
  while (!word.empty() && (word.back() == '\'' || word.back() == '"')) word.remove_suffix(1);
  if (word.size() < 4 || word.size() > kLongest || word.find('.') != std::string_view::npos) {
    return csp::Keyword::Unknown;
  }
  std::array<char, kLongest + 2> quoted{};
  quoted[0] = '\'';
  std::copy(word.begin(), word.end(), quoted.begin() + 1);
  quoted[word.size() + 1] = '\'';
  return csp::keyword(std::string_view(quoted.data(), word.size() + 2));
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
  offer_fix(finding, "Remove it: as written it has no effect", Applicability::Safe,
            remove_tokens(policy, directive, {&token}));
}

void offer_removal(Finding& finding, const csp::Policy& policy, const csp::Directive& directive) {
  offer_fix(finding, "Remove the directive", Applicability::Safe,
            remove_all_named(policy, directive));
}

void report_obsolete(const Context& context, Sink& sink, csp::DirectiveName name) {
  each_directive(context, [&](const csp::Policy& policy, const csp::Directive& directive) {
    if (directive.name != name) return;
    Finding& finding = sink.at(policy, directive.span);
    finding.arguments = {std::string(directive.name_text)};
    offer_removal(finding, policy, directive);
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
  using namespace csp_rule_helpers;
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
  const decide::PolicyDecision& by = context.reach.by(Attempt::HttpsScript);
  if (by.directive == nullptr || !is_source_list(*by.directive)) return false;
  list = {by.policy, by.directive};
  return true;
}

bool allowed_somewhere(const Context& context, const decide::Request& request,
                       decide::PolicyDecision& by) {
  const decide::PreparedRequest prepared(request);
  for (const decide::Profile profile : csp_rule_helpers::kBrowsers) {
    const decide::Decision decision = decide::decide(context.policies, prepared, profile);
    by = decision.by;
    if (decision.allowed) return true;
  }
  return false;
}

bool is_unrestricted(const Context& context, Attempt attempt) {
  return context.reach.allowed(attempt) && context.reach.by(attempt).directive == nullptr;
}

const decide::PolicyDecision* allowed_by_source(const Context& context, Attempt attempt) {
  if (!context.reach.allowed(attempt)) return nullptr;
  const decide::PolicyDecision& by = context.reach.by(attempt);
  return by.source != nullptr ? &by : nullptr;
}

std::vector<const csp::SourceExpression*> sources_that_match(const Context& context,
                                                             const csp::Policy& policy,
                                                             const csp::Directive& directive,
                                                             std::string_view address) {
  std::string buffer;
  grammar::Url url;
  if (grammar::parse_url(address, buffer, url) != grammar::UrlError::None) return {};
  return decide::all_matches(context.policies, policy, directive, url);
}

bool opens_nothing(const Context& context, const csp::Policy& policy,
                   const std::vector<Edit>& edits) {
  const std::string_view source = context.response.source;
  const std::string_view before = source.substr(policy.span.start, policy.span.size());
  if (policy.spelling != text::Spelling::Plain || before != policy.text) return false;
  const std::string after = csp_rule_helpers::apply(before, policy.span.start, edits);
  const csp::Policy changed = csp::parse_policy(text::MappedText(after, 0), 0, after.size(),
                                                policy.disposition, policy.delivery);
  decide::PolicySet set;
  set.set_page(context.policies.page());
  set.set_x_frame_options(context.policies.x_frame_options());
  for (const csp::Policy& other : context.response.policies) {
    set.add(&other == &policy ? changed : other);
  }
  const decide::Reach reach(set);
  for (std::size_t i = 0; i < decide::kAttemptCount; ++i) {
    const auto attempt = static_cast<Attempt>(i);
    if (!context.reach.allowed(attempt) && reach.allowed(attempt)) return false;
  }
  return true;
}

bool reveals_nothing(const Context& context, const std::vector<Edit>& edits) {
  using namespace csp_rule_helpers;
  const model::ResponseModel& model = context.response;
  text::Source source(apply(model.source, 0, edits));
  http::Paste paste = model.format == http::Format::BarePolicy
                          ? http::read_policy(source)
                          : http::read_paste(source, csp::starts_policy);
  const std::uint32_t start = model.response->fields.front().span.start;
  for (const http::Response& response : paste.responses) {
    if (response.fields.empty() || response.fields.front().span.start != start) continue;
    const decide::Page page(response, source.bytes(), paste.format);
    const decide::Reach reach(page.policies());
    const auto before = raised(context);
    const auto after = raised({page.model(), page.policies(), reach});
    return std::all_of(after.begin(), after.end(), [&](const auto& count) {
      const auto had = before.find(count.first);
      if (count.first->category == Category::Syntax) {
        return had != before.end() && count.second <= had->second;
      }
      return had != before.end() || count.first->severity >= Severity::Info;
    });
  }
  return false;
}

Applicability guarded(const Context& context, const csp::Policy& policy,
                      const std::vector<Edit>& edits, Applicability wanted) {
  // The whole response is read and judged again, so that this is for texts that a person edits.
  constexpr std::size_t kLongest = 16384;
  constexpr std::size_t kMostPolicies = 8;
  const model::ResponseModel& model = context.response;
  const bool small = model.source.size() <= kLongest && model.policies.size() <= kMostPolicies;
  if (context.trial || !small || model.format == http::Format::HeaderList) {
    return Applicability::DisplayOnly;
  }
  const bool safe = opens_nothing(context, policy, edits) && reveals_nothing(context, edits);
  return safe ? wanted : Applicability::DisplayOnly;
}

bool is_public_wildcard(const csp::SourceExpression& token, std::string_view& operator_name) {
  using namespace csp_rule_helpers;
  if (token.kind != csp::SourceKind::Host) return false;
  const std::string_view host = token.host();
  if (host.size() < 3 || host.front() != '*') return false;
  std::string_view suffix = host.substr(2);
  if (suffix.back() == '.') suffix.remove_suffix(1);
  operator_name = {};
  if (suffix.find('.') == std::string_view::npos) return !is_closed_label(suffix);
  if (!kSuffixFilter.may_have(suffix)) return false;
  const auto row =
      std::lower_bound(data::kPublicSuffixTable.begin(), data::kPublicSuffixTable.end(), suffix,
                       [](const data::PublicSuffix& entry, std::string_view host_name) {
                         return compare_hosts(host_name, entry.suffix) > 0;
                       });
  if (row == data::kPublicSuffixTable.end() || !text::iequals(row->suffix, suffix)) return false;
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

void report_bypass_hosts(const Context& context, Sink& sink, std::string_view kind) {
  if (context.reach.allowed(Attempt::HttpsScript))
    return;  // any host will do: another rule says so
  ScriptList list;
  if (!script_list(context, list)) return;
  csp_rule_helpers::BypassSearch(context, list, kind).report(sink);
}

std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit) {
  constexpr std::size_t kLongest = 40;
  const std::size_t gap = a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
  if (gap >= limit || b.size() > kLongest) return limit;
  std::array<std::size_t, kLongest + 1> row{};
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const bool same = text::to_lower(a[i - 1]) == text::to_lower(b[j - 1]);
      const std::size_t changed = diagonal + (same ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({changed, row[j] + 1, row[j - 1] + 1});
    }
  }
  return std::min(row[b.size()], limit);
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

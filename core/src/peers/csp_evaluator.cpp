// Google's CSP Evaluator (https://github.com/google/csp-evaluator), npm csp_evaluator 1.1.8:
//   new CspEvaluator(new CspParser(text).csp, Version.CSP3).evaluate(STRICTCSP_CHECKS,
//   DEFAULT_CHECKS)
// Its order of work is kept, because its order of findings is part of the answer: first what the
// effective policy leaves out, then the strict checks on the policy as parsed, then the default
// checks on the effective one.

#include <algorithm>
#include <array>
#include <cstdint>
#include <deque>
#include <initializer_list>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "data/csp_evaluator_bypasses.hpp"
#include "peers/https_url.hpp"
#include "peers/js_string.hpp"
#include "peers/peers.hpp"
#include "text/ascii.hpp"
#include "text/order.hpp"

namespace headstrong::peers {
namespace csp_evaluator_detail {

using Values = std::vector<std::string_view>;

constexpr std::string_view kSelf = "'self'";
constexpr std::string_view kNone = "'none'";
constexpr std::string_view kUnsafeInline = "'unsafe-inline'";
constexpr std::string_view kUnsafeEval = "'unsafe-eval'";
constexpr std::string_view kUnsafeHashes = "'unsafe-hashes'";
constexpr std::string_view kStrictDynamic = "'strict-dynamic'";

constexpr std::string_view kScriptSrc = "script-src";
constexpr std::string_view kScriptSrcAttr = "script-src-attr";
constexpr std::string_view kScriptSrcElem = "script-src-elem";
constexpr std::string_view kStyleSrc = "style-src";
constexpr std::string_view kStyleSrcAttr = "style-src-attr";
constexpr std::string_view kStyleSrcElem = "style-src-elem";
constexpr std::string_view kDefaultSrc = "default-src";
constexpr std::string_view kObjectSrc = "object-src";
constexpr std::string_view kBaseUri = "base-uri";
constexpr std::string_view kPluginTypes = "plugin-types";
constexpr std::string_view kTrustedTypes = "trusted-types";
constexpr std::string_view kRequireTrustedTypesFor = "require-trusted-types-for";

// The keywords it knows, in their quotes.
constexpr std::string_view kKeywords[] = {
    kSelf,
    kNone,
    kUnsafeInline,
    kUnsafeEval,
    "'wasm-eval'",
    "'wasm-unsafe-eval'",
    kStrictDynamic,
    "'unsafe-hashed-attributes'",
    kUnsafeHashes,
    "'report-sample'",
    "'block'",
    "'allow'",
    "'inline-speculation-rules'",
};

constexpr std::string_view kFetchDirectives[] = {
    "child-src",    "connect-src", kDefaultSrc,   "font-src",   "frame-src",    "img-src",
    "manifest-src", "media-src",   kObjectSrc,    kScriptSrc,   kScriptSrcAttr, kScriptSrcElem,
    kStyleSrc,      kStyleSrcAttr, kStyleSrcElem, "worker-src",
};

// The directives it knows besides the fetch directives.
constexpr std::string_view kOtherDirectives[] = {
    "prefetch-src",
    kBaseUri,
    kPluginTypes,
    "sandbox",
    "disown-opener",
    "form-action",
    "frame-ancestors",
    "navigate-to",
    "report-to",
    "report-uri",
    "block-all-mixed-content",
    "upgrade-insecure-requests",
    "reflected-xss",
    "referrer",
    "require-sri-for",
    kTrustedTypes,
    kRequireTrustedTypesFor,
    "webrtc",
};

template <typename List>
bool contains(const List& list, std::string_view item) {
  return std::find(std::begin(list), std::end(list), item) != std::end(list);
}

bool is_directive(std::string_view name) {
  return contains(kFetchDirectives, name) || contains(kOtherDirectives, name);
}

bool is_keyword(std::string_view value) { return contains(kKeywords, value); }

bool is_keyword_without_quotes(std::string_view value) {
  return std::any_of(std::begin(kKeywords), std::end(kKeywords),
                     [value](std::string_view keyword) { return keyword.substr(1, keyword.size() - 2) == value; });
}

// A scheme and its colon, nothing else.
bool is_url_scheme(std::string_view value) {
  if (value.size() < 2 || value.back() != ':' || !text::is(value.front(), text::kAlpha)) return false;
  value.remove_suffix(1);
  return std::all_of(value.begin(), value.end(), [](char c) {
    return text::is(c, text::kAlpha | text::kDigit) || c == '+' || c == '.' || c == '-';
  });
}

// What lies between `prefix` and the closing quote; empty if `value` is not of that form.
std::string_view quoted_after(std::string_view value, std::string_view prefix) {
  if (value.size() <= prefix.size() + 1 || value.front() != prefix.front()) return {};
  if (!value.starts_with(prefix) || value.back() != '\'') return {};
  return value.substr(prefix.size(), value.size() - prefix.size() - 1);
}

// One or more characters of either base64 alphabet, then at most two "=".
bool is_base64_value(std::string_view s) {
  for (int padding = 0; padding < 2 && s.ends_with('='); ++padding) s.remove_suffix(1);
  return !s.empty() && text::all_of(s, text::kBase64);
}

bool is_strict_nonce(std::string_view value) { return is_base64_value(quoted_after(value, "'nonce-")); }

bool is_strict_hash(std::string_view value) {
  return is_base64_value(quoted_after(value, "'sha256-")) || is_base64_value(quoted_after(value, "'sha384-")) ||
         is_base64_value(quoted_after(value, "'sha512-"));
}

bool has_hash_prefix_without_quote(std::string_view value) {
  return value.starts_with("sha256-") || value.starts_with("sha384-") || value.starts_with("sha512-");
}

// ---- the policy
// ----------------------------------------------------------------------------------

struct Directive {
  std::string_view name;
  Values values;
};

// An ECMAScript object lists its "array index" properties first, in numeric order. `index` is the
// number such a name stands for.
bool is_array_index(std::string_view name, std::uint32_t& index) {
  if (name.empty() || name.size() > 10 || !text::all_of(name, text::kDigit)) return false;
  if (name.size() > 1 && name.front() == '0') return false;
  std::uint64_t value = 0;
  for (const char c : name) value = value * 10 + static_cast<std::uint64_t>(c - '0');
  if (value >= 0xFFFFFFFF) return false;
  index = static_cast<std::uint32_t>(value);
  return true;
}

class Policy {
 public:
  explicit Policy(std::string_view text) {
    for (const std::string_view part : JsParts(text, ';')) add(js_words(part));
    put_array_indices_first();
    for (std::size_t i = 0; i < directives_.size(); ++i) position_[directives_[i].name] = i;
  }

  const std::vector<Directive>& directives() const { return directives_; }

  // Null if the policy does not have the directive.
  const Directive* find(std::string_view name) const {
    const auto found = position_.find(name);
    return found == position_.end() ? nullptr : &directives_[found->second];
  }

 private:
  void add(const std::vector<std::string_view>& words) {
    if (words.empty()) return;
    const std::string_view name = keep_lower(words.front());
    // The peer keeps directives in a plain object, so names every object has count as seen already.
    if (name == "constructor" || name == "__proto__" || find(name) != nullptr) return;
    position_[name] = directives_.size();
    directives_.push_back({name, {}});

    Values& values = directives_.back().values;
    std::unordered_set<std::string_view> seen;
    for (std::size_t i = 1; i < words.size(); ++i) {
      const std::string_view value = normalize(words[i]);
      if (seen.insert(value).second) values.push_back(value);
    }
  }

  // Keywords and bare schemes in lower case, everything else as written.
  std::string_view normalize(std::string_view value) {
    if (is_url_scheme(value)) return keep_lower(value);
    if (value.front() != '\'') return value;
    const std::string lower = js_to_lower(value);
    const auto* keyword = std::find(std::begin(kKeywords), std::end(kKeywords), lower);
    return keyword == std::end(kKeywords) ? value : *keyword;
  }

  std::string_view keep_lower(std::string_view s) {
    std::string lower = js_to_lower(s);
    if (lower == s) return s;
    lowered_.push_back(std::move(lower));
    return lowered_.back();
  }

  void put_array_indices_first() {
    const auto key = [](const Directive& directive) {
      std::uint32_t index = 0;
      return is_array_index(directive.name, index) ? index : 0xFFFFFFFF;
    };
    const std::vector<std::uint32_t> order = text::ordered(directives_.size(), [&](std::uint32_t a, std::uint32_t b) {
      return key(directives_[a]) < key(directives_[b]);
    });
    std::vector<Directive> sorted;
    for (const std::uint32_t place : order) sorted.push_back(std::move(directives_[place]));
    directives_ = std::move(sorted);
  }

  std::vector<Directive> directives_;
  std::unordered_map<std::string_view, std::size_t> position_;
  std::deque<std::string> lowered_;  // a deque: views into it outlive its growth
};

// A policy as written, or with the lists of a few directives replaced.
class PolicyView {
 public:
  explicit PolicyView(const Policy& policy) : policy_(policy) {}

  bool has(std::string_view name) const { return policy_.find(name) != nullptr; }

  // The values of a directive; empty if the policy does not have it.
  const Values& values(std::string_view name) const {
    const Directive* directive = policy_.find(name);
    return directive == nullptr ? no_values_ : values_of(*directive);
  }

  const Values& values_of(const Directive& directive) const {
    for (const Directive& replaced : replaced_) {
      if (replaced.name == directive.name) return replaced.values;
    }
    return directive.values;
  }

  void replace_values(std::string_view name, Values values) {
    const auto found =
        std::find_if(replaced_.begin(), replaced_.end(), [name](const Directive& d) { return d.name == name; });
    if (found != replaced_.end()) {
      found->values = std::move(values);
    } else if (has(name)) {
      replaced_.push_back({name, std::move(values)});
    }
  }

  // The directive that rules in place of `name`. It falls back to default-src whether or not the
  // policy has one.
  std::string_view effective(std::string_view name) const {
    if (has(name)) return name;
    if ((name == kScriptSrcAttr || name == kScriptSrcElem) && has(kScriptSrc)) return kScriptSrc;
    if ((name == kStyleSrcAttr || name == kStyleSrcElem) && has(kStyleSrc)) return kStyleSrc;
    return contains(kFetchDirectives, name) ? kDefaultSrc : name;
  }

  // The same for several, each directive once.
  Values effective_of(std::initializer_list<std::string_view> names) const {
    Values result;
    for (const std::string_view name : names) {
      const std::string_view directive = effective(name);
      if (!contains(result, directive)) result.push_back(directive);
    }
    return result;
  }

  const Values& effective_values(std::string_view name) const { return values(effective(name)); }

  bool has_nonce(std::string_view directive = kScriptSrc) const {
    const Values& list = effective_values(directive);
    return std::any_of(list.begin(), list.end(), is_strict_nonce);
  }
  bool has_hash(std::string_view directive = kScriptSrc) const {
    const Values& list = effective_values(directive);
    return std::any_of(list.begin(), list.end(), is_strict_hash);
  }
  bool has_strict_dynamic(std::string_view directive = kScriptSrc) const {
    return contains(effective_values(directive), kStrictDynamic);
  }

 private:
  const Policy& policy_;
  Values no_values_;
  std::vector<Directive> replaced_;  // at most the three script directives
};

// ---- URLs
// ----------------------------------------------------------------------------------------

constexpr std::string_view kWildcard = "wildcard_placeholder";

bool is_word_character(char c) { return text::is(c, text::kAlpha | text::kDigit) || c == '_'; }

std::string_view without_scheme(std::string_view url) {
  if (!url.empty() && is_word_character(url.front())) {
    std::size_t end = 1;
    while (end < url.size() && (is_word_character(url[end]) || url[end] == '+' || url[end] == '.' || url[end] == '-')) {
      ++end;
    }
    if (url.substr(end).starts_with("://")) url.remove_prefix(end + 3);
  }
  if (url.starts_with("//")) url.remove_prefix(2);
  return url;
}

// The URL it makes of a source expression: https, the first ":*" dropped, the first "*" written as
// a word. Nothing where the URL constructor throws.
std::optional<HttpsUrl> url_of(std::string_view value) {
  const std::string_view address = without_scheme(value);
  if (address.find('*') == std::string_view::npos) return parse_https_url(address);
  std::string text(address);
  const std::size_t any_port = text.find(":*");
  if (any_port != std::string::npos) text.erase(any_port, 2);
  const std::size_t star = text.find('*');
  if (star != std::string::npos) text.replace(star, 1, kWildcard);
  return parse_https_url(text);
}

// Digits and colons in brackets in front: it takes that for the host, also where the URL parser
// finds it to be a user name.
bool looks_like_ipv6(std::string_view value) {
  const std::string_view text = without_scheme(value);
  if (!text.starts_with('[')) return false;
  const std::size_t end = text.find(']');
  if (end == std::string_view::npos || end == 1) return false;
  return text.substr(1, end - 1).find_first_not_of("0123456789:") == std::string_view::npos;
}

using Bypass = data::CspEvaluatorBypass;

bool path_allows(std::string_view path, std::string_view listed) {
  if (path == "/") return true;
  return path.ends_with('/') ? listed.starts_with(path) : listed == path;
}

// The first entry of that kind which the URL covers; null if none.
const Bypass* find_bypass(const HttpsUrl& url, std::string_view kind) {
  if (url.kind != HostKind::kDomain) return nullptr;
  std::string_view host = url.host;
  const bool wildcard = host.starts_with(kWildcard) && host.substr(kWildcard.size()).starts_with('.');
  if (wildcard) host.remove_prefix(kWildcard.size());
  for (const Bypass& bypass : data::kCspEvaluatorBypassTable) {
    const bool host_matches = wildcard ? bypass.host.ends_with(host) : bypass.host == host;
    if (host_matches && bypass.kind == kind && path_allows(url.path, bypass.path)) return &bypass;
  }
  return nullptr;
}

// ---- the checks
// ----------------------------------------------------------------------------------

class Evaluation {
 public:
  explicit Evaluation(std::string_view text) : policy_(text), parsed_(policy_), effective_(policy_) {}

  CspEvaluatorAnswer run() {
    find_ignored();
    check_strict();
    check_unsafe_script();
    check_plain_schemes();
    check_wildcards();
    check_missing_directives();
    if (!check_script_allowlist() || !check_object_allowlist() || !check_ip_sources()) {
      CspEvaluatorAnswer thrown;
      thrown.error = "Invalid URL";
      return thrown;
    }
    check_nonces();
    check_http_sources();
    check_deprecated_directives();
    check_unknown_directives();
    check_missing_semicolons();
    check_invalid_keywords();
    return std::move(answer_);
  }

 private:
  void add(std::string_view type, std::string_view severity, std::string_view directive,
           std::optional<std::string_view> value = std::nullopt) {
    if (answer_.findings.size() >= kMaxCspEvaluatorFindings) {
      ++answer_.omitted;
      return;
    }
    CspEvaluatorFinding finding;
    finding.type = type;
    finding.severity = severity;
    finding.directive = directive;
    if (value) finding.value = std::string(*value);
    answer_.findings.push_back(std::move(finding));
  }

  // Drops what a browser of CSP level 3 ignores from the effective policy. Each of the three script
  // directives has its turn, so one that rules for all three is reported three times.
  void find_ignored() {
    for (const std::string_view asked : {kScriptSrc, kScriptSrcAttr, kScriptSrcElem}) {
      const std::string_view directive = effective_.effective(asked);
      const Values& written = parsed_.values(directive);
      Values kept = effective_.values(directive);
      const auto drop = [&kept](auto is_dropped) {
        kept.erase(std::remove_if(kept.begin(), kept.end(), is_dropped), kept.end());
      };

      const bool inline_is_void = effective_.has_nonce(directive) || effective_.has_hash(directive);
      if (inline_is_void && contains(written, kUnsafeInline)) {
        drop([](std::string_view value) { return value == kUnsafeInline; });
        add("IGNORED", "NONE", directive, kUnsafeInline);
      }
      if (parsed_.has_strict_dynamic(directive)) {
        const auto is_void = [](std::string_view value) {
          return !value.starts_with('\'') || value == kSelf || value == kUnsafeInline;
        };
        drop(is_void);
        for (const std::string_view value : written) {
          if (is_void(value)) add("IGNORED", "NONE", directive, value);
        }
      }
      effective_.replace_values(directive, std::move(kept));
    }
  }

  void check_strict() {
    const std::string_view directive = parsed_.effective(kScriptSrc);
    const Values& values = parsed_.values(directive);
    const bool strict_dynamic = contains(values, kStrictDynamic);
    const bool nonce_or_hash = parsed_.has_nonce() || parsed_.has_hash();
    const bool allowlist =
        std::any_of(values.begin(), values.end(), [](std::string_view value) { return !value.starts_with('\''); });
    const bool fallback = std::any_of(values.begin(), values.end(), [](std::string_view value) {
      return value == "http:" || value == "https:" || value == "*" || value.find('.') != std::string_view::npos;
    });

    if (allowlist && !strict_dynamic) add("STRICT_DYNAMIC", "STRICT_CSP", directive);
    if (strict_dynamic && !nonce_or_hash) add("STRICT_DYNAMIC_NOT_STANDALONE", "INFO", directive);
    if (nonce_or_hash && !contains(values, kUnsafeInline)) {
      add("UNSAFE_INLINE_FALLBACK", "STRICT_CSP", directive);
    }
    if (strict_dynamic && !fallback) add("ALLOWLIST_FALLBACK", "STRICT_CSP", directive);
    if (!contains(parsed_.values(kRequireTrustedTypesFor), "'script'")) {
      add("REQUIRE_TRUSTED_TYPES_FOR_SCRIPTS", "INFO", kRequireTrustedTypesFor);
    }
  }

  void check_unsafe_script() {
    const Values directives = effective_.effective_of({kScriptSrc, kScriptSrcAttr, kScriptSrcElem});
    for (const std::string_view directive : directives) {
      const Values& values = effective_.values(directive);
      if (contains(values, kUnsafeInline)) {
        add("SCRIPT_UNSAFE_INLINE", "HIGH", directive, kUnsafeInline);
      }
      if (contains(values, kUnsafeHashes)) {
        add("SCRIPT_UNSAFE_HASHES", "MEDIUM_MAYBE", directive, kUnsafeHashes);
      }
    }
    for (const std::string_view directive : directives) {
      if (contains(effective_.values(directive), kUnsafeEval)) {
        add("SCRIPT_UNSAFE_EVAL", "MEDIUM_MAYBE", directive, kUnsafeEval);
      }
    }
  }

  Values directives_causing_xss() const {
    return effective_.effective_of({kScriptSrc, kScriptSrcAttr, kScriptSrcElem, kObjectSrc, kBaseUri});
  }

  void check_plain_schemes() {
    for (const std::string_view directive : directives_causing_xss()) {
      for (const std::string_view value : effective_.values(directive)) {
        if (value == "data:" || value == "http:" || value == "https:") {
          add("PLAIN_URL_SCHEMES", "HIGH", directive, value);
        }
      }
    }
  }

  void check_wildcards() {
    for (const std::string_view directive : directives_causing_xss()) {
      for (const std::string_view value : effective_.values(directive)) {
        if (without_scheme(value) == "*") add("PLAIN_WILDCARD", "HIGH", directive, value);
      }
    }
  }

  void check_missing_directives() {
    const std::string_view object = effective_.has(kObjectSrc) ? kObjectSrc : kDefaultSrc;
    if (effective_.values(object).empty()) add("MISSING_DIRECTIVES", "HIGH", kObjectSrc);
    if (!effective_.has(kScriptSrc) && !effective_.has(kDefaultSrc)) {
      add("MISSING_DIRECTIVES", "HIGH", kScriptSrc);
    }
    const bool needs_base_uri = effective_.has_nonce() || (effective_.has_hash() && effective_.has_strict_dynamic());
    if (needs_base_uri && !effective_.has(kBaseUri)) {
      add("MISSING_DIRECTIVES", "HIGH", kBaseUri);
    }
  }

  // The next three are false where the peer throws.

  bool check_script_allowlist() {
    for (const std::string_view directive : effective_.effective_of({kScriptSrc, kScriptSrcElem})) {
      const Values& values = effective_.values(directive);
      if (contains(values, kNone)) continue;
      const bool eval_allowed = contains(values, kUnsafeEval);
      for (const std::string_view value : values) {
        if (value == kSelf) {
          add("SCRIPT_ALLOWLIST_BYPASS", "MEDIUM_MAYBE", directive, value);
          continue;
        }
        const bool is_host =
            !value.starts_with('\'') && !is_url_scheme(value) && value.find('.') != std::string_view::npos;
        if (!is_host) continue;
        const std::optional<HttpsUrl> url = url_of(value);
        if (!url) return false;
        // It stops at the first endpoint found, also where that one needs eval and a later one not.
        const Bypass* jsonp = find_bypass(*url, "jsonp");
        const bool jsonp_works = jsonp != nullptr && (jsonp->needs_eval == "0" || eval_allowed);
        const bool known = jsonp_works || find_bypass(*url, "angular") != nullptr;
        add("SCRIPT_ALLOWLIST_BYPASS", known ? "HIGH" : "MEDIUM_MAYBE", directive, value);
      }
    }
    return true;
  }

  bool check_object_allowlist() {
    const std::string_view directive = effective_.effective(kObjectSrc);
    if (effective_.has(kPluginTypes) && !contains(effective_.values(kPluginTypes), "application/x-shockwave-flash")) {
      return true;
    }
    // 'none' takes the findings before it back, but not an exception.
    std::vector<std::pair<std::string_view, bool>> judged;  // the value, and whether Flash is there
    for (const std::string_view value : effective_.values(directive)) {
      if (value == kNone) return true;
      const std::optional<HttpsUrl> url = url_of(value);
      if (!url) return false;
      judged.push_back({value, find_bypass(*url, "flash") != nullptr});
    }
    for (const auto& [value, has_flash] : judged) {
      if (has_flash) {
        add("OBJECT_ALLOWLIST_BYPASS", "HIGH", directive, value);
      } else if (directive == kObjectSrc) {
        add("OBJECT_ALLOWLIST_BYPASS", "MEDIUM_MAYBE", directive, value);
      }
    }
    return true;
  }

  bool check_ip_sources() {
    for (const Directive& directive : policy_.directives()) {
      for (const std::string_view value : effective_.values_of(directive)) {
        const std::optional<HttpsUrl> url = url_of(value);
        if (!url) return false;
        if (url->kind != HostKind::kDomain || looks_like_ipv6(value)) {
          add("IP_SOURCE", "INFO", directive.name, value);
        }
      }
    }
    return true;
  }

  void check_nonces() {
    for (const Directive& directive : policy_.directives()) {
      for (const std::string_view value : effective_.values_of(directive)) {
        const std::string_view nonce = quoted_after(value, "'nonce-");
        if (nonce.empty()) continue;
        if (js_length(nonce) < 8) add("NONCE_LENGTH", "MEDIUM", directive.name, value);
        if (!is_strict_nonce(value)) add("NONCE_CHARSET", "INFO", directive.name, value);
      }
    }
  }

  void check_http_sources() {
    for (const Directive& directive : policy_.directives()) {
      for (const std::string_view value : effective_.values_of(directive)) {
        if (value.starts_with("http://")) add("SRC_HTTP", "MEDIUM", directive.name, value);
      }
    }
  }

  void check_deprecated_directives() {
    for (const std::string_view name : {"reflected-xss", "referrer", "disown-opener", "prefetch-src"}) {
      if (effective_.has(name)) add("DEPRECATED_DIRECTIVE", "INFO", name);
    }
  }

  void check_unknown_directives() {
    for (const Directive& directive : policy_.directives()) {
      if (!is_directive(directive.name)) add("UNKNOWN_DIRECTIVE", "SYNTAX", directive.name);
    }
  }

  void check_missing_semicolons() {
    for (const Directive& directive : policy_.directives()) {
      for (const std::string_view value : effective_.values_of(directive)) {
        if (is_directive(value)) add("MISSING_SEMICOLON", "SYNTAX", directive.name, value);
      }
    }
  }

  static bool is_quoted_value_known(std::string_view directive, std::string_view value) {
    if (directive == kRequireTrustedTypesFor) return value == "'script'";
    if (directive == kTrustedTypes) return value == "'allow-duplicates'" || value == kNone;
    return is_keyword(value) || is_strict_hash(value) || is_strict_nonce(value);
  }

  void check_invalid_keywords() {
    for (const Directive& directive : policy_.directives()) {
      for (const std::string_view value : effective_.values_of(directive)) {
        const bool lacks_quotes =
            is_keyword_without_quotes(value) || value.starts_with("nonce-") || has_hash_prefix_without_quote(value);
        const bool unknown = value.starts_with('\'') && !is_quoted_value_known(directive.name, value);
        if (lacks_quotes || unknown) add("INVALID_KEYWORD", "SYNTAX", directive.name, value);
      }
    }
  }

  const Policy policy_;
  const PolicyView parsed_;
  PolicyView effective_;  // what a browser of CSP level 3 goes by
  CspEvaluatorAnswer answer_;
};

}  // namespace csp_evaluator_detail

CspEvaluatorAnswer csp_evaluator(std::string_view policy_value) {
  return csp_evaluator_detail::Evaluation(policy_value).run();
}

}  // namespace headstrong::peers

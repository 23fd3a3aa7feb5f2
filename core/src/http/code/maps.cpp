#include "http/code/maps.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "grammar/header_names.hpp"
#include "http/code/words.hpp"
#include "text/ascii.hpp"

namespace headstrong::http::code {
namespace maps_detail {

constexpr std::string_view kKeywords[] = {"self", "none", "unsafe-inline", "unsafe-eval", "strict-dynamic", "unsafe-hashes",
                                          "report-sample", "wasm-unsafe-eval", "inline-speculation-rules", "script",
                                          "trusted-types-eval"};
constexpr std::string_view kSchemes[] = {"https", "http", "data", "blob", "ws", "wss", "mediastream", "filesystem"};

/// A directive with its sources, each with its place in the text.
struct Directive {
  std::string name;
  Span key;
  std::vector<Value> sources;
  bool removed = false;
};
using Directives = std::vector<Directive>;

struct Default {
  std::string_view name;
  std::string_view sources;
};

/// helmet 8: dist/index.mjs, getDefaultDirectives().
constexpr Default kHelmetDirectives[] = {{"default-src", "'self'"},
                                         {"base-uri", "'self'"},
                                         {"font-src", "'self' https: data:"},
                                         {"form-action", "'self'"},
                                         {"frame-ancestors", "'self'"},
                                         {"img-src", "'self' data:"},
                                         {"object-src", "'none'"},
                                         {"script-src", "'self'"},
                                         {"script-src-attr", "'none'"},
                                         {"style-src", "'self' https: 'unsafe-inline'"},
                                         {"upgrade-insecure-requests", ""}};
/// nuxt-security 2: defaultConfig.
constexpr Default kNuxtDirectives[] = {{"base-uri", "'none'"},
                                       {"font-src", "'self' https: data:"},
                                       {"form-action", "'self'"},
                                       {"frame-ancestors", "'self'"},
                                       {"img-src", "'self' data:"},
                                       {"object-src", "'none'"},
                                       {"script-src-attr", "'none'"},
                                       {"style-src", "'self' https: 'unsafe-inline'"},
                                       {"script-src", "'self' https: 'unsafe-inline' 'strict-dynamic' 'nonce-{{nonce}}'"},
                                       {"upgrade-insecure-requests", ""}};

constexpr std::string_view kPolicy = "Content-Security-Policy";
constexpr std::string_view kReportOnly = "Content-Security-Policy-Report-Only";

class MapReader {
 public:
  MapReader(text::Source& source, Expressions& expressions, std::vector<Pair>& pairs)
      : source_(source), e_(expressions), t_(expressions.tokens()), s_(source.bytes()), pairs_(pairs), left_(8 * std::size_t{t_.size()} + 65536) {}

  void read() {
    const Language language = t_.language();
    for (std::uint32_t i = 0; i < t_.size(); ++i) {
      if (!t_.is_kind(i, Kind::Word)) continue;
      switch (language) {
        case Language::JavaScript: see_javascript(i); break;
        case Language::Python: see_python(i); break;
        case Language::Ruby: see_ruby(i); break;
        case Language::Php: see_php(i); break;
        case Language::Java: see_java(i); break;
        case Language::Csharp: see_csharp(i); break;
        case Language::Go: see_go(i); break;
        default: break;
      }
    }
    finish_talisman();
    finish_django();
    finish_ruby();
    finish_spatie();
    finish_spring();
    // What the maps said is not said once more by their members.
    drop_handled();
    const bool known = !pairs_.empty() || !added_.empty();
    if (!known) find_plain_map();
    for (Pair& pair : added_) pairs_.push_back(std::move(pair));
    std::stable_sort(pairs_.begin(), pairs_.end(), [](const Pair& a, const Pair& b) { return a.token < b.token; });
  }

 private:
  struct Option {
    std::uint32_t key = 0;
    std::uint32_t value = 0;  // where it begins
    std::uint32_t end = 0;
    bool exists() const { return end > value; }
  };
  /// The members of a group, or the named arguments of a call.
  struct Options {
    std::vector<std::pair<std::string, Option>> all;
    bool unknown = false;  // more of them than the text holds
    Option find(std::initializer_list<std::string_view> names) const {
      for (const auto& [key, option] : all) {
        if (is_one_of(key, names)) return option;
      }
      return {};
    }
  };

  /// Reading a part of the text again and again may not cost more than reading it a few times.
  bool spend(std::size_t tokens) {
    if (left_ < tokens) return false;
    left_ -= tokens;
    return true;
  }

  void drop_handled() {
    std::sort(handled_.begin(), handled_.end());
    // Of each range, how far any reaches that begins before its end.
    std::uint32_t farthest = 0;
    for (auto& range : handled_) farthest = range.second = std::max(farthest, range.second);
    std::erase_if(pairs_, [&](const Pair& pair) {
      const auto after = std::upper_bound(handled_.begin(), handled_.end(), std::make_pair(pair.token, t_.size() + 1));
      return after != handled_.begin() && (after - 1)->second >= pair.token;
    });
  }

  Options options_of(std::uint32_t open, int depth = 0) {
    Options options;
    constexpr int kDeepest = 6;
    if (open >= t_.size() || !t_.opens(open) || depth > kDeepest) return options;
    if (!spend(t_.group_end(open) - open)) return options;
    constexpr std::size_t kMost = 200;
    const std::uint32_t close = t_.group_end(open);
    for (std::uint32_t item = open + 1; item < close && options.all.size() < kMost;) {
      const std::uint32_t end = e_.item_end(item, close);
      if (t_.is(item, "...")) {
        // Spread: what the other map has.
        const std::uint32_t other = e_.group(item + 1, '{');
        if (other < t_.size() && other < item) {
          for (auto& each : options_of(other, depth + 1).all) options.all.push_back(std::move(each));
        }
      } else if (t_.is(item, "**") || (t_.is(item, "*") && t_.is(item + 1, "*"))) {
        // Python's: a dictionary in braces, or made by dict().
        const std::uint32_t what = item + (t_.is(item, "**") ? 1 : 2);
        std::uint32_t other = e_.group(what, '{');
        if (other >= t_.size()) other = e_.group(what, '(');
        if (other < t_.size() && (t_.is(other, "{") || (other > 0 && t_.is(other - 1, "dict")))) {
          Options more = options_of(other, depth + 1);
          options.unknown = options.unknown || more.unknown;
          for (auto& each : more.all) options.all.push_back(std::move(each));
          handled_.emplace_back(other, t_.group_end(other));
        } else {
          options.unknown = true;
        }
      } else {
        // ":default_src =>" of Ruby
        const std::uint32_t key = t_.is(item, ":") ? item + 1 : item;
        const bool separated = t_.is(key + 1, ":") || t_.is(key + 1, "=") || t_.is(key + 1, "=>");
        const std::string_view name = t_.is_kind(key, Kind::String) ? t_.inside_text(key) : t_.text(key);
        if (separated && key + 2 <= end) {
          options.all.push_back({plain_name(name), {key, key + 2, end}});
        } else if (end == key + 1 && t_.is_kind(key, Kind::Word)) {
          options.all.push_back({plain_name(name), {key, key, end}});  // { directives }
        }
      }
      item = end + 1;
    }
    return options;
  }

  bool is_off(const Option& option) const {
    if (!option.exists()) return false;
    // A constant of the framework: SecureHeaders::OPT_OUT, helmet.contentSecurityPolicy.dangerouslyDisableDefaultSrc
    return is_one_of(t_.text(option.value), {"false", "False", "None", "nil", "null"}) ||
           is_one_of(last_name(t_.text(option.end - 1)), {"OPT_OUT", "dangerouslyDisableDefaultSrc"});
  }
  bool is_on(const Option& option) const {
    return option.exists() && (t_.is(option.value, "true") || t_.is(option.value, "True"));
  }
  Span span_of(std::uint32_t token) const { return {t_[token].start, t_[token].end}; }

  /// The text of an option; empty where it is none that the text holds.
  Value text_of(const Option& option) {
    Value value;
    std::uint32_t i = option.value;
    if (!option.exists() || !e_.value(i, option.end, value)) return {};
    return value;
  }

  /// What stands for a text that the source does not hold.
  Value gap_of(const Option& option) const {
    const Span place{t_[option.value].start, t_[option.end - 1].end};
    Value value;
    value.add_escape("{{expression}}", place);
    value.gaps.push_back(place);
    return value;
  }

  /// 31536000, 60 * 60 * 24, 31_536_000
  std::optional<std::string> number_of(const Option& option) const {
    constexpr std::uint64_t kMost = 1'000'000'000'000'000;
    std::uint64_t product = 1;
    bool any = false;
    for (std::uint32_t i = option.value; i < option.end; ++i) {
      if (t_.is(i, "*")) continue;
      if (!t_.is_kind(i, Kind::Number)) break;
      std::uint64_t number = 0;
      for (const char c : t_.text(i)) {
        if (text::is(c, text::kDigit) && number < kMost) number = number * 10 + static_cast<std::uint64_t>(c - '0');
      }
      product = number > 0 && product > kMost / number ? kMost : product * number;
      any = true;
    }
    if (!any) return std::nullopt;
    return std::to_string(product);
  }

  // ---- sources and directives

  static std::string_view last_name(std::string_view chain) {
    const std::size_t at = chain.find_last_of(".:>");
    return at == std::string_view::npos ? chain : chain.substr(at + 1);
  }

  /// A source as the policy has it: keywords in quotes, constants and symbols as what they mean.
  Value as_source(Value value, bool quotes_keywords) {
    Value out;
    if (value.literals == 0) {
      const bool chain = !value.text.empty() && value.text.find_first_of("({[ ") == std::string::npos;
      std::string name = text::lowered(last_name(value.text));
      std::replace(name.begin(), name.end(), '_', '-');
      const Span place{value.first_source(), std::max(value.last_source(), value.first_source() + 1)};
      if (chain && std::find(std::begin(kKeywords), std::end(kKeywords), name) != std::end(kKeywords)) {
        out.add_escape("'" + name + "'", place);
        out.literals = 1;
        return out;
      }
      if (chain && std::find(std::begin(kSchemes), std::end(kSchemes), name) != std::end(kSchemes)) {
        out.add_escape(name + ":", place);
        out.literals = 1;
        return out;
      }
      if (chain && name == "nonce") {
        out.add_escape("'nonce-{{nonce}}'", place);
        out.gaps.push_back(place);
        return out;
      }
      return value;
    }
    value = value.collapsed();
    std::string_view text = value.text;
    const bool keyword = std::find(std::begin(kKeywords), std::end(kKeywords), text) != std::end(kKeywords) && text != "script";
    const bool bare_hash = text.substr(0, 6) == "nonce-" || text.substr(0, 7) == "sha256-" || text.substr(0, 7) == "sha384-" ||
                           text.substr(0, 7) == "sha512-";
    if (quotes_keywords && (keyword || bare_hash)) {
      out.gaps = value.gaps;
      out.literals = value.literals;
      out.add_escape("'" + value.text + "'", {value.first_source(), value.last_source()});
      return out;
    }
    return value;
  }

  /// The sources of a directive: a list, or one text of several.
  bool sources_of(std::uint32_t i, std::uint32_t end, bool quotes_keywords, std::vector<Value>& out) {
    std::vector<Value> values;
    std::uint32_t at = i;
    Value one;
    const bool literal = t_.is_kind(i, Kind::String);
    if (literal || !e_.list(at, end, values)) {
      at = i;
      values.clear();
      if (!e_.value(at, end, one)) {
        one = Value();
        const Span place{t_[i].start, t_[end - 1].end};
        const std::string_view words = s_.substr(place.start, place.size());
        const bool plain = words.size() < 40 && words.find_first_of(" \t\n;,") == words.npos;
        plain ? one.add_run(words, place.start) : one.add_escape("{{expression}}", place);
        one.gaps.push_back(place);
      }
      values.push_back(std::move(one));
    }
    for (Value& value : values) out.push_back(as_source(std::move(value), quotes_keywords));
    return true;
  }

  /// Reads a map of directives; none where its keys are others.
  Directives directives_of(std::uint32_t open, bool quotes_keywords) {
    Directives directives;
    if (open >= t_.size()) return directives;
    for (const auto& [key, option] : options_of(open).all) {
      const std::string_view word = t_.is_kind(option.key, Kind::String) ? t_.inside_text(option.key) : t_.text(option.key);
      Directive directive;
      directive.name = directive_of(word);
      if (directive.name.empty() && is_directive(text::lowered(word))) directive.name = text::lowered(word);
      if (directive.name.empty()) {
        // A constant in the key's place: "CSP.DEFAULT_SRC"
        continue;
      }
      directive.key = t_.is_kind(option.key, Kind::String) ? t_.inside(option.key) : span_of(option.key);
      if (is_off(option)) {
        directive.removed = true;
      } else if (!is_on(option)) {
        sources_of(option.value, option.end, quotes_keywords, directive.sources);
      }
      directives.push_back(std::move(directive));
    }
    handled_.emplace_back(open, t_.group_end(open));
    return directives;
  }

  /// Puts a framework's own directives before those of the text, which take their places.
  template <std::size_t N>
  void add_defaults(Directives& directives, const Default (&defaults)[N], Span place) const {
    Directives all;
    for (const Default& each : defaults) {
      const bool own = std::any_of(directives.begin(), directives.end(),
                                   [&](const Directive& directive) { return directive.name == each.name; });
      if (own) continue;
      Directive directive;
      directive.name = each.name;
      directive.key = place;
      if (!each.sources.empty()) {
        Value value;
        value.add_escape(each.sources, place);
        value.literals = 1;
        if (each.sources.find("{{") != each.sources.npos) value.gaps.push_back(place);
        directive.sources.push_back(std::move(value));
      }
      all.push_back(std::move(directive));
    }
    for (Directive& directive : directives) all.push_back(std::move(directive));
    directives = std::move(all);
  }

  static void add_nonce(Directive& directive, Span place) {
    Value nonce;
    nonce.add_escape("'nonce-{{nonce}}'", place);
    nonce.gaps.push_back(place);
    directive.sources.push_back(std::move(nonce));
  }

  void add_policy(std::string_view name, const Directives& directives, std::uint32_t token, bool meta = false) {
    Value policy;
    policy.from_map = true;
    for (const Directive& directive : directives) {
      if (directive.removed) continue;
      if (!policy.text.empty()) policy.add_escape("; ", {directive.key.start, directive.key.start});
      if (s_.substr(directive.key.start, directive.key.size()) == directive.name) {
        policy.add_run(directive.name, directive.key.start);
      } else {
        policy.add_escape(directive.name, directive.key);
      }
      for (const Value& source : directive.sources) {
        if (source.text.empty()) continue;
        const std::uint32_t start = source.first_source();
        policy.add_escape(" ", {start, start});
        policy.add(source);
      }
    }
    if (policy.text.empty() || is_full()) return;
    policy.literals = std::max<std::uint32_t>(policy.literals, 1);
    policy.spelling = quote::Spelling::Unwritable;
    Pair pair;
    pair.name = name;
    pair.name_span = span_of(token);
    pair.value = std::move(policy);
    pair.token = token;
    pair.certain = true;
    pair.meta = meta;
    added_.push_back(std::move(pair));
  }

  /// No response has so many headers.
  bool is_full() const { return added_.size() >= 500; }

  void add_header(std::string_view name, std::string_view text, std::uint32_t token, Span place = {}) {
    if (is_full()) return;
    Pair pair;
    pair.name = name;
    pair.name_span = span_of(token);
    pair.value.add_escape(text, place.empty() ? span_of(token) : place);
    pair.value.from_map = true;
    pair.value.literals = 1;
    pair.token = token;
    pair.certain = true;
    added_.push_back(std::move(pair));
  }

  /// A header whose value is a text of the source.
  void add_text(std::string_view name, Value value, std::uint32_t token) {
    if (value.text.empty() || is_full()) return;
    Pair pair;
    pair.name = name;
    pair.name_span = span_of(token);
    pair.value = std::move(value);
    pair.token = token;
    pair.certain = true;
    added_.push_back(std::move(pair));
  }

  /// A text, or a list that is joined.
  Value joined(const Option& option, std::string_view separator) {
    std::vector<Value> values;
    std::uint32_t i = option.value;
    if (!option.exists()) return {};
    if (t_.is_kind(i, Kind::String) || !e_.list(i, option.end, values)) return text_of(option);
    Value out;
    for (const Value& value : values) {
      if (!out.text.empty()) out.add_escape(separator, {value.first_source(), value.first_source()});
      out.add(value);
    }
    out.from_map = values.size() > 1;
    return out;
  }

  void add_hsts(std::string age, bool subdomains, bool preload, std::uint32_t token) {
    std::string value = "max-age=" + age;
    if (subdomains) value += "; includeSubDomains";
    if (preload) value += "; preload";
    add_header("Strict-Transport-Security", value, token);
  }

  // ---- JavaScript

  void see_javascript(std::uint32_t i) {
    const std::string_view word = t_.text(i);
    if (word == "helmet" || word == "fastifyHelmet" || word == "koaHelmet") see_helmet(i);
    if (word == "csp" && t_.is(i + 1, ":") && t_.is(i + 2, "{")) see_csp_option(i);
    if (word == "security" && t_.is(i + 1, ":") && t_.is(i + 2, "{")) see_nuxt(i);
    if (word == "securityHeadersBehavior" && t_.is(i + 1, ":") && t_.is(i + 2, "{")) see_cloudfront(i);
  }

  void see_helmet(std::uint32_t i) {
    // helmet.contentSecurityPolicy({...}): one header alone
    if (t_.is(i + 1, ".") && t_.is_kind(i + 2, Kind::Word) && t_.is(i + 3, "(")) {
      const std::uint32_t open = e_.group(i + 4, '{');
      const bool empty = t_.group_end(i + 3) == i + 4;
      if (!empty && open == t_.size()) return;
      helmet_header(plain_name(t_.text(i + 2)), open, {}, i + 2);
      handled_.emplace_back(i, t_.group_end(i + 3));
      return;
    }
    std::uint32_t open = t_.size();
    std::uint32_t end = i;
    if (t_.is(i + 1, "(")) {
      end = t_.group_end(i + 1);
      if (end > i + 2) {
        open = e_.group(i + 2, '{');
        if (open == t_.size()) return;  // options that the text does not hold
      }
    } else if (i >= 2 && t_.is(i - 1, "(") && t_.is(i - 2, "register")) {
      end = t_.group_end(i - 1);
      if (t_.is(i + 1, ",")) open = e_.group(i + 2, '{');
    } else {
      return;
    }
    const Options options = options_of(open);
    for (const auto& [name, aliases] : kHelmetParts) {
      Option option = options.find({name});
      if (!option.exists()) option = options.find({aliases});
      if (is_off(option)) continue;
      const bool given = option.exists() && !is_on(option);
      const std::uint32_t group = given ? e_.group(option.value, '{') : t_.size();
      if (given && group == t_.size()) {
        // Options that the text does not hold: the policy is sent, whatever it says.
        if (name == "contentsecuritypolicy") add_text(kPolicy, gap_of(option), option.key);
        continue;
      }
      if (name == "crossoriginembedderpolicy" && !option.exists()) continue;
      helmet_header(name, group, option, option.exists() ? option.key : i);
    }
    handled_.emplace_back(i, end);
    if (open < t_.size()) handled_.emplace_back(open, t_.group_end(open));
  }

  static constexpr std::pair<std::string_view, std::string_view> kHelmetParts[] = {
      {"contentsecuritypolicy", "csp"},
      {"crossoriginembedderpolicy", ""},
      {"crossoriginopenerpolicy", ""},
      {"crossoriginresourcepolicy", ""},
      {"originagentcluster", ""},
      {"referrerpolicy", ""},
      {"stricttransportsecurity", "hsts"},
      {"xcontenttypeoptions", "nosniff"},
      {"xdnsprefetchcontrol", "dnsprefetchcontrol"},
      {"xdownloadoptions", "ienoopen"},
      {"xframeoptions", "frameguard"},
      {"xpermittedcrossdomainpolicies", "permittedcrossdomainpolicies"},
      {"xxssprotection", "xssfilter"}};

  void helmet_header(std::string_view part, std::uint32_t group, const Option&, std::uint32_t token) {
    const Options options = options_of(group);
    const auto text = [&](std::initializer_list<std::string_view> key, std::string_view otherwise) {
      const Value value = joined(options.find(key), ",");
      return value.literals > 0 ? value.text : std::string(otherwise);
    };
    if (part == "contentsecuritypolicy") {
      Option map = options.find({"directives"});
      Directives directives;
      if (map.exists()) {
        const std::uint32_t open = e_.group(map.value, '{');
        if (open == t_.size()) return add_text(is_on(options.find({"reportonly"})) ? kReportOnly : kPolicy, gap_of(map), token);
        directives = directives_of(open, false);
      }
      if (!is_off(options.find({"usedefaults"}))) add_defaults(directives, kHelmetDirectives, span_of(token));
      add_policy(is_on(options.find({"reportonly"})) ? kReportOnly : kPolicy, directives, token);
    } else if (part == "crossoriginembedderpolicy") {
      add_header("Cross-Origin-Embedder-Policy", text({"policy"}, "require-corp"), token);
    } else if (part == "crossoriginopenerpolicy") {
      add_header("Cross-Origin-Opener-Policy", text({"policy"}, "same-origin"), token);
    } else if (part == "crossoriginresourcepolicy") {
      add_header("Cross-Origin-Resource-Policy", text({"policy"}, "same-origin"), token);
    } else if (part == "originagentcluster") {
      add_header("Origin-Agent-Cluster", "?1", token);
    } else if (part == "referrerpolicy") {
      add_header("Referrer-Policy", text({"policy"}, "no-referrer"), token);
    } else if (part == "stricttransportsecurity" || part == "hsts") {
      add_hsts(number_of(options.find({"maxage"})).value_or("31536000"), !is_off(options.find({"includesubdomains"})),
               is_on(options.find({"preload"})), token);
    } else if (part == "xcontenttypeoptions" || part == "nosniff") {
      add_header("X-Content-Type-Options", "nosniff", token);
    } else if (part == "xdnsprefetchcontrol" || part == "dnsprefetchcontrol") {
      add_header("X-DNS-Prefetch-Control", is_on(options.find({"allow"})) ? "on" : "off", token);
    } else if (part == "xdownloadoptions" || part == "ienoopen") {
      add_header("X-Download-Options", "noopen", token);
    } else if (part == "xframeoptions" || part == "frameguard") {
      std::string action = text({"action"}, "SAMEORIGIN");
      for (char& c : action) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
      add_header("X-Frame-Options", action, token);
    } else if (part == "xpermittedcrossdomainpolicies" || part == "permittedcrossdomainpolicies") {
      add_header("X-Permitted-Cross-Domain-Policies", text({"permittedpolicies"}, "none"), token);
    } else if (part == "xxssprotection" || part == "xssfilter") {
      add_header("X-XSS-Protection", "0", token);
    }
  }

  /// SvelteKit's kit.csp and Astro's security.csp.
  void see_csp_option(std::uint32_t i) {
    const std::uint32_t open = i + 2;
    const Options options = options_of(open);
    const Option map = options.find({"directives"});
    const Option reports = options.find({"reportonly"});
    if (map.exists() && t_.is(map.value, "[")) return see_astro(i, options, map);
    if (!map.exists() && !reports.exists()) return;
    handled_.emplace_back(open, t_.group_end(open));
    for (const bool only : {false, true}) {
      const Option& option = only ? reports : map;
      const std::uint32_t group = option.exists() ? e_.group(option.value, '{') : t_.size();
      Directives directives = directives_of(group, true);
      for (Directive& directive : directives) {
        const bool scripts = directive.name == "script-src" || directive.name == "script-src-elem";
        const bool inline_allowed = std::any_of(directive.sources.begin(), directive.sources.end(), [](const Value& source) {
          return source.text.find("'unsafe-inline'") != std::string::npos;
        });
        if (scripts && !inline_allowed) add_nonce(directive, directive.key);
      }
      if (!directives.empty()) add_policy(only ? kReportOnly : kPolicy, directives, option.key);
    }
  }

  void see_astro(std::uint32_t i, const Options& options, const Option& map) {
    Directives directives;
    std::vector<Value> values;
    std::uint32_t at = map.value;
    if (!e_.list(at, map.end, values)) return;
    for (const Value& value : values) {
      const std::size_t blank = value.text.find(' ');
      Directive directive;
      directive.name = text::lowered(value.text.substr(0, blank));
      directive.key = {value.first_source(), value.first_source() + static_cast<std::uint32_t>(directive.name.size())};
      if (!is_directive(directive.name)) continue;
      if (blank != std::string::npos) directive.sources.push_back(value.slice(blank + 1, value.text.size()));
      directives.push_back(std::move(directive));
    }
    for (const bool style : {false, true}) {
      const Option part = style ? options.find({"styledirective"}) : options.find({"scriptdirective"});
      const std::uint32_t group = part.exists() ? e_.group(part.value, '{') : t_.size();
      const Option resources = options_of(group).find({"resources"});
      Directive directive;
      directive.name = style ? "style-src" : "script-src";
      directive.key = span_of(part.exists() ? part.key : i);
      if (resources.exists()) {
        sources_of(resources.value, resources.end, false, directive.sources);
      } else {
        Value self;
        self.add_escape("'self'", directive.key);
        directive.sources.push_back(std::move(self));
      }
      // Astro adds the hashes of what it builds.
      Value hashes;
      hashes.add_escape("{{hashes}}", directive.key);
      hashes.gaps.push_back(directive.key);
      directive.sources.push_back(std::move(hashes));
      directives.push_back(std::move(directive));
    }
    handled_.emplace_back(i + 2, t_.group_end(i + 2));
    add_policy(kPolicy, directives, i, true);
  }

  void see_nuxt(std::uint32_t i) {
    const Option headers = options_of(i + 2).find({"headers"});
    if (!headers.exists()) return;
    const std::uint32_t open = e_.group(headers.value, '{');
    if (open == t_.size()) return;
    const Options options = options_of(open);
    handled_.emplace_back(i + 2, t_.group_end(i + 2));
    const Option csp = options.find({"contentsecuritypolicy"});
    const bool reports = is_on(options.find({"contentsecuritypolicyreportonly"}));
    if (!is_off(csp)) {
      const std::uint32_t map = csp.exists() ? e_.group(csp.value, '{') : t_.size();
      if (!csp.exists() || map < t_.size()) {
        Directives directives = directives_of(map, false);
        const std::uint32_t token = csp.exists() ? csp.key : headers.key;
        add_defaults(directives, kNuxtDirectives, span_of(token));
        add_policy(reports ? kReportOnly : kPolicy, directives, token);
      }
    }
    static constexpr struct {
      std::string_view key;
      std::string_view name;
      std::string_view value;
    } kParts[] = {{"crossoriginresourcepolicy", "Cross-Origin-Resource-Policy", "same-origin"},
                  {"crossoriginopenerpolicy", "Cross-Origin-Opener-Policy", "same-origin"},
                  {"crossoriginembedderpolicy", "Cross-Origin-Embedder-Policy", "credentialless"},
                  {"originagentcluster", "Origin-Agent-Cluster", "?1"},
                  {"referrerpolicy", "Referrer-Policy", "no-referrer"},
                  {"xcontenttypeoptions", "X-Content-Type-Options", "nosniff"},
                  {"xdnsprefetchcontrol", "X-DNS-Prefetch-Control", "off"},
                  {"xdownloadoptions", "X-Download-Options", "noopen"},
                  {"xframeoptions", "X-Frame-Options", "SAMEORIGIN"},
                  {"xpermittedcrossdomainpolicies", "X-Permitted-Cross-Domain-Policies", "none"},
                  {"xxssprotection", "X-XSS-Protection", "0"}};
    for (const auto& part : kParts) {
      const Option option = options.find({part.key});
      if (is_off(option)) continue;
      if (!option.exists()) {
        add_header(part.name, part.value, headers.key);
      } else {
        add_text(part.name, text_of(option), option.key);
      }
    }
    const Option hsts = options.find({"stricttransportsecurity"});
    if (!is_off(hsts)) {
      const std::uint32_t group = hsts.exists() ? e_.group(hsts.value, '{') : t_.size();
      const Options given = options_of(group);
      if (!hsts.exists()) {
        add_hsts("15552000", true, false, headers.key);
      } else if (group < t_.size()) {
        add_hsts(number_of(given.find({"maxage"})).value_or("15552000"), !is_off(given.find({"includesubdomains"})),
                 is_on(given.find({"preload"})), hsts.key);
      }
    }
  }

  /// aws-cdk's ResponseHeadersPolicy.
  void see_cloudfront(std::uint32_t i) {
    const Options options = options_of(i + 2);
    handled_.emplace_back(i + 2, t_.group_end(i + 2));
    for (const auto& [key, option] : options.all) {
      const Options own = options_of(e_.group(option.value, '{'));
      const auto constant = [&](const Option& value) {
        std::string word = value.exists() ? std::string(t_.text(value.end - 1)) : std::string();
        std::replace(word.begin(), word.end(), '_', '-');
        return word;
      };
      if (key == "contentsecuritypolicy") add_text(kPolicy, text_of(own.find({"contentsecuritypolicy"})), option.key);
      if (key == "contenttypeoptions") add_header("X-Content-Type-Options", "nosniff", option.key);
      if (key == "frameoptions") add_header("X-Frame-Options", constant(own.find({"frameoption"})), option.key);
      if (key == "referrerpolicy") {
        add_header("Referrer-Policy", text::lowered(constant(own.find({"referrerpolicy"}))), option.key);
      }
      if (key == "stricttransportsecurity") {
        // Duration.days(365)
        const Option age = own.find({"accesscontrolmaxage"});
        std::uint64_t seconds = 0;
        for (std::uint32_t at = age.value; at < age.end; ++at) {
          if (!t_.is_kind(at, Kind::Number)) continue;
          const std::string count = number_of({age.key, at, at + 1}).value_or("0");
          const std::uint64_t unit = at >= 2 && t_.is(at - 2, "days") ? 86400 : at >= 2 && t_.is(at - 2, "hours") ? 3600 : 1;
          for (const char c : count) seconds = seconds * 10 + static_cast<std::uint64_t>(c - '0');
          seconds *= unit;
          break;
        }
        if (seconds > 0) {
          add_hsts(std::to_string(seconds), is_on(own.find({"includesubdomains"})), is_on(own.find({"preload"})), option.key);
        }
      }
    }
  }

  // ---- Python

  void see_python(std::uint32_t i) {
    const std::string_view word = t_.text(i);
    if (t_.is(i + 1, "(") && (word == "Talisman" || word == "init_app")) {
      const bool named = word == "Talisman" || (i >= 2 && text::lowered(t_.text(i - 2)).find("talisman") != std::string::npos);
      if (named && t_.group_end(i + 1) > i + 2) talisman_ = i;
      return;
    }
    const bool setting = t_.is(i + 1, "=") && t_[i].begins_line && t_.parent(i) == t_.size() && word.size() > 4;
    if (setting && (word.substr(0, 4) == "CSP_" || word.substr(0, 7) == "SECURE_" || word == "X_FRAME_OPTIONS" ||
                    word.substr(0, 23) == "CONTENT_SECURITY_POLICY")) {
      settings_.all.push_back({plain_name(word), {i, i + 2, line_end(i + 2)}});
    }
  }

  /// Where the statement ends that is read from `i` on: at the first token of a line outside of brackets.
  std::uint32_t line_end(std::uint32_t i) const {
    while (i < t_.size()) {
      if (t_.opens(i) && t_[i].mate > i) {
        i = t_[i].mate + 1;
      } else {
        ++i;
      }
      if (i < t_.size() && (t_[i].begins_line || t_.is(i, ";"))) return i;
    }
    return t_.size();
  }

  void finish_talisman() {
    if (talisman_ == 0 && !(t_.size() > 0 && t_.is(0, "Talisman") && t_.is(1, "(") && t_.group_end(1) > 2)) return;
    const std::uint32_t i = talisman_;
    const std::uint32_t open = i + 1;
    const Options options = options_of(open);
    handled_.emplace_back(i, t_.group_end(open));
    if (options.unknown) return;
    const Option csp = options.find({"contentsecuritypolicy"});
    const bool reports = is_on(options.find({"contentsecuritypolicyreportonly"}));
    const std::string_view name = reports ? kReportOnly : kPolicy;
    const Option uri = options.find({"contentsecuritypolicyreporturi"});
    if (!csp.exists()) {
      add_header(name, "default-src 'self'; object-src 'none'", i);
    } else if (!is_off(csp)) {
      const std::uint32_t map = e_.group(csp.value, '{');
      if (map < t_.size()) {
        Directives directives = directives_of(map, false);
        add_talisman_nonces(directives, options.find({"contentsecuritypolicynoncein"}));
        if (uri.exists()) {
          Directive directive;
          directive.name = "report-uri";
          directive.key = span_of(uri.key);
          directive.sources.push_back(text_of(uri));
          directives.push_back(std::move(directive));
        }
        add_policy(name, directives, csp.key);
      } else {
        Value value = text_of(csp);
        if (uri.exists() && value.literals > 0) {
          value.add_escape("; report-uri ", span_of(uri.key));
          value.add(text_of(uri));
          value.from_map = true;
        }
        if (value.literals == 0) value = gap_of(csp);
        add_text(name, std::move(value), csp.key);
      }
    }
    const auto text = [&](std::string_view header, std::string_view key, std::string_view otherwise) {
      const Option option = options.find({key});
      if (is_off(option)) return;
      if (!option.exists()) return add_header(header, otherwise, i);
      Value value = text_of(option);
      // A constant of the module: DENY
      if (value.literals == 0) return add_header(header, last_name(value.text), option.key);
      add_text(header, std::move(value), option.key);
    };
    text("X-Frame-Options", "frameoptions", "SAMEORIGIN");
    text("Referrer-Policy", "referrerpolicy", "strict-origin-when-cross-origin");
    if (!is_off(options.find({"xcontenttypeoptions"}))) add_header("X-Content-Type-Options", "nosniff", i);
    if (is_on(options.find({"xxssprotection"}))) add_header("X-XSS-Protection", "1; mode=block", i);
    if (!is_off(options.find({"stricttransportsecurity"}))) {
      add_hsts(number_of(options.find({"stricttransportsecuritymaxage"})).value_or("31556926"),
               !is_off(options.find({"stricttransportsecurityincludesubdomains"})),
               is_on(options.find({"stricttransportsecuritypreload"})), i);
    }
    const Option permissions = options.find({"permissionspolicy"});
    if (!permissions.exists()) {
      add_header("Permissions-Policy", "browsing-topics=()", i);
    } else if (const std::uint32_t map = e_.group(permissions.value, '{'); map < t_.size()) {
      Value value;
      for (const auto& [key, option] : options_of(map).all) {
        const Span place = t_.is_kind(option.key, Kind::String) ? t_.inside(option.key) : span_of(option.key);
        if (!value.text.empty()) value.add_escape(", ", {place.start, place.start});
        value.add_run(s_.substr(place.start, place.size()), place.start);
        value.add_escape("=", {place.end, place.end});
        value.add(text_of(option));
      }
      value.from_map = true;
      if (value.literals > 0) add_text("Permissions-Policy", std::move(value), permissions.key);
    } else if (!is_off(permissions)) {
      add_text("Permissions-Policy", text_of(permissions), permissions.key);
    }
  }

  void add_talisman_nonces(Directives& directives, const Option& names) {
    std::vector<Value> values;
    std::uint32_t at = names.value;
    if (!names.exists() || !e_.list(at, names.end, values)) return;
    for (const Value& value : values) {
      for (Directive& directive : directives) {
        if (directive.name == value.text) add_nonce(directive, {value.first_source(), value.last_source()});
      }
    }
  }

  void finish_django() {
    if (settings_.all.empty()) return;
    const Options& options = settings_;
    // django-csp 3: CSP_DEFAULT_SRC = (...)
    Directives directives;
    std::uint32_t first = t_.size();
    for (const auto& [key, option] : options.all) {
      const std::string_view word = t_.text(option.key);
      if (word.substr(0, 4) != "CSP_") continue;
      Directive directive;
      directive.name = directive_of(word.substr(4));
      directive.key = span_of(option.key);
      if (directive.name.empty() || is_off(option)) continue;
      const bool flag = is_on(option) || t_.is(option.value, "None");
      if (!flag) {
        // CSP_DEFAULT_SRC = "'none'",
        const bool tuple = t_.is_kind(option.value, Kind::String);
        sources_of(option.value, tuple ? e_.item_end(option.value, option.end) : option.end, false, directive.sources);
      }
      first = std::min(first, option.key);
      handled_.emplace_back(option.key, option.end);
      directives.push_back(std::move(directive));
    }
    if (!directives.empty()) {
      // Reports come last, as django-csp puts them.
      std::stable_sort(directives.begin(), directives.end(), [](const Directive& a, const Directive& b) {
        return (a.name == "report-uri") < (b.name == "report-uri");
      });
      if (is_on(options.find({"cspreportonly"}))) {
        add_policy(kReportOnly, directives, first);
      } else {
        add_policy(kPolicy, directives, first);
      }
    }
    // django-csp 4 and Django 6
    for (const auto& [key, option] : options.all) {
      const bool reports = key == "contentsecuritypolicyreportonly" || key == "securecspreportonly";
      if (!reports && key != "contentsecuritypolicy" && key != "securecsp") continue;
      const std::uint32_t open = e_.group(option.value, '{');
      if (open == t_.size()) {
        Value value = text_of(option);
        if (value.literals > 0) add_text(reports ? kReportOnly : kPolicy, std::move(value), option.key);
        continue;
      }
      const Option map = options_of(open).find({"directives"});
      const std::uint32_t group = map.exists() ? e_.group(map.value, '{') : open;
      add_policy(reports ? kReportOnly : kPolicy, directives_of(group, false), option.key);
    }
    const Option age = options.find({"securehstsseconds"});
    const auto seconds = age.exists() ? number_of(age) : std::nullopt;
    if (seconds && *seconds != "0") {
      add_hsts(*seconds, is_on(options.find({"securehstsincludesubdomains"})), is_on(options.find({"securehstspreload"})), age.key);
    }
    if (is_on(options.find({"securecontenttypenosniff"}))) {
      add_header("X-Content-Type-Options", "nosniff", options.find({"securecontenttypenosniff"}).key);
    }
    if (is_on(options.find({"securebrowserxssfilter"}))) {
      add_header("X-XSS-Protection", "1; mode=block", options.find({"securebrowserxssfilter"}).key);
    }
    const Option referrer = options.find({"securereferrerpolicy"});
    if (referrer.exists() && !is_off(referrer)) add_text("Referrer-Policy", joined(referrer, ","), referrer.key);
    const Option opener = options.find({"securecrossoriginopenerpolicy"});
    if (opener.exists() && !is_off(opener)) add_text("Cross-Origin-Opener-Policy", text_of(opener), opener.key);
    const Option frame = options.find({"xframeoptions"});
    if (frame.exists() && !is_off(frame)) add_text("X-Frame-Options", text_of(frame), frame.key);
  }

  // ---- Ruby

  void see_ruby(std::uint32_t i) {
    const std::string_view word = t_.text(i);
    if (word == "content_security_policy_report_only" && t_.is(i + 1, "=") && t_.is(i + 2, "true")) rails_reports_ = true;
    if (word == "content_security_policy_nonce_generator" && t_.is(i + 1, "=")) rails_nonce_ = i;
    if (word == "content_security_policy_nonce_directives" && t_.is(i + 1, "=")) rails_nonce_in_ = i + 2;
    if (word == "SecureHeaders") secure_headers_ = true;
    if (i == 0 || !t_.is(i - 1, ".")) return;
    // config.csp = {...}
    if (t_.is(i + 1, "=")) return see_secure_headers(i);
    const std::string name = directive_of(word);
    if (name.empty() || word.find('_') == std::string_view::npos) return;
    if (i < 2 || !t_.is_kind(i - 2, Kind::Word) || !t_[i - 2].begins_line) return;
    Directive directive;
    directive.name = name;
    directive.key = span_of(i);
    std::uint32_t at = i + 1;
    std::uint32_t end = at;
    if (t_.is(at, "(")) {
      end = t_.group_end(at);
      ++at;
    } else {
      while (end < t_.size() && spend(1) && (!t_[end].begins_line || t_.is(end - 1, ","))) {
        end = t_.opens(end) && t_[end].mate > end ? t_[end].mate + 1 : end + 1;
      }
    }
    while (at < end && !t_.is(at, "true")) {
      const std::uint32_t item = e_.item_end(at, end);
      if (item > at && !t_.is(at, "false")) {
        if (t_.is(at, ":")) {
          Value symbol;
          symbol.add_run(s_.substr(t_[at].start, t_[item - 1].end - t_[at].start), t_[at].start);
          directive.sources.push_back(as_source(std::move(symbol), false));
        } else {
          sources_of(at, item, false, directive.sources);
        }
      }
      at = item + 1;
    }
    if (rails_.empty()) rails_token_ = i;
    rails_.push_back(std::move(directive));
  }

  void see_secure_headers(std::uint32_t i) {
    if (!secure_headers_) return;
    const std::string key = plain_name(t_.text(i));
    const Option option{i, i + 2, line_end(i + 2)};
    if (t_.is(i + 2, "{") && (key == "csp" || key == "cspreportonly")) {
      Directives directives = directives_of(i + 2, false);
      // secure_headers takes schemes away from hosts.
      for (Directive& directive : directives) {
        if (directive.name == "report-uri") continue;
        for (Value& source : directive.sources) {
          for (const std::string_view scheme : {"https://", "http://"}) {
            if (source.text.substr(0, scheme.size()) == scheme) source = source.slice(scheme.size(), source.text.size());
          }
        }
      }
      return add_policy(key == "csp" ? kPolicy : kReportOnly, directives, i);
    }
    static constexpr std::pair<std::string_view, std::string_view> kParts[] = {
        {"hsts", "Strict-Transport-Security"},
        {"xframeoptions", "X-Frame-Options"},
        {"xcontenttypeoptions", "X-Content-Type-Options"},
        {"xxssprotection", "X-XSS-Protection"},
        {"xdownloadoptions", "X-Download-Options"},
        {"xpermittedcrossdomainpolicies", "X-Permitted-Cross-Domain-Policies"},
        {"referrerpolicy", "Referrer-Policy"}};
    for (const auto& [name, header] : kParts) {
      if (key != name) continue;
      Value value = joined(option, ", ");
      if (value.literals > 0) add_text(header, std::move(value), i);
    }
  }

  void finish_ruby() {
    if (rails_.empty()) return;
    if (rails_nonce_ > 0) {
      std::vector<Value> names;
      std::uint32_t at = rails_nonce_in_;
      if (rails_nonce_in_ > 0) e_.list(at, t_.size(), names);
      for (Directive& directive : rails_) {
        const bool named = std::any_of(names.begin(), names.end(), [&](const Value& name) { return name.text == directive.name; });
        const bool usual = rails_nonce_in_ == 0 && is_one_of(directive.name, {"script-src", "style-src"});
        if (named || usual) add_nonce(directive, span_of(rails_nonce_));
      }
    }
    add_policy(rails_reports_ ? kReportOnly : kPolicy, rails_, rails_token_);
  }

  // ---- PHP: spatie/laravel-csp

  void see_php(std::uint32_t i) {
    if (!t_.is(i, "Directive") || !t_.is(i + 1, "::") || !t_.is_kind(i + 2, Kind::Word)) return;
    if (i < 2 || !t_.is(i - 1, "(")) return;
    const std::string call = plain_name(t_.text(i - 2));
    if (!is_one_of(call, {"add", "adddirective", "addnoncefordirective", "addnonce"})) return;
    std::string name = text::lowered(t_.text(i + 2));
    std::replace(name.begin(), name.end(), '_', '-');
    if (name == "base") name = "base-uri";
    if (name == "report") name = "report-uri";
    for (const std::string_view tail : {"-attr", "-elem"}) {
      if (name.size() > 5 && name.substr(name.size() - 5) == tail && name.find("-src") == std::string::npos) {
        name = name.substr(0, name.size() - 5) + "-src" + std::string(tail);
      }
    }
    if (!is_directive(name)) name += "-src";
    if (!is_directive(name)) return;
    auto found = std::find_if(spatie_.begin(), spatie_.end(), [&](const Directive& each) { return each.name == name; });
    if (found == spatie_.end()) {
      if (spatie_.empty()) spatie_token_ = i;
      spatie_.push_back({name, span_of(i + 2), {}, false});
      found = spatie_.end() - 1;
    }
    if (call == "addnoncefordirective" || call == "addnonce") return add_nonce(*found, span_of(i - 2));
    const std::uint32_t close = t_.group_end(i - 1);
    if (!t_.is(i + 3, ",") || t_.is(i + 6, "NO_VALUE")) return;
    sources_of(i + 4, e_.item_end(i + 4, close), true, found->sources);
  }

  void finish_spatie() {
    if (!spatie_.empty()) add_policy(kPolicy, spatie_, spatie_token_);
  }

  // ---- Java and Kotlin: Spring Security

  void see_java(std::uint32_t i) {
    const std::string_view word = t_.text(i);
    const bool called = t_.is(i + 1, "(");
    if ((word == "contentSecurityPolicy" || word == "policyDirectives") && called && !t_.is(i + 2, ")")) {
      Value value;
      std::uint32_t at = i + 2;
      const std::uint32_t close = t_.group_end(i + 1);
      if (e_.value(at, close, value) && value.literals > 0 && at == close) add_spring_policy(i, close, std::move(value));
    } else if (word == "policyDirectives" && t_.is(i + 1, "=")) {
      Value value;
      std::uint32_t at = i + 2;
      if (e_.value(at, t_.size(), value) && value.literals > 0) add_spring_policy(i, at, std::move(value));
    } else if (word == "frameOptions") {
      spring_ = std::max(spring_, 1U);
      for (std::uint32_t at = i + 1; at < i + 14 && at < t_.size(); ++at) {
        const std::string_view each = t_.text(at);
        if (each == "deny" || each == "DENY") spring_frame_ = "DENY";
        if (each == "sameOrigin" || each == "SAMEORIGIN") spring_frame_ = "SAMEORIGIN";
        if (each == "disable") spring_frame_ = "-";
        if (each == "deny" || each == "DENY" || each == "sameOrigin" || each == "SAMEORIGIN" || each == "disable") {
          spring_frame_token_ = i;
          break;
        }
        if (t_.is(at, ";")) break;
      }
    } else if (word == "ReferrerPolicy" && t_.is(i + 1, ".") && t_.is_kind(i + 2, Kind::Word)) {
      std::string value = text::lowered(t_.text(i + 2));
      std::replace(value.begin(), value.end(), '_', '-');
      const Value text = escape_of(value, i + 2);
      if (is_plausible("Referrer-Policy", text)) spring_others_.push_back({"Referrer-Policy", value, i + 2});
    } else if (word == "defaultsDisabled") {
      spring_defaults_ = false;
    } else if ((word == "permissionsPolicy" || word == "permissionsPolicyHeader") && called) {
      constexpr std::uint32_t kFar = 64;
      for (std::uint32_t at = i + 2; at < t_.group_end(i + 1) && at < i + kFar; ++at) {
        if (!t_.is_kind(at, Kind::String)) continue;
        Value value;
        if (e_.value(at, t_.size(), value)) add_text("Permissions-Policy", std::move(value), i);
        break;
      }
    }
  }

  Value escape_of(std::string_view text, std::uint32_t token) const {
    Value value;
    value.add_escape(text, span_of(token));
    value.literals = 1;
    return value;
  }

  void add_spring_policy(std::uint32_t i, std::uint32_t end, Value value) {
    // .reportOnly() belongs to it up to the next part of the chain.
    bool reports = false;
    for (std::uint32_t at = end; at < end + 8 && at < t_.size(); ++at) {
      if (t_.is(at, "reportOnly")) reports = true;
      if (t_.is(at, "and") || t_.is(at, ";") || t_.is(at, "frameOptions")) break;
    }
    spring_ = 2;
    add_text(reports ? kReportOnly : kPolicy, std::move(value), i);
    handled_.emplace_back(i, end);
  }

  struct Other {
    std::string_view name;
    std::string value;
    std::uint32_t token = 0;
  };

  void finish_spring() {
    if (spring_ == 0) return;
    const std::uint32_t place = spring_frame_token_ > 0 ? spring_frame_token_ : added_.empty() ? 0 : added_.back().token;
    if (spring_frame_ != "-" && (spring_frame_token_ > 0 || spring_defaults_)) {
      add_header("X-Frame-Options", spring_frame_.empty() ? "DENY" : spring_frame_, place);
    }
    if (spring_defaults_) add_header("X-Content-Type-Options", "nosniff", place);
    for (const Other& other : spring_others_) add_header(other.name, other.value, other.token);
  }

  // ---- C#: NetEscapades

  void see_csharp(std::uint32_t i) {
    const std::string_view word = t_.text(i);
    if (!t_.is(i + 1, "(") || word.substr(0, 3) != "Add") return;
    const std::string name(word.substr(3));
    const std::uint32_t close = t_.group_end(i + 1);
    if (name == "FrameOptionsDeny") return add_header("X-Frame-Options", "DENY", i);
    if (name == "FrameOptionsSameOrigin") return add_header("X-Frame-Options", "SAMEORIGIN", i);
    if (name == "ContentTypeOptionsNoSniff") return add_header("X-Content-Type-Options", "nosniff", i);
    if (name == "XssProtectionBlock") return add_header("X-XSS-Protection", "1; mode=block", i);
    if (name == "XssProtectionDisabled") return add_header("X-XSS-Protection", "0", i);
    if (name.substr(0, 14) == "ReferrerPolicy" && name.size() > 14) {
      std::string value;
      for (const char c : name.substr(14)) {
        if (c >= 'A' && c <= 'Z' && !value.empty()) value += '-';
        value += text::to_lower(c);
      }
      if (is_plausible("Referrer-Policy", escape_of(value, i))) add_header("Referrer-Policy", value, i);
      return;
    }
    if (name.substr(0, 29) == "StrictTransportSecurityMaxAge") {
      std::string age = "31536000";
      constexpr std::uint32_t kFar = 32;
      for (std::uint32_t at = i + 2; at < close && at < i + kFar; ++at) {
        if (t_.is_kind(at, Kind::Number)) age = number_of({at, at, close}).value_or(age);
        if (t_.is_kind(at, Kind::Number)) break;
      }
      const bool preload = name.find("Preload") != std::string::npos;
      return add_hsts(age, preload || name.find("IncludeSubDomains") != std::string::npos, preload, i);
    }
    if (name == "ContentSecurityPolicy" || name == "ContentSecurityPolicyReportOnly") {
      Directives directives;
      if (!spend(close - i)) return;
      for (std::uint32_t at = i + 2; at < close; ++at) see_builder(at, close, directives);
      add_policy(name == "ContentSecurityPolicy" ? kPolicy : kReportOnly, directives, i);
      handled_.emplace_back(i, close);
    }
  }

  void see_builder(std::uint32_t at, std::uint32_t end, Directives& directives) {
    const std::string_view word = t_.text(at);
    if (!t_.is_kind(at, Kind::Word) || !t_.is(at + 1, "(") || word.substr(0, 3) != "Add") return;
    Directive directive;
    directive.name = directive_of(word.substr(3));
    if (directive.name.empty()) return;
    directive.key = span_of(at);
    std::uint32_t i = t_.group_end(at + 1) + 1;
    while (i + 2 < end && t_.is(i, ".") && t_.is_kind(i + 1, Kind::Word) && t_.is(i + 2, "(")) {
      const std::string_view part = t_.text(i + 1);
      const std::uint32_t close = t_.group_end(i + 2);
      if (part == "From" || part == "To" || part == "WithHash256" || part == "Sources") {
        for (std::uint32_t item = i + 3; item < close; item = e_.item_end(item, close) + 1) {
          sources_of(item, e_.item_end(item, close), false, directive.sources);
        }
      } else if (part == "WithNonce") {
        add_nonce(directive, span_of(i + 1));
      } else {
        std::string keyword;
        for (const char c : part) {
          if (c >= 'A' && c <= 'Z' && !keyword.empty()) keyword += '-';
          keyword += text::to_lower(c);
        }
        Value symbol;
        symbol.add_escape(keyword == "over-https" ? "https" : keyword, span_of(i + 1));
        Value source = as_source(std::move(symbol), false);
        if (source.literals > 0) directive.sources.push_back(std::move(source));
      }
      i = close + 1;
    }
    directives.push_back(std::move(directive));
  }

  // ---- Go: unrolled/secure

  void see_go(std::uint32_t i) {
    if (!t_.is(i, "Options") || !t_.is(i + 1, "{") || i < 2 || !t_.is(i - 2, "secure")) return;
    const Options options = options_of(i + 1);
    handled_.emplace_back(i + 1, t_.group_end(i + 1));
    const auto text = [&](std::string_view header, std::string_view key) {
      const Option option = options.find({key});
      if (!option.exists()) return;
      Value value = text_of(option);
      if (value.literals == 0) return;
      const std::size_t nonce = value.text.find("$NONCE");
      if (nonce != std::string::npos) {
        const Value place = value.slice(nonce, nonce + 6);
        value.gaps.push_back({place.first_source(), place.last_source()});
      }
      add_text(header, std::move(value), option.key);
    };
    text(kPolicy, "contentsecuritypolicy");
    text(kReportOnly, "contentsecuritypolicyreportonly");
    text("Referrer-Policy", "referrerpolicy");
    text("Permissions-Policy", "permissionspolicy");
    text("Feature-Policy", "featurepolicy");
    text("Cross-Origin-Opener-Policy", "crossoriginopenerpolicy");
    text("Cross-Origin-Embedder-Policy", "crossoriginembedderpolicy");
    text("Cross-Origin-Resource-Policy", "crossoriginresourcepolicy");
    const Option frame = options.find({"customframeoptionsvalue"});
    if (frame.exists()) {
      text("X-Frame-Options", "customframeoptionsvalue");
    } else if (is_on(options.find({"framedeny"}))) {
      add_header("X-Frame-Options", "DENY", options.find({"framedeny"}).key);
    }
    if (is_on(options.find({"contenttypenosniff"}))) {
      add_header("X-Content-Type-Options", "nosniff", options.find({"contenttypenosniff"}).key);
    }
    if (is_on(options.find({"browserxssfilter"}))) {
      add_header("X-XSS-Protection", "1; mode=block", options.find({"browserxssfilter"}).key);
    }
    const Option age = options.find({"stsseconds"});
    if (const auto seconds = age.exists() ? number_of(age) : std::nullopt; seconds && *seconds != "0") {
      add_hsts(*seconds, is_on(options.find({"stsincludesubdomains"})), is_on(options.find({"stspreload"})), age.key);
    }
  }

  // ---- any

  /// A map of directives of a framework that is not named.
  void find_plain_map() {
    std::uint32_t tried = t_.size();
    int tries = 0;
    for (std::uint32_t i = 0; i + 2 < t_.size(); ++i) {
      const bool key = t_.is_kind(i, Kind::String) || t_.is_kind(i, Kind::Word);
      if (!key || !(t_.is(i + 1, ":") || t_.is(i + 1, "=>"))) continue;
      const std::string_view word = t_.is_kind(i, Kind::String) ? t_.inside_text(i) : t_.text(i);
      if (directive_of(word).empty() || word.find_first_of("-_ABCDEFGHIJKLMNOPQRSTUVWXYZ") == word.npos) continue;
      const std::uint32_t open = t_.parent(i);
      constexpr int kMostTries = 64;
      if (open == t_.size() || open == tried || ++tries > kMostTries) continue;
      tried = open;
      const Directives directives = directives_of(open, false);
      const bool sources = std::any_of(directives.begin(), directives.end(), [](const Directive& directive) {
        return std::any_of(directive.sources.begin(), directive.sources.end(), [](const Value& source) {
          const std::string_view text = source.text;
          return source.literals > 0 && !text.empty() &&
                 (text[0] == '\'' || text == "*" || text.find("://") != text.npos || text.back() == ':' ||
                  (text.find('.') != text.npos && text.find(' ') == text.npos));
        });
      });
      if (!sources) continue;
      // Its name says whether it only reports.
      bool reports = false;
      std::uint32_t at = open;
      for (int step = 0; step < 8 && at > 0 && !t_[at].begins_line; ++step) --at;
      for (; at < open; ++at) {
        const std::string name = plain_name(t_.text(at));
        reports = reports || name.find("reportonly") != std::string::npos;
      }
      add_policy(reports ? kReportOnly : kPolicy, directives, i);
      return;
    }
  }

  text::Source& source_;
  Expressions& e_;
  const Tokens& t_;
  std::string_view s_;
  std::vector<Pair>& pairs_;
  std::vector<Pair> added_;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> handled_;
  Options settings_;
  std::size_t left_ = 0;
  std::uint32_t talisman_ = 0;
  Directives rails_;
  std::uint32_t rails_token_ = 0;
  std::uint32_t rails_nonce_ = 0;
  std::uint32_t rails_nonce_in_ = 0;
  bool rails_reports_ = false;
  bool secure_headers_ = false;
  Directives spatie_;
  std::uint32_t spatie_token_ = 0;
  std::uint32_t spring_ = 0;
  bool spring_defaults_ = true;
  std::string spring_frame_;
  std::uint32_t spring_frame_token_ = 0;
  std::vector<Other> spring_others_;
};

}  // namespace maps_detail
using namespace maps_detail;

void read_maps(text::Source& source, Expressions& expressions, std::vector<Pair>& pairs) {
  MapReader(source, expressions, pairs).read();
}

}  // namespace headstrong::http::code

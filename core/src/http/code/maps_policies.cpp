// Of a map of directives its policy, with keywords and constants as a policy has them, and the headers that
// are added.
#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/code/map_reader.hpp"
#include "text/ascii.hpp"

namespace headstrong::http::code {
namespace maps_policies_detail {

constexpr std::string_view kKeywords[] = {"self", "none", "unsafe-inline", "unsafe-eval", "strict-dynamic", "unsafe-hashes",
                                          "report-sample", "wasm-unsafe-eval", "inline-speculation-rules", "script",
                                          "trusted-types-eval"};
constexpr std::string_view kSchemes[] = {"https", "http", "data", "blob", "ws", "wss", "mediastream", "filesystem"};

}  // namespace maps_policies_detail
using namespace maps_policies_detail;

/// A source as the policy has it: keywords in quotes, constants and symbols as what they mean.
Value MapReader::as_source(Value value, bool quotes_keywords) {
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
bool MapReader::sources_of(std::uint32_t i, std::uint32_t end, bool quotes_keywords, std::vector<Value>& out) {
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
MapReader::Directives MapReader::directives_of(std::uint32_t open, bool quotes_keywords) {
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
void MapReader::add_defaults(Directives& directives, std::span<const Default> defaults, Span place) const {
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

void MapReader::add_nonce(Directive& directive, Span place) {
  Value nonce;
  nonce.add_escape("'nonce-{{nonce}}'", place);
  nonce.gaps.push_back(place);
  directive.sources.push_back(std::move(nonce));
}

void MapReader::add_policy(std::string_view name, const Directives& directives, std::uint32_t token, bool meta) {
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

void MapReader::add_header(std::string_view name, std::string_view text, std::uint32_t token, Span place) {
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
void MapReader::add_text(std::string_view name, Value value, std::uint32_t token) {
  if (value.text.empty() || is_full()) return;
  Pair pair;
  pair.name = name;
  pair.name_span = span_of(token);
  pair.value = std::move(value);
  pair.token = token;
  pair.certain = true;
  added_.push_back(std::move(pair));
}

void MapReader::add_hsts(std::string age, bool subdomains, bool preload, std::uint32_t token) {
  std::string value = "max-age=" + age;
  if (subdomains) value += "; includeSubDomains";
  if (preload) value += "; preload";
  add_header("Strict-Transport-Security", value, token);
}

Value MapReader::escape_of(std::string_view text, std::uint32_t token) const {
  Value value;
  value.add_escape(text, span_of(token));
  value.literals = 1;
  return value;
}

}  // namespace headstrong::http::code

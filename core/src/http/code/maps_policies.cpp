// Of a map of directives its policy, with keywords and constants as a policy has them, and the headers that
// are added.
#include <algorithm>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/code/map_reader.hpp"
#include "http/code/word_tables.hpp"
#include "text/ascii.hpp"

namespace headstrong::http::code {
namespace maps_policies_detail {

constexpr std::string_view kKeywords[] = {"self",
                                          "none",
                                          "unsafe-inline",
                                          "unsafe-eval",
                                          "strict-dynamic",
                                          "unsafe-hashes",
                                          "report-sample",
                                          "wasm-unsafe-eval",
                                          "inline-speculation-rules",
                                          "script",
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
  const bool keyword =
      std::find(std::begin(kKeywords), std::end(kKeywords), text) != std::end(kKeywords) && text != "script";
  const bool bare_hash = text.substr(0, 6) == "nonce-" || text.substr(0, 7) == "sha256-" ||
                         text.substr(0, 7) == "sha384-" || text.substr(0, 7) == "sha512-";
  if (quotes_keywords && (keyword || bare_hash)) {
    out.gaps = value.gaps;
    out.literals = value.literals;
    out.add_escape("'" + value.text + "'", {value.first_source(), value.last_source()});
    return out;
  }
  return value;
}

/// Whether what follows a list, or a text, leaves it as it is: .freeze, .filter(Boolean), as const
bool MapReader::keeps_list(std::uint32_t at, std::uint32_t end) const {
  while (at < end) {
    if (is_one_of(t_.text(at), {"as", "satisfies", "!"})) return true;
    const bool chained = t_.is(at, ".") && at + 1 < end;
    const std::string name = chained ? plain_name(t_.text(at + 1)) : std::string();
    const bool plain = keeps_text(name) || is_one_of(name, {"compact", "uniq", "flatten", "flat", "tolist", "toarray"});
    if (!plain && !(name == "filter" && t_.is(at + 3, "Boolean"))) return false;
    at = t_.is(at + 2, "(") ? t_.group_end(at + 2) + 1 : at + 2;
  }
  return true;
}

/// The sources of a directive: a list, or one text of several. Where something is done to them that the text does not
/// tell, a gap.
bool MapReader::sources_of(std::uint32_t i, std::uint32_t end, bool quotes_keywords, std::vector<Value>& out) {
  std::vector<Value> values;
  std::uint32_t at = i;
  Value one;
  const bool literal = t_.is_kind(i, Kind::String);
  bool known = !literal && e_.list(at, end, values);
  if (!known) {
    at = i;
    values.clear();
    known = e_.value(at, end, one);
    values.push_back(std::move(one));
  }
  if (!known || (at < end && !keeps_list(at, end))) {
    values.assign(1, {});
    e_.add_gap({t_[i].start, t_[end - 1].end}, values[0]);
  }
  for (Value& value : values) out.push_back(as_source(std::move(value), quotes_keywords));
  return true;
}

/// Notes where the directive can be written, and the items of a list that stands in its place.
void MapReader::find_items(Directive& directive, const Option& option) const {
  if (!option.exists()) return;
  const bool symbol = option.key > 0 && t_.is(option.key - 1, ":") && t_[option.key - 1].end == t_[option.key].start;
  directive.value = {t_[option.value].start, t_[option.end - 1].end};
  directive.whole = {t_[symbol ? option.key - 1 : option.key].start, directive.value.end};
  // A variable that holds it is set elsewhere.
  if (t_.is_kind(option.value, Kind::Word) && !is_off(option) && !is_on(option)) directive.value = {};
  if (!t_.opens(option.value) || t_.group_end(option.value) + 1 != option.end) return;
  const std::uint32_t close = t_.group_end(option.value);
  for (std::uint32_t item = option.value + 1; item < close;) {
    const std::uint32_t end = e_.item_end(item, close);
    if (end > item) directive.items.push_back({t_[item].start, t_[end - 1].end});
    item = end + 1;
  }
  if (directive.items.size() != directive.sources.size()) directive.items.clear();
}

/// Reads a map of directives; none where its keys are others.
MapReader::Directives MapReader::directives_of(std::uint32_t open, bool quotes_keywords) {
  Directives directives;
  if (open >= t_.size()) return directives;
  const Options options = options_of(open);
  for (const auto& [key, option] : options.all) {
    const std::string_view word =
        t_.is_kind(option.key, Kind::String) ? t_.inside_text(option.key) : t_.text(option.key);
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
    find_items(directive, option);
    // What a spread map brought is taken the place of.
    std::erase_if(directives, [&](const Directive& other) { return other.name == directive.name; });
    directives.push_back(std::move(directive));
  }
  add_additions(open, quotes_keywords, directives);
  if (options.unknown && !directives.empty()) {
    Directive more;
    more.name = "{{expression}}";
    more.key = options.unknown_place;
    more.unknown = true;
    directives.push_back(std::move(more));
  }
  handled_.emplace_back(open, t_.group_end(open));
  return directives;
}

/// Puts a framework's own directives before those of the text, which take their places.
void MapReader::add_defaults(Directives& directives, std::span<const Default> defaults, Span place) const {
  Directives all;
  const bool hidden =
      std::any_of(directives.begin(), directives.end(), [](const Directive& directive) { return directive.unknown; });
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
      if (hidden || each.sources.find("{{") != each.sources.npos) value.gaps.push_back(place);
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

PolicyMap MapReader::map_of(const Directives& directives, const MapForm& form) const {
  PolicyMap map;
  const bool apart =
      std::any_of(directives.begin(), directives.end(), [](const Directive& each) { return each.written_apart; });
  if (apart) return map;
  map.valueless = form.valueless;
  map.bare = form.bare;
  map.defaults_place = form.defaults_place;
  if (form.open > 0)
    map.group = {t_[form.open].end, form.open < t_.size() && t_.group_end(form.open) < t_.size()
                                        ? t_[t_.group_end(form.open)].start
                                        : t_[form.open].end};
  for (const Default& each : form.defaults) {
    map.defaults.push_back(each.sources.empty() ? std::string(each.name)
                                                : std::string(each.name) + " " + std::string(each.sources));
  }
  for (const Directive& directive : directives) {
    if (directive.unknown) continue;
    // The framework's own.
    if (!form.defaults_place.empty() && directive.key == form.defaults_place) continue;
    PolicyMap::Entry entry{directive.name, directive.key, directive.value, directive.whole, {}, directive.removed};
    for (std::size_t i = 0; i < directive.sources.size(); ++i) {
      const Value& source = directive.sources[i];
      const bool item = i < directive.items.size();
      const bool within = source.first_source() >= directive.value.start && source.last_source() <= directive.value.end;
      entry.sources.push_back({source.text, item ? directive.items[i] : Span{}, !item && !within});
    }
    map.entries.push_back(std::move(entry));
  }
  return map;
}

void MapReader::add_policy(std::string_view name, const Directives& directives, std::uint32_t token, bool meta,
                           const MapForm* form) {
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
    if (directive.unknown) policy.gaps.push_back(directive.key);
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
  if (form != nullptr) pair.map = map_of(directives, *form);
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

/// A header that an option switches on: a gap where the text does not say whether.
void MapReader::add_flagged(std::string_view name, std::string_view text, const Flag& flag, std::uint32_t token) {
  if (flag.said == Flag::Off) return;
  if (flag.said == Flag::On) return add_header(name, text, token);
  Value value;
  value.add_escape("{{expression}}", flag.place);
  value.gaps.push_back(flag.place);
  value.from_map = true;
  add_text(name, std::move(value), token);
}

void MapReader::add_hsts(const Value& age, const Flag& subdomains, const Flag& preload, std::uint32_t token) {
  const bool said = age.gaps.empty() && subdomains.said != Flag::Unsaid && preload.said != Flag::Unsaid;
  Value value = escape_of("max-age=", token);
  value.add(age);
  const auto add = [&](const Flag& flag, std::string_view words) {
    if (flag.said == Flag::Off) return;
    value.add_escape("; ", span_of(token));
    value.add_escape(flag.said == Flag::On ? words : "{{expression}}",
                     flag.said == Flag::On ? span_of(token) : flag.place);
    if (flag.said == Flag::Unsaid) value.gaps.push_back(flag.place);
  };
  add(subdomains, "includeSubDomains");
  add(preload, "preload");
  if (said) return add_header("Strict-Transport-Security", value.text, token);
  value.from_map = true;
  add_text("Strict-Transport-Security", std::move(value), token);
}

Value MapReader::escape_of(std::string_view text, std::uint32_t token) const {
  Value value;
  value.add_escape(text, span_of(token));
  value.literals = 1;
  return value;
}

}  // namespace headstrong::http::code

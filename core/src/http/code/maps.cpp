#include "http/code/maps.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/code/map_reader.hpp"
#include "http/code/words.hpp"
#include "text/ascii.hpp"
#include "text/order.hpp"

namespace headstrong::http::code {

void MapReader::read() {
  const Language language = t_.language();
  for (std::uint32_t i = 0; i < t_.size(); ++i) {
    if (!t_.is_kind(i, Kind::Word)) continue;
    see_add_directive(i);
    switch (language) {
      case Language::JavaScript: see_javascript(i); break;
      case Language::Python: see_python(i); break;
      case Language::Ruby: see_ruby(i); break;
      case Language::Php: see_php(i); break;
      case Language::Java: see_java(i); break;
      case Language::Csharp: see_csharp(i); break;
      case Language::Go: see_go(i); break;
      case Language::Rust: see_rust(i); break;
      default: break;
    }
  }
  finish_talisman();
  finish_django();
  finish_ruby();
  finish_spatie();
  finish_code_igniter();
  finish_spring();
  finish_hsts();
  finish_builder();
  follow_maps();
  // What the maps said is not said once more by their members.
  drop_handled();
  const bool known = !pairs_.empty() || !added_.empty();
  if (!known) find_plain_map();
  for (Pair& pair : added_) pairs_.push_back(std::move(pair));
  text::sort(pairs_, [](const Pair& a, const Pair& b) { return a.token < b.token; });
}

void MapReader::drop_handled() {
  text::sort(handled_);
  // Of each range, how far any reaches that begins before its end.
  std::uint32_t farthest = 0;
  for (auto& range : handled_) farthest = range.second = std::max(farthest, range.second);
  std::erase_if(pairs_, [&](const Pair& pair) {
    const auto after = std::upper_bound(handled_.begin(), handled_.end(), std::make_pair(pair.token, t_.size() + 1));
    return after != handled_.begin() && (after - 1)->second >= pair.token;
  });
}

MapReader::Options MapReader::options_of(std::uint32_t open, int depth) {
  Options options;
  constexpr int kDeepest = 6;
  if (open >= t_.size() || !t_.opens(open) || depth > kDeepest) return options;
  if (!spend(t_.group_end(open) - open)) return options;
  constexpr std::size_t kMost = 200;
  const std::uint32_t close = t_.group_end(open);
  for (std::uint32_t item = open + 1; item < close && options.all.size() < kMost;) {
    const std::uint32_t end = e_.item_end(item, close);
    if (t_.is(item, "...")) {
      add_spread(item + 1, end, depth, options);
    } else if (t_.is(item, "**")) {
      add_keywords(item + 1, depth, options);
    } else if (t_.is(item, "*") && t_.is(item + 1, "*")) {
      add_keywords(item + 2, depth, options);
    } else {
      add_option(item, end, options);
    }
    item = end + 1;
  }
  return options;
}

/// JavaScript's "...other": what the other map has, or nobody knows what.
void MapReader::add_spread(std::uint32_t item, std::uint32_t end, int depth, Options& options) {
  if (is_helmet_default(item, end)) return;
  const Span place{t_[item].start, t_[end > item ? end - 1 : item].end};
  std::uint32_t first = item;
  std::uint32_t stop = end;
  if (t_.is(first, "(") && t_.group_end(first) + 1 == stop) {
    ++first;
    --stop;
    e_.settle_choice(first, stop);
  }
  const std::uint32_t other = e_.group(first, '{');
  const bool whole = other < first || (other == first && t_.group_end(other) + 1 == stop);
  if (other < t_.size() && whole) return options.add(options_of(other, depth + 1));
  options.unknown = true;
  options.unknown_place = place;
}

/// helmet.contentSecurityPolicy.getDefaultDirectives(), or a variable that holds it and of which nothing is deleted:
/// they are added anyway.
bool MapReader::is_helmet_default(std::uint32_t first, std::uint32_t end) const {
  constexpr std::uint32_t kFar = 12;
  if (end == first + 1 && t_.is_kind(first, Kind::Word)) {
    const std::uint32_t held = e_.definition(t_.text(first), first);
    if (held >= first) return false;
    for (std::uint32_t at = held; at < first; ++at) {
      if (t_.is(at, "delete") && t_.is(at + 1, t_.text(first))) return false;
    }
    first = held;
    end = held + kFar;
  }
  for (std::uint32_t at = first; at < end && at < first + kFar && !t_.is(at, ";"); ++at) {
    if (t_.is(at, "getDefaultDirectives")) return true;
  }
  return false;
}

/// Python's **options: a dictionary in braces, or made by dict().
void MapReader::add_keywords(std::uint32_t what, int depth, Options& options) {
  std::uint32_t other = e_.group(what, '{');
  if (other >= t_.size()) other = e_.group(what, '(');
  const bool known = other < t_.size() && (t_.is(other, "{") || (other > 0 && t_.is(other - 1, "dict")));
  if (!known) {
    options.unknown = true;
    options.unknown_place = span_of(what);
    return;
  }
  options.add(options_of(other, depth + 1));
  handled_.emplace_back(other, t_.group_end(other));
}

/// key: value, key = value, 'key' => value, { directives }
void MapReader::add_option(std::uint32_t item, std::uint32_t end, Options& options) const {
  // ":default_src =>" of Ruby
  const std::uint32_t key = t_.is(item, ":") ? item + 1 : item;
  const bool separated = t_.is(key + 1, ":") || t_.is(key + 1, "=") || t_.is(key + 1, "=>");
  const std::string_view name = t_.is_kind(key, Kind::String) ? t_.inside_text(key) : t_.text(key);
  if (separated && key + 2 <= end) {
    Option option{key, key + 2, end};
    if (option.exists()) e_.settle_choice(option.value, option.end);
    // Left out
    if (option.end == option.value + 1 && t_.is(option.value, "undefined")) return;
    options.all.push_back({plain_name(name), option});
  } else if (end == key + 1 && t_.is_kind(key, Kind::Word)) {
    options.all.push_back({plain_name(name), {key, key, end}});
  }
}

/// The word that an option is given as, or that the variable in its place holds.
std::string_view MapReader::flag_word(const Option& option) const {
  if (!option.exists()) return {};
  const std::string_view told = flag_of_production(option);
  if (!told.empty()) return told;
  if (option.end != option.value + 1 || !t_.is_kind(option.value, Kind::Word)) return {};
  const std::string_view word = t_.text(option.value);
  if (is_one_of(word, {"true", "True", "false", "False", "None", "nil", "null"})) return word;
  const std::uint32_t held = e_.definition(word, option.value);
  const bool alone = held < t_.size() && (held + 1 >= t_.size() || t_[held + 1].begins_line || t_.is(held + 1, ";") ||
                                          t_.is(held + 1, ","));
  return alone ? t_.text(held) : word;
}

/// "true" or "false" where the option is what production tells: isProd, !app.debug, NODE_ENV === 'production'.
std::string_view MapReader::flag_of_production(const Option& option) const {
  constexpr std::uint32_t kFar = 12;
  const bool begins = t_.is_kind(option.value, Kind::Word) || t_.is(option.value, "!");
  if (!begins || option.end > option.value + kFar) return {};
  std::uint32_t stop = option.end;
  // "isDev && {...}" is off where it is not that.
  const bool given = t_.is(stop - 1, "}") && t_[stop - 1].mate > option.value && t_.is(t_[stop - 1].mate - 1, "&&");
  if (given) stop = t_[stop - 1].mate - 1;
  for (std::uint32_t at = option.value; at < stop; ++at) {
    if (t_.is(at, "{") || t_.is(at, "[") || t_.is(at, ",")) return {};
  }
  const InProduction holds = e_.in_production(option.value, stop);
  if (holds == InProduction::No) return "false";
  return holds == InProduction::Yes && !given ? "true" : std::string_view();
}

bool MapReader::is_off(const Option& option) const {
  if (!option.exists()) return false;
  // A constant of the framework: SecureHeaders::OPT_OUT, helmet.contentSecurityPolicy.dangerouslyDisableDefaultSrc
  return is_one_of(flag_word(option), {"false", "False", "None", "nil", "null"}) ||
         is_one_of(last_name(t_.text(option.end - 1)), {"OPT_OUT", "dangerouslyDisableDefaultSrc"});
}

/// `otherwise`: what the framework takes where the option is left out.
MapReader::Flag MapReader::flag_of(const Option& option, bool otherwise) const {
  if (!option.exists()) return {otherwise ? Flag::On : Flag::Off};
  if (is_off(option)) return {Flag::Off, place_of(option)};
  return {is_on(option) ? Flag::On : Flag::Unsaid, place_of(option)};
}

/// The text of an option; empty where it is none that the text holds. What is left behind it ("... if DEBUG else ...")
/// makes it one that the text does not tell.
Value MapReader::text_of(const Option& option) {
  Value value;
  std::uint32_t i = option.value;
  if (!option.exists() || !e_.value(i, option.end, value)) return {};
  return i < option.end && !keeps_list(i, option.end) && !t_.is(i, ",") ? gap_of(option) : value;
}

/// The same, with a gap where the text does not hold it.
Value MapReader::given_text(const Option& option) {
  Value value = text_of(option);
  return option.exists() && value.text.empty() && value.literals == 0 ? gap_of(option) : value;
}

/// What stands for a text that the source does not hold.
Value MapReader::gap_of(const Option& option) const {
  const Span place = place_of(option);
  Value value;
  value.add_escape("{{expression}}", place);
  value.gaps.push_back(place);
  value.from_map = true;
  return value;
}

/// A constant of the framework that is named as its header has it; a gap where it is something else.
Value MapReader::constant_or_gap(std::string_view header, std::string_view constant, const Option& option) const {
  Value value = escape_of(constant, option.key);
  value.from_map = true;
  return is_plausible(header, value) ? value : gap_of(option);
}

/// 31536000, 60 * 60 * 24, 31_536_000, 365 * DAY
std::optional<std::string> MapReader::number_of(const Option& option, int depth) {
  constexpr std::uint64_t kMost = 1'000'000'000'000'000;
  constexpr int kDeepest = 6;
  std::uint64_t product = 1;
  bool any = false;
  for (std::uint32_t i = option.value; i < option.end; ++i) {
    if (t_.is(i, "*") || t_.is(i, "(") || t_.is(i, ")")) continue;
    std::optional<std::string> named;
    const bool word = t_.is_kind(i, Kind::Word) && depth < kDeepest && !t_.is(i + 1, ".") && !t_.is(i + 1, "(");
    if (word) named = number_named(t_.text(i), depth + 1);
    if (!named && !t_.is_kind(i, Kind::Number)) return std::nullopt;
    std::uint64_t number = 0;
    for (const char c : named ? std::string_view(*named) : t_.text(i)) {
      if (text::is(c, text::kDigit) && number < kMost) number = number * 10 + static_cast<std::uint64_t>(c - '0');
    }
    product = number > 0 && product > kMost / number ? kMost : product * number;
    any = true;
  }
  if (!any) return std::nullopt;
  return std::to_string(product);
}

/// The number that a name is given in the text, where it is given one alone.
std::optional<std::string> MapReader::number_named(std::string_view name, int depth) {
  std::optional<std::string> number;
  if (!spend(t_.size())) return std::nullopt;
  for (std::uint32_t i = 0; i + 2 < t_.size(); ++i) {
    if (!t_.is(i, name) || !(t_.is(i + 1, "=") || t_.is(i + 1, ":="))) continue;
    const std::uint32_t around = t_.parent(i);
    if (number || (around < t_.size() && t_.is(around, "("))) return std::nullopt;
    number = number_of({i, i + 2, std::min(line_end(i + 2), e_.item_end(i + 2, t_.size()))}, depth);
    if (!number) return std::nullopt;
  }
  return number;
}

/// The seconds that an option says, or those that the framework takes where it is left out.
Value MapReader::age_of(const Option& option, std::string_view otherwise, std::uint32_t token) {
  if (!option.exists()) return escape_of(otherwise, token);
  if (const auto number = number_of(option)) return escape_of(*number, token);
  Value value = text_of(option);
  const bool digits =
      !value.text.empty() && value.gaps.empty() &&
      std::all_of(value.text.begin(), value.text.end(), [](char c) { return text::is(c, text::kDigit); });
  return digits ? value : gap_of(option);
}

/// A text, or a list that is joined.
Value MapReader::joined(const Option& option, std::string_view separator) {
  std::vector<Value> values;
  std::uint32_t i = option.value;
  if (!option.exists()) return {};
  if (t_.is_kind(i, Kind::String) || !e_.list(i, option.end, values)) return text_of(option);
  if (i < option.end && !keeps_list(i, option.end)) return gap_of(option);
  Value out;
  for (const Value& value : values) {
    if (!out.text.empty()) out.add_escape(separator, {value.first_source(), value.first_source()});
    out.add(value);
  }
  out.from_map = values.size() > 1;
  return out;
}

/// Where the statement ends that is read from `i` on: at the first token of a line outside of brackets.
std::uint32_t MapReader::line_end(std::uint32_t i) const {
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

std::string_view MapReader::last_name(std::string_view chain) {
  const std::size_t at = chain.find_last_of(".:>");
  return at == std::string_view::npos ? chain : chain.substr(at + 1);
}

/// Whether a source is what policies have: a keyword, a scheme, an origin, a host.
bool MapReader::is_like_source(const Value& source) {
  const std::string_view text = source.text;
  if (source.literals == 0 || text.empty()) return false;
  return text[0] == '\'' || text == "*" || text.find("://") != text.npos || text.back() == ':' ||
         (text.find('.') != text.npos && text.find(' ') == text.npos);
}

/// Whether the words before a map on its line say that it is only reported on.
bool MapReader::says_report_only(std::uint32_t open) const {
  std::uint32_t at = open;
  for (int step = 0; step < 8 && at > 0 && !t_[at].begins_line; ++step) --at;
  for (; at < open; ++at) {
    if (plain_name(t_.text(at)).find("reportonly") != std::string::npos) return true;
  }
  return false;
}

/// Whether a directive's name, as maps spell it, is the key at `i`.
bool MapReader::is_directive_key(std::uint32_t i) const {
  const bool key = t_.is_kind(i, Kind::String) || t_.is_kind(i, Kind::Word);
  if (!key || !(t_.is(i + 1, ":") || t_.is(i + 1, "=>"))) return false;
  const std::string_view word = t_.is_kind(i, Kind::String) ? t_.inside_text(i) : t_.text(i);
  return !directive_of(word).empty() && word.find_first_of("-_ABCDEFGHIJKLMNOPQRSTUVWXYZ") != word.npos;
}

/// The bracket of a map of directives that stands at `i`, or that the variable there holds; size() where there is none.
std::uint32_t MapReader::directives_at(std::uint32_t i) {
  // Of "csp.items()" the variable, not what the call gives.
  const std::uint32_t from = t_.is_kind(i, Kind::Word) ? e_.definition(t_.text(i), i) : i;
  for (const char bracket : {'{', '[', '('}) {
    const std::uint32_t open = from < t_.size() ? e_.group(from, bracket) : t_.size();
    if (open < t_.size() && is_directive_key(open + 1)) return open;
  }
  return t_.size();
}

/// Whether a member of the map that the variable holds is set by itself.
bool MapReader::is_set_member(std::string_view name) {
  if (!spend(t_.size())) return true;
  for (std::uint32_t i = 0; i + 2 < t_.size(); ++i) {
    if (!t_.is(i, name) || !t_.is(i + 1, "[") || t_.group_end(i + 1) >= t_.size()) continue;
    const std::uint32_t behind = t_.group_end(i + 1) + 1;
    if (is_one_of(t_.text(behind), {"=", "+=", "<<"})) return true;
  }
  return false;
}

/// Policies that the program puts together from a map of directives: "; ".join(f"{k} {v}" for k, v in csp.items()),
/// Object.entries(csp).map(...).join('; '), build(csp). The map says what they are, where the expression names one.
void MapReader::follow_maps() {
  constexpr std::uint32_t kFar = 80;
  constexpr std::size_t kMostFollowed = 20;
  std::size_t followed = 0;
  std::erase_if(pairs_, [&](const Pair& pair) {
    const bool policy =
        is_one_of(text::lowered(pair.name), {"content-security-policy", "content-security-policy-report-only"});
    if (!policy || pair.value.literals > 0 || pair.value.gaps.empty() || followed >= kMostFollowed) return false;
    const Span gap = around(pair.value.gaps.front(), pair.value.gaps.back());
    std::uint32_t at = t_.first_from(gap.start);
    for (std::uint32_t steps = 0; steps < kFar && at < t_.size() && t_[at].start < gap.end; ++at, ++steps) {
      const bool names = t_.opens(at) || (t_.is_kind(at, Kind::Word) && !(at > 0 && t_.is(at - 1, ".")));
      const std::uint32_t open = names ? directives_at(at) : t_.size();
      if (open >= t_.size()) continue;
      // csp["script-src"] = ... further down: what the map says is not all.
      if (t_.is_kind(at, Kind::Word) && is_set_member(t_.text(at))) return false;
      ++followed;
      const Directives directives = directives_of(open, false);
      const std::size_t before = added_.size();
      add_policy(pair.name, directives, pair.token);
      return added_.size() > before;
    }
    return false;
  });
}

/// A map of directives of a framework that is not named.
void MapReader::find_plain_map() {
  std::uint32_t tried = t_.size();
  int tries = 0;
  for (std::uint32_t i = 0; i + 2 < t_.size(); ++i) {
    if (!is_directive_key(i)) continue;
    const std::uint32_t open = t_.parent(i);
    constexpr int kMostTries = 64;
    if (open == t_.size() || open == tried || ++tries > kMostTries) continue;
    tried = open;
    const Directives directives = directives_of(open, false);
    const bool sources = std::any_of(directives.begin(), directives.end(), [](const Directive& directive) {
      return std::any_of(directive.sources.begin(), directive.sources.end(), is_like_source);
    });
    if (!sources) continue;
    const MapForm form{.valueless = t_.language() == Language::Python       ? "True"
                                    : t_.language() == Language::JavaScript ? "[]"
                                                                            : "true",
                       .open = open};
    add_policy(says_report_only(open) ? kReportOnly : kPolicy, directives, i, false, open > 0 ? &form : nullptr);
    return;
  }
}

void read_maps(text::Source& source, Expressions& expressions, std::vector<Pair>& pairs) {
  MapReader(source, expressions, pairs).read();
}

}  // namespace headstrong::http::code

// Where names get their values, and which one holds at a place.
#include <algorithm>
#include <string_view>
#include <vector>

#include "http/code/expressions.hpp"
#include "http/code/words.hpp"

namespace headstrong::http::code {

namespace expressions_variables_detail {

constexpr std::uint32_t kNoSet = 0xFFFFFFFF;

}  // namespace expressions_variables_detail
using namespace expressions_variables_detail;

std::string_view Expressions::bare_name(std::string_view word) const {
  while (!word.empty() && (word.front() == '$' || word.front() == '@')) word.remove_prefix(1);
  return word;
}

void Expressions::define(std::uint32_t name, std::uint32_t value, bool adds) {
  const std::string_view word = bare_name(tokens_.text(name));
  if (word.empty() || value >= tokens_.size()) return;
  std::vector<Definition>& all = definitions_[word];
  if (!all.empty() && value <= all.back().value) return;  // they are looked up by their order
  const auto here = static_cast<std::uint32_t>(all.size());
  all.push_back({name, value, adds ? (all.empty() ? kNoSet : all.back().set) : here, adds, guards_.of(name)});
}

void Expressions::find_definitions() {
  const Language language = tokens_.language();
  for (std::uint32_t i = 1; i < tokens_.size(); ++i) {
    if (language == Language::Elixir && is_attribute(i - 1)) define(i - 1, i, false);
    if (!tokens_.is_kind(i, Kind::Mark)) continue;
    if (is_appended(i)) {
      // Go's builder begins with nothing.
      const bool begins = language == Language::Go && definitions_.count(bare_name(tokens_.text(i - 3))) == 0;
      // push("...", "...") takes several, a Java builder's append(text, from, to) a part.
      define_items(i - 3, i + 1, tokens_.is(i - 1, "push") ? tokens_.group_end(i) : i + 2, !begins);
    }
    if (is_extended(i)) define_items(i - 3, i + 2, tokens_.group_end(i + 1), true);
    // PHP's array_push($policy, "...", "...")
    if (tokens_.is(i, "(") && tokens_.is(i - 1, "array_push") && tokens_.is(i + 2, ",") && language == Language::Php)
      define_items(i + 1, i + 3, tokens_.group_end(i), true);
    // PHP's define('NAME', "...")
    if (tokens_.is(i, "(") && tokens_.is(i - 1, "define") && tokens_.is_kind(i + 1, Kind::String) &&
        tokens_.is(i + 2, ",") && language == Language::Php) {
      std::vector<Definition>& all = definitions_[tokens_.inside_text(i + 1)];
      all.push_back({i + 1, i + 3, static_cast<std::uint32_t>(all.size()), false, tokens_.size()});
    }
    const std::string_view mark = tokens_.text(i);
    // PHP's $policy[] = "..."
    const bool pushed = mark == "=" && i >= 3 && tokens_.is(i - 1, "]") && tokens_.is(i - 2, "[") &&
                        tokens_.is_kind(i - 3, Kind::Word) && language == Language::Php;
    if (pushed) define(i - 3, i + 1, true);
    const bool adds = mark == "+=" || mark == ".=" || mark == "<<";
    if (!adds && !is_one_of(mark, {"=", ":=", "||=",
                                   "?"
                                   "?="}))
      continue;
    // The arguments of calls are no variables.
    const std::uint32_t around = tokens_.parent(i);
    if (around < tokens_.size() && tokens_.is(around, "(") && language != Language::Go) continue;
    if (tokens_.is_kind(i - 1, Kind::Word)) define(i - 1, i + 1, adds);
    define_typed(i, adds);
  }
}

/// Each of the items from `first` to `end` is a value of the name; the ones behind the first are added to it.
void Expressions::define_items(std::uint32_t name, std::uint32_t first, std::uint32_t end, bool adds) {
  for (std::uint32_t item = first; item < end; item = item_end(item, end) + 1)
    define(name, item, adds || item != first);
}

/// Python's csp.extend(["...", "..."]), Ruby's concat: the bracket is at `i`.
bool Expressions::is_extended(std::uint32_t i) const {
  if (i < 3 || !tokens_.is(i, "(") || !tokens_.is(i - 2, ".") || !tokens_[i - 3].begins_line) return false;
  return tokens_.is_kind(i - 3, Kind::Word) && tokens_.is(i + 1, "[") &&
         is_one_of(tokens_.text(i - 1), {"extend", "concat"});
}

/// csp.append("...") of Java, C# and Python, push("...") of JavaScript, push_str("...") of Rust: the bracket is at `i`.
bool Expressions::is_appended(std::uint32_t i) const {
  if (i < 3 || !tokens_.is(i, "(") || !tokens_.is(i - 2, ".") || !tokens_[i - 3].begins_line) return false;
  if (!tokens_.is_kind(i - 3, Kind::Word)) return false;
  const std::string name = plain_name(tokens_.text(i - 1));
  switch (tokens_.language()) {
    case Language::Java:
    case Language::Csharp: return name == "append" || (name == "add" && tokens_.is(i + 2, ")"));
    case Language::JavaScript:
    case Language::Ruby:
    case Language::Other:
    case Language::Python:
      // headers.append("Name", "...") takes a pair.
      return name == "push" || (name == "append" && item_end(i + 1, tokens_.group_end(i)) == tokens_.group_end(i));
    case Language::Rust: return name == "pushstr";
    case Language::Go: return name == "writestring";
    default: return false;
  }
}

/// Elixir's @name "..."
bool Expressions::is_attribute(std::uint32_t i) const {
  const std::string_view word = tokens_.text(i);
  return tokens_.is_kind(i, Kind::Word) && word.size() > 1 && word[0] == '@' && tokens_[i].begins_line &&
         !tokens_[i + 1].begins_line;
}

/// What the mark at `i` sets with a type behind its name: "CSP: &'static str =", "POLICY: string =".
void Expressions::define_typed(std::uint32_t i, bool adds) {
  constexpr std::uint32_t kMostOfType = 8;
  for (std::uint32_t back = 2; back <= kMostOfType && back < i; ++back) {
    const std::uint32_t colon = i - back;
    if (tokens_.is(colon, ":") && tokens_.is_kind(colon - 1, Kind::Word)) define(colon - 1, i + 1, adds);
    if (tokens_[colon + 1].begins_line || tokens_.is(colon, ":") || tokens_.is(colon, ",") || tokens_.is(colon, ";"))
      return;
  }
}

std::uint32_t Expressions::definition(std::string_view name, std::uint32_t at) const {
  const auto found = definitions_.find(bare_name(name));
  if (found == definitions_.end()) return tokens_.size();
  const std::vector<Definition>& all = found->second;
  const auto after =
      std::partition_point(all.begin(), all.end(), [&](const Definition& each) { return each.value < at; });
  // The last before the place that production meets; else, as of a constant below a function, the first behind it.
  constexpr int kMostBranches = 16;
  auto before = after;
  for (int branch = 0; branch < kMostBranches && before != all.begin() && (before - 1)->set != kNoSet; ++branch) {
    const Definition& each = all[(before - 1)->set];
    if (given_at(each, at) != InProduction::No) return each.value;
    before = all.begin() + (before - 1)->set;
  }
  for (auto each = after; each != all.end() && each - after < 4; ++each) {
    if (each->value > at && !each->adds) return each->value;
  }
  return tokens_.size();
}

/// Whether the place meets the condition that a name gets its value under: its own, or that of production.
InProduction Expressions::given_at(const Definition& definition, std::uint32_t at) const {
  if (definition.guard >= tokens_.size() || guards_.reaches(definition.guard, at)) return InProduction::Yes;
  // What is done where something fails
  if (is_one_of(tokens_.text(definition.guard), {"except", "catch", "rescue"})) return InProduction::No;
  if (!is_one_of(tokens_.text(definition.guard),
                 {"if", "elif", "else", "elsif", "elseif", "unless", "case", "default", "when"}))
    return InProduction::Yes;
  return in_production(definition.guard);
}

/// Whether the name has the value that begins at `start` only where a condition holds of which the text does not tell
/// whether it does.
bool Expressions::hangs_on_condition(std::string_view name, std::uint32_t start, std::uint32_t at) const {
  const auto found = definitions_.find(bare_name(name));
  if (found == definitions_.end() || start > at) return false;
  const std::vector<Definition>& all = found->second;
  const auto here =
      std::partition_point(all.begin(), all.end(), [&](const Definition& each) { return each.value < start; });
  return here != all.end() && here->value == start && given_at(*here, at) == InProduction::Unknown;
}

bool Expressions::is_added_to(std::string_view name, std::uint32_t from, std::uint32_t to) const {
  const auto found = definitions_.find(bare_name(name));
  if (found == definitions_.end()) return false;
  const auto after = std::partition_point(found->second.begin(), found->second.end(),
                                          [&](const Definition& each) { return each.value <= from; });
  return after != found->second.end() && after->value < to;
}

std::string_view Expressions::name_of_definition(std::uint32_t value_start) const {
  for (std::uint32_t back = 2; back <= 10 && back <= value_start; ++back) {
    const std::uint32_t i = value_start - back;
    if (!tokens_.is_kind(i, Kind::Word)) continue;
    const auto found = definitions_.find(bare_name(tokens_.text(i)));
    if (found == definitions_.end()) continue;
    for (const Definition& each : found->second) {
      if (each.value == value_start) return tokens_.text(each.name);
      if (each.value > value_start) break;
    }
  }
  return {};
}

bool Expressions::variable(std::string_view name, std::uint32_t at, Value& out) {
  const std::uint32_t start = definition(name, at);
  if (start == tokens_.size() || depth_ >= kDeepest || !spend(16)) return false;
  if (hangs_on_condition(name, start, at)) return false;
  ++depth_;
  std::uint32_t i = start;
  bool known = value(i, tokens_.size(), out);
  // What is added to it further down, up to the place.
  if (known) {
    const auto& all = definitions_.find(bare_name(name))->second;
    const auto first =
        std::partition_point(all.begin(), all.end(), [&](const Definition& each) { return each.value <= start; });
    for (auto each = first; each != all.end() && each->value < at && each->adds; ++each) {
      std::uint32_t added = each->value;
      const InProduction given = given_at(*each, at);
      if (given == InProduction::No) continue;
      if (added <= at && !value(added, tokens_.size(), out)) known = false;
      const bool sure = given == InProduction::Yes && each->guard < tokens_.size();
      if (added > each->value && !sure && may_be_skipped(each->name, (first - 1)->name))
        out.gaps.push_back({tokens_[each->value].start, tokens_[added - 1].end});
      // csp.append("...").append("...")
      while (known && tokens_.is(added, ")") && tokens_.is(added + 1, ".") && tokens_.is(added + 3, "(") &&
             is_one_of(tokens_.text(added + 2), {"append", "Append"})) {
        added += 4;
        known = value(added, tokens_.size(), out);
      }
    }
  }
  --depth_;
  return known;
}

}  // namespace headstrong::http::code

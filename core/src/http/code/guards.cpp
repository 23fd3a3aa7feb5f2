#include "http/code/guards.hpp"

#include <string>
#include <utility>

#include "http/code/word_tables.hpp"
#include "http/code/words.hpp"
#include "text/ascii.hpp"

namespace headstrong::http::code {
namespace guards_detail {

/// What a word of a condition says of where the program runs: in production, or where it is written and tried.
InProduction told_by(std::string_view word) {
  std::string name = text::lowered(word.substr(0, 40));
  std::erase_if(name, [](char c) { return c == '_' || c == '$' || c == '@' || c == '-' || c == '?' || c == ':'; });
  if (name.find("production") != name.npos || is_one_of(name, {"prod", "isprod", "inprod", "isproddeploy", "prd"}))
    return InProduction::Yes;
  const bool tries = name.find("debug") != name.npos || name.find("develop") != name.npos ||
                     is_one_of(name, {"dev", "isdev", "indev", "devmode", "isdevmode", "devserver", "local", "islocal",
                                      "localhost", "islocalhost", "test", "istest", "testing", "hmr"});
  return tries ? InProduction::No : InProduction::Unknown;
}

}  // namespace guards_detail
using namespace guards_detail;

Guards::Guards(const Tokens& tokens) : t_(tokens), outer_(tokens.size()) {
  std::vector<std::pair<std::uint32_t, std::uint32_t>> open;  // column, token
  std::uint32_t first = 0;
  for (std::uint32_t i = 0; i < t_.size(); ++i) {
    outer_[i] = first;
    if (!t_[i].begins_line && i > 0) continue;
    const std::uint32_t column = column_of(i);
    while (!open.empty() && open.back().first >= column) open.pop_back();
    outer_[i] = open.empty() ? i : open.back().second;
    open.emplace_back(column, i);
    first = i;
  }
}

std::uint32_t Guards::column_of(std::uint32_t first) const {
  std::uint32_t column = 0;
  const std::string_view s = t_.source();
  while (column < t_[first].start && text::is(s[t_[first].start - column - 1], text::kSpaceTab)) ++column;
  return column;
}

/// The condition, loop or case that the line of `first` begins with; size() where it begins with none.
std::uint32_t Guards::at_line(std::uint32_t first) const {
  if (is_guard(t_.text(first)) || (t_.is(first, "default") && t_.is(first + 1, ":"))) return first;
  return t_.is(first, "}") && is_guard(t_.text(first + 1)) ? first + 1 : t_.size();
}

std::uint32_t Guards::of(std::uint32_t first) const {
  const std::uint32_t own = at_line(first);
  if (own < t_.size()) return own;
  const std::uint32_t lines = by_lines(first);
  if (lines < t_.size() || !has_braces(t_.language())) return lines;
  std::uint32_t around = t_.parent(first);
  for (int depth = 0; depth < 20 && around < t_.size(); ++depth, around = t_.parent(around)) {
    if (!t_.is(around, "{") || around == 0) continue;
    const Opener opener = opener_of(around);
    if (opener.guard < t_.size() || opener.is_function) return opener.guard;
  }
  return t_.size();
}

/// The same by the lines that it is indented below: of blocks in braces the next one alone.
std::uint32_t Guards::by_lines(std::uint32_t first) const {
  std::uint32_t line = t_[first].begins_line ? first : outer_[first];
  std::uint32_t guard = at_line(line);
  const int most = has_braces(t_.language()) ? 1 : 40;
  for (int depth = 0; guard == t_.size() && depth < most && outer_[line] != line; ++depth) {
    line = outer_[line];
    if (begins_function(t_.text(line))) break;
    guard = at_line(line);
  }
  return guard;
}

std::uint32_t Guards::behind(std::uint32_t at) const {
  if (t_.language() != Language::Ruby && t_.language() != Language::Perl) return t_.size();
  constexpr int kFar = 80;
  for (int steps = 0; steps < kFar && ++at < t_.size() && !t_[at].begins_line; ++steps) {
    if (t_.is(at, "if") || t_.is(at, "unless")) return at;
    if (t_.opens(at) && t_[at].mate > at) at = t_[at].mate;
  }
  return t_.size();
}

/// What the words before a brace open: a function's body, or what runs where a condition holds.
Guards::Opener Guards::opener_of(std::uint32_t brace) const {
  Opener opener{t_.size(), t_.is(brace - 1, "=>")};
  if (opener.is_function) return opener;
  std::uint32_t at = brace;
  for (int step = 0; step < 32 && at > 0 && !t_[at].begins_line; ++step) {
    --at;
    if (t_.is(at, ";") || t_.is(at, "{") || (t_.is(at, "}") && t_[at].mate < at)) break;
    if (t_[at].mate < at) at = t_[at].mate;
    if (!t_.is_kind(at, Kind::Word) || (at > 0 && t_.is(at - 1, "."))) continue;
    if (begins_function(t_.text(at))) opener.is_function = true;
    if (is_guard(t_.text(at)) && !opener.is_function) {
      opener.guard = at;
      break;
    }
  }
  return opener;
}

bool Guards::reaches(std::uint32_t guard, std::uint32_t at) const {
  if (at <= guard) return false;
  const std::uint32_t end = condition_end(guard);
  if (has_braces(t_.language()) && t_.is(end, "{")) return at < t_.group_end(end);
  // What stands below the line of the guard, indented more than it.
  std::uint32_t line = t_[at].begins_line ? at : outer_[at];
  const std::uint32_t top = t_[guard].begins_line ? guard : outer_[guard];
  for (int depth = 0; depth < 40 && line > top && outer_[line] != line; ++depth) line = outer_[line];
  return line == top;
}

std::uint32_t Guards::condition_end(std::uint32_t guard) const {
  constexpr int kFar = 60;
  std::uint32_t at = guard + 1;
  if (t_.is(guard, "else") && t_.is(at, "if")) ++at;
  if (t_.is(at, "(") && has_braces(t_.language()) && t_.group_end(at) < t_.size()) return t_[at].mate + 1;
  for (int steps = 0; steps < kFar && at < t_.size(); ++steps, ++at) {
    if (t_.is(at, "{") || t_.is(at, ":") || t_.is(at, ";") || t_.is(at, "then") || t_.is(at, "do")) return at;
    if (t_[at].begins_line) return at;
    if (t_.opens(at) && t_[at].mate > at) at = t_[at].mate;
  }
  return at;
}

/// The branch that an "else" or an "elif" follows; size() where it is not found.
std::uint32_t Guards::before_else(std::uint32_t guard) const {
  if (guard > 0 && t_.is(guard - 1, "}") && t_[guard - 1].mate < guard - 1) {
    const std::uint32_t open = t_[guard - 1].mate;
    return open > 0 ? opener_of(open).guard : t_.size();
  }
  const std::uint32_t line = t_[guard].begins_line ? guard : outer_[guard];
  const std::uint32_t column = column_of(line);
  constexpr std::uint32_t kFar = 400;
  for (std::uint32_t at = line; at > 0 && line - at < kFar;) {
    --at;
    if (!t_[at].begins_line && at > 0) continue;
    const std::uint32_t here = column_of(at);
    if (here < column) break;
    if (here > column || !is_guard(t_.text(at))) continue;
    return at;
  }
  return t_.size();
}

InProduction Guards::of_guard(std::uint32_t guard) const {
  const std::string_view word = t_.text(guard);
  if (!is_one_of(word, {"if", "elif", "else", "elsif", "elseif", "unless"})) return InProduction::Unknown;
  const bool alone = word == "else" && !t_.is(guard + 1, "if");
  InProduction own = alone ? InProduction::Yes : of_words(guard + 1, condition_end(guard));
  if (word == "unless") own = opposite(own);
  if (word == "if" || word == "unless") return own;
  // One of the branches before may be taken.
  constexpr int kMostBranches = 12;
  bool known = true;
  std::uint32_t at = guard;
  for (int branch = 0; branch < kMostBranches; ++branch) {
    at = before_else(at);
    if (at >= t_.size()) return InProduction::Unknown;
    const bool first = t_.is(at, "if") || t_.is(at, "unless");
    InProduction before = of_words(at + 1, condition_end(at));
    if (t_.is(at, "unless")) before = opposite(before);
    if (before == InProduction::Yes) return InProduction::No;
    known = known && before == InProduction::No;
    if (first) return known ? own : own == InProduction::No ? own : InProduction::Unknown;
  }
  return InProduction::Unknown;
}

InProduction Guards::of_words(std::uint32_t first, std::uint32_t stop) const {
  InProduction told = InProduction::Unknown;
  bool turned = false;
  constexpr std::uint32_t kFar = 40;
  if (stop > first + kFar) return told;
  for (std::uint32_t at = first; at < stop && at < t_.size(); ++at) {
    const std::string_view mark = t_.text(at);
    // Further conditions
    if (is_one_of(mark, {"&&", "||", "and", "or", "?", "??"})) {
      if (mark == "?" && t_.language() == Language::Ruby) continue;
      return InProduction::Unknown;
    }
    if (t_.is_kind(at, Kind::Mark) || is_one_of(mark, {"not", "ne", "false", "False"})) {
      // Rust's cfg!(...) calls a macro.
      const bool macro = mark == "!" && at > first && t_.is_kind(at - 1, Kind::Word);
      const bool turns = !macro && is_one_of(mark, {"!", "!=", "!==", "not", "ne", "false", "False"});
      if (turns) turned = !turned;
      continue;
    }
    const bool literal = t_.is_kind(at, Kind::String);
    const InProduction word = told_by(literal ? t_.inside_text(at) : mark);
    if (word == InProduction::Unknown) continue;
    // NODE_ENV === 'production' || x; debug and production in one
    if (told != InProduction::Unknown && told != word) return InProduction::Unknown;
    told = word;
  }
  return turned ? opposite(told) : told;
}

}  // namespace headstrong::http::code

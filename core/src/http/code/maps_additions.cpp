// What is put into a map of directives after it was made: csp['style-src'] = [...], directives.scriptSrc.push('...').
#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/code/map_reader.hpp"
#include "text/ascii.hpp"

namespace headstrong::http::code {

void MapReader::find_additions() {
  additions_found_ = true;
  for (std::uint32_t i = 0; i + 3 < t_.size(); ++i) {
    if (t_[i].begins_line && t_.is_kind(i, Kind::Word)) find_addition(i);
  }
}

/// The statement that begins at `i`, where it is one.
void MapReader::find_addition(std::uint32_t i) {
  Addition addition;
  std::uint32_t next = i + 3;
  if (t_.is(i + 1, "[") && t_[i + 1].mate > i + 1) {
    addition.key = t_.is(i + 2, ":") ? i + 3 : i + 2;
    next = addition.key + 2;
    if (t_[i + 1].mate + 1 != next) return;
  } else if (t_.is(i + 1, ".") && t_.is_kind(i + 2, Kind::Word)) {
    addition.key = i + 2;
  } else {
    return;
  }
  const bool literal = t_.is_kind(addition.key, Kind::String);
  if (directive_of(literal ? t_.inside_text(addition.key) : t_.text(addition.key)).empty()) return;
  const bool more = t_.is(next, "+=") || t_.is(next, "<<");
  if (t_.is(next, "=") || more) {
    addition.value = next + 1;
    addition.end = t_.opens(next + 1) ? std::min(t_.size(), t_.group_end(next + 1) + 1) : line_end(next + 1);
    if (t_.is(addition.end - 1, ";")) --addition.end;
    addition.appends = more;
  } else if (t_.is(next, ".") && t_.is(next + 2, "(") &&
             is_one_of(t_.text(next + 1), {"append", "push", "add", "extend", "concat"})) {
    addition.value = next + 3;
    addition.end = t_.group_end(next + 2);
    addition.appends = true;
  }
  if (addition.end <= addition.value || addition.end > t_.size()) return;
  additions_[t_.text(i)].push_back(addition);
}

/// Adds what is put into the map that begins at `open` further down.
void MapReader::add_additions(std::uint32_t open, bool quotes_keywords, Directives& directives) {
  if (!additions_found_) find_additions();
  if (additions_.empty()) return;
  const std::string_view name = e_.name_of_definition(open);
  const auto found = name.empty() ? additions_.end() : additions_.find(name);
  if (found == additions_.end()) return;
  for (const Addition& each : found->second) {
    const bool follows = each.key > open && e_.definition(name, each.key) == open;
    if (follows && spend(each.end - each.value + directives.size())) add_addition(each, quotes_keywords, directives);
  }
}

void MapReader::add_addition(const Addition& addition, bool quotes_keywords, Directives& directives) {
  const bool literal = t_.is_kind(addition.key, Kind::String);
  Directive added;
  added.name = directive_of(literal ? t_.inside_text(addition.key) : t_.text(addition.key));
  added.key = literal ? t_.inside(addition.key) : span_of(addition.key);
  for (std::uint32_t item = addition.value; item < addition.end;) {
    const std::uint32_t stop = std::min(e_.item_end(item, addition.end), addition.end);
    if (stop > item) sources_of(item, stop, quotes_keywords, added.sources);
    item = std::max(stop, item) + 1;
  }
  added.written_apart = true;
  // Under a condition it may not be done.
  std::uint32_t first = addition.key;
  while (first > 0 && !t_[first].begins_line) --first;
  const std::uint32_t guard = e_.guards().of(first);
  const InProduction holds = guard < t_.size() ? e_.in_production(guard) : InProduction::Yes;
  if (holds == InProduction::No) return;
  const bool sometimes = holds == InProduction::Unknown;
  if (sometimes) {
    added.sources.assign(1, {});
    e_.add_gap({t_[addition.value].start, t_[addition.end - 1].end}, added.sources[0]);
  }
  const auto known = std::find_if(directives.begin(), directives.end(),
                                  [&](const Directive& each) { return each.name == added.name; });
  if (known == directives.end()) return directives.push_back(std::move(added));
  if (!addition.appends && !sometimes) {
    *known = std::move(added);
    return;
  }
  known->removed = false;
  known->written_apart = true;
  for (Value& source : added.sources) known->sources.push_back(std::move(source));
}

}  // namespace headstrong::http::code

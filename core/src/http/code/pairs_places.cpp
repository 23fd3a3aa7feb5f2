// The path that a pair is set for.
#include <string_view>

#include "http/code/pair_finder.hpp"
#include "http/code/words.hpp"

namespace headstrong::http::code {

/// The path that the groups around it name: { source: '/(.*)', headers: [...] }, '/**': { headers: ... }.
void PairFinder::find_place(Pair& pair, std::uint32_t i) {
  std::uint32_t around = t_.parent(i);
  for (int depth = 0; depth < 6 && around < t_.size(); ++depth, around = t_.parent(around)) {
    const auto known = places_.find(around);
    const Place place = known != places_.end() ? known->second : places_[around] = place_of(around);
    if (place.path.empty()) continue;
    pair.place = place.path;
    pair.conditional = place.conditional;
    return;
  }
}

PairFinder::Place PairFinder::place_of(std::uint32_t open) const {
  Place place;
  if (!t_.is(open, "{") && !t_.is(open, "[")) return place;
  if (open >= 2 && (t_.is(open - 1, ":") || t_.is(open - 1, "=>")) && t_.is_kind(open - 2, Kind::String)) {
    const std::string_view key = t_.inside_text(open - 2);
    if (!key.empty() && (key[0] == '/' || key[0] == '*')) {
      place.path = key;
      return place;
    }
  }
  if (!t_.is(open, "{")) return place;
  const std::uint32_t close = t_.group_end(open);
  int seen = 0;
  for (std::uint32_t item = open + 1; item < close && seen < 12; item = e_.item_end(item, close) + 1, ++seen) {
    if (!t_.is(item + 1, ":") && !t_.is(item + 1, "=>")) continue;
    const std::string_view key = t_.is_kind(item, Kind::String) ? t_.inside_text(item) : t_.text(item);
    if (is_one_of(key, {"source", "for", "route", "path", "pattern", "matcher"}) &&
        t_.is_kind(item + 2, Kind::String)) {
      place.path = t_.inside_text(item + 2);
    }
    if (key == "has" || key == "missing") place.conditional = true;
  }
  return place;
}

}  // namespace headstrong::http::code

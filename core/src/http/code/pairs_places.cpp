// The path that a pair is set for.
#include <algorithm>
#include <string_view>

#include "http/code/pair_finder.hpp"
#include "http/code/word_tables.hpp"
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

/// The path that a call or a line registers a handler for, whose word stands at `i`: get('/x', ...), get '/x' do.
std::string_view PairFinder::registered_path(std::uint32_t i) const {
  if (!t_.is_kind(i, Kind::Word)) return {};
  const std::uint32_t path = t_.is(i + 1, "(") ? i + 2 : i + 1;
  if (!t_.is_kind(path, Kind::String)) return {};
  const std::string_view text = t_.inside_text(path);
  const bool is_path = text.substr(0, 1) == "/" && text.find_first_of(" \t\n") == text.npos;
  return is_path && registers_route(plain_name(t_.text(i))) ? text : std::string_view();
}

/// The word that registers the handler of a path which the bracket is of, as an argument, a block or a link of a chain.
std::uint32_t PairFinder::route_of_group(std::uint32_t open) const {
  if (open == 0) return t_.size();
  if (t_.is(open, "(")) {
    // resource("/x").wrap(...)
    std::uint32_t word = open - 1;
    constexpr int kMostLinks = 6;
    for (int link = 0; link < kMostLinks; ++link) {
      if (!registered_path(word).empty()) return word;
      const bool call = t_.language() == Language::Rust && word > 2 && t_.is(word - 1, ".") && t_.is(word - 2, ")");
      if (!call || t_[word - 2].mate == 0 || t_[word - 2].mate > word) break;
      word = t_[word - 2].mate - 1;
    }
    return t_.size();
  }
  if (!t_.is(open, "{")) return t_.size();
  // get("/x") {...}
  if (t_.is(open - 1, ")") && t_[open - 1].mate > 0 && t_[open - 1].mate < open) {
    const std::uint32_t word = t_[open - 1].mate - 1;
    if (!registered_path(word).empty()) return word;
  }
  // get '/x' => sub {...}
  constexpr std::uint32_t kFar = 16;
  std::uint32_t first = open;
  while (first > 0 && open - first < kFar && !t_[first].begins_line) --first;
  return registered_path(first).empty() ? t_.size() : first;
}

/// The same by lines: a block that stands below it, a decorator above the function.
std::uint32_t PairFinder::route_of_lines(std::uint32_t i) const {
  std::uint32_t line = t_[i].begins_line ? i : e_.guards().outer(i);
  constexpr int kDeep = 40;
  for (int depth = 0; depth < kDeep; ++depth) {
    if (!registered_path(line).empty()) return line;
    if (begins_function(t_.text(line))) return route_of_decorators(line);
    const std::uint32_t outer = e_.guards().outer(line);
    if (outer == line) break;
    line = outer;
  }
  return t_.size();
}

/// @app.route("/x") above a function
std::uint32_t PairFinder::route_of_decorators(std::uint32_t function) const {
  constexpr int kMost = 6;
  for (int decorator = 0; decorator < kMost && function > 3; ++decorator) {
    std::uint32_t first = function - 1;
    if (t_.is(first, ")") && t_[first].mate > 0 && t_[first].mate < first) {
      first = t_[first].mate - 1;
      if (!registered_path(first).empty()) return first;
    }
    constexpr std::uint32_t kFar = 12;
    while (first > 0 && function - first < kFar && !t_[first].begins_line) --first;
    if (t_.text(first).substr(0, 1) != "@") break;
    function = first;
  }
  return t_.size();
}

/// The word that registers the handler which the token is in; size() where there is none, or one of all paths.
std::uint32_t PairFinder::route_of(std::uint32_t i) const {
  const auto of_some_paths = [&](std::uint32_t word) {
    return word < t_.size() && registered_path(word).find('*') == std::string_view::npos;
  };
  std::uint32_t around = t_.parent(i);
  constexpr int kDeep = 12;
  for (int depth = 0; depth < kDeep && around < t_.size(); ++depth, around = t_.parent(around)) {
    const std::uint32_t word = route_of_group(around);
    if (of_some_paths(word)) return word;
  }
  if (has_braces(t_.language())) return t_.size();
  const std::uint32_t word = route_of_lines(i);
  return of_some_paths(word) ? word : t_.size();
}

/// Gives what handlers set the places of their paths. A handler alone, or that of "/" beside what is set for all, is
/// no place of its own.
void PairFinder::find_routes() {
  std::vector<std::uint32_t> routes;
  bool general = false;
  for (Pair& pair : pairs_) {
    if (!pair.place.empty()) continue;
    const std::uint32_t route = route_of(pair.token);
    if (route == t_.size()) {
      general = general || pair.guard == 0;
      continue;
    }
    pair.route = registered_path(route);
    if (pair.guard == 0) pair.guard = route + 1;
    if (std::find(routes.begin(), routes.end(), route) == routes.end() && routes.size() < kNear)
      routes.push_back(route);
  }
  const bool one = routes.size() == 1 && (!general || registered_path(routes[0]) == "/");
  for (Pair& pair : pairs_) {
    if (pair.route.empty()) continue;
    const bool own = std::find(routes.begin(), routes.end(), pair.guard - 1) != routes.end();
    if (one && own) pair.guard = 0;
    if (one || !own) pair.route = {};
  }
}

}  // namespace headstrong::http::code

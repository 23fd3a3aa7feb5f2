// Maps and lists that are put into others: { ...base, 'X': '...' }, [...common, {...}], Object.assign({}, base, {...}),
// array_merge(...), a.merge(b), { source: '/x', headers: common }.
#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/code/pair_finder.hpp"
#include "http/code/words.hpp"
#include "text/order.hpp"

namespace headstrong::http::code {
namespace pairs_merges_detail {

constexpr std::size_t kMostMerges = 2000;

bool merges_maps(std::string_view name) {
  return is_one_of(name,
                   {"assign", "array_merge", "merge", "merge!", "concat", "union", "array_replace", "dict", "update"});
}

}  // namespace pairs_merges_detail
using namespace pairs_merges_detail;

/// Where a map or a list begins that is named, or that stands, at `i`.
std::uint32_t PairFinder::group_named(std::uint32_t i) {
  for (const char bracket : {'{', '['}) {
    const std::uint32_t found = e_.group(i, bracket);
    if (found < t_.size()) return found;
  }
  return t_.size();
}

void PairFinder::add_merge(std::uint32_t at, std::uint32_t operand, std::uint32_t outer) {
  if (merges_.size() >= kMostMerges || outer >= t_.size()) return;
  const std::uint32_t inner = group_named(operand);
  // What stands there itself is where it is put.
  if (inner < t_.size() && inner != outer) {
    merges_.push_back({inner, outer, at, at});
  } else if (inner >= t_.size()) {
    const std::uint32_t end = e_.item_end(at, t_.group_end(outer));
    if (!is_of_response(operand, end)) unknown_spreads_.push_back({0, outer, at, end});
  }
}

/// ...response.headers, ...details.responseHeaders: what the response has already.
bool PairFinder::is_of_response(std::uint32_t first, std::uint32_t end) const {
  bool response = false;
  bool headers = false;
  for (std::uint32_t at = first; at < end && at < first + kNear; ++at) {
    const std::string name = plain_name(t_.text(at));
    headers = headers || name.find("headers") != name.npos;
    response = response || is_one_of(name, {"r", "res", "resp", "response", "details", "responseheaders", "upstream",
                                            "origin", "proxyres", "reply", "result", "object"});
  }
  return headers && response;
}

/// ...base, **base: what the map, or the list, around it takes in.
void PairFinder::see_spread(std::uint32_t i) {
  const bool stars = t_.is(i, "*") && t_.is(i + 1, "*") && t_[i].end == t_[i + 1].start;
  if (!t_.is(i, "...") && !t_.is(i, "**") && !stars) return;
  const std::uint32_t operand = stars ? i + 2 : i + 1;
  const std::uint32_t outer = t_.parent(i);
  const bool takes =
      outer < t_.size() && (t_.is(outer, "{") || t_.is(outer, "[") || (t_.is(outer, "(") && !t_.is(i, "...")));
  const bool begins = i > 0 && (t_.opens(i - 1) || t_.is(i - 1, ","));
  if (!takes || !begins) return;
  // (condition && {...}) is looked at where its pairs are.
  const std::uint32_t close = t_.is(operand, "(") ? t_.group_end(operand) : t_.size();
  if (close < t_.size()) {
    for (std::uint32_t at = operand + 1; at < close && at < operand + kNear; ++at) {
      if (t_.is(at, "{") || t_.is(at, "[")) return;
    }
  }
  add_merge(i, operand, outer);
}

/// The set that a variable holds whose method is called at `call`; size() where it holds none.
std::uint32_t PairFinder::receiver(std::uint32_t call) {
  const bool method = call >= 2 && (t_.is(call - 1, ".") || t_.is(call - 1, "->"));
  if (!method || !t_.is_kind(call - 2, Kind::Word)) return t_.size();
  // The name alone: what is called on it is no part of it.
  const std::uint32_t held = e_.definition(t_.text(call - 2), call - 2);
  return held < t_.size() ? group_named(held) : t_.size();
}

/// Object.assign({}, base, {...}), array_merge($base, [...]), BASE.merge('X' => '...'), a.concat(b)
void PairFinder::see_merging_call(std::uint32_t i) {
  if (!merges_maps(t_.text(i))) return;
  const std::uint32_t open = i + (t_.is(i + 1, "!") ? 2 : 1);
  if (!t_.is(open, "(") || t_.group_end(open) >= t_.size()) return;
  if (t_.is(i, "update")) return see_update(i, open);
  const bool method = i >= 2 && (t_.is(i - 1, ".") || t_.is(i - 1, "->"));
  const bool assigns = t_.is(i, "assign");
  if (assigns && !(method && t_.is(i - 2, "Object"))) return;
  if (method && t_.is(i, "dict")) return;
  const std::uint32_t taker = assigns ? t_.size() : receiver(i);
  if (taker < t_.size()) merges_.push_back({taker, open, i - 2, i - 2});
  const std::uint32_t close = t_.group_end(open);
  constexpr int kMostArguments = 16;
  int seen = 0;
  for (std::uint32_t item = open + 1; item < close && seen < kMostArguments;
       item = e_.item_end(item, close) + 1, ++seen) {
    if (t_.is_kind(item, Kind::String) || t_.is(item + 1, ":") || t_.is(item + 1, "=")) continue;
    const std::uint32_t inner = group_named(item);
    if (inner < t_.size() && merges_.size() < kMostMerges) merges_.push_back({inner, open, item, item});
  }
}

/// headers.update({...}), of what a variable holds: what it sets comes later.
void PairFinder::see_update(std::uint32_t i, std::uint32_t open) {
  const std::uint32_t outer = receiver(i);
  const std::uint32_t inner = group_named(open + 1);
  if (outer < t_.size() && inner < t_.size() && outer != inner && merges_.size() < kMostMerges)
    merges_.push_back({inner, outer, open + 1, open + 1});
}

/// Python's BASE | {...}
void PairFinder::see_union(std::uint32_t i) {
  if (t_.language() != Language::Python || !t_.is(i, "|") || i == 0) return;
  const std::uint32_t left = t_.is(i - 1, "}") ? t_[i - 1].mate : i - 1;
  const std::uint32_t one = group_named(left);
  const std::uint32_t other = group_named(i + 1);
  if (one >= t_.size() || other >= t_.size() || merges_.size() >= kMostMerges) return;
  merges_.push_back({one, i, left, left});
  merges_.push_back({other, i, i + 1, i + 1});
}

/// headers: common, in what has a path
void PairFinder::see_named_set(std::uint32_t i) {
  if (i < 2 || !t_.is(i - 1, ":") || !t_.is_kind(i, Kind::Word) || !t_.is(i - 2, "headers")) return;
  const bool alone = t_.is(i + 1, ",") || t_.is(i + 1, "}") || t_[i + 1 < t_.size() ? i + 1 : i].begins_line;
  const std::uint32_t outer = t_.parent(i);
  if (!alone || outer >= t_.size() || place_of(outer).path.empty()) return;
  const std::uint32_t inner = group_named(i);
  if (inner < t_.size() && merges_.size() < kMostMerges) merges_.push_back({inner, i, i, i});
}

/// The set that a pair is an entry of, or a further one around it, as far as `known` says; size() where it is none.
std::uint32_t PairFinder::merged_group(std::uint32_t token) const {
  std::uint32_t around = t_.parent(token);
  for (int depth = 0; depth < 3 && around < t_.size(); ++depth, around = t_.parent(around)) {
    const auto found = std::lower_bound(merges_.begin(), merges_.end(), around,
                                        [](const Merge& merge, std::uint32_t group) { return merge.inner < group; });
    if (found != merges_.end() && found->inner == around) return around;
  }
  return t_.size();
}

/// Follows the pair to where its set is put, and from there on; a copy for each path.
void PairFinder::follow_merges(Pair pair, std::uint32_t token, int depth, std::vector<Pair>& out) {
  constexpr int kDeepest = 4;
  constexpr std::size_t kMostPairs = 50000;
  const std::uint32_t group = depth < kDeepest ? merged_group(token) : t_.size();
  if (group >= t_.size()) {
    if (out.size() < kMostPairs) out.push_back(std::move(pair));
    return;
  }
  auto merge = std::lower_bound(merges_.begin(), merges_.end(), group,
                                [](const Merge& each, std::uint32_t inner) { return each.inner < inner; });
  std::vector<std::string_view> paths;
  constexpr std::size_t kMostPaths = 8;
  for (; merge != merges_.end() && merge->inner == group && paths.size() < kMostPaths; ++merge) {
    Pair placed = pair;
    if (placed.place.empty()) find_place(placed, merge->at);
    // In one place it is put once.
    if (std::find(paths.begin(), paths.end(), placed.place) != paths.end()) continue;
    paths.push_back(placed.place);
    placed.into = merge->outer + 1;
    placed.order.insert(placed.order.begin(), merge->at);
    follow_merges(std::move(placed), merge->at, depth + 1, out);
  }
}

/// What an unknown set may put in the place of a value is a gap.
void PairFinder::hide_behind_spreads() {
  for (const Merge& spread : unknown_spreads_) {
    const Span gap{t_[spread.at].start, t_[std::max(spread.at, spread.end - 1)].end};
    bool told = false;
    for (Pair& pair : pairs_) {
      const std::uint32_t set = pair.into > 0 ? pair.into - 1 : pair.set;
      if (set != spread.outer) continue;
      const bool before = (pair.order.empty() ? pair.token : pair.order.front()) < spread.at;
      if (before) pair.hide();
      if (!told) pair.value.gaps.push_back(gap);
      told = true;
    }
  }
}

void PairFinder::merge_sets() {
  for (Pair& pair : pairs_) {
    pair.set = t_.parent(pair.token);
    // { key: 'X', value: '...' } in a list
    const std::uint32_t around = pair.set < t_.size() ? t_.parent(pair.set) : t_.size();
    const bool record = pair.entry && around < t_.size() && t_.is(around, "[") && pair.set + 3 > pair.token - 2;
    if (record) pair.set = around;
  }
  for (std::uint32_t i = 0; i < t_.size() && !pairs_.empty(); ++i) {
    if (t_.is_kind(i, Kind::Mark)) {
      see_spread(i);
      see_union(i);
    } else if (t_.is_kind(i, Kind::Word)) {
      see_merging_call(i);
      see_named_set(i);
    }
  }
  constexpr std::size_t kMostUnknown = 40;
  if (unknown_spreads_.size() > kMostUnknown) unknown_spreads_.resize(kMostUnknown);
  if (!merges_.empty()) {
    text::sort(merges_,
               [](const Merge& a, const Merge& b) { return a.inner != b.inner ? a.inner < b.inner : a.at < b.at; });
    std::vector<Pair> out;
    for (Pair& pair : pairs_) {
      pair.order.push_back(pair.token);
      const std::uint32_t token = pair.token;
      follow_merges(std::move(pair), token, 0, out);
    }
    pairs_ = std::move(out);
    // An entry of what others are put into is of the same set as they.
    for (Pair& pair : pairs_) {
      const auto takes = [&](std::uint32_t group) {
        return std::any_of(merges_.begin(), merges_.end(), [&](const Merge& merge) { return merge.outer == group; });
      };
      if (pair.into == 0 && merges_.size() < 64 && takes(pair.set)) pair.into = pair.set + 1;
    }
    text::sort(pairs_, [](const Pair& a, const Pair& b) {
      return std::lexicographical_compare(a.order.begin(), a.order.end(), b.order.begin(), b.order.end());
    });
  }
  hide_behind_spreads();
}

}  // namespace headstrong::http::code

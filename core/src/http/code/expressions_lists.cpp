// Lists, and the groups that variables hold.
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/code/expressions.hpp"
#include "http/code/words.hpp"

namespace headstrong::http::code {

bool Expressions::join(const Value& separator, std::uint32_t& i, std::uint32_t end, Value& out) {
  // " ".join(text.split())
  std::uint32_t each_start = i;
  if (separator.text == " " && tokens_.is_kind(i, Kind::Word)) {
    Value whole;
    if (value(each_start, end, whole) && whole.literals > 0) {
      out.add(whole);
      i = each_start;
      return true;
    }
  }
  std::vector<Value> items;
  if (!list(i, end, items) || items.empty()) return false;
  bool first = true;
  for (const Value& item : items) {
    if (!first) out.add_escape(separator.text, out.before(item.first_source()));
    first = false;
    out.add(item);
  }
  return true;
}

std::uint32_t Expressions::group(std::uint32_t i, char bracket) {
  for (int hops = 0; hops < kDeepest && i < tokens_.size(); ++hops) {
    if (tokens_.opens(i) && tokens_.text(i)[0] == bracket) return i;
    if (tokens_.is(i, "%") || tokens_.is(i, "&") || tokens_.is(i, "new")) {  // Elixir's %{
      ++i;
      continue;
    }
    if (!tokens_.is_kind(i, Kind::Word)) return tokens_.size();
    std::uint32_t last = i;
    while (tokens_.is(last + 1, ".") && tokens_.is_kind(last + 2, Kind::Word)) last += 2;
    if (tokens_.opens(last + 1)) {
      // array(...), dict(...), Object.freeze({...}), map[string]string{...}
      if (tokens_.text(last + 1)[0] == bracket) return last + 1;
      if (tokens_.opens(last + 2)) {
        i = last + 2;
        continue;
      }
      const std::uint32_t close = tokens_.group_end(last + 1);
      if (close < tokens_.size() && tokens_.is_kind(close + 1, Kind::Word) && tokens_.opens(close + 2)) {
        i = close + 2;
        continue;
      }
      return tokens_.size();
    }
    const std::uint32_t next = definition(tokens_.text(last), i);
    if (next == i) return tokens_.size();
    i = next;
  }
  return tokens_.size();
}

bool Expressions::list(std::uint32_t& i, std::uint32_t end, std::vector<Value>& out) {
  if (depth_ >= kDeepest || !spend(1) || i >= end) return false;
  while (i < end && (tokens_.is(i, "new") || tokens_.is(i, "&") || tokens_.is(i, "*") || tokens_.is(i, "..."))) ++i;
  if (tokens_.is_kind(i, Kind::Words)) {
    const Span inside = tokens_.inside(i);
    const std::string_view words = source_.bytes();
    for (std::uint32_t at = inside.start; at < inside.end;) {
      if (is_blank(words[at])) {
        ++at;
        continue;
      }
      std::uint32_t stop = at;
      while (stop < inside.end && !is_blank(words[stop])) ++stop;
      Value word;
      word.literals = 1;
      word.add_run(words.substr(at, stop - at), at);
      out.push_back(std::move(word));
      at = stop;
    }
    ++i;
    return true;
  }
  ++depth_;
  bool known = false;
  std::uint32_t open = tokens_.size();
  if (tokens_.opens(i)) {
    open = i;
    // []string{...}
    if (tokens_.is(i, "[") && tokens_[i].mate == i + 1 && tokens_.is_kind(i + 2, Kind::Word) &&
        tokens_.is(i + 3, "{")) {
      open = i + 3;
    } else if (tokens_.is(i, "[") && tokens_[i].mate == i + 1 && tokens_.is(i + 2, "{")) {
      open = i + 2;
    }
  } else if (tokens_.is_kind(i, Kind::Word)) {
    std::uint32_t last = i;
    while ((tokens_.is(last + 1, ".") || tokens_.is(last + 1, "::")) && tokens_.is_kind(last + 2, Kind::Word))
      last += 2;
    std::uint32_t next = last + 1;
    if (tokens_.is(next, "!")) ++next;
    const std::string name = plain_name(tokens_.text(last));
    const bool makes = is_one_of(name, {"array", "of", "listof", "setof", "aslist", "vec", "list", "tuple", "set",
                                        "string", "arrayof", "mutablelistof", "seq", "frozenset", "sequenceof"});
    if (makes && tokens_.opens(next)) {
      open = next;
      if (tokens_.is(open, "[") && tokens_[open].mate == open + 1 && tokens_.is(open + 2, "{")) open += 2;
    } else if (!tokens_.opens(next)) {
      std::uint32_t start = definition(tokens_.text(last), i);
      if (start < tokens_.size()) {
        known = list(start, tokens_.size(), out);
        i = last + 1;
      }
    }
  }
  if (open < tokens_.size() && tokens_.group_end(open) < tokens_.size()) {
    const std::uint32_t close = tokens_.group_end(open);
    known = true;
    for (std::uint32_t item = open + 1; item < close;) {
      const std::uint32_t item_stop = item_end(item, close);
      std::uint32_t at = item;
      // PHP's "0 => 'x'"
      if (tokens_.is_kind(item, Kind::Number) && tokens_.is(item + 1, "=>")) at = item + 2;
      const bool spread = tokens_.is(at, "...") || tokens_.is(at, "*");
      Value each;
      if (item == item_stop) {
      } else if (spread && list(at, item_stop, out)) {
      } else if (value(at, item_stop, each)) {
        if (at < item_stop) each.gaps.push_back({tokens_[at].start, tokens_[item_stop - 1].end});
        out.push_back(std::move(each));
      } else {
        Value gap;
        add_gap({tokens_[item].start, tokens_[item_stop - 1].end}, gap);
        out.push_back(std::move(gap));
      }
      item = item_stop + 1;
    }
    i = close + 1;
    if (tokens_.is(i, "+") && i + 1 < end) {
      ++i;
      list(i, end, out);
    }
  }
  --depth_;
  return known;
}

}  // namespace headstrong::http::code

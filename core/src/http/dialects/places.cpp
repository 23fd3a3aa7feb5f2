#include "http/dialects/places.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "http/readers.hpp"
#include "text/ascii.hpp"
#include "text/order.hpp"
#include "text/utf8.hpp"

namespace headstrong::http {
namespace places_detail {

constexpr std::string_view kNoncePlace = "{{nonce}}";

/// A field that is sent so far.
struct Slot {
  const FieldOrder* order = nullptr;
  bool inherited = false;
  bool gone = false;
  std::vector<const FieldOrder*>
      copies{};         // orders that this one took the place of, the last first, and that say the same
  bool joined = false;  // then `whole` is what it says
  Composite whole{};
  std::vector<Span> gaps{};
  std::uint32_t end = 0;  // of the source that it came from
};

/// A regular expression of plain characters, at most one "(.)", and maybe the text's ends.
struct Pattern {
  bool known = false;
  bool at_start = false;
  bool at_end = false;
  std::string text;  // with any byte at `group`
  std::size_t group = std::string::npos;

  explicit Pattern(std::string_view s) {
    if (!s.empty() && s[0] == '^') {
      at_start = true;
      s.remove_prefix(1);
    }
    while (!s.empty()) {
      const char c = s[0];
      if (c == '$' && s.size() == 1) {
        at_end = true;
        s.remove_prefix(1);
      } else if (s.substr(0, 3) == "(.)" && group == std::string::npos) {
        group = text.size();
        text += '.';
        s.remove_prefix(3);
      } else if (c == '\\' && s.size() > 1 && !text::is(s[1], text::kAlpha | text::kDigit)) {
        text += s[1];
        s.remove_prefix(2);
      } else if (std::string_view("\\^$.|?*+()[]{}").find(c) != std::string_view::npos) {
        return;
      } else {
        text += c;
        s.remove_prefix(1);
      }
    }
    known = !text.empty();
  }

  bool matches(std::string_view s) const {
    if (s.size() < text.size() || (at_end && s.size() != text.size())) return false;
    const std::size_t before = std::min(group, text.size());
    if (s.substr(0, before) != std::string_view(text).substr(0, before)) return false;
    return group == std::string::npos ||
           s.substr(group + 1, text.size() - group - 1) == std::string_view(text).substr(group + 1);
  }
};

/// What an edit writes: "$1" is the group, a backslash takes the meaning of what follows.
std::string replacement_of(std::string_view with, std::string_view group) {
  std::string out;
  for (std::size_t i = 0; i < with.size(); ++i) {
    if (with[i] == '\\' && i + 1 < with.size()) {
      out += with[++i];
    } else if (with[i] == '$' && i + 1 < with.size() && text::is(with[i + 1], text::kDigit)) {
      if (with[++i] == '1') out += group;
    } else {
      out += with[i];
    }
  }
  return out;
}

/// What orders come to, one after another.
class Sending {
 public:
  explicit Sending(text::Source& source) : source_(source) {}

  void obey(const FieldOrder& order, bool inherited) {
    using Verb = FieldOrder::Verb;
    std::vector<std::size_t>& same =
        by_name_[std::string(1, static_cast<char>('0' + order.table)) + text::lowered(order.name)];
    switch (order.verb) {
      case Verb::SetIfAbsent:
        if (!same.empty()) return;
        [[fallthrough]];
      case Verb::Add: same.push_back(push(order, inherited)); return;
      case Verb::Append:
        if (same.empty()) {
          same.push_back(push(order, inherited));
        } else {
          join(slots_[same.back()], order);
        }
        return;
      case Verb::Set:
        if (!same.empty()) {
          for (const std::size_t slot : same) slots_[slot].gone = true;
          same.resize(1);
          Slot replaced = std::move(slots_[same[0]]);
          Slot& slot = slots_[same[0]] = Slot{&order, inherited};
          const FieldOrder& before = *replaced.order;
          const bool says_the_same = !inherited && !replaced.inherited && !replaced.joined &&
                                     before.value.text.text() == order.value.text.text();
          if (says_the_same && replaced.copies.size() < kMostCopies) {
            slot.copies = std::move(replaced.copies);
            slot.copies.insert(slot.copies.begin(), &before);
          }
        } else {
          same.push_back(push(order, inherited));
        }
        return;
      case Verb::Edit:
      case Verb::EditAll:
        for (const std::size_t slot : same) edit(slots_[slot], order);
        return;
      case Verb::Remove:
        for (const std::size_t slot : same) {
          slots_[slot].gone = true;
          if (!inherited && slots_[slot].inherited && removed_.size() < kMostRemoved)
            removed_.push_back(slots_[slot].order->name);
        }
        same.clear();
        return;
    }
  }

  /// Names of what a place gets from those around it and takes away.
  std::vector<std::string_view> take_removed() { return std::move(removed_); }

  void write_into(Response& response) {
    for (Slot& slot : slots_) {
      if (slot.gone) continue;
      const FieldOrder& order = *slot.order;
      quote::Decoded value = order.value;
      if (slot.joined) {
        value.text = slot.whole.take(source_);
        value.gaps = std::move(slot.gaps);
      }
      add_field(response, order.name, order.name_span, std::move(value),
                slot.joined ? quote::Spelling::Unwritable : order.spelling);
      response.fields.back().inherited = slot.inherited;
      if (slot.joined) continue;
      for (std::size_t i = 0; i < slot.copies.size(); ++i) {
        const FieldOrder& copy = *slot.copies[i];
        Response alone;
        add_field(alone, copy.name, copy.name_span, copy.value, copy.spelling);
        response.twins.push_back({static_cast<std::uint32_t>(response.fields.size() - 1), Twin::kNoResponse,
                                  static_cast<std::uint32_t>(i), std::move(alone.fields.front())});
      }
    }
  }

 private:
  std::size_t push(const FieldOrder& order, bool inherited) {
    slots_.push_back(Slot{&order, inherited});
    return slots_.size() - 1;
  }

  static void open(Slot& slot) {
    if (slot.joined) return;
    slot.whole.add(slot.order->value.text);
    slot.gaps = slot.order->value.gaps;
    slot.end = end_of(*slot.order);
    slot.joined = true;
  }

  /// Where the expression is not understood, or the text too long for many edits, the value is a gap.
  void edit(Slot& slot, const FieldOrder& order) {
    constexpr std::size_t kMostEdited = 4 * 1024 * 1024;
    open(slot);
    const Pattern pattern(order.pattern);
    edited_ += slot.whole.size();
    if (!pattern.known || edited_ > kMostEdited) {
      const Span whole{slot.order->value.text.to_source(0, 0).start, slot.end};
      if (!whole.empty()) slot.gaps = {whole};
      return;
    }
    const text::MappedText before = slot.whole.take(source_);
    const std::string_view s = before.text();
    Composite after;
    std::size_t done = 0;
    for (std::size_t i = 0; i < s.size(); ++i) {
      if ((pattern.at_start && i > 0) || !pattern.matches(s.substr(i))) continue;
      after.add(before, done, i);
      const std::string_view group = pattern.group == std::string::npos ? "" : s.substr(i + pattern.group, 1);
      const Span place = order.value.text.to_source(0, order.value.text.text().size());
      after.add(replacement_of(order.value.text.text(), group), {place.start, std::max(place.end, place.start + 1)});
      done = i + pattern.text.size();
      i = done - 1;
      slot.end = std::max(slot.end, place.end);
      if (order.verb == FieldOrder::Verb::Edit) break;
    }
    after.add(before, done, s.size());
    slot.whole = std::move(after);
  }

  static void join(Slot& slot, const FieldOrder& order) {
    open(slot);
    const std::uint32_t start = order.value.text.to_source(0, 0).start;
    slot.whole.add(", ", {slot.end, std::max(slot.end + 1, start)});
    slot.whole.add(order.value.text);
    slot.gaps.insert(slot.gaps.end(), order.value.gaps.begin(), order.value.gaps.end());
    slot.end = end_of(order);
  }
  static constexpr std::size_t kMostCopies = 4;
  static constexpr std::size_t kMostRemoved = 50;

  static std::uint32_t end_of(const FieldOrder& order) {
    return order.value.text.to_source(0, order.value.text.text().size()).end;
  }

  text::Source& source_;
  std::size_t edited_ = 0;
  std::vector<std::string_view> removed_;
  std::vector<Slot> slots_;
  std::map<std::string, std::vector<std::size_t>> by_name_;
};

}  // namespace places_detail

bool covers_pages(std::string_view pattern) {
  while (!pattern.empty() && std::string_view("~*^\" ").find(pattern.front()) != pattern.npos) pattern.remove_prefix(1);
  if (pattern.substr(0, 2) == ".*" || pattern.substr(0, 2) == ".+") pattern.remove_prefix(2);
  // A dot, as a pattern or as an expression has it, and behind it nothing but names of types.
  if (pattern.substr(0, 1) == "\\") pattern.remove_prefix(1);
  if (pattern.substr(0, 1) != ".") return false;
  pattern.remove_prefix(1);
  bool pages = false;
  for (std::size_t at = 0; at < pattern.size();) {
    std::size_t end = at;
    while (end < pattern.size() && text::is(pattern[end], text::kAlpha | text::kDigit)) ++end;
    const std::string_view word = pattern.substr(at, end - at);
    if (end == at && std::string_view("(|)?:$\"").find(pattern[at]) == pattern.npos) return false;
    pages = pages || word == "html" || word == "htm" || word == "php" || word == "xhtml";
    at = std::max(end, at + 1);
  }
  return pages;
}

int rank_below(std::string_view path) {
  constexpr std::size_t kLongest = 900;
  while (!path.empty() && path.back() == '*') path.remove_suffix(1);
  if (path.empty() || path == "/") return 2;
  if (path.back() == '/') path.remove_suffix(1);
  return 10 + static_cast<int>(std::min(path.size(), kLongest));
}

void Composite::add(const text::MappedText& text) { add(text, 0, text.text().size()); }

void Composite::add(const text::MappedText& text, std::size_t begin, std::size_t end) {
  const std::string_view s = text.text();
  std::uint32_t next = 0;  // where the run would go on
  Span whole{};            // of the escape that the byte before belongs to
  for (std::size_t i = begin; i < end; ++i) {
    const Span place = text.to_source(i, i + 1);
    const auto at = static_cast<std::uint32_t>(text_.size());
    if (place.size() != 1) {
      if (!(place == whole)) segments_.push_back({at, place.start, place.size()});
      whole = place;
      next = 0;
    } else {
      if (next != place.start || next == 0) segments_.push_back({at, place.start, 0});
      next = place.end;
      whole = {};
    }
    text_ += s[i];
  }
}

void Composite::add(std::string_view text, Span place) {
  if (text.empty()) return;
  segments_.push_back({static_cast<std::uint32_t>(text_.size()), place.start, place.size()});
  text_ += text;
}

text::MappedText Composite::take(text::Source& source) {
  return text::MappedText(source.keep(std::move(text_)), std::move(segments_));
}

quote::Decoded with_nonces(text::Source& source, quote::Decoded value) {
  const std::string_view s = value.text.text();
  if (value.gaps.empty() || s.find("nonce-") == std::string_view::npos) return value;
  Composite whole;
  bool any = false;
  std::size_t done = 0;
  std::size_t gap = 0;
  for (std::size_t i = 0; i < s.size() && gap < value.gaps.size(); ++i) {
    const Span place = value.text.to_source(i, i + 1);
    while (gap < value.gaps.size() && value.gaps[gap].start < place.start) ++gap;
    if (gap == value.gaps.size() || value.gaps[gap].start != place.start) continue;
    const Span stretch = value.gaps[gap++];
    const std::size_t end = place.size() == 1 ? i + stretch.size() : i + 1;
    const bool nonce = i >= 6 && s.substr(i - 6, 6) == "nonce-" && (end == s.size() || s[end] == '\'');
    if (!nonce) continue;
    whole.add(value.text, done, i);
    whole.add(places_detail::kNoncePlace, stretch);
    done = end;
    any = true;
  }
  if (!any) return value;
  whole.add(value.text, done, s.size());
  value.text = whole.take(source);
  return value;
}

std::uint32_t Places::add(std::uint32_t parent, std::string_view what, std::uint32_t line, int rank) {
  constexpr std::size_t kReadable = 60;
  places_.push_back({parent, text::valid_utf8(what.substr(0, kReadable)), line, rank, {}, {}, 0});
  return static_cast<std::uint32_t>(places_.size() - 1);
}

void Places::put(std::uint32_t place, FieldOrder order) {
  order.value = with_nonces(source_, std::move(order.value));
  places_[place].orders.push_back(std::move(order));
}

Response Places::response_of(std::uint32_t place) {
  std::vector<std::pair<const FieldOrder*, bool>> orders;
  std::vector<std::uint32_t> around{place};
  while (around.back() != kRoot) around.push_back(places_[around.back()].parent);
  for (auto each = around.rbegin(); each != around.rend(); ++each) {
    const bool inherits = *each != place;
    const std::uint8_t replaced = places_[*each].replaced;
    const auto is_replaced = [&](const auto& order) {
      const bool gone = (replaced >> order.first->table & 1) != 0;
      if (gone && !inherits && order.first->verb != FieldOrder::Verb::Remove) lose(place, order.first->name);
      return gone;
    };
    if (replaced != 0) std::erase_if(orders, is_replaced);
    if (inherits && inherited_ > kMostInherited) continue;
    for (const FieldOrder& order : places_[*each].orders) orders.emplace_back(&order, inherits || order.inherited);
    if (inherits) inherited_ += places_[*each].orders.size();
  }
  text::sort(orders, [](const auto& a, const auto& b) { return a.first->phase < b.first->phase; });
  places_detail::Sending sending(source_);
  for (const auto& [order, inherited] : orders) sending.obey(*order, inherited);
  Response response;
  sending.write_into(response);
  for (const std::string_view name : sending.take_removed()) lose(place, name);
  return response;
}

std::string Places::words_of(std::uint32_t place) const {
  return place == kRoot ? "outside of all blocks" : place_at_line(places_[place].what, places_[place].line);
}

/// Notes what the place has lost of what stands around it and not set anew.
void Places::tell_loss(std::uint32_t place, const Response& response) {
  std::vector<std::string_view>& lost = places_[place].lost;
  if (lost.empty() || place == kRoot || paste_.losses.size() == kMaxLosses) return;
  Loss loss;
  for (const std::string_view name : lost) {
    const auto same = [&](std::string_view other) { return text::iequals(other, name); };
    const bool sent = std::any_of(response.fields.begin(), response.fields.end(),
                                  [&](const Field& field) { return same(field.name); });
    if (!sent && std::none_of(loss.names.begin(), loss.names.end(), same)) loss.names.push_back(name);
  }
  if (loss.names.empty()) return;
  loss.place = words_of(place);
  loss.line = places_[place].line;
  paste_.losses.push_back(std::move(loss));
}

void Places::hand_out() {
  int lowest = 0;
  std::size_t count = 0;
  bool noted = false;
  for (std::uint32_t i = 0; i < places_.size(); ++i) {
    Place& place = places_[i];
    const bool sets = std::any_of(place.orders.begin(), place.orders.end(),
                                  [](const FieldOrder& order) { return order.verb != FieldOrder::Verb::Remove; });
    if (!sets) {
      // One that only takes away is no place to judge, but what it takes is told.
      if (!place.orders.empty() || !place.lost.empty()) tell_loss(i, response_of(i));
      continue;
    }
    const bool best = count == 0 || place.rank < lowest;
    if (count >= kMostPlaces && !best) {
      if (!noted) add_notice(paste_, NoticeKind::PlacesPassedOver, place.orders[0].name_span, place.line);
      noted = true;
      continue;
    }
    Response response = response_of(i);
    tell_loss(i, response);
    if (response.fields.empty()) continue;
    if (i != kRoot || places_.size() > 1) response.place = words_of(i);
    if (best) {
      lowest = place.rank;
      paste_.chosen = paste_.responses.size();
    }
    ++count;
    paste_.responses.push_back(std::move(response));
    handed_out_.push_back(i);
  }
  // What the judged place takes away of what stands around it is no surprise.
  if (paste_.chosen < handed_out_.size()) {
    const std::string chosen = words_of(handed_out_[paste_.chosen]);
    std::erase_if(paste_.losses, [&](const Loss& loss) { return loss.place == chosen; });
  }
  find_twins();
}

void Places::find_twins() {
  const auto response_at = [&](std::uint32_t place) {
    return static_cast<std::size_t>(std::find(handed_out_.begin(), handed_out_.end(), place) - handed_out_.begin());
  };
  for (const auto& [a, b] : pairs_) {
    const std::size_t first = response_at(a);
    const std::size_t second = response_at(b);
    if (first == handed_out_.size() || second == handed_out_.size() || first == second) continue;
    Response& one = paste_.responses[first];
    Response& other = paste_.responses[second];
    std::map<std::string, std::uint32_t> by_name;
    for (std::uint32_t i = 0; i < other.fields.size(); ++i) by_name.emplace(text::lowered(other.fields[i].name), i);
    for (std::uint32_t i = 0; i < one.fields.size(); ++i) {
      const auto found = by_name.find(text::lowered(one.fields[i].name));
      if (found == by_name.end()) continue;
      const Field& field = one.fields[i];
      const Field& same = other.fields[found->second];
      if (field.inherited || same.inherited || field.value.text() != same.value.text()) continue;
      one.twins.push_back({i, static_cast<std::uint32_t>(second), 0, same});
      other.twins.push_back({found->second, static_cast<std::uint32_t>(first), 0, field});
    }
  }
  for (Response& response : paste_.responses) {
    text::sort(response.twins, [](const Twin& a, const Twin& b) { return a.field < b.field; });
  }
}

}  // namespace headstrong::http

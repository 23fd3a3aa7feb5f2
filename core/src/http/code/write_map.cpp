#include "http/code/write_map.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "http/code/write_code.hpp"
#include "text/ascii.hpp"
#include "text/order.hpp"

namespace headstrong::http::code {
namespace write_map_detail {

struct Wanted {
  std::string name;
  std::vector<std::string_view> words;
  bool found = false;
};

/// The directives of a policy; none where it is a list of policies or names one twice.
std::vector<Wanted> directives_in(std::string_view policy) {
  std::vector<Wanted> all;
  if (policy.find(',') != policy.npos) return all;
  while (!policy.empty()) {
    const std::string_view piece = policy.substr(0, policy.find(';'));
    policy.remove_prefix(std::min(policy.size(), piece.size() + 1));
    Wanted wanted;
    for (std::size_t at = 0; at < piece.size();) {
      while (at < piece.size() && text::is(piece[at], text::kAsciiWhitespace)) ++at;
      const std::size_t start = at;
      while (at < piece.size() && !text::is(piece[at], text::kAsciiWhitespace)) ++at;
      if (at == start) continue;
      if (wanted.name.empty()) {
        wanted.name = text::lowered(piece.substr(start, at - start));
      } else {
        wanted.words.push_back(piece.substr(start, at - start));
      }
    }
    if (wanted.name.empty()) continue;
    const bool twice =
        std::any_of(all.begin(), all.end(), [&](const Wanted& other) { return other.name == wanted.name; });
    if (twice) return {};
    all.push_back(std::move(wanted));
  }
  return all;
}

class Writer {
 public:
  Writer(std::string_view s, const PolicyMap& map, Language language) : s_(s), map_(map), language_(language) {}

  std::vector<MapEdit> write(std::vector<Wanted> wanted) {
    if (!rewrite_entries(wanted) || !add_missing(wanted)) return {};
    text::sort_by_start(edits_);
    const auto clash = std::adjacent_find(edits_.begin(), edits_.end(),
                                          [](const MapEdit& a, const MapEdit& b) { return b.span.start < a.span.end; });
    if (clash != edits_.end()) return {};
    return std::move(edits_);
  }

 private:
  /// Writes the values of entries that stay, takes the others away; false where one can't be.
  bool rewrite_entries(std::vector<Wanted>& wanted) {
    bool removed_before = false;
    for (const PolicyMap::Entry& entry : map_.entries) {
      const auto mine =
          std::find_if(wanted.begin(), wanted.end(), [&](const Wanted& each) { return each.name == entry.name; });
      if (mine == wanted.end()) {
        if (entry.off) continue;
        if (removed_before || !remove(entry)) return false;
        removed_before = true;
        continue;
      }
      removed_before = false;
      mine->found = true;
      if (is_inside(entry)) last_ = &entry;
      if (!rewrite(entry, mine->words)) return false;
    }
    return true;
  }

  bool rewrite(const PolicyMap::Entry& entry, const std::vector<std::string_view>& words) {
    if (!entry.off && says(entry, words)) return true;
    std::string value = value_of(words, entry);
    if (value.empty() || !is_inside(entry)) return false;
    edits_.push_back({entry.value, std::move(value)});
    return true;
  }

  /// Adds what no entry says, but for what the framework sends by itself.
  bool add_missing(const std::vector<Wanted>& wanted) {
    for (const Wanted& each : wanted) {
      const bool by_itself = std::find(map_.defaults.begin(), map_.defaults.end(), joined(each)) != map_.defaults.end();
      if (!each.found && !by_itself && (last_ == nullptr || !add(each))) return false;
    }
    if (last_ != nullptr) insert_behind(*last_);
    return true;
  }

  char at(std::uint32_t place) const { return place < s_.size() ? s_[place] : '\0'; }
  std::string_view text_of(Span span) const { return s_.substr(span.start, span.size()); }

  static std::string joined(const Wanted& wanted) {
    std::string text = wanted.name;
    for (const std::string_view word : wanted.words) text.append(" ").append(word);
    return text;
  }

  /// Whether the entry stands in the map itself, not in one that is spread into it.
  bool is_inside(const PolicyMap::Entry& entry) const {
    if (entry.value.empty() || entry.whole.empty()) return false;
    return map_.group.empty() || (entry.whole.start >= map_.group.start && entry.whole.end <= map_.group.end);
  }

  static bool says(const PolicyMap::Entry& entry, const std::vector<std::string_view>& words) {
    std::string had;
    std::string wanted;
    for (const PolicyMap::Source& source : entry.sources) {
      if (!source.text.empty()) had.append(" ").append(source.text);
    }
    for (const std::string_view word : words) wanted.append(" ").append(word);
    return had == wanted;
  }

  /// A source as the map spells it; empty where it can't.
  std::string item_of(std::string_view word, const PolicyMap::Entry& entry) const {
    for (const PolicyMap::Source& source : entry.sources) {
      if (source.text == word && !source.written.empty()) return std::string(text_of(source.written));
    }
    if (word.find("{{") != word.npos) return {};
    const bool quoted = word.size() > 2 && word.front() == '\'' && word.back() == '\'';
    return literal_in(map_.bare && quoted ? word.substr(1, word.size() - 2) : word, language_);
  }

  /// The value of an entry, written as `like` writes its own: a list, a tuple, words, one text.
  std::string value_of(std::vector<std::string_view> words, const PolicyMap::Entry& like) const {
    std::erase_if(words, [&](std::string_view word) {
      return std::any_of(like.sources.begin(), like.sources.end(),
                         [&](const PolicyMap::Source& source) { return source.implied && source.text == word; });
    });
    if (words.empty()) return std::string(map_.valueless);
    const std::string_view had = text_of(like.value);
    const char open = had.empty() ? '\0' : had[0];
    if (open == '%' && had.size() > 4 && are_plain(words)) {
      return std::string(had.substr(0, 3)).append(with_blanks(words)) += had.back();
    }
    if (open == '"' || open == '\'' || open == '`') {
      const std::string text = with_blanks(words);
      return text.find("{{") == text.npos && text.find("${") == text.npos ? literal_in(text, language_) : std::string();
    }
    return list_of(words, like, open == '(' && language_ == Language::Python);
  }

  /// Whether words can stand in Ruby's %w[...].
  static bool are_plain(const std::vector<std::string_view>& words) {
    return std::all_of(words.begin(), words.end(),
                       [](std::string_view word) { return word.find_first_of("[](){}<>\\#|!") == word.npos; });
  }

  static std::string with_blanks(const std::vector<std::string_view>& words) {
    std::string text;
    for (const std::string_view word : words) text.append(text.empty() ? "" : " ").append(word);
    return text;
  }

  std::string list_of(const std::vector<std::string_view>& words, const PolicyMap::Entry& like, bool tuple) const {
    std::string text(tuple ? "(" : "[");
    for (const std::string_view word : words) {
      const std::string item = item_of(word, like);
      if (item.empty()) return {};
      if (text.size() > 1) text += ", ";
      text += item;
    }
    if (!tuple) return text += "]";
    return text += words.size() == 1 ? ",)" : ")";
  }

  /// The entry that a new one is written like: its name shows how names of several words are spelled.
  const PolicyMap::Entry* model() const {
    const PolicyMap::Entry* found = nullptr;
    for (const PolicyMap::Entry& entry : map_.entries) {
      if (!is_inside(entry)) continue;
      const char open = at(entry.value.start);
      const bool list = open == '[' || open == '(' || open == '%';
      if (entry.name.find('-') != entry.name.npos && (found == nullptr || list)) {
        found = &entry;
        if (list) break;
      }
    }
    return found;
  }

  std::string key_like(std::string_view name, std::string_view had) const {
    const bool constant = had.find_first_of("abcdefghijklmnopqrstuvwxyz") == had.npos;
    std::string key(had.substr(0, 4) == "CSP_" ? "CSP_" : "");
    bool raise = false;
    for (const char c : name) {
      if (c == '-' && (constant || had.find('_') != had.npos)) {
        key += '_';
      } else if (c == '-' && had.find('-') == had.npos) {
        raise = true;
      } else {
        const bool upper = constant || raise;
        key += upper && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        raise = false;
      }
    }
    return key;
  }

  bool add(const Wanted& wanted) {
    const PolicyMap::Entry* like = model();
    if (like == nullptr) return false;
    std::string value = value_of(wanted.words, *like);
    if (value.empty()) return false;
    std::string text(s_.substr(like->whole.start, like->key.start - like->whole.start));
    text += key_like(wanted.name, text_of(like->key));
    text += s_.substr(like->key.end, like->value.start - like->key.end);
    added_.push_back(std::move(text) + value);
    return true;
  }

  std::uint32_t line_start(std::uint32_t place) const {
    while (place > 0 && s_[place - 1] != '\n') --place;
    return place;
  }
  std::uint32_t line_end(std::uint32_t place) const {
    while (place < s_.size() && s_[place] != '\n' && s_[place] != '\r') ++place;
    return place;
  }
  std::uint32_t behind_blanks(std::uint32_t place) const {
    while (place < s_.size() && text::is(s_[place], text::kAsciiWhitespace)) ++place;
    return place;
  }
  bool is_blank(std::uint32_t from, std::uint32_t to) const {
    while (from < to && text::is(s_[from], text::kSpaceTab)) ++from;
    return from >= to;
  }

  void insert_behind(const PolicyMap::Entry& last) {
    if (added_.empty()) return;
    const bool statements = map_.group.empty();
    const std::uint32_t start = line_start(last.whole.start);
    const bool leads = is_blank(start, last.whole.start);
    const std::uint32_t next = behind_blanks(last.whole.end);
    const bool comma = at(next) == ',';
    std::uint32_t place = comma ? next + 1 : last.whole.end;
    std::string text;
    if (!comma && !statements) text += ',';
    std::string before = " ";
    if (leads) {
      const std::uint32_t end = line_end(place);
      const std::string_view rest = text::trim(s_.substr(place, end - place));
      const bool comment = rest.substr(0, 1) == "#" || rest.substr(0, 2) == "//";
      if (rest.empty() || comment || statements) {
        if (!text.empty() && end != place) {
          edits_.push_back({{place, place}, std::exchange(text, {})});
        }
        place = end;
      }
      before = (s_.find("\r\n") != s_.npos ? "\r\n" : "\n") + std::string(s_.substr(start, last.whole.start - start));
    }
    for (const std::string& each : added_) {
      text += before + each;
      const bool ends = !comma && &each == &added_.back();
      if (!statements && !ends) text += ',';
    }
    // A value that is written anew ends where this begins.
    for (MapEdit& edit : edits_) {
      if (edit.span.end == place && edit.span.start < place) {
        edit.text += text;
        return;
      }
    }
    edits_.push_back({{place, place}, std::move(text)});
  }

  bool remove(const PolicyMap::Entry& entry) {
    if (!is_inside(entry)) return false;
    const std::uint32_t start = line_start(entry.whole.start);
    const std::uint32_t next = behind_blanks(entry.whole.end);
    const bool comma = at(next) == ',' && !map_.group.empty();
    const std::uint32_t end = comma ? next + 1 : entry.whole.end;
    if (is_blank(start, entry.whole.start) && is_blank(end, line_end(end))) {
      std::uint32_t behind = line_end(end);
      if (at(behind) == '\r') ++behind;
      if (at(behind) == '\n') ++behind;
      edits_.push_back({{start, behind}, {}});
    } else if (comma) {
      edits_.push_back({{entry.whole.start, behind_blanks(end)}, {}});
    } else {
      std::uint32_t before = entry.whole.start;
      while (before > 0 && text::is(s_[before - 1], text::kAsciiWhitespace)) --before;
      if (before > 0 && s_[before - 1] == ',') --before;
      edits_.push_back({{before, entry.whole.end}, {}});
    }
    return true;
  }

  std::string_view s_;
  const PolicyMap& map_;
  Language language_;
  const PolicyMap::Entry* last_ = nullptr;  // of those that stay
  std::vector<MapEdit> edits_;
  std::vector<std::string> added_;
};

}  // namespace write_map_detail

std::string sorted_directives(std::string_view policy) {
  std::vector<std::string_view> directives;
  while (!policy.empty()) {
    const std::string_view piece = policy.substr(0, policy.find(';'));
    policy.remove_prefix(std::min(policy.size(), piece.size() + 1));
    if (!text::trim(piece).empty()) directives.push_back(text::trim(piece));
  }
  text::sort(directives);
  std::string text;
  for (const std::string_view directive : directives) text.append(directive).append("; ");
  return text;
}

std::vector<MapEdit> write_policy_map(std::string_view source, const PolicyMap& map, std::string_view policy,
                                      Language language) {
  using namespace write_map_detail;
  std::vector<Wanted> wanted = directives_in(policy);
  if (wanted.empty()) return {};
  return Writer(source, map, language).write(std::move(wanted));
}

}  // namespace headstrong::http::code

// Objects and arrays of headers. The text is JSON that has been read without a fault.
#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

#include "harden/edit_list.hpp"
#include "harden/writers.hpp"
#include "quote/quote.hpp"
#include "text/ascii.hpp"

namespace headstrong::writing {
namespace write_json_detail {

using http::Field;
using text::is;
using text::kAsciiWhitespace;

std::uint32_t offset(std::size_t at) { return static_cast<std::uint32_t>(at); }

std::string quoted(std::string_view text) { return quote::literal(text, quote::Spelling::JsonString); }

/// The inside of the string that a value is.
Span inside_of(const Field& field) { return {field.value.to_source(0, 0).start, field.span.end}; }

/// A member of an object or an element of an array.
struct Item {
  std::size_t start = 0;
  std::size_t key_end = 0;      // of a member, behind the closing quote
  std::size_t value_start = 0;  // of an element, its start
  std::size_t end = 0;
};

class Scanner {
 public:
  explicit Scanner(std::string_view source) : s_(source) {}

  std::size_t skip_space(std::size_t at) const {
    while (at < s_.size() && is(s_[at], kAsciiWhitespace)) ++at;
    return at;
  }

  std::size_t skip_string(std::size_t at) const {
    for (++at; at < s_.size() && s_[at] != '"'; ++at) at += s_[at] == '\\';
    return std::min(at + 1, s_.size());
  }

  std::size_t skip_value(std::size_t at) const {
    std::size_t depth = 0;
    while (at < s_.size()) {
      const char c = s_[at];
      if (c == '"') {
        at = skip_string(at);
      } else if (c == '[' || c == '{') {
        ++depth;
        ++at;
        continue;
      } else if (c == ']' || c == '}') {
        --depth;
        ++at;
      } else if (depth > 0 && (c == ',' || c == ':' || is(c, kAsciiWhitespace))) {
        ++at;
        continue;
      } else {
        while (at < s_.size() && s_[at] != ',' && s_[at] != ']' && s_[at] != '}' && !is(s_[at], kAsciiWhitespace)) {
          ++at;
        }
      }
      if (depth == 0) return at;
    }
    return at;
  }

  /// What stands within the brackets that open at `open`.
  std::vector<Item> items(std::size_t open) const {
    const bool object = s_[open] == '{';
    std::vector<Item> items;
    std::size_t at = skip_space(open + 1);
    while (at < s_.size() && s_[at] != ']' && s_[at] != '}') {
      Item item;
      item.start = item.value_start = at;
      if (object) {
        item.key_end = skip_string(at);
        item.value_start = skip_space(skip_space(item.key_end) + 1);
      }
      item.end = skip_value(item.value_start);
      items.push_back(item);
      at = skip_space(item.end);
      if (at < s_.size() && s_[at] == ',') at = skip_space(at + 1);
    }
    return items;
  }

 private:
  std::string_view s_;
};

/// The fields [first, last) that an item holds.
struct Range {
  std::size_t first = 0;
  std::size_t last = 0;

  std::size_t size() const { return last - first; }
};

class Writer {
 public:
  Writer(const Target& target, const Merge& merge, std::size_t open)
      : target_(target),
        s_(target.source),
        merge_(merge),
        scan_(target.source),
        open_(open),
        object_(s_[open] == '{'),
        items_(scan_.items(open)) {
    find_style();
    find_fields();
  }

  /// False where the text's shape is none of those that can be written.
  bool write(std::vector<Edit>& edits) {
    for (std::size_t i = 0; i < items_.size(); ++i) {
      if (!can_write(i)) return false;
    }
    std::size_t first_kept = 0;
    while (first_kept < items_.size() && goes(first_kept)) ++first_kept;
    if (first_kept == items_.size()) {
      serialise_all();
    } else {
      write_items(first_kept);
    }
    edits = edits_.take();
    return true;
  }

 private:
  /// Which blanks the text puts behind its commas and colons.
  void find_style() {
    const std::size_t before = open_ > 0 ? open_ - 1 : 0;
    bool blanks = is(s_[before], kAsciiWhitespace);  // "headers": {
    if (!items_.empty()) {
      const Item& first = items_.front();
      const std::string_view text = s_.substr(first.start, first.end - first.start);
      blanks = text.find("\", \"") != text.npos || text.find("\": ") != text.npos;
    }
    comma_ = blanks ? ", " : ",";
    colon_ = blanks ? ": " : ":";
    if (!items_.empty() && object_) {
      const Item& last = items_.back();
      colon_ = s_.substr(last.key_end, last.value_start - last.key_end);
    }
    separator_ = comma_;
    if (items_.size() > 1) {
      const std::size_t end = items_.end()[-2].end;
      separator_ = s_.substr(end, items_.back().start - end);
    } else if (items_.size() == 1 && items_[0].start > open_ + 1) {
      separator_ = "," + std::string(s_.substr(open_ + 1, items_[0].start - open_ - 1));
    }
  }

  void find_fields() {
    std::size_t field = 0;
    ranges_.reserve(items_.size());
    for (const Item& item : items_) {
      Range range{field, field};
      while (field < merge_.fields.size() && inside_of(*merge_.fields[field]).end <= item.end) ++field;
      range.last = field;
      ranges_.push_back(range);
    }
  }

  bool is_kept(std::size_t i) const {
    for (std::size_t f = ranges_[i].first; f < ranges_[i].last; ++f) {
      if (merge_.steps[f].act != Step::Act::Keep) return false;
    }
    return true;
  }

  bool is_string(std::size_t i, const Field& field) const {
    return s_[items_[i].value_start] == '"' && items_[i].value_start + 1 == inside_of(field).start;
  }

  /// Whether the item is one field, or a list of one name's fields and nothing else.
  bool can_write(std::size_t i) const {
    if (is_kept(i)) return true;
    const Range range = ranges_[i];
    if (!object_) return range.size() == 1;
    if (range.size() == 1 && is_string(i, *merge_.fields[range.first])) return true;
    if (s_[items_[i].value_start] != '[') return false;
    const std::vector<Item> values = scan_.items(items_[i].value_start);
    if (values.size() != range.size()) return false;
    for (std::size_t v = 0; v < values.size(); ++v) {
      const bool field =
          s_[values[v].start] == '"' && values[v].start + 1 == inside_of(*merge_.fields[range.first + v]).start;
      if (!field) return false;
    }
    return true;
  }

  /// The values that stand in an item afterwards; of an array's element further ones get their own.
  std::vector<std::string_view> values_of(std::size_t i) const {
    std::vector<std::string_view> values;
    for (std::size_t f = ranges_[i].first; f < ranges_[i].last; ++f) {
      const Step& step = merge_.steps[f];
      if (step.act == Step::Act::Keep) values.push_back(merge_.fields[f]->value.text());
      if (step.act == Step::Act::Set) values.push_back(step.value);
    }
    return values;
  }

  bool goes(std::size_t i) const { return !is_kept(i) && values_of(i).empty(); }

  /// The fields that are to follow those of item i.
  std::vector<NewField> take_insertions(std::size_t i) {
    std::vector<NewField> fields;
    while (inserted_ < merge_.within.size() && merge_.within[inserted_].after < ranges_[i].last) {
      fields.push_back(merge_.within[inserted_++].field);
    }
    return fields;
  }

  void write_items(std::size_t first_kept) {
    for (std::size_t i = 0; i < items_.size(); ++i) {
      if (goes(i)) {
        const bool leads = i < first_kept;
        const std::size_t start = leads ? items_[i].start : items_[i - 1].end;
        const std::size_t end = leads ? items_[i + 1].start : items_[i].end;
        edits_.replace({offset(start), offset(end)}, {});
        continue;
      }
      const std::vector<NewField> further = take_insertions(i);
      if (!is_kept(i)) object_ ? write_member(i, further) : write_element(i);
      if (!object_) insert_behind(i, further);
    }
    for (const std::string& member : new_members()) insert(items_.back().end, separator_ + member);
  }

  /// Nothing of what stands there stays.
  void serialise_all() {
    std::string text;
    for (const std::string& member : new_members()) text += (text.empty() ? "" : separator_) + member;
    const std::size_t start = items_.empty() ? open_ + 1 : items_.front().start;
    const std::size_t end = items_.empty() ? open_ + 1 : items_.back().end;
    edits_.replace({offset(start), offset(end)}, text);
  }

  void insert(std::size_t at, std::string_view text) { edits_.replace({offset(at), offset(at)}, text); }

  void set_string(const Field& field, std::string_view value) {
    if (value == field.value.text()) return;
    edits_.replace(inside_of(field), quote::encode(value, quote::Spelling::JsonString));
  }

  void write_element(std::size_t i) {
    const std::size_t field = ranges_[i].first;
    set_string(*merge_.fields[field], merge_.steps[field].value);
  }

  void insert_behind(std::size_t i, const std::vector<NewField>& fields) {
    for (const NewField& field : fields) insert(items_[i].end, separator_ + element(field));
  }

  void write_member(std::size_t i, const std::vector<NewField>& further) {
    const Item& item = items_[i];
    const Range range = ranges_[i];
    std::vector<std::string_view> values = values_of(i);
    for (const NewField& field : further) values.push_back(field.value);
    const bool list = s_[item.value_start] == '[';
    if (values.size() == range.size()) {
      for (std::size_t v = 0; v < values.size(); ++v) set_string(*merge_.fields[range.first + v], values[v]);
    } else {
      const std::string text = list || values.size() > 1 ? value_list(values) : quoted(values[0]);
      edits_.replace({offset(item.value_start), offset(item.end)}, text);
    }
  }

  std::string value_list(const std::vector<std::string_view>& values) const {
    std::string text = "[";
    for (const std::string_view value : values) {
      if (text.size() > 1) text += comma_;
      text += quoted(value);
    }
    return text += ']';
  }

  std::vector<std::string> new_members() const {
    std::vector<std::string> members;
    const std::vector<NewField>& fields = merge_.at_end;
    for (std::size_t i = 0; i < fields.size(); ++i) {
      if (!object_) {
        members.push_back(element(fields[i]));
        continue;
      }
      std::vector<std::string_view> values{fields[i].value};
      while (i + 1 < fields.size() && text::iequals(fields[i + 1].name, fields[i].name)) {
        values.push_back(fields[++i].value);
      }
      members.push_back(quoted(fields[i].name) + colon_ + (values.size() > 1 ? value_list(values) : quoted(values[0])));
    }
    return members;
  }

  /// ["name", "value"] or {"name": "name", "value": "value"}, written as the last one of the text is.
  std::string element(const NewField& field) const {
    const std::size_t model = model_element();
    const std::string name = quote::encode(field.name, quote::Spelling::JsonString);
    const std::string value = quote::encode(field.value, quote::Spelling::JsonString);
    if (model < items_.size()) {
      const Field& like = *merge_.fields[ranges_[model].first];
      const Span inside = inside_of(like);
      std::string text(s_.substr(items_[model].start, like.name_span.start - items_[model].start));
      text += name;
      text += s_.substr(like.name_span.end, inside.start - like.name_span.end);
      text += value;
      return text += s_.substr(inside.end, items_[model].end - inside.end);
    }
    const bool object = items_.empty() ? target_.format == http::Format::Har : s_[items_.back().start] == '{';
    if (!object) return "[\"" + name + '"' + comma_ + '"' + value + "\"]";
    const std::string blank = comma_.substr(1);
    return "{\"name\":" + blank + '"' + name + '"' + comma_ + "\"value\":" + blank + '"' + value + "\"}";
  }

  /// The last element that holds a name, a value and nothing else; items_.size() where none does.
  std::size_t model_element() const {
    if (model_known_) return model_;
    model_known_ = true;
    for (model_ = items_.size(); model_-- > 0;) {
      if (ranges_[model_].size() == 1 && scan_.items(items_[model_].start).size() == 2) return model_;
    }
    return model_ = items_.size();
  }

  const Target& target_;
  std::string_view s_;
  const Merge& merge_;
  Scanner scan_;
  std::size_t open_;
  bool object_;
  std::vector<Item> items_;
  std::vector<Range> ranges_;  // one an item
  std::string comma_;
  std::string colon_;
  std::string separator_;
  std::size_t inserted_ = 0;
  mutable bool model_known_ = false;
  mutable std::size_t model_ = 0;
  EditList edits_;
};

/// Where the headers' brackets open; npos where that can't be told.
std::size_t opening(const Target& target) {
  const std::string_view s = target.source;
  const std::uint32_t start = target.response->span.start;
  if (start > 0 && start <= s.size() && (s[start - 1] == '{' || s[start - 1] == '[')) return start - 1;
  // The text itself is the object.
  const std::size_t first = Scanner(s).skip_space(0);
  return start == 0 && first < s.size() && s[first] == '{' ? first : s.npos;
}

}  // namespace write_json_detail

Written write_json(const Target& target, const Merge& merge) {
  const std::size_t open = write_json_detail::opening(target);
  Written written;
  if (open == std::string_view::npos || !write_json_detail::Writer(target, merge, open).write(written.edits)) {
    written.refusal =
        "These headers are arranged in a way that can't be written yet. Copy the hardened headers "
        "instead.";
  }
  return written;
}

}  // namespace headstrong::writing

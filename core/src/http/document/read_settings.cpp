// Settings with dotted names: Java's properties, and HOCON, which has blocks and quotes besides. A dot parts names,
// but not within quotes.
#include <algorithm>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "http/document/document.hpp"
#include "text/ascii.hpp"
#include "text/lines.hpp"

namespace headstrong::http::document {
namespace read_settings_detail {

using Kind = Node::Kind;

std::uint32_t offset(std::size_t at) { return static_cast<std::uint32_t>(at); }

class Reader {
 public:
  explicit Reader(Document& document) : document_(document), s_(document.source().bytes()) {}

  void read() {
    Node root;
    root.kind = Kind::Map;
    root.entry = {0, offset(s_.size())};
    open_.push_back(document_.add(kNone, root));
    text::Line line;
    text::LineCursor cursor(s_);
    while (cursor.next(line) && !document_.broken) {
      std::string_view whole = text::trim(line.text);
      const std::size_t start = at(whole);
      // A property goes on behind a backslash at its line's end.
      while (goes_on(whole) && cursor.next(line)) {
        whole = text::trim(
            s_.substr(start, static_cast<std::size_t>(line.text.data() - s_.data()) + line.text.size() - start));
      }
      read_line(whole);
    }
  }

 private:
  static bool goes_on(std::string_view line) {
    if (line.empty() || line[0] == '#' || line[0] == '!') return false;
    std::size_t marks = 0;
    while (marks < line.size() && line[line.size() - 1 - marks] == '\\') ++marks;
    return marks % 2 == 1;
  }

  /// Whether a value of HOCON is put together of several: "..." ${name} "...".
  static bool is_concatenated(std::string_view value) {
    std::size_t end = 0;
    if (value[0] == '"') end = quote::end_of(value, 1, quote::Spelling::JsonString);
    if (value.substr(0, 2) == "${") end = 1 + quote::braced_length(value.substr(1));
    if (end == 0 || end >= value.size()) return false;
    const std::string_view rest = text::trim(value.substr(end));
    return !rest.empty() && rest[0] != '#' && rest[0] != ',' && rest.substr(0, 2) != "//";
  }

  std::uint32_t at(std::string_view part) const { return offset(static_cast<std::size_t>(part.data() - s_.data())); }

  void read_line(std::string_view line) {
    if (line.empty() || line[0] == '#' || line[0] == '!' || line.substr(0, 2) == "//") return;
    if (line[0] == '}') {
      if (open_.size() > 1) {
        document_[open_.back()].entry.end = at(line) + 1;
        open_.pop_back();
      }
      return;
    }
    std::uint32_t parent = open_.back();
    std::string_view rest = line;
    Span key{};
    while (true) {
      key = next_key(rest);
      if (key.empty()) return;
      if (rest.empty() || rest[0] != '.') break;
      rest.remove_prefix(1);
      parent = map_in(parent, key, at(line));
      if (parent == kNone) return;
    }
    rest = text::trim(rest);
    const bool assigned = !rest.empty() && (rest[0] == '=' || rest[0] == ':');
    if (assigned) rest = text::trim(rest.substr(1));
    if (rest == "{") {
      const std::uint32_t map = map_in(parent, key, at(line));
      if (map == kNone || open_.size() > Document::kMaxDepth) document_.broken = true;
      else open_.push_back(map);
    } else if (assigned && !rest.empty()) {
      add_value(parent, key, at(line), rest);
    }
  }

  /// The name that the rest begins with, which becomes what stands behind it.
  Span next_key(std::string_view& rest) const {
    std::size_t start = 0;
    std::size_t end = 0;
    std::size_t behind = 0;
    if (!rest.empty() && (rest[0] == '"' || rest[0] == '\'')) {
      start = 1;
      end = std::min(rest.find(rest[0], 1), rest.size());
      behind = std::min(end + 1, rest.size());
    } else {
      while (end < rest.size() && (text::is(rest[end], text::kAlpha | text::kDigit) || rest[end] == '-' ||
                                   rest[end] == '_' || rest[end] == '[' || rest[end] == ']'))
        ++end;
      behind = end;
    }
    const Span key{at(rest) + offset(start), at(rest) + offset(end)};
    rest.remove_prefix(behind);
    return key;
  }

  std::uint32_t map_in(std::uint32_t parent, Span key, std::uint32_t start) {
    const std::string_view name = s_.substr(key.start, key.size());
    const auto [known, added] = maps_.emplace(std::make_pair(parent, name), kNone);
    if (added) {
      Node node;
      node.kind = Kind::Map;
      node.key = key;
      node.entry = {start, key.end};
      known->second = document_.add(parent, node);
    }
    return known->second;
  }

  void add_value(std::uint32_t parent, Span key, std::uint32_t start, std::string_view value) {
    if (value == "null") return;  // takes away what a file before it says
    // "${?NAME}" leaves what is there where nothing has that name.
    const bool optional = value.substr(0, 3) == "${?" && !is_concatenated(value);
    const auto known = std::make_pair(parent, s_.substr(key.start, key.size()));
    if (optional && set_.count(known) > 0) return;
    set_.insert(known);
    Node node;
    node.kind = Kind::Text;
    node.key = key;
    std::size_t end = value.size();
    const bool concatenated = is_concatenated(value);
    if (concatenated || value.find("\\\n") != value.npos || value.find("\\\r") != value.npos) {
      node.spelling = concatenated ? quote::Spelling::HoconConcatenation : quote::Spelling::PropertiesValue;
      node.inside = {at(value), at(value) + offset(end)};
    } else if (value[0] == '"') {
      node.spelling = quote::Spelling::JsonString;
      end = std::min(quote::end_of(value, 1, node.spelling), value.size());
      node.inside = {at(value) + 1, at(value) + offset(end - (end > 1 && value[end - 1] == '"'))};
    } else {
      node.inside = {at(value), at(value) + offset(end)};
    }
    node.literal = {at(value), at(value) + offset(end)};
    node.entry = {start, node.literal.end};
    // "${...}" comes from somewhere else.
    if (value.substr(0, 2) == "${" && !concatenated) node.kind = Kind::Other;
    if (document_.add(parent, node) == kNone) document_.broken = true;
  }

  Document& document_;
  std::string_view s_;
  std::vector<std::uint32_t> open_;
  std::map<std::pair<std::uint32_t, std::string_view>, std::uint32_t> maps_;
  std::set<std::pair<std::uint32_t, std::string_view>> set_;
};

}  // namespace read_settings_detail

void read_settings(Document& document) { read_settings_detail::Reader(document).read(); }

}  // namespace headstrong::http::document

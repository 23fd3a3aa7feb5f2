// TOML 1.0: tables, arrays of tables, dotted keys.
#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "http/document/document.hpp"
#include "text/ascii.hpp"
#include "text/lines.hpp"

namespace headstrong::http::document {
namespace read_toml_detail {

using Kind = Node::Kind;

std::uint32_t offset(std::size_t at) { return static_cast<std::uint32_t>(at); }
constexpr FlowStyle kStyle{FlowStyle::Language::Toml};

struct Key {
  Span span;
  quote::Spelling spelling = quote::Spelling::Plain;
};

class Reader {
 public:
  explicit Reader(Document& document) : document_(document), s_(document.source().bytes()) {}

  void read() {
    Node root;
    root.kind = Kind::Map;
    root.entry = {0, offset(s_.size())};
    table_ = document_.add(kNone, root);
    while (!document_.broken) {
      skip();
      if (at_ >= s_.size()) return;
      s_[at_] == '[' ? read_header() : read_entry();
    }
  }

 private:
  void skip() {
    while (at_ < s_.size() && (text::is(s_[at_], text::kAsciiWhitespace) || s_[at_] == '#')) {
      at_ = s_[at_] == '#' ? std::min(s_.find('\n', at_), s_.size()) : at_ + 1;
    }
  }
  void skip_blanks() {
    while (at_ < s_.size() && text::is(s_[at_], text::kSpaceTab)) ++at_;
  }

  /// a."b".c
  std::vector<Key> read_path() {
    std::vector<Key> path;
    while (true) {
      skip_blanks();
      Key key;
      const std::size_t start = at_;
      if (at_ < s_.size()) at_ = read_key(s_, at_, kStyle, key.span, key.spelling);
      if (at_ == start || path.size() >= Document::kMaxDepth) {
        document_.broken = true;
        return path;
      }
      path.push_back(key);
      skip_blanks();
      if (at_ >= s_.size() || s_[at_] != '.') return path;
      ++at_;
    }
  }

  std::uint32_t add(std::uint32_t parent, const Key& key, Kind kind, std::size_t start) {
    Node node;
    node.kind = kind;
    node.key = key.span;
    node.key_spelling = key.spelling;
    node.entry = {offset(start), offset(at_)};
    return document_.add(parent, node);
  }

  /// The table of that name in `parent`, made where there is none; of an array of tables its last.
  std::uint32_t table_in(std::uint32_t parent, const Key& key, std::size_t start) {
    if (parent == kNone) return kNone;
    const std::string_view name = s_.substr(key.span.start, key.span.size());
    const auto found = known_.find({parent, name});
    std::uint32_t node = found == known_.end() ? kNone : found->second;
    if (node == kNone) {
      node = add(parent, key, Kind::Map, start);
      known_[{parent, name}] = node;
    }
    return document_.is(node, Kind::List) && document_[node].last != kNone ? document_[node].last : node;
  }

  void read_header() {
    const std::size_t start = at_;
    const bool array = s_.substr(at_, 2) == "[[";
    at_ += array ? 2 : 1;
    const std::vector<Key> path = read_path();
    if (document_.broken) return;
    const std::string_view close = array ? "]]" : "]";
    if (s_.substr(at_, close.size()) != close) {
      document_.broken = true;
      return;
    }
    at_ += close.size();
    std::uint32_t parent = 0;
    for (std::size_t i = 0; i + 1 < path.size(); ++i) parent = table_in(parent, path[i], start);
    if (parent == kNone) return;
    if (!array) {
      table_ = table_in(parent, path.back(), start);
    } else {
      const std::string_view name = s_.substr(path.back().span.start, path.back().span.size());
      const auto found = known_.find({parent, name});
      std::uint32_t list = found == known_.end() ? kNone : found->second;
      if (list == kNone) {
        list = add(parent, path.back(), Kind::List, start);
        known_[{parent, name}] = list;
      }
      if (list == kNone) return;
      Node item;
      item.kind = Kind::Map;
      item.entry = {offset(start), offset(at_)};
      table_ = document_.add(list, item);
    }
    end_line();
  }

  void read_entry() {
    const std::size_t start = at_;
    const std::vector<Key> path = read_path();
    if (document_.broken || at_ >= s_.size() || s_[at_] != '=') {
      document_.broken = true;
      return;
    }
    ++at_;
    skip_blanks();
    std::uint32_t parent = table_;
    for (std::size_t i = 0; i + 1 < path.size(); ++i) parent = table_in(parent, path[i], start);
    if (parent == kNone || at_ >= s_.size() || text::is(s_[at_], text::kAsciiWhitespace)) {
      document_.broken = true;
      return;
    }
    const std::uint32_t node = add(parent, path.back(), Kind::Nothing, start);
    if (node == kNone) return;
    const bool flow = s_[at_] == '[' || s_[at_] == '{';
    at_ = flow ? read_flow(document_, node, at_, kStyle) : read_scalar(document_, node, at_, kStyle, false);
    end_line();
  }

  void end_line() {
    skip_blanks();
    if (at_ < s_.size() && s_[at_] != '\n' && s_[at_] != '\r' && s_[at_] != '#') document_.broken = true;
  }

  Document& document_;
  std::string_view s_;
  std::size_t at_ = text::byte_order_mark(s_);
  std::uint32_t table_ = 0;  // what stands below it is its
  std::map<std::pair<std::uint32_t, std::string_view>, std::uint32_t> known_;
};

}  // namespace read_toml_detail

void read_toml(Document& document) { read_toml_detail::Reader(document).read(); }

}  // namespace headstrong::http::document

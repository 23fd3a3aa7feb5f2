// YAML 1.2.2 as configuration files are written in it: block and flow collections, scalars of every style,
// several documents. Anchors and tags are passed over; an alias, and what a tag computes, is not in the text.
#include <algorithm>
#include <vector>

#include "http/document/document.hpp"
#include "text/ascii.hpp"
#include "text/lines.hpp"

namespace headstrong::http::document {
namespace read_yaml_detail {

using Kind = Node::Kind;

std::uint32_t offset(std::size_t at) { return static_cast<std::uint32_t>(at); }
constexpr FlowStyle kStyle{FlowStyle::Language::Yaml};

class Reader {
 public:
  explicit Reader(Document& document) : document_(document), s_(document.source().bytes()) {}

  void read() {
    Node root;
    root.kind = Kind::List;
    root.entry = {0, offset(s_.size())};
    document_.add(kNone, root);
    begin_document(0);
    while (at_ < s_.size() && !document_.broken) read_line();
  }

 private:
  struct Frame {
    std::uint32_t node = kNone;
    std::size_t column = 0;
  };

  void begin_document(std::size_t at) {
    frames_.clear();
    Node node;
    node.entry = {offset(at), offset(at)};
    pending_ = document_.add(0, node);
    pending_column_ = kOutside;
    outermost_ = pending_;
  }

  char at(std::size_t i) const { return i < s_.size() ? s_[i] : '\n'; }
  bool is_gap(std::size_t i) const { return text::is(at(i), text::kAsciiWhitespace); }
  std::size_t line_end(std::size_t i) const { return std::min(s_.find('\n', i), s_.size()); }
  void next_line() { at_ = line_end(at_) + 1; }
  void skip_blanks() {
    while (at_ < s_.size() && text::is(s_[at_], text::kSpaceTab)) ++at_;
  }
  /// The line has nothing more than a comment.
  bool is_over() const {
    return at(at_) == '\n' || at(at_) == '\r' || (at(at_) == '#' && (at_ == 0 || is_gap(at_ - 1)));
  }

  void read_line() {
    line_start_ = at_;
    while (at(at_) == ' ') ++at_;
    if (at(at_) == '\t') skip_blanks();
    if (is_over()) return next_line();
    const std::size_t column = at_ - line_start_;
    if (column == 0 && s_.substr(at_, 3) == "..." && is_gap(at_ + 3)) return next_line();
    if (column == 0 && s_.substr(at_, 3) == "---" && is_gap(at_ + 3)) {
      const bool used = document_[outermost_].kind != Kind::Nothing;
      if (used) begin_document(at_ + 4);
      at_ += 3;
      skip_blanks();
      if (is_over()) return next_line();
    } else if (column == 0 && at(at_) == '%') {
      return next_line();
    }
    const bool item = at(at_) == '-' && is_gap(at_ + 1);
    close_deeper(column, item);
    read_entries(at_ - line_start_);
  }

  void close_deeper(std::size_t column, bool item) {
    const auto is_over_now = [&](const Frame& frame) {
      if (frame.column != column) return frame.column > column;
      return document_[frame.node].kind == Kind::List && !item;
    };
    while (!frames_.empty() && is_over_now(frames_.back())) frames_.pop_back();
  }

  /// "- - key: value": what begins at a column, and what follows on its line.
  void read_entries(std::size_t column) {
    while (!document_.broken) {
      if (at(at_) == '-' && is_gap(at_ + 1)) {
        if (!open(Kind::List, column)) return;
        Node node;
        node.entry = {offset(at_), offset(at_ + 1)};
        add_pending(node, column);
        ++at_;
        skip_blanks();
        if (is_over()) return next_line();
        column = at_ - line_start_;
        continue;
      }
      Span key;
      quote::Spelling spelling = quote::Spelling::Plain;
      const std::size_t behind = key_at(at_, key, spelling);
      if (behind == 0) return read_value(column);
      if (!open(Kind::Map, column)) return;
      Node node;
      node.key = key;
      node.key_spelling = spelling;
      node.entry = {offset(at_), offset(behind)};
      add_pending(node, column);
      at_ = behind;
      skip_blanks();
      if (is_over()) return next_line();
      return read_value(column);
    }
  }

  /// Behind the colon of the key that begins at `i`; 0 where none does.
  std::size_t key_at(std::size_t i, Span& key, quote::Spelling& spelling) const {
    const char c = at(i);
    if (c == '{' || c == '[' || c == '&' || c == '*' || c == '!' || c == '|' || c == '>' || c == '%' || c == '@' ||
        c == '`')
      return 0;
    std::size_t end = i;
    if (c == '"' || c == '\'') {
      end = read_key(s_, i, kStyle, key, spelling);
      if (end == i) return 0;
    } else {
      while (end < s_.size() && s_[end] != '\n') {
        if (s_[end] == ':' && is_gap(end + 1)) break;
        if (s_[end] == '#' && end > i && text::is(s_[end - 1], text::kSpaceTab)) return 0;
        ++end;
      }
      key = {offset(i), offset(end)};
      while (key.end > key.start && s_[key.end - 1] == ' ') --key.end;
    }
    while (at(end) == ' ') ++end;
    return at(end) == ':' && is_gap(end + 1) && !key.empty() ? end + 1 : 0;
  }

  /// Makes sure that the collection at `column` is open: the one on top, or the value that is awaited.
  bool open(Kind kind, std::size_t column) {
    if (!frames_.empty() && frames_.back().column == column && document_[frames_.back().node].kind == kind) return true;
    const bool fits = pending_ != kNone && (pending_column_ == kOutside || column > pending_column_ ||
                                            (kind == Kind::List && column == pending_column_));
    if (!fits || frames_.size() >= Document::kMaxDepth) {
      document_.broken = true;
      return false;
    }
    Node& node = document_[pending_];
    node.kind = kind;
    node.literal.start = node.inside.start = offset(at_);
    frames_.push_back({pending_, column});
    pending_ = kNone;
    return true;
  }

  void add_pending(const Node& node, std::size_t column) {
    pending_ = document_.add(frames_.back().node, node);
    pending_column_ = column;
  }

  void read_value(std::size_t column) {
    if (pending_ == kNone || (pending_column_ != kOutside && column < pending_column_)) {
      document_.broken = true;
      return;
    }
    bool computed = false;
    const std::size_t value_start = at_;
    while (at(at_) == '&' || at(at_) == '!') {
      const bool sub = s_.substr(at_, 5) == "!Sub ";
      computed = computed || (at(at_) == '!' && at(at_ + 1) != '!' && !sub);
      while (!is_gap(at_)) ++at_;
      skip_blanks();
    }
    if (is_over()) return next_line();  // the value of a tag or an anchor follows
    const std::uint32_t node = pending_;
    const char c = at(at_);
    if (c == '|' || c == '>') {
      read_block(node);
    } else if (c == '{' || c == '[') {
      at_ = read_flow(document_, node, at_, kStyle);
    } else if (c == '*') {
      at_ = std::min(s_.find_first_of(" \r\n", at_), s_.size());
      computed = true;
      document_[node].literal = document_[node].inside = {offset(value_start), offset(at_)};
    } else if (c == '"' || c == '\'') {
      at_ = read_scalar(document_, node, at_, kStyle, false);
    } else {
      read_plain(node);
    }
    if (computed) {
      document_[node].kind = Kind::Other;
      document_[node].literal.start = offset(value_start);
    }
    document_[node].entry.end = document_[node].literal.end;
    pending_ = kNone;
    if (at_ > s_.size()) at_ = s_.size();
    if (at_ > 0 && at_ <= s_.size() && s_[at_ - 1] == '\n') return;
    skip_blanks();
    if (!is_over()) document_.broken = true;
    next_line();
  }

  /// A plain scalar goes on over the lines that are deeper than its key.
  void read_plain(std::uint32_t node) {
    const std::size_t start = at_;
    at_ = read_scalar(document_, node, at_, kStyle, false);
    std::size_t end = at_;
    std::size_t line = line_end(at_) + 1;
    while (line < s_.size()) {
      std::size_t first = line;
      while (at(first) == ' ' || at(first) == '\t') ++first;
      if (at(first) == '\n' || at(first) == '\r') {
        line = line_end(first) + 1;
        continue;
      }
      Span key;
      quote::Spelling spelling = quote::Spelling::Plain;
      const bool deeper = pending_column_ != kOutside && first - line > pending_column_;
      const bool starts =
          at(first) == '#' || (at(first) == '-' && is_gap(first + 1)) || key_at(first, key, spelling) != 0;
      if (!deeper || starts) break;
      std::size_t stop = first;
      while (stop < s_.size() && s_[stop] != '\n' && s_[stop] != '\r' && !(s_[stop] == '#' && s_[stop - 1] == ' '))
        ++stop;
      while (s_[stop - 1] == ' ') --stop;
      end = stop;
      line = line_end(stop) + 1;
    }
    if (end == at_) return;
    Node& out = document_[node];
    out.folds = true;
    out.indent = 0;
    out.literal = out.inside = {offset(start), offset(end)};
    at_ = end;
  }

  void read_block(std::uint32_t node) {
    Node& out = document_[node];
    out.kind = Kind::Block;
    out.folds = at(at_) == '>';
    out.keeps_end = true;
    out.literal.start = offset(at_);
    std::size_t indent = 0;
    const std::size_t outer = pending_column_ == kOutside ? 0 : pending_column_ + 1;
    for (++at_; at_ < s_.size() && !is_gap(at_); ++at_) {
      if (s_[at_] == '-') out.keeps_end = false;
      if (text::is(s_[at_], text::kDigit)) indent = outer + static_cast<std::size_t>(s_[at_] - '1');
    }
    next_line();
    out.inside.start = offset(std::min(at_, s_.size()));
    std::size_t end = skip_block_lines(indent, outer);
    out.indent = static_cast<std::uint16_t>(std::min<std::size_t>(indent, 0xFFFF));
    end = std::max<std::size_t>(std::min(end, s_.size()), out.inside.start);
    if (end > out.inside.start && s_[end - 1] == '\r') --end;
    out.inside.end = out.literal.end = offset(end);
    // The line that follows is read as any other.
    at_ = std::max<std::size_t>(at_, end);
    if (at_ < s_.size() && (at_ == 0 || s_[at_ - 1] != '\n')) next_line();
    at_ = std::min(at_, s_.size());
  }

  /// Goes behind the lines of a block and gives where the last ends that is not blank. An indentation of 0 becomes
  /// that of the first of them.
  std::size_t skip_block_lines(std::size_t& indent, std::size_t outer) {
    std::size_t end = at_;
    for (; at_ < s_.size(); next_line()) {
      std::size_t first = at_;
      while (at(first) == ' ') ++first;
      const bool blank = at(first) == '\n' || (at(first) == '\r' && at(first + 1) == '\n');
      if (blank) continue;
      if (indent == 0) indent = std::max<std::size_t>(first - at_, 1);
      if (first - at_ < std::max(indent, outer)) break;
      end = line_end(at_);
    }
    at_ = std::min(at_, s_.size());
    return end;
  }

  static constexpr std::size_t kOutside = static_cast<std::size_t>(-1);

  Document& document_;
  std::string_view s_;
  std::size_t at_ = text::byte_order_mark(s_);
  std::size_t line_start_ = at_;
  std::vector<Frame> frames_;
  std::uint32_t pending_ = kNone;  // waits for its value
  std::size_t pending_column_ = kOutside;
  std::uint32_t outermost_ = kNone;
};

}  // namespace read_yaml_detail

void read_yaml(Document& document) {
  read_yaml_detail::Reader(document).read();
  if (!document.broken) document.fold_functions();
}

}  // namespace headstrong::http::document

#include "http/document/document.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "http/dialects/places.hpp"
#include "text/ascii.hpp"

namespace headstrong::http::document {
namespace document_detail {

bool is_mark(char c) { return c == '_' || c == '-'; }

}  // namespace document_detail

bool is_like(std::string_view a, std::string_view b) {
  std::size_t i = 0;
  std::size_t j = 0;
  while (true) {
    while (i < a.size() && document_detail::is_mark(a[i])) ++i;
    while (j < b.size() && document_detail::is_mark(b[j])) ++j;
    if (i == a.size() || j == b.size()) return i == a.size() && j == b.size();
    if (text::to_lower(a[i++]) != text::to_lower(b[j++])) return false;
  }
}

std::uint32_t Document::add(std::uint32_t parent, Node node) {
  if (nodes_.size() >= kMaxNodes) {
    broken = true;
    return kNone;
  }
  const auto index = static_cast<std::uint32_t>(nodes_.size());
  node.parent = parent;
  nodes_.push_back(node);
  if (parent == kNone) return index;
  Node& outer = nodes_[parent];
  if (outer.last == kNone) {
    outer.first = index;
  } else {
    nodes_[outer.last].next = index;
  }
  outer.last = index;
  return index;
}

std::string_view Document::key(std::uint32_t i) {
  const Node& node = nodes_[i];
  if (node.key.empty()) return {};
  const std::string_view raw = s_.substr(node.key.start, node.key.size());
  if (node.key_spelling == quote::Spelling::Plain || raw.find('\\') == raw.npos) return raw;
  return quote::decode(source_, node.key, node.key_spelling).text.text();
}

std::uint32_t Document::child(std::uint32_t i, std::string_view key) {
  if (i == kNone) return kNone;
  std::uint32_t at = nodes_[i].first;
  while (at != kNone && this->key(at) != key) at = nodes_[at].next;
  return at;
}

std::uint32_t Document::child_like(std::uint32_t i, std::string_view key) {
  if (i == kNone) return kNone;
  std::uint32_t at = nodes_[i].first;
  while (at != kNone && !is_like(this->key(at), key)) at = nodes_[at].next;
  return at;
}

/// Terraform's join("; ", ["...", "..."]).
bool Document::joined(Span call, quote::Decoded& out) {
  constexpr std::string_view kJoin = "join(";
  if (s_.substr(call.start, kJoin.size()) != kJoin) return false;
  std::size_t at = call.start + kJoin.size();
  const auto next = [&] {
    while (at < call.end && (text::is(s_[at], text::kAsciiWhitespace) || s_[at] == ',')) ++at;
    return at < call.end ? s_[at] : '\0';
  };
  const auto text = [&](quote::Decoded& each) {
    const auto start = static_cast<std::uint32_t>(at + 1);
    each = quote::decode(source_, {start, call.end}, quote::Spelling::HclString);
    at = each.end;
    return each.closed;
  };
  quote::Decoded separator;
  if (next() != '"' || !text(separator) || next() != '[') return false;
  ++at;
  Composite whole;
  std::vector<Span> gaps;
  while (next() == '"') {
    quote::Decoded each;
    const auto start = static_cast<std::uint32_t>(at);
    if (!text(each)) return false;
    if (whole.size() > 0) whole.add(separator.text.text(), {start, start + 1});
    whole.add(each.text);
    gaps.insert(gaps.end(), each.gaps.begin(), each.gaps.end());
  }
  if (next() != ']') return false;
  ++at;
  if (next() != ')' || at + 1 != call.end) return false;
  out.text = whole.take(source_);
  out.gaps = std::move(gaps);
  out.end = call.end;
  out.closed = true;
  return true;
}

/// The list that "Fn::Join" takes: what stands between, and the texts.
bool Document::joined_items(std::uint32_t i, quote::Decoded& out) {
  const std::uint32_t list = nodes_[i].first;
  const std::string_view words = s_.substr(nodes_[i].literal.start, nodes_[i].literal.size());
  if (!words.empty() && words[0] == '!' && words.substr(0, 5) != "!Join") return false;
  if (list == kNone || !is(list, Node::Kind::Text) || !is(nodes_[list].next, Node::Kind::List)) return false;
  const std::string_view separator = text(list);
  Composite whole;
  for (std::uint32_t item = nodes_[nodes_[list].next].first; item != kNone; item = nodes_[item].next) {
    const Span place = nodes_[item].literal.empty() ? nodes_[item].entry : nodes_[item].literal;
    if (whole.size() > 0) whole.add(separator, {place.start, place.start + 1});
    const quote::Decoded each = decoded(item);
    if (is_text(item)) {
      whole.add(each.text);
      out.gaps.insert(out.gaps.end(), each.gaps.begin(), each.gaps.end());
    } else {
      whole.add("{{expression}}", place);
      out.gaps.push_back(place);
    }
  }
  if (whole.size() == 0) return false;
  out.text = whole.take(source_);
  out.end = nodes_[i].entry.end;
  out.closed = true;
  return true;
}

/// Whether a list, with a tag such as !Join before it, is what something is computed of.
bool Document::is_tagged_list(std::uint32_t i) const {
  const Node& node = nodes_[i];
  if (node.kind != Node::Kind::List || node.key.empty() || node.literal.start <= node.key.end) return false;
  const std::string_view between = s_.substr(node.key.end, node.literal.start - node.key.end);
  const std::size_t colon = std::min(between.find(':'), between.size());
  const std::string_view tag = text::trim(between.substr(std::min(colon + 1, between.size())));
  return tag.size() > 1 && tag[0] == '!' && tag[1] != '!';
}

void Document::fold_functions() {
  for (std::uint32_t i = 1; i < size(); ++i) {
    Node& node = nodes_[i];
    const std::uint32_t only = node.kind == Node::Kind::Map ? node.first : kNone;
    const std::string_view function = only != kNone && nodes_[only].next == kNone ? key(only) : std::string_view();
    const bool tagged = is_tagged_list(i);
    if (function == "Fn::Sub" && is_text(only)) {
      say_as(i, only);
    } else if (function.substr(0, 4) == "Fn::" || function == "Ref" || tagged) {
      node.kind = Node::Kind::Other;
      if (!tagged) node.first = function == "Fn::Join" ? nodes_[only].first : kNone;
      node.literal = {node.literal.start, std::max(node.literal.start, end_of(i))};
    }
  }
}

void Document::say_as(std::uint32_t i, std::uint32_t other) {
  Node& node = nodes_[i];
  const Node& said = nodes_[other];
  node.kind = said.kind;
  node.spelling = said.spelling;
  node.folds = said.folds;
  node.keeps_end = said.keeps_end;
  node.indent = said.indent;
  node.inside = said.inside;
  node.literal = said.literal;
}

quote::Decoded Document::decoded(std::uint32_t i) { return decoded_as(i, nodes_[i].spelling); }

quote::Decoded Document::decoded_as(std::uint32_t i, quote::Spelling spelling) {
  const Node& node = nodes_[i];
  if (node.kind == Node::Kind::Block || (node.kind == Node::Kind::Text && node.folds)) return lines_of(node);
  if (node.kind == Node::Kind::Text) return quote::decode(source_, node.inside, spelling);
  quote::Decoded whole;
  if (node.kind != Node::Kind::Other) return whole;
  if (joined(node.literal, whole) || joined_items(i, whole)) return whole;
  whole.text = text::MappedText(s_.substr(node.literal.start, node.literal.size()), node.literal.start);
  whole.gaps.push_back(node.literal);
  whole.end = node.literal.end;
  whole.closed = true;
  return whole;
}

namespace document_detail {

/// YAML 1.2.2 section 8.1: lines without their indentation, as they are or joined by blanks.
class LineJoiner {
 public:
  LineJoiner(std::string_view s, const Node& node) : s_(s), node_(node), break_start_(node.inside.start) {}

  void join() {
    for (std::size_t at = node_.inside.start; at < node_.inside.end;) {
      const std::size_t line_end = std::min<std::size_t>(s_.find('\n', at), node_.inside.end);
      std::size_t start = at;
      std::size_t stop = line_end;
      trim(start, stop);
      const bool blank = s_.substr(start, stop - start).find_first_not_of(" \t") == std::string_view::npos;
      if (blank) {
        ++empty_;
      } else {
        add(start, stop);
      }
      at = line_end + 1;
    }
    if (!any_ || !node_.keeps_end) return;
    put(break_start_, 1);
    out_ += '\n';
  }

  std::string& text() { return out_; }
  std::vector<text::MappedText::Segment>& segments() { return segments_; }

 private:
  void trim(std::size_t& start, std::size_t& stop) const {
    const bool of_text = node_.kind == Node::Kind::Text;
    const std::size_t most = start + node_.indent;
    while (start < stop && start < most && s_[start] == ' ') ++start;
    while (of_text && start < stop && text::is(s_[start], text::kSpaceTab)) ++start;
    if (stop > start && s_[stop - 1] == '\r') --stop;
    while (of_text && stop > start && text::is(s_[stop - 1], text::kSpaceTab)) --stop;
  }

  void add(std::size_t start, std::size_t stop) {
    const bool deeper = node_.folds && node_.kind == Node::Kind::Block && text::is(s_[start], text::kSpaceTab);
    if (any_ || empty_ > 0) {
      put(break_start_, std::max<std::size_t>(start - break_start_, 1));
      out_ += joint(deeper);
    }
    put(start, 0);
    out_ += s_.substr(start, stop - start);
    any_ = true;
    empty_ = 0;
    deeper_before_ = deeper;
    break_start_ = stop;
  }

  /// What stands for the line's end before a line, and for the empty lines between.
  std::string joint(bool deeper) const {
    if (!any_) return std::string(empty_, '\n');
    if (!node_.folds || deeper || deeper_before_) return std::string(empty_ + 1, '\n');
    return empty_ == 0 ? " " : std::string(empty_, '\n');
  }

  /// What comes next is of `size` bytes of the source; 0: of as many as it has itself.
  void put(std::size_t source, std::size_t size) {
    segments_.push_back({static_cast<std::uint32_t>(out_.size()), static_cast<std::uint32_t>(source),
                         static_cast<std::uint32_t>(size)});
  }

  const std::string_view s_;
  const Node& node_;
  std::string out_;
  std::vector<text::MappedText::Segment> segments_;
  std::size_t break_start_;
  std::size_t empty_ = 0;
  bool any_ = false;
  bool deeper_before_ = false;
};

}  // namespace document_detail

quote::Decoded Document::lines_of(const Node& node) {
  document_detail::LineJoiner lines(s_, node);
  lines.join();
  quote::Decoded decoded;
  decoded.end = node.inside.end;
  decoded.closed = true;
  if (lines.text().empty()) {
    decoded.text = text::MappedText(s_.substr(node.inside.start, 0), node.inside.start);
  } else {
    decoded.text = text::MappedText(source_.keep(std::move(lines.text())), std::move(lines.segments()));
  }
  return decoded;
}

std::string_view Document::text(std::uint32_t i) {
  return i != kNone && is_text(i) ? decoded(i).text.text() : std::string_view();
}

bool Document::is_true(std::uint32_t i) {
  const std::string_view word = text(i);
  return text::iequals(word, "true") || text::iequals(word, "yes") || word == "1";
}

std::uint32_t Document::line_of(std::uint32_t i) const {
  const std::string_view before = s_.substr(0, nodes_[i].entry.start);
  return 1 + static_cast<std::uint32_t>(std::count(before.begin(), before.end(), '\n'));
}

std::uint32_t Document::end_of(std::uint32_t i) const {
  std::uint32_t end = nodes_[i].entry.end;
  for (; i != kNone; i = nodes_[i].last) end = std::max(end, nodes_[i].entry.end);
  return end;
}

}  // namespace headstrong::http::document

// XML 1.0's elements and attributes; of texts those that are all that an element holds, as a child without a name.
// Of a piece that was cut out of a
// document further ends are ignored and missing ones are no fault.
#include <algorithm>
#include <vector>

#include "http/document/document.hpp"
#include "text/ascii.hpp"
#include "text/lines.hpp"

namespace headstrong::http::document {
namespace read_xml_detail {

using Kind = Node::Kind;

std::uint32_t offset(std::size_t at) { return static_cast<std::uint32_t>(at); }
bool is_name(char c) {
  return text::is(c, text::kAlpha | text::kDigit) || c == '_' || c == '-' || c == '.' || c == ':';
}

class Reader {
 public:
  explicit Reader(Document& document) : document_(document), s_(document.source().bytes()) {}

  void read() {
    Node root;
    root.kind = Kind::Map;
    root.entry = {0, offset(s_.size())};
    open_.push_back(document_.add(kNone, root));
    while (!document_.broken) {
      at_ = s_.find('<', at_);
      if (at_ == s_.npos) return;
      if (passes("<!--", "-->") || passes("<![CDATA[", "]]>") || passes("<?", "?>") || passes("<!", ">")) continue;
      if (s_.substr(at_, 2) == "</") {
        end_element();
      } else {
        begin_element();
      }
    }
  }

 private:
  bool passes(std::string_view start, std::string_view end) {
    if (s_.substr(at_, start.size()) != start) return false;
    const std::size_t found = s_.find(end, at_ + start.size());
    if (found == s_.npos) document_.broken = true;
    at_ = found == s_.npos ? s_.size() : found + end.size();
    return true;
  }

  std::size_t name_end(std::size_t at) const {
    while (at < s_.size() && is_name(s_[at])) ++at;
    return at;
  }
  void skip_space() {
    while (at_ < s_.size() && text::is(s_[at_], text::kAsciiWhitespace)) ++at_;
  }

  void begin_element() {
    Node node;
    node.kind = Kind::Map;
    node.entry.start = offset(at_);
    node.key = {offset(at_ + 1), offset(name_end(at_ + 1))};
    at_ = node.key.end;
    node.entry.end = node.key.end;
    const std::uint32_t element = document_.add(open_.back(), node);
    if (element == kNone || node.key.empty() || open_.size() > Document::kMaxDepth) {
      document_.broken = true;
      return;
    }
    while (!document_.broken) {
      skip_space();
      if (at_ >= s_.size()) {
        document_.broken = true;
      } else if (s_[at_] == '>') {
        ++at_;
        open_.push_back(element);
        read_text(element);
        break;
      } else if (s_.substr(at_, 2) == "/>") {
        at_ += 2;
        break;
      } else {
        read_attribute(element);
      }
    }
    document_[element].entry.end = offset(at_);
  }

  /// A text up to the element's end.
  void read_text(std::uint32_t element) {
    const std::size_t end = s_.find('<', at_);
    if (end == s_.npos || s_.substr(end, 2) != "</") return;
    const std::string_view words = text::trim(s_.substr(at_, end - at_));
    if (words.empty()) return;
    Node node;
    node.kind = Kind::Text;
    // Only what has no references is the same as it is written.
    if (words.find('&') != words.npos) node.kind = Kind::Other;
    node.entry.start = offset(static_cast<std::size_t>(words.data() - s_.data()));
    node.entry.end = node.entry.start + offset(words.size());
    node.literal = node.inside = node.entry;
    document_.add(element, node);
  }

  void read_attribute(std::uint32_t element) {
    Node node;
    node.kind = Kind::Text;
    node.entry.start = offset(at_);
    node.key = {offset(at_), offset(name_end(at_))};
    at_ = node.key.end;
    skip_space();
    if (node.key.empty() || at_ >= s_.size() || s_[at_] != '=') {
      document_.broken = true;
      return;
    }
    ++at_;
    skip_space();
    const char mark = at_ < s_.size() ? s_[at_] : '\0';
    const std::size_t end = mark == '"' || mark == '\'' ? s_.find(mark, at_ + 1) : s_.npos;
    if (end == s_.npos) {
      document_.broken = true;
      return;
    }
    node.spelling = mark == '"' ? quote::Spelling::XmlDouble : quote::Spelling::XmlSingle;
    node.literal = {offset(at_), offset(end + 1)};
    node.inside = {offset(at_ + 1), offset(end)};
    node.entry.end = node.literal.end;
    at_ = end + 1;
    document_.add(element, node);
  }

  void end_element() {
    const std::size_t start = at_ + 2;
    const std::size_t end = name_end(start);
    const std::string_view name = s_.substr(start, end - start);
    const std::size_t close = s_.find('>', end);
    at_ = close == s_.npos ? s_.size() : close + 1;
    for (std::size_t i = open_.size(); i-- > 1;) {
      if (document_.key(open_[i]) != name) continue;
      document_[open_[i]].entry.end = offset(at_);
      open_.resize(i);
      return;
    }
  }

  Document& document_;
  std::string_view s_;
  std::size_t at_ = text::byte_order_mark(s_);
  std::vector<std::uint32_t> open_;
};

}  // namespace read_xml_detail

void read_xml(Document& document) { read_xml_detail::Reader(document).read(); }

}  // namespace headstrong::http::document

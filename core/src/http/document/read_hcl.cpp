// Terraform's language (HCL native syntax specification): blocks and attributes. Of expressions literals,
// objects and lists are read; what is computed is not in the text.
#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "http/document/document.hpp"
#include "text/ascii.hpp"
#include "text/lines.hpp"

namespace headstrong::http::document {
namespace read_hcl_detail {

using Kind = Node::Kind;

std::uint32_t offset(std::size_t at) { return static_cast<std::uint32_t>(at); }
constexpr FlowStyle kStyle{FlowStyle::Language::Hcl};

class Reader {
 public:
  explicit Reader(Document& document) : document_(document), s_(document.source().bytes()) {}

  void read() {
    Node root;
    root.kind = Kind::Map;
    root.entry = {0, offset(s_.size())};
    open_.push_back(document_.add(kNone, root));
    while (!document_.broken) {
      skip();
      if (at_ >= s_.size()) return;
      if (s_[at_] == '}') {
        ++at_;
        if (open_.size() == 1) continue;  // of a piece that was cut out
        document_[open_.back()].entry.end = offset(at_);
        open_.pop_back();
      } else {
        read_statement();
      }
    }
  }

 private:
  void skip() {
    while (at_ < s_.size()) {
      if (text::is(s_[at_], text::kAsciiWhitespace) || s_[at_] == ',') {
        ++at_;
      } else if (s_[at_] == '#' || s_.substr(at_, 2) == "//") {
        at_ = std::min(s_.find('\n', at_), s_.size());
      } else if (s_.substr(at_, 2) == "/*") {
        const std::size_t end = s_.find("*/", at_ + 2);
        at_ = end == s_.npos ? s_.size() : end + 2;
      } else {
        return;
      }
    }
  }
  void skip_blanks() {
    while (at_ < s_.size() && text::is(s_[at_], text::kSpaceTab)) ++at_;
  }

  void read_statement() {
    Node node;
    node.entry.start = offset(at_);
    const std::size_t start = at_;
    at_ = read_key(s_, at_, kStyle, node.key, node.key_spelling);
    if (at_ == start) {
      document_.broken = true;
      return;
    }
    skip_blanks();
    if (at_ < s_.size() && s_[at_] == '=' && s_.substr(at_, 2) != "==") {
      ++at_;
      skip_blanks();
      return read_expression(node);
    }
    // A block, its labels before it.
    while (at_ < s_.size() && s_[at_] != '{') {
      Span label;
      quote::Spelling spelling = quote::Spelling::Plain;
      const std::size_t before = at_;
      at_ = read_key(s_, at_, kStyle, label, spelling);
      if (at_ == before) break;
      skip_blanks();
    }
    if (at_ >= s_.size() || s_[at_] != '{' || open_.size() > Document::kMaxDepth) {
      document_.broken = true;
      return;
    }
    node.kind = Kind::Map;
    node.literal.start = offset(at_++);
    node.entry.end = offset(at_);
    open_.push_back(document_.add(open_.back(), node));
    if (open_.back() == kNone) document_.broken = true;
  }

  void read_expression(Node node) {
    node.entry.end = offset(at_);
    const std::uint32_t added = document_.add(open_.back(), node);
    if (added == kNone || at_ >= s_.size()) {
      document_.broken = true;
      return;
    }
    if (s_[at_] == '{' || s_[at_] == '[') {
      at_ = read_flow(document_, added, at_, kStyle);
    } else if (s_.substr(at_, 2) == "<<") {
      read_heredoc(added);
    } else {
      const std::size_t before = at_;
      at_ = read_scalar(document_, added, at_, kStyle, false);
      if (at_ == before) document_.broken = true;
    }
  }

  /// <<EOT or <<-EOT: the lines before the word, the second without what all are indented by.
  void read_heredoc(std::uint32_t added) {
    Node& node = document_[added];
    node.kind = Kind::Block;
    node.keeps_end = true;
    node.literal.start = offset(at_);
    at_ += 2;
    const bool strips = at_ < s_.size() && s_[at_] == '-';
    at_ += strips;
    std::size_t end = at_;
    while (end < s_.size() && (text::is(s_[end], text::kAlpha | text::kDigit) || s_[end] == '_')) ++end;
    const std::string_view word = s_.substr(at_, end - at_);
    at_ = std::min(s_.find('\n', end), s_.size()) + 1;
    node.inside.start = offset(std::min(at_, s_.size()));
    std::size_t indent = static_cast<std::size_t>(-1);
    while (at_ < s_.size()) {
      const std::size_t line_end = std::min(s_.find('\n', at_), s_.size());
      const std::string_view line = s_.substr(at_, line_end - at_);
      if (text::trim(line) == word) {
        node.inside.end = offset(std::max<std::size_t>(at_ > 0 ? at_ - 1 : 0, node.inside.start));
        node.literal.end = node.entry.end = offset(line_end);
        node.indent = static_cast<std::uint16_t>(strips ? std::min<std::size_t>(indent, 0xFFFF) : 0);
        at_ = line_end;
        return;
      }
      const std::size_t first = line.find_first_not_of(" \t\r");
      if (first != line.npos) indent = std::min(indent, first);
      at_ = line_end + 1;
    }
    document_.broken = true;
  }

  Document& document_;
  std::string_view s_;
  std::size_t at_ = text::byte_order_mark(s_);
  std::vector<std::uint32_t> open_;
};

}  // namespace read_hcl_detail

namespace read_hcl_detail {

/// The label of the block that the node is: variable "csp" { ... }
std::string_view label_of(std::string_view s, const Node& block) {
  if (block.literal.start <= block.key.end) return {};
  std::string_view label = text::trim(s.substr(block.key.end, block.literal.start - block.key.end));
  if (label.size() > 1 && label.front() == '"' && label.back() == '"') label = label.substr(1, label.size() - 2);
  return label;
}

/// "local.csp" of a text that "locals" sets is that text, "var.csp" the default of the variable.
void follow_locals(Document& document) {
  const std::string_view s = document.source().bytes();
  const auto words_of = [&](const Node& node) { return s.substr(node.literal.start, node.literal.size()); };
  std::map<std::string, std::uint32_t, std::less<>> values;
  for (std::uint32_t i = 1; i < document.size(); ++i) {
    const std::uint32_t parent = document[i].parent;
    if (parent == kNone || document[parent].parent != 0) continue;
    const bool joins = document[i].kind == Kind::Other && words_of(document[i]).substr(0, 5) == "join(";
    if (!document.is_text(i) && !joins) continue;
    if (document.key(parent) == "locals") values.emplace("local." + std::string(document.key(i)), i);
    if (document.key(parent) == "variable" && document.key(i) == "default")
      values.emplace("var." + std::string(label_of(s, document[parent])), i);
  }
  for (std::uint32_t i = 1; i < document.size() && !values.empty(); ++i) {
    const Node& node = document[i];
    std::string_view words = words_of(node);
    // "${local.csp}" and nothing else
    const bool wrapped = node.kind == Kind::Text && words.size() > 5 && words.substr(0, 3) == "\"${";
    if (wrapped && words.substr(words.size() - 2) == "}\"") words = words.substr(3, words.size() - 5);
    else if (node.kind != Kind::Other) continue;
    const auto found = values.find(words);
    if (found == values.end() || found->second == i) continue;
    document.say_as(i, found->second);
  }
}

}  // namespace read_hcl_detail

void read_hcl(Document& document) {
  read_hcl_detail::Reader(document).read();
  if (!document.broken) read_hcl_detail::follow_locals(document);
}

}  // namespace headstrong::http::document

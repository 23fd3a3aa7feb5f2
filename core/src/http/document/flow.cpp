// What stands in brackets: JSON (RFC 8259), and the collections of YAML, TOML and HCL that are written so.
#include <algorithm>
#include <vector>

#include "http/document/document.hpp"
#include "text/ascii.hpp"

namespace headstrong::http::document {
namespace flow_detail {

using Kind = Node::Kind;
using Language = FlowStyle::Language;

std::uint32_t offset(std::size_t at) { return static_cast<std::uint32_t>(at); }

/// Behind blanks, line ends and comments.
std::size_t skip(std::string_view s, std::size_t at, Language language) {
  while (at < s.size()) {
    if (text::is(s[at], text::kAsciiWhitespace)) {
      ++at;
    } else if ((language != Language::Json && s[at] == '#') || (language == Language::Hcl && s.substr(at, 2) == "//")) {
      at = std::min(s.find('\n', at), s.size());
    } else {
      break;
    }
  }
  return at;
}

quote::Spelling string_spelling(std::string_view s, std::size_t at, Language language) {
  using quote::Spelling;
  const bool single = s[at] == '\'';
  const bool three = s.substr(at, 3) == (single ? "'''" : R"(""")");
  switch (language) {
    case Language::Json: return single ? Spelling::Plain : Spelling::JsonString;
    case Language::Yaml: return single ? Spelling::YamlSingle : Spelling::YamlDouble;
    case Language::Hcl: return single ? Spelling::Plain : Spelling::HclString;
    case Language::Toml: break;
  }
  if (three) return single ? Spelling::TomlLongLiteral : Spelling::TomlLongBasic;
  return single ? Spelling::TomlLiteral : Spelling::TomlBasic;
}

bool ends_plain(std::string_view s, std::size_t at, Language language, bool in_flow) {
  const char c = s[at];
  if (c == '\n' || c == '\r') return true;
  if (in_flow && (c == ',' || c == ']' || c == '}' || (language == Language::Yaml && (c == '[' || c == '{'))))
    return true;
  if (c == '#')
    return language != Language::Json &&
           (language != Language::Yaml || (at > 0 && text::is(s[at - 1], text::kSpaceTab)));
  if (language == Language::Yaml)
    return c == ':' && (at + 1 == s.size() || text::is(s[at + 1], text::kAsciiWhitespace));
  return language == Language::Json && text::is(c, text::kAsciiWhitespace);
}

/// The end of an expression of HCL that is no literal: brackets and strings in it are its own.
std::size_t expression_end(std::string_view s, std::size_t at) {
  std::size_t depth = 0;
  while (at < s.size()) {
    const char c = s[at];
    if (c == '"') {
      ++at;
      while (at < s.size() && s[at] != '"' && s[at] != '\n') at += s[at] == '\\' ? 2 : 1;
    } else if (c == '(' || c == '[' || c == '{') {
      ++depth;
    } else if (c == ')' || c == ']' || c == '}') {
      if (depth == 0) break;
      --depth;
    } else if (depth == 0 && (c == '\n' || c == ',' || c == '#')) {
      break;
    }
    ++at;
  }
  return std::min(at, s.size());
}

}  // namespace flow_detail
using namespace flow_detail;

namespace flow_detail {

/// A string in its quotes; in HCL what begins with one may be an expression.
std::size_t read_quoted(Document& document, Node& out, std::size_t at, Language language) {
  const std::string_view s = document.source().bytes();
  out.kind = Kind::Text;
  out.spelling = string_spelling(s, at, language);
  const std::size_t start = at + quote::opening(out.spelling).size();
  const quote::Decoded decoded = quote::decode(document.source(), {offset(start), offset(s.size())}, out.spelling);
  if (!decoded.closed) document.broken = true;
  const std::size_t marks = decoded.closed ? quote::closing(out.spelling).size() : 0;
  out.literal = {offset(at), decoded.end};
  out.inside = {offset(start), decoded.end - offset(marks)};
  out.entry.end = decoded.end;
  std::size_t behind = decoded.end;
  if (language != Language::Hcl) return behind;
  // "a" == b ? "c" : "d" is no literal.
  while (behind < s.size() && text::is(s[behind], text::kSpaceTab)) ++behind;
  const bool ends = behind == s.size() || s.find_first_of("\r\n,]}#/", behind) == behind;
  if (ends) return behind;
  out.kind = Kind::Other;
  behind = expression_end(s, behind);
  out.literal.end = out.inside.end = out.entry.end = offset(behind);
  return behind;
}

/// A word of HCL that is a value, and no expression.
bool is_constant(std::string_view words) {
  return words == "true" || words == "false" || words.find_first_not_of("0123456789.-") == words.npos;
}

}  // namespace flow_detail

std::size_t read_scalar(Document& document, std::uint32_t node, std::size_t at, FlowStyle style, bool in_flow) {
  const std::string_view s = document.source().bytes();
  const Language language = style.language;
  Node& out = document[node];
  const bool quoted = s[at] == '"' || (s[at] == '\'' && language != Language::Json && language != Language::Hcl);
  if (quoted) return read_quoted(document, out, at, language);
  std::size_t end = at;
  const bool word = text::is(s[at], text::kAlpha | text::kDigit) || s[at] == '-' || s[at] == '+' || s[at] == '.';
  if (language == Language::Hcl) {
    end = expression_end(s, at);
  } else {
    while (end < s.size() && !ends_plain(s, end, language, in_flow)) ++end;
  }
  while (end > at && text::is(s[end - 1], text::kAsciiWhitespace)) --end;
  const std::string_view words = s.substr(at, end - at);
  out.kind = Kind::Text;
  if (language == Language::Yaml) {
    out.spelling = quote::Spelling::YamlPlain;
  } else if (!word || (language == Language::Json && end == at)) {
    document.broken = document.broken || language == Language::Json || end == at;
    out.kind = Kind::Other;
  } else if (language == Language::Hcl && !is_constant(words)) {
    out.kind = Kind::Other;
  }
  // A number, a date or a truth value.
  if (language == Language::Toml && words.find_first_of("=\"'") != words.npos) document.broken = true;
  out.literal = out.inside = {offset(at), offset(end)};
  out.entry.end = offset(end);
  return end;
}

std::size_t read_key(std::string_view s, std::size_t at, FlowStyle style, Span& key, quote::Spelling& spelling) {
  const bool quoted = s[at] == '"' || (s[at] == '\'' && style.language != Language::Json);
  if (quoted) {
    spelling = string_spelling(s, at, style.language);
    std::size_t end = at + 1;
    while (end < s.size() && s[end] != s[at] && s[end] != '\n') end += s[at] == '"' && s[end] == '\\' ? 2 : 1;
    if (end >= s.size() || s[end] != s[at]) return at;
    key = {offset(at + 1), offset(end)};
    return end + 1;
  }
  if (style.language == Language::Json) return at;
  std::size_t end = at;
  const bool yaml = style.language == Language::Yaml;
  while (end < s.size() && (yaml ? !ends_plain(s, end, Language::Yaml, true)
                                 : text::is(s[end], text::kAlpha | text::kDigit) || s[end] == '_' || s[end] == '-')) {
    ++end;
  }
  std::size_t stop = end;
  while (stop > at && text::is(s[stop - 1], text::kSpaceTab)) --stop;
  key = {offset(at), offset(stop)};
  return end;
}

namespace flow_detail {

/// Reads a container and all within it without calling itself: a text may be nested as deep as it likes.
class FlowReader {
 public:
  FlowReader(Document& document, FlowStyle style) : document_(document), style_(style), s_(document.source().bytes()) {}

  std::size_t read(std::uint32_t node, std::size_t at) {
    at_ = at;
    begin(node);
    while (!open_.empty()) {
      at_ = skip(s_, at_, style_.language);
      if (at_ >= s_.size() || document_.broken || open_.size() > Document::kMaxDepth) {
        document_.broken = true;
        return s_.size();
      }
      if (s_[at_] == ',') {
        if (comma_ && style_.language == Language::Json) document_.broken = true;
        comma_ = true;
        ++at_;
      } else if (s_[at_] == (in_map() ? '}' : ']')) {
        end();
      } else if (!comma_ && style_.language != Language::Hcl) {
        document_.broken = true;
      } else {
        read_entry();  // HCL parts what stands on lines of its own without commas
      }
    }
    return at_;
  }

 private:
  bool in_map() const { return document_[open_.back()].kind == Kind::Map; }

  void begin(std::uint32_t node) {
    Node& container = document_[node];
    container.kind = s_[at_] == '{' ? Kind::Map : Kind::List;
    container.literal.start = offset(at_);
    container.inside.start = offset(++at_);
    open_.push_back(node);
    comma_ = true;
  }

  void end() {
    Node& container = document_[open_.back()];
    if (comma_ && style_.language == Language::Json && container.first != kNone) document_.broken = true;
    container.inside.end = offset(at_);
    container.literal.end = container.entry.end = offset(++at_);
    open_.pop_back();
    comma_ = false;
  }

  /// "key:" or "key =" in front of a value; false where there is none.
  bool read_key_of(Node& entry) {
    const std::size_t start = at_;
    at_ = read_key(s_, at_, style_, entry.key, entry.key_spelling);
    const std::size_t mark = skip(s_, at_, style_.language);
    const bool parted = mark < s_.size() && (s_[mark] == ':' || s_[mark] == '=');
    if (at_ == start || !parted) return false;
    at_ = skip(s_, mark + 1, style_.language);
    return true;
  }

  void read_entry() {
    Node entry;
    entry.entry = {offset(at_), offset(at_)};
    const bool map = in_map();
    const bool named = !map || read_key_of(entry);
    const std::uint32_t child = named ? document_.add(open_.back(), entry) : kNone;
    if (child == kNone || at_ >= s_.size()) {
      document_.broken = true;
      return;
    }
    comma_ = false;
    const std::size_t tag = at_;
    const bool computed = style_.language == Language::Yaml && pass_tag();
    if (at_ >= s_.size()) {
      document_.broken = true;
      return;
    }
    if (s_[at_] == '{' || s_[at_] == '[') return begin(child);
    if (map && (s_[at_] == ',' || s_[at_] == '}')) return;  // {key: }
    const std::size_t before = at_;
    at_ = read_scalar(document_, child, at_, style_, true);
    if (at_ == before) document_.broken = true;
    if (!computed) return;
    document_[child].kind = Kind::Other;
    document_[child].literal.start = offset(tag);
  }

  /// "!Ref" before a value: true where it says that the text is not the value. Of "!Sub" it is, but for its gaps.
  bool pass_tag() {
    if (s_[at_] != '!') return false;
    const std::size_t start = at_;
    while (at_ < s_.size() && !text::is(s_[at_], text::kAsciiWhitespace)) ++at_;
    const std::string_view tag = s_.substr(start, at_ - start);
    at_ = skip(s_, at_, style_.language);
    return tag != "!Sub" && tag.substr(0, 2) != "!!";
  }

  Document& document_;
  const FlowStyle style_;
  const std::string_view s_;
  std::size_t at_ = 0;
  std::vector<std::uint32_t> open_;
  bool comma_ = true;  // an entry may begin
};

}  // namespace flow_detail

std::size_t read_flow(Document& document, std::uint32_t node, std::size_t at, FlowStyle style) {
  return FlowReader(document, style).read(node, at);
}

void read_json(Document& document) {
  const std::string_view s = document.source().bytes();
  const std::size_t at = skip(s, 0, Language::Json);
  Node root;
  root.entry = {offset(at), offset(at)};
  document.add(kNone, root);
  if (at >= s.size() || (s[at] != '{' && s[at] != '[')) {
    document.broken = true;
    return;
  }
  const std::size_t end = read_flow(document, 0, at, {Language::Json});
  if (skip(s, end, Language::Json) != s.size()) document.broken = true;
  if (!document.broken) document.fold_functions();
}

}  // namespace headstrong::http::document

// The literals of each language, and what else has quotes: characters, regular expressions, here documents.
#include <algorithm>
#include <string_view>

#include "http/code/lexer.hpp"
#include "http/code/words.hpp"
#include "text/ascii.hpp"

namespace headstrong::http::code {

using quote::Spelling;

Lexer::Opening Lexer::quoted(std::size_t skip, char mark, Spelling spelling) const {
  return peek(skip) == mark ? Opening{spelling, skip + 1} : Opening{};
}

bool Lexer::tripled(std::size_t skip, char mark) const {
  return peek(skip) == mark && peek(skip + 1) == mark && peek(skip + 2) == mark;
}

Lexer::Opening Lexer::python_opening() const {
  std::size_t skip = 0;
  bool raw = false;
  bool format = false;
  while (skip < 2 && std::string_view("rRbBuUfF").find(peek(skip)) != std::string_view::npos && peek(skip) != '\0') {
    raw = raw || text::to_lower(peek(skip)) == 'r';
    format = format || text::to_lower(peek(skip)) == 'f';
    ++skip;
  }
  const char mark = peek(skip);
  if (mark != '"' && mark != '\'') return {};
  const bool twice = mark == '"';
  if (tripled(skip, mark)) {
    if (format) return {twice ? Spelling::PythonFormatLongDouble : Spelling::PythonFormatLongSingle, skip + 3};
    return {twice ? Spelling::PythonLongDouble : Spelling::PythonLongSingle, skip + 3};
  }
  if (format) return {twice ? Spelling::PythonFormatDouble : Spelling::PythonFormatSingle, skip + 1};
  if (raw) return {twice ? Spelling::PythonRawDouble : Spelling::PythonRawSingle, skip + 1};
  return {twice ? Spelling::PythonDouble : Spelling::PythonSingle, skip + 1};
}

Lexer::Opening Lexer::csharp_opening() const {
  if (looking_at("$@\"") || looking_at("@$\"")) return {Spelling::CsharpVerbatim, 3};
  if (looking_at("$\"")) return {Spelling::CsharpInterpolated, 2};
  if (looking_at("@\"")) return {Spelling::CsharpVerbatim, 2};
  return quoted(0, '"', Spelling::CsharpString);
}

Lexer::Opening Lexer::rust_opening() const {
  const std::size_t skip = peek() == 'b' ? 1 : 0;
  if (peek(skip) == 'r' && peek(skip + 1) == '"') return {Spelling::RustRaw, skip + 2};
  if (peek(skip) == 'r' && peek(skip + 1) == '#' && peek(skip + 2) == '"') return {Spelling::RustRawHash, skip + 3};
  return quoted(skip, '"', Spelling::RustString);
}

Lexer::Opening Lexer::opening() const {
  const char c = peek();
  switch (language_) {
    case Language::Cpp:
    case Language::Dart:
    case Language::JavaScript:
      if (c == '`') return {Spelling::JavaScriptTemplate, 1};
      return c == '\'' ? Opening{Spelling::JavaScriptSingle, 1} : quoted(0, '"', Spelling::JavaScriptDouble);
    case Language::Python: return python_opening();
    case Language::Perl:
    case Language::Php: return c == '\'' ? Opening{Spelling::PhpSingle, 1} : quoted(0, '"', Spelling::PhpDouble);
    case Language::Other:
      return c == '\'' && has_mate() ? Opening{Spelling::JavaScriptSingle, 1} : quoted(0, '"', Spelling::JavaString);
    case Language::Ruby:
    case Language::Elixir: return c == '\'' ? Opening{Spelling::RubySingle, 1} : quoted(0, '"', Spelling::RubyDouble);
    // Groovy's, which spells as Ruby does
    case Language::Swift:
    case Language::Scala:
    case Language::Java: return c == '\'' ? Opening{Spelling::RubySingle, 1} : quoted(0, '"', Spelling::JavaString);
    case Language::Go: return c == '`' ? Opening{Spelling::GoRaw, 1} : quoted(0, '"', Spelling::GoString);
    case Language::Csharp: return csharp_opening();
    case Language::Rust: return rust_opening();
    case Language::Lua:
      if (looking_at("[[")) return {Spelling::LuaLong, 2};
      return c == '\'' ? Opening{Spelling::LuaSingle, 1} : quoted(0, '"', Spelling::LuaDouble);
    case Language::Shell: return c == '\'' ? Opening{Spelling::ShellSingle, 1} : quoted(0, '"', Spelling::ShellDouble);
  }
  return {};
}

bool Lexer::literal() {
  if (special_literal() || character()) return true;
  if (behind_word()) {
    // "don't": a quote within a word of text; a prefix belongs to its literal.
    const char c = peek();
    if (c == '\'' || is_word_byte(c)) return false;
  }
  const Opening found = pascal_ ? quoted(0, '\'', Spelling::YamlSingle) : opening();
  if (found.open == 0) return false;
  const std::size_t start = at_ + found.open;
  const std::size_t end = literal_end(start, found.spelling);
  if (end == std::string_view::npos) return false;
  std::size_t close = quote::closing(found.spelling).size();
  push(Kind::String, at_, end, found, close);
  return true;
}

std::size_t Lexer::literal_end(std::size_t start, Spelling spelling) {
  if (is_spent()) return std::string_view::npos;
  const std::string_view mark = quote::closing(spelling);
  const bool raw = spelling == Spelling::GoRaw || spelling == Spelling::RustRaw || spelling == Spelling::RustRawHash ||
                   spelling == Spelling::ShellSingle || spelling == Spelling::LuaLong;
  const bool verbatim = spelling == Spelling::CsharpVerbatim;
  const bool doubled = verbatim || spelling == Spelling::YamlSingle;  // as Pascal writes a quote within quotes
  const bool lines = mark.size() == 3 || raw || verbatim || spelling == Spelling::JavaScriptTemplate ||
                     language_ == Language::Php || language_ == Language::Ruby || language_ == Language::Elixir ||
                     language_ == Language::Rust || language_ == Language::Shell || language_ == Language::Perl;
  std::size_t at = start;
  for (; at < s_.size(); ++at) {
    const char c = s_[at];
    if (c == '\n' && !lines) break;
    if (c == '\\' && !raw && !doubled) {
      const std::size_t filled = filled_end(at, start, spelling, lines);
      at = filled > at ? filled : at + 1;
    } else if (c == mark[0] && s_.substr(at, mark.size()) == mark) {
      if (doubled && s_.substr(at + 1, 1) == mark) {
        ++at;
      } else {
        return at + mark.size();
      }
    } else {
      at = filled_end(at, start, spelling, lines);
    }
  }
  wasted_ += at - start;
  return std::string_view::npos;
}

std::size_t Lexer::fill_mark(std::size_t at, std::size_t start, Spelling spelling) const {
  const char next = peek_at(at + 1);
  const auto begins = [&](char first, char second) { return s_[at] == first && next == second ? 1 : kNoFill; };
  // "{{" stands for a brace.
  const auto begins_braces = [&] { return s_[at] == '{' && next != '{' && peek_at(at - 1) != '{' ? 0 : kNoFill; };
  switch (spelling) {
    case Spelling::JavaScriptTemplate: return begins('$', '{');
    case Spelling::RubyDouble: return begins('#', '{');
    case Spelling::PhpDouble: return out_.spoken_ == Language::Php && begins('{', '$') == 1 ? 0 : kNoFill;
    case Spelling::JavaScriptSingle:
    case Spelling::JavaScriptDouble: return out_.fills_dollars() ? begins('$', '{') : kNoFill;
    case Spelling::JavaString:
      if (language_ != Language::Java) return kNoFill;
      return s_[at] == '$' ? begins('$', '{') : begins('\\', '(');
    case Spelling::CsharpVerbatim:
      if (start < 3 || s_.substr(start - 3, 2).find('$') == std::string_view::npos) return kNoFill;
      return begins_braces();
    case Spelling::CsharpInterpolated:
    case Spelling::PythonFormatDouble:
    case Spelling::PythonFormatSingle:
    case Spelling::PythonFormatLongDouble:
    case Spelling::PythonFormatLongSingle: return begins_braces();
    default: return kNoFill;
  }
}

std::size_t Lexer::filled_end(std::size_t at, std::size_t start, Spelling spelling, bool lines) {
  const std::size_t mark = fill_mark(at, start, spelling);
  if (mark == kNoFill || is_spent()) return at;
  constexpr std::size_t kLongest = 2000;
  std::string_view rest = s_.substr(at + mark, kLongest);
  if (!lines) rest = rest.substr(0, rest.find('\n'));
  // "${" + name + "}": the program puts it together for another.
  const bool begins_inner = mark == 1 && rest.size() > 1 && rest[1] == quote::closing(spelling)[0];
  if (rest.size() < 2 || (begins_inner && spelling != Spelling::RubyDouble)) return at;
  const std::size_t size = quote::braced_length(rest);
  if (rest[size - 1] == (rest[0] == '(' ? ')' : '}')) return at + mark + size - 1;
  wasted_ += rest.size();
  return at;
}

bool Lexer::special_literal() {
  switch (language_) {
    case Language::Java: return tripled(0, '"') && block(Spelling::JavaString);
    case Language::Csharp: return tripled(0, '"') && block(Spelling::Plain);
    case Language::Elixir: return tripled(0, '"') && block(Spelling::RubyDouble);
    case Language::Php: return looking_at("<<<") && php_heredoc();
    case Language::Perl: return perl_quoted() || (looking_at("<<") && ruby_heredoc());
    case Language::Other: return of_r();
    case Language::Ruby: return peek() == '%' ? ruby_percent() : looking_at("<<") && ruby_heredoc();
    default: return false;
  }
}

bool Lexer::block(Spelling spelling) {
  const std::size_t end = s_.find("\"\"\"", at_ + 3);
  if (end == std::string_view::npos) return false;
  push(Kind::String, at_, end + 3, {spelling, 3}, 3);
  return true;
}

std::string_view Lexer::name_at(std::size_t at) const {
  std::size_t end = at;
  while (end < s_.size() && is_word_byte(s_[end])) ++end;
  return s_.substr(at, end - at);
}

bool Lexer::php_heredoc() {
  std::size_t at = at_ + 3;
  while (at < s_.size() && text::is(s_[at], text::kSpaceTab)) ++at;
  const bool mark = at < s_.size() && (s_[at] == '\'' || s_[at] == '"');
  const std::string_view name = name_at(at + mark);
  const std::size_t begin = s_.find('\n', at);
  if (name.empty() || begin == std::string_view::npos || begin - at_ > 200) return false;
  const bool nowdoc = mark && s_[at] == '\'';
  return heredoc_body(at_, begin + 1, name, nowdoc ? Spelling::Plain : Spelling::PhpDouble);
}

bool Lexer::heredoc_body(std::size_t start, std::size_t begin, std::string_view name, Spelling spelling) {
  if (is_spent()) return false;
  for (std::size_t line = begin; line < s_.size();) {
    std::size_t end = s_.find('\n', line);
    if (end == std::string_view::npos) end = s_.size();
    const std::string_view words = text::trim(s_.substr(line, end - line));
    const std::string_view rest = words.substr(0, name.size()) == name ? words.substr(name.size()) : "x";
    if (rest.empty() || (rest[0] != '_' && !is_word_byte(rest[0]))) {
      const std::size_t open = begin - start;
      if (open > 255) return false;
      // The word that closes it is no part of the literal, but is passed over.
      push(Kind::String, start, line, {spelling, open}, 0);
      at_ = static_cast<std::size_t>(words.data() - s_.data()) + name.size();
      return true;
    }
    line = end + 1;
  }
  wasted_ += s_.size() - begin;
  return false;
}

bool Lexer::ruby_heredoc() {
  std::size_t at = at_ + 2;
  if (at < s_.size() && (s_[at] == '~' || s_[at] == '-')) ++at;
  const bool mark = at < s_.size() && (s_[at] == '\'' || s_[at] == '"');
  const std::string_view name = name_at(at + mark);
  if (is_spent() || name.empty() || !(name[0] >= 'A' && name[0] <= 'Z')) return false;
  const std::size_t end = at + name.size() + (mark ? 2 : 0);
  const std::size_t begin = s_.find('\n', end);
  if (begin == std::string_view::npos) return false;
  for (std::size_t line = begin + 1; line < s_.size();) {
    std::size_t line_end = s_.find('\n', line);
    if (line_end == std::string_view::npos) line_end = s_.size();
    if (text::trim(s_.substr(line, line_end - line)) == name) {
      const bool plain = mark && s_[at] == '\'';
      push(Kind::String, begin + 1, line, {plain ? Spelling::Plain : Spelling::RubyDouble, 0}, 0);
      at_ = std::min(end, s_.size());
      heredoc_end_ = line_end;
      return true;
    }
    line = line_end + 1;
  }
  wasted_ += s_.size() - begin;
  return false;
}

void Lexer::start_pending_heredocs() {
  if (heredoc_end_ == 0) return;
  at_ = std::max(at_, heredoc_end_);
  heredoc_end_ = 0;
}

bool Lexer::ruby_percent() {
  const char kind = peek(1);
  const std::size_t skip = text::is(kind, text::kAlpha) ? 2 : 1;
  if (skip == 2 && std::string_view("wWiIqQ").find(kind) == std::string_view::npos) return false;
  const char open = peek(skip);
  constexpr std::string_view kOpen = "([{<|!";
  constexpr std::string_view kClose = ")]}>|!";
  const std::size_t which = kOpen.find(open);
  if (is_spent() || which == std::string_view::npos || open == '\0') return false;
  if (skip == 1 && !out_.tokens_.empty() && out_.tokens_.back().kind != Kind::Mark) return false;  // a remainder
  std::size_t depth = 0;
  for (std::size_t at = at_ + skip; at < s_.size(); ++at) {
    if (s_[at] == open && open != kClose[which]) ++depth;
    if (s_[at] == '\n' && skip == 1) return false;
    if (s_[at] != kClose[which] || at == at_ + skip) continue;
    if (depth > 0 && --depth > 0) continue;
    const bool words = kind == 'w' || kind == 'W' || kind == 'i' || kind == 'I';
    push(words ? Kind::Words : Kind::String, at_, at + 1, {Spelling::Plain, skip + 1}, 1);
    return true;
  }
  wasted_ += s_.size() - at_;
  return false;
}

bool Lexer::perl_quoted() {
  if (peek() != 'q' || behind_word() || is_spent()) return false;
  const bool words = peek(1) == 'w';
  const std::size_t skip = words || peek(1) == 'q' ? 2 : 1;
  constexpr std::string_view kOpen = "({[</|!";
  constexpr std::string_view kClose = ")}]>/|!";
  const std::size_t which = peek(skip) == '\0' ? std::string_view::npos : kOpen.find(peek(skip));
  if (which == std::string_view::npos) return false;
  std::size_t depth = 0;
  for (std::size_t at = at_ + skip + 1; at < s_.size(); ++at) {
    if (s_[at] == kOpen[which] && which < 4) ++depth;
    if (s_[at] != kClose[which] || (depth > 0 && depth-- > 0)) continue;
    const Spelling spelling = peek(1) == 'q' ? Spelling::PhpDouble : Spelling::Plain;
    push(words ? Kind::Words : Kind::String, at_, at + 1, {spelling, skip + 1}, 1);
    return true;
  }
  wasted_ += s_.size() - at_;
  return false;
}

bool Lexer::of_r() {
  const bool raw = looking_at("r\"(") && !behind_word();
  if ((!raw && peek() != '`') || is_spent()) return false;
  const std::size_t skip = raw ? 3 : 1;
  const std::string_view mark = raw ? ")\"" : "`";
  constexpr std::size_t kLongestName = 200;
  const std::size_t far = raw ? s_.size() : std::min(s_.size(), at_ + kLongestName);
  const std::size_t end = s_.substr(0, far).find(mark, at_ + skip);
  if (end == std::string_view::npos) {
    wasted_ += far - at_;
    return false;
  }
  push(Kind::String, at_, end + mark.size(), {Spelling::Plain, skip}, mark.size());
  return true;
}

/// Whether a quote opens a string that its line closes: "foldl'", "'a" and "'(1 2)" have quotes of other kinds.
bool Lexer::has_mate() const {
  constexpr std::size_t kLongest = 16384;
  const std::size_t end = s_.substr(0, std::min(s_.size(), at_ + kLongest)).find_first_of("'\n", at_ + 1);
  return end != std::string_view::npos && s_[end] == '\'' && end > at_ + 2;
}

bool Lexer::character() {
  const bool groovy = language_ == Language::Java;  // where longer ones are strings
  const bool characters =
      groovy || language_ == Language::Go || language_ == Language::Csharp || language_ == Language::Rust;
  if (!characters || peek() != '\'') return false;
  if (peek(1) == '\\') {
    const std::size_t end = s_.substr(at_, 12).find('\'', 3);
    if (end != std::string_view::npos) {
      push(Kind::Number, at_, at_ + end + 1);
      return true;
    }
  } else {
    for (std::size_t size = 2; size < 6; ++size) {
      if (peek(size) != '\'') continue;
      if (groovy && size > 2 && !text::is_non_ascii(peek(1))) return false;
      push(Kind::Number, at_, at_ + size + 1);
      return true;
    }
  }
  if (groovy) return false;
  push(Kind::Mark, at_, at_ + 1);
  return true;
}

bool Lexer::regex() {
  if (!syntax_.regexes || peek() != '/') return false;
  if (!out_.tokens_.empty()) {
    const Token& last = out_.tokens_.back();
    const char before = s_[last.end - 1];
    const bool value = last.kind != Kind::Mark || before == ')' || before == ']' || before == '}';
    if (value && s_.substr(last.start, last.end - last.start) != "return") return false;
  }
  bool in_class = false;
  if (is_spent()) return false;
  std::size_t at = at_ + 1;
  for (; at < s_.size() && s_[at] != '\n'; ++at) {
    if (s_[at] == '\\') {
      ++at;
    } else if (s_[at] == '[') {
      in_class = true;
    } else if (s_[at] == ']') {
      in_class = false;
    } else if (s_[at] == '/' && !in_class) {
      std::size_t end = at + 1;
      while (end < s_.size() && text::is(s_[end], text::kAlpha)) ++end;
      push(Kind::Number, at_, end);
      return true;
    }
  }
  wasted_ += at - at_;
  return false;
}

}  // namespace headstrong::http::code

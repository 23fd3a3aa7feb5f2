#include "http/code/tokens.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/code/lexer.hpp"
#include "http/code/words.hpp"
#include "text/ascii.hpp"
#include "text/lines.hpp"

namespace headstrong::http::code {
namespace tokens_detail {

std::uint32_t offset(std::size_t at) { return static_cast<std::uint32_t>(at); }

constexpr Lexer::Syntax syntax_of(Language language) {
  switch (language) {
    case Language::Cpp:
    case Language::Dart:
    case Language::JavaScript: return {false, true, true};
    case Language::Python:
    case Language::Elixir:
    case Language::Perl:
    case Language::Shell: return {true, false, false};
    case Language::Ruby: return {true, false, true};
    case Language::Php: return {true, true, false};
    case Language::Lua: return {false, false, false, true};
    case Language::Other: return {};
    default: return {false, true, false};
  }
}

constexpr std::string_view kMarks[] = {"===",
                                       "!==",
                                       "||=",
                                       "?"
                                       "?=",
                                       "&&=",
                                       "<=>",
                                       "...",
                                       "..",
                                       "|>",
                                       "==",
                                       "!=",
                                       "=>",
                                       "->",
                                       "::",
                                       ":=",
                                       "+=",
                                       ".=",
                                       "<<",
                                       "<>",
                                       "?.",
                                       "&&",
                                       "||",
                                       "??",
                                       "=~",
                                       "<="};

/// Whether the text has what Pascal's units have on lines of their own: the head of a part, and "begin".
bool is_pascal(std::string_view s) {
  bool head = false;
  bool body = false;
  text::Line line;
  text::LineCursor cursor(s);
  while (cursor.next(line) && !(head && body)) {
    const std::string_view words = text::trim(line.text);
    for (const std::string_view part : {"procedure ", "function ", "uses ", "unit ", "program "}) {
      head = head || text::istarts_with(words, part);
    }
    body = body || text::iequals(words, "begin");
  }
  return head && body;
}

}  // namespace tokens_detail
using namespace tokens_detail;

bool Tokens::opens(std::uint32_t i) const {
  if (i >= size() || tokens_[i].kind != Kind::Mark || tokens_[i].end != tokens_[i].start + 1) return false;
  const char c = s_[tokens_[i].start];
  return c == '(' || c == '[' || c == '{';
}

Lexer::Lexer(std::string_view s, Tokens& out)
    : s_(s), out_(out), language_(out.language_), syntax_(syntax_of(language_)) {
  pascal_ = language_ == Language::Other && is_pascal(s_);
}

void Lexer::run() {
  out_.tokens_.reserve(s_.size() / 3 + 16);
  const std::size_t start = language_ == Language::Php ? s_.find("<?") : std::string_view::npos;
  if (start != std::string_view::npos) skip_page(start);
  while (at_ < s_.size()) next();
  match_brackets();
}

void Lexer::next() {
  const char c = s_[at_];
  if (c == '\n') {
    line_ = true;
    ++at_;
    start_pending_heredocs();
  } else if (text::is(c, text::kAsciiWhitespace)) {
    ++at_;
  } else if (c == '\\' && (peek(1) == '\n' || looking_at("\\\r\n"))) {
    at_ += peek(1) == '\n' ? 2 : 3;  // the line goes on
  } else if (!skip_comment() && !literal() && !regex()) {
    word_or_mark();
  }
}

bool Lexer::skip_comment() {
  if (own_comment()) return true;
  switch (s_[at_]) {
    case '#': return syntax_.hash_comments && begins_hash_comment() && skip_line();
    case '-':
      if (!syntax_.dash_comments || peek(1) != '-') return false;
      return looking_at("--[[") ? skip_behind("]]", at_) : skip_line();
    case '/':
      if (!syntax_.slash_comments) return false;
      if (peek(1) == '/') return skip_line();
      return peek(1) == '*' && skip_behind("*/", at_ + 2);
    case '?':
      if (language_ != Language::Php || peek(1) != '>') return false;
      skip_page(at_);
      return true;
    case '<': return language_ == Language::JavaScript && looking_at("<!--") && skip_behind("-->", at_);
    default: return false;
  }
}

bool Lexer::begins_hash_comment() const {
  if (language_ == Language::Shell) return at_ == 0 || text::is(s_[at_ - 1], text::kAsciiWhitespace);
  if (language_ != Language::Php) return true;
  // "#[...]", and "#headers: array:4 [" of a dump
  return peek(1) != '[' && s_.substr(at_, s_.find('\n', at_) - at_).find(": array:") == s_.npos;
}

bool Lexer::skip_behind(std::string_view words, std::size_t from) {
  const std::size_t end = s_.find(words, from);
  at_ = end == std::string_view::npos ? s_.size() : end + words.size();
  return true;
}

bool Lexer::begins_line_with(std::string_view words) const {
  return (at_ == 0 || s_[at_ - 1] == '\n') && looking_at(words);
}

/// On behind the next line that begins with `words`.
bool Lexer::skip_to_line(std::string_view words) {
  const std::size_t end = s_.find(std::string("\n").append(words), at_);
  at_ = end == std::string_view::npos ? s_.size() : end + 1;
  return skip_line();
}

/// Comments that no other language has.
bool Lexer::own_comment() {
  switch (language_) {
    case Language::Other: return other_comment();
    case Language::JavaScript: return coffee_comment();
    case Language::Csharp: return basic_comment();
    case Language::Java: return looking_at("<%--") && skip_behind("--%>", at_);
    case Language::Ruby:
      if (begins_line_with("__END__")) return skip_behind("", s_.size());
      return begins_line_with("=begin") && skip_to_line("=end");
    case Language::Perl:
      if (begins_line_with("__END__") || begins_line_with("__DATA__")) return skip_behind("", s_.size());
      if (!begins_line_with("=") || !text::is(peek(1), text::kAlpha)) return false;
      return looking_at("=cut") ? skip_line() : skip_to_line("=cut");
    default: return false;
  }
}

/// CoffeeScript's, where JavaScript has no "#": "### ... ###", "# ...", and "#name.call" at a line's start, which is no
/// private member.
bool Lexer::coffee_comment() {
  if (peek() != '#' || (at_ > 0 && !text::is(s_[at_ - 1], text::kAsciiWhitespace))) return false;
  if (looking_at("###")) return skip_behind("###", at_ + 3);
  if (text::is(peek(1), text::kAsciiWhitespace)) return skip_line();
  const std::string_view name = name_at(at_ + 1);
  const bool called = !name.empty() && peek(name.size() + 1) == '.';
  return line_ && called && skip_line();
}

/// Visual Basic's "' ..." and "Rem ...", where C# has a character in quotes; what pages of both hide.
bool Lexer::basic_comment() {
  if (looking_at("<%--")) return skip_behind("--%>", at_);
  if (looking_at("@*")) return skip_behind("*@", at_);
  if (line_ && looking_at("#if false")) return skip_to_line("#endif");
  if (peek() == '\'') {
    const bool character = peek(2) == '\'' || peek(1) == '\\' || text::is_non_ascii(peek(1));
    return (line_ || !character) && skip_line();
  }
  if (!line_ || !text::iequals(name_at(at_), "rem")) return false;
  const std::size_t next = s_.find_first_not_of(" \t", at_ + 3);
  const bool statement = next != s_.npos && std::string_view("=.(;,)").find(s_[next]) != std::string_view::npos;
  return !statement && skip_line();
}

/// Comments of the languages that are told apart no further, where they are none of another's code: ";; ...", "-- ...",
/// "% ...", "# ...", "// ...", "(* ... *)", "{- ... -}"; Pascal's "{ ... }".
bool Lexer::other_comment() {
  static constexpr std::pair<std::string_view, std::string_view> kBlocks[] = {{"(* ", "*)"}, {"{-", "-}"}};
  for (const auto& [open, close] : kBlocks) {
    if (looking_at(open)) return skip_behind(close, at_ + open.size());
  }
  if (pascal_ && peek() == '{') return skip_behind("}", at_);
  if ((pascal_ || line_) && looking_at("//")) return skip_line();
  if (line_ && peek() == '#' && text::is(peek(1), text::kAlpha)) return skip_line();
  if (looking_at(";;") || looking_at("-- ") || looking_at("// ")) return skip_line();
  return line_ && (looking_at("; ") || looking_at("# ") || looking_at("%")) && skip_line();
}

bool Lexer::skip_line() {
  const std::size_t end = s_.find('\n', at_);
  at_ = end == std::string_view::npos ? s_.size() : end;
  return true;
}

void Lexer::skip_page(std::size_t from) {
  const std::size_t start = s_.find("<?", from);
  if (start == std::string_view::npos) {
    at_ = s_.size();
    return;
  }
  at_ = start + 2;
  if (looking_at("php")) at_ += 3;
  if (peek() == '=') ++at_;
  line_ = true;
}

void Lexer::push(Kind kind, std::size_t start, std::size_t end, Opening opening, std::size_t close) {
  Token token;
  token.start = offset(start);
  token.end = offset(end);
  token.mate = token.parent = offset(out_.tokens_.size());
  token.kind = kind;
  token.spelling = opening.spelling;
  token.open = static_cast<std::uint8_t>(opening.open);
  token.close = static_cast<std::uint8_t>(close);
  token.begins_line = line_;
  line_ = false;
  out_.tokens_.push_back(token);
  at_ = end;
}

void Lexer::word_or_mark() {
  const std::size_t start = at_;
  const char c = s_[at_];
  const bool sigil = (c == '$' && language_ != Language::JavaScript) || (c == '@' && language_ != Language::Java);
  std::size_t end = start + (sigil && is_word_byte(peek(1)) ? 1 : 0);
  while (end < s_.size() && (is_word_byte(s_[end]) || (s_[end] == '$' && language_ == Language::JavaScript))) ++end;
  if (end > start) {
    const bool number = text::is(c, text::kDigit);
    // "60.5", "1_000"
    if (number && end + 1 < s_.size() && s_[end] == '.' && text::is(s_[end + 1], text::kDigit)) {
      ++end;
      while (end < s_.size() && is_word_byte(s_[end])) ++end;
    }
    return push(number ? Kind::Number : Kind::Word, start, end);
  }
  for (const std::string_view mark : kMarks) {
    if (looking_at(mark)) return push(Kind::Mark, start, start + mark.size());
  }
  push(Kind::Mark, start, start + 1);
}

void Lexer::match_brackets() {
  std::vector<std::uint32_t> open;
  for (std::uint32_t i = 0; i < out_.size(); ++i) {
    Token& token = out_.tokens_[i];
    if (!open.empty()) token.parent = open.back();
    if (token.kind != Kind::Mark || token.end != token.start + 1) continue;
    const char c = s_[token.start];
    if (c == '(' || c == '[' || c == '{') open.push_back(i);
    const char mate = c == ')' ? '(' : c == ']' ? '[' : c == '}' ? '{' : '\0';
    if (mate == '\0' || !close_down_to(mate, open)) continue;
    token.mate = open.back();
    out_.tokens_[open.back()].mate = i;
    open.pop_back();
    token.parent = open.empty() ? i : open.back();
  }
}

/// Takes away what stands open behind the last bracket of that kind: one of another kind that was never closed does
/// not keep the outer ones open. False where there is none close by.
bool Lexer::close_down_to(char mate, std::vector<std::uint32_t>& open) const {
  constexpr std::size_t kFarthest = 8;
  const std::size_t least = open.size() - std::min(open.size(), kFarthest + 1);
  for (std::size_t depth = open.size(); depth > least; --depth) {
    if (s_[out_.tokens_[open[depth - 1]].start] != mate) continue;
    open.resize(depth);
    return true;
  }
  return false;
}

Tokens::Tokens(std::string_view source, Language language)
    : s_(source), language_(read_as(language)), spoken_(language) {
  Lexer(source, *this).run();
}

}  // namespace headstrong::http::code

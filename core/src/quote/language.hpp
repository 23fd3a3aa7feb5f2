// What a language's file says of each of its spellings, and what several of them share.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "quote/quote.hpp"
#include "text/ascii.hpp"

namespace headstrong::quote {

/// What stands next in a literal.
struct Step {
  enum class Kind : std::uint8_t {
    Run,     // bytes that stand for themselves
    Escape,  // bytes that stand for what was added to the text, maybe nothing
    Gap,     // bytes that stand for a value which is not in the text
    Close,   // the closing mark
    End      // the literal is over, without a mark of its own
  };
  Kind kind = Kind::Run;
  std::size_t size = 1;  // in bytes of the source
};

struct SpellingSpec {
  std::string_view open;
  std::string_view close;
  /// Reads what `rest` (never empty) begins with; an escape adds what it stands for to `out`. `state` is
  /// 0 at the start of a literal and the language's own from then on.
  Step (*step)(std::string_view rest, int& state, std::string& out) = nullptr;
  void (*encode)(std::string_view text, std::string& out) = nullptr;
  /// Null: everything but control bytes other than the tab.
  bool (*carries)(std::string_view text) = nullptr;
};

constexpr Step run(std::size_t size = 1) { return {Step::Kind::Run, size}; }
constexpr Step gap(std::size_t size) { return {Step::Kind::Gap, size}; }
constexpr Step close(std::size_t size = 1) { return {Step::Kind::Close, size}; }
constexpr Step over() { return {Step::Kind::End, 0}; }
inline Step escape(std::size_t size, std::string& out, char meant) {
  out += meant;
  return {Step::Kind::Escape, size};
}
constexpr Step nothing(std::size_t size) { return {Step::Kind::Escape, size}; }

constexpr char byte_at(std::string_view s, std::size_t at) { return at < s.size() ? s[at] : '\0'; }
constexpr bool starts(std::string_view s, std::string_view with) { return s.substr(0, with.size()) == with; }
constexpr bool has(std::string_view marks, char c) { return marks.find(c) != std::string_view::npos; }
constexpr bool is_line_end(char c) { return c == '\n' || c == '\r'; }
/// A letter, a digit or "_".
constexpr bool is_name(char c) { return text::is(c, text::kAlpha | text::kDigit) || c == '_'; }
std::size_t name_length(std::string_view s);  // of the name that `s` begins with

/// What a character set makes of an escape's number.
enum class Numbers : std::uint8_t {
  Utf8,   // it is a code point, which stands there in UTF-8
  Bytes,  // of \xHH and \ooo a byte, else a code point
  Latin1  // up to 255 a byte: how Node and WSGI send the string
};
void append_code(std::string& out, std::uint32_t code, bool as_byte);

/// The escapes that begin with a backslash: single letters (pairs "n\n") and numbers.
struct Escapes {
  std::string_view letters = {};  // letter, meaning, letter, meaning
  Numbers numbers = Numbers::Utf8;
  int x_digits = 0;  // at most so many behind \x; 0: \x is no escape
  bool octal = false;
  bool u4 = false;               // \uHHHH, halves of a pair together
  bool u8 = false;               // \UHHHHHHHH
  bool braces = false;           // \u{H...}
  std::string_view itself = {};  // what a backslash takes its meaning from; "*": every other character
  bool joins_lines = false;      // a backslash in front of a line end: both are gone
  bool strips_next = false;      // and so is the blank that the next line begins with
};
/// `rest` begins with a backslash; where it is no escape it stands for itself.
Step backslash(std::string_view rest, const Escapes& escapes, std::string& out);

/// Writes `text` with a backslash before each of `marks`, the tab as \t.
void encode_backslashed(std::string_view text, std::string_view marks, std::string& out);
/// The same with bytes above 0x7F as \xHH.
void encode_latin1(std::string_view text, std::string_view marks, std::string& out);
/// As it is.
void encode_plain(std::string_view text, std::string& out);
/// With each `mark` written twice.
void encode_doubled(std::string_view text, char mark, std::string& out);

/// What no header's value may have.
bool has_control(std::string_view text);

}  // namespace headstrong::quote

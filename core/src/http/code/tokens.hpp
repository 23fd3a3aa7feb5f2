// The words, marks and literals of a program, as far as they matter for the headers that it sets: comments
// are gone, brackets know their mates. One lexer for all languages; what differs is in its table. Time and
// memory are linear in the bytes.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

#include "headstrong/span.hpp"
#include "quote/quote.hpp"

namespace headstrong::http::code {

enum class Language : std::uint8_t {
  JavaScript,  // and TypeScript
  Python,
  Php,
  Ruby,  // and Crystal
  Java,  // and Kotlin, Groovy
  Go,
  Csharp,
  Rust,
  Elixir,
  Shell,
  Lua,
  Perl,
  Other,  // Clojure, Haskell, Elm, OCaml, F#, Erlang, R: what they share is enough to read them
  // Named by their own names, read and written as another of these:
  Swift,
  Scala,
  Cpp,
  Dart
};

/// The language whose words and marks are enough to read this one.
constexpr Language read_as(Language language) {
  if (language == Language::Swift || language == Language::Scala) return Language::Java;
  return language == Language::Cpp || language == Language::Dart ? Language::JavaScript : language;
}

/// Whether a block stands in braces, and not in indentation or before an "end".
constexpr bool has_braces(Language language) {
  return language != Language::Python && language != Language::Ruby && language != Language::Elixir &&
         language != Language::Lua && language != Language::Other;
}

enum class Kind : std::uint8_t { Word, Number, String, Words, Mark };

struct Token {
  std::uint32_t start = 0;  // with what opens a literal
  std::uint32_t end = 0;
  std::uint32_t mate = 0;    // of a bracket that has one: its token; else the token itself
  std::uint32_t parent = 0;  // the bracket around it; the token itself where there is none
  Kind kind = Kind::Mark;
  quote::Spelling spelling = quote::Spelling::Plain;
  std::uint8_t open = 0;  // bytes of the marks that open and close a literal
  std::uint8_t close = 0;
  bool begins_line = false;  // the first on its line, unless the line before goes on
};

class Tokens {
 public:
  Tokens(std::string_view source, Language language);

  /// As which it is read.
  Language language() const { return language_; }
  /// Whether texts in single quotes have "$name" and "${...}" filled in.
  bool fills_dollars() const { return spoken_ == Language::Dart; }
  std::string_view source() const { return s_; }
  std::uint32_t size() const { return static_cast<std::uint32_t>(tokens_.size()); }
  const Token& operator[](std::uint32_t i) const { return tokens_[i]; }

  /// The token as it is written; empty beyond the last.
  std::string_view text(std::uint32_t i) const {
    return i < size() ? s_.substr(tokens_[i].start, tokens_[i].end - tokens_[i].start) : std::string_view();
  }
  bool is(std::uint32_t i, std::string_view mark) const {
    return i < size() && tokens_[i].kind != Kind::String && text(i) == mark;
  }
  bool is_kind(std::uint32_t i, Kind kind) const { return i < size() && tokens_[i].kind == kind; }
  /// A literal without its marks.
  Span inside(std::uint32_t i) const { return {tokens_[i].start + tokens_[i].open, tokens_[i].end - tokens_[i].close}; }
  std::string_view inside_text(std::uint32_t i) const {
    const Span span = inside(i);
    return s_.substr(span.start, span.size());
  }
  /// Where the group that opens at `open` ends: its closing bracket, or the end of all.
  std::uint32_t group_end(std::uint32_t open) const { return tokens_[open].mate == open ? size() : tokens_[open].mate; }
  /// The bracket around a token; size() where there is none.
  std::uint32_t parent(std::uint32_t i) const { return tokens_[i].parent == i ? size() : tokens_[i].parent; }
  bool opens(std::uint32_t i) const;
  /// The first token that begins at this place or behind it.
  std::uint32_t first_from(std::uint32_t start) const {
    const auto found =
        std::partition_point(tokens_.begin(), tokens_.end(), [&](const Token& each) { return each.start < start; });
    return static_cast<std::uint32_t>(found - tokens_.begin());
  }

 private:
  friend class Lexer;
  std::string_view s_;
  Language language_;
  Language spoken_;
  std::vector<Token> tokens_;
};

}  // namespace headstrong::http::code

// The lexer behind Tokens, for the files that it is made of: tokens.cpp has comments, words and brackets,
// lexer_literals.cpp the literals of each language.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "http/code/tokens.hpp"
#include "http/code/words.hpp"
#include "quote/quote.hpp"

namespace headstrong::http::code {

class Lexer {
 public:
  /// What differs between the languages besides their literals.
  struct Syntax {
    bool hash_comments = false;
    bool slash_comments = false;
    bool regexes = false;
    bool dash_comments = false;
  };

  Lexer(std::string_view s, Tokens& out);

  void run();

 private:
  struct Opening {
    quote::Spelling spelling;
    std::size_t open;  // 0: no literal begins here
  };

  char peek(std::size_t ahead = 0) const { return at_ + ahead < s_.size() ? s_[at_ + ahead] : '\0'; }
  char peek_at(std::size_t at) const { return at < s_.size() ? s_[at] : '\0'; }
  bool looking_at(std::string_view words) const { return s_.substr(at_, words.size()) == words; }

  void next();
  bool skip_comment();
  bool begins_hash_comment() const;
  bool own_comment();
  bool other_comment();
  bool coffee_comment();
  bool basic_comment();
  bool begins_line_with(std::string_view words) const;
  bool skip_line();
  bool skip_to_line(std::string_view words);
  bool skip_behind(std::string_view words, std::size_t from);

  /// PHP: on to what stands behind the next "<?php".
  void skip_page(std::size_t from);

  void push(Kind kind, std::size_t start, std::size_t end) { push(kind, start, end, Opening{}, 0); }
  void push(Kind kind, std::size_t start, std::size_t end, Opening opening, std::size_t close);

  // ---- lexer_literals.cpp
  Opening quoted(std::size_t skip, char mark, quote::Spelling spelling) const;
  bool tripled(std::size_t skip, char mark) const;
  Opening python_opening() const;
  Opening csharp_opening() const;
  Opening rust_opening() const;
  Opening opening() const;
  bool has_mate() const;

  bool behind_word() const { return at_ > 0 && is_word_byte(s_[at_ - 1]); }

  bool literal();

  /// Behind the closing mark of a literal whose inside begins at `start`; npos where it is not closed on
  /// its line, or at all.
  std::size_t literal_end(std::size_t start, quote::Spelling spelling);

  /// Looking for the ends of literals that have none may not cost more than reading the text.
  bool is_spent() const { return wasted_ > 2 * s_.size(); }

  static constexpr std::size_t kNoFill = static_cast<std::size_t>(-1);

  /// How many bytes stand before the bracket of what is filled in at `at` ("${", "#{", "{"); kNoFill where nothing is.
  std::size_t fill_mark(std::size_t at, std::size_t start, quote::Spelling spelling) const;

  /// The last byte of what is filled in at `at`, quotes of its own in it; `at` where nothing is.
  std::size_t filled_end(std::size_t at, std::size_t start, quote::Spelling spelling, bool lines);

  /// What the quoting of the languages has no spelling for: text blocks, here documents, lists of words.
  bool special_literal();
  bool block(quote::Spelling spelling);
  std::string_view name_at(std::size_t at) const;
  bool php_heredoc();

  /// A body from `begin` to the line that holds `name` alone.
  bool heredoc_body(std::size_t start, std::size_t begin, std::string_view name, quote::Spelling spelling);

  /// "<<~NAME": the body stands on the lines below, what follows on this line belongs to the expression.
  bool ruby_heredoc();

  /// Behind the line that a here document began on, its body has been read already.
  void start_pending_heredocs();
  bool ruby_percent();

  /// q{...}, qq(...), qw[...]
  bool perl_quoted();

  /// R's `name`, r"(...)"
  bool of_r();

  /// 'x', '\n': a character, where quotes of that kind open no string. A lifetime is a mark and a word.
  bool character();

  /// A regular expression stands where a value may begin.
  bool regex();
  // ---- tokens.cpp
  void word_or_mark();
  void match_brackets();
  bool close_down_to(char mate, std::vector<std::uint32_t>& open) const;

  std::string_view s_;
  Tokens& out_;
  Language language_;
  Syntax syntax_;
  std::size_t at_ = 0;
  bool line_ = true;
  std::size_t heredoc_end_ = 0;
  std::size_t wasted_ = 0;
  bool pascal_ = false;
};

}  // namespace headstrong::http::code

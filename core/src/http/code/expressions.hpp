// What the expressions of a program come to, as far as its text tells: literals, joined ones, variables
// that are set in the same text, lists that are joined. What hangs on something else is a gap.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "headstrong/span.hpp"
#include "http/code/guards.hpp"
#include "http/code/tokens.hpp"
#include "http/code/value.hpp"
#include "quote/quote.hpp"
#include "text/source.hpp"

namespace headstrong::http::code {

/// Whether the language's append() adds to a text.
bool builds_texts(Language language);

class Expressions {
 public:
  Expressions(text::Source& source, const Tokens& tokens);

  /// Evaluates the expression at `i`, which moves behind it and not beyond `end`. False where it is none,
  /// or nothing of it is in the text.
  bool value(std::uint32_t& i, std::uint32_t end, Value& out);
  /// The elements of a list: in brackets of any kind, as words, a variable that holds one.
  bool list(std::uint32_t& i, std::uint32_t end, std::vector<Value>& out);
  /// The group (a token that opens one) that stands at `i` or that a variable at `i` holds; size() where
  /// there is none.
  std::uint32_t group(std::uint32_t i, char bracket);
  /// Where the item that begins at `i` ends: at a comma, a semicolon or the end of its group.
  std::uint32_t item_end(std::uint32_t i, std::uint32_t end) const;

  /// Where the value begins that a name has at token `at`; size() where the text does not say.
  std::uint32_t definition(std::string_view name, std::uint32_t at) const;
  /// Whether something is added to the variable between two places.
  bool is_added_to(std::string_view name, std::uint32_t from, std::uint32_t to) const;
  std::string_view name_of_definition(std::uint32_t value_start) const;

  const Guards& guards() const { return guards_; }
  /// Whether what the guard stands before runs in production, as its words and its variables tell.
  InProduction in_production(std::uint32_t guard) const;
  /// The same of the condition of tokens [first, stop).
  InProduction in_production(std::uint32_t first, std::uint32_t stop) const;
  /// Where "condition ? one : other" begins at `i` and production tells which of them is meant, moves [i, end) to that.
  /// True where it is a choice, though nothing may tell.
  bool settle_choice(std::uint32_t& i, std::uint32_t& end) const;

  /// How far a token is indented; what follows another on its line is as far as that.
  std::size_t column_of(std::uint32_t i) const;

  const Tokens& tokens() const { return tokens_; }
  std::string_view literal_text(std::uint32_t i);
  /// Adds what stands for a value that the text does not hold.
  void add_gap(Span gap, Value& out);

 private:
  /// Variables that name each other, and groups in groups, are followed so far.
  static constexpr int kDeepest = 24;

  struct Definition {
    std::uint32_t name = 0;
    std::uint32_t value = 0;
    std::uint32_t set = 0;  // which of the name's definitions it adds to
    bool adds = false;
    std::uint32_t guard = 0;  // the condition that it is set under; size() where there is none
  };

  // ---- expressions.cpp
  bool factor(std::uint32_t at, int depth, std::uint64_t& product);
  bool begins_product(std::uint32_t i, std::uint32_t end);
  void number(std::uint32_t& i, std::uint32_t end, Value& out);
  bool unknown_rest(std::uint32_t& i, std::uint32_t end, Value& out);
  bool alternative(std::uint32_t start, std::uint32_t& i, std::uint32_t end, Value& out);
  bool choice(std::uint32_t start, std::uint32_t& i, std::uint32_t end, Value& out);
  bool given_items(std::uint32_t i, std::uint32_t end, std::vector<Value>& out);
  bool settle_behind(std::uint32_t& i, std::uint32_t& end) const;
  bool is_nothing(std::uint32_t first, std::uint32_t stop) const;
  bool condition_behind(std::uint32_t start, std::uint32_t& i, std::uint32_t end, Value& out);
  bool branches(std::uint32_t& i, std::uint32_t end, Value& out);
  bool branch(std::uint32_t& i, std::uint32_t end, Value& out);
  std::uint32_t find_within(std::string_view mark, std::uint32_t i, std::uint32_t end) const;
  void percent_format(std::uint32_t& i, std::uint32_t end, Value& out);
  bool term(std::uint32_t& i, std::uint32_t end, Value& out);
  bool literal_term(std::uint32_t& i, std::uint32_t end, Value& out);
  bool parenthesised(std::uint32_t& i, std::uint32_t end, Value& out);
  bool joined_list(std::uint32_t& i, std::uint32_t end, Value& out);
  bool named(std::uint32_t& i, std::uint32_t end, Value& out);
  bool joined_variable(std::uint32_t name, std::uint32_t& i, std::uint32_t end, Value& out);
  bool is_joiner(std::uint32_t i) const;
  bool joined_call(std::uint32_t start, std::uint32_t open, std::uint32_t& i, std::uint32_t end, Value& out);
  bool is_join_call(std::uint32_t i) const;
  std::uint32_t join_bracket(std::uint32_t i) const;
  bool separator_in(std::uint32_t open, Value& out);
  bool is_member(std::uint32_t i) const;
  std::uint32_t chain_end(std::uint32_t first, std::uint32_t end) const;
  /// Moves `i` behind a group, not beyond `end`.
  void go_behind(std::uint32_t open, std::uint32_t& i, std::uint32_t end) const;
  bool other_term(std::uint32_t& i, std::uint32_t end, Value& out);
  std::uint32_t join_size(std::uint32_t i) const;
  bool is_join(std::uint32_t i) const;
  bool is_adjacent(std::uint32_t i) const;
  bool spend(std::size_t bytes);

  // ---- expressions_choices.cpp is where choice() to find_within() are

  // ---- expressions_variables.cpp
  void find_definitions();
  void define(std::uint32_t name, std::uint32_t value, bool adds);
  void define_typed(std::uint32_t i, bool adds);
  bool is_attribute(std::uint32_t i) const;
  bool is_appended(std::uint32_t i) const;
  bool is_extended(std::uint32_t i) const;
  void define_items(std::uint32_t name, std::uint32_t first, std::uint32_t end, bool adds);
  std::string_view bare_name(std::string_view word) const;
  InProduction given_at(const Definition& definition, std::uint32_t at) const;
  bool hangs_on_condition(std::string_view name, std::uint32_t start, std::uint32_t at) const;
  bool variable(std::string_view name, std::uint32_t at, Value& out);

  // ---- expressions_literals.cpp
  void add_literal(std::uint32_t i, Value& out);
  void add_decoded(Span within, quote::Spelling spelling, Value& out);
  void add_interpolation(Span gap, std::uint32_t at, Value& out);
  std::vector<Span> dollar_gaps(Span inside) const;
  std::vector<Span> brace_gaps(Span inside) const;
  std::vector<Span> gaps_of(const Token& token, Span inside, const std::vector<Span>& decoded) const;

  // ---- expressions_calls.cpp
  bool concatenated(std::string_view name, std::uint32_t i, std::uint32_t close, Value& out);
  bool call(std::string_view name, std::uint32_t open, Span whole, Value& out);
  bool replaced_blanks(std::uint32_t i, std::uint32_t close, Value& out);
  bool joined_arguments(std::uint32_t i, std::uint32_t first_end, std::uint32_t close, Value& out);
  bool joined_texts(const Value& separator, std::uint32_t i, std::uint32_t close, Value& out);
  void methods(std::uint32_t& i, std::uint32_t end, Value& out);
  bool method(std::string_view name, std::uint32_t open, Value& out);
  bool replace(std::uint32_t i, std::uint32_t close, Value& out);
  /// An argument of a format, and its name where it has one.
  struct Argument {
    std::string_view name;
    Value value;
  };
  Value filled(const Value& format, std::uint32_t i, std::uint32_t end);
  std::vector<Argument> arguments(std::uint32_t i, std::uint32_t end);
  Value argument_at(const Value& place, std::size_t next, const std::vector<Argument>& given, std::uint32_t at);
  static Value without_margin(const Value& value);

  // ---- expressions_lists.cpp
  bool join(const Value& separator, std::uint32_t& i, std::uint32_t end, Value& out);
  std::uint32_t dotted_end(std::uint32_t i) const;
  std::uint32_t qualified_end(std::uint32_t i, std::uint32_t end) const;
  std::uint32_t made_group(std::uint32_t open, char bracket) const;
  std::uint32_t list_bracket(std::uint32_t i, std::uint32_t end) const;
  void add_words(std::uint32_t i, std::vector<Value>& out) const;
  bool listed_variable(std::uint32_t& i, std::uint32_t end, std::vector<Value>& out);
  void add_appended(std::string_view name, std::uint32_t defined, std::uint32_t at, std::vector<Value>& out);
  bool may_be_skipped(std::uint32_t i, std::uint32_t than) const;
  void add_items(std::uint32_t open, std::vector<Value>& out);
  bool more_items(std::uint32_t& i, std::uint32_t end, std::vector<Value>& out);
  void add_item(std::uint32_t item, std::uint32_t stop, std::vector<Value>& out);

  text::Source& source_;
  const Tokens& tokens_;
  Guards guards_;
  std::unordered_map<std::string_view, std::vector<Definition>> definitions_;
  std::size_t left_ = 0;  // work that may still be done: variables could double without end
  int depth_ = 0;
};

}  // namespace headstrong::http::code

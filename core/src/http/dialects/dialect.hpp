// What a configuration language's file says of itself: how to tell it, read it and write it. A dialect
// is one file and one line in dialects.def.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "headstrong/span.hpp"
#include "http/code/tokens.hpp"
#include "http/message.hpp"
#include "quote/quote.hpp"
#include "text/source.hpp"

namespace headstrong::http {

/// A statement that sets one field, taken apart to be rewritten.
struct Statement {
  std::uint32_t start = 0;
  Span name;                    // the name, without marks
  Span value;                   // the value's literal with its marks; empty: it can't be replaced
  Span expression;              // of code: what stands for the value in the statement
  bool entry = false;           // of code: a comma ends it
  std::uint32_t words_end = 0;  // behind the last word
  std::uint32_t end = 0;        // behind what ends the statement, if it stands there
  bool parted = false;          // from the next by a comma, which the last of them doesn't have
  bool is_model = true;         // further statements can be made as this one is
};

struct DialectSpec {
  Format format = Format::Unknown;
  /// Words (letters, digits, "_", "-", ".", "@") of which a text in this dialect has one; none: every text
  /// is shown to recognise(), which then has to see at once what is another.
  std::span<const std::string_view> triggers = {};
  /// How sure it is that the text is in this dialect, from 0 (it is not) to 100. Of several the surest
  /// reads, the first of those that are as sure.
  int (*recognise)(std::string_view text) = nullptr;
  /// In place of recognise(): the programming language; which one a text is in is asked once for all.
  std::optional<code::Language> language = {};
  /// Adds a response for each place that sets fields, with `place`, `gaps` and each field's `spelling`, and
  /// sets `chosen` to the most general one. None: what the text is says `look`.
  void (*read)(text::Source& source, Paste& paste) = nullptr;

  /// Where it reads nothing, the other readers are asked.
  bool guesses = false;

  // Of formats with Lines::Statements, which write_into and the fixes write:

  /// Finds the statement of a field that read() made; false where it can't be written.
  bool (*take_apart)(std::string_view source, const Field& field, Statement& statement) = nullptr;
  /// What ends a statement where nothing does yet.
  std::string_view terminator = {};
  /// The value as a literal with its marks.
  std::string (*literal)(std::string_view value) = nullptr;
  /// A whole statement, set as `like` does it: what stands around name and value is kept.
  std::string (*statement)(std::string_view source, const Statement& like, std::string_view name,
                           std::string_view value) = nullptr;
  /// How a value that replaces the one of `like` is spelled; null: as any literal.
  std::string (*replacement)(const Field& field, std::string_view value, std::string_view source) = nullptr;
  /// Statements that keep an upstream's copy of a field from being sent, as a new field needs them, too; null: the
  /// language has none. Name and end are set, and the start.
  std::vector<Statement> (*hiding)(std::string_view source, std::string_view name) = nullptr;
  /// Why the language can't say that value at such a place; empty where it can.
  std::string (*refusal)(std::string_view value) = nullptr;
};

/// Takes a statement apart that is one line: what leads to the name, the name, a value in the field's spelling, and
/// what stands behind it. What is no part of the statement begins with `comment`, behind a blank.
bool take_line_apart(std::string_view source, const Field& field, Statement& statement, char comment = '\0');
/// The same of a statement that ends with `terminator`, and begins behind another's or a brace.
bool take_statement_apart(std::string_view source, const Field& field, Statement& statement, char terminator);
/// The same of a statement that the reader kept whole with its field.
bool take_kept_apart(std::string_view source, const Field& field, Statement& statement);
/// A line that hides another field as `like`, which is alone on its line, does.
std::string hiding_line(std::string_view source, const Statement& like, std::string_view name);
/// A statement like another one: for another field.
std::string copy_of(std::string_view source, const Statement& like, std::string_view name, std::string_view literal);

struct Recognised {
  const DialectSpec* dialect = nullptr;  // null where the text is in none
  int sure = 0;
};
/// The dialect that the text is in; of those only that are less sure than `below`. Costs little on other
/// texts.
Recognised recognise_dialect(std::string_view text, int below = 101);
/// The dialect of a format; null where it has none.
const DialectSpec* dialect_of(Format format);

/// Of a configuration so many places are told apart; further ones are passed over, with a notice.
inline constexpr std::size_t kMostPlaces = 100;

/// Adds a field, and its gaps.
void add_field(Response& response, std::string_view name, Span name_span, quote::Decoded value,
               quote::Spelling spelling);
/// "server block, line 12"
std::string place_at_line(std::string_view what, std::uint32_t line);

}  // namespace headstrong::http

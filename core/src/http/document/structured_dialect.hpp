// What the dialects in one structured language share: how they are written into, and how places and fields
// are taken from the tree.
#pragma once

#include <string>
#include <string_view>

#include "http/dialects/dialect.hpp"
#include "quote/quote.hpp"

namespace headstrong::http::document {

bool take_apart(std::string_view source, const Field& field, Statement& statement);
/// A statement like another one, with that name and that literal in the places of its own.
std::string statement_like(std::string_view source, const Statement& like, std::string_view name,
                           std::string_view literal);
std::string refusal(std::string_view value, quote::Spelling spelling);

template <quote::Spelling As>
std::string literal(std::string_view value) {
  return quote::literal(value, As);
}

template <quote::Spelling As>
std::string statement(std::string_view source, const Statement& like, std::string_view name, std::string_view value) {
  return statement_like(source, like, name, quote::literal(value, As));
}

template <quote::Spelling As>
std::string refusal_of(std::string_view value) {
  return refusal(value, As);
}

/// `As` is how a new value is spelled.
template <quote::Spelling As>
constexpr DialectSpec structured_dialect(Format format, int (*recognise)(std::string_view),
                                         void (*read)(text::Source&, Paste&)) {
  return {.format = format,
          .recognise = recognise,
          .read = read,
          .guesses = true,
          .take_apart = take_apart,
          .terminator = "",
          .literal = literal<As>,
          .statement = statement<As>,
          .refusal = refusal_of<As>};
}

/// The same for a text in which one of these words stands.
template <quote::Spelling As>
constexpr DialectSpec structured_dialect(Format format, std::span<const std::string_view> triggers,
                                         int (*recognise)(std::string_view), void (*read)(text::Source&, Paste&)) {
  DialectSpec spec = structured_dialect<As>(format, recognise, read);
  spec.triggers = triggers;
  return spec;
}

}  // namespace headstrong::http::document

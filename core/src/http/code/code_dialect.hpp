// The dialects of programming languages share their reader and their writer.
#pragma once

#include <string>
#include <string_view>

#include "http/code/language.hpp"
#include "http/code/read_code.hpp"
#include "http/code/write_code.hpp"
#include "http/dialects/dialect.hpp"

namespace headstrong::http::code {

template <Language Of>
void read(text::Source& source, Paste& paste) {
  read_code(source, Of, paste);
}

template <Language Of>
std::string literal(std::string_view value) {
  return literal_in(value, read_as(Of));
}

template <Language Of>
std::string statement(std::string_view source, const Statement& like, std::string_view name, std::string_view value) {
  return statement_in(source, like, name, value, read_as(Of));
}

template <Language Of>
std::string refusal(std::string_view value) {
  return refusal_in(value, read_as(Of));
}

template <Language Of>
constexpr DialectSpec code_dialect(Format format) {
  return {.format = format,
          .language = Of,
          .read = read<Of>,
          .guesses = true,
          .take_apart = take_apart,
          .terminator = ",",
          .literal = literal<Of>,
          .statement = statement<Of>,
          .refusal = refusal<Of>};
}

}  // namespace headstrong::http::code

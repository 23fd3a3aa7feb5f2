// How a header is written into a program: a statement is copied from its neighbour, with another name and
// another literal.
#pragma once

#include <string>
#include <string_view>

#include "http/code/tokens.hpp"
#include "http/dialects/dialect.hpp"

namespace headstrong::http::code {

bool take_apart(std::string_view source, const Field& field, Statement& statement);
std::string statement_in(std::string_view source, const Statement& like, std::string_view name, std::string_view value,
                         Language language);
/// The value as a literal of the language, with its marks.
std::string literal_in(std::string_view value, Language language);
/// Why the language can't say the value as it stands; empty where it can.
std::string refusal_in(std::string_view value, Language language);

}  // namespace headstrong::http::code

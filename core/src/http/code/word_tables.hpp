// What the words around a header's name say of it; those of `name` are as plain_name makes them.
#pragma once

#include <string_view>

namespace headstrong::http::code {

/// What sets a header named by its first argument.
bool is_setter(std::string_view name);
bool adds_another(std::string_view name);

/// What only asks, or says what is expected.
bool is_assertion(std::string_view name);
bool is_test_word(std::string_view name);

bool is_request_word(std::string_view name);
bool sends_request(std::string_view name);
/// Registers the handler of a path.
bool registers_route(std::string_view name);
bool is_verb(std::string_view name);

/// What begins a statement, or ends one, that runs where a condition holds.
bool is_guard(std::string_view word);
bool begins_function(std::string_view word);

/// What changes nothing but blanks, encodings and types.
bool keeps_text(std::string_view name);
/// The same of what a text is given to.
bool wraps_text(std::string_view name);

}  // namespace headstrong::http::code

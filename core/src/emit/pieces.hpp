// A value cut into what is literal and what each response fills in.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "emit/target.hpp"
#include "quote/quote.hpp"

namespace headstrong::emitters {

struct Piece {
  std::string_view text;  // empty for a nonce
  bool is_nonce = false;
};

/// The pieces of a value in order; no literal piece is empty. An empty value has none.
std::vector<Piece> pieces(std::string_view value);

/// How a language quotes: as `usual`, and as `other` where only that needs no escape for a text.
struct Quotes {
  quote::Spelling usual;
  quote::Spelling other;
};

std::string literal(std::string_view text, Quotes quotes);

/// `value` as an expression: its literals and `nonce` in each nonce's place, with `joiner` between them.
std::string expression(std::string_view value, Quotes quotes, std::string_view nonce, std::string_view joiner = " + ");
std::string expression(std::string_view value, quote::Spelling spelling, std::string_view nonce,
                       std::string_view joiner = " + ");

bool has_nonce(std::string_view value);
bool has_nonce(const HeaderValues& field);
bool has_nonce(const EmitCall& call);

/// Cuts `text` into parts of at most `max_bytes` that together give `text`; never inside a UTF-8
/// sequence, if `max_bytes` is 4 or more.
std::vector<std::string_view> cut(std::string_view text, std::size_t max_bytes);

}  // namespace headstrong::emitters

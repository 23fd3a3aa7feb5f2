#include "emit/pieces.hpp"

#include "text/utf8.hpp"

namespace headstrong::emitters {

std::vector<Piece> pieces(std::string_view value) {
  std::vector<Piece> out;
  while (!value.empty()) {
    const std::size_t at = value.find(kNoncePlace);
    const std::string_view literal = value.substr(0, at);
    if (!literal.empty()) out.push_back(Piece{literal, false});
    if (at == std::string_view::npos) break;
    out.push_back(Piece{{}, true});
    value.remove_prefix(at + kNoncePlace.size());
  }
  return out;
}

std::string literal(std::string_view text, Quotes quotes) {
  const bool is_other = quotes.usual != quotes.other && quote::encode(text, quotes.usual) != text &&
                        quote::encode(text, quotes.other) == text;
  return quote::literal(text, is_other ? quotes.other : quotes.usual);
}

std::string expression(std::string_view value, quote::Spelling spelling, std::string_view nonce,
                       std::string_view joiner) {
  return expression(value, Quotes{spelling, spelling}, nonce, joiner);
}

std::string expression(std::string_view value, Quotes quotes, std::string_view nonce, std::string_view joiner) {
  if (value.empty()) return literal(value, quotes);
  std::string out;
  for (const Piece& piece : pieces(value)) {
    if (!out.empty()) out += joiner;
    out += piece.is_nonce ? std::string(nonce) : literal(piece.text, quotes);
  }
  return out;
}

bool has_nonce(std::string_view value) { return value.find(kNoncePlace) != std::string_view::npos; }

bool has_nonce(const HeaderValues& field) {
  for (const std::string_view value : field.values) {
    if (has_nonce(value)) return true;
  }
  return false;
}

bool has_nonce(const EmitCall& call) {
  for (const HeaderValues& field : call.fields()) {
    if (has_nonce(field)) return true;
  }
  return false;
}

std::vector<std::string_view> cut(std::string_view text, std::size_t max_bytes) {
  std::vector<std::string_view> parts;
  while (text.size() > max_bytes) {
    parts.push_back(text::start_of(text, max_bytes));
    text.remove_prefix(parts.back().size());
  }
  if (!text.empty()) parts.push_back(text);
  return parts;
}

}  // namespace headstrong::emitters

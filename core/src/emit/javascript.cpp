#include "emit/javascript.hpp"

#include "emit/comment.hpp"
#include "emit/header_facts.hpp"
#include "emit/pieces.hpp"
#include "quote/quote.hpp"

namespace headstrong::emitters::javascript {

std::string value(std::string_view text, std::string_view nonce) {
  if (!has_nonce(text)) return quote::literal(text, quote::Spelling::JavaScriptDouble);
  std::string out = "`";
  for (const Piece& piece : pieces(text)) {
    if (piece.is_nonce) {
      out.append("${").append(nonce).append("}");
    } else {
      out += quote::encode(piece.text, quote::Spelling::JavaScriptTemplate);
    }
  }
  return out + "`";
}

std::string values(const HeaderValues& field, std::string_view nonce) {
  if (field.values.size() == 1) return value(field.values.front(), nonce);
  std::string out;
  for (const std::string_view text : field.values) {
    out.append(out.empty() ? "[" : ", ").append(value(text, nonce));
  }
  return out + "]";
}

std::string set_lines(const TargetSpec& spec, std::span<const HeaderValues> fields, std::string_view headers,
                      std::string_view nonce, std::string_view indent) {
  std::string out;
  for (const HeaderValues& field : fields) {
    out += remark_lines(spec, std::string(indent) + "// ", field);
    out.append(indent).append(headers).append(is_additive(field.name) ? ".append(" : ".set(");
    out.append(quote::literal(field.name, quote::Spelling::JavaScriptDouble)).append(", ");
    out.append(value(field.values.front(), nonce)).append(");\n");
  }
  return out;
}

}  // namespace headstrong::emitters::javascript

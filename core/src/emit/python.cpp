#include "emit/python.hpp"

#include "emit/comment.hpp"
#include "emit/header_facts.hpp"
#include "emit/pieces.hpp"
#include "quote/quote.hpp"

namespace headstrong::emitters::python {

std::string value(std::string_view text, std::string_view nonce) {
  return expression(text, quote::Spelling::PythonDouble, nonce);
}

std::string tuples(const TargetSpec& spec, std::span<const HeaderValues> fields, std::string_view nonce,
                   std::string_view indent) {
  std::string out;
  for (const HeaderValues& field : fields) {
    out += remark_lines(spec, std::string(indent) + "# ", field);
    for (const std::string_view text : field.values) {
      out.append(indent).append("(").append(quote::literal(field.name, quote::Spelling::PythonDouble)).append(", ");
      out.append(value(text, nonce)).append("),\n");
    }
  }
  return out;
}

std::string tuple_of_replaced(std::span<const HeaderValues> fields) {
  std::string out;
  int count = 0;
  for (const HeaderValues& field : fields) {
    if (is_additive(field.name)) continue;
    out.append(count++ == 0 ? "" : ", ").append(quote::literal(field.name, quote::Spelling::PythonDouble));
  }
  return "(" + out + (count == 1 ? ",)" : ")");
}

}  // namespace headstrong::emitters::python

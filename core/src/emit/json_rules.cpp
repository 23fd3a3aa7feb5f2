#include "emit/json_rules.hpp"

#include "quote/quote.hpp"

namespace headstrong::emitters {

std::string json_rules(const EmitCall& call, std::string_view pattern, std::string_view indent) {
  const std::string in(indent);
  std::string text = in + "\"headers\": [\n" + in + "  {\n" + in + "    \"source\": ";
  text += quote::literal(pattern, quote::Spelling::JsonString) + ",\n" + in + "    \"headers\": [";
  bool first = true;
  for (const HeaderValues& field : call.fields()) {
    text += first ? "\n" : ",\n";
    first = false;
    text += in + "      { \"key\": " + quote::literal(field.name, quote::Spelling::JsonString) +
            ", \"value\": " + quote::literal(field.values.front(), quote::Spelling::JsonString) + " }";
  }
  return text + "\n" + in + "    ]\n" + in + "  }\n" + in + "]\n";
}

}  // namespace headstrong::emitters

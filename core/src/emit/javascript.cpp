#include "emit/javascript.hpp"

#include <algorithm>

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

std::string as_it_begins(const TargetSpec& spec, std::span<const HeaderValues> fields, std::string_view res,
                         std::string_view nonce, std::string_view also) {
  const std::string response(res);
  std::string out = "  " + response + ".writeHead = function (...args) {\n" + std::string(also);
  for (const HeaderValues& field : fields) {
    out += remark_lines(spec, "    // ", field);
    out += "    " + response + (is_additive(field.name) ? ".appendHeader(" : ".setHeader(");
    out += quote::literal(field.name, quote::Spelling::JavaScriptDouble) + ", " + values(field, nonce) + ");\n";
  }
  return out + "    return writeHead.apply(this, args);\n  };\n";
}

namespace javascript_detail {

/// A name for the path's parameter that stands behind no colon in any value.
std::string parameter(std::span<const HeaderValues> fields) {
  std::string name = "path";
  const auto occurs = [&fields](const std::string& word) {
    return std::any_of(fields.begin(), fields.end(), [&word](const HeaderValues& field) {
      return std::any_of(field.values.begin(), field.values.end(),
                         [&word](std::string_view value) { return value.find(word) != std::string_view::npos; });
    });
  };
  // Each further letter rules out at least one place in the values.
  while (occurs(":" + name)) name += 'x';
  return name;
}

}  // namespace javascript_detail

bool is_next_pattern(std::string_view value) {
  const auto has = [value](std::string_view text) { return value.find(text) != std::string_view::npos; };
  return has(":") && (has("\\") || has("--ESCAPED_PARAM_"));
}

std::string next_headers(const TargetSpec& spec, std::span<const HeaderValues> fields) {
  std::string text = "export async function headers() {\n  return [\n    {\n      source: \"/:" +
                     javascript_detail::parameter(fields) + "*\",\n      headers: [\n";
  for (const HeaderValues& field : fields) {
    text += remark_lines(spec, "        // ", field);
    text += "        { key: " + quote::literal(field.name, quote::Spelling::JavaScriptDouble) +
            ", value: " + value(field.values.front(), {}) + " },\n";
  }
  return text + "      ],\n    },\n  ];\n}\n";
}

}  // namespace headstrong::emitters::javascript

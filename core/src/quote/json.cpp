// JSON strings (RFC 8259 section 7).
#include "quote/language.hpp"

namespace headstrong::quote::json {

Step step(std::string_view rest, int&, std::string& out) {
  if (rest[0] == '"') return close();
  static constexpr Escapes kEscapes{.letters = "b\bf\fn\nr\rt\t", .u4 = true, .itself = "\"\\/"};
  return rest[0] == '\\' ? backslash(rest, kEscapes, out) : run();
}

void encode(std::string_view text, std::string& out) {
  static constexpr std::string_view kHex = "0123456789abcdef";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\t') {
      out += "\\t";
    } else if (byte < 0x20) {
      out += "\\u00";
      out += kHex[byte >> 4];
      out += kHex[byte & 15];
    } else {
      out += c;
    }
  }
}

bool carries(std::string_view) { return true; }

/// In a shell's single quotes, where a quote closes them, stands for itself and opens them again.
Step step_in_shell(std::string_view rest, int& state, std::string& out) {
  if (starts(rest, "'\\''")) return escape(4, out, '\'');
  if (starts(rest, "'\"'\"'")) return escape(5, out, '\'');
  return step(rest, state, out);
}

void encode_in_shell(std::string_view text, std::string& out) {
  std::string json;
  encode(text, json);
  for (const char c : json) {
    if (c == '\'') {
      out += "\\u0027";
    } else {
      out += c;
    }
  }
}

extern const SpellingSpec kString{"\"", "\"", step, encode, carries};
extern const SpellingSpec kInShell{"\"", "\"", step_in_shell, encode_in_shell, carries};

}  // namespace headstrong::quote::json

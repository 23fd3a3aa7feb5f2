// Attribute values of HTML (the standard's section 13.1.2.3).
#include "quote/references.hpp"

namespace headstrong::quote::html {

template <char Mark>
Step step(std::string_view rest, int&, std::string& out) {
  return rest[0] == Mark ? close() : reference(rest, out);
}

Step step_unquoted(std::string_view rest, int&, std::string& out) {
  if (text::is(rest[0], text::kAsciiWhitespace) || rest[0] == '>') return over();
  return reference(rest, out);
}

template <char Mark>
void encode(std::string_view text, std::string& out) {
  for (const char c : text) {
    if (c == '&') {
      out += "&amp;";
    } else if (c == '<') {
      out += "&lt;";
    } else if (c == Mark) {
      out += Mark == '"' ? "&quot;" : "&#39;";
    } else {
      out += c;
    }
  }
}

/// What would end an attribute without quotes, or may not stand in one, is written by its number.
void encode_unquoted(std::string_view text, std::string& out) {
  for (const char c : text) {
    if (c == '&') {
      out += "&amp;";
    } else if (text::is(c, text::kAsciiWhitespace) || has("\"'<>=`", c)) {
      out.append("&#").append(std::to_string(static_cast<int>(c))).append(";");
    } else {
      out += c;
    }
  }
}

bool carries(std::string_view) { return true; }

extern const SpellingSpec kDouble{"\"", "\"", step<'"'>, encode<'"'>, carries};
extern const SpellingSpec kSingle{"'", "'", step<'\''>, encode<'\''>, carries};
extern const SpellingSpec kUnquoted{"", "", step_unquoted, encode_unquoted, carries};

}  // namespace headstrong::quote::html

// Attribute values of XML 1.0 (sections 2.3 and 3.3.3).
#include "quote/references.hpp"

namespace headstrong::quote::xml {

template <char Mark>
Step step(std::string_view rest, int&, std::string& out) {
  if (rest[0] == Mark) return close();
  // White space that is written as such is a blank; only a reference is a tab.
  if (is_line_end(rest[0])) return escape(starts(rest, "\r\n") ? 2 : 1, out, ' ');
  if (rest[0] == '\t') return escape(1, out, ' ');
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
      out += Mark == '"' ? "&quot;" : "&apos;";
    } else if (c == '\t') {
      out += "&#9;";
    } else {
      out += c;
    }
  }
}

extern const SpellingSpec kDouble{"\"", "\"", step<'"'>, encode<'"'>};
extern const SpellingSpec kSingle{"'", "'", step<'\''>, encode<'\''>};

}  // namespace headstrong::quote::xml

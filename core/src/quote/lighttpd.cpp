// Strings of lighttpd's configuration: a backslash escapes the quote, and stands for itself elsewhere
// (so none can stand at the end).
#include "quote/language.hpp"

namespace headstrong::quote::lighttpd {

Step step(std::string_view rest, int&, std::string& out) {
  if (rest[0] == '"') return close();
  return starts(rest, "\\\"") ? escape(2, out, '"') : run();
}

void encode(std::string_view text, std::string& out) {
  for (const char c : text) {
    if (c == '"') out += '\\';
    out += c;
  }
}

bool carries(std::string_view text) { return !has_control(text) && (text.empty() || text.back() != '\\'); }

extern const SpellingSpec kString{"\"", "\"", step, encode, carries};

}  // namespace headstrong::quote::lighttpd

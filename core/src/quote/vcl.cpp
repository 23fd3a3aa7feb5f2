// Strings of Varnish's VCL, which have no escapes: "..." on one line, {"..."} over several.
#include "quote/language.hpp"

namespace headstrong::quote::vcl {

Step step_short(std::string_view rest, int&, std::string&) {
  if (is_line_end(rest[0])) return over();
  return rest[0] == '"' ? close() : run();
}

Step step_long(std::string_view rest, int&, std::string&) { return starts(rest, "\"}") ? close(2) : run(); }

bool carries_short(std::string_view text) { return !has(text, '"') && !has_control(text); }
bool carries_long(std::string_view text) { return text.find("\"}") == std::string_view::npos && !has_control(text); }

extern const SpellingSpec kShort{"\"", "\"", step_short, encode_plain, carries_short};
extern const SpellingSpec kLong{"{\"", "\"}", step_long, encode_plain, carries_long};

}  // namespace headstrong::quote::vcl

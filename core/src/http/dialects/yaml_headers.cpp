// YAML in which headers are set by their names, whatever reads it: maps, lists of records or of lines, maps of
// directives; a recorded response, too.
#include <string>

#include "grammar/header_names.hpp"
#include "http/document/header_tree.hpp"
#include "http/document/structured_dialect.hpp"
#include "http/evidence.hpp"
#include "text/ascii.hpp"
#include "text/lines.hpp"

namespace headstrong::http::yaml_headers {

using namespace document;

/// The key that the line begins with, without quotes; empty where it begins with none.
std::string_view key_of(std::string_view s) {
  if (s.substr(0, 2) == "- ") s = text::trim(s.substr(2));
  const char mark = s.empty() ? '\0' : s.front();
  const bool quoted = mark == '"' || mark == '\'';
  const std::size_t end = quoted ? s.find(mark, 1) : s.find(':');
  if (end == s.npos || end < 1) return {};
  const std::size_t colon = quoted ? end + 1 : end;
  if (s.substr(colon, 1) != ":" || (colon + 1 < s.size() && s[colon + 1] != ' ')) return {};
  return quoted ? s.substr(1, end - 1) : s.substr(0, end);
}

/// A key around headers, or around a policy.
bool is_telling(std::string_view key) {
  constexpr std::size_t kLongest = 60;
  if (key.empty() || key.size() > kLongest) return false;
  if (header_name(key) != HeaderName::Unknown) return false;
  for (const std::string_view word : {"csp", "contentSecurityPolicy", "nelmioSecurity", "directives", "hsts-max-age"}) {
    if (is_like(key, word)) return true;
  }
  if (key.find("eader") == key.npos) return key.find("security/http") != key.npos;
  return true;
}

int recognise(std::string_view bytes) {
  text::Line line;
  text::LineCursor cursor(bytes);
  constexpr std::size_t kEnough = 2000;
  bool begun = false;
  for (std::size_t lines = 0; lines < kEnough && cursor.next(line); ++lines) {
    const std::string_view s = text::trim(line.text);
    if (s.empty() || s[0] == '#') continue;
    // Header lines begin with one, and JSON and pages with a bracket.
    const bool other = s[0] == '{' || s[0] == '<' || header_name(key_of(s)) != HeaderName::Unknown;
    if (!begun && other) return 0;
    begun = true;
    if (is_telling(key_of(s)) || s.find("ResponseHeader=") != s.npos) return 45;
  }
  return 0;
}

void read(text::Source& source, Paste& paste) {
  Document document(source);
  read_yaml(document);
  read_header_tree(document, paste);
  // A recorded response is all that there was.
  if (paste.responses.size() == 1) paste.responses[0].complete = is_whole_set(paste.responses[0]);
}

extern const DialectSpec kDialect =
    structured_dialect<quote::Spelling::YamlDouble>(Format::YamlHeaders, recognise, read);

}  // namespace headstrong::http::yaml_headers

// netlify.toml: [[headers]] with a path and a table of names and values.
#include "http/document/path_rules.hpp"
#include "http/document/structured_dialect.hpp"

namespace headstrong::http::netlify_toml {

using namespace document;

constexpr RuleNames kNames{{"for"}, "values"};

int recognise(std::string_view text) {
  return text.find("[[headers]]") != text.npos || text.find("[headers.values]") != text.npos ? 89 : 0;
}

void read(text::Source& source, Paste& paste) {
  Document document(source);
  read_toml(document);
  if (document.broken) return;
  TreePlaces places(document, paste);
  add_rules(document, document.child(0, "headers"), kNames, places);
  places.finish(TreePlaces::Reach::General);
}

std::string literal(std::string_view value) { return quote::literal(value, quote::Spelling::TomlBasic); }

/// A name with a mark of the language in it stands in quotes.
std::string statement(std::string_view source, const Statement& like, std::string_view name, std::string_view value) {
  const bool quoted =
      like.name.start > 0 && (source[like.name.start - 1] == '"' || source[like.name.start - 1] == '\'');
  const bool bare =
      name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") == name.npos;
  return statement_like(source, like, quoted || bare ? std::string(name) : literal(name), literal(value));
}

constexpr std::string_view kTriggers[] = {"headers", "headers.values"};

constexpr DialectSpec made() {
  DialectSpec spec = structured_dialect<quote::Spelling::TomlBasic>(Format::NetlifyToml, kTriggers, recognise, read);
  spec.statement = statement;
  return spec;
}
extern const DialectSpec kDialect = made();

}  // namespace headstrong::http::netlify_toml

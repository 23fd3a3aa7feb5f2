#include "http/code/write_code.hpp"

#include "grammar/header_names.hpp"
#include "quote/quote.hpp"
#include "text/ascii.hpp"

namespace headstrong::http::code {
namespace write_code_detail {

quote::Spelling usual_spelling(Language language) {
  using quote::Spelling;
  switch (language) {
    case Language::JavaScript: return Spelling::JavaScriptDouble;
    case Language::Python: return Spelling::PythonDouble;
    case Language::Php: return Spelling::PhpDouble;
    case Language::Ruby:
    case Language::Elixir: return Spelling::RubyDouble;
    case Language::Java: return Spelling::JavaString;
    case Language::Go: return Spelling::GoString;
    case Language::Csharp: return Spelling::CsharpString;
    case Language::Rust: return Spelling::RustString;
    case Language::Shell: return Spelling::ShellDouble;
  }
  return Spelling::Plain;
}

}  // namespace write_code_detail
using namespace write_code_detail;

std::string literal_in(std::string_view value, Language language) {
  return quote::literal(value, usual_spelling(language));
}

std::string refusal_in(std::string_view value, Language language) {
  if (value.find("{{nonce}}") != value.npos) {
    return "A nonce has to be made for each response, which this code does not do yet. Take the configuration for "
           "your framework instead.";
  }
  if (!quote::carries(value, usual_spelling(language))) return "This language can't say one of the values in a literal.";
  return {};
}

bool take_apart(std::string_view source, const Field& field, Statement& statement) {
  if (field.statement.empty() || field.literal.empty() || field.statement.end > source.size()) return false;
  statement.start = field.statement.start;
  statement.value = field.literal;
  statement.name = field.name_span;
  statement.end = statement.words_end = field.statement.end;
  // A value that stands elsewhere, in a variable, is written there; the statement goes on without it.
  return true;
}

std::string statement(std::string_view source, const Statement& like, std::string_view name, std::string_view value) {
  (void)value;
  (void)name;
  return std::string(source.substr(like.start, like.end - like.start));
}

}  // namespace headstrong::http::code

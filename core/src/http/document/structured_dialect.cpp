#include "http/document/structured_dialect.hpp"

#include <algorithm>

#include "text/ascii.hpp"

namespace headstrong::http::document {

bool take_apart(std::string_view source, const Field& field, Statement& statement) {
  if (field.statement.empty() || field.statement.end > source.size()) return false;
  const auto within = [&](Span span) {
    return !span.empty() && span.start >= field.statement.start && span.end <= field.statement.end;
  };
  statement.start = field.statement.start;
  statement.name = field.name_span;
  if (within(field.literal)) statement.value = field.literal;
  statement.end = statement.words_end = field.statement.end;
  // An option that has a name of its own is no model for other headers.
  const std::string_view name = source.substr(field.name_span.start, field.name_span.size());
  statement.is_model = within(field.literal) && within(field.name_span) && text::iequals(name, field.name);
  std::size_t next = statement.end;
  while (next < source.size() && text::is(source[next], text::kAsciiWhitespace)) ++next;
  const char mark = next < source.size() ? source[next] : '\0';
  const char first = source[statement.start];
  // The block that a closing brace of Terraform's ends is parted by lines.
  const bool block = source[statement.end - 1] == '}' && text::is(first, text::kAlpha);
  statement.parted = mark == ',' || ((mark == ']' || mark == '}') && !block);
  if (mark == ',') statement.end = static_cast<std::uint32_t>(next + 1);
  return true;
}

std::string statement_like(std::string_view source, const Statement& like, std::string_view name,
                           std::string_view literal) {
  const bool name_first = like.name.start < like.value.start;
  const Span first = name_first ? like.name : like.value;
  const Span second = name_first ? like.value : like.name;
  std::string text(source.substr(like.start, first.start - like.start));
  text.append(name_first ? name : literal);
  text.append(source.substr(first.end, second.start - first.end));
  text.append(name_first ? literal : name);
  return text.append(source.substr(second.end, like.words_end - second.end));
}

std::string refusal(std::string_view value, quote::Spelling spelling) {
  if (value.find("{{nonce}}") != value.npos) {
    return "A nonce needs a new value for each response, which this file can't make. Use hashes, or set the "
           "header where the page is generated.";
  }
  if (!quote::carries(value, spelling)) return "This language can't express one of the values.";
  return {};
}

}  // namespace headstrong::http::document

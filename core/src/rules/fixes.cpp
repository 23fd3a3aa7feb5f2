#include "rules/fixes.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <utility>

#include "http/dialects/dialect.hpp"
#include "quote/quote.hpp"
#include "text/ascii.hpp"
#include "text/order.hpp"

namespace headstrong::rules {
namespace fixes_detail {

/// Where text can be put next to the fields of the response as a line of its own.
bool is_line_based(http::Format format) { return http::info(format).lines == http::Lines::Fields; }

std::uint32_t line_start(std::string_view source, std::uint32_t at) {
  while (at > 0 && source[at - 1] != '\n' && source[at - 1] != '\r') --at;
  return at;
}

/// The start of the line after the one that `at` is in.
std::uint32_t next_line(std::string_view source, std::uint32_t at) {
  const auto size = static_cast<std::uint32_t>(source.size());
  while (at < size && source[at] != '\n' && source[at] != '\r') ++at;
  if (at < size && source[at] == '\r') ++at;
  if (at < size && source[at] == '\n') ++at;
  return at;
}

/// In a longer list than this no fix looks for a token's or directive's like: a list of that size
/// is not mended by clicks, and every finding would read it whole.
inline constexpr std::size_t kLongList = 500;

/// Whether browsers make the same of two tokens because of their spelling. Nonces, hashes and paths
/// are compared with case.
bool are_alike(const csp::SourceExpression& a, const csp::SourceExpression& b) {
  if (a.text.size() != b.text.size()) return false;
  if (a.text == b.text) return true;
  if (a.kind != b.kind || !text::iequals(a.text, b.text)) return false;
  return a.kind == csp::SourceKind::Keyword || a.kind == csp::SourceKind::Scheme ||
         (a.kind == csp::SourceKind::Host && a.path().empty());
}

/// A statement that sets a field, alone on its line or lines: from the indent of the first to the end of
/// the last, a comment included.
struct OwnLines {
  http::Statement statement;
  std::uint32_t start = 0;
  std::uint32_t end = 0;
};

std::optional<OwnLines> own_lines(const model::ResponseModel& response, const http::Field& field) {
  if (http::info(response.format).lines != http::Lines::Statements) return std::nullopt;
  const http::DialectSpec* dialect = http::dialect_of(response.format);
  OwnLines lines;
  if (dialect == nullptr || dialect->take_apart == nullptr ||
      !dialect->take_apart(response.source, field, lines.statement)) {
    return std::nullopt;
  }
  const std::string_view s = response.source;
  lines.start = line_start(s, lines.statement.start);
  for (std::uint32_t at = lines.start; at < lines.statement.start; ++at) {
    if (!text::is(s[at], text::kSpaceTab)) return std::nullopt;
  }
  lines.end = lines.statement.end;
  std::uint32_t at = lines.end;
  while (at < s.size() && text::is(s[at], text::kSpaceTab)) ++at;
  const bool comment = at < s.size() && (s[at] == '#' || s.substr(at, 2) == "//");
  if (at < s.size() && s[at] != '\n' && s[at] != '\r' && !comment) return std::nullopt;
  while (at < s.size() && s[at] != '\n' && s[at] != '\r') ++at;
  lines.end = at;
  return lines;
}

/// Whether the token's list has a token of that text, too.
bool has_beside(const csp::Policy& policy, const csp::SourceExpression& token, std::string_view text) {
  for (const csp::Directive& directive : policy.directives) {
    const csp::Policy::Tokens tokens = policy.tokens_of(directive);
    if (&token < tokens.first || &token >= tokens.last) continue;
    if (tokens.size() > kLongList) return false;
    return std::any_of(tokens.begin(), tokens.end(), [&](const csp::SourceExpression& other) {
      return &other != &token && text::iequals(other.text, text);
    });
  }
  return false;
}

std::vector<Edit> line_removal(const model::ResponseModel& response, std::uint32_t index) {
  const http::Field& field = response.field(index);
  if (const auto lines = own_lines(response, field)) {
    std::vector<Edit> edits{{{lines->start, next_line(response.source, lines->end)}, ""}};
    for (const http::Twin& twin : http::twins_of(*response.response, index)) {
      const auto others = own_lines(response, twin.other);
      if (!others) return {};
      edits.push_back({{others->start, next_line(response.source, others->end)}, ""});
    }
    return edits;
  }
  if (!is_line_based(response.format) || field.from_meta) return {};
  return {{{line_start(response.source, field.span.start), next_line(response.source, field.span.end)}, ""}};
}

/// A statement for another header below the one that sets `last`, written as that one is.
std::vector<Edit> insert_statement(const model::ResponseModel& response, const http::Field& last, std::string_view name,
                                   std::string_view value) {
  const auto lines = own_lines(response, last);
  const http::DialectSpec* dialect = http::dialect_of(response.format);
  if (!lines || !lines->statement.is_model || !dialect->refusal(value).empty()) return {};
  const std::string_view s = response.source;
  const http::Statement& like = lines->statement;
  std::vector<Edit> edits;
  const bool open = like.end == like.words_end && (like.entry || like.expression.empty());
  if (open) edits.push_back({{like.end, like.end}, std::string(dialect->terminator)});
  const bool crlf = s.substr(lines->end, 2) == "\r\n";
  std::string line(crlf ? "\r\n" : "\n");
  line.append(s.substr(lines->start, like.start - lines->start));
  line += dialect->statement(s, like, name, value);
  if (open && lines->end == like.end) {
    edits.back().text += line;
  } else {
    edits.push_back({{lines->end, lines->end}, std::move(line)});
  }
  // Where an upstream's copies of the other field are hidden, so are those of the new one.
  if (dialect->hiding == nullptr) return edits;
  for (const http::Statement& hidden : dialect->hiding(s, last.name)) {
    std::uint32_t end = hidden.end;
    while (end < s.size() && s[end] != '\n' && s[end] != '\r') ++end;
    edits.push_back({{end, end}, (crlf ? "\r\n" : "\n") + http::hiding_line(s, hidden, name)});
  }
  return edits;
}

/// Below the last field that another one can be written like, and again where all of the fields are repeated.
std::vector<Edit> insert_statements(const model::ResponseModel& response, std::size_t count, std::string_view name,
                                    std::string_view value) {
  const std::vector<http::Field>& fields = response.response->fields;
  for (std::size_t i = count; i-- > 0;) {
    std::vector<Edit> edits = insert_statement(response, fields[i], name, value);
    if (edits.empty()) continue;
    for (const http::Twin& twin : http::twins_of(*response.response, i)) {
      if (!http::repeats_all(*response.response, twin, count)) continue;
      std::vector<Edit> again = insert_statement(response, twin.other, name, value);
      if (again.empty()) return {};
      for (Edit& edit : again) edits.push_back(std::move(edit));
    }
    return edits;
  }
  return {};
}

/// Whether the lines still read as a whole set of headers without those of that name. One header
/// alone tells nothing of the others, so that taking the last but one out would change what is
/// judged.
bool leaves_a_set(const model::ResponseModel& response, std::string_view name) {
  constexpr std::size_t kSurelyEnough = 16;
  const std::vector<http::Field>& fields = response.response->fields;
  if (response.response->status != 0 || !response.response->complete) return true;
  if (fields.size() > kSurelyEnough) return true;
  constexpr std::string_view kPolicy = "content-security-policy";  // in both of its forms
  std::string_view first;
  for (const http::Field& field : fields) {
    if (text::iequals(field.name, name)) continue;
    const std::string_view other = text::istarts_with(field.name, kPolicy) ? kPolicy : std::string_view(field.name);
    if (first.empty()) first = other;
    if (!text::iequals(first, other)) return true;
  }
  return false;
}

/// Takes a token of the directive out, with what stands between it and the token or name before it.
Edit removal(const csp::Policy& policy, const csp::Directive& directive, const csp::SourceExpression& token) {
  const auto index = static_cast<std::size_t>(&token - policy.tokens.data());
  const std::uint32_t start =
      index == directive.first_token ? directive.name_span.end : policy.tokens[index - 1].span.end;
  return {{start, token.span.end}, ""};
}

/// What parts name and value in a new line. A table's own way is kept, which may be a line end: with
/// another one its lines would no longer read as a table.
std::string_view separator(const model::ResponseModel& response, const http::Field& like) {
  const std::uint32_t value = like.value.to_source(0, 0).start;
  if (response.format != http::Format::NameValueTable || value <= like.name_span.end) return ": ";
  return response.source.substr(like.name_span.end, value - like.name_span.end);
}

}  // namespace fixes_detail

void offer_fix(Finding& finding, std::string_view title, Applicability applicability, std::vector<Edit> edits) {
  if (edits.empty()) return;
  // What repeats a field for other responses may stand before it.
  text::sort_by_start(edits);
  finding.fix = Fix{title, applicability, std::move(edits)};
}

void offer_repair(Finding& finding, std::string_view title, std::vector<Edit> edits) {
  offer_fix(finding, title, Applicability::Suggestion, std::move(edits));
  if (finding.fix) finding.fix->repairs_policy = true;
}

std::string with_edits(std::string_view source, const std::vector<Edit>& edits) {
  std::string text;
  std::size_t at = 0;
  for (const Edit& edit : edits) {
    text += source.substr(at, edit.span.start - at);
    text += edit.text;
    at = edit.span.end;
  }
  return text.append(source.substr(at));
}

std::vector<Edit> remove_token(const csp::Policy& policy, const csp::SourceExpression& token) {
  const auto index = static_cast<std::size_t>(&token - policy.tokens.data());
  for (const csp::Directive& directive : policy.directives) {
    if (index < directive.first_token || index >= directive.first_token + directive.token_count) {
      continue;
    }
    std::vector<Edit> edits;
    if (directive.token_count > fixes_detail::kLongList) return edits;
    for (const csp::SourceExpression& other : policy.tokens_of(directive)) {
      if (other.text == token.text) edits.push_back(fixes_detail::removal(policy, directive, other));
    }
    return edits;
  }
  return {};
}

std::vector<Edit> remove_tokens(const csp::Policy& policy, const csp::Directive& directive,
                                const std::vector<const csp::SourceExpression*>& tokens) {
  std::vector<Edit> edits;
  if (directive.token_count > fixes_detail::kLongList) return edits;
  for (const csp::SourceExpression& token : policy.tokens_of(directive)) {
    for (const csp::SourceExpression* unwanted : tokens) {
      if (!fixes_detail::are_alike(token, *unwanted)) continue;
      edits.push_back(fixes_detail::removal(policy, directive, token));
      break;
    }
  }
  if (edits.size() == directive.token_count) return replace_value(policy, directive, "'none'");
  return edits;
}

std::vector<Edit> remove_repetitions(const csp::Policy& policy, const csp::Directive& directive,
                                     const std::vector<const csp::SourceExpression*>& tokens) {
  std::vector<Edit> edits;
  for (const csp::SourceExpression* token : tokens) {
    edits.push_back(fixes_detail::removal(policy, directive, *token));
  }
  return edits;
}

std::vector<Edit> replace_token(const csp::Policy& policy, const csp::SourceExpression& token,
                                std::string_view replacement) {
  std::vector<Edit> edits = remove_token(policy, token);
  if (fixes_detail::has_beside(policy, token, replacement)) return edits;
  for (Edit& edit : edits) {
    if (edit.span.end != token.span.end) continue;
    edit = {token.span, quote::encode(replacement, policy.spelling)};
  }
  return edits;
}

std::vector<Edit> append_token(const csp::Policy& policy, const csp::Directive& directive, std::string_view token) {
  const std::uint32_t at = directive.span.end;
  return {{{at, at}, quote::encode(" " + std::string(token), policy.spelling)}};
}

std::vector<Edit> replace_value(const csp::Policy& policy, const csp::Directive& directive, std::string_view value) {
  const Span span{directive.name_span.end, directive.span.end};
  return {{span, quote::encode(" " + std::string(value), policy.spelling)}};
}

std::vector<Edit> remove_directive(const csp::Policy& policy, const csp::Directive& directive) {
  const auto index = static_cast<std::size_t>(&directive - policy.directives.data());
  if (index + 1 < policy.directives.size()) {
    return {{{directive.span.start, policy.directives[index + 1].span.start}, ""}};
  }
  const std::uint32_t start = index > 0 ? policy.directives[index - 1].span.end : directive.span.start;
  return {{{start, directive.span.end}, ""}};
}

std::vector<Edit> remove_all_named(const csp::Policy& policy, const csp::Directive& directive) {
  std::vector<Edit> edits;
  if (policy.directives.size() > fixes_detail::kLongList) return edits;
  const csp::Directive* kept = nullptr;  // the last one before a run of removed ones
  for (const csp::Directive& other : policy.directives) {
    if (!text::iequals(other.name_text, directive.name_text)) {
      kept = &other;
      continue;
    }
    Edit edit = remove_directive(policy, other).front();
    const bool last = &other == &policy.directives.back();
    // At the end of the policy the separator before goes, and with it what a run of removals left.
    if (last && kept != nullptr) {
      edit.span.start = kept->span.end;
      while (!edits.empty() && edits.back().span.start >= edit.span.start) edits.pop_back();
    }
    edits.push_back(std::move(edit));
  }
  if (kept == nullptr) edits.clear();
  return edits;
}

std::vector<Edit> set_directive(const csp::Policy& policy, csp::DirectiveName name, std::string_view value) {
  if (const csp::Directive* present = policy.find(name)) {
    return replace_value(policy, *present, value);
  }
  const bool separated = policy.text.empty() || policy.text.back() == ';';
  std::string added = policy.text.empty() ? "" : separated ? " " : "; ";
  added += csp::info(name).name;
  if (!value.empty()) added.append(" ").append(value);
  return {{{policy.span.end, policy.span.end}, quote::encode(added, policy.spelling)}};
}

std::vector<Edit> replace_field_value(const model::ResponseModel& response, std::uint32_t index,
                                      std::string_view value) {
  const http::Field& field = response.field(index);
  const Span span = field.value.to_source(0, field.value.text().size());
  std::string text = quote::encode(value, field.spelling);
  // A field whose value is empty has no blank behind its colon.
  const bool after_colon = span.empty() && span.start > 0 && response.source[span.start - 1] == ':';
  if (after_colon) text.insert(0, " ");
  return {{span, std::move(text)}};
}

std::vector<Edit> replace_header(const model::ResponseModel& response, http::HeaderName name, std::string_view value) {
  const std::vector<std::uint32_t>& fields = response.fields(name);
  std::vector<Edit> edits = replace_field_value(response, fields.front(), value);
  for (std::size_t i = 1; i < fields.size(); ++i) {
    const std::vector<Edit> removal = fixes_detail::line_removal(response, fields[i]);
    if (removal.empty()) return {};
    edits.insert(edits.end(), removal.begin(), removal.end());
  }
  return edits;
}

std::vector<Edit> replace_part(const model::ResponseModel& response, const headers::FieldValue& value,
                               std::string_view part, std::string_view replacement) {
  return replace_range(response.field(value.field_of(part)), value.to_source(part), replacement);
}

std::vector<Edit> append_to_field(const model::ResponseModel& response, std::uint32_t index, std::string_view text) {
  const http::Field& field = response.field(index);
  const std::size_t size = field.value.text().size();
  const std::uint32_t end = field.value.to_source(0, size).end;
  return replace_range(field, {end, end}, text);
}

std::vector<Edit> remove_header(const model::ResponseModel& response, http::HeaderName name) {
  std::vector<Edit> edits;
  if (!response.has(name)) return edits;
  const std::string_view name_text = response.field(response.fields(name).front()).name;
  if (!fixes_detail::leaves_a_set(response, name_text)) return edits;
  for (const std::uint32_t field : response.fields(name)) {
    std::vector<Edit> removal = fixes_detail::line_removal(response, field);
    if (removal.empty()) return {};
    edits.insert(edits.end(), std::make_move_iterator(removal.begin()), std::make_move_iterator(removal.end()));
  }
  return edits;
}

std::vector<Edit> remove_field(const model::ResponseModel& response, std::uint32_t index) {
  const http::Field& field = response.field(index);
  const http::HeaderName name = response.name_of(index);
  // The name stays where the header has other fields.
  const bool repeated = name != http::HeaderName::Unknown && response.fields(name).size() > 1;
  if (!repeated && !fixes_detail::leaves_a_set(response, field.name)) return {};
  return fixes_detail::line_removal(response, index);
}

std::vector<Edit> insert_field(const model::ResponseModel& response, std::string_view name, std::string_view value) {
  const std::vector<http::Field>& fields = response.response->fields;
  // The page's <meta>, which stand behind the headers, are no lines of the header section.
  std::size_t count = fields.size();
  while (count > 0 && fields[count - 1].from_meta) --count;
  if (count > 0 && http::info(response.format).lines == http::Lines::Statements) {
    return fixes_detail::insert_statements(response, count, name, value);
  }
  if (!fixes_detail::is_line_based(response.format) || count == 0) return {};
  const http::Field& last = fields[count - 1];
  const std::uint32_t start = fixes_detail::line_start(response.source, last.span.start);
  // The new line gets what stands before the last one: "< " of curl -v, the indent of wget.
  std::string line(response.source.substr(start, last.span.start - start));
  line += name;
  line += fixes_detail::separator(response, last);
  line += value;
  std::uint32_t end = last.span.end;  // blanks behind the value stay with it
  while (end < response.source.size() && text::is(response.source[end], text::kSpaceTab)) ++end;
  const bool crlf = response.source.substr(end, 2) == "\r\n";
  return {{{end, end}, (crlf ? "\r\n" : "\n") + line}};
}

std::vector<Edit> split_field(const model::ResponseModel& response, std::uint32_t index, Span gap) {
  const http::Field& field = response.field(index);
  if (!fixes_detail::is_line_based(response.format) || field.from_meta) return {};
  if (response.format == http::Format::NameValueTable) return {};  // parted otherwise than by colons
  const std::uint32_t start = fixes_detail::line_start(response.source, field.span.start);
  const std::string prefix(response.source.substr(start, field.span.start - start));
  const std::uint32_t next = fixes_detail::next_line(response.source, start);
  const bool crlf = next >= 2 && response.source.substr(next - 2, 2) == "\r\n";
  return {{gap, (crlf ? "\r\n" : "\n") + prefix}};
}

std::vector<Edit> replace_range(const http::Field& field, Span span, std::string_view replacement) {
  return {{span, quote::encode(replacement, field.spelling)}};
}

}  // namespace headstrong::rules

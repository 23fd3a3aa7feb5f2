// Commands that set headers: flags of cloud tools (gcloud's --custom-response-header, az's --header-name and
// --header-value), WildFly's CLI, and F5's iRules (HTTP::header insert).
#include <algorithm>
#include <string>
#include <utility>

#include "grammar/header_names.hpp"
#include "http/dialects/dialect.hpp"
#include "http/document/header_tree.hpp"
#include "http/evidence.hpp"
#include "text/ascii.hpp"

namespace headstrong::http::command_line {

std::uint32_t offset(std::size_t at) { return static_cast<std::uint32_t>(at); }

constexpr std::string_view kWords[] = {"response-header", "header-name", "header-value", "HTTP::header"};

class Reader {
 public:
  Reader(text::Source& source, Response& response) : source_(source), s_(source.bytes()), response_(response) {}

  void read() {
    std::size_t line = 0;
    for (std::size_t at = 0; at < s_.size();) {
      if (s_[at] == '\n') {
        line = ++at;
        continue;
      }
      const auto* word = std::find_if(std::begin(kWords), std::end(kWords), [&](std::string_view each) {
        return s_[at] == each[0] && s_.substr(at, each.size()) == each;
      });
      const bool comment = s_.substr(std::min(s_.find_first_not_of(" \t", line), s_.size()), 1) == "#";
      if (comment) {
        at = std::min(s_.find('\n', at), s_.size());
      } else if (word == std::end(kWords)) {
        ++at;
      } else {
        start_ = at;
        at += word->size();
        see(word - std::begin(kWords), at);
      }
    }
  }

 private:
  struct Word {
    Span span;  // without its marks
    quote::Spelling spelling = quote::Spelling::Plain;
  };

  std::string_view text_of(const Word& word) const { return s_.substr(word.span.start, word.span.size()); }

  void see(std::ptrdiff_t which, std::size_t& at) {
    if (which == 3) return see_rule(at);
    if (s_.substr(at, 1) == "s") ++at;
    if (s_.substr(at, 1) != "=" && s_.substr(at, 1) != " ") return;
    Word word;
    std::size_t end = at + 1;
    if (!next_word(end, word)) return;
    if (which == 1) {
      name_ = word;
    } else if (which == 2) {
      if (!name_.span.empty()) add(name_, word);
      name_ = {};
    } else if (!see_line(word)) {
      return;
    } else {
      set_statement(word, end);
    }
    at = end;
  }

  /// HTTP::header replace "X-Frame-Options" "DENY"
  void see_rule(std::size_t& at) {
    Word verb;
    Word name;
    Word value;
    std::size_t end = at;
    if (!next_word(end, verb)) return;
    const std::string_view order = text_of(verb);
    if (order != "insert" && order != "replace") return;
    if (next_word(end, name) && next_word(end, value) && add(name, value)) set_statement(value, end);
    at = end;
  }

  /// "Name: value" in one word
  bool see_line(const Word& word) {
    std::string_view name;
    std::string_view value;
    if (!document::is_header_line(text_of(word), name, value)) return false;
    const auto place = [&](std::string_view part) {
      const auto start = offset(static_cast<std::size_t>(part.data() - s_.data()));
      return Span{start, start + offset(part.size())};
    };
    return add({place(name), quote::Spelling::Plain}, {place(value), word.spelling});
  }

  bool add(const Word& name, const Word& value) {
    const std::string_view text = text_of(name);
    if (text.empty() || !text::all_of(text, text::kToken) || response_.fields.size() >= kMostFields) return false;
    quote::Decoded decoded = quote::decode(source_, value.span, value.spelling);
    add_field(response_, text, name.span, std::move(decoded), value.spelling);
    return true;
  }

  /// The last field's flag or order, with what joins its line to the one before: so a copy of it goes on the command.
  void set_statement(const Word& literal, std::size_t end) {
    if (literal.spelling == quote::Spelling::Plain) return;
    Field& field = response_.fields.back();
    field.literal = {literal.span.start - 1, literal.span.end + 1};
    std::size_t start = start_;
    while (start > 0 && s_[start - 1] == '-') --start;
    while (start > 0 && text::is(s_[start - 1], text::kAlpha)) --start;  // "--custom-response-header"
    while (start > 0 && s_[start - 1] == '-') --start;
    std::size_t before = start;
    while (before > 0 && text::is(s_[before - 1], text::kAsciiWhitespace)) --before;
    const bool joined =
        before > 0 && s_[before - 1] == '\\' && before < start && (s_[before] == '\n' || s_[before] == '\r');
    field.statement = {offset(joined ? before - 1 : start), offset(end)};
  }

  /// The next word of the line, in quotes, braces or without; `at` moves behind it.
  bool next_word(std::size_t& at, Word& word) const {
    while (at < s_.size() && (s_[at] == ' ' || s_[at] == '\t')) ++at;
    if (at >= s_.size() || s_[at] == '\n') return false;
    const char mark = s_[at];
    if (mark == '"' || mark == '\'' || mark == '{') {
      word.spelling = mark == '"'    ? quote::Spelling::ShellDouble
                      : mark == '\'' ? quote::Spelling::ShellSingle
                                     : quote::Spelling::Plain;
      // A value is no longer than this; what isn't closed is not looked for far.
      constexpr std::size_t kFar = 16384;
      const std::string_view rest = s_.substr(0, std::min(s_.size(), at + kFar));
      const std::size_t end = mark == '{' ? rest.find('}', at) : quote::end_of(rest, at + 1, word.spelling) - 1;
      if (end >= rest.size() || end <= at || s_[end] != (mark == '{' ? '}' : mark)) return false;
      word.span = {offset(at + 1), offset(end)};
      at = end + 1;
      return true;
    }
    const std::size_t start = at;
    while (at < s_.size() && !text::is(s_[at], text::kAsciiWhitespace) && s_[at] != ',' && s_[at] != ')') ++at;
    word.span = {offset(start), offset(at)};
    return at > start;
  }

  static constexpr std::size_t kMostFields = 1000;

  text::Source& source_;
  std::string_view s_;
  Response& response_;
  std::size_t start_ = 0;  // of the word that was seen last
  Word name_;
};

std::string literal(std::string_view value) { return quote::literal(value, quote::Spelling::ShellDouble); }

std::string statement(std::string_view source, const Statement& like, std::string_view name, std::string_view value) {
  const bool line = like.name.start >= like.value.start && like.name.end <= like.value.end;
  if (!line) return copy_of(source, like, name, literal(value));
  std::string text(source.substr(like.start, like.value.start - like.start));
  text += literal(std::string(name).append(": ").append(value));
  return text.append(source.substr(like.value.end, like.end - like.value.end));
}

std::string refusal(std::string_view value) {
  if (value.find("{{nonce}}") != value.npos)
    return "A nonce needs a new value for each response, which a command can't make.";
  // A command of Tcl's begins with it.
  if (value.find('[') != value.npos) return "This command can't carry one of the values.";
  return {};
}

int recognise(std::string_view text) {
  const bool known = std::any_of(std::begin(kWords), std::end(kWords),
                                 [&](std::string_view word) { return text.find(word) != text.npos; });
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  return known && text[first] != '<' && text[first] != '{' ? 72 : 0;
}

void read(text::Source& source, Paste& paste) {
  Response response;
  Reader(source, response).read();
  if (response.fields.empty() || !has_evidence(response, 0) || !has_values_of_form(response)) return;
  paste.responses.push_back(std::move(response));
}

constexpr std::string_view kTriggers[] = {"--custom-response-header", "--custom-response-headers", "--header-name",
                                          "header-name", "HTTP"};
extern const DialectSpec kDialect{.format = Format::CommandLine,
                                  .triggers = kTriggers,
                                  .recognise = recognise,
                                  .read = read,
                                  .guesses = true,
                                  .take_apart = take_kept_apart,
                                  .literal = literal,
                                  .statement = statement,
                                  .refusal = refusal};

}  // namespace headstrong::http::command_line

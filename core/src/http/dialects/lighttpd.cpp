// lighttpd's mod_setenv: lists of response headers, which a condition replaces or adds to.
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "http/dialects/places.hpp"
#include "text/ascii.hpp"
#include "text/lines.hpp"

namespace headstrong::http::lighttpd {

using quote::Spelling;
using Verb = FieldOrder::Verb;

bool is_key(std::string_view word) {
  return word == "setenv.add-response-header" || word == "setenv.set-response-header";
}

struct Token {
  enum class Kind : std::uint8_t { End, Word, String, Mark } kind = Kind::End;
  std::string_view text;  // of a string: its inside
  std::uint32_t start = 0;
  std::uint32_t line = 1;
};

class Tokens {
 public:
  explicit Tokens(std::string_view s) : s_(s) {}

  Token next() {
    skip();
    Token token{Token::Kind::End, {}, static_cast<std::uint32_t>(at_), line_};
    if (at_ >= s_.size()) return token;
    const char c = s_[at_];
    const std::size_t start = at_;
    if (c == '"') {
      token.kind = Token::Kind::String;
      ++token.start;
      const std::size_t end = quote::end_of(s_, start + 1, Spelling::LighttpdString);
      const bool closed = end > start + 1 && s_[end - 1] == '"';
      token.text = s_.substr(start + 1, end - start - 1 - (closed ? 1 : 0));
      for (const char each : s_.substr(start, end - start)) line_ += each == '\n';
      at_ = end;
      return token;
    }
    if (is_word(c)) {
      token.kind = Token::Kind::Word;
      while (at_ < s_.size() && is_word(s_[at_])) ++at_;
    } else {
      token.kind = Token::Kind::Mark;
      const std::string_view two = s_.substr(at_, 2);
      at_ +=
          two == "=>" || two == "+=" || two == ":=" || two == "==" || two == "=~" || two == "!=" || two == "!~" ? 2 : 1;
    }
    token.text = s_.substr(start, at_ - start);
    return token;
  }

 private:
  static bool is_word(char c) {
    return text::is(c, text::kAlpha | text::kDigit) || c == '.' || c == '-' || c == '_' || c == '$';
  }
  void skip() {
    while (at_ < s_.size()) {
      if (s_[at_] == '#') {
        while (at_ < s_.size() && s_[at_] != '\n') ++at_;
      } else if (text::is(s_[at_], text::kAsciiWhitespace)) {
        line_ += s_[at_++] == '\n';
      } else {
        return;
      }
    }
  }

  std::string_view s_;
  std::size_t at_ = text::byte_order_mark(s_);
  std::uint32_t line_ = 1;
};

int recognise(std::string_view s) {
  Tokens tokens(s);
  for (Token token = tokens.next(); token.kind != Token::Kind::End; token = tokens.next()) {
    if (token.kind != Token::Kind::Word || !is_key(token.text)) continue;
    token = tokens.next();
    return token.text == "=" || token.text == "+=" || token.text == ":=" ? 85 : 0;
  }
  return 0;
}

class Reader {
 public:
  Reader(text::Source& source, Paste& paste) : source_(source), tokens_(source.bytes()), places_(source, paste) {}

  void read() {
    open_.push_back(Places::kRoot);
    advance();
    while (token_.kind != Token::Kind::End) {
      if (token_.kind == Token::Kind::Word && is_key(token_.text)) {
        read_list();
      } else if (token_.text == "{" && token_.kind == Token::Kind::Mark) {
        open_.push_back(places_.add(open_.back(), condition_, condition_line_, 3));
        advance();
      } else if (token_.text == "}" && token_.kind == Token::Kind::Mark) {
        if (open_.size() > 1) open_.pop_back();
        condition_.clear();
        advance();
      } else {
        note_condition();
        advance();
      }
    }
    places_.hand_out();
  }

 private:
  void advance() { token_ = tokens_.next(); }
  bool is(std::string_view mark) const { return token_.kind == Token::Kind::Mark && token_.text == mark; }

  /// $HTTP["host"] == "a.example"
  void note_condition() {
    if (token_.text.substr(0, 1) == "$" || token_.text == "else") {
      condition_.clear();
      condition_line_ = token_.line;
    }
    if (condition_.size() > 80) return;
    const bool word = token_.kind == Token::Kind::Mark && token_.text != "[" && token_.text != "]";
    if (word && !condition_.empty()) condition_ += ' ';
    condition_ +=
        token_.kind == Token::Kind::String ? "\"" + std::string(token_.text) + "\"" : std::string(token_.text);
    if (word || token_.text == "else") condition_ += ' ';
  }

  void read_list() {
    const std::uint8_t table = token_.text == "setenv.add-response-header" ? 1 : 0;
    advance();
    const bool adds = is("+=");
    advance();
    if (!is("(")) return;
    // A condition's own list takes the place of the one around it.
    const std::uint32_t place = open_.back();
    if (!adds && place != Places::kRoot) places_.replace(place, table);
    advance();
    while (!is(")") && token_.kind != Token::Kind::End) {
      if (token_.kind == Token::Kind::String) {
        read_entry(place, table);
      } else {
        advance();
      }
    }
    advance();
  }

  void read_entry(std::uint32_t place, std::uint8_t table) {
    FieldOrder order;
    order.name = token_.text;
    order.name_span = {token_.start, token_.start + static_cast<std::uint32_t>(token_.text.size())};
    order.table = table;
    advance();
    if (!is("=>")) return;
    advance();
    if (token_.kind != Token::Kind::String && token_.kind != Token::Kind::Word) return;
    read_value(order);
    if (!order.value.text.text().empty()) places_.put(place, std::move(order));
  }

  /// "a" + "b" + var.name
  void read_value(FieldOrder& order) {
    Composite whole;
    std::size_t parts = 0;
    while (token_.kind == Token::Kind::String || token_.kind == Token::Kind::Word) {
      const auto size = static_cast<std::uint32_t>(token_.text.size());
      const Span place{token_.start, token_.start + size};
      if (token_.kind == Token::Kind::String) {
        order.spelling = Spelling::LighttpdString;
        order.value.text = quote::decode(source_, place, Spelling::LighttpdString).text;
      } else {
        order.value.text = text::MappedText(token_.text, token_.start);
        order.value.gaps.push_back(place);
        order.spelling = Spelling::Unwritable;
      }
      whole.add(order.value.text);
      ++parts;
      advance();
      if (!is("+")) break;
      advance();
    }
    if (parts < 2) return;
    order.value.text = whole.take(source_);
    order.spelling = Spelling::Unwritable;
  }

  text::Source& source_;
  Tokens tokens_;
  Token token_;
  Places places_;
  std::vector<std::uint32_t> open_;
  std::string condition_;
  std::uint32_t condition_line_ = 1;
};

void read(text::Source& source, Paste& paste) { Reader(source, paste).read(); }

bool take_apart(std::string_view source, const Field& field, Statement& statement) {
  return take_statement_apart(source, field, statement, ',');
}

std::string literal(std::string_view value) { return quote::literal(value, Spelling::LighttpdString); }

std::string statement(std::string_view source, const Statement& like, std::string_view name, std::string_view value) {
  return copy_of(source, like, name, literal(value));
}

std::string refusal(std::string_view value) {
  if (value.find("{{nonce}}") != value.npos) {
    return "lighttpd has no random value to make a nonce from; let the application send this header.";
  }
  if (!quote::carries(value, Spelling::LighttpdString)) {
    return "lighttpd reads a backslash at a value's end as an escape of the closing quote.";
  }
  if (value.empty()) return "lighttpd doesn't send an empty value.";
  return {};
}

constexpr std::string_view kTriggers[] = {"setenv.add-response-header", "setenv.set-response-header"};

extern const DialectSpec kDialect{.format = Format::LighttpdConfig,
                                  .triggers = kTriggers,
                                  .recognise = recognise,
                                  .read = read,
                                  .take_apart = take_apart,
                                  .terminator = ",",
                                  .literal = literal,
                                  .statement = statement,
                                  .refusal = refusal};

}  // namespace headstrong::http::lighttpd

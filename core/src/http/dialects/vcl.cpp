// Varnish's VCL: set and unset of resp.http and beresp.http in subroutines. What is set on a page when it comes
// from the backend goes out with it; a condition makes a place of its own.
#include <string>
#include <utility>
#include <vector>

#include "http/dialects/places.hpp"
#include "text/ascii.hpp"
#include "text/lines.hpp"

namespace headstrong::http::vcl {

using quote::Spelling;
using Verb = FieldOrder::Verb;

struct Token {
  enum class Kind : std::uint8_t { End, Word, String, Mark } kind = Kind::End;
  std::string_view text;  // of a string: its inside
  std::uint32_t start = 0;
  std::uint32_t line = 1;
  Spelling spelling = Spelling::VclShort;
};

class Tokens {
 public:
  explicit Tokens(std::string_view s) : s_(s) {}

  Token next() {
    skip();
    Token token{Token::Kind::End, {}, static_cast<std::uint32_t>(at_), line_, Spelling::VclShort};
    if (at_ >= s_.size()) return token;
    const std::size_t start = at_;
    const bool is_long = s_.substr(at_, 2) == "{\"";
    if (is_long || s_[at_] == '"') return string(token, is_long);
    if (is_word(s_[at_])) {
      token.kind = Token::Kind::Word;
      while (at_ < s_.size() && is_word(s_[at_])) ++at_;
    } else {
      token.kind = Token::Kind::Mark;
      ++at_;
    }
    token.text = s_.substr(start, at_ - start);
    return token;
  }

 private:
  static bool is_word(char c) { return text::is(c, text::kAlpha | text::kDigit) || c == '.' || c == '-' || c == '_'; }

  Token string(Token token, bool is_long) {
    token.kind = Token::Kind::String;
    token.spelling = is_long ? Spelling::VclLong : Spelling::VclShort;
    token.start += is_long ? 2 : 1;
    const std::size_t end = quote::end_of(s_, token.start, token.spelling);
    const std::string_view closing = quote::closing(token.spelling);
    std::string_view inside = s_.substr(token.start, end - token.start);
    if (text::iends_with(inside, closing)) inside.remove_suffix(closing.size());
    token.text = inside;
    for (const char each : s_.substr(at_, end - at_)) line_ += each == '\n';
    at_ = end;
    return token;
  }

  void skip() {
    while (at_ < s_.size()) {
      const std::string_view two = s_.substr(at_, 2);
      if (s_[at_] == '#' || two == "//") {
        while (at_ < s_.size() && s_[at_] != '\n') ++at_;
      } else if (two == "/*") {
        const std::size_t end = s_.find("*/", at_ + 2);
        const std::size_t stop = end == s_.npos ? s_.size() : end + 2;
        for (; at_ < stop; ++at_) line_ += s_[at_] == '\n';
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

/// The name of a response's field that a word begins with; it may go on in quotes.
bool is_response_field(std::string_view word, std::string_view& name) {
  for (const std::string_view start : {"resp.http.", "beresp.http."}) {
    if (word.substr(0, start.size()) != start) continue;
    name = word.substr(start.size());
    return true;
  }
  return false;
}

int recognise(std::string_view s) {
  Tokens tokens(s);
  std::string_view name;
  for (Token token = tokens.next(); token.kind != Token::Kind::End;) {
    const bool sets = token.kind == Token::Kind::Word && (token.text == "set" || token.text == "unset");
    token = tokens.next();
    if (sets && token.kind == Token::Kind::Word && is_response_field(token.text, name)) return 85;
  }
  return 0;
}

/// The field that "(!resp.http.X-Frame-Options)" asks for; empty where the condition is another.
std::string_view absent_field(const std::vector<Token>& inside) {
  std::string_view name;
  if (inside.size() == 4 && inside[1].text == "!" && is_response_field(inside[2].text, name)) return name;
  if (inside.size() != 3 || inside[1].text.substr(0, 1) != "!") return {};
  return is_response_field(inside[1].text.substr(1), name) ? name : std::string_view();
}

/// What a condition picks out, as far as its words say it.
enum class Picks : std::uint8_t { Something, Some, All };

/// Some: a path or a host by its name, beside which all else is general. All: what is no such exception, pages, and
/// what comes by HTTPS.
Picks picks_of(std::string_view condition) {
  const auto has = [&](std::string_view part) { return condition.find(part) != condition.npos; };
  if (has("&&") || has("||")) return Picks::Something;
  const bool negated = has("!");
  if (has("resp.http.Content-Type") || has("resp.http.content-type"))
    return has("html") && !negated ? Picks::All : Picks::Something;
  if (has("X-Forwarded-Proto")) return has("https") && !negated ? Picks::All : Picks::Something;
  const bool named = has("req.url") || has("req.http.host") || has("req.http.Host");
  if (!named || !(has("~") || has("==") || has("!="))) return Picks::Something;
  // "^/" is every path.
  if (has("\"^/\"") || has("html") || has("\"/\"")) return Picks::Something;
  return negated ? Picks::All : Picks::Some;
}

class Reader {
 public:
  Reader(text::Source& source, Paste& paste)
      : source_(source), s_(source.bytes()), tokens_(s_), places_(source, paste) {}

  void read() {
    open_.push_back({Places::kRoot});
    advance();
    while (token_.kind != Token::Kind::End) read_next();
    if (deliver_ != Places::kRoot && synth_ != Places::kRoot) places_.pair(deliver_, synth_);
    places_.hand_out();
  }

 private:
  struct Block {
    std::uint32_t place = 0;
    bool skipped = false;
    bool was_present = false;   // an if about a field that is not set: its else is what counts
    bool was_some = false;      // an if about some paths: its else is for all others
    std::string_view absent{};  // an if about a field that is not there yet
  };

  void advance() { token_ = tokens_.next(); }
  bool is(std::string_view text) const { return token_.kind != Token::Kind::String && token_.text == text; }

  void read_next() {
    if (is("sub")) return read_sub();
    if (is("if") || is("elseif") || is("elsif") || is("elif") || is("else")) return read_condition();
    if (is("set") || is("unset") || is("remove")) return read_set();
    if (is("{")) {
      open_.push_back({open_.back().place, open_.back().skipped});
    } else if (is("}") && open_.size() > 1) {
      ended_ = open_.back();
      open_.pop_back();
    }
    advance();
  }

  void read_sub() {
    const std::uint32_t line = token_.line;
    advance();
    const std::string name = "sub " + std::string(token_.text);
    const bool deliver = token_.text == "vcl_deliver";
    const bool backend = token_.text == "vcl_backend_response";
    const bool synth = token_.text == "vcl_synth";
    while (!is("{") && token_.kind != Token::Kind::End) advance();
    std::uint32_t parent = Places::kRoot;
    if (deliver && backend_ != Places::kRoot) parent = backend_;
    const std::uint32_t place = places_.add(parent, name, line, deliver ? 0 : backend ? 1 : 2);
    if (backend) backend_ = place;
    if (deliver) deliver_ = place;
    if (synth) synth_ = place;
    open_.push_back({place});
    advance();
  }

  /// Of what only asks whether a field is there the answer is known: nothing was set before.
  void read_condition() {
    const Token first = token_;
    const bool is_else = is("else");
    const Block before = ended_;
    std::vector<Token> inside;
    advance();
    while (!is("{") && !is(";") && token_.kind != Token::Kind::End) {
      if (inside.size() < 4) inside.push_back(token_);
      advance();
    }
    std::string_view name;
    const bool asks =
        inside.size() == 3 && inside[0].text == "(" && inside[2].text == ")" && is_response_field(inside[1].text, name);
    const Block& around = open_.back();
    Block block{around.place, around.skipped};
    block.absent = is_else ? std::string_view() : absent_field(inside);
    const std::string_view words = text::trim(s_.substr(first.start, token_.start - first.start));
    const bool other = first.text != "if";
    // Of a chain each has to name some.
    const bool chained = other && before.was_some && picks_of(words) == Picks::Some;
    const Picks picks = !other ? picks_of(words) : chained ? Picks::Some : Picks::Something;
    if (is_else && inside.empty() && (before.was_present || before.was_some)) {
      // the same place
    } else if (picks == Picks::All || !block.absent.empty()) {
      // the same, too
    } else if (asks && !is_else) {
      block.skipped = true;
      block.was_present = true;
    } else {
      block.was_some = picks == Picks::Some;
      block.place = places_.add(around.place, words, first.line, 3);
    }
    if (is("{")) open_.push_back(block);
    advance();
  }

  void read_set() {
    const bool sets = is("set");
    advance();
    FieldOrder order;
    if (!is_response_field(token_.text, order.name) || token_.kind != Token::Kind::Word) return;
    std::uint32_t start = token_.start + static_cast<std::uint32_t>(token_.text.size() - order.name.size());
    advance();
    if (order.name.empty() && token_.kind == Token::Kind::String) {
      order.name = token_.text;
      start = token_.start;
      advance();
    }
    order.name_span = {start, start + static_cast<std::uint32_t>(order.name.size())};
    const bool absent = text::iequals(open_.back().absent, order.name);
    order.verb = !sets ? Verb::Remove : absent ? Verb::SetIfAbsent : Verb::Set;
    if (sets && !is("=")) return;
    if (sets) {
      advance();
      read_value(order);
    }
    if (!open_.back().skipped && !order.name.empty()) places_.put(open_.back().place, std::move(order));
  }

  /// Strings side by side or with "+" between them; what is not a string hangs on the request.
  void read_value(FieldOrder& order) {
    Composite whole;
    std::size_t parts = 0;
    bool first = true;
    while (token_.kind != Token::Kind::End && !is(";") && !is("}")) {
      const Span place{token_.start, token_.start + static_cast<std::uint32_t>(token_.text.size())};
      std::string_view name;
      if (token_.kind == Token::Kind::String) {
        order.spelling = token_.spelling;
        order.value.text = text::MappedText(token_.text, token_.start);
        whole.add(order.value.text);
        ++parts;
      } else if (first && is_response_field(token_.text, name) && text::iequals(name, order.name)) {
        order.verb = Verb::Append;  // what it was, and more
        ++parts;
      } else if (!is("+")) {
        order.value.text = text::MappedText(token_.text, token_.start);
        whole.add(order.value.text);
        order.value.gaps.push_back(place);
        parts += 2;
      }
      first = false;
      advance();
    }
    if (parts < 2) return;
    order.value.text = whole.take(source_);
    order.spelling = Spelling::Unwritable;
  }

  text::Source& source_;
  std::string_view s_;
  Tokens tokens_;
  Token token_;
  Places places_;
  std::vector<Block> open_;
  Block ended_;
  std::uint32_t backend_ = Places::kRoot;
  std::uint32_t deliver_ = Places::kRoot;
  std::uint32_t synth_ = Places::kRoot;
};

void read(text::Source& source, Paste& paste) { Reader(source, paste).read(); }

bool take_apart(std::string_view source, const Field& field, Statement& statement) {
  return take_statement_apart(source, field, statement, ';') && statement.end > statement.words_end;
}

/// A long string where a short one can't say it.
std::string literal(std::string_view value) {
  const bool is_short = quote::carries(value, Spelling::VclShort);
  return quote::literal(value, is_short ? Spelling::VclShort : Spelling::VclLong);
}

std::string statement(std::string_view source, const Statement& like, std::string_view name, std::string_view value) {
  return copy_of(source, like, name, literal(value));
}

std::string refusal(std::string_view value) {
  if (value.find("{{nonce}}") != value.npos) {
    return "Varnish has no unguessable value to make a nonce from, and caches what it sends; let the "
           "application send this header.";
  }
  if (!quote::carries(value, Spelling::VclShort) && !quote::carries(value, Spelling::VclLong)) {
    return "VCL can't express this value as one string. Use the configuration for Varnish instead.";
  }
  return {};
}

constexpr std::string_view kTriggers[] = {"set", "unset"};

extern const DialectSpec kDialect{.format = Format::Vcl,
                                  .triggers = kTriggers,
                                  .recognise = recognise,
                                  .read = read,
                                  .take_apart = take_apart,
                                  .terminator = ";",
                                  .literal = literal,
                                  .statement = statement,
                                  .refusal = refusal};

}  // namespace headstrong::http::vcl

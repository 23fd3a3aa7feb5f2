// HAProxy's http-response and http-after-response rules. A condition makes a place of its own, an exception none.
#include <string>
#include <utility>
#include <vector>

#include "http/dialects/places.hpp"
#include "http/status_line.hpp"
#include "text/ascii.hpp"
#include "text/lines.hpp"

namespace headstrong::http::haproxy {

using Verb = FieldOrder::Verb;

/// The next word without quotes or escapes of its own, and what stands behind it.
std::string_view next_word(std::string_view& rest) {
  rest = text::trim(rest, text::kSpaceTab);
  const std::size_t end = rest.find_first_of(" \t");
  const std::string_view word = rest.substr(0, end);
  rest.remove_prefix(word.size());
  return word;
}

struct Rule {
  bool after = false;
  std::string_view action;
  std::string_view rest;
};

bool is_rule(std::string_view line, Rule& rule) {
  std::string_view rest = line;
  const std::string_view first = next_word(rest);
  rule.after = first == "http-after-response";
  if (!rule.after && first != "http-response") return false;
  rule.action = next_word(rest);
  rule.rest = text::trim(rest, text::kSpaceTab);
  const std::size_t end = rule.action.find("-header");
  return end != std::string_view::npos && end + 7 == rule.action.size() && !rule.rest.empty();
}

/// HAProxy 1's "rspadd NAME:\ VALUE", "rspdel NAME" and "rspidel ^NAME:": the keyword and what stands behind it.
bool is_old_rule(std::string_view line, Rule& rule) {
  std::string_view rest = line;
  rule.after = false;
  rule.action = next_word(rest);
  rule.rest = text::trim(rest, text::kSpaceTab);
  return (rule.action == "rspadd" || rule.action == "rspdel" || rule.action == "rspidel") && !rule.rest.empty();
}

int recognise(std::string_view s) {
  text::Line line;
  text::LineCursor cursor(s);
  Rule rule;
  while (cursor.next(line)) {
    const std::string_view row = text::trim(line.text);
    if (row.empty() || row[0] == '#') continue;
    if (is_rule(row, rule) || (is_old_rule(row, rule) && rule.rest.find(':') != rule.rest.npos)) return 85;
    const std::size_t colon = row.find(':');
    const bool field = colon != row.npos && colon > 0 && text::all_of(row.substr(0, colon), text::kToken);
    if (field || status_of(row) || row[0] == '<') return 0;
  }
  return 0;
}

bool is_section(std::string_view word) {
  return word == "frontend" || word == "backend" || word == "listen" || word == "defaults" || word == "global";
}

class Reader {
 public:
  Reader(text::Source& source, Paste& paste)
      : source_(source), s_(source.bytes()), paste_(paste), places_(source, paste) {}

  void read() {
    text::Line line;
    text::LineCursor cursor(s_);
    Rule rule;
    while (cursor.next(line)) {
      const std::string_view row = text::trim(line.text);
      if (row.empty() || row[0] == '#') continue;
      std::string_view rest = row;
      const std::string_view first = next_word(rest);
      if (is_section(first)) {
        const bool answers = first == "frontend" || first == "listen";
        section_ = places_.add(Places::kRoot, row, line.number, answers ? 0 : 1);
      } else if (is_rule(row, rule)) {
        read_rule(rule, line.number);
      } else if (is_old_rule(row, rule)) {
        read_old_rule(rule, line.number);
      }
    }
    if (refused_) {
      paste_.look = Look::HaProxy;  // what HAProxy doesn't load it doesn't send
      return;
    }
    places_.hand_out();
  }

 private:
  std::uint32_t offset_of(std::string_view part) const { return static_cast<std::uint32_t>(part.data() - s_.data()); }

  void read_rule(const Rule& rule, std::uint32_t line) {
    FieldOrder order;
    std::string_view rest = rule.rest;
    order.name = next_word(rest);
    const std::uint32_t name = offset_of(order.name);
    order.name_span = {name, name + static_cast<std::uint32_t>(order.name.size())};
    order.phase = rule.after ? 1 : 0;
    order.spelling = quote::Spelling::HaproxyWord;
    const std::uint32_t end = offset_of(rule.rest) + static_cast<std::uint32_t>(rule.rest.size());
    std::uint32_t behind = order.name_span.end;
    if (rule.action == "set-header" || rule.action == "add-header") {
      order.verb = rule.action == "set-header" ? Verb::Set : Verb::Add;
      rest = text::trim(rest, text::kSpaceTab);
      if (rest.empty()) return;
      order.value = quote::decode(source_, {offset_of(rest), end}, order.spelling);
      behind = order.value.end;
    } else if (rule.action == "del-header") {
      order.verb = Verb::Remove;
    } else {
      // What replace-header makes of a value hangs on a regular expression.
      order.verb = Verb::EditAll;
      order.pattern = "(";
    }
    std::string_view condition = s_.substr(behind, end - behind);
    const std::string_view word = next_word(condition);
    std::uint32_t place = section_;
    if (word == "if" || word == "unless") {
      place = place_of(word, condition, line);
    } else if (!word.empty() && word[0] != '#' && order.verb != Verb::EditAll) {
      refused_ = true;  // a value without its quotes
    }
    places_.put(place, std::move(order));
  }

  void read_old_rule(const Rule& rule, std::uint32_t line) {
    FieldOrder order;
    std::string_view rest = rule.rest;
    // What they delete is an expression; of a plain name alone it is known.
    if (rule.action != "rspadd") {
      if (rest.substr(0, 1) == "^") rest.remove_prefix(1);
      order.verb = Verb::Remove;
    } else {
      order.verb = Verb::Add;
    }
    const std::size_t colon = rest.find(':');
    if (colon == rest.npos) return;
    order.name = rest.substr(0, colon);
    if (order.name.empty() || !text::all_of(order.name, text::kToken)) return;
    order.name_span = {offset_of(order.name), offset_of(order.name) + static_cast<std::uint32_t>(colon)};
    const std::uint32_t end = offset_of(rule.rest) + static_cast<std::uint32_t>(rule.rest.size());
    // Of the one word that it is, the blanks before the value have a backslash.
    std::uint32_t start = offset_of(rest) + static_cast<std::uint32_t>(colon) + 1;
    while (start + 1 < end && s_[start] == '\\' && text::is(s_[start + 1], text::kSpaceTab)) start += 2;
    order.spelling = quote::Spelling::HaproxyWord;
    std::uint32_t behind = start;
    if (order.verb == Verb::Add) {
      order.value = quote::decode(source_, {start, end}, order.spelling);
      behind = order.value.end;
      order.spelling = quote::Spelling::Unwritable;
    }
    std::string_view condition = s_.substr(behind, end - behind);
    const std::string_view word = next_word(condition);
    const bool conditional = order.verb == Verb::Add && (word == "if" || word == "unless");
    places_.put(conditional ? place_of(word, condition, line) : section_, std::move(order));
  }

  /// A place of its own, unless all that the condition asks for is an exception ("unless is_embed", "if !is_embed"), or
  /// holds of every page: "if is_html", "if { ssl_fc }".
  std::uint32_t place_of(std::string_view word, std::string_view condition, std::uint32_t line) {
    const std::string words = text::lowered(text::trim(condition));
    const bool either = words.find(" or ") != words.npos || words.find("||") != words.npos;
    bool general = !either && !words.empty();
    std::size_t terms = 0;
    for (std::string_view rest = words; general && !rest.empty(); ++terms) {
      // "{ ... }" is one.
      const std::size_t brace =
          rest[0] == '{' || rest.substr(0, 2) == "!{" || rest.substr(0, 3) == "! {" ? rest.find('}') : rest.npos;
      const std::size_t end = std::min(brace != rest.npos ? brace + 1 : rest.find(' '), rest.size());
      general = is_general(rest.substr(0, end), word == "unless");
      rest = text::trim(rest.substr(end));
    }
    if (general && (terms == 1 || word == "if")) return section_;
    return places_.add(section_, std::string(word) + std::string(condition), line, 3);
  }

  static bool is_general(std::string_view term, bool unless) {
    const auto has = [&](std::string_view part) { return term.find(part) != term.npos; };
    const bool of_pages = has("ssl") || has("https") || has("secure") || has("html") || has("prod");
    if (unless != (term[0] == '!')) return !of_pages;
    return has("html") || has("ssl_fc") || has("https");
  }

  text::Source& source_;
  std::string_view s_;
  Paste& paste_;
  bool refused_ = false;
  Places places_;
  std::uint32_t section_ = Places::kRoot;
};

void read(text::Source& source, Paste& paste) { Reader(source, paste).read(); }

bool take_apart(std::string_view source, const Field& field, Statement& statement) {
  return take_line_apart(source, field, statement, '#');
}

std::string literal(std::string_view value) { return quote::literal(value, quote::Spelling::HaproxyWord); }

std::string statement(std::string_view source, const Statement& like, std::string_view name, std::string_view value) {
  return copy_of(source, like, name, literal(value));
}

std::string refusal(std::string_view value) {
  if (value.find("{{nonce}}") != value.npos) {
    return "HAProxy has no unguessable value to make a nonce from; let the application send this header.";
  }
  if (!quote::carries(value, quote::Spelling::HaproxyWord)) return "HAProxy doesn't accept an empty value.";
  if (value.size() > 8192) return "A value is longer than HAProxy sends.";
  return {};
}

constexpr std::string_view kTriggers[] = {"http-response", "http-after-response", "rspadd"};

extern const DialectSpec kDialect{.format = Format::HaproxyConfig,
                                  .triggers = kTriggers,
                                  .recognise = recognise,
                                  .read = read,
                                  .take_apart = take_apart,
                                  .literal = literal,
                                  .statement = statement,
                                  .refusal = refusal};

}  // namespace headstrong::http::haproxy

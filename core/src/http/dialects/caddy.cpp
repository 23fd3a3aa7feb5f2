// A Caddyfile's header directive, on one line or as a block, in sites, snippets and handlers. What is deferred
// comes after all else, the last block of the file first.
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "grammar/header_names.hpp"
#include "http/dialects/places.hpp"
#include "http/status_line.hpp"
#include "http/wording.hpp"
#include "text/ascii.hpp"
#include "text/lines.hpp"

namespace headstrong::http::caddy {

using quote::Spelling;
using Verb = FieldOrder::Verb;

struct Token {
  Span inside;
  Spelling spelling = Spelling::CaddyBare;
};

/// The tokens of a line. A brace at its end opens a block, one alone closes one.
struct Row {
  std::vector<Token> tokens;  // the first kMostTokens, without the brace
  bool opens = false;
  bool closes = false;
  std::uint32_t line = 1;
};

class Rows {
 public:
  explicit Rows(std::string_view s) : s_(s) {}

  bool next(Row& row) {
    row = {};
    while (skip_to_token(false)) {
      const bool first = row.tokens.empty() && !row.opens;
      if (first) row.line = line_;
      const Token token = read_token();
      const bool bare = token.spelling == Spelling::CaddyBare;
      const std::string_view text = s_.substr(token.inside.start, token.inside.size());
      if (bare && text == "}" && first) {
        row.closes = true;
        return true;
      }
      if (bare && text == "{") {
        row.opens = true;
        return true;
      }
      if (row.tokens.size() < kMostTokens) row.tokens.push_back(token);
      if (!skip_to_token(true)) return true;
    }
    return !row.tokens.empty();
  }

 private:
  static constexpr std::size_t kMostTokens = 12;

  /// False at the text's end, or, where the line must not end, at its end.
  bool skip_to_token(bool same_line) {
    while (at_ < s_.size()) {
      if (s_[at_] == '#') {
        while (at_ < s_.size() && s_[at_] != '\n') ++at_;
      } else if (s_[at_] == '\\' && s_.substr(at_ + 1, 1) == "\n") {
        at_ += 2;
        ++line_;
      } else if (s_[at_] == '\n') {
        if (same_line) return false;
        ++line_;
        ++at_;
      } else if (text::is(s_[at_], text::kAsciiWhitespace)) {
        ++at_;
      } else {
        return true;
      }
    }
    return false;
  }

  Token read_token() {
    Token token;
    if (s_[at_] == '"') token.spelling = Spelling::CaddyDouble;
    if (s_[at_] == '`') token.spelling = Spelling::CaddyBacktick;
    const std::size_t mark = quote::closing(token.spelling).size();
    at_ += mark;
    token.inside.start = static_cast<std::uint32_t>(at_);
    while (at_ < s_.size()) {
      const char c = s_[at_];
      if (mark == 0 ? text::is(c, text::kAsciiWhitespace)
                    : c == (token.spelling == Spelling::CaddyDouble ? '"' : '`')) {
        break;
      }
      line_ += c == '\n';
      at_ += token.spelling == Spelling::CaddyDouble && s_.substr(at_, 2) == "\\\"" ? 2 : 1;
    }
    token.inside.end = static_cast<std::uint32_t>(at_ < s_.size() ? at_ : s_.size());
    if (at_ < s_.size()) at_ += mark;
    return token;
  }

  std::string_view s_;
  std::size_t at_ = text::byte_order_mark(s_);
  std::uint32_t line_ = 1;
};

std::string_view raw(std::string_view s, const Token& token) {
  return s.substr(token.inside.start, token.inside.size());
}

bool is_matcher(std::string_view s, const Token& token) {
  const std::string_view text = raw(s, token);
  return token.spelling == Spelling::CaddyBare && !text.empty() && (text[0] == '@' || text[0] == '/' || text == "*");
}

/// A name that only a header has, maybe behind its sign.
bool is_known_field(std::string_view text) {
  if (!text.empty() && std::string_view("+-?>").find(text[0]) != std::string_view::npos) text.remove_prefix(1);
  return header_name(text) != HeaderName::Unknown ||
         (text::istarts_with(text, "x-") && text::all_of(text, text::kToken));
}

int recognise(std::string_view s) {
  if (text::trim(s).substr(0, 1) == "<") return 0;
  Rows rows(s);
  Row row;
  bool in_header = false;
  while (rows.next(row)) {
    if (row.closes) in_header = false;
    if (row.tokens.empty()) continue;
    const std::string_view first = raw(s, row.tokens[0]);
    if (in_header && is_known_field(first)) return 80;
    const bool field =
        first.size() > 1 && first.back() == ':' && text::all_of(first.substr(0, first.size() - 1), text::kToken);
    if (field || status_of(first)) return 0;
    const bool down = first == "header_down" && row.tokens.size() > 1 && is_known_field(raw(s, row.tokens[1]));
    if (down) return 80;
    if (first != "header") continue;
    const std::size_t name = row.tokens.size() > 1 && is_matcher(s, row.tokens[1]) ? 2 : 1;
    if (row.opens) {
      in_header = true;
    } else if (row.tokens.size() > name && is_known_field(raw(s, row.tokens[name]))) {
      const std::size_t value = row.tokens[name].inside.end;
      // "header X-Frame-Options missing" is a scanner's remark.
      return is_verdict(text::trim(s.substr(value, row.tokens.back().inside.end - value))) ? 0 : 80;
    }
  }
  return 0;
}

class Reader {
 public:
  Reader(text::Source& source, Paste& paste)
      : source_(source), s_(source.bytes()), paste_(paste), places_(source, paste) {}

  void read() {
    open_.push_back({Kind::Place, Places::kRoot});
    Rows rows(s_);
    Row row;
    while (rows.next(row)) {
      if (row.closes) {
        close();
      } else {
        read_row(row);
      }
    }
    while (open_.size() > 1) close();
    if (refused_) {
      paste_.look = Look::Caddy;  // what Caddy doesn't load it doesn't send
      return;
    }
    give_orders();
    places_.hand_out();
  }

 private:
  enum class Kind : std::uint8_t { Place, Header, Vars, Proxy, Other };
  struct Block {
    Kind kind = Kind::Other;
    std::uint32_t place = 0;
    bool deferred = false;
    std::size_t first_order = 0;  // of a header block
  };
  struct Given {
    std::uint32_t place = 0;
    FieldOrder order;
    std::string import;  // of a snippet instead
  };

  std::string_view raw_of(const Token& token) const { return raw(s_, token); }

  void open(Block block) {
    if (open_.size() < kMostOpen) open_.push_back(block);
  }

  void close() {
    if (open_.size() == 1) return;
    const Block block = open_.back();
    open_.pop_back();
    if (block.kind != Kind::Header || !block.deferred) return;
    const auto phase = static_cast<std::uint32_t>(kLate - ++deferred_);
    for (std::size_t i = block.first_order; i < given_.size(); ++i) given_[i].order.phase = phase;
  }

  void read_row(const Row& row) {
    Block& around = open_.back();
    if (around.kind == Kind::Header) return read_field(row, 0, around);
    if (around.kind == Kind::Vars && row.tokens.size() > 1) read_var(row, 0);
    // header_down X-Frame-Options DENY: what the proxy makes of the answer
    if (around.kind == Kind::Proxy && row.tokens.size() > 1 && raw_of(row.tokens[0]) == "header_down") {
      Block block{Kind::Header, around.place};
      return read_field(row, 1, block);
    }
    if (around.kind != Kind::Place) {
      if (row.opens) open({Kind::Other, around.place});
      return;
    }
    const std::uint32_t place = around.place;
    const std::string_view first = row.tokens.empty() ? std::string_view() : raw_of(row.tokens[0]);
    if (first == "header") return read_header(row, place);
    const bool all = row.tokens.size() < 2 || !is_matcher(s_, row.tokens[1]);
    if (first == "reverse_proxy" && row.opens && all) return open({Kind::Proxy, place});
    if (first == "vars") {
      if (row.opens) open({Kind::Vars, place});
      if (row.tokens.size() > 2) read_var(row, 1);
      return;
    }
    if (first == "import" && row.tokens.size() > 1) {
      given_.push_back({place, {}, "(" + std::string(raw_of(row.tokens[1])) + ")"});
    }
    if (!row.opens) return;
    open(block_of(row, first, place));
  }

  Block block_of(const Row& row, std::string_view first, std::uint32_t place) {
    if (first == "handle" || first == "handle_path" || first == "route" || first == "handle_errors" ||
        first == "intercept") {
      const bool all = row.tokens.size() < 2 && first != "handle_errors";
      const std::string_view path = row.tokens.size() == 2 ? raw_of(row.tokens[1]) : std::string_view();
      const int rank = all ? 2 : path.substr(0, 1) == "/" ? rank_below(path) : kRankOfCondition;
      const std::uint32_t handler = places_.add(place, words_of(row), row.line, rank);
      if (first == "handle_errors") places_.pair(place, handler);
      return {Kind::Place, handler};
    }
    if (open_.size() > 1 || row.tokens.empty() || first[0] == '@') return {Kind::Other, place};
    if (first[0] == '(') {
      const std::uint32_t snippet =
          places_.add(Places::kRoot, "snippet " + std::string(first), row.line, kRankOfCondition + 1);
      snippets_[std::string(first)] = snippet;
      return {Kind::Place, snippet};
    }
    return {Kind::Place, places_.add(Places::kRoot, words_of(row), row.line, 0)};
  }

  std::string words_of(const Row& row) const {
    return std::string(
        s_.substr(row.tokens[0].inside.start, row.tokens.back().inside.end - row.tokens[0].inside.start));
  }

  void read_header(const Row& row, std::uint32_t place) {
    std::size_t name = 1;
    if (row.tokens.size() > 1 && is_matcher(s_, row.tokens[1])) {
      const std::string_view matcher = raw_of(row.tokens[1]);
      if (matcher != "*" && matcher != "/*") {
        const int rank = matcher.substr(0, 1) == "/" ? rank_below(matcher) : kRankOfCondition;
        place = places_.add(place, "header " + std::string(matcher), row.line, rank);
      }
      name = 2;
    }
    Block block{Kind::Header, place, false, given_.size()};
    if (row.opens) return open(block);
    if (row.tokens.size() <= name) return;
    read_field(row, name, block);
    if (!block.deferred || given_.size() == block.first_order) return;
    given_.back().order.phase = static_cast<std::uint32_t>(kLate - ++deferred_);
  }

  void read_field(const Row& row, std::size_t at, Block& block) {
    if (row.opens) return open({Kind::Other, block.place});
    const std::string_view first = raw_of(row.tokens[at]);
    if (first == "defer" && row.tokens.size() == 1) {
      block.deferred = true;
      return;
    }
    refused_ = refused_ || row.tokens.size() > at + 3;  // a value without its quotes
    FieldOrder order;
    Span name = row.tokens[at].inside;
    const char sign = first.empty() ? '\0' : first[0];
    order.verb = sign == '+' ? Verb::Add : sign == '-' ? Verb::Remove : sign == '?' ? Verb::SetIfAbsent : Verb::Set;
    if (std::string_view("+-?>").find(sign) != std::string_view::npos) ++name.start;
    block.deferred = block.deferred || sign == '-' || sign == '?' || sign == '>';
    if (name.size() > 1 && s_[name.end - 1] == ':') --name.end;
    order.name = s_.substr(name.start, name.size());
    order.name_span = name;
    if (order.name.empty()) return;
    if (order.verb != Verb::Remove) {
      if (row.tokens.size() <= at + 1) return;
      const Token& value = row.tokens[at + (row.tokens.size() > at + 2 ? 2 : 1)];
      order.spelling = value.spelling;
      order.value = quote::decode(source_, value.inside, value.spelling);
      if (row.tokens.size() > at + 2) {
        order.verb = Verb::EditAll;
        order.pattern = "(";  // what it finds hangs on a regular expression
      }
    }
    given_.push_back({block.place, std::move(order), {}});
  }

  void read_var(const Row& row, std::size_t at) {
    FieldOrder order;
    const Token& value = row.tokens[at + 1];
    order.value = quote::decode(source_, value.inside, value.spelling);
    put_vars_in(order);
    if (order.value.text.text().size() > kLongestVar) return;
    vars_[std::string(raw_of(row.tokens[at]))] = std::string(order.value.text.text());
  }

  /// "{http.vars.name}" and "{vars.name}" of what the file itself sets; one that nothing sets is empty.
  void put_vars_in(FieldOrder& order) {
    if (order.value.gaps.empty()) return;
    const text::MappedText text = order.value.text;
    const std::string_view value = text.text();
    Composite whole;
    std::vector<Span> gaps;
    std::size_t done = 0;
    bool any = false;
    std::size_t next = 0;
    for (std::size_t i = 0; i < value.size() && next < order.value.gaps.size(); ++i) {
      const Span gap = order.value.gaps[next];
      if (value[i] != '{' || text.to_source(i, i + 1).start != gap.start) continue;
      ++next;
      std::string_view name = value.substr(i + 1, gap.size() - 2);
      const bool var = name.substr(0, 10) == "http.vars." || name.substr(0, 5) == "vars.";
      if (!var || expanded_ > kMostExpanded) {
        gaps.push_back(gap);
        continue;
      }
      name.remove_prefix(name[0] == 'h' ? 10 : 5);
      whole.add(text, done, i);
      const auto known = vars_.find(std::string(name));
      if (known != vars_.end()) {
        whole.add(known->second, gap);
        expanded_ += known->second.size();
      }
      done = i + gap.size();
      any = true;
    }
    if (!any) return;
    whole.add(text, done, value.size());
    order.value.text = whole.take(source_);
    order.value.gaps = std::move(gaps);
    order.spelling = Spelling::Unwritable;
  }

  void give_orders() {
    std::map<std::uint32_t, std::vector<std::size_t>> by_place;
    std::map<std::uint32_t, bool> imported;
    for (std::size_t i = 0; i < given_.size(); ++i) {
      Given& given = given_[i];
      if (!given.import.empty()) {
        const auto snippet = snippets_.find(given.import);
        if (snippet != snippets_.end()) imported[snippet->second] = true;
      } else {
        put_vars_in(given.order);
        by_place[given.place].push_back(i);
      }
    }
    std::size_t copied = 0;
    for (const Given& given : given_) {
      if (given.import.empty()) {
        if (imported.count(given.place) == 0) places_.put(given.place, given.order);
        continue;
      }
      const auto snippet = snippets_.find(given.import);
      if (snippet == snippets_.end()) continue;
      for (const std::size_t i : by_place[snippet->second]) {
        if (++copied > kMostCopied) break;
        FieldOrder order = given_[i].order;
        order.inherited = true;
        places_.put(given.place, std::move(order));
      }
    }
  }

  static constexpr std::size_t kMostOpen = 100000;
  static constexpr std::size_t kMostCopied = 20000;
  static constexpr std::size_t kLongestVar = 1024;
  static constexpr std::size_t kMostExpanded = 4 * 1024 * 1024;
  static constexpr std::uint32_t kLate = 0xF0000000;

  text::Source& source_;
  std::string_view s_;
  Paste& paste_;
  bool refused_ = false;
  Places places_;
  std::vector<Block> open_;
  std::vector<Given> given_;
  std::map<std::string, std::uint32_t> snippets_;
  std::map<std::string, std::string> vars_;
  std::uint32_t deferred_ = 0;
  std::size_t expanded_ = 0;
};

void read(text::Source& source, Paste& paste) { Reader(source, paste).read(); }

bool take_apart(std::string_view source, const Field& field, Statement& statement) {
  return take_line_apart(source, field, statement, '#');
}

std::string literal(std::string_view value) {
  const bool quotes = quote::carries(value, Spelling::CaddyDouble);
  return quote::literal(value, quotes ? Spelling::CaddyDouble : Spelling::CaddyBacktick);
}

std::string statement(std::string_view source, const Statement& like, std::string_view name, std::string_view value) {
  return copy_of(source, like, name, literal(value));
}

std::string refusal(std::string_view value) {
  if (value.find("{{nonce}}") != value.npos) {
    return "Caddy has no random value to make a nonce from; let the application send this header.";
  }
  if (!quote::carries(value, Spelling::CaddyDouble) && !quote::carries(value, Spelling::CaddyBacktick)) {
    return "Caddy would read part of a value as a placeholder or an escape. Use the configuration for Caddy instead.";
  }
  return {};
}

constexpr std::string_view kTriggers[] = {"header", "header_down"};

extern const DialectSpec kDialect{.format = Format::Caddyfile,
                                  .triggers = kTriggers,
                                  .recognise = recognise,
                                  .read = read,
                                  .take_apart = take_apart,
                                  .literal = literal,
                                  .statement = statement,
                                  .refusal = refusal};

}  // namespace headstrong::http::caddy

#include "http/code/pairs.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "grammar/header_names.hpp"
#include "http/code/pair_finder.hpp"
#include "http/code/word_tables.hpp"
#include "http/code/words.hpp"
#include "text/ascii.hpp"
#include "text/order.hpp"

namespace headstrong::http::code {

PairFinder::PairFinder(text::Source& source, Expressions& expressions)
    : source_(source), e_(expressions), t_(expressions.tokens()), done_(t_.size() + 1) {
  find_clients();
  find_printed();
}

std::vector<Pair> PairFinder::find() {
  for (std::uint32_t i = 0; i < t_.size(); ++i) {
    if (t_.is_kind(i, Kind::String)) {
      see_literal(i);
    } else if (t_.is_kind(i, Kind::Word)) {
      see_word(i);
    }
  }
  text::sort(pairs_, [](const Pair& a, const Pair& b) { return a.token < b.token; });
  std::erase_if(pairs_, [&](Pair& pair) { return !settle_condition(pair); });
  merge_sets();
  for (Pair& pair : pairs_) {
    const std::uint32_t guard = pair.place.empty() ? condition_of(pair) : t_.size();
    if (guard < t_.size()) pair.guard = guard + 1;
  }
  find_routes();
  return std::move(pairs_);
}

void PairFinder::see_literal(std::uint32_t i) {
  const std::string_view inside = t_.inside_text(i);
  if (prints_headers_ && is_printed(i)) return see_printed(i);
  if (inside == "http-equiv" && t_.is(i + 1, ":")) return see_meta(i);
  if (inside.size() < 3 || inside.size() > 80) return see_line(i);
  if (is_option_of_cgi(i)) {
    const Span name = t_.inside(i);
    return see_name({inside.substr(1), {name.start + 1, name.end}, i, i});
  }
  if (header_name(inside) == HeaderName::Unknown) {
    // Setters of headers say that any name is one.
    if (!is_token(inside)) return see_line(i);
    Name name{inside, t_.inside(i), i, i};
    if (is_set_on_headers(i) || is_of_headers_function(i)) see_name(name);
    return;
  }
  see_name({inside, t_.inside(i), i, i});
}

/// Perl's '-X-Frame-Options' => '...'
bool PairFinder::is_option_of_cgi(std::uint32_t i) const {
  const std::string_view inside = t_.inside_text(i);
  return t_.language() == Language::Perl && t_.is_kind(i, Kind::String) && inside.substr(0, 1) == "-" &&
         header_name(inside.substr(1)) != HeaderName::Unknown;
}

/// A member of the headers that a value is assigned to; `header` is what the member's name stands for.
bool PairFinder::see_member(std::uint32_t i, std::string_view header) {
  if (i < 2 || !t_.is(i + 1, "=") || !t_.is(i - 1, ".")) return false;
  // C#'s Headers.ContentSecurityPolicy = "..."
  if (!header.empty() && text::iends_with(t_.text(i - 2), "headers") && !is_of_request(i - 2)) {
    Name name{header, {t_[i].start, t_[i].end}, i, i};
    form_ = {Form::Statement, i};
    add_values(name, i + 2, t_.size(), true, false);
    return true;
  }
  // OpenResty's ngx.header.content_security_policy = "..."
  if (t_.language() == Language::Lua && t_.is(i - 2, "header") && !is_of_request(i - 2)) {
    std::string dashed(t_.text(i));
    std::replace(dashed.begin(), dashed.end(), '_', '-');
    form_ = {Form::Statement, i};
    const std::string_view known = spelling(header_name(dashed));
    Name name{known.empty() ? source_.keep(std::move(dashed)) : known, {t_[i].start, t_[i].end}, i, i};
    add_values(name, i + 2, t_.size(), true, false);
    return true;
  }
  return false;
}

/// A word of an element: httpEquiv, http-equiv, <cfheader.
bool PairFinder::see_element(std::uint32_t i) {
  const std::string_view word = t_.text(i);
  const bool equiv = word == "httpEquiv" || (word == "equiv" && i >= 2 && t_.is(i - 1, "-") && t_.is(i - 2, "http"));
  if (equiv && (t_.is(i + 1, "=") || t_.is(i + 1, ":"))) {
    see_meta(i);
    return true;
  }
  if (word != "cfheader" || i == 0 || !t_.is(i - 1, "<")) return false;
  see_cfheader(i);
  return true;
}

void PairFinder::see_word(std::uint32_t i) {
  const std::string_view word = t_.text(i);
  if (word.size() < 4 || see_element(i)) return;
  if (t_.language() == Language::Perl && see_accessor(i)) return;
  // A key without quotes: "server: 'nginx'", and constants.
  std::string_view header;
  if (word.find_first_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") != std::string_view::npos) header = header_of_constant(word);
  if (see_member(i, header)) return;
  const std::uint32_t defined = e_.definition(word, i);
  if (defined < t_.size() && t_.is_kind(defined, Kind::String) && defined != i) {
    const std::string_view text = t_.inside_text(defined);
    if (header_name(text) == HeaderName::Unknown) return;
    header = text;
  }
  if (header.empty()) return;
  Name name{header, {t_[i].start, t_[i].end}, i, i};
  while (name.first >= 2 && (t_.is(name.first - 1, ".") || t_.is(name.first - 1, "::")) &&
         t_.is_kind(name.first - 2, Kind::Word)) {
    name.first -= 2;
  }
  // Swift's .contentSecurityPolicy
  const bool member = name.first >= 2 && t_.is(name.first - 1, ".");
  if (member && (t_.is(name.first - 2, ":") || t_.is(name.first - 2, "["))) --name.first;
  // CGI's -Content_Security_Policy => "..."
  if (t_.language() == Language::Perl && name.first > 0 && t_.is(name.first - 1, "-")) --name.first;
  see_name(name);
}

/// <meta httpEquiv="..." content={...}> in JSX, meta(http-equiv="...", content="...") in Pug.
void PairFinder::see_meta(std::uint32_t i) {
  std::uint32_t name = i + 2;
  if (t_.is(name, "{")) ++name;
  if (!t_.is_kind(name, Kind::String) || !is_policy_name(t_.inside_text(name))) return;
  // The other attributes stand close by.
  constexpr std::uint32_t kFar = 24;
  const std::uint32_t first = i > kFar ? i - kFar : 0;
  // HTML is another reader's.
  if (t_.is(i, "equiv")) {
    for (std::uint32_t at = i; at > first; --at) {
      if (t_.is(at, "meta") && t_.is(at - 1, "<")) return;
    }
  }
  for (std::uint32_t at = first; at < i + kFar && at < t_.size(); ++at) {
    const bool content = t_.is(at, "content") || (t_.is_kind(at, Kind::String) && t_.inside_text(at) == "content");
    if (!content || !(t_.is(at + 1, "=") || t_.is(at + 1, ":"))) continue;
    std::uint32_t value = at + 2;
    std::uint32_t end = t_.size();
    if (t_.is(value, "{")) end = t_.group_end(value++);
    Pair pair;
    if (!e_.value(value, end, pair.value) || pair.value.literals == 0) continue;
    pair.name = t_.inside_text(name);
    pair.name_span = t_.inside(name);
    pair.token = i;
    pair.certain = pair.adds = pair.meta = true;
    pairs_.push_back(std::move(pair));
    return;
  }
}

/// ColdFusion's <cfheader name="X-Frame-Options" value="DENY">. What stands in "#" is an expression.
void PairFinder::see_cfheader(std::uint32_t i) {
  std::uint32_t name = t_.size();
  std::uint32_t value = t_.size();
  constexpr std::uint32_t kFar = 16;
  for (std::uint32_t at = i + 1; at + 2 < t_.size() && at < i + kFar && !t_.is(at, ">"); ++at) {
    if (!t_.is(at + 1, "=") || !t_.is_kind(at + 2, Kind::String)) continue;
    if (t_.is(at, "name")) name = at + 2;
    if (t_.is(at, "value")) value = at + 2;
  }
  if (name >= t_.size() || value >= t_.size() || !is_token(t_.inside_text(name))) return;
  // <!--- ... --->
  constexpr std::size_t kBack = 512;
  const std::size_t end = t_[i].start;
  const std::string_view before = t_.source().substr(end > kBack ? end - kBack : 0, std::min(end, kBack));
  const std::size_t comment = before.rfind("<!--");
  if (comment != before.npos && before.find("-->", comment) == before.npos) return;
  Pair pair;
  std::uint32_t at = value;
  if (!e_.value(at, value + 1, pair.value)) return;
  const std::string text = pair.value.text;
  for (std::size_t open = text.find('#'); open != text.npos;) {
    const std::size_t close = text.find('#', open + 1);
    if (close == text.npos) break;
    const Value gap = pair.value.slice(open, close + 1);
    pair.value.gaps.push_back({gap.first_source(), gap.last_source()});
    open = text.find('#', close + 1);
  }
  pair.name = t_.inside_text(name);
  pair.name_span = t_.inside(name);
  pair.token = i;
  pair.certain = pair.adds = true;
  pairs_.push_back(std::move(pair));
}

void PairFinder::see_name(Name name) {
  unwrap(name);
  const std::uint32_t i = name.first;
  const std::uint32_t next = name.last + 1;
  if (i == 0 || is_tested(i)) return;
  const std::uint32_t previous = i - 1;
  if (t_.language() == Language::Other && see_neighbour(name)) return;
  if (t_.is(previous, "[") && t_.is(next, "]")) return see_subscript(name);
  // key: 'X', value: '...'
  if (i >= 2 && (t_.is(previous, ":") || t_.is(previous, "=") || t_.is(previous, "=>")) && is_key_of_name(i - 2)) {
    return see_record(t_.parent(i));
  }
  if (t_.is(next, ",") || takes_arrow(name)) return see_argument(name);
  if (t_.is(next, ":") || t_.is(next, "=>") || t_.is(next, "->")) return see_key(name);
  // @{ "X" = "..." }
  if (t_.is(next, "=") && t_.is_kind(name.last, Kind::String) && t_.parent(i) < t_.size()) return see_map(t_.parent(i));
}

/// headers['X'] = ...
void PairFinder::see_subscript(const Name& name) {
  const std::uint32_t bracket = name.first - 1;
  const std::uint32_t mark = name.last + 2;
  if (t_.is(mark, "=>")) return see_map(t_.parent(bracket));  // PHP's var_dump
  // C#'s new() { ["X"] = "..." }
  if (t_.is(mark, "=") && bracket > 0 && (t_.is(bracket - 1, "{") || t_.is(bracket - 1, ",")) &&
      t_.parent(bracket) < t_.size()) {
    return see_map(t_.parent(bracket));
  }
  const bool sets = is_one_of(t_.text(mark), {"=", ":=", "||=",
                                              "?"
                                              "?="});
  if (!sets) return;
  const auto words = chain_before(bracket);
  if (words.empty() || refuses_chain(words)) return;
  form_ = {Form::Statement, bracket};
  add_values(name, mark + 1, t_.size(), true, false);
}

/// set('X', ...), set_header 'X', '...', ('X', ...), ['X', ...], {"X", ...}
void PairFinder::see_argument(const Name& name) {
  const std::uint32_t i = name.first;
  const std::uint32_t previous = i - 1;
  const std::uint32_t value = name.last + 2;
  if (t_.is_kind(previous, Kind::Word) && is_setter(plain_name(t_.text(previous)))) {
    const auto words = chain_before(i);
    form_ = {Form::Statement, i};
    if (!refuses_chain(words)) add_values(name, value, t_.size(), true, adds_another(words[0]));
    return;
  }
  // Elixir's put_resp_header(conn, "x", "...")
  const std::uint32_t around = t_.parent(i);
  if (t_.language() == Language::Elixir && t_.is(previous, ",") && around < t_.size() && t_.is(around, "(") &&
      around + 2 == previous &&
      is_one_of(chain_before(around).empty() ? "" : chain_before(around)[0], {"putrespheader"})) {
    return add_values(name, value, e_.item_end(value, t_.group_end(around)), true, false);
  }
  if (!t_.opens(previous)) return;
  auto words = t_.is(previous, "(") ? chain_before(previous) : std::vector<std::string>();
  if (words.empty()) return see_sequence(previous);
  if (refuses_chain(words)) return;
  std::uint32_t call = previous;
  if (makes_header(previous, words)) {
    // set_header(Header::new("X", "..."))
    call = t_.parent(previous);
    words = call < t_.size() && t_.is(call, "(") ? chain_before(call) : std::vector<std::string>();
    if (words.empty() || refuses_chain(words)) return;
  }
  if (!is_setter(words[0])) return;
  // Of several arguments none is the whole call.
  const bool one = call == previous || e_.item_end(call + 1, t_.group_end(call)) == t_.group_end(call);
  if (one) form_ = {Form::Call, call};
  add_values(name, value, e_.item_end(value, t_.group_end(previous)), true, adds_another(words[0]));
}

/// 'X': '...', 'X' => '...', "X" -> "..."
void PairFinder::see_key(const Name& name) {
  const std::uint32_t previous = name.first - 1;
  const bool begins = t_.opens(previous) || t_.is(previous, ",") || t_.is(previous, "{") ||
                      t_[name.first].begins_line || t_.is_kind(previous, Kind::Word);
  if (!begins) return;
  const std::uint32_t around = t_.parent(name.first);
  if (around < t_.size()) return see_map(around);
  see_open_map(name);
}

/// Perl's header('X' => '...'), and nothing else in it.
bool PairFinder::takes_arrow(const Name& name) const {
  if (t_.language() != Language::Perl || !t_.is(name.last + 1, "=>") || !t_.is_kind(name.last, Kind::String))
    return false;
  const std::uint32_t previous = name.first - 1;
  const auto words = chain_before(t_.is(previous, "(") ? previous : name.first);
  if (words.empty() || !is_setter(words[0]) || words[0] == "headers") return false;
  const std::uint32_t end = t_.is(previous, "(") ? t_.group_end(previous) : statement_end(name.last);
  const std::uint32_t stop = e_.item_end(name.last + 2, end);
  return !t_.is(stop, ",") || stop + 1 == end;
}

/// Whether the call before the bracket makes a header of name and value: Header::new(...), new BasicHeader(...),
/// http4s' Header.Raw(...).
bool PairFinder::makes_header(std::uint32_t open, const std::vector<std::string>& words) const {
  if (words[0] == "raw" || words[0] == "custom") return words.size() > 1 && words[1] == "header";
  if (words[0] == "new") return words.size() > 1 && words[1] == "header";
  return open >= 2 && t_.is(open - 2, "new") && is_one_of(words[0], {"header", "basicheader", "httpheader"});
}

/// The words of the call that takes the line at `i`: header("..."), or header() of what sprintf makes, of which `first` becomes
/// the first token.
std::vector<std::string> PairFinder::words_before_line(std::uint32_t i, std::uint32_t& first) const {
  auto words = chain_before(t_.is(i - 1, "(") ? i - 1 : i);
  const bool formatted = !words.empty() && is_one_of(words[0], {"sprintf", "vsprintf", "format"}) && t_.is(i - 1, "(");
  if (!formatted) return words;
  first = chain_start(i - 1);
  if (first == 0 || !t_.is(first - 1, "(")) return {};
  return chain_before(first - 1);
}

/// "X-Frame-Options: DENY" in one literal, as PHP's header() takes it.
void PairFinder::see_line(std::uint32_t i) {
  const std::string_view inside = t_.inside_text(i);
  const std::size_t colon = inside.substr(0, 80).find(':');
  if (colon == std::string_view::npos || colon < 3) return;
  const std::string_view name = text::trim(inside.substr(0, colon));
  if (!is_token(name) || i < 2) return;
  const bool known = header_name(name) != HeaderName::Unknown;
  if (!t_.is(i - 1, "(") && !t_.is_kind(i - 1, Kind::Word)) return;
  std::uint32_t first_of_value = i;
  const auto words = words_before_line(i, first_of_value);
  if (words.empty() || !is_one_of(words[0], {"header", "addheader", "sendheader", "setheader"}) ||
      (!known && name.find('-') == name.npos))
    return;
  if (is_tested(i) || refuses_chain(words)) return;
  std::uint32_t at = first_of_value;
  Value value;
  if (!e_.value(at, t_.size(), value)) return;
  std::size_t begin = value.text.find(':') + 1;
  while (begin < value.text.size() && text::is(value.text[begin], text::kAsciiWhitespace)) ++begin;
  Pair pair;
  pair.name = name;
  const std::uint32_t start = t_.inside(i).start;
  pair.name_span = {start, start + static_cast<std::uint32_t>(name.size())};
  pair.value = value.slice(begin, value.text.size());
  pair.token = i;
  pair.certain = true;
  const bool whole = t_.is(i - 1, "(") && t_.group_end(i - 1) < t_.size() && at == i + 1 && pair.value.gaps.empty();
  if (whole) {
    const std::uint32_t first = chain_start(i - 1);
    std::uint32_t stop = t_.group_end(i - 1);
    if (t_.is(stop + 1, ";")) ++stop;
    if (t_[first].begins_line) {
      pair.statement = {t_[first].start, t_[stop].end};
      pair.expression = pair.literal = {t_[i].start, t_[i].end};
      find_guards(pair, first, stop);
    }
  }
  // header($line, false) keeps what is there.
  pair.adds = t_.is(at, ",") && t_.is(at + 1, "false");
  pairs_.push_back(std::move(pair));
}

bool PairFinder::is_set_on_headers(std::uint32_t i) const {
  if (i == 0) return false;
  if (t_.is(i - 1, "[")) {
    const auto words = chain_before(i - 1);
    return !words.empty() && words[0].find("headers") != std::string::npos;
  }
  if (!t_.is(i - 1, "(")) return false;
  const auto words = chain_before(i - 1);
  if (words.empty() || !is_setter(words[0])) return false;
  // Of a text, not of headers: policy.replace("'none'", "'self'").
  if (words[0] == "replace") return false;
  return words[0].find("header") != std::string::npos ||
         (words.size() > 1 && words[1].find("header") != std::string::npos);
}

/// HeaderName::from_static("x"): the call stands for its argument. Scala's ci"x", Erlang's <<"x">>.
void PairFinder::unwrap(Name& name) const {
  const bool literal = name.first > 0 && t_.is_kind(name.first, Kind::String);
  if (literal && t_.language() == Language::Java && t_.is_kind(name.first - 1, Kind::Word) &&
      t_[name.first - 1].end == t_[name.first].start) {
    --name.first;
  }
  if (literal && t_.is(name.first - 1, "<<") && t_.is(name.last + 1, ">") && t_.is(name.last + 2, ">")) {
    --name.first;
    name.last += 2;
  }
  for (int depth = 0; depth < 3; ++depth) {
    if (name.first == 0 || !t_.is(name.first - 1, "(") || !t_.is(name.last + 1, ")")) return;
    const auto words = chain_before(name.first - 1);
    if (words.empty()) return;
    const bool wraps = is_one_of(words[0], {"fromstatic", "fromstr", "tryfrom", "from", "headername", "ofname", "of",
                                            "new", "b", "cistring"}) ||
                       (words[0] == "name" && words.size() > 1 && words[1] == "httpfield");
    if (!wraps) return;
    std::uint32_t first = name.first - 2;
    while (first >= 2 && (t_.is(first - 1, "::") || t_.is(first - 1, "."))) first -= 2;
    name.first = first;
    ++name.last;
    if (t_.is(name.last + 1, "!")) ++name.last;  // Swift's HTTPField.Name("...")!
  }
}

bool PairFinder::is_key_of_name(std::uint32_t i) const {
  std::string_view key = t_.is_kind(i, Kind::String) ? t_.inside_text(i) : t_.text(i);
  return is_one_of(text::lowered(key.substr(0, 12)), {"key", "name", "header", "headername", "field"});
}

bool PairFinder::is_key_of_value(std::string_view key) {
  return is_one_of(text::lowered(key.substr(0, 12)), {"value", "values", "headervalue"});
}

/// The words of the chain that ends right before `i`, from the last on: "set", "headers", "response".
std::vector<std::string> PairFinder::chain_before(std::uint32_t i) const {
  std::vector<std::string> words;
  constexpr std::size_t kMost = 10;
  while (i > 0 && words.size() < kMost) {
    std::uint32_t at = i - 1;
    // Rust's macros, optional calls
    if (t_.is(at, "!") || t_.is(at, "?")) {
      if (at == 0) break;
      --at;
    }
    while (at > 0 && (t_.is(at, ")") || t_.is(at, "]")) && t_[at].mate < at) at = t_[at].mate - (t_[at].mate > 0);
    if (!t_.is_kind(at, Kind::Word)) break;
    words.push_back(plain_name(t_.text(at)));
    if (at == 0) break;
    const bool goes_on = t_.is(at - 1, ".") || t_.is(at - 1, "->") || t_.is(at - 1, "::") || t_.is(at - 1, "?.") ||
                         (t_.is(at - 1, ":") && t_.language() == Language::Lua);
    if (!goes_on) break;
    i = at - 1;
  }
  return words;
}

/// The first token of the chain before a bracket or a name: "response" of response.headers[...]; of a
/// chain that goes on on a line of its own, its dot.
std::uint32_t PairFinder::chain_start(std::uint32_t i) const {
  for (int step = 0; step < 24 && i > 0; ++step) {
    const std::uint32_t before = i - 1;
    if (t_[i].begins_line) return i;
    const bool link = t_.is_kind(before, Kind::Word) || t_.is(before, ".") || t_.is(before, "->") ||
                      t_.is(before, "::") || t_.is(before, "?.") || t_.is(before, "|>");
    if (link) {
      i = before;
    } else if ((t_.is(before, ")") || t_.is(before, "]")) && t_[before].mate < before) {
      i = t_[before].mate;
    } else {
      return i;
    }
  }
  return i;
}

std::uint32_t PairFinder::statement_end(std::uint32_t i) const {
  const std::uint32_t around = t_.parent(i);
  return around < t_.size() ? t_.group_end(around) : t_.size();
}

std::vector<Pair> find_pairs(text::Source& source, Expressions& expressions) {
  return PairFinder(source, expressions).find();
}

}  // namespace headstrong::http::code

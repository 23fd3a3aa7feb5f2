#include "http/code/read_code.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "grammar/header_names.hpp"
#include "http/code/expressions.hpp"
#include "http/code/language.hpp"
#include "http/code/maps.hpp"
#include "http/code/pairs.hpp"
#include "http/dialects/dialect.hpp"
#include "http/evidence.hpp"
#include "http/wording.hpp"
#include "text/ascii.hpp"
#include "text/lines.hpp"
#include "text/order.hpp"
#include "text/utf8.hpp"

namespace headstrong::http::code {
namespace read_code_detail {

/// Whether all paths meet this one.
bool is_general(std::string_view path) {
  static constexpr std::string_view kGeneral[] = {"",   "/*",   "/(.*)", "/:path*", "/**",
                                                  "**", "**/*", "/.*",   "*",       "/(.*)*"};
  return std::find(std::begin(kGeneral), std::end(kGeneral), path) != std::end(kGeneral);
}

/// How general a path is, the lower the more.
int rank_of(const Pair& pair) {
  int rank = 10;
  if (is_general(pair.place) || pair.place == "/((?!api|_next/static|_next/image|favicon.ico).*)")
    rank = pair.place.empty() ? 0 : 1;
  if (pair.place.substr(0, 3) == "/((") rank = std::min(rank, 2);
  // The page at "/" gets what is set for all, too.
  if (pair.route == "/") return rank - 1;
  return rank + (pair.conditional ? 5 : 0) + (pair.guard > 0 ? 5 : 0);
}

void add_pair(text::Source& source, Response& response, Pair& pair) {
  // Lines and what they are indented by are the program's, blanks on one line are sent.
  const std::string& written_text = pair.value.text;
  const bool lines =
      written_text.find_first_of("\r\n") != std::string::npos || text::trim(written_text).size() != written_text.size();
  Value value = lines ? pair.value.collapsed() : pair.value;
  Field field;
  field.name = pair.name;
  field.name_span = pair.name_span;
  field.from_meta = pair.meta;
  // What runs under a condition, or can't be copied, is left alone.
  if (!pair.guarded && pair.is_model) field.statement = pair.statement;
  field.expression = pair.expression;
  field.literal = pair.literal;
  field.entry = pair.entry;
  field.invalid_name = !text::all_of(pair.name, text::kToken);
  response.framed_by_default = response.framed_by_default || pair.framed_by_default;
  const std::string_view text = source.keep(std::move(value.text));
  if (value.segments.empty()) {
    field.value = text::MappedText(text, pair.value.first_source());
  } else {
    field.value = text::MappedText(text, std::move(value.segments));
  }
  field.spelling = value.mixed ? quote::Spelling::Unwritable : value.spelling;
  if (pair.value.from_map) field.spelling = quote::Spelling::Unwritable;
  if (!pair.map.entries.empty()) {
    response.maps.push_back(std::move(pair.map));
    field.map = static_cast<std::uint32_t>(response.maps.size());
  }
  const Span written = field.value.to_source(0, text.size());
  field.span = around(pair.name_span, written);
  response.gaps.insert(response.gaps.end(), value.gaps.begin(), value.gaps.end());
  response.span = response.fields.empty() ? field.span : around(response.span, field.span);
  response.fields.push_back(std::move(field));
}

/// Nothing but a map or a list, with a name before it at most, from `first` on.
bool is_one_literal(const Tokens& tokens, std::uint32_t first) {
  for (std::uint32_t i = first; i < tokens.size() && i < first + 16; ++i) {
    if (tokens.opens(i)) return tokens[i].mate > i && tokens[i].mate + 2 >= tokens.size();
    if (tokens.is_kind(i, Kind::String)) return false;
  }
  return false;
}

/// Tells of a map that was printed, and whether it is all that was sent.
void note_printed(const Tokens& tokens, Paste& paste) {
  const auto printed = static_cast<std::uint32_t>(printed_start(tokens.source()));
  if (!is_one_literal(tokens, tokens.first_from(printed))) return;
  if (printed > 0) paste.format = Format::PrintedMap;
  paste.responses[0].complete = is_whole_set(paste.responses[0]);
}

std::string place_words(std::string_view path, std::string_view s, std::uint32_t at) {
  const auto line = 1 + std::count(s.begin(), s.begin() + at, '\n');
  constexpr std::size_t kReadable = 60;
  return place_at_line("path " + std::string(path.substr(0, kReadable)), static_cast<std::uint32_t>(line));
}

/// Of several paths that all others meet, one place: what is set later for one takes the place of what is set for another.
void join_general_places(std::vector<Pair>& pairs) {
  std::string_view everywhere;
  for (Pair& pair : pairs) {
    pair.everywhere = !pair.place.empty() && !pair.conditional && is_general(pair.place);
    if (!pair.everywhere) continue;
    if (everywhere.empty()) everywhere = pair.place;
    pair.place = everywhere;
  }
}

/// Conditions are places of their own where something is set without one, or where one name is set under several:
/// else they only say that a header can be switched off.
void settle_guards(std::vector<Pair>& pairs) {
  const bool any = std::any_of(pairs.begin(), pairs.end(), [](const Pair& pair) { return pair.guard == 0; });
  std::map<std::string, std::uint32_t> guards;
  bool several = false;
  for (const Pair& pair : pairs) {
    if (pair.guard == 0) continue;
    several = several || !pair.route.empty();
    const auto [known, added] = guards.emplace(text::lowered(pair.name), pair.guard);
    several = several || (!added && known->second != pair.guard);
  }
  if (any || several) return;
  for (Pair& pair : pairs) pair.guard = 0;
}

/// "if (req.path === '/embed'), line 12"
std::string condition_words(const Tokens& tokens, std::uint32_t guard) {
  constexpr std::size_t kReadable = 60;
  const std::string_view s = tokens.source();
  const std::uint32_t at = tokens[guard].start;
  std::string_view words = s.substr(at, kReadable);
  words = text::trim(words.substr(0, words.find_first_of("{\n\r")));
  while (!words.empty() && (words.back() == ':' || words.back() == ' ')) words.remove_suffix(1);
  const auto line = 1 + std::count(s.begin(), s.begin() + at, '\n');
  return place_at_line(text::valid_utf8(words), static_cast<std::uint32_t>(line));
}

/// Where a pair is set, in words; empty where it is set for all.
std::string words_of_place(const Pair& pair, const Tokens& tokens) {
  if (!pair.route.empty()) return place_words(pair.route, tokens.source(), tokens[pair.guard - 1].start);
  if (pair.guard > 0) return condition_words(tokens, pair.guard - 1);
  return pair.place.empty() ? std::string() : place_words(pair.place, tokens.source(), pair.name_span.start);
}

/// Ring's site-defaults send X-Frame-Options.
void note_defaults(std::string_view bytes, Language language, Paste& paste) {
  if (language != Language::Other || bytes.find("site-defaults") == bytes.npos) return;
  for (Response& response : paste.responses) response.framed_by_default = true;
}

/// What is set without a condition is sent where one holds, too, unless that sets it.
void inherit_unguarded(Paste& paste, std::size_t general, std::size_t guarded) {
  constexpr std::size_t kMost = 500;
  Response& response = paste.responses[guarded];
  std::vector<Field> fields;
  for (const Field& field : paste.responses[general].fields) {
    const bool own = std::any_of(response.fields.begin(), response.fields.end(),
                                 [&](const Field& other) { return text::iequals(other.name, field.name); });
    if (own || fields.size() > kMost) continue;
    fields.push_back(field);
    fields.back().inherited = true;
    fields.back().map = 0;
    fields.back().statement = {};
  }
  fields.insert(fields.end(), response.fields.begin(), response.fields.end());
  response.fields = std::move(fields);
  const std::vector<Span>& gaps = paste.responses[general].gaps;
  response.gaps.insert(response.gaps.end(), gaps.begin(), gaps.end());
  text::sort_by_start(response.gaps);
}

/// Whether a policy may begin at `i`: a text that is all there is, or that something is set to.
bool may_hold_policy(const Tokens& tokens, std::uint32_t i) {
  if (!tokens.is_kind(i, Kind::String) && !tokens.is(i, "(") && !tokens.is(i, "[")) return false;
  if (i == 0) return true;
  if (!tokens.is(i - 1, "=") && !tokens.is(i - 1, ":=")) return false;
  // headers['Content-Security-Policy'] = "...", which is a request's where it was not read.
  if (i > 3 && tokens.is(i - 2, "]") && tokens.is_kind(i - 3, Kind::String)) return false;
  // <meta ... content="..."> is another reader's.
  return i < 2 || !tokens.is(i - 2, "content");
}

bool is_policy(std::string_view text) {
  return is_directive(text::lowered(text.substr(0, text.find_first_of(" \t\n;")))) && is_bare_policy(text);
}

/// A policy in a variable, or in nothing but quotes: const csp = "default-src ...".
void read_policies(text::Source& source, Expressions& expressions, Paste& paste) {
  const Tokens& tokens = expressions.tokens();
  for (std::uint32_t i = 0; i < tokens.size(); ++i) {
    if (!may_hold_policy(tokens, i)) continue;
    std::uint32_t at = i;
    Pair pair;
    if (!expressions.value(at, tokens.size(), pair.value) || pair.value.literals == 0) continue;
    if (!is_policy(text::trim(pair.value.text))) continue;
    const bool alone = i == 0;
    if (alone && at < tokens.size()) continue;
    if (alone) paste.format = Format::BarePolicy;
    const std::string name = text::lowered(expressions.name_of_definition(i));
    const bool reports = name.find("report") != std::string::npos && name.find("only") != std::string::npos;
    pair.name = reports ? "Content-Security-Policy-Report-Only" : "Content-Security-Policy";
    pair.name_span = {tokens[i].start, tokens[i].start};
    pair.token = i;
    Response response;
    add_pair(source, response, pair);
    // Its quotes go with it where it becomes header lines.
    if (alone) response.span = {tokens[i].start, tokens[at - 1].end};
    paste.responses.push_back(std::move(response));
    return;  // of several the first: which is sent the text does not say
  }
}

}  // namespace read_code_detail
using namespace read_code_detail;

void read_code(text::Source& source, Language language, Paste& paste) {
  const Tokens tokens(source.bytes(), language);
  Expressions expressions(source, tokens);
  std::vector<Pair> pairs = find_pairs(source, expressions);
  read_maps(source, expressions, pairs);
  drop_removed(source, expressions, pairs);
  join_general_places(pairs);
  pairs = settled(std::move(pairs), tokens);
  // Names with nothing but variables behind them show nothing of what is sent.
  if (std::none_of(pairs.begin(), pairs.end(), [](const Pair& pair) { return pair.value.literals > 0; })) pairs.clear();
  if (pairs.empty()) return read_policies(source, expressions, paste);

  settle_guards(pairs);
  // The most general place comes first in rank; what is set for all reaches the others, too.
  struct PlaceKey {
    std::string_view path;
    bool conditional = false;
    std::uint32_t guard = 0;
    bool operator==(const PlaceKey&) const = default;
  };
  const auto key_of = [](const Pair& pair) { return PlaceKey{pair.place, pair.conditional, pair.guard}; };
  std::vector<PlaceKey> places;
  int best = 100;
  std::size_t chosen = 0;
  for (const Pair& pair : pairs) {
    const auto at = static_cast<std::size_t>(std::find(places.begin(), places.end(), key_of(pair)) - places.begin());
    if (at == places.size()) {
      if (places.size() == kMostPlaces) continue;
      places.push_back(key_of(pair));
      paste.responses.push_back({});
      paste.responses.back().place = words_of_place(pair, tokens);
    }
    const int rank = rank_of(pair);
    if (rank < best) {
      best = rank;
      chosen = at;
    }
  }
  for (Pair& pair : pairs) {
    const auto at = static_cast<std::size_t>(std::find(places.begin(), places.end(), key_of(pair)) - places.begin());
    if (at < places.size()) add_pair(source, paste.responses[at], pair);
  }
  const bool routes = std::any_of(pairs.begin(), pairs.end(), [](const Pair& pair) { return !pair.route.empty(); });
  const auto general = static_cast<std::size_t>(std::find(places.begin(), places.end(), PlaceKey{}) - places.begin());
  for (std::size_t i = 0; general < places.size() && i < places.size(); ++i) {
    if (places[i].guard == 0) continue;
    inherit_unguarded(paste, general, i);
    paste.responses[general].place = routes ? "outside of the handlers of single paths" : "without a condition";
  }
  note_defaults(source.bytes(), language, paste);
  paste.chosen = chosen;
  // What a program printed is all that there was; what a program sets is not.
  const bool sets = std::any_of(pairs.begin(), pairs.end(), [](const Pair& pair) { return pair.certain; });
  if (!sets && places.size() == 1) note_printed(tokens, paste);
}

}  // namespace headstrong::http::code

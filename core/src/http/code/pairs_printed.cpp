// What a program of the Common Gateway Interface (RFC 3875) prints: header lines, up to an empty one.
#include <string>
#include <string_view>
#include <utility>

#include "grammar/header_names.hpp"
#include "http/code/pair_finder.hpp"
#include "http/code/words.hpp"
#include "text/ascii.hpp"

namespace headstrong::http::code {

/// print "...", print("..."), echo "...", a C++ stream << "..."
bool PairFinder::is_printed(std::uint32_t i) const {
  if (i == 0) return false;
  std::uint32_t before = i - 1;
  if (t_.is(before, "(") && before > 0) --before;
  if (t_.is(before, "<<") && before > 0) --before;
  // "echo -e", "print STDOUT"
  if (before >= 2 && t_.is(before - 1, "-")) before -= 2;
  if (t_.is(before, "STDOUT") && before > 0) --before;
  return t_.is_kind(before, Kind::Word) &&
         is_one_of(plain_name(t_.text(before)),
                   {"print", "echo", "puts", "printf", "println", "say", "write", "writeln", "cout", "cat"});
}

/// Whether the program prints a Content-Type and another header of responses: what else it prints so are headers.
void PairFinder::find_printed() {
  bool type = false;
  bool telling = false;
  for (std::uint32_t i = 1; i < t_.size() && !prints_headers_; ++i) {
    if (!t_.is_kind(i, Kind::String) || !is_printed(i)) continue;
    std::string_view rest = t_.inside_text(i);
    // The lines that its escapes part.
    for (int lines = 0; lines < 16 && !rest.empty(); ++lines) {
      const std::string_view name = rest.substr(0, rest.substr(0, 60).find(':'));
      type = type || text::iequals(name, "content-type");
      telling = telling || is_telling(name);
      const std::size_t next = rest.substr(0, 4096).find("\\n");
      rest = next == rest.npos ? std::string_view() : rest.substr(next + 2);
    }
    prints_headers_ = type && telling;
  }
}

/// Adds the header of a line that lies in the value; `whole`: the statement prints nothing else.
void PairFinder::add_printed(const Value& value, std::string_view line, std::uint32_t i, bool whole) {
  const std::size_t colon = line.find(':');
  const std::string_view name = line.substr(0, colon);
  const std::string_view words = text::trim(line.substr(colon + 1));
  const auto place_of = [&](std::string_view part) {
    return static_cast<std::size_t>(part.data() - value.text.data());
  };
  Pair pair;
  const std::uint32_t place = value.slice(place_of(name), place_of(name) + name.size()).first_source();
  pair.name = source_.keep(std::string(name));
  pair.name_span = {place, place + static_cast<std::uint32_t>(name.size())};
  pair.value = value.slice(place_of(words), place_of(words) + words.size());
  pair.token = i;
  pair.certain = pair.adds = true;
  const bool call = t_.is(i - 1, "(");
  const std::uint32_t first = chain_start(call ? i - 1 : i);
  std::uint32_t stop = call ? t_.group_end(i - 1) : i;
  if (whole && pair.value.gaps.empty() && stop < t_.size() && t_[first].begins_line) {
    if (t_.is(stop + 1, ";")) ++stop;
    pair.statement = {t_[first].start, t_[stop].end};
    pair.expression = pair.literal = {t_[i].start, t_[i].end};
    find_guards(pair, first, stop);
  }
  if (pair.value.literals > 0 || !pair.value.gaps.empty()) pairs_.push_back(std::move(pair));
}

void PairFinder::see_printed(std::uint32_t i) {
  if (i < printed_end_ || is_tested(i)) return;
  std::uint32_t at = i;
  Value value;
  if (!e_.value(at, statement_end(i), value)) return;
  printed_end_ = at;
  const std::string_view s = value.text;
  const bool whole = s.find('\n') == s.npos && at == i + 1;
  constexpr int kMostLines = 200;
  std::size_t start = 0;
  for (int lines = 0; lines < kMostLines && start < s.size(); ++lines) {
    const std::size_t end = std::min(s.find('\n', start), s.size());
    const std::string_view line = text::trim(s.substr(start, end - start));
    const std::string_view name = line.substr(0, line.find(':'));
    start = end + 1;
    // Behind an empty line stands the page.
    if (name.size() == line.size() || !is_token(name)) return;
    if (header_name(name) == HeaderName::Unknown && name.find('-') == name.npos) continue;
    add_printed(value, line, i, whole);
  }
}

}  // namespace headstrong::http::code

// Whether what sets a header runs only where a condition holds.
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/code/pair_finder.hpp"
#include "http/code/word_tables.hpp"
#include "http/code/words.hpp"
#include "text/ascii.hpp"

namespace headstrong::http::code {

/// Whether the condition holds for what is judged, a page that is served as it should be: in production, over
/// HTTPS, of HTML, without a header of that name so far.
bool PairFinder::holds_for_pages(std::uint32_t guard, std::string_view name) const {
  constexpr std::size_t kEnough = 200;
  std::string_view line = t_.source().substr(t_[guard].start, kEnough);
  line = line.substr(0, line.find('\n'));
  const std::string words = text::lowered(line);
  const auto has = [&](std::string_view word) { return words.find(word) != words.npos; };
  if (has(text::lowered(name)) || has("headerssent") || has("headers_sent")) return true;
  if (has("!") || has("not ") || has("else") || has("unless")) return false;
  for (const std::string_view word : {"production", "isprod", "is_prod", "https", "secure", "ssl", "tls", "html",
                                      "content_type", "content-type", "contenttype", "mimetype"}) {
    if (has(word)) return true;
  }
  return false;
}

/// Whether the guard lets the pair be set in production; what a page meets, it meets there.
InProduction PairFinder::holds(const Pair& pair, std::uint32_t guard) const {
  const InProduction told = e_.in_production(guard);
  if (told != InProduction::Unknown) return told;
  return holds_for_pages(guard, pair.name) ? InProduction::Yes : told;
}

/// The condition or case under which the pair is set; size() where there is none, or one that a page meets.
std::uint32_t PairFinder::condition_of(const Pair& pair) const {
  const Guards& guards = e_.guards();
  const auto is_condition = [&](std::uint32_t guard) {
    return guard < t_.size() &&
           is_one_of(t_.text(guard), {"if", "elif", "else", "elsif", "elseif", "unless", "case", "default", "when"});
  };
  std::uint32_t guard = guards.behind(pair.token);
  if (!is_condition(guard) || holds(pair, guard) == InProduction::Yes) guard = guards.of(pair.token);
  return is_condition(guard) && holds(pair, guard) != InProduction::Yes ? guard : t_.size();
}

/// Where the item of a list, or the operand of a call, begins that goes on at `i`.
std::uint32_t PairFinder::item_start(std::uint32_t i) const {
  constexpr int kFar = 40;
  for (int steps = 0; steps < kFar && i > 0; ++steps) {
    const std::uint32_t before = i - 1;
    const bool begins = t_.opens(before) || t_.is(before, ",") || t_.is(before, ";") || t_.is(before, "...") ||
                        t_.is(before, "=") || t_.is(before, "=>") || t_.is(before, "return") || t_.is(before, ":");
    if (begins) break;
    i = t_[before].mate < before ? t_[before].mate : before;
  }
  return i;
}

/// A pair of what is there where a condition holds: isProd && {...}, isDev ? {...} : {...}. False where production leaves
/// it out; where the text does not tell, its value is a gap.
bool PairFinder::settle_condition(Pair& pair) const {
  if (!pair.entry) return true;
  std::uint32_t around = t_.parent(pair.token);
  for (int depth = 0; depth < 4 && around > 1 && around < t_.size(); ++depth, around = t_.parent(around)) {
    std::uint32_t mark = around - 1;
    bool other = false;
    // condition ? {...} : {...}
    if (t_.is(mark, ":") && t_[mark - 1].mate < mark - 1 && t_.is(t_[mark - 1].mate - 1, "?")) {
      other = true;
      mark = t_[mark - 1].mate - 1;
    }
    if (!t_.is(mark, "&&") && !t_.is(mark, "?")) continue;
    InProduction holds = e_.in_production(item_start(mark), mark);
    if (other) holds = opposite(holds);
    if (holds == InProduction::No) return false;
    if (holds == InProduction::Unknown) pair.hide();
  }
  return true;
}

/// Sets what can be made of a statement from token `first` to token `stop`.
void PairFinder::find_guards(Pair& pair, std::uint32_t first, std::uint32_t stop) const {
  if (pair.entry) {
    // ...(embed && { 'X': '...' })
    std::uint32_t around = t_.parent(first);
    for (int depth = 0; depth < 4 && around < t_.size(); ++depth, around = t_.parent(around)) {
      if (around == 0) break;
      const std::uint32_t before = around - 1;
      const bool given = t_.is(before, "?") || t_.is(before, "&&") || t_.is(before, "||") ||
                         (t_.is(around, "(") && (t_.is(before, "...") || t_.is(before, "**")));
      pair.guarded = pair.guarded || given;
    }
    return;
  }
  pair.guarded = is_guarded(first);
  if (stop + 1 >= t_.size() || t_[stop + 1].begins_line) return;
  for (const std::string_view word :
       {"if", "unless", "while", "until", "for", "else", "and", "or", "rescue", "?", "||", "&&"}) {
    if (t_.is(stop + 1, word)) pair.guarded = true;
  }
}

}  // namespace headstrong::http::code

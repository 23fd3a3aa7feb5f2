#include "http/wording.hpp"

#include <algorithm>
#include <iterator>
#include <string>
#include <utility>

#include "grammar/csp_names.hpp"
#include "grammar/header_names.hpp"
#include "text/ascii.hpp"
#include "text/invisible.hpp"

namespace headstrong::http {

std::string_view next_word(std::string_view text, std::size_t& at) {
  const char* start = text.data() + at;
  const char* const last = text.data() + text.size();
  while (start != last && text::is(*start, text::kAsciiWhitespace)) ++start;
  const char* end = start;
  while (end != last && !text::is(*end, text::kAsciiWhitespace)) ++end;
  at = static_cast<std::size_t>(end - text.data());
  return {start, static_cast<std::size_t>(end - start)};
}

namespace wording_detail {

bool is_letter(char c) { return text::is(c, text::kAlpha) || text::is_non_ascii(c); }

/// Words of values that are made of letters alone.
bool is_word_of_values(std::string_view word) {
  static constexpr std::string_view kWords[] = {"self", "none",       "https",       "http", "data",
                                                "blob", "filesystem", "mediastream", "ws",   "wss"};
  return std::any_of(std::begin(kWords), std::end(kWords),
                     [&](std::string_view known) { return text::iequals(word, known); });
}

/// What a word adds to a run of plain words. Scripts without blanks between words count for more.
std::size_t plainness(std::string_view word) {
  constexpr unsigned char kFirstOfAsianScripts = 0xE3;
  const auto first = static_cast<unsigned char>(word.front());
  if (first >= kFirstOfAsianScripts && first < 0xEE) return 3;
  // Curly quotes and dashes begin with this byte, and letters hardly ever.
  if (!is_letter(word.front()) || first == 0xE2) return 0;
  const bool letters = std::all_of(word.begin(), word.end(), [](char c) { return is_letter(c) || c == '\''; });
  return letters && !is_word_of_values(word) ? 1 : 0;
}

/// Whether a mark ends a sentence, or a part of one.
bool is_pause(char c) { return c == '.' || c == ',' || c == ';' || c == ':' || c == '!' || c == '?'; }

/// Whether one keystroke makes a directive's name of the word: what is looked up is all that is one
/// keystroke away.
bool is_nearly_directive(std::string_view word) {
  constexpr std::size_t kLongest = 40;
  if (word.size() < 4 || word.size() > kLongest) return false;
  static constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz-";
  for (std::size_t i = 0; i <= word.size(); ++i) {
    std::string near(word);
    if (i < word.size()) {
      near.erase(i, 1);
      if (csp::starts_policy(near)) return true;
    }
    if (i + 1 < word.size()) {
      near = word;
      std::swap(near[i], near[i + 1]);
      if (csp::starts_policy(near)) return true;
    }
    for (const char letter : kLetters) {
      near = word;
      near.insert(i, 1, letter);
      if (csp::starts_policy(near)) return true;
      if (i == word.size()) continue;
      near = word;
      near[i] = letter;
      if (csp::starts_policy(near)) return true;
    }
  }
  return false;
}

bool is_of_name(char c) { return text::is(c, text::kLabel) || c == '_'; }

/// Whether a directive's name is followed by a blank that is none in a policy, such as a no-break space.
bool is_before_odd_blank(std::string_view word) {
  const auto end = std::find_if_not(word.begin(), word.end(), is_of_name);
  const auto size = static_cast<std::size_t>(end - word.begin());
  const std::string_view rest = word.substr(size);
  return text::starts_with_odd_blank(rest) && csp::starts_policy(word.substr(0, size));
}

/// Whether an unknown word has the shape of a directive's name.
bool has_shape_of_directive(std::string_view word) {
  for (const std::string_view end : {"-src", "-elem", "-attr", "-ancestors", "-action", "-uri"}) {
    if (word.size() > end.size() && text::iends_with(word, end)) return true;
  }
  return false;
}

/// A word as sources are: in quotes, a host, a scheme, or a keyword that lost its quotes.
bool is_like_source(std::string_view word) {
  if (word.front() == '\'') return true;
  if (word.find_first_of("=\"(){}<>[]") != word.npos) return false;
  return is_word_of_values(word) || word.find_first_of(".:*") != word.npos || text::istarts_with(word, "unsafe-") ||
         text::istarts_with(word, "nonce-") || text::istarts_with(word, "sha256-");
}

/// Behind a directive's name, what shows that it is a word of another language: an assignment, a list,
/// a text in quotes with the source's own quotes inside.
bool begins_other_language(std::string_view word) {
  if (word.empty()) return false;
  return std::string_view("=|[{(").find(word.front()) != std::string_view::npos || word.substr(0, 2) == ":=" ||
         word.substr(0, 2) == "->" || word.substr(0, 2) == "\"'" || word.substr(0, 2) == "'\"";
}

/// Pieces of a policy that are not empty, and how many of them begin with a directive's name. So
/// many as tell.
struct Pieces {
  std::size_t all = 0;
  std::size_t known = 0;
};
Pieces count_pieces(std::string_view text) {
  constexpr std::size_t kEnough = 64;
  Pieces pieces;
  for (std::size_t at = 0; at < text.size() && pieces.all < kEnough;) {
    std::size_t end = text.find_first_of(";,", at);
    if (end == std::string_view::npos) end = text.size();
    std::size_t word_at = 0;
    const std::string_view piece = text.substr(at, end - at);
    const std::string_view word = next_word(piece, word_at);
    pieces.all += !word.empty();
    pieces.known += !word.empty() && csp::starts_policy(word);
    at = end + 1;
  }
  return pieces;
}

/// Several lines that begin with a directive's name and a colon, or the name in quotes: a map of some
/// language, whose values are not as they are sent.
bool is_map(std::string_view text) {
  std::size_t lines = 0;
  for (std::size_t at = 0; at < text.size() && lines < 2;) {
    std::size_t end = text.find('\n', at);
    if (end == std::string_view::npos) end = text.size();
    std::size_t word_at = 0;
    std::string_view word = next_word(text.substr(at, end - at), word_at);
    if (word.size() > 1 && word.back() == ':') {
      word.remove_suffix(1);
      lines += csp::starts_policy(word);
    }
    at = end + 1;
  }
  return lines > 1;
}

}  // namespace wording_detail

bool reads_like_prose(std::string_view text) {
  constexpr std::size_t kMostNames = 8;  // of Trusted Types policies, which may be any words
  std::size_t words = 0;
  std::size_t plain = 0;
  std::size_t run = 0;
  std::size_t longest = 0;
  std::size_t names_left = 0;
  std::string_view previous;
  for (std::size_t at = 0; at < text.size();) {
    std::string_view word = next_word(text, at);
    const std::string_view whole = word;
    while (!word.empty() && wording_detail::is_pause(word.back())) word.remove_suffix(1);
    std::size_t weight = word.empty() ? 0 : wording_detail::plainness(word);
    if (word == previous) weight = 0;  // no sentence says a word twice
    previous = word;
    if (names_left > 0) {
      --names_left;
      weight = 0;
    }
    if (text::iequals(word, "trusted-types")) names_left = kMostNames;
    words += std::max<std::size_t>(weight, 1);
    plain += weight;
    run = weight > 0 ? run + weight : 0;
    longest = std::max(longest, run);
    if (word.size() == whole.size()) continue;
    run = 0;
    if (whole.back() == ';') names_left = 0;
  }
  const bool sentence = longest >= 3 || (longest >= 2 && plain >= 4);
  return sentence && plain * 2 > words;
}

bool is_mere_words(std::string_view value) {
  std::size_t words = 0;
  for (std::size_t at = 0; at < value.size();) {
    std::string_view word = next_word(value, at);
    while (!word.empty() && std::string_view(".,!?").find(word.back()) != std::string_view::npos) word.remove_suffix(1);
    if (word.empty()) continue;
    if (!std::all_of(word.begin(), word.end(), wording_detail::is_letter) || csp::starts_policy(word) ||
        wording_detail::is_nearly_directive(word))
      return false;
    ++words;
  }
  return words >= 2;
}

bool is_verdict(std::string_view value) {
  static constexpr std::string_view kVerdicts[] = {"missing",   "absent",  "not set",         "not present",
                                                   "not found", "present", "not implemented", "not sent",
                                                   "unset",     "n/a",     "failed",          "passed"};
  while (!value.empty() && (value.back() == '.' || value.back() == '!')) value.remove_suffix(1);
  return std::any_of(std::begin(kVerdicts), std::end(kVerdicts),
                     [&](std::string_view each) { return text::iequals(each, value); });
}

bool is_bare_policy(std::string_view text) {
  using namespace wording_detail;
  constexpr std::size_t kReadable = 4096;
  while (!text.empty() &&
         (text::is(text.front(), text::kAsciiWhitespace) || text.front() == ';' || text.front() == ',')) {
    text.remove_prefix(1);
  }
  const std::string_view piece = text.substr(0, text.find_first_of(";,"));
  std::size_t at = 0;
  std::string_view word = next_word(piece, at);
  const bool colon = !word.empty() && word.back() == ':';
  if (colon) {
    word.remove_suffix(1);  // "script-src: 'self'" is a misspelled directive, not a header
    if (header_name(word) != HeaderName::Unknown) return false;
  }
  if (word.empty()) return false;
  const std::string_view second = next_word(piece, at);
  if (begins_other_language(second) || (colon && second.substr(0, 1) == "\"")) return false;
  if (is_map(text) || reads_like_prose(text.substr(0, kReadable))) return false;
  if (csp::starts_policy(word) || is_before_odd_blank(word)) return true;
  // A first word with a colon is a header's name; one with marks is of another language.
  if (colon || !std::all_of(word.begin(), word.end(), is_of_name)) return false;
  for (std::string_view source = second; !source.empty(); source = next_word(piece, at)) {
    if (!is_like_source(source)) return false;
  }
  const Pieces pieces = count_pieces(text);
  const bool keyword = second.substr(0, 1) == "'";
  const bool directive = has_shape_of_directive(word) || is_nearly_directive(word);
  if (pieces.all == 1) return directive && keyword;
  return (directive || keyword) && pieces.known * 2 >= pieces.all - 1;
}

}  // namespace headstrong::http

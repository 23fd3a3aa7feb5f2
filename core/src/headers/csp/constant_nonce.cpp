#include "headers/csp/constant_nonce.hpp"

#include <algorithm>
#include <iterator>

#include "grammar/base64.hpp"
#include "text/ascii.hpp"

namespace headstrong::csp {

namespace constant_nonce_detail {

// Words that are too long to turn up in random base64 by chance.
constexpr std::string_view kParts[] = {"random", "changeme", "placeholder", "example",   "abc123", "123456",
                                       "abcdef", "replace",  "dummy",       "generated", "nonce",  "static",
                                       "secret", "yourn",    "insert",      "sample"};
constexpr std::string_view kWords[] = {"abc", "test", "foo",   "bar",   "value", "xyz",
                                       "123", "1234", "12345", "hello", "key",   "r4nd0m"};

// Printed in documentation that many copy from, exactly so: MDN, the CSP specification, web.dev, content-security-policy.com.
constexpr std::string_view kPrinted[] = {"2726c7f26c",
                                         "416d1177-4d12-4e3b-b7c9-f6c409789fb8",
                                         "8IBTHwOdqNKAWeKl7plt8g==",
                                         "DhcnhD3khTMePgXwdayK9BsMqXjhguVV",
                                         "EDNnf03nceIOfn39fn3e9h3sdfa",
                                         "rAnd0m",
                                         "rAnd0m123"};

bool holds_part(std::string_view text) {
  return std::any_of(std::begin(kParts), std::end(kParts), [&](std::string_view part) {
    for (std::size_t at = 0; at + part.size() <= text.size(); ++at) {
      if (text::iequals(text.substr(at, part.size()), part)) return true;
    }
    return false;
  });
}

bool is_separator(char c) { return c == ' ' || c == '-' || c == '_' || c == '.'; }

/// Whether a text reads as words that somebody wrote, such as "StoreAnalytics" or "secret-nonce": letters
/// with vowels among them, capitals only where a word begins. Random bytes that came out as letters fail it.
bool reads_as_words(std::string_view text) {
  constexpr std::size_t kShortest = 6;
  constexpr std::size_t kLongestRun = 4;  // of consonants: "ngths"
  if (text.size() < kShortest) return false;
  std::size_t vowels = 0;
  std::size_t letters = 0;
  std::size_t run = 0;
  char before = ' ';
  for (const char c : text) {
    const bool letter = text::is(c, text::kAlpha);
    if (!letter && !is_separator(c)) return false;
    const bool upper = letter && text::to_lower(c) != c;
    const bool after_upper = text::is(before, text::kAlpha) && text::to_lower(before) != before;
    if (upper && after_upper) return false;
    before = c;
    if (!letter) {
      run = 0;
      continue;
    }
    ++letters;
    const bool vowel = std::string_view("aeiouy").find(text::to_lower(c)) != std::string_view::npos;
    vowels += vowel ? 1 : 0;
    run = vowel || upper ? 0 : run + 1;
    if (run > kLongestRun) return false;
  }
  return vowels * 4 >= letters;
}

/// "1234567890": digits of which each is one more than the digit before, so that nobody drew them.
bool is_count(std::string_view text) {
  constexpr std::size_t kShortest = 4;
  if (text.size() < kShortest || !text::all_of(text, text::kDigit)) return false;
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] - '0' != (text[i - 1] - '0' + 1) % 10) return false;
  }
  return true;
}

/// The text without a number of at most four digits at its end, a year or a version: "mysite-2024".
std::string_view without_number(std::string_view text) {
  constexpr std::size_t kLongest = 4;
  std::size_t end = text.size();
  while (end > 0 && text::is(text[end - 1], text::kDigit)) --end;
  const bool is_short = text.size() - end <= kLongest || is_count(text.substr(end));
  return is_short ? text.substr(0, end) : text;
}

bool is_printable(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

/// What the nonce is base64 of, where that is words, with a number behind them or not, or a count.
std::string decoded_words(std::string_view nonce) {
  std::string bytes;
  if (!grammar::base64_decode(nonce, bytes)) return {};
  const bool are_words =
      reads_as_words(without_number(bytes)) || is_count(bytes) || (is_printable(bytes) && holds_part(bytes));
  return are_words ? bytes : std::string();
}

/// Padding aside, one character again and again: zero bytes, mostly.
bool is_one_character(std::string_view nonce) {
  return nonce.substr(0, nonce.find('=')).find_first_not_of(nonce.front()) == std::string_view::npos;
}

}  // namespace constant_nonce_detail

ConstantNonce constant_nonce(std::string_view nonce) {
  using namespace constant_nonce_detail;
  ConstantNonce found;
  if (nonce.empty()) return found;
  const auto is_word = [&](std::string_view word) { return text::iequals(word, nonce); };
  found.words = decoded_words(nonce);
  found.sure = !found.words.empty() || is_one_character(nonce) ||
               std::any_of(std::begin(kWords), std::end(kWords), is_word) ||
               std::any_of(std::begin(kParts), std::end(kParts), is_word) ||
               std::find(std::begin(kPrinted), std::end(kPrinted), nonce) != std::end(kPrinted);
  found.likely = found.sure || holds_part(nonce);
  return found;
}

}  // namespace headstrong::csp

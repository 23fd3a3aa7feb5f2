// Positions: bytes, UTF-16 units, and the way back from decoded text to the paste; how far words are from each other.
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "support/catch.hpp"
#include "support/exact_input.hpp"
#include "support/random.hpp"
#include "text/ascii.hpp"
#include "text/edit_distance.hpp"
#include "text/lines.hpp"
#include "text/lone_surrogates.hpp"
#include "text/mapped_text.hpp"
#include "text/utf8.hpp"

namespace headstrong::text {
namespace text_test {

using testing::ExactInput;

TEST_CASE("utf8_length knows well-formed sequences and nothing else") {
  struct Row {
    std::string_view bytes;
    std::size_t length;
  };
  static constexpr Row kRows[] = {
      {"a", 1},
      {std::string_view("\0", 1), 1},
      {"\x7F", 1},
      {"\xC2\x80", 2},
      {"\xDF\xBF", 2},
      {"\xE0\xA0\x80", 3},
      {"\xED\x9F\xBF", 3},
      {"\xEE\x80\x80", 3},
      {"\xEF\xBF\xBD", 3},
      {"\xF0\x90\x80\x80", 4},
      {"\xF0\x9F\x98\x80", 4},
      {"\xF4\x8F\xBF\xBF", 4},
      {"\x80", 0},              // a continuation on its own
      {"\xC0\x80", 0},          // overlong
      {"\xC1\xBF", 0},          // overlong
      {"\xE0\x9F\xBF", 0},      // overlong
      {"\xF0\x8F\xBF\xBF", 0},  // overlong
      {"\xED\xA0\x80", 0},      // a surrogate
      {"\xF4\x90\x80\x80", 0},  // beyond U+10FFFF
      {"\xF5\x80\x80\x80", 0},
      {"\xFF", 0},
      {"\xC2", 0},  // cut off
      {"\xE2\x82", 0},
      {"\xF0\x9F\x98", 0},
      {"\xE2\x28\xA1", 0},  // a byte that is no continuation
  };
  for (const Row& row : kRows) {
    CAPTURE(row.bytes);
    const ExactInput input(row.bytes);
    CHECK(utf8_length(input.view(), 0) == row.length);
    CHECK((first_invalid_utf8(input.view()) == 0) == (row.length == 0));
  }
}

TEST_CASE("half a surrogate pair in JSON is read as U+FFFD, a whole one stays") {
  CHECK(without_lone_surrogates(R"("\ud83d")") == R"("\ufffd")");
  CHECK(without_lone_surrogates(R"("\uDE00\ud83d\uDE00\ud83da")") == R"("\ufffd\ud83d\uDE00\ufffda")");
  CHECK(without_lone_surrogates(R"("\\ud83d \u0041")") == R"("\\ud83d \u0041")");
  CHECK(without_lone_surrogates("\\ud8") == "\\ud8");
}

TEST_CASE("valid_utf8 replaces each byte that is not UTF-8") {
  CHECK(valid_utf8("plain") == "plain");
  CHECK(valid_utf8("a\xC3\xA9z") == "a\xC3\xA9z");
  CHECK(valid_utf8("a\xFFz") == "a\xEF\xBF\xBDz");
  CHECK(valid_utf8("\xE2\x82") == "\xEF\xBF\xBD\xEF\xBF\xBD");
  CHECK(first_invalid_utf8("12345678\xFF") == 8);
  CHECK(first_invalid_utf8("1234567\xC3\xA9") == std::string_view::npos);
}

TEST_CASE("UTF-16 offsets of ASCII are the byte offsets") {
  const Utf16Offsets offsets("default-src 'self'\r\n");
  for (std::uint32_t i = 0; i <= 20; ++i) CHECK(offsets(i) == i);
}

TEST_CASE("UTF-16 offsets count units: emoji two, invalid bytes one each") {
  // e-acute, emoji, invalid byte, euro sign, CR LF
  const Utf16Offsets offsets("\xC3\xA9\xF0\x9F\x98\x80\xFF\xE2\x82\xAC\r\n");
  CHECK(offsets(0) == 0);
  CHECK(offsets(2) == 1);
  CHECK(offsets(6) == 3);
  CHECK(offsets(7) == 4);
  CHECK(offsets(10) == 5);
  CHECK(offsets(11) == 6);
  CHECK(offsets(12) == 7);
}

/// Adds what the next code point of `text` takes, by the definition and without an index.
std::uint32_t units_before(std::string_view text, std::size_t offset) {
  std::uint32_t units = 0;
  for (std::size_t at = 0; at < offset;) {
    const std::size_t length = utf8_length(text, at);
    units += length == 4 ? 2 : 1;
    at += length == 0 ? 1 : length;
  }
  return units;
}

TEST_CASE("UTF-16 offsets agree with counting, in texts longer than one stride") {
  static constexpr std::string_view kPieces[] = {
      "a", "\r\n", "\xC3\xA9", "\xE2\x82\xAC", "\xFF", "\xF0\x9F\x98\x80", "\xE2\x82"};
  testing::Random random(1);
  for (int round = 0; round < 50; ++round) {
    std::string text;
    std::vector<std::size_t> edges = {0};
    for (int i = 0; i < 700; ++i) {
      text += kPieces[random.below(std::size(kPieces))];
      edges.push_back(text.size());
    }
    const ExactInput input(text);
    const Utf16Offsets offsets(input.view());
    std::uint32_t last = 0;
    for (const std::size_t edge : edges) {
      const std::uint32_t unit = offsets(static_cast<std::uint32_t>(edge));
      if (unit != units_before(text, edge) || unit < last) {
        FAIL("round " << round << ", byte " << edge << ": " << unit);
      }
      last = unit;
    }
  }
}

std::vector<std::string> lines(std::string_view s) {
  std::vector<std::string> out;
  LineCursor cursor(s);
  Line line;
  while (cursor.next(line)) {
    out.push_back(std::to_string(line.number) + "@" + std::to_string(line.start) + ":" + std::string(line.text));
  }
  return out;
}

TEST_CASE("lines end with LF, CR LF, or CR where there is no LF at all") {
  using Lines = std::vector<std::string>;
  CHECK(lines("") == Lines{});
  CHECK(lines("a\nb") == Lines{"1@0:a", "2@2:b"});
  CHECK(lines("a\r\n\r\nb\r\n") == Lines{"1@0:a", "2@3:", "3@5:b"});
  CHECK(lines("a\rb\r") == Lines{"1@0:a", "2@2:b"});
  CHECK(lines("a\rb\n") == Lines{"1@0:a\rb"});
}

TEST_CASE("a text that stands in the source as it is maps by its offset") {
  const std::string_view source = "name: value";
  const MappedText text(source.substr(6), 6);
  CHECK(text.to_source(0, 5) == Span{6, 11});
  CHECK(text.to_source(text.text().substr(1, 2)) == Span{7, 9});
  CHECK(text.to_source(2, 2) == Span{8, 8});
}

TEST_CASE("a decoded text maps escapes as a whole and runs byte by byte") {
  // Source: x "a\u00e9b" with the decoded text a, e-acute, b; the escape stands at 4..10.
  const std::string decoded =
      "a\xC3\xA9"
      "b";
  const MappedText text(decoded, {{0, 3, 0}, {1, 4, 6}, {3, 10, 0}});
  CHECK(text.to_source(0, 1) == Span{3, 4});
  CHECK(text.to_source(1, 3) == Span{4, 10});
  CHECK(text.to_source(0, 4) == Span{3, 11});
  CHECK(text.to_source(3, 4) == Span{10, 11});
  CHECK(text.to_source(4, 4) == Span{11, 11});
}

TEST_CASE("of parts that stand in the source in another order a range holds them all") {
  // Source: report-uri at 10..14, default-src at 30..36; the decoded text has them the other way round.
  const MappedText text("abcdef; wxyz", {{0, 30, 0}, {6, 36, 1}, {8, 10, 0}});
  CHECK(text.to_source(0, 12) == Span{10, 37});
  CHECK(text.to_source(4, 9) == Span{10, 37});
  CHECK(text.to_source(0, 6) == Span{30, 36});
  CHECK(text.to_source(8, 12) == Span{10, 14});
  CHECK(text.to_source(2, 2) == Span{32, 32});
}

TEST_CASE("character classes and case folding are ASCII only") {
  CHECK(is('\t', kSpaceTab));
  CHECK_FALSE(is('\n', kSpaceTab));
  CHECK(is('\f', kAsciiWhitespace));
  CHECK_FALSE(is('\v', kAsciiWhitespace));
  CHECK_FALSE(is('\xA0', kAsciiWhitespace));
  CHECK(is('~', kToken));
  CHECK_FALSE(is('(', kToken));
  CHECK(is('\x7F', kControl));
  CHECK(iequals("Content-SECURITY-policy", "content-security-POLICY"));
  CHECK_FALSE(iequals("\xC3\x89", "\xC3\xA9"));
  CHECK(istarts_with("HTTP/2 200", "http/"));
  CHECK(iends_with("x.EXAMPLE", ".example"));
  CHECK(trim(" \f\ta b\r\n") == "a b");
  CHECK(trim("\xC2\xA0"
             "a") ==
        "\xC2\xA0"
        "a");
  CHECK(lowered("AbZ\xC3\x89") == "abz\xC3\x89");
}

/// The distance by its definition: the whole table, nothing cut off.
std::size_t distance_by_table(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> table(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        table[i][j] = i + j;
        continue;
      }
      table[i][j] =
          std::min({table[i - 1][j] + 1, table[i][j - 1] + 1, table[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        table[i][j] = std::min(table[i][j], table[i - 2][j - 2] + 1);
      }
    }
  }
  return table[a.size()][b.size()];
}

TEST_CASE("the edit distance is the table's, whatever the limit; case costs nothing") {
  CHECK(edit_distance("defualt-src", "default-src", 3) == 1);
  CHECK(edit_distance("SCRIPT-SRC", "script-src", 3) == 0);
  CHECK(edit_distance("script-src", "style-src", 3) == 3);
  testing::Random random(20261130);
  for (int round = 0; round < 20'000; ++round) {
    std::string words[2];
    for (std::string& word : words) {
      for (std::size_t left = random.below(9); left > 0; --left) word += "abc"[random.below(3)];
    }
    const std::size_t limit = random.below(6);
    INFO(words[0] << " " << words[1] << " " << limit);
    REQUIRE(edit_distance(words[0], words[1], limit) == std::min(distance_by_table(words[0], words[1]), limit));
  }
}

}  // namespace text_test
}  // namespace headstrong::text

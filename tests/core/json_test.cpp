// Our JSON reader beside nlohmann's: the same texts are JSON, and hold the same.
#include "text/json.hpp"

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "support/catch.hpp"
#include "support/exact_input.hpp"
#include "support/random.hpp"

namespace headstrong::text {
namespace json_test {

using Theirs = nlohmann::json;
using testing::ExactInput;
using Lone = JsonDocument::LoneSurrogates;

void check_equal(const JsonValue& ours, const Theirs& theirs) {
  CHECK(ours.is_null() == theirs.is_null());
  CHECK(ours.is_string() == theirs.is_string());
  CHECK(ours.is_array() == theirs.is_array());
  CHECK(ours.is_object() == theirs.is_object());
  CHECK(ours.boolean().has_value() == theirs.is_boolean());
  if (theirs.is_boolean()) CHECK(ours.boolean() == theirs.get<bool>());
  if (theirs.is_string()) CHECK(ours.text() == theirs.get<std::string>());
  const JsonNumber number = ours.number();
  CHECK(number.whole == theirs.is_number_integer());
  if (theirs.is_number_unsigned()) CHECK(number.magnitude == theirs.get<std::uint64_t>());
  if (theirs.is_number_integer() && !theirs.is_number_unsigned()) {
    CHECK(number.negative);
    CHECK(0 - number.magnitude == static_cast<std::uint64_t>(theirs.get<std::int64_t>()));
  }
  // What it was written as means the same.
  CHECK(Theirs::parse(ours.source(), nullptr, false) == theirs);
  if (theirs.is_array()) {
    std::size_t i = 0;
    for (const JsonValue& item : ours) {
      REQUIRE(i < theirs.size());
      check_equal(item, theirs[i++]);
    }
    CHECK(i == theirs.size());
    std::string_view one;
    std::string_view two;
    const bool pair = theirs.size() == 2 && theirs[0].is_string() && theirs[1].is_string();
    CHECK(ours.is_pair_of_texts(one, two) == pair);
    if (pair) CHECK((one == theirs[0].get<std::string>() && two == theirs[1].get<std::string>()));
  }
  if (theirs.is_object()) {
    CHECK(!ours.find("no such member"));
    CHECK(ours.members().size() >= theirs.size());
    for (const auto& [name, value] : theirs.items()) {
      const JsonValue found = ours.find(name);
      REQUIRE(found);
      check_equal(found, value);
    }
  }
}

void check(std::string_view text) {
  CAPTURE(text);
  const ExactInput exact(text);
  const JsonDocument ours(exact.view(), Lone::Refused);
  const Theirs theirs = Theirs::parse(text.begin(), text.end(), nullptr, false);
  REQUIRE(ours.is_valid() == !theirs.is_discarded());
  if (ours.is_valid()) check_equal(ours.root(), theirs);
}

const std::vector<std::string>& texts() {
  using namespace std::string_literals;
  static const std::vector<std::string> kTexts = {
      "",
      " ",
      "null",
      "nul",
      "nulll",
      "true",
      "false",
      "tru e",
      "0",
      "-0",
      "-",
      "01",
      "1.",
      ".5",
      "1.5",
      "1e",
      "1e+",
      "1E-7",
      "-12.25e+10",
      "18446744073709551615",
      "18446744073709551616",
      "-9223372036854775808",
      "-9223372036854775809",
      "123456789012345678901234567890",
      "\"\"",
      "\"",
      R"("a\"b\\c\/\b\f\n\r\t")",
      R"("\x")",
      R"("\u00e4\u20AC\ud83d\ude00")",
      R"("\ud83d")",
      R"("\ude00")",
      R"("\ud83dx")",
      R"("\ud83d\n")",
      R"("\ud83d\u0041")",
      R"("\u12g4")",
      R"("\u12)",
      "\"\x7F\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80\"",
      "\"\xC3\"",
      "\"\xED\xA0\x80\"",
      "\"\xF4\x90\x80\x80\"",
      "\"\xC0\xAF\"",
      "\"\x1F\"",
      "\"\n\"",
      "\xEF\xBB\xBF{}",
      "\xEF\xBB{}",
      "\xC3\xA4",
      "{}"s + '\0' + "x",
      "[1,"s + '\0',
      "[]",
      "[ ]",
      "[,]",
      "[1,]",
      "[1 2]",
      "[1,2",
      "[[[[1],[2,[]]],{}],3]",
      "]",
      "[}",
      "{",
      "{]",
      "{\"a\"}",
      "{\"a\":}",
      "{\"a\":1,}",
      "{\"a\":1 \"b\":2}",
      "{a:1}",
      "{1:1}",
      R"({"a":1,"b":[true,null,{"c":"d"}],"a":{"e":2},"":""})",
      R"({"\u0061":1,"b\n":"\u0000"})",
      R"([["Content-Security-Policy","default-src 'self'; report-uri \/r"],["X","y"],["z"],["a",1]])",
      R"({"headers":[["a","b"]],"url":"https://site.example/","status":200,"id":"\u00fc\ud83d\ude00"})",
      "{} {}",
      "{}x",
      "1 2",
      "/* no */ 1",
      "'a'",
      "NaN",
  };
  return kTexts;
}

TEST_CASE("the same texts are JSON as nlohmann says, and they hold the same") {
  for (const std::string& text : texts()) check(text);
}

TEST_CASE("the same holds for texts that are cut, joined and changed in one place") {
  testing::Random random(20261129);
  static constexpr std::string_view kLetters = "{}[]:,\"\\/ \n\ttrufalsen0123456789eE+-.udD8\xC3\xA4\xE2\x1F\x7F";
  for (int round = 0; round < 20000; ++round) {
    std::string text = texts()[random.below(texts().size())];
    if (random.below(4) == 0) text = "[" + text + "," + texts()[random.below(texts().size())] + "]";
    for (std::size_t changes = 1 + random.below(3); changes > 0 && !text.empty(); --changes) {
      const std::size_t at = random.below(text.size());
      switch (random.below(3)) {
        case 0: text.erase(at, 1); break;
        case 1: text.insert(at, 1, kLetters[random.below(kLetters.size())]); break;
        default: text[at] = kLetters[random.below(kLetters.size())];
      }
    }
    // A number too big for a double is JSON all the same; nlohmann refuses it.
    if (!JsonDocument(text, Lone::Refused).is_valid() || text.find_first_of("eE") == std::string::npos) check(text);
  }
}

TEST_CASE("half a surrogate pair becomes U+FFFD where that is asked for") {
  const JsonDocument refused(R"(["\ud83d"])", Lone::Refused);
  CHECK(!refused.is_valid());
  const JsonDocument replaced(R"(["\ud83d"])", Lone::Replaced);
  REQUIRE(replaced.is_valid());
  CHECK((*replaced.root().begin()).text() == "\xEF\xBF\xBD");
}

TEST_CASE("depth costs no stack, and a reader is told where things stand") {
  const std::string deep(1000000, '[');
  CHECK(!JsonDocument(deep, Lone::Refused).is_valid());
  CHECK(JsonDocument(deep + std::string(deep.size(), ']'), Lone::Refused).is_valid());

  struct Places final : JsonListener {
    std::vector<std::size_t> ends;
    bool literal(std::size_t end) override { return note(end); }
    bool number(const JsonNumber&, std::size_t end) override { return note(end); }
    bool string(std::string_view, Span inside) override { return note(inside.start) && note(inside.end); }
    bool key(std::string_view, Span inside) override { return note(inside.start) && note(inside.end); }
    bool open(bool, std::size_t end) override { return note(end); }
    bool close(std::size_t end) override { return note(end); }
    bool note(std::size_t end) {
      ends.push_back(end);
      return true;
    }
  };
  Places places;
  CHECK(read_json(R"({"a": [12, "b\n", null]} )", places).whole);
  CHECK(places.ends == std::vector<std::size_t>{1, 2, 3, 7, 9, 12, 15, 22, 23, 24});
  Places cut;
  const JsonReading reading = read_json("[1, x]", cut);
  CHECK(!reading.whole);
  CHECK(reading.looked_at == 5);
}

}  // namespace json_test
}  // namespace headstrong::text

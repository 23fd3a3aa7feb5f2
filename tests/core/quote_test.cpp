// Every language's quoting, both ways.
#include "quote/quote.hpp"

#include <string>
#include <string_view>
#include <vector>

#include "support/catch.hpp"
#include "support/quoting.hpp"
#include "support/random.hpp"

namespace headstrong {
namespace quote_test {

using quote::Spelling;

std::string_view name_of(Spelling spelling) {
  static constexpr std::string_view kNames[] = {"Plain",
#define HEADSTRONG_SPELLING(enumerator, language, specification) #enumerator,
#include "quote/spellings.def"
#undef HEADSTRONG_SPELLING
                                                "Unwritable"};
  return kNames[static_cast<std::size_t>(spelling)];
}

std::vector<Spelling> all() {
  std::vector<Spelling> spellings;
  for (std::size_t i = 0; i < quote::kSpellingCount; ++i) spellings.push_back(static_cast<Spelling>(i));
  return spellings;
}

TEST_CASE("what a spelling carries it reads back: all bytes of a header's value, alone and in pairs") {
  std::vector<std::string> bytes{"\t", "\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9F\x98\x80"};
  std::string line;
  for (char c = ' '; c <= '~'; ++c) {
    bytes.emplace_back(1, c);
    line += c;
  }
  for (const Spelling spelling : all()) {
    INFO(name_of(spelling));
    std::string fault = testing::fault_of_encoding(line, spelling);
    std::size_t carried = 0;
    for (const std::string& first : bytes) {
      carried += quote::carries("a" + first + "b", spelling);
      for (const std::string& second : bytes) {
        for (const std::string& text : {first + second, "a" + first + second + "b", first + "x" + second}) {
          if (fault.empty()) fault = testing::fault_of_encoding(text, spelling);
        }
      }
    }
    CHECK(fault == "");
    const bool word = quote::closing(spelling).empty() && spelling != Spelling::Plain;
    if (spelling != Spelling::Unwritable && !word) CHECK(carried > 90);
  }
}

TEST_CASE("decoding keeps to the source, whatever stands in it") {
  testing::Random random(71);
  const std::string marks = "\\\"'`${}[]()%#@&;xu0n7aA \t\r\n|>=:,^\xC3\xA9";
  for (const Spelling spelling : all()) {
    INFO(name_of(spelling));
    for (int round = 0; round < 4000; ++round) {
      std::string inside;
      for (std::size_t i = random.below(24); i > 0; --i) inside += marks[random.below(marks.size())];
      const std::string fault = testing::fault_of_decoding(inside, spelling);
      if (!fault.empty()) {
        CAPTURE(inside);
        REQUIRE(fault == "");
      }
    }
  }
}

struct Row {
  Spelling spelling;
  std::string_view inside;
  std::string_view text;
};

TEST_CASE("a literal says what its language makes of it") {
  using namespace std::string_view_literals;
  const Row rows[] = {
      {Spelling::JsonString, R"(a\"\\\/\t\u00e9\ud83d\ude00\ud83d")", "a\"\\/\t\xC3\xA9\xF0\x9F\x98\x80\xEF\xBF\xBD"},
      {Spelling::HtmlDouble, R"(&amp;&quot;&#39;&#x41;&bogus;')", "&\"'A&bogus;'"},
      {Spelling::XmlSingle, "a\r\nb&apos;", "a b'"},
      {Spelling::PropertiesValue, "a \\\n    b\\u0041\\:c\nd", "a bA:c"},
      {Spelling::HoconConcatenation, R"("a " b "\"c" # d)", "a  b \"c "},
      {Spelling::NginxDouble, R"(\"\'\\\t\d)", "\"'\\\t\\d"},
      {Spelling::NginxBare, R"(a\ b\;c d)", R"(a\ b\;c)"},
      {Spelling::ApacheDouble, R"(\"\\\\%%\t\'\\t\\)", "\"\\%\t\\'\t\\"},
      {Spelling::ApacheSingle, R"(\"\')", "\\\"'"},
      {Spelling::CaddyDouble, R"(\"\\n\{\})", "\"\\\\n{}"},
      {Spelling::CaddyBacktick, R"(\n"x)", "\\n\"x"},
      {Spelling::HaproxyWord, R"('it'\''s'" \"b\""\ c%%\x41 rest)", "it's \"b\" c%A"},
      {Spelling::LighttpdString, R"(\"\\n)", "\"\\\\n"},
      {Spelling::VclLong, "a\"b\n\"}c", "a\"b\n"},
      {Spelling::JavaScriptSingle, "\\x41\\u0042\\u{43}\\\n\\'\\z\\101", "ABC'zA"},
      {Spelling::JavaScriptDouble, R"(\xc3\xa9)", "\xC3\xA9"},
      {Spelling::JavaScriptTemplate, "a\n\\`\\${b}", "a\n`${b}"},
      {Spelling::PythonDouble, "\\x41\\101\\N\\\"\\\nb", "AA\\N\"b"},
      {Spelling::PythonRawSingle, R"(a\'b)", R"(a\'b)"},
      {Spelling::PythonLongDouble, "a\"\"b\nc\"\"\"d", "a\"\"b\nc"},
      {Spelling::PythonFormatDouble, "{{a}}", "{a}"},
      {Spelling::PhpSingle, R"(\'\\\n)", "'\\\\n"},
      {Spelling::PhpDouble, R"(\$a\x41\u{1F600}\101)",
       "$aA\xF0\x9F\x98\x80"
       "A"},
      {Spelling::RubyDouble, R"(\#{a}\s\u{e9}\q)", "#{a} \xC3\xA9q"},
      {Spelling::RubySingle, R"(\'#{a}\n)", "'#{a}\\n"},
      {Spelling::JavaString, R"(\u0041\s\101\")", "A A\""},
      {Spelling::CsharpString, R"(\x41\U0001F600)", "A\xF0\x9F\x98\x80"},
      {Spelling::CsharpVerbatim, R"(a""b\n)", "a\"b\\n"},
      {Spelling::GoString, R"(\x41\u00e9\101)",
       "A\xC3\xA9"
       "A"},
      {Spelling::GoRaw, "a\\n\r\nb", "a\\n\nb"},
      {Spelling::RustString, "a\\\n    b\\u{e9}", "ab\xC3\xA9"},
      {Spelling::RustRawHash, "a\"b\"#c", "a\"b"},
      {Spelling::ShellDouble, R"(\$a\n\")", "$a\\n\""},
      {Spelling::LuaDouble, "\\65\\x42\\u{e9}\\z\n  c\\\"",
       "AB\xC3\xA9"
       "c\""},
      {Spelling::LuaLong, "a\\n]b]]", "a\\n]b"},
      {Spelling::YamlSingle, "it''s\n  b", "it's b"},
      {Spelling::YamlDouble, "a\\x41\\\n  b\n\n c", "aAb\nc"},
      {Spelling::YamlPlain, "a b:c #d", "a b:c"},
      {Spelling::TomlBasic, R"(\u00e9\"\U0001F600)", "\xC3\xA9\"\xF0\x9F\x98\x80"},
      {Spelling::TomlLongBasic, "\na\\\n   b\"\"c\"\"\"", "ab\"\"c"},
      {Spelling::TomlLiteral, R"(a\n'b)", "a\\n"},
      {Spelling::HclString, R"(\"$${a} %%{b} 5% $c\u00e9")", "\"${a} %{b} 5% $c\xC3\xA9"},
      {Spelling::EnvoyDouble, R"(a%%20\"b")", "a%20\"b"},
      {Spelling::EnvoySingle, "a%%''b'", "a%'b"},
      {Spelling::EnvoyPlain, "a%%b #c", "a%b"},
      {Spelling::ComposeDouble, R"($$a\"$$")", "$a\"$"},
      {Spelling::ComposeSingle, "$$''$'", "$'$"},
      {Spelling::ComposePlain, "a$$b #c", "a$b"},
  };
  for (const Row& row : rows) {
    INFO(name_of(row.spelling) << " " << row.inside);
    CHECK(quote::decoded(row.inside, row.spelling) == row.text);
    CHECK(testing::fault_of_decoding(row.inside, row.spelling) == "");
  }
}

struct GapRow {
  Spelling spelling;
  std::string_view inside;
  std::vector<std::string_view> gaps;
};

TEST_CASE("what a literal does not hold is a gap") {
  const GapRow rows[] = {
      {Spelling::NginxDouble, "a $b ${c}d $", {"$b", "${c}"}},
      {Spelling::ApacheDouble, "%D %{A}e %% ${B}", {"%D", "%{A}e", "${B}"}},
      {Spelling::CaddyDouble, "a {http.request.host} {$ENV} \\{x} {", {"{http.request.host}", "{$ENV}"}},
      {Spelling::HaproxyWord, "'a%[req.hdr(x)]%ci'\"$E\"", {"%[req.hdr(x)]", "%ci", "$E"}},
      {Spelling::JavaScriptTemplate, "a${b({c: \"}\"})}d", {"${b({c: \"}\"})}"}},
      {Spelling::PythonFormatSingle, "{nonce} {{no}} {a['b']}", {"{nonce}", "{a['b']}"}},
      {Spelling::PhpDouble, "$a {$b->c} ${d} $e[0] \\$f", {"$a", "{$b->c}", "${d}", "$e[0]"}},
      {Spelling::RubyDouble, "#{a} #@b \\#{c} #d", {"#{a}", "#@b"}},
      {Spelling::CsharpInterpolated, "{a} {{b}}", {"{a}"}},
      {Spelling::HclString, R"(a ${b["c"]} %{if d} $e)", {R"(${b["c"]})", "%{if d}"}},
      {Spelling::EnvoyDouble, "a %REQ(:path)% 5% %%b", {"%REQ(:path)%"}},
      {Spelling::ComposeDouble, "$a ${b} $$c $", {"$a", "${b}"}},
      {Spelling::ShellDouble, "$a ${b} $(c) `d` \\$e", {"$a", "${b}", "$(c)", "`d`"}},
      {Spelling::LuaDouble, "${a} $b #{c} {d} %e", {}},
      {Spelling::JavaScriptDouble, "${a} $b #{c} {d} %e", {}},
  };
  for (const GapRow& row : rows) {
    INFO(name_of(row.spelling) << " " << row.inside);
    text::Source source(row.inside);
    const quote::Decoded decoded =
        quote::decode(source, {0, static_cast<std::uint32_t>(row.inside.size())}, row.spelling);
    std::vector<std::string_view> gaps;
    for (const Span gap : decoded.gaps) gaps.push_back(row.inside.substr(gap.start, gap.size()));
    CHECK(gaps == row.gaps);
    CHECK(testing::fault_of_decoding(row.inside, row.spelling) == "");
  }
}

TEST_CASE("an end is where the literal closes, and an unclosed one says so") {
  text::Source source("x = 'a\\'b', \"c");
  const quote::Decoded first = quote::decode(source, {5, 14}, Spelling::PythonSingle);
  CHECK(first.text.text() == "a'b");
  CHECK(first.end == 10);
  CHECK(first.closed);
  CHECK(first.text.to_source(1, 2) == Span{6, 8});
  const quote::Decoded second = quote::decode(source, {13, 14}, Spelling::PythonDouble);
  CHECK(second.text.text() == "c");
  CHECK_FALSE(second.closed);
}

TEST_CASE("text is spelled for the place that it goes to") {
  CHECK(quote::encode("a\"b\\c\n\x01", Spelling::Plain) == "a\"b\\c\n\x01");
  CHECK(quote::encode("a\"b\\c\n\x01", Spelling::JsonString) == "a\\\"b\\\\c\\u000a\\u0001");
  CHECK(quote::encode("'self' & \"<x>\"", Spelling::HtmlDouble) == "'self' &amp; &quot;&lt;x>&quot;");
  CHECK(quote::encode("'self' & \"<x>\"", Spelling::HtmlSingle) == "&#39;self&#39; &amp; \"&lt;x>\"");
}

}  // namespace quote_test
}  // namespace headstrong

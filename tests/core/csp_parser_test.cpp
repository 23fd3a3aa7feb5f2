// The policy parser: everything kept, everything marked, every span right.
#include <string>
#include <string_view>
#include <vector>

#include "headers/csp/parse_policy.hpp"
#include "support/catch.hpp"
#include "support/data.hpp"
#include "support/dump.hpp"
#include "support/exact_input.hpp"
#include "support/files.hpp"
#include "support/fixture.hpp"

namespace headstrong::csp {
namespace csp_parser_test {

using testing::ExactInput;

std::vector<Policy> parse(std::string_view value) {
  return parse_policy_list(text::MappedText(value, 0), Disposition::Enforce);
}

TEST_CASE("policies are parsed as the fixtures say") {
  for (const std::string& path : testing::files_below(testing::root() + "tests/fixtures/csp_parser", ".md")) {
    for (const testing::Case& test : testing::read_cases(path, "policy", "dump")) {
      INFO(test.path << ":" << test.line);
      const ExactInput input(test.input);
      CHECK(testing::dump(parse(input.view()), input.view()) == test.expected);
    }
  }
}

TEST_CASE("the bytes of a directive decide whether browsers drop it") {
  struct Row {
    std::string_view value;
    bool non_ascii;
    bool control;
  };
  static constexpr Row kRows[] = {
      {"img-src a", false, false},
      {"img-src\ta\fb\r\nc", false, false},  // ASCII white space all of it
      {"img-src caf\xC3\xA9", true, false},
      {"img-src\xC2\xA0"
       "a",
       true, false},  // a no-break space is none
      {"img-src \xFF", true, false},
      {"img-src a\x01", false, true},
      {"img-src a\x7F", false, true},
      {"img-src\va", false, true},  // a vertical tab is none either
      {std::string_view("img-src \0", 9), false, true},
  };
  for (const Row& row : kRows) {
    CAPTURE(testing::quoted(row.value));
    const ExactInput input(row.value);
    const std::vector<Policy> policies = parse(input.view());
    REQUIRE(policies.size() == 1);
    REQUIRE(policies[0].directives.size() == 1);
    CHECK(policies[0].directives[0].has_non_ascii == row.non_ascii);
    CHECK(policies[0].directives[0].has_control == row.control);
  }
}

TEST_CASE("source expressions are told apart") {
  struct Row {
    std::string_view token;
    SourceKind kind;
  };
  static constexpr Row kRows[] = {
      {"*", SourceKind::Wildcard},
      {"'none'", SourceKind::Keyword},
      {"'NONE'", SourceKind::Keyword},
      {"'Unsafe-Inline'", SourceKind::Keyword},
      {"none", SourceKind::Host},  // a host called none
      {"'none", SourceKind::Invalid},
      {"'unsafe-everything'", SourceKind::Invalid},
      {"''", SourceKind::Invalid},
      {"'", SourceKind::Invalid},
      {"'nonce-abc'", SourceKind::Nonce},
      {"'NONCE-abc=='", SourceKind::Nonce},
      {"'nonce-a-b_c+/'", SourceKind::Nonce},
      {"'nonce-'", SourceKind::Invalid},
      {"'nonce-='", SourceKind::Invalid},
      {"'nonce-abc==='", SourceKind::Invalid},
      {"'nonce-a=b'", SourceKind::Invalid},
      {"'nonce-a$b'", SourceKind::Invalid},
      {"nonce-abc", SourceKind::Host},
      {"'sha256-abc='", SourceKind::Hash},
      {"'SHA512-abc'", SourceKind::Hash},
      {"'sha1-abc'", SourceKind::Invalid},
      {"'sha256-'", SourceKind::Invalid},
      {"https:", SourceKind::Scheme},
      {"data:", SourceKind::Scheme},
      {"a+b-c.d1:", SourceKind::Scheme},
      {"1https:", SourceKind::Invalid},
      {":", SourceKind::Invalid},
      {"https:/", SourceKind::Invalid},
      {"https://", SourceKind::Invalid},
      {"https://*", SourceKind::Host},
      {"*:*", SourceKind::Host},
      {"*:443", SourceKind::Host},
      {"*.example", SourceKind::Host},
      {"*.", SourceKind::Invalid},
      {"**", SourceKind::Invalid},
      {"a.*.example", SourceKind::Invalid},
      {"*a.example", SourceKind::Invalid},
      {"site.example", SourceKind::Host},
      {"site.example.", SourceKind::Host},
      {"site..example", SourceKind::Invalid},
      {".example", SourceKind::Invalid},
      {"site.example:", SourceKind::Scheme},  // RFC 3986: a scheme may hold dots
      {"site.example:80", SourceKind::Host},
      {"site.example:*", SourceKind::Host},
      {"site.example:8*", SourceKind::Invalid},
      {"site.example:/a", SourceKind::Invalid},
      {"site.example/", SourceKind::Host},
      {"site.example/a/b.js", SourceKind::Host},
      {"site.example/a;b", SourceKind::Host},
      {"site.example?a", SourceKind::Host},
      {"site.example/a#b", SourceKind::Host},
      {"https://site.example:443/a?b", SourceKind::Host},
      {"//site.example", SourceKind::Invalid},
      {"/a", SourceKind::Invalid},
      {"user@site.example", SourceKind::Invalid},
      {"[::1]", SourceKind::Invalid},
      {"127.0.0.1", SourceKind::Host},
      {"caf\xC3\xA9.example", SourceKind::Invalid},
      {"xn--caf-dma.example", SourceKind::Host},
      {"a_b.example", SourceKind::Invalid},
  };
  for (const Row& row : kRows) {
    CAPTURE(row.token);
    const ExactInput input(row.token);
    CHECK(parse_source_expression(input.view()).kind == row.kind);
  }
}

/// Names and token texts of all directives, which is what printing keeps.
std::string print(const std::vector<Policy>& policies) {
  std::string out;
  for (const Policy& policy : policies) {
    if (!out.empty()) out += ", ";
    std::string separator;
    for (const Directive& directive : policy.directives) {
      out += separator;
      out += directive.name_text;
      for (const SourceExpression& token : policy.tokens_of(directive)) {
        out += " ";
        out += token.text;
      }
      separator = "; ";
    }
  }
  return out;
}

TEST_CASE("printing what was parsed and parsing it again gives the same, on all real policies") {
  for (const std::string& value : testing::real_policies()) {
    const ExactInput input(value);
    const std::string once = print(parse(input.view()));
    const ExactInput again(once);
    const std::string twice = print(parse(again.view()));
    if (once != twice) FAIL(value << "\n" << once << "\n" << twice);
  }
}

TEST_CASE("every token of every real policy stands where its span says") {
  for (const std::string& value : testing::real_policies()) {
    const ExactInput input(value);
    for (const Policy& policy : parse(input.view())) {
      std::uint32_t at = policy.span.start;
      for (const Directive& directive : policy.directives) {
        const auto words = [&](Span span) { return input.view().substr(span.start, span.size()); };
        REQUIRE(directive.span.start >= at);
        REQUIRE(words(directive.name_span) == directive.name_text);
        REQUIRE(words(directive.value_span) == directive.value_text);
        at = directive.name_span.end;
        for (const SourceExpression& token : policy.tokens_of(directive)) {
          REQUIRE(token.span.start >= at);
          REQUIRE(words(token.span) == token.text);
          at = token.span.end;
        }
        REQUIRE(directive.span.end == at);
      }
      REQUIRE(at <= policy.span.end);
    }
  }
}

TEST_CASE("what repeats is marked in long lists as in short ones") {
  // Above two dozen tokens the parser compares in another way.
  for (const int count : {3, 24, 25, 400}) {
    std::string value = "img-src";
    for (int i = 0; i < count; ++i) value += " h" + std::to_string(i) + ".example";
    value += " h1.example H1.example";
    for (int i = 0; i < count; ++i) value += "; x-" + std::to_string(i) + " a";
    value += "; X-1 b; img-src 'self'";
    const std::vector<Policy> policies = parse(value);
    REQUIRE(policies.size() == 1);
    const Policy& policy = policies[0];
    const Policy::Tokens tokens = policy.tokens_of(policy.directives[0]);
    std::size_t repeated = 0;
    for (const SourceExpression& token : tokens) repeated += token.repeated;
    CHECK(repeated == 1);  // spelled exactly the same
    CHECK(tokens[static_cast<std::size_t>(count)].repeated);
    std::size_t duplicates = 0;
    for (const Directive& directive : policy.directives) duplicates += directive.duplicate;
    CHECK(duplicates == 2);
    CHECK(policy.directives.back().duplicate);
    CHECK(policy.find(DirectiveName::ImgSrc) == &policy.directives[0]);
  }
}

}  // namespace csp_parser_test
}  // namespace headstrong::csp

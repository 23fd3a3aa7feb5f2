// Digests, base64, URLs and internationalised names against the examples of their standards.
#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "grammar/base64.hpp"
#include "grammar/idna.hpp"
#include "grammar/sha2.hpp"
#include "grammar/structured_field.hpp"
#include "grammar/url.hpp"
#include "support/catch.hpp"

namespace headstrong::grammar {
namespace grammar_test {

template <std::size_t Size>
std::string hex(const std::array<std::uint8_t, Size>& bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  for (const std::uint8_t byte : bytes) {
    out += kDigits[byte >> 4];
    out += kDigits[byte & 15];
  }
  return out;
}

std::string encoded(std::string_view text) {
  return base64_encode(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
}

/// Whether of `keys`, which stand twice in a dictionary, the first halves are marked and the others not.
bool marks_the_first_halves(const std::vector<std::string>& keys) {
  std::string text;
  for (int time = 0; time < 2; ++time) {
    for (const std::string& key : keys) text.append(text.empty() ? "" : ", ").append(key).append("=1");
  }
  const SfField field = parse_sf_dictionary(text);
  bool right = field.ok() && field.members.size() == 2 * keys.size();
  for (std::size_t i = 0; right && i < field.members.size(); ++i) {
    right = field.members[i].overridden == (i < keys.size());
  }
  return right;
}

TEST_CASE("of a dictionary's members with one key the last counts, whichever keys there are") {
  const SfField field = parse_sf_dictionary("a=1, b, a=2, c=(x), b=?0, a");
  std::string marks;
  for (const SfMember& member : field.members) marks += member.overridden ? 'x' : '.';
  CHECK(marks == "xxx...");

  std::vector<std::string> keys;
  std::vector<std::string> alike;  // all fall into one place of the table that finds them
  for (std::size_t i = 0; i < 2'000'000; ++i) {
    std::string key = "k" + std::to_string(i);
    if (i < 5000) keys.push_back(key);
    if (std::hash<std::string_view>()(key) % 4096 == 0) alike.push_back(std::move(key));
  }
  CHECK(alike.size() > 300);
  CHECK(marks_the_first_halves(keys));
  CHECK(marks_the_first_halves(alike));
}

TEST_CASE("SHA-2 gives the digests of FIPS 180-4's examples") {
  const std::string two_blocks = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
  const std::string two_long_blocks =
      "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopq"
      "rsmnopqrstnopqrstu";
  const std::string million(1000000, 'a');

  CHECK(hex(sha256("")) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(hex(sha256("abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(hex(sha256(two_blocks)) == "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  CHECK(hex(sha256(million)) == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
  CHECK(hex(sha384("abc")) ==
        "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed"
        "8086072ba1e7cc2358baeca134c825a7");
  CHECK(hex(sha384(two_long_blocks)) ==
        "09330c33f71147e83d192fc782cd1b4753111b173b3b05d22fa08086e3b0f712"
        "fcc7c71a557e2db966c3e9fa91746039");
  CHECK(hex(sha512("abc")) ==
        "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
        "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
  CHECK(hex(sha512(two_long_blocks)) ==
        "8e959b75dae313da8cf4f72814fc143f8f7779c6eb9f7fa17299aeadb6889018"
        "501d289e4900f7e4331b99dec4b5433ac7d329eeb6dd26545e96e55b874be909");
  CHECK(hex(sha512(million)) ==
        "e718483d0ce769644e2e42c7bc15b4638e1f98b13b2044285632a803afa973eb"
        "de0ff244877ea60a4cb0432ce577c31beb009c5c2c49aa2e4eadb217ad8cc09b");
}

TEST_CASE("SHA-2 pads every length around a block") {
  // The padding differs by where the text ends in its block; a digest that takes the bytes one block
  // at a time must not depend on what stood in memory before.
  for (std::size_t size = 0; size < 260; ++size) {
    const std::string text(size, 'x');
    const std::string copy = text + std::string(300, 'y');
    CHECK(hex(sha256(text)) == hex(sha256(std::string_view(copy).substr(0, size))));
    CHECK(hex(sha512(text)) == hex(sha512(std::string_view(copy).substr(0, size))));
    CHECK(hex(sha256(text)) != hex(sha256(text + "x")));
  }
}

TEST_CASE("base64 gives the examples of RFC 4648") {
  constexpr struct {
    std::string_view text, base64;
  } kRows[] = {{"", ""},
               {"f", "Zg=="},
               {"fo", "Zm8="},
               {"foo", "Zm9v"},
               {"foob", "Zm9vYg=="},
               {"fooba", "Zm9vYmE="},
               {"foobar", "Zm9vYmFy"}};
  for (const auto& row : kRows) {
    CAPTURE(row.text);
    CHECK(encoded(row.text) == row.base64);
    std::string bytes;
    CHECK(base64_decode(row.base64, bytes));
    CHECK(bytes == row.text);
  }
  std::string bytes;
  CHECK(base64_decode("-_-_", bytes));
  CHECK(bytes == "\xFB\xFF\xBF");
  CHECK(base64_decode("Zg", bytes));
  CHECK(bytes == "f");
  CHECK_FALSE(base64_decode("Z", bytes));
  CHECK_FALSE(base64_decode("Zm9!", bytes));
  CHECK_FALSE(base64_decode("Z===", bytes));
}

TEST_CASE("domains become A-labels") {
  constexpr struct {
    std::string_view domain, ascii;
  } kRows[] = {
      {"Example.COM", "example.com"},
      {"b\xC3\xBC"
       "cher.test",
       "xn--bcher-kva.test"},
      {"B\xC3\x9C"
       "CHER.test",
       "xn--bcher-kva.test"},
      {"\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E\xE3\x80\x82test", "xn--wgv71a119e.test"},
      {"\xCF\x80\xCE\xB1\xCF\x81\xCE\xAC\xCE\xB4\xCE\xB5\xCE\xB9\xCE\xB3\xCE\xBC\xCE\xB1.test",
       "xn--hxajbheg2az3al.test"},
      // RFC 3492 section 7.1: (A) Arabic, (L) 3<nen>B<gumi><kinpachi><sensei>
      {"\xD9\x84\xD9\x8A\xD9\x87\xD9\x85\xD8\xA7\xD8\xA8\xD8\xAA\xD9\x83\xD9\x84\xD9\x85\xD9\x88\xD8"
       "\xB4\xD8\xB9\xD8\xB1\xD8\xA8\xD9\x8A\xD8\x9F",
       "xn--egbpdaj6bu4bxfgehfvwxn"},
      {"\xEF\xBC\xA1.test", "a.test"},
  };
  for (const auto& row : kRows) {
    CAPTURE(row.ascii);
    std::string domain(row.domain);
    CHECK(domain_to_ascii(domain));
    CHECK(domain == row.ascii);
  }
  std::string broken = "a\xFF.test";
  CHECK_FALSE(domain_to_ascii(broken));
}

std::string dump(std::string_view text) {
  std::string buffer;
  Url url;
  switch (parse_url(text, buffer, url)) {
    case UrlError::NoScheme: return "no scheme";
    case UrlError::BadHost: return "bad host";
    case UrlError::BadPort: return "bad port";
    case UrlError::TooLong: return "too long";
    case UrlError::None: break;
  }
  constexpr std::string_view kHosts[] = {"none", "empty", "domain", "ipv4", "ipv6", "opaque"};
  std::string out(url.scheme);
  out += " " + std::string(kHosts[static_cast<std::size_t>(url.host_kind)]);
  out += " " + std::string(url.host) + " " + std::to_string(url.port);
  return out + " " + std::string(url.path);
}

TEST_CASE("URLs are parsed as the URL Standard says") {
  constexpr struct {
    std::string_view text, parsed;
  } kRows[] = {
      {"https://a.test/x?q#f", "https domain a.test -1 /x"},
      {"HTTPS://A.Test:443/x", "https domain a.test -1 /x"},
      {"http://a.test", "http domain a.test -1 /"},
      {"http://a.test:8080", "http domain a.test 8080 /"},
      {"http://a.test:/x", "http domain a.test -1 /x"},
      {"http://a.test:0080/x", "http domain a.test -1 /x"},
      {"http://a.test:65536/", "bad port"},
      {"http://a.test:8x/", "bad port"},
      {"ws://a.test:80/s", "ws domain a.test -1 /s"},
      {"wss://a.test:80/s", "wss domain a.test 80 /s"},
      {"http:a.test/x", "http domain a.test -1 /x"},
      {"http:\\\\a.test\\x\\y", "http domain a.test -1 /x/y"},
      {"http://user:pass@a.test/x", "http domain a.test -1 /x"},
      {"http://user@evil@a.test/x", "http domain a.test -1 /x"},
      {" \t http://a.te\nst/x\t ", "http domain a.test -1 /x"},
      {"http://a.test/a/../b/./c", "http domain a.test -1 /b/c"},
      {"http://a.test/a/%2E%2e/b/.", "http domain a.test -1 /b/"},
      {"http://a.test/../..", "http domain a.test -1 /"},
      {"http://a.test/a%2Fb", "http domain a.test -1 /a%2Fb"},
      {"http://a.test//x", "http domain a.test -1 //x"},
      {"http://a.test./x", "http domain a.test. -1 /x"},
      {"http://%41.test/", "http domain a.test -1 /"},
      {"http://a b/", "bad host"},
      {"http://a%00b/", "bad host"},
      {"http:///", "bad host"},
      {"http://127.0.0.1/", "http ipv4 127.0.0.1 -1 /"},
      {"http://0x7f.1/", "http ipv4 127.0.0.1 -1 /"},
      {"http://017700000001/", "http ipv4 127.0.0.1 -1 /"},
      {"http://4294967295/", "http ipv4 255.255.255.255 -1 /"},
      {"http://4294967296/", "bad host"},
      {"http://1.2.3.4.5/", "bad host"},
      {"http://a.1/", "bad host"},
      {"http://a.0x/", "bad host"},
      {"http://[::1]:8080/x", "http ipv6 [::1] 8080 /x"},
      {"http://[2001:DB8:0:0:1:0:0:1]/", "http ipv6 [2001:db8::1:0:0:1] -1 /"},
      {"http://[1:0:0:2::0.0.0.3]/", "http ipv6 [1:0:0:2::3] -1 /"},
      {"http://[::ffff:1.2.3.4]/", "http ipv6 [::ffff:102:304] -1 /"},
      {"http://[1::2::3]/", "bad host"},
      {"http://[::1/", "bad host"},
      {"data:text/html,<a>?q", "data none  -1 text/html,<a>"},
      {"blob:https://a.test/u", "blob none  -1 https://a.test/u"},
      {"about:blank", "about none  -1 blank"},
      {"file:///etc/x", "file empty  -1 /etc/x"},
      {"file://localhost/x", "file empty  -1 /x"},
      {"app://Host/p", "app opaque Host -1 /p"},
      {"a.test/x", "no scheme"},
      {"/x", "no scheme"},
      {"", "no scheme"},
      {"http://b\xC3\xBC"
       "cher.test/",
       "http domain xn--bcher-kva.test -1 /"},
  };
  for (const auto& row : kRows) {
    CAPTURE(row.text);
    CHECK(dump(row.text) == row.parsed);
  }
}

TEST_CASE("references are resolved as RFC 3986 section 5.4 shows") {
  constexpr struct {
    std::string_view reference, resolved;
  } kRows[] = {
      // 5.4.1, normal examples
      {"g:h", "g:h"},
      {"g", "http://a/b/c/g"},
      {"./g", "http://a/b/c/g"},
      {"g/", "http://a/b/c/g/"},
      {"/g", "http://a/g"},
      {"//g", "http://g"},
      {"?y", "http://a/b/c/d;p?y"},
      {"g?y", "http://a/b/c/g?y"},
      {"#s", "http://a/b/c/d;p?q#s"},
      {"g#s", "http://a/b/c/g#s"},
      {"g?y#s", "http://a/b/c/g?y#s"},
      {";x", "http://a/b/c/;x"},
      {"g;x", "http://a/b/c/g;x"},
      {"g;x?y#s", "http://a/b/c/g;x?y#s"},
      {"", "http://a/b/c/d;p?q"},
      {".", "http://a/b/c/"},
      {"./", "http://a/b/c/"},
      {"..", "http://a/b/"},
      {"../", "http://a/b/"},
      {"../g", "http://a/b/g"},
      {"../..", "http://a/"},
      {"../../", "http://a/"},
      {"../../g", "http://a/g"},
      // 5.4.2, abnormal examples
      {"../../../g", "http://a/g"},
      {"../../../../g", "http://a/g"},
      {"/./g", "http://a/g"},
      {"/../g", "http://a/g"},
      {"g.", "http://a/b/c/g."},
      {".g", "http://a/b/c/.g"},
      {"g..", "http://a/b/c/g.."},
      {"..g", "http://a/b/c/..g"},
      {"./../g", "http://a/b/g"},
      {"./g/.", "http://a/b/c/g/"},
      {"g/./h", "http://a/b/c/g/h"},
      {"g/../h", "http://a/b/c/h"},
      {"g;x=1/./y", "http://a/b/c/g;x=1/y"},
      {"g;x=1/../y", "http://a/b/c/y"},
      {"g?y/./x", "http://a/b/c/g?y/./x"},
      {"g?y/../x", "http://a/b/c/g?y/../x"},
      {"g#s/./x", "http://a/b/c/g#s/./x"},
      {"g#s/../x", "http://a/b/c/g#s/../x"},
      {"http:g", "http://a/b/c/g"},  // "for backward compatibility", as browsers do
  };
  for (const auto& row : kRows) {
    CAPTURE(row.reference);
    CHECK(resolve_url("http://a/b/c/d;p?q", row.reference) == row.resolved);
  }
}

TEST_CASE("references are resolved as browsers read them") {
  constexpr struct {
    std::string_view base, reference, resolved;
  } kRows[] = {
      {"https://a.test/x/y?q#f", "\\z", "https://a.test/z"},
      {"https://a.test/x/y", "\\\\b.test\\z", "https://b.test/z"},
      {"https://a.test/x/y", "/\\b.test/z", "https://b.test/z"},
      {"https://a.test/x/y", "///b.test/z", "https://b.test/z"},
      {"https://a.test/x/y", "..\\z", "https://a.test/z"},
      {"https://a.test/x/y", "z?a\\b", "https://a.test/x/z?a\\b"},
      {"https://a.test/x/y", " \t/z \r\n", "https://a.test/z"},
      {"https://a.test/x/y", "/\t/b.t\nest/z", "https://b.test/z"},
      {"https://a.test/x/y", "https:z", "https://a.test/x/z"},
      {"https://a.test/x/y", "https:/z", "https://a.test/z"},
      {"https://a.test/x/y", "HTTPS:/z", "https://a.test/z"},
      {"https://a.test/x/y", "http:z", "http://z"},
      {"https://a.test/x/y", "http:/z/p", "http://z/p"},
      {"https://a.test/x/y", "https:///b.test/z", "https://b.test/z"},
      {"https://a.test/x/y", "https:\\\\b.test/z", "https://b.test/z"},
      {"https://a.test/x/y", "%2e%2E/z", "https://a.test/z"},
      {"https://a.test/x/y", "z/%2e", "https://a.test/x/z/"},
      {"https://a.test/x/y", "a:b", "a:b"},
      {"https://a.test/x/y", "1a:b", "https://a.test/x/1a:b"},
      {"https://a.test/x/y", "./a:b", "https://a.test/x/a:b"},
      {"https://a.test", "z", "https://a.test/z"},
      {"https://a.test", "?z", "https://a.test?z"},
      {"https://a.test?q/r", "z", "https://a.test/z"},
      {"https://u:p@a.test:8443/x?q", "z", "https://u:p@a.test:8443/z"},
      {"app://a/x/y", "\\z", "app://a/x/\\z"},
      {"app://a/x/y", "//b/../z", "app://b/z"},
      {"file:///x/y", "z", "file:///x/z"},
      {"data:text/html,x", "#f", "data:text/html,x#f"},
      {"data:text/html,x", "z", ""},
      {"", "z", ""},
      {"", "/z", ""},
      {"a.test/x", "z", ""},
      {"", "https://b.test/x/../z", "https://b.test/z"},
  };
  for (const auto& row : kRows) {
    CAPTURE(row.base, row.reference);
    CHECK(resolve_url(row.base, row.reference) == row.resolved);
  }
}

TEST_CASE("a canonical URL is not copied") {
  const std::string text = "https://a.test:8443/x/y.js?q#f";
  std::string buffer;
  Url url;
  REQUIRE(parse_url(text, buffer, url) == UrlError::None);
  CHECK(buffer.empty());
  CHECK(url.host.data() == text.data() + 8);
}

TEST_CASE("only URLs with an authority have a tuple origin") {
  const auto origin = [](std::string_view text) {
    std::string buffer;
    Url url;
    REQUIRE(parse_url(text, buffer, url) == UrlError::None);
    const Origin o = origin_of(url);
    return o.opaque ? std::string("opaque") : std::string(o.scheme) + "|" + std::string(o.host);
  };
  CHECK(origin("https://a.test/x") == "https|a.test");
  CHECK(origin("app://b/p") == "app|b");
  CHECK(origin("data:text/html,x") == "opaque");
  CHECK(origin("file:///x") == "opaque");
}

}  // namespace grammar_test
}  // namespace headstrong::grammar

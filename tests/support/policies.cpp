#include "support/policies.hpp"

#include <algorithm>
#include <string_view>

namespace headstrong::testing {
namespace policies_detail {

constexpr std::string_view kDirectives[] = {"default-src",     "script-src",      "script-src",
                                            "script-src-elem", "script-src-attr", "object-src",
                                            "base-uri",        "style-src",       "frame-ancestors",
                                            "form-action",     "img-src",         "connect-src",
                                            "worker-src",      "frame-src",       "upgrade-insecure-requests",
                                            "report-uri",      "trusted-types",   "require-trusted-types-for",
                                            "sandbox",         "defualt-src"};

constexpr std::string_view kSources[] = {"'self'",
                                         "'self'",
                                         "'none'",
                                         "*",
                                         "https:",
                                         "http:",
                                         "data:",
                                         "blob:",
                                         "'unsafe-inline'",
                                         "'unsafe-eval'",
                                         "'strict-dynamic'",
                                         "'unsafe-hashes'",
                                         "'report-sample'",
                                         "'nonce-4AEemGb0xJoptIGFP3Nd9A=='",
                                         "'nonce-abc'",
                                         "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",
                                         "https://cdn.jsdelivr.net",
                                         "https://ajax.googleapis.com/ajax/libs/",
                                         "*.example.com",
                                         "http://a.example:8080/b",
                                         "self",
                                         "none",
                                         "allow-scripts",
                                         "'script'",
                                         "/report",
                                         "\xE2\x80\x98self\xE2\x80\x99"};

// What parsers trip over.
constexpr std::string_view kBytes[] = {";",
                                       ",",
                                       " ",
                                       "'",
                                       "\"",
                                       ":",
                                       "/",
                                       "*",
                                       "\n",
                                       "\r",
                                       "\r\n",
                                       "\r\n ",
                                       "\t",
                                       "\f",
                                       "=",
                                       "{",
                                       "}",
                                       "[",
                                       "]",
                                       "<",
                                       ">",
                                       "&",
                                       "%",
                                       "\\",
                                       "\\u",
                                       "\x01",
                                       "\x7F",
                                       "\x80",
                                       "\xFF",
                                       "\xC3",
                                       "\xC3\xA9",
                                       "\xE2\x80\x99",
                                       "\xF0\x9F\x98\x80",
                                       "\xF0\x9F",
                                       "\xEF\xBB\xBF",
                                       "HTTP/1.1 200 OK\r\n",
                                       "'none'",
                                       "&#x27;",
                                       "<meta ",
                                       "\"headers\":",
                                       std::string_view("\0", 1)};

template <std::size_t N>
std::string_view one_of(const std::string_view (&list)[N], Random& random) {
  return list[random.below(N)];
}

}  // namespace policies_detail
using namespace policies_detail;

std::string random_policy(Random& random) {
  std::string policy;
  const std::size_t directives = 1 + random.below(3);
  for (std::size_t d = 0; d < directives; ++d) {
    if (d > 0) policy += random.below(12) == 0 ? ", " : "; ";
    policy += one_of(kDirectives, random);
    const std::size_t sources = random.below(6);
    for (std::size_t s = 0; s < sources; ++s) {
      policy += " ";
      policy += one_of(kSources, random);
    }
  }
  return policy;
}

std::string mutated(std::string text, Random& random) {
  const std::size_t changes = 1 + random.below(6);
  for (std::size_t i = 0; i < changes && !text.empty(); ++i) {
    const std::size_t at = random.below(text.size());
    const std::size_t length = std::min(1 + random.below(16), text.size() - at);
    switch (random.below(5)) {
      case 0: text[at] = static_cast<char>(random.below(256)); break;
      case 1: text.erase(at, length); break;
      case 2: text.insert(at, text.substr(random.below(text.size()), length)); break;
      case 3: text.insert(at, one_of(kBytes, random)); break;
      default: text.replace(at, length, one_of(kBytes, random));
    }
  }
  return text;
}

}  // namespace headstrong::testing

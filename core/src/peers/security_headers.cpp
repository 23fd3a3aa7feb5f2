// securityheaders.com, about. The service is closed; what is known of it is public talk by its
// author and its users:
// - six headers count: CSP, HSTS, X-Frame-Options, X-Content-Type-Options, Referrer-Policy,
//   Permissions-Policy; lacking CSP and Permissions-Policy alone makes a B
//   (github.com/securityheaders/securityheaders-bugs/issues/70);
// - only headers that enforce something count, and what they say is hardly looked at (issues 10,
// 68, 73);
// - A+ takes all six and no warning: 'unsafe-inline' or 'unsafe-eval' for scripts, where no nonce
// or
//   hash voids the former (issue 37), or a Referrer-Policy that leaks (issue 42), caps the grade at
//   A; 'unsafe-inline' for styles no longer does
//   (github.com/internetstandards/Internet.nl/issues/1229).
// The weights and steps below reproduce these; they are ours.

#include <algorithm>
#include <cstddef>
#include <iterator>

#include "peers/js_string.hpp"
#include "peers/peers.hpp"
#include "text/ascii.hpp"

namespace headstrong::peers {
namespace security_headers_detail {

struct Weight {
  std::string_view header;
  int points;
};

constexpr Weight kWeights[] = {
    {"content-security-policy", 25}, {"strict-transport-security", 25}, {"x-frame-options", 20},
    {"x-content-type-options", 20},  {"referrer-policy", 10},           {"permissions-policy", 10},
};
constexpr int kAllPoints = 110;

struct Step {
  int percent;
  std::string_view grade;
};
constexpr Step kSteps[] = {{75, "A"}, {60, "B"}, {45, "C"}, {29, "D"}, {14, "E"}, {0, "F"}};

using Headers = std::vector<HeaderView>;

bool has(const Headers& headers, std::string_view name) {
  return std::any_of(headers.begin(), headers.end(), [name](const HeaderView& header) {
    return text::iequals(header.name, name) && !text::trim(header.value).empty();
  });
}

// The words of a directive in one policy, name first; empty if it is not there.
std::vector<std::string_view> directive_words(std::string_view policy, std::string_view name) {
  for (const std::string_view part : JsParts(policy, ';')) {
    std::vector<std::string_view> words = js_words(part);
    if (!words.empty() && text::iequals(words.front(), name)) return words;
  }
  return {};
}

bool has_framing_directive(const Headers& headers) {
  return std::any_of(headers.begin(), headers.end(), [](const HeaderView& header) {
    return text::iequals(header.name, "content-security-policy") &&
           !directive_words(header.value, "frame-ancestors").empty();
  });
}

bool has_word(const std::vector<std::string_view>& words, std::string_view word) {
  return std::any_of(words.begin(), words.end(), [word](std::string_view w) { return text::iequals(w, word); });
}

bool has_nonce_or_hash(const std::vector<std::string_view>& words) {
  return std::any_of(words.begin(), words.end(), [](std::string_view word) {
    return text::istarts_with(word, "'nonce-") || text::istarts_with(word, "'sha");
  });
}

bool allows_unsafe_script(std::string_view policy) {
  std::vector<std::string_view> words = directive_words(policy, "script-src");
  if (words.empty()) words = directive_words(policy, "default-src");
  if (has_word(words, "'unsafe-eval'")) return true;
  return has_word(words, "'unsafe-inline'") && !has_nonce_or_hash(words);
}

bool leaks_referrer(std::string_view value) {
  std::string_view last;
  for (const std::string_view part : JsParts(value, ',')) last = text::trim(part);
  return text::iequals(last, "unsafe-url") || text::iequals(last, "no-referrer-when-downgrade") ||
         text::iequals(last, "origin") || text::iequals(last, "origin-when-cross-origin");
}

bool has_warning(const Headers& headers) {
  return std::any_of(headers.begin(), headers.end(), [](const HeaderView& header) {
    if (text::iequals(header.name, "content-security-policy")) {
      return allows_unsafe_script(header.value);
    }
    return text::iequals(header.name, "referrer-policy") && leaks_referrer(header.value);
  });
}

}  // namespace security_headers_detail

SecurityHeadersAnswer security_headers(const std::vector<HeaderView>& headers) {
  using namespace security_headers_detail;
  int points = 0;
  for (const Weight& weight : kWeights) {
    const bool counts =
        has(headers, weight.header) || (weight.header == "x-frame-options" && has_framing_directive(headers));
    if (counts) points += weight.points;
  }
  SecurityHeadersAnswer answer;
  if (points == kAllPoints && !has_warning(headers)) {
    answer.grade = "A+";
    return answer;
  }
  const int percent = points * 100 / kAllPoints;
  answer.grade = std::find_if(std::begin(kSteps), std::end(kSteps), [percent](const Step& step) {
                   return percent >= step.percent;
                 })->grade;
  return answer;
}

}  // namespace headstrong::peers

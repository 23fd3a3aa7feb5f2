// MDN HTTP Observatory (https://github.com/mdn/mdn-http-observatory): the tests that one response's
// headers decide, and the arithmetic from their results to a score and a grade. Algorithm 4 is npm
// @mdn/mdn-http-observatory 1.4.8; 6 is the repository at 94042bb.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <utility>

#include "peers/https_url.hpp"
#include "peers/js_string.hpp"
#include "peers/observatory_cookies.hpp"
#include "peers/observatory_csp.hpp"
#include "peers/peers.hpp"
#include "peers/structured_token.hpp"
#include "text/ascii.hpp"

namespace headstrong::peers {
namespace observatory_detail {

using Result = std::optional<std::string_view>;

struct Modifier {
  std::string_view result;
  int points;
};

// What each result adds to 100. Results that add nothing are not listed.
constexpr Modifier kModifiers[] = {
    {"csp-implemented-with-no-unsafe-default-src-none", 10},
    {"csp-implemented-with-no-unsafe", 5},
    {"csp-implemented-with-insecure-scheme-in-passive-content-only", -10},
    {"csp-implemented-with-unsafe-eval", -10},
    {"csp-implemented-with-unsafe-inline", -20},
    {"csp-implemented-with-insecure-scheme", -20},
    {"csp-header-invalid", -25},
    {"csp-not-implemented", -25},
    {"csp-not-implemented-but-reporting-enabled", -25},
    {"cookies-secure-with-httponly-sessions-and-samesite", 5},
    {"cookies-without-secure-flag-but-protected-by-hsts", -5},
    {"cookies-session-without-secure-flag-but-protected-by-hsts", -10},
    {"cookies-without-secure-flag", -20},
    {"cookies-samesite-flag-invalid", -20},
    {"cookies-anticsrf-without-samesite-flag", -20},
    {"cookies-session-without-httponly-flag", -30},
    {"cookies-session-without-secure-flag", -40},
    {"coep-implemented-with-require-corp", 10},
    {"coep-implemented-with-credentialless", 10},
    {"coep-header-invalid", -5},
    {"coop-implemented-with-same-origin", 10},
    {"coop-implemented-with-same-origin-allow-popups", 10},
    {"coop-implemented-with-noopener-allow-popups", 10},
    {"coop-header-invalid", -5},
    {"referrer-policy-private", 5},
    {"referrer-policy-unsafe", -5},
    {"referrer-policy-header-invalid", -5},
    {"hsts-implemented-max-age-less-than-six-months", -10},
    {"hsts-not-implemented", -20},
    {"hsts-header-invalid", -20},
    {"hsts-not-implemented-no-https", -20},
    {"x-content-type-options-not-implemented", -5},
    {"x-content-type-options-header-invalid", -5},
    {"x-frame-options-implemented-via-csp", 5},
    {"x-frame-options-sameorigin-or-deny", 5},
    {"x-frame-options-not-implemented", -20},
    {"x-frame-options-header-invalid", -20},
    {"corp-implemented-with-same-origin", 10},
    {"corp-implemented-with-same-site", 10},
    {"corp-header-invalid", -5},
};

int modifier_of(std::string_view result, int algorithm) {
  // The one figure that differs between the two.
  if (algorithm == 4 && result == "x-frame-options-sameorigin-or-deny") return 0;
  const auto* found = std::find_if(std::begin(kModifiers), std::end(kModifiers),
                                   [result](const Modifier& modifier) { return modifier.result == result; });
  return found == std::end(kModifiers) ? 0 : found->points;
}

struct GradeStep {
  int score;
  std::string_view grade;
};

constexpr GradeStep kGradeSteps[] = {
    {100, "A+"}, {90, "A"},  {85, "A-"}, {80, "B+"}, {70, "B"},  {65, "B-"}, {60, "C+"},
    {50, "C"},   {45, "C-"}, {40, "D+"}, {30, "D"},  {25, "D-"}, {0, "F"},
};

std::string_view grade_of(int score) {
  const auto* step = std::find_if(std::begin(kGradeSteps), std::end(kGradeSteps),
                                  [score](const GradeStep& s) { return score >= s.score; });
  return step->grade;
}

// ---- the response
// ----------------------------------------------------------------------------------

class Response {
 public:
  explicit Response(const std::vector<HeaderView>& headers) : headers_(headers) {}

  // The values of all headers of that name as its HTTP client hands them over: joined with ", ",
  // and without control characters. Nothing if there is no such header.
  std::optional<std::string> get(std::string_view name) const {
    std::optional<std::string> joined;
    for (const HeaderView& header : headers_) {
      if (!text::iequals(header.name, name)) continue;
      if (joined) {
        *joined += ", ";
      } else {
        joined.emplace();
      }
      *joined += text::trim(header.value, text::kSpaceTab);
    }
    if (joined) clean(*joined);
    return joined;
  }

  // The same, but an empty header counts as none, as it does in most tests.
  std::string get_or_empty(std::string_view name) const { return get(name).value_or(std::string()); }

  // Set-Cookie is never joined.
  std::vector<std::string_view> set_cookie() const {
    std::vector<std::string_view> values;
    for (const HeaderView& header : headers_) {
      if (text::iequals(header.name, "set-cookie")) values.push_back(header.value);
    }
    return values;
  }

 private:
  static void clean(std::string& value) {
    value.erase(
        std::remove_if(value.begin(), value.end(), [](char c) { return c != '\t' && text::is(c, text::kControl); }),
        value.end());
    value = std::string(text::trim(value, text::kSpaceTab));
  }

  const std::vector<HeaderView>& headers_;
};

struct Page {
  bool https = true;
  CookiePage cookies;
};

Page read_url(std::string_view url) {
  Page page;
  const std::size_t colon = url.find("://");
  if (colon == std::string_view::npos) return page;
  const std::string_view scheme = url.substr(0, colon);
  if (text::iequals(scheme, "http")) page.https = false;
  const std::optional<HttpsUrl> parsed = parse_https_url(url.substr(colon + 3));
  if (!parsed) return page;
  page.cookies.host_known = true;
  page.cookies.host_is_ip = parsed->kind != HostKind::kDomain;
  page.cookies.host = parsed->host;
  page.cookies.path = parsed->path;
  return page;
}

// ---- the tests
// -------------------------------------------------------------------------------------

ObservatoryCsp test_csp(const Response& response, bool https, int algorithm) {
  const std::optional<std::string> header = response.get("content-security-policy");
  std::vector<std::string_view> policies;
  if (header && algorithm == kObservatoryPackage) policies.push_back(*header);
  if (header && algorithm != kObservatoryPackage) policies = js_split(*header, ',');
  const bool report_only = !response.get_or_empty("content-security-policy-report-only").empty();
  return observatory_csp(policies, report_only, https);
}

std::string_view test_embedder_policy(const Response& response) {
  const std::string header = response.get_or_empty("cross-origin-embedder-policy");
  if (header.empty()) return "coep-not-implemented";
  const std::string_view token = structured_token(js_trim(js_prefix(header, 1024)));
  if (token == "require-corp") return "coep-implemented-with-require-corp";
  if (token == "credentialless") return "coep-implemented-with-credentialless";
  if (token == "unsafe-none") return "coep-implemented-with-unsafe-none";
  return "coep-header-invalid";
}

std::string_view test_opener_policy(const Response& response) {
  const std::string header = response.get_or_empty("cross-origin-opener-policy");
  if (header.empty()) return "coop-not-implemented";
  const std::string_view token = structured_token(js_trim(js_prefix(header, 1024)));
  if (token == "same-origin") return "coop-implemented-with-same-origin";
  if (token == "same-origin-allow-popups") return "coop-implemented-with-same-origin-allow-popups";
  if (token == "noopener-allow-popups") return "coop-implemented-with-noopener-allow-popups";
  if (token == "unsafe-none") return "coop-implemented-with-unsafe-none";
  return "coop-header-invalid";
}

std::string_view test_referrer_policy(const Response& response) {
  constexpr std::string_view kPrivate[] = {"no-referrer", "same-origin", "strict-origin",
                                           "strict-origin-when-cross-origin"};
  constexpr std::string_view kUnsafe[] = {"origin", "origin-when-cross-origin", "unsafe-url",
                                          "no-referrer-when-downgrade"};
  const auto contains = [](const auto& list, std::string_view item) {
    return std::find(std::begin(list), std::end(list), item) != std::end(list);
  };
  const std::optional<std::string> header = response.get("referrer-policy");
  if (!header) return "referrer-policy-not-implemented";
  std::string_view result = "referrer-policy-header-invalid";
  for (const std::string_view part : JsParts(*header, ',')) {  // the last known one counts
    const std::string policy = js_to_lower(js_trim(part));
    if (contains(kPrivate, policy)) result = "referrer-policy-private";
    if (contains(kUnsafe, policy)) result = "referrer-policy-unsafe";
  }
  return result;
}

constexpr std::int64_t kSixMonths = 15552000;  // seconds; what many sites send for six months

// parseInt(text, 10) < kSixMonths. What is no number at all compares as not less.
bool is_less_than_six_months(std::string_view text) {
  text = js_trim(text);
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  if (text.empty() || !text::is(text.front(), text::kDigit)) return false;
  std::int64_t value = 0;
  for (const char c : text) {
    if (!text::is(c, text::kDigit)) break;
    value = std::min<std::int64_t>(value * 10 + (c - '0'), kSixMonths);
  }
  return negative || value < kSixMonths;
}

std::string_view test_transport_security(const Response& response, bool https) {
  if (!https) return "hsts-not-implemented-no-https";
  const std::optional<std::string> header = response.get("strict-transport-security");
  if (!header) return "hsts-not-implemented";
  const std::string_view value = js_prefix(*header, 1024);
  if (value.find(',') != std::string_view::npos) return "hsts-header-invalid";
  std::optional<bool> less;  // of the last max-age
  for (const std::string_view part : JsParts(value, ';')) {
    const std::string parameter = js_to_lower(js_trim(part));
    if (!parameter.starts_with("max-age=")) continue;
    less = is_less_than_six_months(js_prefix(parameter, 128).substr(8));
  }
  if (!less) return "hsts-header-invalid";
  return *less ? "hsts-implemented-max-age-less-than-six-months" : "hsts-implemented-max-age-at-least-six-months";
}

std::string_view test_content_type_options(const Response& response) {
  const std::string header = response.get_or_empty("x-content-type-options");
  if (header.empty()) return "x-content-type-options-not-implemented";
  return js_to_lower(js_trim(js_prefix(header, 256))) == "nosniff" ? "x-content-type-options-nosniff"
                                                                   : "x-content-type-options-header-invalid";
}

std::string_view test_frame_options(const Response& response, const ObservatoryCsp& csp) {
  if (csp.has_frame_ancestors) return "x-frame-options-implemented-via-csp";
  const std::string header = response.get_or_empty("x-frame-options");
  if (header.empty()) return "x-frame-options-not-implemented";
  const std::string value = js_to_lower(js_trim(js_prefix(header, 1024)));
  if (value == "deny" || value == "sameorigin") return "x-frame-options-sameorigin-or-deny";
  if (value.starts_with("allow-from")) return "x-frame-options-allow-from-origin";
  return "x-frame-options-header-invalid";
}

std::string_view test_resource_policy(const Response& response) {
  const std::string header = response.get_or_empty("cross-origin-resource-policy");
  const std::string value = js_to_lower(js_trim(js_prefix(header, 256)));
  if (value.empty()) return "corp-not-implemented";
  if (value == "same-site") return "corp-implemented-with-same-site";
  if (value == "same-origin") return "corp-implemented-with-same-origin";
  if (value == "cross-origin") return "corp-implemented-with-cross-origin";
  return "corp-header-invalid";
}

// ---- the sum
// ---------------------------------------------------------------------------------------

void add_test(ObservatoryAnswer& answer, std::string_view name, Result result) {
  const int points = result ? modifier_of(*result, answer.algorithm) : 0;
  answer.tests.push_back({name, result, points});
}

// Bonus points count only for a page that has an A without them.
void add_up(ObservatoryAnswer& answer) {
  constexpr int kEnoughForBonus = 90;
  int penalties = 0;
  int total = 0;
  for (const ObservatoryTest& test : answer.tests) {
    total += test.modifier;
    penalties += std::min(test.modifier, 0);
  }
  const int score = 100 + penalties >= kEnoughForBonus ? 100 + total : 100 + penalties;
  answer.score = std::max(score, 0);
  answer.grade = grade_of(answer.score);
}

}  // namespace observatory_detail

ObservatoryAnswer observatory(const std::vector<HeaderView>& headers, std::string_view url, int algorithm) {
  using namespace observatory_detail;
  const Response response(headers);
  const Page page = read_url(url);
  ObservatoryAnswer answer;
  answer.algorithm = algorithm == kObservatoryPackage ? kObservatoryPackage : kObservatoryLatest;

  const ObservatoryCsp csp = test_csp(response, page.https, answer.algorithm);
  const std::string_view hsts = test_transport_security(response, page.https);
  const bool hsts_passes = hsts == "hsts-implemented-max-age-at-least-six-months";

  add_test(answer, "content-security-policy", csp.result);
  add_test(answer, "cookies", observatory_cookies(response.set_cookie(), page.cookies, hsts_passes));
  if (answer.algorithm == kObservatoryLatest) {
    add_test(answer, "cross-origin-embedder-policy", test_embedder_policy(response));
    add_test(answer, "cross-origin-opener-policy", test_opener_policy(response));
  }
  add_test(answer, "cross-origin-resource-sharing", std::nullopt);
  add_test(answer, "redirection", std::nullopt);
  add_test(answer, "referrer-policy", test_referrer_policy(response));
  add_test(answer, "strict-transport-security", hsts);
  add_test(answer, "subresource-integrity", std::nullopt);
  add_test(answer, "x-content-type-options", test_content_type_options(response));
  add_test(answer, "x-frame-options", test_frame_options(response, csp));
  add_test(answer, "cross-origin-resource-policy", test_resource_policy(response));
  add_up(answer);
  return answer;
}

}  // namespace headstrong::peers

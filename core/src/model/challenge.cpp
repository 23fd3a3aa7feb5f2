#include "model/challenge.hpp"

#include "text/ascii.hpp"

namespace headstrong::model {
namespace challenge_detail {

/// With which status a mark counts.
enum class With : std::uint8_t {
  Any,          // the mark stands on nothing but such pages
  Refusal,      // it stands on other answers of the service too: only one that refuses is its page
  Unavailable,  // the same, and a 503 was once such a page
};

struct Mark {
  std::string_view service;
  std::string_view header;  // in lower case; ends in '-' where it is the start of the name
  std::string_view value;   // which it has to contain, in lower case; empty: any
  With with;
};

// What the services document, or what recorded answers show. One mark is enough.
inline constexpr Mark kMarks[] = {
    // developers.cloudflare.com, "Detect a Challenge Page response"
    {"Cloudflare", "cf-mitigated", "challenge", With::Any},
    {"Cloudflare", "cf-chl-bypass", "", With::Unavailable},  // before 2023, tests/data/headersets
    {"Cloudflare", "cf-chl-out", "", With::Unavailable},
    // docs.aws.amazon.com, "How the CAPTCHA and Challenge actions work": 405 and 202
    {"AWS WAF", "x-amzn-waf-action", "challenge", With::Any},
    {"AWS WAF", "x-amzn-waf-action", "captcha", With::Any},
    // vercel.com/docs, "Response headers"
    {"Vercel", "x-vercel-mitigated", "challenge", With::Any},
    {"Vercel", "x-vercel-mitigated", "deny", With::Any},
    {"Vercel", "x-vercel-challenge-token", "", With::Any},
    // tests/data/headersets: x-datadome alone stands on pages that were let through
    {"DataDome", "x-datadome-cid", "", With::Refusal},
    {"DataDome", "x-datadome", "", With::Refusal},
    {"DataDome", "x-dd-b", "", With::Refusal},
    {"DataDome", "server", "datadome", With::Refusal},
    {"HUMAN", "x-px-", "", With::Refusal},
    {"HUMAN", "set-cookie", "_pxhd=", With::Refusal},
    {"HUMAN", "set-cookie", "_px3=", With::Refusal},
    // docs.sucuri.net, "Sucuri Firewall headers"
    {"Sucuri", "x-sucuri-block", "", With::Any},
    {"Sucuri", "server", "sucuri/cloudproxy", With::Refusal},
    {"Kasada", "x-kpsdk-", "", With::Refusal},
    {"Yandex SmartCaptcha", "x-yandex-captcha", "captcha", With::Any},
    {"Azure Web Application Firewall", "set-cookie", "_azwaf_jsclearance", With::Refusal},
    // The edge's own "Access Denied"; what it passes on has the origin's Server.
    {"Akamai", "server", "akamaighost", With::Refusal},
    {"Akamai", "x-reference-error", "", With::Refusal},
};

bool contains(std::string_view text, std::string_view lower_case) {
  for (std::size_t at = 0; at + lower_case.size() <= text.size(); ++at) {
    if (text::iequals(text.substr(at, lower_case.size()), lower_case)) return true;
  }
  return false;
}

bool is_refusal(int status) { return status == 403 || status == 428 || status == 429; }

bool fits(const Mark& mark, const http::Field& field) {
  const bool start_only = mark.header.back() == '-';
  const bool named = start_only ? text::istarts_with(field.name, mark.header) : text::iequals(field.name, mark.header);
  return named && contains(field.value.text(), mark.value);
}

/// Imperva's record of a request: "B" and two digits is the page that it blocks or challenges with,
/// and " 0NNN" or the like that nothing was fetched for it.
bool is_blocked_by_imperva(std::string_view record) {
  const std::size_t block = record.find(" B1");
  return block != record.npos && block + 4 < record.size() && text::is(record[block + 3], text::kDigit) &&
         record[block + 4] == '(';
}

/// What Cloudflare's own error and block pages have, and no origin's that it passes on.
class CloudflarePage {
 public:
  void see(const http::Field& field, std::uint32_t index) {
    const std::string_view value = field.value.text();
    if (text::iequals(field.name, "server") && text::iequals(value, "cloudflare")) {
      server_ = true;
      field_ = index;
    }
    uncached_ |= text::iequals(field.name, "cache-control") && contains(value, "post-check=0, pre-check=0");
    expired_ |= text::iequals(field.name, "expires") && value == "Thu, 01 Jan 1970 00:00:01 GMT";
  }
  bool found() const { return server_ && uncached_ && expired_; }
  std::uint32_t field() const { return field_; }

 private:
  bool server_ = false;
  bool uncached_ = false;
  bool expired_ = false;
  std::uint32_t field_ = 0;
};

}  // namespace challenge_detail

std::optional<Challenge> find_challenge(const http::Response& response) {
  using namespace challenge_detail;
  if (response.status >= 300 && response.status < 400) return std::nullopt;
  const bool refusal = is_refusal(response.status);
  const bool unavailable = refusal || response.status == 503;
  CloudflarePage cloudflare;
  std::uint32_t index = 0;
  for (const http::Field& field : response.fields) {
    const std::uint32_t at = index++;
    if (field.from_meta || field.name.empty()) continue;
    for (const Mark& mark : kMarks) {
      const bool counts = mark.with == With::Any || (mark.with == With::Refusal ? refusal : unavailable);
      if (counts && fits(mark, field)) return Challenge{mark.service, at};
    }
    const bool imperva = text::iequals(field.name, "x-iinfo");
    if (imperva && is_blocked_by_imperva(field.value.text())) return Challenge{"Imperva", at};
    if (unavailable) cloudflare.see(field, at);
  }
  if (cloudflare.found()) return Challenge{"Cloudflare", cloudflare.field()};
  return std::nullopt;
}

}  // namespace headstrong::model

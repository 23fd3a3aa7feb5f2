#include "emit/header_facts.hpp"

#include <span>

#include "text/ascii.hpp"

namespace headstrong::emitters {

namespace header_facts_detail {

struct NamedReason {
  std::string_view name;
  std::string_view reason;
};

constexpr std::string_view kFraming =
    "it describes one message or one connection (RFC 9110, RFC 9112), so only the server may write it";
constexpr std::string_view kOwnEach = "it differs from response to response, so a fixed value would be wrong";

constexpr NamedReason kPerResponse[] = {
    {"Accept-Ranges", kOwnEach},
    {"Age", kOwnEach},
    {"Connection", kFraming},
    {"Content-Encoding", kOwnEach},
    {"Content-Length", kFraming},
    {"Content-Range", kOwnEach},
    {"Content-Type", kOwnEach},
    {"Date", kOwnEach},
    {"ETag", kOwnEach},
    {"Keep-Alive", kFraming},
    {"Last-Modified", kOwnEach},
    {"Location", kOwnEach},
    {"Proxy-Connection", kFraming},
    {"TE", kFraming},
    {"Trailer", kFraming},
    {"Transfer-Encoding", kFraming},
    {"Upgrade", kFraming},
};

constexpr std::string_view kOwnOfResponse[] = {
    // How long it may be kept, and for which requests.
    "Cache-Control",
    "CDN-Cache-Control",
    "Expires",
    "No-Vary-Search",
    "Pragma",
    "Surrogate-Control",
    "Vary",
    "Warning",
    // What it is, and what belongs to it.
    "Content-Digest",
    "Content-Disposition",
    "Content-DPR",
    "Content-Language",
    "Content-Location",
    "Content-MD5",
    "Digest",
    "Link",
    "Refresh",
    "Repr-Digest",
    "Service-Worker-Allowed",
    "SourceMap",
    "X-Robots-Tag",
    "X-SourceMap",
    // What the answer to this request was.
    "Allow",
    "Authentication-Info",
    "Deprecation",
    "Proxy-Authenticate",
    "Retry-After",
    "Server-Timing",
    "Status",
    "Sunset",
    "Via",
    "WWW-Authenticate",
    "X-Request-Id",
    "X-Runtime",
    // One visitor's session.
    "Clear-Site-Data",
    "Set-Cookie",
    // Who may read it; also all of Access-Control-.
    "Timing-Allow-Origin",
};

// What a server tells of itself, and where failures of connections are reported to.
constexpr std::string_view kOfServer[] = {
    "Alt-Svc", "NEL", "Report-To", "Server", "X-AspNet-Version", "X-AspNetMvc-Version", "X-Generator", "X-Powered-By",
};

// Fetch's response headers of CORS.
constexpr std::string_view kCors[] = {
    "Access-Control-Allow-Credentials", "Access-Control-Allow-Headers",  "Access-Control-Allow-Methods",
    "Access-Control-Allow-Origin",      "Access-Control-Expose-Headers", "Access-Control-Max-Age",
};

// Lists of RFC 9110 or RFC 9111, structured fields of list or dictionary form (RFC 9651 section 4.2
// joins them before parsing), the policies of CSP (a comma separates them), and headers that Fetch
// reads through "get, decode, and split". Strict-Transport-Security is not here: of several fields
// a browser takes the first and ignores the rest (RFC 6797 section 8.1).
constexpr std::string_view kLists[] = {
    "Accept-CH",
    "Access-Control-Allow-Headers",
    "Access-Control-Allow-Methods",
    "Access-Control-Expose-Headers",
    "Allow",
    "Alt-Svc",
    "Cache-Control",
    "CDN-Cache-Control",
    "Clear-Site-Data",
    "Content-Language",
    "Content-Security-Policy",
    "Content-Security-Policy-Report-Only",
    "Critical-CH",
    "Document-Policy",
    "Feature-Policy",
    "Integrity-Policy",
    "Integrity-Policy-Report-Only",
    "Link",
    "No-Vary-Search",
    "Origin-Trial",
    "Permissions-Policy",
    "Permissions-Policy-Report-Only",
    "Pragma",
    "Referrer-Policy",
    "Report-To",
    "Reporting-Endpoints",
    "Server-Timing",
    "Speculation-Rules",
    "Supports-Loading-Mode",
    "Surrogate-Control",
    "Timing-Allow-Origin",
    "Vary",
    "Via",
    "X-Content-Type-Options",
    "X-Frame-Options",
    "X-Robots-Tag",
};

constexpr std::string_view kAdditive[] = {
    "Allow", "Link", "Proxy-Authenticate", "Server-Timing", "Set-Cookie", "Vary", "Via", "WWW-Authenticate",
};

constexpr std::string_view kCorsPrefix = "Access-Control-";

bool contains(std::span<const std::string_view> names, std::string_view name) {
  for (const std::string_view known : names) {
    if (text::iequals(known, name)) return true;
  }
  return false;
}

}  // namespace header_facts_detail

std::string_view per_response_reason(std::string_view name) {
  for (const header_facts_detail::NamedReason& entry : header_facts_detail::kPerResponse) {
    if (text::iequals(entry.name, name)) return entry.reason;
  }
  return {};
}

bool is_own_of_response(std::string_view name) {
  return header_facts_detail::contains(header_facts_detail::kOwnOfResponse, name) ||
         text::istarts_with(name, header_facts_detail::kCorsPrefix);
}

std::vector<std::string_view> own_of_response() {
  using namespace header_facts_detail;
  std::vector<std::string_view> names(std::begin(kOwnOfResponse), std::end(kOwnOfResponse));
  names.push_back(kCorsPrefix);
  return names;
}

bool protects_nothing(std::string_view name) {
  using namespace header_facts_detail;
  return contains(kOwnOfResponse, name) || contains(kOfServer, name) || contains(kCors, name);
}

bool is_list(std::string_view name) { return header_facts_detail::contains(header_facts_detail::kLists, name); }

bool is_additive(std::string_view name) { return header_facts_detail::contains(header_facts_detail::kAdditive, name); }

bool is_policy(std::string_view name) {
  return text::iequals(name, "Content-Security-Policy") || text::iequals(name, "Content-Security-Policy-Report-Only");
}

}  // namespace headstrong::emitters

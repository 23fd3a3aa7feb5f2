#include "http/evidence.hpp"

#include <algorithm>
#include <bitset>
#include <iterator>
#include <optional>
#include <string>

#include "grammar/header_names.hpp"
#include "http/name_origin.hpp"
#include "http/wording.hpp"
#include "text/ascii.hpp"

namespace headstrong::http {
namespace evidence_detail {

/// "Sat, 28 Nov 2026 10:00:00 GMT": the one form that HTTP has, where mails have another zone.
bool is_http_date(std::string_view value) {
  return value.size() > 20 && text::iends_with(value, " GMT") && value.find(':') != std::string_view::npos;
}

bool is_number(std::string_view value) { return !value.empty() && text::all_of(value, text::kDigit); }

/// Whether a value has the form that its header's values have. Of names that mean something in other
/// texts, too, the value tells.
bool has_usual_form(std::string_view name, std::string_view value) {
  using text::iequals;
  const auto has = [&](std::string_view marks) { return value.find_first_of(marks) != value.npos; };
  if (iequals(name, "date") || iequals(name, "last-modified")) return is_http_date(value);
  if (iequals(name, "expires")) return is_http_date(value) || is_number(value) || value == "-1";
  if (iequals(name, "age") || iequals(name, "content-length")) return is_number(value);
  if (iequals(name, "location") || iequals(name, "content-location")) return has("/?") && !has(" ");
  if (iequals(name, "link")) return value.substr(0, 1) == "<";
  if (iequals(name, "content-type")) return has("/");
  if (iequals(name, "refresh")) return value.substr(0, 1).find_first_of("0123456789") == 0;
  if (iequals(name, "allow")) {
    return std::all_of(value.begin(), value.end(),
                       [](char c) { return (c >= 'A' && c <= 'Z') || c == ',' || c == ' '; });
  }
  if (iequals(name, "status")) return is_number(value.substr(0, 3));
  if (iequals(name, "via")) return has(" .");
  if (iequals(name, "warning")) return is_number(value.substr(0, 3));
  return true;
}

bool is_policy_name(std::string_view name) { return text::istarts_with(name, "content-security-policy"); }

/// Whether a value has the form that its header's values have; nothing where they have none.
std::optional<bool> form_of(const Field& field) {
  const std::string value = text::lowered(field.value.text().substr(0, 4096));
  const auto has = [&](std::string_view part) { return value.find(part) != value.npos; };
  const auto starts = [&](std::string_view part) { return value.compare(0, part.size(), part) == 0; };
  const bool one = !has(" ") || has(",") || has(";");
  switch (header_name(field.name)) {
    case HeaderName::ContentSecurityPolicy:
    case HeaderName::ContentSecurityPolicyReportOnly:
      return is_bare_policy(value) || has("-src") || has("frame-ancestors");
    case HeaderName::XFrameOptions: return starts("deny") || starts("same") || starts("allow");
    case HeaderName::StrictTransportSecurity: return has("max-age") || has("=");
    case HeaderName::XContentTypeOptions: return one && has("sniff");
    case HeaderName::ReferrerPolicy: return one && (has("-") || starts("origin"));
    case HeaderName::PermissionsPolicy: return has("=") || has("'") || has("*");
    case HeaderName::CrossOriginOpenerPolicy:
    case HeaderName::CrossOriginEmbedderPolicy:
    case HeaderName::CrossOriginResourcePolicy: return one && (has("-") || starts("credentialless"));
    case HeaderName::XXssProtection:
      return (starts("0") || starts("1")) && (value.size() == 1 || value[1] == ';' || value[1] == ' ');
    default: return std::nullopt;
  }
}

/// What checklists and lists of what headers are for write behind a name, in place of a value.
bool is_remark(std::string_view value) {
  static constexpr std::string_view kRemarks[] = {
      "yes",       "no",         "true",        "false",     "on",       "off",           "ok",       "okay",
      "set",       "enabled",    "disabled",    "good",      "bad",      "pass",          "fail",     "done",
      "todo",      "warn",       "warning",     "info",      "low",      "medium",        "high",     "critical",
      "required",  "optional",   "recommended", "secure",    "insecure", "partial",       "unknown",  "clickjacking",
      "framing",   "xss",        "csrf",        "sniffing",  "mime",     "mime-sniffing", "https",    "http",
      "tls",       "ssl",        "transport",   "injection", "privacy",  "leakage",       "leaks",    "leak",
      "isolation", "spectre",    "referrer",    "csp",       "hsts",     "policy",        "features", "permissions",
      "security",  "protection", "string",      "number",    "boolean",  "text",          "value",    "header",
      "deprecated"};
  while (!value.empty() && std::string_view(".,;!").find(value.back()) != std::string_view::npos)
    value.remove_suffix(1);
  if (value.empty()) return true;
  // A mark of a grade, a count, a sign: "A+", "12/20", a tick.
  if (value.size() <= 2 && (text::is(value[0], text::kAlpha) || text::is(value[0], text::kDigit))) return true;
  if (text::is_non_ascii(value[0]) || value.find('/') != value.npos || value.find('%') != value.npos) return true;
  return std::any_of(std::begin(kRemarks), std::end(kRemarks),
                     [&](std::string_view each) { return text::iequals(each, value); });
}

struct Forms {
  std::size_t right = 0;
  std::size_t all = 0;
  std::size_t mistyped = 0;  // neither right nor a remark: one word that someone took for a value
  std::bitset<kHeaderNameCount + 1> names;
};
Forms count_forms(const Response& response) {
  constexpr std::size_t kEnough = 1000;
  Forms forms;
  for (std::size_t i = 0; i < response.fields.size() && i < kEnough; ++i) {
    if (response.fields[i].from_meta) continue;
    if (const auto form = form_of(response.fields[i])) {
      ++forms.all;
      forms.right += *form;
      const std::string_view value = response.fields[i].value.text();
      forms.mistyped += !*form && value.find_first_of(" \t") == value.npos && !is_remark(value);
      forms.names.set(static_cast<std::size_t>(header_name(response.fields[i].name)));
    }
  }
  return forms;
}

/// A field's origin, unless its value shows that it is something else.
Origin origin_of_field(const Field& field) {
  const Origin origin = origin_of(field.name);
  const std::string_view value = field.value.text();
  switch (origin) {
    case Origin::Response: {
      if (!has_usual_form(field.name, value) || is_verdict(value)) return Origin::Unknown;
      if (is_policy_name(field.name) && is_mere_words(value.substr(0, 4096))) return Origin::Unknown;
      // A browser's message, a list of what headers are for: a name with a sentence behind it.
      constexpr std::size_t kReadable = 4096;
      return reads_like_prose(value.substr(0, kReadable)) && !text::istarts_with(field.name, "x-powered") &&
                     !text::iequals(field.name, "set-cookie") && !text::iequals(field.name, "x-generator")
                 ? Origin::Unknown
                 : origin;
    }
    case Origin::Answer:
    case Origin::Message: return has_usual_form(field.name, value) ? origin : Origin::Unknown;
    default: return field.invalid_name ? Origin::Unknown : origin;
  }
}

struct Count {
  std::size_t response = 0;
  std::size_t answer = 0;
  std::size_t message = 0;
  std::size_t extension = 0;
  std::size_t elsewhere = 0;
  std::size_t unknown = 0;
  std::size_t cookies = 0;  // among those of responses

  std::size_t usual() const { return answer + message; }
  std::size_t right() const { return response + usual() + extension; }
};

/// The first fields tell; so many that all are different are no response anyway.
Count count(const Response& response) {
  constexpr std::size_t kEnough = 1000;
  Count result;
  std::size_t seen = 0;
  for (const Field& field : response.fields) {
    if (field.from_meta) continue;
    if (++seen > kEnough) break;
    result.cookies += header_name(field.name) == HeaderName::SetCookie;
    switch (origin_of_field(field)) {
      case Origin::Response: ++result.response; break;
      case Origin::Answer: ++result.answer; break;
      case Origin::Message: ++result.message; break;
      case Origin::Extension: ++result.extension; break;
      case Origin::Elsewhere: ++result.elsewhere; break;
      case Origin::Unknown: ++result.unknown; break;
    }
  }
  return result;
}

}  // namespace evidence_detail

bool has_evidence(const Response& response, std::size_t others) {
  const evidence_detail::Count n = evidence_detail::count(response);
  if (n.response > 0) {
    // A name in a long text is a mention; of a request beside its response, the lines are no noise.
    const std::size_t noise = others + n.unknown + (n.response + n.usual() < 2 ? n.elsewhere : 0);
    return noise <= 2 * n.right();
  }
  if (n.elsewhere > 0) return n.answer >= 2 && n.answer >= n.elsewhere && others + n.unknown <= n.right();
  if (others + n.unknown == 0) return n.right() > 0;
  // Some sites have many names of their own.
  return n.usual() >= 2 && others + n.unknown <= (n.answer < 3 ? 1 : 2) * n.right();
}

bool has_values_of_form(const Response& response) {
  const auto forms = evidence_detail::count_forms(response);
  return forms.right * 2 >= forms.all;
}

bool is_list_of_words(const Response& response) {
  // What a check found: "pass", "missing"
  constexpr std::string_view kVerdicts[] = {"pass",    "passed",  "fail",     "failed",   "ok",      "missing",
                                            "present", "absent",  "yes",      "no",       "true",    "false",
                                            "set",     "unset",   "required", "optional", "good",    "bad",
                                            "warn",    "warning", "info",     "enabled",  "disabled"};
  const bool verdicts = std::all_of(response.fields.begin(), response.fields.end(), [&](const Field& field) {
    return std::any_of(std::begin(kVerdicts), std::end(kVerdicts),
                       [&](std::string_view verdict) { return text::iequals(field.value.text(), verdict); });
  });
  if (verdicts && response.fields.size() >= 2) return true;
  const auto forms = evidence_detail::count_forms(response);
  return forms.names.count() >= 3 && forms.right == 0 && forms.mistyped * 2 < forms.all &&
         evidence_detail::count(response).answer == 0;
}

bool has_several_headers(const Response& response) {
  std::string_view first;
  for (const Field& field : response.fields) {
    if (field.from_meta) continue;
    const bool policy = text::istarts_with(field.name, "content-security-policy");
    const std::string_view name = policy ? std::string_view("content-security-policy") : field.name;
    if (first.empty()) first = name;
    if (!text::iequals(first, name)) return true;
  }
  return false;
}

bool is_whole_set(const Response& response, std::size_t others) {
  if (!has_several_headers(response)) return false;
  const evidence_detail::Count n = evidence_detail::count(response);
  const bool dump = n.answer + n.cookies > 0 || (n.response > 0 && n.message > 0);
  return dump && others <= n.right() && others + n.unknown <= 2 * n.right();
}

}  // namespace headstrong::http

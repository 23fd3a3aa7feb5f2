// Names of headers and directives as programs spell them, and whether a value is one that the header has.
#include <algorithm>
#include <string>
#include <string_view>

#include "grammar/csp_names.hpp"
#include "grammar/header_names.hpp"
#include "http/code/pairs.hpp"
#include "http/evidence.hpp"
#include "http/wording.hpp"
#include "text/ascii.hpp"

namespace headstrong::http::code {

bool is_directive(std::string_view word) { return csp::starts_policy(word); }

std::string directive_of(std::string_view word) {
  constexpr std::size_t kLongest = 40;
  if (word.empty() || word.size() > kLongest) return {};
  const bool lower = std::none_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  std::string out;
  for (const char c : word) {
    const bool upper = c >= 'A' && c <= 'Z';
    if (c == '_') {
      out += '-';
    } else {
      if (upper && !lower && !out.empty()) out += '-';
      out += text::to_lower(c);
    }
  }
  return is_directive(out) ? out : std::string();
}

std::string_view header_of_constant(std::string_view word) {
  constexpr std::size_t kLongest = 48;
  if (word.size() < 4 || word.size() > kLongest) return {};
  const bool capitals = std::none_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  std::string name;
  for (std::size_t i = 0; i < word.size(); ++i) {
    const char c = word[i];
    const bool upper = c >= 'A' && c <= 'Z';
    if (c == '_') {
      name += '-';
      continue;
    }
    if (!capitals && upper && i > 0 && !name.empty() && name.back() != '-') name += '-';
    name += c;
  }
  const HeaderName found = header_name(name);
  if (found != HeaderName::Unknown) return spelling(found);
  // Words of capitals have no rule: "XXSSProtection" of Echo.
  if (text::iequals(word, "XXSSProtection")) return spelling(HeaderName::XXssProtection);
  // Fiber's and Echo's HeaderXFrameOptions.
  return word.substr(0, 6) == "Header" ? header_of_constant(word.substr(6)) : std::string_view();
}

bool is_plausible(std::string_view name, const Value& value) {
  const std::string_view text = text::trim(value.text);
  if (value.literals == 0) return false;
  const std::string_view first = text.substr(0, text.find_first_of(" \t\n;,"));
  switch (header_name(name)) {
    case HeaderName::ContentSecurityPolicy:
    case HeaderName::ContentSecurityPolicyReportOnly: return is_directive(text::lowered(first)) || is_bare_policy(text);
    case HeaderName::XFrameOptions:
      return text::iequals(first, "deny") || text::iequals(first, "sameorigin") || text::istarts_with(first, "allow");
    case HeaderName::XContentTypeOptions: return text::iequals(text, "nosniff");
    case HeaderName::StrictTransportSecurity: return text.find("max-age") != text.npos;
    case HeaderName::PermissionsPolicy: return text.find("=") != text.npos && text.find("(") != text.npos;
    case HeaderName::ReferrerPolicy:
      return text.find("origin") != text.npos || text::istarts_with(text, "no-referrer") ||
             text::istarts_with(text, "unsafe-url");
    case HeaderName::Unknown: return false;
    default: {
      Response response;
      Field field;
      field.name = name;
      field.value = text::MappedText(text, 0);
      response.fields.push_back(field);
      return !reads_like_prose(text.substr(0, 4096)) && has_evidence(response, 0);
    }
  }
}

}  // namespace headstrong::http::code

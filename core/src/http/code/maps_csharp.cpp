// C#: NetEscapades.AspNetCore.SecurityHeaders.
#include <string>
#include <string_view>
#include <utility>

#include "http/code/map_reader.hpp"
#include "text/ascii.hpp"

namespace headstrong::http::code {

void MapReader::see_csharp(std::uint32_t i) {
  const std::string_view word = t_.text(i);
  if (!t_.is(i + 1, "(") || word.substr(0, 3) != "Add") return;
  const std::string name(word.substr(3));
  const std::uint32_t close = t_.group_end(i + 1);
  if (name == "FrameOptionsDeny") return add_header("X-Frame-Options", "DENY", i);
  if (name == "FrameOptionsSameOrigin") return add_header("X-Frame-Options", "SAMEORIGIN", i);
  if (name == "ContentTypeOptionsNoSniff") return add_header("X-Content-Type-Options", "nosniff", i);
  if (name == "XssProtectionBlock") return add_header("X-XSS-Protection", "1; mode=block", i);
  if (name == "XssProtectionDisabled") return add_header("X-XSS-Protection", "0", i);
  if (name.substr(0, 14) == "ReferrerPolicy" && name.size() > 14) {
    std::string value;
    for (const char c : name.substr(14)) {
      if (c >= 'A' && c <= 'Z' && !value.empty()) value += '-';
      value += text::to_lower(c);
    }
    if (is_plausible("Referrer-Policy", escape_of(value, i))) add_header("Referrer-Policy", value, i);
    return;
  }
  if (name.substr(0, 29) == "StrictTransportSecurityMaxAge") {
    std::string age = "31536000";
    constexpr std::uint32_t kFar = 32;
    for (std::uint32_t at = i + 2; at < close && at < i + kFar; ++at) {
      if (t_.is_kind(at, Kind::Number)) age = number_of({at, at, close}).value_or(age);
      if (t_.is_kind(at, Kind::Number)) break;
    }
    const bool preload = name.find("Preload") != std::string::npos;
    return add_hsts(age, preload || name.find("IncludeSubDomains") != std::string::npos, preload, i);
  }
  if (name == "ContentSecurityPolicy" || name == "ContentSecurityPolicyReportOnly") {
    Directives directives;
    if (!spend(close - i)) return;
    for (std::uint32_t at = i + 2; at < close; ++at) see_builder(at, close, directives);
    add_policy(name == "ContentSecurityPolicy" ? kPolicy : kReportOnly, directives, i);
    handled_.emplace_back(i, close);
  }
}

void MapReader::see_builder(std::uint32_t at, std::uint32_t end, Directives& directives) {
  const std::string_view word = t_.text(at);
  if (!t_.is_kind(at, Kind::Word) || !t_.is(at + 1, "(") || word.substr(0, 3) != "Add") return;
  Directive directive;
  directive.name = directive_of(word.substr(3));
  if (directive.name.empty()) return;
  directive.key = span_of(at);
  std::uint32_t i = t_.group_end(at + 1) + 1;
  while (i + 2 < end && t_.is(i, ".") && t_.is_kind(i + 1, Kind::Word) && t_.is(i + 2, "(")) {
    const std::string_view part = t_.text(i + 1);
    const std::uint32_t close = t_.group_end(i + 2);
    if (part == "From" || part == "To" || part == "WithHash256" || part == "Sources") {
      for (std::uint32_t item = i + 3; item < close; item = e_.item_end(item, close) + 1) {
        sources_of(item, e_.item_end(item, close), false, directive.sources);
      }
    } else if (part == "WithNonce") {
      add_nonce(directive, span_of(i + 1));
    } else {
      std::string keyword;
      for (const char c : part) {
        if (c >= 'A' && c <= 'Z' && !keyword.empty()) keyword += '-';
        keyword += text::to_lower(c);
      }
      Value symbol;
      symbol.add_escape(keyword == "over-https" ? "https" : keyword, span_of(i + 1));
      Value source = as_source(std::move(symbol), false);
      if (source.literals > 0) directive.sources.push_back(std::move(source));
    }
    i = close + 1;
  }
  directives.push_back(std::move(directive));
}

}  // namespace headstrong::http::code

// C#: NetEscapades.AspNetCore.SecurityHeaders.
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "http/code/map_reader.hpp"
#include "text/ascii.hpp"

namespace headstrong::http::code {

namespace maps_csharp_detail {

struct FixedHeader {
  std::string_view method;  // behind "Add"
  std::string_view header;
  std::string_view value;
};
constexpr FixedHeader kFixed[] = {{"FrameOptionsDeny", "X-Frame-Options", "DENY"},
                                  {"FrameOptionsSameOrigin", "X-Frame-Options", "SAMEORIGIN"},
                                  {"ContentTypeOptionsNoSniff", "X-Content-Type-Options", "nosniff"},
                                  {"XssProtectionBlock", "X-XSS-Protection", "1; mode=block"},
                                  {"XssProtectionDisabled", "X-XSS-Protection", "0"}};

/// "StrictOrigin" as headers spell it: strict-origin.
std::string dashed(std::string_view words) {
  std::string out;
  for (const char c : words) {
    if (c >= 'A' && c <= 'Z' && !out.empty()) out += '-';
    out += text::to_lower(c);
  }
  return out;
}

bool takes(std::string_view& s, std::string_view start) {
  if (s.substr(0, start.size()) != start) return false;
  s.remove_prefix(start.size());
  return true;
}

}  // namespace maps_csharp_detail
using namespace maps_csharp_detail;

void MapReader::see_csharp(std::uint32_t i) {
  std::string_view name = t_.text(i);
  if (!t_.is(i + 1, "(") || !takes(name, "Add")) return;
  for (const FixedHeader& fixed : kFixed) {
    if (name == fixed.method) return add_header(fixed.header, fixed.value, i);
  }
  const std::uint32_t close = t_.group_end(i + 1);
  if (name == "ContentSecurityPolicy" || name == "ContentSecurityPolicyReportOnly") {
    Directives directives;
    if (!spend(close - i)) return;
    for (std::uint32_t at = i + 2; at < close; ++at) see_builder(at, close, directives);
    add_policy(name == "ContentSecurityPolicy" ? kPolicy : kReportOnly, directives, i);
    handled_.emplace_back(i, close);
  } else if (takes(name, "ReferrerPolicy")) {
    const std::string value = dashed(name);
    if (is_plausible("Referrer-Policy", escape_of(value, i))) add_header("Referrer-Policy", value, i);
  } else if (takes(name, "StrictTransportSecurityMaxAge")) {
    const bool preload = name.find("Preload") != name.npos;
    add_hsts(first_number(i + 2, close).value_or("31536000"), preload || name.find("IncludeSubDomains") != name.npos,
             preload, i);
  }
}

/// The number that is nearest behind `i`, before `close`.
std::optional<std::string> MapReader::first_number(std::uint32_t i, std::uint32_t close) const {
  constexpr std::uint32_t kFar = 30;
  for (std::uint32_t at = i; at < close && at < i + kFar; ++at) {
    if (t_.is_kind(at, Kind::Number)) return number_of({at, at, close});
  }
  return std::nullopt;
}

/// builder.AddScriptSrc().Self().From("https://a.example"): a directive.
void MapReader::see_builder(std::uint32_t at, std::uint32_t end, Directives& directives) {
  std::string_view name = t_.text(at);
  if (!t_.is_kind(at, Kind::Word) || !t_.is(at + 1, "(") || !takes(name, "Add")) return;
  Directive directive;
  directive.name = directive_of(name);
  if (directive.name.empty()) return;
  directive.key = span_of(at);
  std::uint32_t i = t_.group_end(at + 1) + 1;
  while (i + 2 < end && t_.is(i, ".") && t_.is_kind(i + 1, Kind::Word) && t_.is(i + 2, "(")) {
    see_builder_source(i + 1, directive);
    i = t_.group_end(i + 2) + 1;
  }
  directives.push_back(std::move(directive));
}

/// From("https://a.example"), WithNonce(), Self()
void MapReader::see_builder_source(std::uint32_t i, Directive& directive) {
  const std::string_view word = t_.text(i);
  if (is_one_of(word, {"From", "To", "WithHash256", "Sources"})) {
    const std::uint32_t close = t_.group_end(i + 1);
    for (std::uint32_t item = i + 2; item < close; item = e_.item_end(item, close) + 1) {
      sources_of(item, e_.item_end(item, close), false, directive.sources);
    }
    return;
  }
  if (word == "WithNonce") return add_nonce(directive, span_of(i));
  const std::string keyword = dashed(word);
  Value symbol;
  symbol.add_escape(keyword == "over-https" ? "https" : keyword, span_of(i));
  Value source = as_source(std::move(symbol), false);
  if (source.literals > 0) directive.sources.push_back(std::move(source));
}

}  // namespace headstrong::http::code

// C#: NetEscapades.AspNetCore.SecurityHeaders, NWebsec, Joonasw.AspNetCore.SecurityHeaders.
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
  if (name.substr(0, 3) == "Use" && t_.is(i + 1, "(")) return see_nwebsec(i);
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

/// NWebsec's middleware: UseXfo(o => o.Deny()), UseHsts(o => o.MaxAge(days: 365).IncludeSubdomains()),
/// UseCsp(o => o.DefaultSources(s => s.Self())); Joonasw's UseCsp(csp => { csp.AllowScripts.FromSelf(); }).
void MapReader::see_nwebsec(std::uint32_t i) {
  const std::string_view name = t_.text(i).substr(3);
  const std::uint32_t close = t_.group_end(i + 1);
  if (close >= t_.size() || !spend(close - i)) return;
  if (name == "XContentTypeOptions") return add_header("X-Content-Type-Options", "nosniff", i);
  if (name == "XDownloadOptions") return add_header("X-Download-Options", "noopen", i);
  const bool policy = name == "Csp" || name == "CspReportOnly";
  const bool transport = name == "Hsts" && close > i + 2;
  if (!policy && !transport && name != "Xfo" && name != "ReferrerPolicy") return;
  Directives directives;
  std::uint64_t age = 0;
  bool subdomains = false;
  bool preload = false;
  for (std::uint32_t at = i + 2; at < close; ++at) {
    if (!t_.is_kind(at, Kind::Word) || !t_.is(at - 1, ".")) continue;
    const std::string_view word = t_.text(at);
    if (policy) {
      see_nwebsec_sources(at, close, directives);
    } else if (transport) {
      if (word == "MaxAge" && t_.is(at + 1, "(")) age = timespan_of(at + 2, t_.group_end(at + 1));
      subdomains = subdomains || word == "IncludeSubdomains";
      preload = preload || word == "Preload";
    } else if (name == "Xfo") {
      const bool own = word == "SameOrigin";
      if (own || word == "Deny") return add_header("X-Frame-Options", own ? "SAMEORIGIN" : "DENY", i);
    } else {
      const std::string value = dashed(word);
      if (is_plausible("Referrer-Policy", escape_of(value, at))) return add_header("Referrer-Policy", value, at);
    }
  }
  if (transport && age > 0) add_hsts(std::to_string(age), subdomains || preload, preload, i);
  if (!policy || directives.empty()) return;
  add_policy(name == "Csp" ? kPolicy : kReportOnly, directives, i);
  handled_.emplace_back(i, close);
}

/// MaxAge(days: 365, hours: 12) in seconds.
std::uint64_t MapReader::timespan_of(std::uint32_t i, std::uint32_t close) const {
  static constexpr std::pair<std::string_view, std::uint64_t> kUnits[] = {
      {"days", 86400}, {"hours", 3600}, {"minutes", 60}, {"seconds", 1}};
  constexpr std::uint32_t kFar = 20;
  std::uint64_t age = 0;
  std::uint64_t unit = 86400;  // without a name the first is the days
  for (std::uint32_t at = i; at < close && at < i + kFar; ++at) {
    for (const auto& [word, seconds] : kUnits) {
      if (t_.is(at, word)) unit = seconds;
    }
    if (!t_.is_kind(at, Kind::Number)) continue;
    std::uint64_t count = 0;
    for (const char c : t_.text(at).substr(0, 9)) {
      if (text::is(c, text::kDigit)) count = count * 10 + static_cast<std::uint64_t>(c - '0');
    }
    age += count * unit;
  }
  return age;
}

/// DefaultSources(s => s.Self().CustomSources("a.example")), AllowScripts.FromSelf().From("a.example")
void MapReader::see_nwebsec_sources(std::uint32_t at, std::uint32_t close, Directives& directives) {
  std::string_view word = t_.text(at);
  Directive directive;
  directive.key = span_of(at);
  std::uint32_t from = 0;
  std::uint32_t to = 0;
  if (word.size() > 7 && word.substr(word.size() - 7) == "Sources" && word != "CustomSources" && t_.is(at + 1, "(")) {
    directive.name = directive_of(std::string(word.substr(0, word.size() - 7)) + "Src");
    if (directive.name.empty() && word == "BaseUris") directive.name = "base-uri";
    from = at + 2;
    to = t_.group_end(at + 1);
  } else if (is_one_of(word, {"FrameAncestors", "FormActions", "BaseUris"}) && t_.is(at + 1, "(")) {
    directive.name = word == "FrameAncestors" ? "frame-ancestors" : word == "FormActions" ? "form-action" : "base-uri";
    from = at + 2;
    to = t_.group_end(at + 1);
  } else if (takes(word, "Allow") || word == "ByDefaultAllow") {
    static constexpr std::pair<std::string_view, std::string_view> kKinds[] = {
        {"Scripts", "script-src"},      {"Styles", "style-src"},  {"Images", "img-src"},     {"Fonts", "font-src"},
        {"Connections", "connect-src"}, {"Frames", "frame-src"},  {"AudioAndVideo", "media-src"},
        {"Plugins", "object-src"},      {"FormActions", "form-action"}, {"Framing", "frame-ancestors"},
        {"Workers", "worker-src"},      {"ByDefaultAllow", "default-src"}};
    for (const auto& [kind, name] : kKinds) {
      if (word == kind) directive.name = name;
    }
    from = at;
    to = from + 1;
    while (to + 2 < close && t_.is(to, ".") && t_.is_kind(to + 1, Kind::Word) && t_.is(to + 2, "(")) {
      to = t_.group_end(to + 2) + 1;
    }
  }
  if (directive.name.empty() || to > close) return;
  for (std::uint32_t i = from; i + 1 < to; ++i) {
    if (t_.is(i, ".") && t_.is_kind(i + 1, Kind::Word) && t_.is(i + 2, "(")) see_builder_source(i + 1, directive);
  }
  // One that is told in several statements.
  for (Directive& known : directives) {
    if (known.name != directive.name) continue;
    for (Value& source : directive.sources) known.sources.push_back(std::move(source));
    return;
  }
  directives.push_back(std::move(directive));
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
  if (is_one_of(word, {"From", "To", "WithHash256", "Sources", "CustomSources"})) {
    const std::uint32_t close = t_.group_end(i + 1);
    for (std::uint32_t item = i + 2; item < close; item = e_.item_end(item, close) + 1) {
      sources_of(item, e_.item_end(item, close), false, directive.sources);
    }
    return;
  }
  if (word == "WithNonce" || word == "AddNonce") return add_nonce(directive, span_of(i));
  std::string keyword = dashed(word);
  for (const std::string_view start : {"from-", "allow-", "to-"}) {
    if (keyword.substr(0, start.size()) == start) keyword.erase(0, start.size());
  }
  if (keyword == "nowhere") keyword = "none";
  Value symbol;
  symbol.add_escape(keyword == "over-https" ? "https" : keyword, span_of(i));
  Value source = as_source(std::move(symbol), false);
  if (source.literals > 0) directive.sources.push_back(std::move(source));
}

}  // namespace headstrong::http::code

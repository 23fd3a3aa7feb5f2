// C#: NetEscapades.AspNetCore.SecurityHeaders, NWebsec, Joonasw.AspNetCore.SecurityHeaders.
#include <algorithm>
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
  if (name == "Hsts") return see_hsts_options(i);
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
    const bool subdomains = preload || name.find("IncludeSubDomains") != name.npos;
    add_hsts(age_of(first_argument(i + 1), "31536000", i), {subdomains ? Flag::On : Flag::Off},
             {preload ? Flag::On : Flag::Off}, i);
  }
}

/// ASP.NET Core's AddHsts(options => { options.MaxAge = TimeSpan.FromDays(60); options.Preload = true; }).
void MapReader::see_hsts_options(std::uint32_t i) {
  const std::uint32_t close = t_.group_end(i + 1);
  if (close >= t_.size() || !spend(close - i)) return;
  Value age = escape_of("2592000", i);
  Flag subdomains;
  Flag preload;
  for (std::uint32_t at = i + 2; at + 1 < close; ++at) {
    if (!t_.is(at + 1, "=") || !t_.is(at - 1, ".")) continue;
    const Option option{at, at + 2, std::min(line_end(at + 2), close)};
    if (t_.is(at, "IncludeSubDomains")) subdomains = flag_of(option, false);
    if (t_.is(at, "Preload")) preload = flag_of(option, false);
    if (t_.is(at, "MaxAge")) age = timespan_value(option, i);
  }
  hsts_added_ = true;
  add_hsts(age, subdomains, preload, i);
  handled_.emplace_back(i, close);
}

/// TimeSpan.FromDays(365) in seconds; a gap where it is something else.
Value MapReader::timespan_value(const Option& option, std::uint32_t token) {
  static constexpr std::pair<std::string_view, std::uint64_t> kUnits[] = {
      {"FromDays", 86400}, {"FromHours", 3600}, {"FromMinutes", 60}, {"FromSeconds", 1}};
  const std::uint32_t call = option.value + 2;
  for (const auto& [name, seconds] : kUnits) {
    if (!t_.is(option.value, "TimeSpan") || !t_.is(call, name) || !t_.is(call + 1, "(")) continue;
    const auto count = number_of({call, call + 2, t_.group_end(call + 1)});
    constexpr std::size_t kLongest = 9;
    if (!count || count->size() > kLongest) break;
    return escape_of(std::to_string(std::stoull(*count) * seconds), token);
  }
  return gap_of(option);
}

/// UseHsts(), with what the framework takes where nothing is said.
void MapReader::finish_hsts() {
  if (hsts_used_ > 0 && !hsts_added_) add_hsts(escape_of("2592000", hsts_used_), {}, {}, hsts_used_);
}

/// NWebsec's middleware: UseXfo(o => o.Deny()), UseHsts(o => o.MaxAge(days: 365).IncludeSubdomains()),
/// UseCsp(o => o.DefaultSources(s => s.Self())); Joonasw's UseCsp(csp => { csp.AllowScripts.FromSelf(); }).
void MapReader::see_nwebsec(std::uint32_t i) {
  const std::string_view name = t_.text(i).substr(3);
  const std::uint32_t close = t_.group_end(i + 1);
  if (close >= t_.size() || !spend(close - i)) return;
  if (name == "Hsts" && close == i + 2 && (t_.is(close + 1, ";") || t_.is(close + 1, "."))) hsts_used_ = i;
  if (name == "XContentTypeOptions") return add_header("X-Content-Type-Options", "nosniff", i);
  if (name == "XDownloadOptions") return add_header("X-Download-Options", "noopen", i);
  if (name == "Csp" || name == "CspReportOnly") return see_nwebsec_policy(i, close);
  if (name == "Hsts") return see_nwebsec_transport(i, close);
  if (name == "Xfo" || name == "ReferrerPolicy") see_nwebsec_word(i, close);
}

/// UseXfo(o => o.Deny()), UseReferrerPolicy(o => o.NoReferrer())
void MapReader::see_nwebsec_word(std::uint32_t i, std::uint32_t close) {
  const bool frames = t_.is(i, "UseXfo");
  for (std::uint32_t at = i + 2; at < close; ++at) {
    if (!t_.is_kind(at, Kind::Word) || !t_.is(at - 1, ".")) continue;
    const std::string_view word = t_.text(at);
    const bool own = word == "SameOrigin";
    if (frames && (own || word == "Deny")) return add_header("X-Frame-Options", own ? "SAMEORIGIN" : "DENY", i);
    const std::string value = dashed(word);
    if (!frames && is_plausible("Referrer-Policy", escape_of(value, at)))
      return add_header("Referrer-Policy", value, at);
  }
}

void MapReader::see_nwebsec_policy(std::uint32_t i, std::uint32_t close) {
  Directives directives;
  for (std::uint32_t at = i + 2; at < close; ++at) {
    if (t_.is_kind(at, Kind::Word) && t_.is(at - 1, ".")) see_nwebsec_sources(at, close, directives);
  }
  if (directives.empty()) return;
  add_policy(t_.is(i, "UseCsp") ? kPolicy : kReportOnly, directives, i);
  handled_.emplace_back(i, close);
}

void MapReader::see_nwebsec_transport(std::uint32_t i, std::uint32_t close) {
  Value age;
  bool subdomains = false;
  bool preload = false;
  for (std::uint32_t at = i + 2; at < close; ++at) {
    if (t_.is(at, "MaxAge") && t_.is(at + 1, "(") && t_.group_end(at + 1) > at + 2) {
      const std::uint64_t seconds = timespan_of(at + 2, t_.group_end(at + 1));
      age = seconds > 0 ? escape_of(std::to_string(seconds), i) : gap_of({at, at + 2, t_.group_end(at + 1)});
    }
    subdomains = subdomains || t_.is(at, "IncludeSubdomains");
    preload = preload || t_.is(at, "Preload");
  }
  if (age.text.empty()) return;
  add_hsts(age, {subdomains || preload ? Flag::On : Flag::Off}, {preload ? Flag::On : Flag::Off}, i);
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

/// The directive that the word at `at` names, and tokens [from, to) that say its sources; no name where it is none.
std::string_view MapReader::nwebsec_directive(std::uint32_t at, std::uint32_t close, std::uint32_t& from,
                                              std::uint32_t& to) const {
  static constexpr std::pair<std::string_view, std::string_view> kCalls[] = {
      {"DefaultSources", "default-src"}, {"ScriptSources", "script-src"},       {"StyleSources", "style-src"},
      {"ImageSources", "img-src"},       {"FontSources", "font-src"},           {"ConnectSources", "connect-src"},
      {"FrameSources", "frame-src"},     {"MediaSources", "media-src"},         {"ObjectSources", "object-src"},
      {"ChildSources", "child-src"},     {"WorkerSources", "worker-src"},       {"ManifestSources", "manifest-src"},
      {"FormActions", "form-action"},    {"FrameAncestors", "frame-ancestors"}, {"BaseUris", "base-uri"}};
  static constexpr std::pair<std::string_view, std::string_view> kMembers[] = {
      {"AllowScripts", "script-src"},      {"AllowStyles", "style-src"},   {"AllowImages", "img-src"},
      {"AllowFonts", "font-src"},          {"AllowFrames", "frame-src"},   {"AllowConnections", "connect-src"},
      {"AllowAudioAndVideo", "media-src"}, {"AllowPlugins", "object-src"}, {"AllowFormActions", "form-action"},
      {"AllowFraming", "frame-ancestors"}, {"AllowWorkers", "worker-src"}, {"ByDefaultAllow", "default-src"}};
  const std::string_view word = t_.text(at);
  from = at;
  to = at + 1;
  for (const auto& [call, name] : kCalls) {
    if (word != call || !t_.is(at + 1, "(")) continue;
    to = t_.group_end(at + 1);
    return name;
  }
  for (const auto& [member, name] : kMembers) {
    if (word != member) continue;
    while (to + 2 < close && t_.is(to, ".") && t_.is_kind(to + 1, Kind::Word) && t_.is(to + 2, "(")) {
      to = t_.group_end(to + 2) + 1;
    }
    return name;
  }
  return {};
}

/// DefaultSources(s => s.Self().CustomSources("a.example")), AllowScripts.FromSelf().From("a.example")
void MapReader::see_nwebsec_sources(std::uint32_t at, std::uint32_t close, Directives& directives) {
  std::uint32_t from = 0;
  std::uint32_t to = 0;
  Directive directive;
  directive.name = nwebsec_directive(at, close, from, to);
  directive.key = span_of(at);
  if (directive.name.empty() || to > close || !spend(to - from)) return;
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

/// The first argument of the call whose bracket is at `open`, without its name.
MapReader::Option MapReader::first_argument(std::uint32_t open) const {
  const std::uint32_t close = std::min(t_.group_end(open), t_.size());
  std::uint32_t at = open + 1;
  if (t_.is(at + 1, ":")) at += 2;
  return {at, at, std::max(at, e_.item_end(at, close))};
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

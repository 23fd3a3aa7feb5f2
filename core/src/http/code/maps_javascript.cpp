// JavaScript: helmet, SvelteKit's and Astro's csp, nuxt-security, aws-cdk's ResponseHeadersPolicy.
#include <algorithm>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/code/map_reader.hpp"
#include "http/code/words.hpp"
#include "text/ascii.hpp"

namespace headstrong::http::code {
namespace maps_javascript_detail {

/// helmet 8: dist/index.mjs, getDefaultDirectives().
constexpr MapReader::Default kHelmetDirectives[] = {{"default-src", "'self'"},
                                                    {"base-uri", "'self'"},
                                                    {"font-src", "'self' https: data:"},
                                                    {"form-action", "'self'"},
                                                    {"frame-ancestors", "'self'"},
                                                    {"img-src", "'self' data:"},
                                                    {"object-src", "'none'"},
                                                    {"script-src", "'self'"},
                                                    {"script-src-attr", "'none'"},
                                                    {"style-src", "'self' https: 'unsafe-inline'"},
                                                    {"upgrade-insecure-requests", ""}};

/// nuxt-security 2: defaultConfig.
constexpr MapReader::Default kNuxtDirectives[] = {
    {"base-uri", "'none'"},
    {"font-src", "'self' https: data:"},
    {"form-action", "'self'"},
    {"frame-ancestors", "'self'"},
    {"img-src", "'self' data:"},
    {"object-src", "'none'"},
    {"script-src-attr", "'none'"},
    {"style-src", "'self' https: 'unsafe-inline'"},
    {"script-src", "'self' https: 'unsafe-inline' 'strict-dynamic' 'nonce-{{nonce}}'"},
    {"upgrade-insecure-requests", ""}};

/// A part of helmet by the name of its option, and by the one that it had before helmet 5 (or has beside it).
struct HelmetPart {
  std::string_view name;
  std::string_view alias;
  std::string_view header;
  std::string_view option;  // that its value is given by; empty where it has one value
  std::string_view value;   // where the option is not given
};
constexpr HelmetPart kHelmetParts[] = {
    {"contentsecuritypolicy", "csp", "", "", ""},
    {"crossoriginembedderpolicy", "", "Cross-Origin-Embedder-Policy", "policy", "require-corp"},
    {"crossoriginopenerpolicy", "", "Cross-Origin-Opener-Policy", "policy", "same-origin"},
    {"crossoriginresourcepolicy", "", "Cross-Origin-Resource-Policy", "policy", "same-origin"},
    {"originagentcluster", "", "Origin-Agent-Cluster", "", "?1"},
    {"referrerpolicy", "", "Referrer-Policy", "policy", "no-referrer"},
    {"stricttransportsecurity", "hsts", "", "", ""},
    {"xcontenttypeoptions", "nosniff", "X-Content-Type-Options", "", "nosniff"},
    {"xdnsprefetchcontrol", "dnsprefetchcontrol", "X-DNS-Prefetch-Control", "allow", "off"},
    {"xdownloadoptions", "ienoopen", "X-Download-Options", "", "noopen"},
    {"xframeoptions", "frameguard", "X-Frame-Options", "action", "SAMEORIGIN"},
    {"xpermittedcrossdomainpolicies", "permittedcrossdomainpolicies", "X-Permitted-Cross-Domain-Policies",
     "permittedpolicies", "none"},
    {"xxssprotection", "xssfilter", "X-XSS-Protection", "", "0"}};

/// The major version of helmet that the text names, in a comment or among its dependencies: "helmet": "^3.21.0";
/// today's where it names none.
int helmet_version(std::string_view s) {
  constexpr int kToday = 8;
  constexpr std::string_view kName = "helmet";
  constexpr int kMostSeen = 50;
  std::size_t at = s.find(kName);
  for (int seen = 0; seen < kMostSeen && at != s.npos; ++seen, at = s.find(kName, at + 1)) {
    std::size_t digit = at + kName.size();
    constexpr std::size_t kFar = 6;
    while (digit < s.size() && digit < at + kName.size() + kFar &&
           std::string_view("\"' :^~@v=").find(s[digit]) != std::string_view::npos)
      ++digit;
    const bool number = digit > at + kName.size() && digit + 1 < s.size() && s[digit] >= '1' && s[digit] < '0' + kToday;
    if (number && s[digit + 1] == '.') return s[digit] - '0';
  }
  return kToday;
}

/// Whether that version sends the header of an option that is not given.
bool is_default_of(int version, std::string_view option) {
  if (option == "crossoriginembedderpolicy") return version == 5;
  if (option == "crossoriginopenerpolicy" || option == "crossoriginresourcepolicy" || option == "originagentcluster")
    return version > 4;
  if (option == "contentsecuritypolicy" || option == "referrerpolicy" || option == "xpermittedcrossdomainpolicies")
    return version > 3;
  return true;
}

/// The age of Strict-Transport-Security: half a year before helmet 8.
std::string_view helmet_age(std::string_view s) { return helmet_version(s) < 8 ? "15552000" : "31536000"; }

/// What is sent where no option says otherwise.
std::string_view helmet_value(const HelmetPart& part, std::string_view s) {
  return part.name == "xxssprotection" && helmet_version(s) < 4 ? "1; mode=block" : part.value;
}

}  // namespace maps_javascript_detail
using namespace maps_javascript_detail;

void MapReader::see_javascript(std::uint32_t i) {
  const std::string_view word = t_.text(i);
  if (word == "helmet" || word == "fastifyHelmet" || word == "koaHelmet") see_helmet(i);
  if (word == "secureHeaders" && t_.is(i + 1, "(")) see_hono(i);
  if (word == "csp" && t_.is(i + 1, ":") && t_.is(i + 2, "{")) see_csp_option(i);
  if (word == "csp" && t_.is(i + 1, ":") && t_.is(i + 2, "true")) see_astro_default(i);
  if (word == "security" && t_.is(i + 1, ":") && t_.is(i + 2, "{")) see_nuxt(i);
  const bool of_cloudfront = word == "securityHeadersBehavior" || word == "securityHeadersConfig";
  if (of_cloudfront && t_.is(i + 1, ":") && t_.is(i + 2, "{")) see_cloudfront(i);
}

/// Hono's secureHeaders({ contentSecurityPolicy: { defaultSrc: ["'self'"] } }), whose policies have no defaults. The other
/// headers are helmet's, but for the age of one: src/middleware/secure-headers/secure-headers.ts.
void MapReader::see_hono(std::uint32_t i) {
  const std::uint32_t close = t_.group_end(i + 1);
  if (close >= t_.size() || e_.definition(t_.text(i), i) < t_.size() || (i > 0 && t_.is(i - 1, "function"))) return;
  const bool plain = close == i + 2;
  const std::uint32_t open = plain ? t_.size() : e_.group(i + 2, '{');
  const Options options = options_of(open);
  if (plain ? s_.find("hono") == s_.npos && s_.find("Hono") == s_.npos : !has_helmet_names(options)) return;
  for (const HelmetPart& part : kHelmetParts) add_hono_header(part.name, options.find({part.name}), i);
  const Option reports = options.find({"contentsecuritypolicyreportonly"});
  if (reports.exists() && !is_off(reports)) add_hono_policy(reports, kReportOnly);
  const Option permissions = options.find({"permissionspolicy"});
  if (permissions.exists()) add_text("Permissions-Policy", hono_permissions(permissions), permissions.key);
  handled_.emplace_back(i, close);
}

bool MapReader::has_helmet_names(const Options& options) {
  if (options.find({"permissionspolicy", "contentsecuritypolicyreportonly"}).exists()) return true;
  return std::any_of(std::begin(kHelmetParts), std::end(kHelmetParts),
                     [&](const HelmetPart& part) { return options.find({part.name}).exists(); });
}

void MapReader::add_hono_header(std::string_view name, const Option& option, std::uint32_t token) {
  const auto part = std::find_if(std::begin(kHelmetParts), std::end(kHelmetParts),
                                 [&](const HelmetPart& each) { return each.name == name; });
  const bool policy = name == "contentsecuritypolicy";
  const bool unasked = policy || name == "crossoriginembedderpolicy";
  if (is_off(option) || (unasked && !option.exists())) return;
  if (policy) return add_hono_policy(option, kPolicy);
  const bool transport = part->header.empty();
  const std::string_view header = transport ? "Strict-Transport-Security" : part->header;
  if (option.exists() && !is_on(option)) return add_text(header, given_text(option), option.key);
  add_header(header, transport ? "max-age=15552000; includeSubDomains" : part->value,
             option.exists() ? option.key : token);
}

void MapReader::add_hono_policy(const Option& option, std::string_view name) {
  const std::uint32_t open = e_.group(option.value, '{');
  if (open >= t_.size()) return add_text(name, gap_of(option), option.key);
  const MapForm form{.valueless = "[]", .open = open};
  add_policy(name, directives_of(open, false), option.key, false, &form);
}

/// { camera: [], fullscreen: ['self'], geolocation: false } as the header has it.
Value MapReader::hono_permissions(const Option& option) {
  const std::uint32_t open = e_.group(option.value, '{');
  if (open >= t_.size()) return gap_of(option);
  Value out;
  for (const auto& [key, part] : options_of(open).all) {
    const auto list = hono_allowlist(part);
    if (!list) return gap_of(option);
    const Span place = span_of(part.key);
    std::string name;
    for (const char c : t_.is_kind(part.key, Kind::String) ? t_.inside_text(part.key) : t_.text(part.key)) {
      if (c >= 'A' && c <= 'Z') name += '-';
      name += text::to_lower(c);
    }
    if (!out.text.empty()) out.add_escape(", ", {place.start, place.start});
    out.add_escape(name + "=" + *list, place);
  }
  out.from_map = true;
  out.literals = 1;
  return out;
}

/// true, false, ['self', 'https://a.example']; nothing where the text does not say it.
std::optional<std::string> MapReader::hono_allowlist(const Option& option) {
  if (is_on(option)) return "*";
  if (is_off(option)) return "none";
  std::vector<Value> values;
  std::uint32_t at = option.value;
  if (!e_.list(at, option.end, values) || at != option.end) return std::nullopt;
  std::string list;
  for (const Value& value : values) {
    if (!value.gaps.empty()) return std::nullopt;
    if (value.text == "*" && values.size() == 1) return "*";
    if (value.text == "none") continue;
    const bool plain = value.text == "self" || value.text == "src";
    list += list.empty() ? "" : " ";
    list += plain ? value.text : '"' + value.text + '"';
  }
  return "(" + list + ")";
}

/// helmet, and the path that it is used for: app.use('/docs', helmet.frameguard()).
void MapReader::see_helmet(std::uint32_t i) {
  const std::size_t before = added_.size();
  read_helmet(i);
  const bool argument = i >= 3 && t_.is(i - 1, ",") && t_.is(i - 3, "(") && t_.is_kind(i - 2, Kind::String);
  if (!argument || t_.inside_text(i - 2).substr(0, 1) != "/" || t_.inside_text(i - 2) == "/") return;
  for (std::size_t each = before; each < added_.size(); ++each) added_[each].place = t_.inside_text(i - 2);
}

void MapReader::read_helmet(std::uint32_t i) {
  // helmet.contentSecurityPolicy({...}): one header alone
  if (t_.is(i + 1, ".") && t_.is_kind(i + 2, Kind::Word) && t_.is(i + 3, "(")) {
    const std::uint32_t open = e_.group(i + 4, '{');
    const bool empty = t_.group_end(i + 3) == i + 4;
    if (!empty && open == t_.size()) {
      add_helmet_gap(plain_name(t_.text(i + 2)), {i + 2, i + 4, t_.group_end(i + 3)}, i + 2);
    } else {
      add_helmet_header(plain_name(t_.text(i + 2)), open, i + 2);
    }
    handled_.emplace_back(i, t_.group_end(i + 3));
    return;
  }
  if (t_.is(i + 1, "(")) {
    const std::uint32_t end = t_.group_end(i + 1);
    const std::uint32_t open = end > i + 2 ? e_.group(i + 2, '{') : t_.size();
    if (end > i + 2 && open == t_.size()) return;  // options that the text does not hold
    add_helmet(i, open);
    handled_.emplace_back(i, end);
  } else if (i >= 2 && t_.is(i - 1, "(") && t_.is(i - 2, "register")) {
    add_helmet(i, t_.is(i + 1, ",") ? e_.group(i + 2, '{') : t_.size());
    handled_.emplace_back(i, t_.group_end(i - 1));
  }
}

/// All that helmet sends with the options of the group `open`; size(): with none.
void MapReader::add_helmet(std::uint32_t i, std::uint32_t open) {
  const Options options = options_of(open);
  const int version = helmet_version(s_);
  for (const HelmetPart& part : kHelmetParts) {
    Option option = options.find({part.name});
    if (!option.exists()) option = options.find({part.alias});
    if (is_off(option)) continue;
    if (!option.exists() && !is_default_of(version, part.name)) continue;
    if (options.unknown && !option.exists()) {
      // What is spread into the options may say otherwise.
      add_helmet_gap(part.name,
                     {i, t_.first_from(options.unknown_place.start), t_.first_from(options.unknown_place.end)}, i);
      continue;
    }
    const bool given = option.exists() && !is_on(option);
    const std::uint32_t group = given ? e_.group(option.value, '{') : t_.size();
    if (!given || group < t_.size()) {
      add_helmet_header(part.name, group, option.exists() ? option.key : i);
    } else {
      add_helmet_gap(part.name, option, option.key);
    }
  }
  if (open < t_.size()) handled_.emplace_back(open, t_.group_end(open));
}

/// Options that the text does not hold: the header is sent, whatever it says.
void MapReader::add_helmet_gap(std::string_view name, const Option& option, std::uint32_t token) {
  for (const HelmetPart& part : kHelmetParts) {
    if (name.empty() || (part.name != name && part.alias != name)) continue;
    const std::string_view header = part.name == "contentsecuritypolicy"     ? kPolicy
                                    : part.name == "stricttransportsecurity" ? "Strict-Transport-Security"
                                                                             : part.header;
    return add_text(header, gap_of(option), token);
  }
}

void MapReader::add_helmet_header(std::string_view name, std::uint32_t group, std::uint32_t token) {
  const auto part = std::find_if(std::begin(kHelmetParts), std::end(kHelmetParts), [&](const HelmetPart& each) {
    return each.name == name || (!name.empty() && each.alias == name);
  });
  if (part == std::end(kHelmetParts) || name == "csp") return;
  const Options options = options_of(group);
  if (part->name == "contentsecuritypolicy") return add_helmet_policy(options, token);
  if (part->name == "stricttransportsecurity") {
    const std::string_view age = helmet_age(s_);
    return add_hsts(age_of(options.find({"maxage"}), age, token), flag_of(options.find({"includesubdomains"}), true),
                    flag_of(options.find({"preload"}), false), token);
  }
  const Option option = part->option.empty() ? Option{} : options.find({part->option});
  std::string value(helmet_value(*part, s_));
  if (part->name == "xdnsprefetchcontrol") {
    const Flag allowed = flag_of(option, false);
    if (allowed.said == Flag::Unsaid) return add_text(part->header, gap_of(option), token);
    if (allowed.said == Flag::On) value = "on";
  } else if (option.exists()) {
    const Value given = joined(option, ",");
    if (given.literals == 0 || !given.gaps.empty()) return add_text(part->header, gap_of(option), token);
    value = given.text;
  }
  if (part->name == "xframeoptions") {
    for (char& c : value) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  }
  add_header(part->header, value, token);
}

void MapReader::add_helmet_policy(const Options& options, std::uint32_t token) {
  const std::string_view name = is_on(options.find({"reportonly"})) ? kReportOnly : kPolicy;
  const Option map = options.find({"directives"});
  Directives directives;
  MapForm form{.valueless = "[]"};
  if (map.exists()) {
    form.open = e_.group(map.value, '{');
    if (form.open == t_.size()) return add_text(name, gap_of(map), token);
    directives = directives_of(form.open, false);
  }
  // Before helmet 5 a map of directives was all of them.
  if (!is_off(options.find({"usedefaults"})) && (helmet_version(s_) > 4 || !map.exists())) {
    form.defaults = kHelmetDirectives;
    form.defaults_place = span_of(token);
    add_defaults(directives, kHelmetDirectives, span_of(token));
  }
  add_policy(name, directives, token, false, form.open > 0 ? &form : nullptr);
}

bool MapReader::needs_nonce(const Directive& directive) {
  if (directive.name != "script-src" && directive.name != "script-src-elem") return false;
  return std::none_of(directive.sources.begin(), directive.sources.end(),
                      [](const Value& source) { return source.text.find("'unsafe-inline'") != std::string::npos; });
}

/// SvelteKit's kit.csp and Astro's security.csp.
void MapReader::see_csp_option(std::uint32_t i) {
  const std::uint32_t open = i + 2;
  const Options options = options_of(open);
  const Option map = options.find({"directives"});
  const Option reports = options.find({"reportonly"});
  if (map.exists() && t_.is(map.value, "[")) return see_astro(i, options, map);
  if (!map.exists() && !reports.exists()) return;
  handled_.emplace_back(open, t_.group_end(open));
  const Option mode = options.find({"mode"});
  const bool hashes = mode.exists() && t_.is_kind(mode.value, Kind::String) && t_.inside_text(mode.value) == "hash";
  if (map.exists()) add_csp_option(kPolicy, map, !hashes);
  if (reports.exists()) add_csp_option(kReportOnly, reports, !hashes);
}

void MapReader::add_csp_option(std::string_view name, const Option& option, bool nonces) {
  const std::uint32_t group = e_.group(option.value, '{');
  if (group == t_.size()) return add_text(name, gap_of(option), option.key);
  Directives directives = directives_of(group, true);
  for (Directive& directive : directives) {
    if (nonces && needs_nonce(directive)) add_nonce(directive, directive.key);
  }
  const MapForm form{.valueless = "true", .open = group, .bare = true};
  if (!directives.empty()) add_policy(name, directives, option.key, false, &form);
}

void MapReader::see_astro(std::uint32_t i, const Options& options, const Option& map) {
  Directives directives;
  std::vector<Value> values;
  std::uint32_t at = map.value;
  if (!e_.list(at, map.end, values)) return;
  for (const Value& value : values) {
    const std::size_t blank = value.text.find(' ');
    Directive directive;
    directive.name = text::lowered(value.text.substr(0, blank));
    directive.key = {value.first_source(), value.first_source() + static_cast<std::uint32_t>(directive.name.size())};
    if (!is_directive(directive.name)) continue;
    if (blank != std::string::npos) directive.sources.push_back(value.slice(blank + 1, value.text.size()));
    directives.push_back(std::move(directive));
  }
  add_astro_part(i, options.find({"scriptdirective"}), false, directives);
  add_astro_part(i, options.find({"styledirective"}), true, directives);
  handled_.emplace_back(i + 2, t_.group_end(i + 2));
  add_policy(kPolicy, directives, i, true);
}

/// security: { csp: true }
void MapReader::see_astro_default(std::uint32_t i) {
  const std::uint32_t around = t_.parent(i);
  const bool ours = around >= 2 && around < t_.size() && t_.is(around, "{") &&
                    is_one_of(t_.text(around - 2), {"security", "experimental"});
  if (!ours) return;
  Directives directives;
  add_astro_part(i, {}, false, directives);
  add_astro_part(i, {}, true, directives);
  add_policy(kPolicy, directives, i, true);
}

/// scriptDirective: { resources: [...], hashes: [...], strictDynamic: true }; Astro adds the hashes of what it builds.
void MapReader::add_astro_part(std::uint32_t i, const Option& part, bool style, Directives& directives) {
  const std::uint32_t group = part.exists() ? e_.group(part.value, '{') : t_.size();
  const Options given = options_of(group);
  Directive directive;
  directive.name = style ? "style-src" : "script-src";
  directive.key = span_of(part.exists() ? part.key : i);
  const auto add = [&](std::string_view text, bool gap) {
    Value& source = directive.sources.emplace_back();
    source.add_escape(text, directive.key);
    if (gap) source.gaps.push_back(directive.key);
  };
  if (part.exists() && group >= t_.size()) directive.sources.push_back(gap_of(part));
  const Option resources = given.find({"resources"});
  if (resources.exists()) {
    sources_of(resources.value, resources.end, false, directive.sources);
  } else {
    add("'self'", false);
  }
  if (const Option hashes = given.find({"hashes"}); hashes.exists())
    sources_of(hashes.value, hashes.end, true, directive.sources);
  add("{{hashes}}", true);
  if (is_on(given.find({"strictdynamic"}))) add("'strict-dynamic'", false);
  directives.push_back(std::move(directive));
}

/// The path of a rule that the option at `i` is for: routeRules: { '/embed/**': { security: {...} } }
std::string_view MapReader::nuxt_route(std::uint32_t i) const {
  const std::uint32_t rule = t_.parent(i);
  if (rule < 2 || rule >= t_.size() || !t_.is(rule, "{") || !t_.is_kind(rule - 2, Kind::String)) return {};
  const std::string_view path = t_.inside_text(rule - 2);
  return path.substr(0, 1) == "/" ? path : std::string_view();
}

void MapReader::see_nuxt(std::uint32_t i) {
  // What a path has of its own is not what all have.
  if (const std::string_view route = nuxt_route(i); !route.empty() && route != "/**") {
    handled_.emplace_back(i + 2, t_.group_end(i + 2));
    return;
  }
  const Options security = options_of(i + 2);
  const Option headers = security.find({"headers"});
  if (!headers.exists()) return see_hapi(i, security);
  const std::uint32_t open = e_.group(headers.value, '{');
  if (open == t_.size()) return;
  const Options options = options_of(open);
  handled_.emplace_back(i + 2, t_.group_end(i + 2));
  if (std::exchange(nuxt_, true)) return;
  add_nuxt_policy(options, headers.key);
  static constexpr struct {
    std::string_view key;
    std::string_view name;
    std::string_view value;
  } kParts[] = {{"crossoriginresourcepolicy", "Cross-Origin-Resource-Policy", "same-origin"},
                {"crossoriginopenerpolicy", "Cross-Origin-Opener-Policy", "same-origin"},
                {"crossoriginembedderpolicy", "Cross-Origin-Embedder-Policy", "credentialless"},
                {"originagentcluster", "Origin-Agent-Cluster", "?1"},
                {"referrerpolicy", "Referrer-Policy", "no-referrer"},
                {"xcontenttypeoptions", "X-Content-Type-Options", "nosniff"},
                {"xdnsprefetchcontrol", "X-DNS-Prefetch-Control", "off"},
                {"xdownloadoptions", "X-Download-Options", "noopen"},
                {"xframeoptions", "X-Frame-Options", "SAMEORIGIN"},
                {"xpermittedcrossdomainpolicies", "X-Permitted-Cross-Domain-Policies", "none"},
                {"xxssprotection", "X-XSS-Protection", "0"}};
  for (const auto& part : kParts) {
    const Option option = options.find({part.key});
    if (is_off(option)) continue;
    if (!option.exists()) {
      add_header(part.name, part.value, headers.key);
    } else {
      add_text(part.name, given_text(option), option.key);
    }
  }
  add_nuxt_hsts(options.find({"stricttransportsecurity"}), headers.key);
}

/// hapi's route option: what is left out is sent as it is by default (@hapi/hapi lib/security.js).
void MapReader::see_hapi(std::uint32_t i, const Options& options) {
  const Option hsts = options.find({"hsts"});
  const Option frame = options.find({"xframe"});
  const Option sniff = options.find({"nosniff"});
  if (!frame.exists() && !(hsts.exists() && sniff.exists())) return;
  handled_.emplace_back(i + 2, t_.group_end(i + 2));
  const auto place = [&](const Option& option) { return option.exists() ? option.key : i; };
  if (!is_off(hsts)) add_hapi_hsts(hsts, place(hsts));
  const bool told = !frame.exists() || is_on(frame) || t_.is_kind(frame.value, Kind::String);
  if (!told) {
    add_text("X-Frame-Options", gap_of(frame), place(frame));
  } else if (!is_off(frame)) {
    const bool own = frame.exists() && text::iequals(t_.is_kind(frame.value, Kind::String) ? t_.inside_text(frame.value)
                                                                                           : std::string_view(),
                                                     "sameorigin");
    add_header("X-Frame-Options", own ? "SAMEORIGIN" : "DENY", place(frame));
  }
  const Option open = options.find({"noopen"});
  add_flagged("X-Download-Options", "noopen", flag_of(open, true), place(open));
  add_flagged("X-Content-Type-Options", "nosniff", flag_of(sniff, true), place(sniff));
  const Option referrer = options.find({"referrer"});
  if (referrer.exists() && !is_off(referrer)) add_text("Referrer-Policy", given_text(referrer), referrer.key);
}

/// hsts: true, hsts: 15768000, hsts: { maxAge: 15768000, includeSubDomains: true }
void MapReader::add_hapi_hsts(const Option& hsts, std::uint32_t token) {
  const std::uint32_t group = hsts.exists() ? e_.group(hsts.value, '{') : t_.size();
  const Options given = options_of(group);
  Option age = given.find({"maxage"});
  if (hsts.exists() && group == t_.size() && !is_on(hsts)) age = hsts;
  add_hsts(age_of(age, "15768000", token), flag_of(given.find({"includesubdomains"}), false),
           flag_of(given.find({"preload"}), false), token);
}

/// nuxt-security's policy; `token` is what sets the headers.
void MapReader::add_nuxt_policy(const Options& options, std::uint32_t token) {
  const Option csp = options.find({"contentsecuritypolicy"});
  if (is_off(csp)) return;
  const std::uint32_t map = csp.exists() ? e_.group(csp.value, '{') : t_.size();
  if (csp.exists()) token = csp.key;
  if (csp.exists() && map == t_.size() && !is_on(csp)) return add_text(kPolicy, gap_of(csp), token);
  Directives directives = directives_of(map, false);
  add_defaults(directives, kNuxtDirectives, span_of(token));
  const MapForm form{.valueless = "true", .open = map, .defaults = kNuxtDirectives, .defaults_place = span_of(token)};
  const bool reports = is_on(options.find({"contentsecuritypolicyreportonly"}));
  add_policy(reports ? kReportOnly : kPolicy, directives, token, false, map < t_.size() ? &form : nullptr);
}

void MapReader::add_nuxt_hsts(const Option& hsts, std::uint32_t token) {
  if (is_off(hsts)) return;
  const std::uint32_t group = hsts.exists() ? e_.group(hsts.value, '{') : t_.size();
  if (hsts.exists()) token = hsts.key;
  if (hsts.exists() && group == t_.size()) return add_text("Strict-Transport-Security", given_text(hsts), token);
  const Options given = options_of(group);
  add_hsts(age_of(given.find({"maxage"}), "15552000", token), flag_of(given.find({"includesubdomains"}), true),
           flag_of(given.find({"preload"}), false), token);
}

/// aws-cdk's and Pulumi's ResponseHeadersPolicy.
void MapReader::see_cloudfront(std::uint32_t i) {
  const char bracket = t_.language() == Language::Python ? '(' : '{';
  const std::uint32_t open = e_.group(i + 2, bracket);
  if (open >= t_.size()) return;
  const Options options = options_of(open);
  handled_.emplace_back(i + 2, t_.group_end(open));
  for (const auto& [key, option] : options.all) {
    add_cloudfront(key, option, options_of(e_.group(option.value, bracket)));
  }
}

/// A header of the policy, with the options that it has of its own.
void MapReader::add_cloudfront(const std::string& key, const Option& option, const Options& own) {
  // What the text does not hold: the whole of it, or its value.
  const auto given = [&](const Option& part) { return part.exists() ? part : option; };
  if (key == "contentsecuritypolicy") {
    const Option part = own.find({"contentsecuritypolicy"});
    add_text(kPolicy, part.exists() ? given_text(part) : gap_of(option), option.key);
  } else if (key == "contenttypeoptions") {
    add_header("X-Content-Type-Options", "nosniff", option.key);
  } else if (key == "frameoptions") {
    const Option part = given(own.find({"frameoption"}));
    add_text("X-Frame-Options", constant_or_gap("X-Frame-Options", constant_of(part), part), option.key);
  } else if (key == "referrerpolicy") {
    const Option part = given(own.find({"referrerpolicy"}));
    add_text("Referrer-Policy", constant_or_gap("Referrer-Policy", text::lowered(constant_of(part)), part), option.key);
  } else if (key == "xssprotection") {
    const bool on = is_on(own.find({"protection"}));
    add_header("X-XSS-Protection", on && is_on(own.find({"modeblock"})) ? "1; mode=block" : on ? "1" : "0", option.key);
  } else if (key == "stricttransportsecurity") {
    const Option part = given(own.find({"accesscontrolmaxage", "accesscontrolmaxagesec"}));
    const std::uint64_t age = duration_of(part);
    add_hsts(age > 0 ? escape_of(std::to_string(age), option.key) : gap_of(part),
             flag_of(own.find({"includesubdomains"}), false), flag_of(own.find({"preload"}), false), option.key);
  }
}

/// HeadersFrameOption.SAMEORIGIN, HeadersReferrerPolicy.NO_REFERRER as headers have them.
std::string MapReader::constant_of(const Option& option) const {
  if (!option.exists()) return {};
  const std::uint32_t last = option.end - 1;
  std::string word(t_.is_kind(last, Kind::String) ? t_.inside_text(last) : t_.text(last));
  std::replace(word.begin(), word.end(), '_', '-');
  return word;
}

/// Duration.days(365) in seconds.
std::uint64_t MapReader::duration_of(const Option& age) {
  for (std::uint32_t at = age.value; at < age.end; ++at) {
    if (!t_.is_kind(at, Kind::Number)) continue;
    std::uint64_t count = 0;
    for (const char c : number_of({age.key, at, e_.item_end(at, age.end)}).value_or("0")) {
      count = count * 10 + static_cast<std::uint64_t>(c - '0');
    }
    if (at >= 2 && t_.is(at - 2, "days")) return count * 86400;
    return at >= 2 && t_.is(at - 2, "hours") ? count * 3600 : count;
  }
  return 0;
}

}  // namespace headstrong::http::code

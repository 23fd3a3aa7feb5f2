// JavaScript: helmet, SvelteKit's and Astro's csp, nuxt-security, aws-cdk's ResponseHeadersPolicy.
#include <algorithm>
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

constexpr std::pair<std::string_view, std::string_view> kHelmetParts[] = {
    {"contentsecuritypolicy", "csp"},
    {"crossoriginembedderpolicy", ""},
    {"crossoriginopenerpolicy", ""},
    {"crossoriginresourcepolicy", ""},
    {"originagentcluster", ""},
    {"referrerpolicy", ""},
    {"stricttransportsecurity", "hsts"},
    {"xcontenttypeoptions", "nosniff"},
    {"xdnsprefetchcontrol", "dnsprefetchcontrol"},
    {"xdownloadoptions", "ienoopen"},
    {"xframeoptions", "frameguard"},
    {"xpermittedcrossdomainpolicies", "permittedcrossdomainpolicies"},
    {"xxssprotection", "xssfilter"}};

}  // namespace maps_javascript_detail
using namespace maps_javascript_detail;

void MapReader::see_javascript(std::uint32_t i) {
  const std::string_view word = t_.text(i);
  if (word == "helmet" || word == "fastifyHelmet" || word == "koaHelmet") see_helmet(i);
  if (word == "contentSecurityPolicy" && t_.is(i + 1, ":") && t_.is(i + 2, "{")) see_hono(i);
  if (word == "csp" && t_.is(i + 1, ":") && t_.is(i + 2, "{")) see_csp_option(i);
  if (word == "security" && t_.is(i + 1, ":") && t_.is(i + 2, "{")) see_nuxt(i);
  if (word == "securityHeadersBehavior" && t_.is(i + 1, ":") && t_.is(i + 2, "{")) see_cloudfront(i);
}

/// Hono's secureHeaders({ contentSecurityPolicy: { defaultSrc: ["'self'"] } }), which adds no directive itself.
void MapReader::see_hono(std::uint32_t i) {
  const std::uint32_t around = t_.parent(i);
  if (around == 0 || around >= t_.size() || !t_.is(around, "{")) return;
  const std::uint32_t call = t_.parent(around);
  const bool ours = call > 0 && call < t_.size() && t_.is(call, "(") && t_.is(call - 1, "secureHeaders");
  if (!ours || t_.group_end(i + 2) >= t_.size()) return;
  const Directives directives = directives_of(i + 2, false);
  if (directives.empty()) return;
  const MapForm form{.valueless = "[]", .open = i + 2};
  add_policy(kPolicy, directives, i, false, &form);
  handled_.emplace_back(i, t_.group_end(i + 2));
}

void MapReader::see_helmet(std::uint32_t i) {
  // helmet.contentSecurityPolicy({...}): one header alone
  if (t_.is(i + 1, ".") && t_.is_kind(i + 2, Kind::Word) && t_.is(i + 3, "(")) {
    const std::uint32_t open = e_.group(i + 4, '{');
    const bool empty = t_.group_end(i + 3) == i + 4;
    if (!empty && open == t_.size()) return;
    helmet_header(plain_name(t_.text(i + 2)), open, {}, i + 2);
    handled_.emplace_back(i, t_.group_end(i + 3));
    return;
  }
  std::uint32_t open = t_.size();
  std::uint32_t end = i;
  if (t_.is(i + 1, "(")) {
    end = t_.group_end(i + 1);
    if (end > i + 2) {
      open = e_.group(i + 2, '{');
      if (open == t_.size()) return;  // options that the text does not hold
    }
  } else if (i >= 2 && t_.is(i - 1, "(") && t_.is(i - 2, "register")) {
    end = t_.group_end(i - 1);
    if (t_.is(i + 1, ",")) open = e_.group(i + 2, '{');
  } else {
    return;
  }
  const Options options = options_of(open);
  for (const auto& [name, aliases] : kHelmetParts) {
    Option option = options.find({name});
    if (!option.exists()) option = options.find({aliases});
    if (is_off(option)) continue;
    const bool given = option.exists() && !is_on(option);
    const std::uint32_t group = given ? e_.group(option.value, '{') : t_.size();
    if (given && group == t_.size()) {
      // Options that the text does not hold: the policy is sent, whatever it says.
      if (name == "contentsecuritypolicy") add_text(kPolicy, gap_of(option), option.key);
      continue;
    }
    if (name == "crossoriginembedderpolicy" && !option.exists()) continue;
    helmet_header(name, group, option, option.exists() ? option.key : i);
  }
  handled_.emplace_back(i, end);
  if (open < t_.size()) handled_.emplace_back(open, t_.group_end(open));
}

void MapReader::helmet_header(std::string_view part, std::uint32_t group, const Option&, std::uint32_t token) {
  const Options options = options_of(group);
  const auto text = [&](std::initializer_list<std::string_view> key, std::string_view otherwise) {
    const Value value = joined(options.find(key), ",");
    return value.literals > 0 ? value.text : std::string(otherwise);
  };
  if (part == "contentsecuritypolicy") {
    Option map = options.find({"directives"});
    Directives directives;
    MapForm form{.valueless = "[]"};
    if (map.exists()) {
      const std::uint32_t open = e_.group(map.value, '{');
      form.open = open;
      if (open == t_.size())
        return add_text(is_on(options.find({"reportonly"})) ? kReportOnly : kPolicy, gap_of(map), token);
      directives = directives_of(open, false);
    }
    if (!is_off(options.find({"usedefaults"}))) {
      form.defaults = kHelmetDirectives;
      form.defaults_place = span_of(token);
      add_defaults(directives, kHelmetDirectives, span_of(token));
    }
    add_policy(is_on(options.find({"reportonly"})) ? kReportOnly : kPolicy, directives, token, false,
               form.open > 0 ? &form : nullptr);
  } else if (part == "crossoriginembedderpolicy") {
    add_header("Cross-Origin-Embedder-Policy", text({"policy"}, "require-corp"), token);
  } else if (part == "crossoriginopenerpolicy") {
    add_header("Cross-Origin-Opener-Policy", text({"policy"}, "same-origin"), token);
  } else if (part == "crossoriginresourcepolicy") {
    add_header("Cross-Origin-Resource-Policy", text({"policy"}, "same-origin"), token);
  } else if (part == "originagentcluster") {
    add_header("Origin-Agent-Cluster", "?1", token);
  } else if (part == "referrerpolicy") {
    add_header("Referrer-Policy", text({"policy"}, "no-referrer"), token);
  } else if (part == "stricttransportsecurity" || part == "hsts") {
    add_hsts(number_of(options.find({"maxage"})).value_or("31536000"), !is_off(options.find({"includesubdomains"})),
             is_on(options.find({"preload"})), token);
  } else if (part == "xcontenttypeoptions" || part == "nosniff") {
    add_header("X-Content-Type-Options", "nosniff", token);
  } else if (part == "xdnsprefetchcontrol" || part == "dnsprefetchcontrol") {
    add_header("X-DNS-Prefetch-Control", is_on(options.find({"allow"})) ? "on" : "off", token);
  } else if (part == "xdownloadoptions" || part == "ienoopen") {
    add_header("X-Download-Options", "noopen", token);
  } else if (part == "xframeoptions" || part == "frameguard") {
    std::string action = text({"action"}, "SAMEORIGIN");
    for (char& c : action) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    add_header("X-Frame-Options", action, token);
  } else if (part == "xpermittedcrossdomainpolicies" || part == "permittedcrossdomainpolicies") {
    add_header("X-Permitted-Cross-Domain-Policies", text({"permittedpolicies"}, "none"), token);
  } else if (part == "xxssprotection" || part == "xssfilter") {
    add_header("X-XSS-Protection", "0", token);
  }
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
  for (const bool only : {false, true}) {
    const Option& option = only ? reports : map;
    const std::uint32_t group = option.exists() ? e_.group(option.value, '{') : t_.size();
    Directives directives = directives_of(group, true);
    for (Directive& directive : directives) {
      const bool scripts = directive.name == "script-src" || directive.name == "script-src-elem";
      const bool inline_allowed =
          std::any_of(directive.sources.begin(), directive.sources.end(),
                      [](const Value& source) { return source.text.find("'unsafe-inline'") != std::string::npos; });
      if (scripts && !inline_allowed && !hashes) add_nonce(directive, directive.key);
    }
    const MapForm form{.valueless = "true", .open = group, .bare = true};
    if (!directives.empty()) add_policy(only ? kReportOnly : kPolicy, directives, option.key, false, &form);
  }
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
  for (const bool style : {false, true}) {
    const Option part = style ? options.find({"styledirective"}) : options.find({"scriptdirective"});
    const std::uint32_t group = part.exists() ? e_.group(part.value, '{') : t_.size();
    const Option resources = options_of(group).find({"resources"});
    Directive directive;
    directive.name = style ? "style-src" : "script-src";
    directive.key = span_of(part.exists() ? part.key : i);
    if (resources.exists()) {
      sources_of(resources.value, resources.end, false, directive.sources);
    } else {
      Value self;
      self.add_escape("'self'", directive.key);
      directive.sources.push_back(std::move(self));
    }
    // Astro adds the hashes of what it builds.
    Value hashes;
    hashes.add_escape("{{hashes}}", directive.key);
    hashes.gaps.push_back(directive.key);
    directive.sources.push_back(std::move(hashes));
    directives.push_back(std::move(directive));
  }
  handled_.emplace_back(i + 2, t_.group_end(i + 2));
  add_policy(kPolicy, directives, i, true);
}

void MapReader::see_nuxt(std::uint32_t i) {
  const Option headers = options_of(i + 2).find({"headers"});
  if (!headers.exists()) return;
  const std::uint32_t open = e_.group(headers.value, '{');
  if (open == t_.size()) return;
  const Options options = options_of(open);
  handled_.emplace_back(i + 2, t_.group_end(i + 2));
  const Option csp = options.find({"contentsecuritypolicy"});
  const bool reports = is_on(options.find({"contentsecuritypolicyreportonly"}));
  if (!is_off(csp)) {
    const std::uint32_t map = csp.exists() ? e_.group(csp.value, '{') : t_.size();
    if (!csp.exists() || map < t_.size()) {
      Directives directives = directives_of(map, false);
      const std::uint32_t token = csp.exists() ? csp.key : headers.key;
      add_defaults(directives, kNuxtDirectives, span_of(token));
      const MapForm form{
          .valueless = "true", .open = map, .defaults = kNuxtDirectives, .defaults_place = span_of(token)};
      add_policy(reports ? kReportOnly : kPolicy, directives, token, false, map < t_.size() ? &form : nullptr);
    }
  }
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
      add_text(part.name, text_of(option), option.key);
    }
  }
  const Option hsts = options.find({"stricttransportsecurity"});
  if (!is_off(hsts)) {
    const std::uint32_t group = hsts.exists() ? e_.group(hsts.value, '{') : t_.size();
    const Options given = options_of(group);
    if (!hsts.exists()) {
      add_hsts("15552000", true, false, headers.key);
    } else if (group < t_.size()) {
      add_hsts(number_of(given.find({"maxage"})).value_or("15552000"), !is_off(given.find({"includesubdomains"})),
               is_on(given.find({"preload"})), hsts.key);
    }
  }
}

/// aws-cdk's ResponseHeadersPolicy.
void MapReader::see_cloudfront(std::uint32_t i) {
  const Options options = options_of(i + 2);
  handled_.emplace_back(i + 2, t_.group_end(i + 2));
  for (const auto& [key, option] : options.all) {
    const Options own = options_of(e_.group(option.value, '{'));
    const auto constant = [&](const Option& value) {
      std::string word = value.exists() ? std::string(t_.text(value.end - 1)) : std::string();
      std::replace(word.begin(), word.end(), '_', '-');
      return word;
    };
    if (key == "contentsecuritypolicy") add_text(kPolicy, text_of(own.find({"contentsecuritypolicy"})), option.key);
    if (key == "contenttypeoptions") add_header("X-Content-Type-Options", "nosniff", option.key);
    if (key == "frameoptions") add_header("X-Frame-Options", constant(own.find({"frameoption"})), option.key);
    if (key == "referrerpolicy") {
      add_header("Referrer-Policy", text::lowered(constant(own.find({"referrerpolicy"}))), option.key);
    }
    if (key == "stricttransportsecurity") {
      // Duration.days(365)
      const Option age = own.find({"accesscontrolmaxage"});
      std::uint64_t seconds = 0;
      for (std::uint32_t at = age.value; at < age.end; ++at) {
        if (!t_.is_kind(at, Kind::Number)) continue;
        const std::string count = number_of({age.key, at, at + 1}).value_or("0");
        const std::uint64_t unit = at >= 2 && t_.is(at - 2, "days")    ? 86400
                                   : at >= 2 && t_.is(at - 2, "hours") ? 3600
                                                                       : 1;
        for (const char c : count) seconds = seconds * 10 + static_cast<std::uint64_t>(c - '0');
        seconds *= unit;
        break;
      }
      if (seconds > 0) {
        add_hsts(std::to_string(seconds), is_on(own.find({"includesubdomains"})), is_on(own.find({"preload"})),
                 option.key);
      }
    }
  }
}

}  // namespace headstrong::http::code

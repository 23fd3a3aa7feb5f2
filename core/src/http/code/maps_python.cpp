// Python: flask-talisman, django-csp and the settings of Django.
#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/code/map_reader.hpp"
#include "http/code/words.hpp"
#include "text/ascii.hpp"
#include "text/order.hpp"

namespace headstrong::http::code {

void MapReader::see_python(std::uint32_t i) {
  const std::string_view word = t_.text(i);
  if (word == "ContentSecurityPolicy") return see_policy_builder(i);
  if (word == "security_headers_behavior" && t_.is(i + 1, "=")) return see_cloudfront(i);
  if (t_.is(i + 1, "(") && (word == "Talisman" || word == "init_app")) {
    const bool named =
        word == "Talisman" || (i >= 2 && text::lowered(t_.text(i - 2)).find("talisman") != std::string::npos);
    if (named && t_.group_end(i + 1) > i + 2) talisman_ = i;
    return;
  }
  const bool setting = t_.is(i + 1, "=") && t_[i].begins_line && t_.parent(i) == t_.size() && word.size() > 4;
  if (setting) see_django_setting(i);
}

void MapReader::see_django_setting(std::uint32_t i) {
  const std::string_view word = t_.text(i);
  if (word == "MIDDLEWARE" && t_.is(i + 2, "[")) django_middleware_ = i + 2;
  if (word.substr(0, 4) == "CSP_" || word.substr(0, 7) == "SECURE_" || word == "X_FRAME_OPTIONS" ||
      word.substr(0, 23) == "CONTENT_SECURITY_POLICY") {
    Option option{i, i + 2, line_end(i + 2)};
    const std::uint32_t guard = e_.guards().of(i);
    if (guard < t_.size() && is_one_of(t_.text(guard), {"if", "elif", "else"})) {
      const InProduction holds = e_.in_production(guard);
      if (holds == InProduction::No) return;
      // What the condition is the text does not tell: nor which of two is meant.
      const bool other = settings_.find({plain_name(word)}).exists();
      if (holds == InProduction::Unknown && other && !t_.is(guard, "else")) {
        option.value = guard;
        option.end = std::max(guard + 1, e_.guards().condition_end(guard));
      }
    }
    settings_.all.push_back({plain_name(word), option});
  }
}

void MapReader::finish_talisman() {
  if (talisman_ == 0 && !(t_.size() > 0 && t_.is(0, "Talisman") && t_.is(1, "(") && t_.group_end(1) > 2)) return;
  const std::uint32_t i = talisman_;
  const Options options = options_of(i + 1);
  handled_.emplace_back(i, t_.group_end(i + 1));
  if (options.unknown) return;
  add_talisman_policy(options);
  add_talisman_text(options, "X-Frame-Options", "frameoptions", "SAMEORIGIN");
  add_talisman_text(options, "Referrer-Policy", "referrerpolicy", "strict-origin-when-cross-origin");
  add_flagged("X-Content-Type-Options", "nosniff", flag_of(options.find({"xcontenttypeoptions"}), true), i);
  add_flagged("X-XSS-Protection", "1; mode=block", flag_of(options.find({"xxssprotection"}), false), i);
  const Flag transport = flag_of(options.find({"stricttransportsecurity"}), true);
  if (transport.said == Flag::On) {
    add_hsts(age_of(options.find({"stricttransportsecuritymaxage"}), "31556926", i),
             flag_of(options.find({"stricttransportsecurityincludesubdomains"}), true),
             flag_of(options.find({"stricttransportsecuritypreload"}), false), i);
  } else {
    add_flagged("Strict-Transport-Security", {}, transport, i);
  }
  add_talisman_permissions(options.find({"permissionspolicy"}));
}

void MapReader::add_talisman_policy(const Options& options) {
  const Option csp = options.find({"contentsecuritypolicy"});
  const bool reports = is_on(options.find({"contentsecuritypolicyreportonly"}));
  const std::string_view name = reports ? kReportOnly : kPolicy;
  if (!csp.exists()) return add_header(name, "default-src 'self'; object-src 'none'", talisman_);
  if (is_off(csp)) return;
  const Option uri = options.find({"contentsecuritypolicyreporturi"});
  const std::uint32_t map = e_.group(csp.value, '{');
  if (map < t_.size()) {
    Directives directives = directives_of(map, false);
    add_talisman_nonces(directives, options.find({"contentsecuritypolicynoncein"}));
    if (uri.exists()) {
      Directive directive;
      directive.name = "report-uri";
      directive.key = span_of(uri.key);
      directive.sources.push_back(given_text(uri));
      directives.push_back(std::move(directive));
    }
    const MapForm form{.valueless = "[]", .open = map};
    return add_policy(name, directives, csp.key, false, &form);
  }
  Value value = text_of(csp);
  if (value.literals == 0) return add_text(name, gap_of(csp), csp.key);
  if (uri.exists()) {
    value.add_escape("; report-uri ", span_of(uri.key));
    value.add(given_text(uri));
    value.from_map = true;
  }
  add_text(name, std::move(value), csp.key);
}

void MapReader::add_talisman_text(const Options& options, std::string_view header, std::string_view key,
                                  std::string_view otherwise) {
  const Option option = options.find({key});
  if (is_off(option)) return;
  if (!option.exists()) return add_header(header, otherwise, talisman_);
  Value value = given_text(option);
  // A constant of the module: DENY
  if (value.literals == 0) value = constant_or_gap(header, last_name(value.text), option);
  add_text(header, std::move(value), option.key);
}

void MapReader::add_talisman_permissions(const Option& permissions) {
  if (!permissions.exists()) return add_header("Permissions-Policy", "browsing-topics=()", talisman_);
  const std::uint32_t map = e_.group(permissions.value, '{');
  if (map == t_.size()) {
    if (!is_off(permissions)) add_text("Permissions-Policy", given_text(permissions), permissions.key);
    return;
  }
  Value value;
  for (const auto& [key, option] : options_of(map).all) {
    const Span place = t_.is_kind(option.key, Kind::String) ? t_.inside(option.key) : span_of(option.key);
    if (!value.text.empty()) value.add_escape(", ", {place.start, place.start});
    value.add_run(s_.substr(place.start, place.size()), place.start);
    value.add_escape("=", {place.end, place.end});
    value.add(given_text(option));
  }
  value.from_map = true;
  if (value.literals > 0) add_text("Permissions-Policy", std::move(value), permissions.key);
}

void MapReader::add_talisman_nonces(Directives& directives, const Option& names) {
  std::vector<Value> values;
  std::uint32_t at = names.value;
  if (!names.exists() || !e_.list(at, names.end, values)) return;
  for (const Value& value : values) {
    for (Directive& directive : directives) {
      if (directive.name == value.text) add_nonce(directive, {value.first_source(), value.last_source()});
    }
  }
}

void MapReader::finish_django() {
  if (settings_.all.empty()) return;
  add_django_directives();
  for (const auto& [key, option] : settings_.all) {
    const bool reports = key == "contentsecuritypolicyreportonly" || key == "securecspreportonly";
    if (reports || key == "contentsecuritypolicy" || key == "securecsp") {
      add_django_map(option, reports ? kReportOnly : kPolicy);
    }
  }
  const Option age = settings_.find({"securehstsseconds"});
  if (const Value seconds = age_of(age, "0", 0); seconds.text != "0") {
    add_hsts(seconds, flag_of(settings_.find({"securehstsincludesubdomains"}), false),
             flag_of(settings_.find({"securehstspreload"}), false), age.key);
  }
  const Option nosniff = settings_.find({"securecontenttypenosniff"});
  add_flagged("X-Content-Type-Options", "nosniff", flag_of(nosniff, false), nosniff.key);
  const Option filter = settings_.find({"securebrowserxssfilter"});
  add_flagged("X-XSS-Protection", "1; mode=block", flag_of(filter, false), filter.key);
  const auto add_setting = [&](std::string_view header, std::string_view key, bool joins) {
    const Option option = settings_.find({key});
    if (!option.exists() || is_off(option)) return;
    Value value = joins ? joined(option, ",") : text_of(option);
    add_text(header, value.text.empty() && value.literals == 0 ? gap_of(option) : std::move(value), option.key);
  };
  add_setting("Referrer-Policy", "securereferrerpolicy", true);
  add_setting("Cross-Origin-Opener-Policy", "securecrossoriginopenerpolicy", false);
  add_setting("X-Frame-Options", "xframeoptions", false);
  add_django_defaults();
}

/// What Django's middleware sends where no setting says otherwise: since 3.0 X-Frame-Options and nosniff, since 3.1
/// Referrer-Policy, since 4.0 Cross-Origin-Opener-Policy (django/conf/global_settings.py).
void MapReader::add_django_defaults() {
  if (django_middleware_ == 0) {
    // Where the list is not in the text, most have the middleware.
    if (!added_.empty()) added_.back().framed_by_default = true;
    return;
  }
  const std::uint32_t close = t_.group_end(django_middleware_);
  const auto add = [&](std::string_view header, std::string_view value, std::string_view key, std::uint32_t token) {
    if (!settings_.find({key}).exists()) add_header(header, value, token);
  };
  for (std::uint32_t at = django_middleware_ + 1; at < close; ++at) {
    if (!t_.is_kind(at, Kind::String)) continue;
    const std::string_view name = t_.inside_text(at);
    if (name == "django.middleware.clickjacking.XFrameOptionsMiddleware") {
      add("X-Frame-Options", "DENY", "xframeoptions", at);
    } else if (name == "django.middleware.security.SecurityMiddleware") {
      add("X-Content-Type-Options", "nosniff", "securecontenttypenosniff", at);
      add("Referrer-Policy", "same-origin", "securereferrerpolicy", at);
      add("Cross-Origin-Opener-Policy", "same-origin", "securecrossoriginopenerpolicy", at);
    }
  }
}

/// django-csp 3: CSP_DEFAULT_SRC = (...)
void MapReader::add_django_directives() {
  Directives directives;
  std::uint32_t first = t_.size();
  for (const auto& [key, option] : settings_.all) {
    const std::string_view word = t_.text(option.key);
    if (word.substr(0, 4) != "CSP_") continue;
    Directive directive;
    directive.name = directive_of(word.substr(4));
    directive.key = span_of(option.key);
    if (directive.name.empty() || is_off(option)) continue;
    const bool flag = is_on(option) || t_.is(option.value, "None");
    if (!flag) {
      // CSP_DEFAULT_SRC = "'none'",
      const bool tuple = t_.is_kind(option.value, Kind::String);
      sources_of(option.value, tuple ? e_.item_end(option.value, option.end) : option.end, false, directive.sources);
    }
    first = std::min(first, option.key);
    handled_.emplace_back(option.key, option.end);
    find_items(directive, option);
    directives.push_back(std::move(directive));
  }
  if (directives.empty()) return;
  add_talisman_nonces(directives, settings_.find({"cspincludenoncein"}));
  // Reports come last, as django-csp puts them.
  text::sort(directives, [](const Directive& a, const Directive& b) {
    return (a.name == "report-uri") < (b.name == "report-uri");
  });
  const MapForm form{.valueless = "True"};
  const bool reports = is_on(settings_.find({"cspreportonly"}));
  add_policy(reports ? kReportOnly : kPolicy, directives, first, false, &form);
}

/// django-csp 4 and Django 6: CONTENT_SECURITY_POLICY = {"DIRECTIVES": {...}}, SECURE_CSP = {...}
void MapReader::add_django_map(const Option& option, std::string_view name) {
  const std::uint32_t open = e_.group(option.value, '{');
  if (is_off(option)) return;
  if (open == t_.size()) return add_text(name, given_text(option), option.key);
  const Option map = options_of(open).find({"directives"});
  const std::uint32_t group = map.exists() ? e_.group(map.value, '{') : open;
  if (group == t_.size()) return add_text(name, gap_of(map), option.key);
  const MapForm form{.valueless = "True", .open = group};
  add_policy(name, directives_of(group, false), option.key, false, &form);
}

}  // namespace headstrong::http::code

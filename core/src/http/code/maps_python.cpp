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
  if (t_.is(i + 1, "(") && (word == "Talisman" || word == "init_app")) {
    const bool named =
        word == "Talisman" || (i >= 2 && text::lowered(t_.text(i - 2)).find("talisman") != std::string::npos);
    if (named && t_.group_end(i + 1) > i + 2) talisman_ = i;
    return;
  }
  const bool setting = t_.is(i + 1, "=") && t_[i].begins_line && t_.parent(i) == t_.size() && word.size() > 4;
  if (setting && (word.substr(0, 4) == "CSP_" || word.substr(0, 7) == "SECURE_" || word == "X_FRAME_OPTIONS" ||
                  word.substr(0, 23) == "CONTENT_SECURITY_POLICY")) {
    settings_.all.push_back({plain_name(word), {i, i + 2, line_end(i + 2)}});
  }
}

void MapReader::finish_talisman() {
  if (talisman_ == 0 && !(t_.size() > 0 && t_.is(0, "Talisman") && t_.is(1, "(") && t_.group_end(1) > 2)) return;
  const std::uint32_t i = talisman_;
  const std::uint32_t open = i + 1;
  const Options options = options_of(open);
  handled_.emplace_back(i, t_.group_end(open));
  if (options.unknown) return;
  const Option csp = options.find({"contentsecuritypolicy"});
  const bool reports = is_on(options.find({"contentsecuritypolicyreportonly"}));
  const std::string_view name = reports ? kReportOnly : kPolicy;
  const Option uri = options.find({"contentsecuritypolicyreporturi"});
  if (!csp.exists()) {
    add_header(name, "default-src 'self'; object-src 'none'", i);
  } else if (!is_off(csp)) {
    const std::uint32_t map = e_.group(csp.value, '{');
    if (map < t_.size()) {
      Directives directives = directives_of(map, false);
      add_talisman_nonces(directives, options.find({"contentsecuritypolicynoncein"}));
      if (uri.exists()) {
        Directive directive;
        directive.name = "report-uri";
        directive.key = span_of(uri.key);
        directive.sources.push_back(text_of(uri));
        directives.push_back(std::move(directive));
      }
      const MapForm form{.valueless = "[]", .open = map};
      add_policy(name, directives, csp.key, false, &form);
    } else {
      Value value = text_of(csp);
      if (uri.exists() && value.literals > 0) {
        value.add_escape("; report-uri ", span_of(uri.key));
        value.add(text_of(uri));
        value.from_map = true;
      }
      if (value.literals == 0) value = gap_of(csp);
      add_text(name, std::move(value), csp.key);
    }
  }
  const auto text = [&](std::string_view header, std::string_view key, std::string_view otherwise) {
    const Option option = options.find({key});
    if (is_off(option)) return;
    if (!option.exists()) return add_header(header, otherwise, i);
    Value value = text_of(option);
    // A constant of the module: DENY
    if (value.literals == 0) return add_header(header, last_name(value.text), option.key);
    add_text(header, std::move(value), option.key);
  };
  text("X-Frame-Options", "frameoptions", "SAMEORIGIN");
  text("Referrer-Policy", "referrerpolicy", "strict-origin-when-cross-origin");
  if (!is_off(options.find({"xcontenttypeoptions"}))) add_header("X-Content-Type-Options", "nosniff", i);
  if (is_on(options.find({"xxssprotection"}))) add_header("X-XSS-Protection", "1; mode=block", i);
  if (!is_off(options.find({"stricttransportsecurity"}))) {
    add_hsts(number_of(options.find({"stricttransportsecuritymaxage"})).value_or("31556926"),
             !is_off(options.find({"stricttransportsecurityincludesubdomains"})),
             is_on(options.find({"stricttransportsecuritypreload"})), i);
  }
  const Option permissions = options.find({"permissionspolicy"});
  if (!permissions.exists()) {
    add_header("Permissions-Policy", "browsing-topics=()", i);
  } else if (const std::uint32_t map = e_.group(permissions.value, '{'); map < t_.size()) {
    Value value;
    for (const auto& [key, option] : options_of(map).all) {
      const Span place = t_.is_kind(option.key, Kind::String) ? t_.inside(option.key) : span_of(option.key);
      if (!value.text.empty()) value.add_escape(", ", {place.start, place.start});
      value.add_run(s_.substr(place.start, place.size()), place.start);
      value.add_escape("=", {place.end, place.end});
      value.add(text_of(option));
    }
    value.from_map = true;
    if (value.literals > 0) add_text("Permissions-Policy", std::move(value), permissions.key);
  } else if (!is_off(permissions)) {
    add_text("Permissions-Policy", text_of(permissions), permissions.key);
  }
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
  const Options& options = settings_;
  // django-csp 3: CSP_DEFAULT_SRC = (...)
  Directives directives;
  std::uint32_t first = t_.size();
  for (const auto& [key, option] : options.all) {
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
  const MapForm settings{.valueless = "True"};
  if (!directives.empty()) {
    // Reports come last, as django-csp puts them.
    text::sort(directives, [](const Directive& a, const Directive& b) {
      return (a.name == "report-uri") < (b.name == "report-uri");
    });
    if (is_on(options.find({"cspreportonly"}))) {
      add_policy(kReportOnly, directives, first, false, &settings);
    } else {
      add_policy(kPolicy, directives, first, false, &settings);
    }
  }
  // django-csp 4 and Django 6
  for (const auto& [key, option] : options.all) {
    const bool reports = key == "contentsecuritypolicyreportonly" || key == "securecspreportonly";
    if (!reports && key != "contentsecuritypolicy" && key != "securecsp") continue;
    const std::uint32_t open = e_.group(option.value, '{');
    if (open == t_.size()) {
      Value value = text_of(option);
      if (value.literals > 0) add_text(reports ? kReportOnly : kPolicy, std::move(value), option.key);
      continue;
    }
    const Option map = options_of(open).find({"directives"});
    const std::uint32_t group = map.exists() ? e_.group(map.value, '{') : open;
    const MapForm form{.valueless = "True", .open = group};
    add_policy(reports ? kReportOnly : kPolicy, directives_of(group, false), option.key, false, &form);
  }
  const Option age = options.find({"securehstsseconds"});
  const auto seconds = age.exists() ? number_of(age) : std::nullopt;
  if (seconds && *seconds != "0") {
    add_hsts(*seconds, is_on(options.find({"securehstsincludesubdomains"})), is_on(options.find({"securehstspreload"})),
             age.key);
  }
  if (is_on(options.find({"securecontenttypenosniff"}))) {
    add_header("X-Content-Type-Options", "nosniff", options.find({"securecontenttypenosniff"}).key);
  }
  if (is_on(options.find({"securebrowserxssfilter"}))) {
    add_header("X-XSS-Protection", "1; mode=block", options.find({"securebrowserxssfilter"}).key);
  }
  const Option referrer = options.find({"securereferrerpolicy"});
  if (referrer.exists() && !is_off(referrer)) add_text("Referrer-Policy", joined(referrer, ","), referrer.key);
  const Option opener = options.find({"securecrossoriginopenerpolicy"});
  if (opener.exists() && !is_off(opener)) add_text("Cross-Origin-Opener-Policy", text_of(opener), opener.key);
  const Option frame = options.find({"xframeoptions"});
  if (frame.exists() && !is_off(frame)) add_text("X-Frame-Options", text_of(frame), frame.key);
}

}  // namespace headstrong::http::code

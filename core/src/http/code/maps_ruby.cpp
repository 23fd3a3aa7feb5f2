// Ruby: Rails' content_security_policy, secure_headers.
#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/code/map_reader.hpp"
#include "http/code/words.hpp"
#include "text/order.hpp"

namespace headstrong::http::code {

void MapReader::see_ruby(std::uint32_t i) {
  const std::string_view word = t_.text(i);
  if (word == "content_security_policy_report_only" && t_.is(i + 1, "=") && t_.is(i + 2, "true")) rails_reports_ = true;
  if (word == "content_security_policy_nonce_generator" && t_.is(i + 1, "=")) rails_nonce_ = i;
  if (word == "content_security_policy_nonce_directives" && t_.is(i + 1, "=")) rails_nonce_in_ = i + 2;
  if (word == "SecureHeaders") secure_headers_ = true;
  if (word == "permissions_policy" && t_.is(i + 1, "do") && t_.is(i + 2, "|")) see_rails_permissions(i);
  if (i == 0 || !t_.is(i - 1, ".")) return;
  const bool setting = t_.is(i + 1, "=") && i >= 2 && t_[i - 2].begins_line;
  if (setting && word == "force_ssl") rails_ssl_ = i;
  if (setting && word == "ssl_options") rails_ssl_options_ = i;
  // config.csp = {...}
  if (t_.is(i + 1, "=")) return see_secure_headers(i);
  const std::string name = directive_of(word);
  if (name.empty() || word.find('_') == std::string_view::npos) return;
  if (i < 2 || !t_.is_kind(i - 2, Kind::Word) || !t_[i - 2].begins_line) return;
  see_rails_directive(i, name);
}

/// Whether the condition at `at` holds in production: "if Rails.env.development?" does not.
MapReader::Flag MapReader::rails_condition(std::uint32_t at) const {
  std::string_view line = s_.substr(t_[at].start);
  line = line.substr(0, line.find('\n'));
  Flag flag{Flag::Unsaid, {t_[at].start, t_[at].start + static_cast<std::uint32_t>(line.size())}};
  const auto has = [&](std::string_view word) { return line.find(word) != line.npos; };
  const bool production = has("env.production?");
  const bool local = has("env.development?") || has("env.test?") || has("env.local?");
  if (production == local || has("&&") || has("||") || has(" and ") || has(" or ") || has("not ")) return flag;
  const bool negated = t_.is(at, "unless") != has("!");
  flag.said = production != negated ? Flag::On : Flag::Off;
  return flag;
}

/// The condition that stands around the line of `i`: "if", "unless", or the "else" of one; size() where there is none.
std::uint32_t MapReader::rails_guard(std::uint32_t i) {
  constexpr std::uint32_t kFar = 400;
  std::size_t column = e_.column_of(i);
  const std::uint32_t first = i > kFar ? i - kFar : 0;
  for (std::uint32_t at = i; at > first && spend(1);) {
    --at;
    if (!t_[at].begins_line && at > 0) continue;
    const std::size_t here = e_.column_of(at);
    if (here >= column) continue;
    column = here;
    if (is_one_of(t_.text(at), {"if", "unless", "else", "elsif"})) return at;
  }
  return t_.size();
}

/// Whether what stands below the condition at `guard` is sent in production; size(): there is none.
MapReader::Flag MapReader::rails_sent(std::uint32_t guard) {
  if (guard >= t_.size()) return {Flag::On};
  std::uint32_t condition = guard;
  // Of an "else" the "if" that stands as far in.
  const std::size_t column = e_.column_of(guard);
  while (t_.is(guard, "else") && condition > 0 && spend(1)) {
    --condition;
    if (t_[condition].begins_line && e_.column_of(condition) <= column) break;
  }
  Flag sent = rails_condition(condition);
  if (!is_one_of(t_.text(condition), {"if", "unless"})) sent.said = Flag::Unsaid;
  if (condition != guard && sent.said != Flag::Unsaid) sent.said = sent.said == Flag::On ? Flag::Off : Flag::On;
  return sent;
}

/// policy.script_src :self, "https://a.example"; the last of one name counts, and none that production does not have.
void MapReader::see_rails_directive(std::uint32_t i, const std::string& name) {
  Directive directive;
  directive.name = name;
  directive.key = span_of(i);
  std::uint32_t at = t_.is(i + 1, "(") ? i + 2 : i + 1;
  std::uint32_t end = t_.is(i + 1, "(") ? t_.group_end(i + 1) : arguments_end(at);
  std::uint32_t stop = at;
  while (stop < end && !is_one_of(t_.text(stop), {"if", "unless"})) ++stop;
  const Flag sent = rails_sent(stop < end ? stop : rails_guard(i));
  if (sent.said == Flag::Off) return;
  end = stop;
  const std::uint32_t from = at;
  while (at < end && !t_.is(at, "true")) {
    const std::uint32_t item = e_.item_end(at, end);
    if (item > at && t_.is(at, ":")) {
      Value symbol;
      symbol.add_run(s_.substr(t_[at].start, t_[item - 1].end - t_[at].start), t_[at].start);
      directive.sources.push_back(as_source(std::move(symbol), false));
    } else if (item > at && !t_.is(at, "false")) {
      sources_of(at, item, false, directive.sources);
    }
    at = item + 1;
  }
  if (sent.said == Flag::Unsaid && end > from) {
    const Span place{t_[from].start, t_[end - 1].end};
    directive.sources.assign(1, {});
    e_.add_gap(place, directive.sources[0]);
  }
  if (rails_.empty()) rails_token_ = i;
  for (Directive& known : rails_) {
    if (known.name != name) continue;
    known = std::move(directive);
    return;
  }
  rails_.push_back(std::move(directive));
}

/// Where the arguments of a call without brackets end: a comma takes them on to the next line.
std::uint32_t MapReader::arguments_end(std::uint32_t i) {
  std::uint32_t end = i;
  while (end < t_.size() && spend(1) && (!t_[end].begins_line || t_.is(end - 1, ","))) {
    end = t_.opens(end) && t_[end].mate > end ? t_[end].mate + 1 : end + 1;
  }
  return end;
}

/// secure_headers takes schemes away from hosts, and puts directives in its own order.
void MapReader::settle_secure_headers(Directives& directives, bool keeps_schemes) {
  text::sort(directives, [](const Directive& a, const Directive& b) {
    const auto rank = [](const Directive& each) {
      return each.name == "default-src" ? 0 : each.name == "report-uri" ? 2 : 1;
    };
    return rank(a) != rank(b) ? rank(a) < rank(b) : a.name < b.name;
  });
  const auto take_scheme = [](Value& source) {
    for (const std::string_view scheme : {"https://", "http://"}) {
      if (source.text.substr(0, scheme.size()) == scheme) source = source.slice(scheme.size(), source.text.size());
    }
  };
  for (Directive& directive : directives) {
    if (directive.name == "report-uri" || keeps_schemes) continue;
    for (Value& source : directive.sources) take_scheme(source);
  }
}

/// config.csp = {...}, config.csp_report_only = {...}
void MapReader::see_secure_policy(std::uint32_t i, std::string_view name, const Option& option) {
  const std::uint32_t open = e_.group(i + 2, '{');
  if (open == t_.size()) return add_text(name, gap_of(option), i);
  Directives directives = directives_of(open, false);
  settle_secure_headers(directives, is_on(options_of(open).find({"preserveschemes"})));
  // config.csp_report_only = config.csp.merge({...})
  const std::string_view before = s_.substr(t_[i + 2].start, t_[open].start - t_[i + 2].start);
  if (open > i + 2 && before.find("csp.merge") != before.npos) {
    Directives merged = secure_policy_;
    for (Directive& each : directives) {
      std::erase_if(merged, [&](const Directive& other) { return other.name == each.name; });
      merged.push_back(std::move(each));
    }
    return add_policy(name, merged, i);
  }
  if (name == kPolicy) secure_policy_ = directives;
  const MapForm form{.valueless = "true", .open = open};
  return add_policy(name, directives, i, false, &form);
}

void MapReader::see_secure_headers(std::uint32_t i) {
  if (!secure_headers_) return;
  const std::string key = plain_name(t_.text(i));
  const Option option{i, i + 2, line_end(i + 2)};
  if (is_off(option)) return;
  if (key == "csp") return see_secure_policy(i, kPolicy, option);
  if (key == "cspreportonly") return see_secure_policy(i, kReportOnly, option);
  static constexpr std::pair<std::string_view, std::string_view> kParts[] = {
      {"hsts", "Strict-Transport-Security"},
      {"xframeoptions", "X-Frame-Options"},
      {"xcontenttypeoptions", "X-Content-Type-Options"},
      {"xxssprotection", "X-XSS-Protection"},
      {"xdownloadoptions", "X-Download-Options"},
      {"xpermittedcrossdomainpolicies", "X-Permitted-Cross-Domain-Policies"},
      {"referrerpolicy", "Referrer-Policy"}};
  for (const auto& [name, header] : kParts) {
    if (key != name) continue;
    Value value = joined(option, ", ");
    add_text(header, value.literals > 0 ? std::move(value) : gap_of(option), i);
  }
}

/// permissions_policy do |p|, with a line for each feature: p.camera :none. Rails sends it under the header's old name.
void MapReader::see_rails_permissions(std::uint32_t i) {
  const std::string_view name = t_.text(i + 3);
  Value policy;
  for (std::uint32_t at = i + 4; at + 3 < t_.size() && !(t_.is(at, "end") && t_[at].begins_line) && spend(1); ++at) {
    if (!t_[at].begins_line || !t_.is(at, name) || !t_.is(at + 1, ".") || !t_.is_kind(at + 2, Kind::Word)) continue;
    Directive feature;
    const bool bracket = t_.is(at + 3, "(");
    const std::uint32_t end = bracket ? t_.group_end(at + 3) : arguments_end(at + 3);
    for (std::uint32_t item = at + 3 + (bracket ? 1 : 0); item < end;) {
      const std::uint32_t stop = std::min(e_.item_end(item, end), end);
      const bool symbol = t_.is(item, ":") && stop == item + 2;
      if (symbol) feature.sources.push_back(as_source(symbol_of(item), false));
      else if (stop > item) sources_of(item, stop, false, feature.sources);
      item = stop + 1;
    }
    std::string word(t_.text(at + 2));
    std::replace(word.begin(), word.end(), '_', '-');
    if (!policy.text.empty()) policy.add_escape("; ", {t_[at].start, t_[at].start});
    policy.add_escape(word, span_of(at + 2));
    for (const Value& source : feature.sources) {
      policy.add_escape(" ", {source.first_source(), source.first_source()});
      policy.add(source);
    }
  }
  if (policy.text.empty()) return;
  policy.from_map = true;
  policy.literals = std::max<std::uint32_t>(policy.literals, 1);
  add_text("Feature-Policy", std::move(policy), i);
}

/// The symbol at `i`, with its colon.
Value MapReader::symbol_of(std::uint32_t i) const {
  Value symbol;
  symbol.add_run(s_.substr(t_[i].start, t_[i + 1].end - t_[i].start), t_[i].start);
  return symbol;
}

/// 1.year, 365.days, 31536000 in seconds.
Value MapReader::rails_age(const Option& option, std::uint32_t token) {
  static constexpr std::pair<std::string_view, std::uint64_t> kUnits[] = {
      {"year", 31556952}, {"month", 2629746}, {"week", 604800}, {"day", 86400}, {"hour", 3600}, {"minute", 60}};
  if (!option.exists()) return escape_of("63072000", token);  // ActionDispatch::SSL::HSTS_EXPIRES_IN
  const auto count = number_of({option.key, option.value, option.value + 1});
  constexpr std::size_t kLongest = 9;
  if (!count || count->size() > kLongest) return gap_of(option);
  if (option.end == option.value + 1) return escape_of(*count, token);
  if (option.end != option.value + 3 || !t_.is(option.value + 1, ".")) return age_of(option, {}, token);
  std::string_view unit = t_.text(option.value + 2);
  if (!unit.empty() && unit.back() == 's') unit.remove_suffix(1);
  for (const auto& [name, seconds] : kUnits) {
    if (unit == name) return escape_of(std::to_string(std::stoull(*count) * seconds), token);
  }
  return gap_of(option);
}

/// config.force_ssl = true, with config.ssl_options = { hsts: { expires: 1.year, preload: true } }
void MapReader::finish_rails_ssl() {
  const std::uint32_t token = rails_ssl_ > 0 ? rails_ssl_ : rails_ssl_options_;
  if (token == 0) return;
  const Option forced{token, token + 2, line_end(token + 2)};
  if (rails_ssl_ > 0 && !is_on(forced)) {
    if (!is_off(forced)) add_text("Strict-Transport-Security", gap_of(forced), token);
    return;
  }
  const std::uint32_t open = rails_ssl_options_ > 0 ? e_.group(rails_ssl_options_ + 2, '{') : t_.size();
  const Option hsts = options_of(open).find({"hsts"});
  if (rails_ssl_ == 0 && !hsts.exists()) return;
  const std::uint32_t group = hsts.exists() ? e_.group(hsts.value, '{') : t_.size();
  const bool unknown = (rails_ssl_options_ > 0 && open >= t_.size()) ||
                       (hsts.exists() && group >= t_.size() && !is_on(hsts) && !is_off(hsts));
  if (unknown) return add_text("Strict-Transport-Security", gap_of(hsts.exists() ? hsts : forced), token);
  const Options given = options_of(group);
  // Switched off it is sent with no age, so that browsers forget it.
  const Value age = is_off(hsts) ? escape_of("0", token) : rails_age(given.find({"expires"}), token);
  add_hsts(age, flag_of(given.find({"subdomains"}), true), flag_of(given.find({"preload"}), false), token);
}

void MapReader::finish_ruby() {
  finish_rails_ssl();
  if (rails_.empty()) return;
  if (rails_nonce_ > 0) {
    std::vector<Value> names;
    std::uint32_t at = rails_nonce_in_;
    if (rails_nonce_in_ > 0) e_.list(at, t_.size(), names);
    for (Directive& directive : rails_) {
      const bool named =
          std::any_of(names.begin(), names.end(), [&](const Value& name) { return name.text == directive.name; });
      const bool usual = rails_nonce_in_ == 0 && is_one_of(directive.name, {"script-src", "style-src"});
      if (named || usual) add_nonce(directive, span_of(rails_nonce_));
    }
  }
  add_policy(rails_reports_ ? kReportOnly : kPolicy, rails_, rails_token_);
  if (!added_.empty()) added_.back().framed_by_default = true;
}

}  // namespace headstrong::http::code

// PHP: spatie/laravel-csp 2 and 3, CakePHP's middleware, CodeIgniter's class of settings.
#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "http/code/map_reader.hpp"
#include "http/code/words.hpp"
#include "text/ascii.hpp"

namespace headstrong::http::code {
namespace maps_php_detail {

/// spatie/laravel-csp 2: src/Policies/Basic.php; 3: src/Presets/Basic.php, which has two more.
constexpr MapReader::Default kBasic[] = {{"base-uri", "'self'"},
                                         {"connect-src", "'self'"},
                                         {"default-src", "'self'"},
                                         {"form-action", "'self'"},
                                         {"img-src", "'self'"},
                                         {"media-src", "'self'"},
                                         {"object-src", "'none'"},
                                         {"script-src", "'self' 'nonce-{{nonce}}'"},
                                         {"style-src", "'self' 'nonce-{{nonce}}'"}};

/// CakePHP: src/Http/Middleware/SecurityHeadersMiddleware.php.
struct CakeCall {
  std::string_view method;
  std::string_view header;
  std::string_view value;  // where no argument says another
};
constexpr CakeCall kCake[] = {{"noSniff", "X-Content-Type-Options", "nosniff"},
                              {"noOpen", "X-Download-Options", "noopen"},
                              {"setReferrerPolicy", "Referrer-Policy", "same-origin"},
                              {"setXFrameOptions", "X-Frame-Options", "sameorigin"},
                              {"setXssProtection", "X-XSS-Protection", "1; mode=block"},
                              {"setCrossDomainPolicy", "X-Permitted-Cross-Domain-Policies", "all"},
                              {"setPermissionsPolicy", "Permissions-Policy", ""}};

/// CodeIgniter 4: the properties of app/Config/ContentSecurityPolicy.php that are not named as their directives.
constexpr std::pair<std::string_view, std::string_view> kIgniter[] = {
    {"imageSrc", "img-src"}, {"baseURI", "base-uri"}, {"reportURI", "report-uri"}};

/// SCRIPT, BASE, SCRIPT_ELEM as policies spell them; empty where it is none of theirs.
std::string spatie_directive(std::string_view constant) {
  std::string name = text::lowered(constant);
  std::replace(name.begin(), name.end(), '_', '-');
  if (name == "base") name = "base-uri";
  if (name == "report") name = "report-uri";
  for (const std::string_view tail : {"-attr", "-elem"}) {
    if (name.size() > 5 && name.substr(name.size() - 5) == tail && name.find("-src") == std::string::npos) {
      name = name.substr(0, name.size() - 5) + "-src" + std::string(tail);
    }
  }
  if (!is_directive(name)) name += "-src";
  return is_directive(name) ? name : std::string();
}

}  // namespace maps_php_detail
using namespace maps_php_detail;

void MapReader::see_php(std::uint32_t i) {
  const std::string_view word = t_.text(i);
  if (word == "SecurityHeadersMiddleware") cake_ = true;
  if (word == "ContentSecurityPolicy" && t_.is(i + 1, "extends")) igniter_ = i;
  if (cake_ && t_.is(i + 1, "(")) see_cake(i);
  const bool builder = word == "CspMiddleware" || word == "CSPBuilder";
  if (builder && i > 0 && t_.is(i - 1, "new") && t_.is(i + 1, "(")) see_csp_builder(i);
  if (igniter_ > 0) see_code_igniter(i);
  // of spatie's classes
  if (word == "parent" && t_.is(i + 1, "::") && t_.is(i + 2, "configure")) spatie_inherits_ = i;
  if (word == "reportOnly" && t_.is(i + 1, "(") && t_.is(i + 2, ")")) spatie_reports_ = true;
  if (word == "extends") spatie_basic_ = t_.is(i + 1, "Basic");
  if (word == "Directive" && t_.is(i + 1, "::") && t_.is_kind(i + 2, Kind::Word)) see_spatie(i);
}

/// ->add(Directive::SCRIPT, [Keyword::SELF]), ->add([Directive::IMG, Directive::MEDIA], 'self')
void MapReader::see_spatie(std::uint32_t i) {
  std::uint32_t open = t_.parent(i);
  // Of a list of them the call around it says what they get.
  const bool listed = open > 0 && open < t_.size() && t_.is(open, "[");
  const std::uint32_t list = open;
  if (listed) open = t_.parent(open);
  if (open == 0 || open >= t_.size() || !t_.is(open, "(")) return;
  if (listed ? list != open + 1 : i != open + 1) return;
  const std::string call = plain_name(t_.text(open - 1));
  if (!is_one_of(call, {"add", "adddirective", "addnoncefordirective", "addnonce"})) return;
  const std::string name = spatie_directive(t_.text(i + 2));
  const std::uint32_t close = t_.group_end(open);
  if (name.empty() || close >= t_.size() || !spend(close - open)) return;
  auto found = std::find_if(spatie_.begin(), spatie_.end(), [&](const Directive& each) { return each.name == name; });
  if (found == spatie_.end()) {
    if (spatie_.empty()) spatie_token_ = i;
    spatie_.push_back({name, span_of(i + 2), {}, false});
    found = spatie_.end() - 1;
  }
  if (call == "addnoncefordirective" || call == "addnonce") return add_nonce(*found, span_of(open - 1));
  const std::uint32_t comma = listed ? t_.group_end(list) + 1 : i + 3;
  if (!t_.is(comma, ",") || t_.is(comma + 3, "NO_VALUE")) return;
  sources_of(comma + 1, e_.item_end(comma + 1, close), true, found->sources);
}

void MapReader::finish_spatie() {
  if (spatie_.empty()) return;
  if (spatie_inherits_ > 0) {
    const Span place = span_of(spatie_inherits_);
    if (!spatie_basic_) {
      // A class that is not here.
      for (Directive& directive : spatie_) e_.add_gap(place, directive.sources.emplace_back());
    } else {
      Directives own = std::move(spatie_);
      spatie_.clear();
      add_defaults(spatie_, kBasic, place);
      for (Directive& directive : own) add_to(spatie_, std::move(directive));
    }
  }
  add_policy(spatie_reports_ ? kReportOnly : kPolicy, spatie_, spatie_token_);
}

/// Adds to the directive of that name; 'none' stands alone, and gives way.
void MapReader::add_to(Directives& directives, Directive more) {
  for (Directive& known : directives) {
    if (known.name != more.name) continue;
    const auto is_none = [](const Value& source) { return source.text == "'none'"; };
    if (std::any_of(more.sources.begin(), more.sources.end(), is_none)) known.sources.clear();
    std::erase_if(known.sources, is_none);
    for (Value& source : more.sources) {
      const bool there = std::any_of(known.sources.begin(), known.sources.end(),
                                     [&](const Value& each) { return each.text == source.text; });
      if (!there) known.sources.push_back(std::move(source));
    }
    return;
  }
  directives.push_back(std::move(more));
}

/// $headers->setXFrameOptions(SecurityHeadersMiddleware::DENY)->noSniff()
void MapReader::see_cake(std::uint32_t i) {
  if (i == 0 || !(t_.is(i - 1, "->") || t_.is(i - 1, "?->"))) return;
  const auto call =
      std::find_if(std::begin(kCake), std::end(kCake), [&](const CakeCall& each) { return t_.is(i, each.method); });
  if (call == std::end(kCake)) return;
  const std::uint32_t close = t_.group_end(i + 1);
  if (close == i + 2) {
    if (!call->value.empty()) add_header(call->header, call->value, i);
    return;
  }
  const Option option{i, i + 2, std::min(e_.item_end(i + 2, close), close)};
  if (!option.exists()) return;
  if (t_.is_kind(option.value, Kind::String)) return add_text(call->header, text_of(option), i);
  std::string word = text::lowered(constant_of(option));
  for (const auto& [constant, value] : {std::pair<std::string_view, std::string_view>{"xss-block", "1; mode=block"},
                                        {"xss-enabled-block", "1; mode=block"},
                                        {"xss-enabled", "1"},
                                        {"xss-disabled", "0"}}) {
    if (word == constant) word = value;
  }
  const bool constant = t_.is(option.end - 2, "::");
  add_text(call->header, constant ? constant_or_gap(call->header, word, option) : gap_of(option), i);
}

/// paragonie/csp-builder, which CakePHP's CspMiddleware takes: 'img-src' => ['self' => true, 'allow' => [...]]
void MapReader::see_csp_builder(std::uint32_t i) {
  const std::uint32_t open = e_.group(i + 2, '[');
  if (open >= t_.size()) return;
  Directives directives;
  const Options options = options_of(open);
  for (const auto& [key, option] : options.all) {
    Directive directive;
    directive.name =
        directive_of(t_.is_kind(option.key, Kind::String) ? t_.inside_text(option.key) : t_.text(option.key));
    if (directive.name.empty()) continue;
    directive.key = t_.is_kind(option.key, Kind::String) ? t_.inside(option.key) : span_of(option.key);
    const bool valueless = is_one_of(directive.name, {"upgrade-insecure-requests", "block-all-mixed-content"});
    if (is_off(option) && valueless) continue;
    if (!valueless) add_builder_sources(option, directive);
    directives.push_back(std::move(directive));
  }
  handled_.emplace_back(open, t_.group_end(open));
  const bool reports = is_on(options.find({"reportonly"}));
  if (!directives.empty()) add_policy(reports ? kReportOnly : kPolicy, directives, i);
}

void MapReader::add_builder_sources(const Option& option, Directive& directive) {
  const auto word = [&](std::string_view text) {
    Value value;
    value.add_escape(text, directive.key);
    value.literals = 1;
    directive.sources.push_back(std::move(value));
  };
  const bool text = is_one_of(directive.name, {"report-uri", "report-to", "plugin-types", "sandbox"});
  const std::uint32_t group = e_.group(option.value, '[');
  if (text || (group >= t_.size() && !is_off(option))) {
    directive.sources.push_back(text ? joined(option, " ") : gap_of(option));
    return;
  }
  const Options parts = options_of(group);
  for (const auto& [key, part] : parts.all) {
    const std::string_view name = t_.is_kind(part.key, Kind::String) ? t_.inside_text(part.key) : t_.text(part.key);
    if (key == "allow") {
      sources_of(part.value, part.end, false, directive.sources);
    } else if (key == "hashes" || key == "nonces") {
      if (e_.group(part.value, '[') + 1 != t_.group_end(e_.group(part.value, '[')))
        directive.sources.push_back(gap_of(part));
    } else if (!is_off(part)) {
      Value symbol;
      symbol.add_escape(name, place_of(part));
      Value source = as_source(std::move(symbol), false);
      if (source.literals > 0) directive.sources.push_back(is_on(part) ? std::move(source) : gap_of(part));
    }
  }
  if (directive.sources.empty()) word("'none'");
}

/// public $scriptSrc = ['self', 'https://cdn.example']; in the class that CodeIgniter takes its policy from
void MapReader::see_code_igniter(std::uint32_t i) {
  std::string_view word = t_.text(i);
  if (!word.empty() && word[0] == '$') word.remove_prefix(1);
  const bool property =
      (t_.text(i).size() != word.size() || (i > 0 && t_.is(i - 1, "$"))) && (t_.is(i + 1, "=") || t_.is(i + 1, ";"));
  if (!property || e_.column_of(i) == 0) return;
  const Option option{i, i + 2, e_.item_end(i + 2, t_.size())};
  if (word == "reportOnly" && t_.is(i + 1, "=")) spatie_reports_ = is_on(option);
  std::string name = directive_of(word);
  for (const auto& [own, directive] : kIgniter) {
    if (word == own) name = directive;
  }
  if (name.empty() || word == "imgSrc" || word == "baseUri" || word == "reportUri") return;
  Directive directive;
  directive.name = name;
  directive.key = span_of(i);
  const bool set = t_.is(i + 1, "=") && !is_off(option) && !(t_.is(i + 2, "[") && t_.is(i + 3, "]")) &&
                   !(t_.is_kind(i + 2, Kind::String) && t_.inside_text(i + 2).empty());
  if (set && name != "upgrade-insecure-requests") sources_of(option.value, line_end(i + 2), true, directive.sources);
  // The framework puts 'self' where these say nothing.
  if (!set && name != "default-src" && name != "base-uri") return;
  if (igniter_policy_.empty()) igniter_token_ = i;
  igniter_policy_.push_back(std::move(directive));
}

void MapReader::finish_code_igniter() {
  if (igniter_policy_.size() < 2) return;
  Directives given = std::move(igniter_policy_);
  const Span place = span_of(igniter_);
  constexpr Default kOwn[] = {{"default-src", "'self'"}, {"base-uri", "'self'"}};
  std::erase_if(given, [](const Directive& each) {
    return each.sources.empty() && (each.name == "default-src" || each.name == "base-uri");
  });
  add_defaults(given, kOwn, place);
  add_policy(spatie_reports_ ? kReportOnly : kPolicy, given, igniter_token_);
}

}  // namespace headstrong::http::code

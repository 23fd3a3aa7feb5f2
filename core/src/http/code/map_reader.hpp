// The reader of maps, for the files that it is made of: maps.cpp has what they share, maps_policies.cpp what
// becomes of the maps, and each maps_<language>.cpp the frameworks of a language.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "headstrong/span.hpp"
#include "http/code/expressions.hpp"
#include "http/code/pairs.hpp"
#include "http/code/tokens.hpp"
#include "http/code/words.hpp"
#include "text/source.hpp"

namespace headstrong::http::code {

class MapReader {
 public:
  /// A directive that a framework sends by itself.
  struct Default {
    std::string_view name;
    std::string_view sources;
  };

  MapReader(text::Source& source, Expressions& expressions, std::vector<Pair>& pairs)
      : source_(source),
        e_(expressions),
        t_(expressions.tokens()),
        s_(source.bytes()),
        pairs_(pairs),
        left_(8 * std::size_t{t_.size()} + 65536) {}

  void read();

 private:
  static constexpr std::string_view kPolicy = "Content-Security-Policy";
  static constexpr std::string_view kReportOnly = "Content-Security-Policy-Report-Only";

  /// A directive with its sources, each with its place in the text.
  struct Directive {
    std::string name;
    Span key;
    std::vector<Value> sources;
    bool removed = false;
    bool unknown = false;        // it stands for directives that the text does not hold
    bool written_apart = false;  // statements behind the map have a part of it
    // As it can be written; empty where it can't:
    Span value{};
    Span whole{};
    std::vector<Span> items{};  // of its first sources
  };
  using Directives = std::vector<Directive>;
  /// What of a map is the same for all its directives: how it can be written.
  struct MapForm {
    std::string_view valueless;
    std::uint32_t open = 0;  // its bracket; 0: its entries are statements
    bool bare = false;       // keywords have no quotes
    std::span<const Default> defaults{};
    Span defaults_place{};
  };

  struct Option {
    std::uint32_t key = 0;
    std::uint32_t value = 0;  // where it begins
    std::uint32_t end = 0;
    bool exists() const { return end > value; }
  };
  /// The members of a group, or the named arguments of a call.
  struct Options {
    std::vector<std::pair<std::string, Option>> all;
    bool unknown = false;  // more of them than the text holds
    Span unknown_place{};  // what adds them
    Option find(std::initializer_list<std::string_view> names) const {
      // Of two of a name the later counts.
      for (std::size_t i = all.size(); i-- > 0;) {
        if (is_one_of(all[i].first, names)) return all[i].second;
      }
      return {};
    }
    void add(Options more) {
      if (more.unknown) {
        unknown = true;
        unknown_place = more.unknown_place;
      }
      for (auto& each : more.all) all.push_back(std::move(each));
    }
  };
  /// A header of Spring Security that is neither policy nor default.
  struct Other {
    std::string_view name;
    Value value;
    std::uint32_t token = 0;
  };

  /// Whether something is on, and where the text says it; what a variable says that it does not hold is unsaid.
  struct Flag {
    enum Said : std::uint8_t { Off, On, Unsaid } said = Off;
    Span place{};
  };

  /// Reading a part of the text again and again may not cost more than reading it a few times.
  bool spend(std::size_t tokens) {
    if (left_ < tokens) return false;
    left_ -= tokens;
    return true;
  }
  /// No response has so many headers.
  bool is_full() const { return added_.size() >= 500; }
  Span span_of(std::uint32_t token) const { return {t_[token].start, t_[token].end}; }
  bool is_on(const Option& option) const { return is_one_of(flag_word(option), {"true", "True"}); }
  Span place_of(const Option& option) const { return {t_[option.value].start, t_[option.end - 1].end}; }

  // ---- maps.cpp
  void drop_handled();
  Options options_of(std::uint32_t open, int depth = 0);
  void add_keywords(std::uint32_t what, int depth, Options& options);
  void add_option(std::uint32_t item, std::uint32_t end, Options& options) const;
  void add_spread(std::uint32_t item, std::uint32_t end, int depth, Options& options);
  bool is_helmet_default(std::uint32_t first, std::uint32_t end) const;
  std::string_view flag_word(const Option& option) const;
  std::string_view flag_of_production(const Option& option) const;
  bool is_off(const Option& option) const;
  Flag flag_of(const Option& option, bool otherwise) const;
  Value text_of(const Option& option);
  Value given_text(const Option& option);
  Value constant_or_gap(std::string_view header, std::string_view constant, const Option& option) const;
  Value age_of(const Option& option, std::string_view otherwise, std::uint32_t token);
  Value gap_of(const Option& option) const;
  std::optional<std::string> number_of(const Option& option, int depth = 0);
  std::optional<std::string> number_named(std::string_view name, int depth);
  Value joined(const Option& option, std::string_view separator);
  std::uint32_t line_end(std::uint32_t i) const;
  static std::string_view last_name(std::string_view chain);
  static bool is_like_source(const Value& source);
  bool says_report_only(std::uint32_t open) const;
  bool is_directive_key(std::uint32_t i) const;
  void find_plain_map();
  std::uint32_t directives_at(std::uint32_t i);
  bool is_set_member(std::string_view name);
  void follow_maps();

  // ---- maps_policies.cpp
  Value as_source(Value value, bool quotes_keywords);
  bool keeps_list(std::uint32_t at, std::uint32_t end) const;
  bool sources_of(std::uint32_t i, std::uint32_t end, bool quotes_keywords, std::vector<Value>& out);
  void find_items(Directive& directive, const Option& option) const;
  Directives directives_of(std::uint32_t open, bool quotes_keywords);
  void add_defaults(Directives& directives, std::span<const Default> defaults, Span place) const;
  static void add_nonce(Directive& directive, Span place);
  void add_policy(std::string_view name, const Directives& directives, std::uint32_t token, bool meta = false,
                  const MapForm* form = nullptr);
  PolicyMap map_of(const Directives& directives, const MapForm& form) const;
  void add_header(std::string_view name, std::string_view text, std::uint32_t token, Span place = {});
  void add_text(std::string_view name, Value value, std::uint32_t token);
  void add_flagged(std::string_view name, std::string_view text, const Flag& flag, std::uint32_t token);
  void add_hsts(const Value& age, const Flag& subdomains, const Flag& preload, std::uint32_t token);
  Value escape_of(std::string_view text, std::uint32_t token) const;

  // ---- maps_additions.cpp
  /// A statement that puts something into a map further down.
  struct Addition {
    std::uint32_t key = 0;
    std::uint32_t value = 0;
    std::uint32_t end = 0;
    bool appends = false;  // to what the key has
  };
  void find_additions();
  void find_addition(std::uint32_t i);
  void add_additions(std::uint32_t open, bool quotes_keywords, Directives& directives);
  void add_addition(const Addition& addition, bool quotes_keywords, Directives& directives);

  // ---- maps_javascript.cpp
  void see_javascript(std::uint32_t i);
  void see_helmet(std::uint32_t i);
  void read_helmet(std::uint32_t i);
  void see_hono(std::uint32_t i);
  static bool has_helmet_names(const Options& options);
  void add_hono_header(std::string_view name, const Option& option, std::uint32_t token);
  std::optional<std::string> hono_allowlist(const Option& option);
  void add_hono_policy(const Option& option, std::string_view name);
  Value hono_permissions(const Option& option);
  void see_astro_default(std::uint32_t i);
  std::string_view nuxt_route(std::uint32_t i) const;
  void add_astro_part(std::uint32_t i, const Option& part, bool style, Directives& directives);
  void add_helmet(std::uint32_t i, std::uint32_t open);
  void add_helmet_header(std::string_view name, std::uint32_t group, std::uint32_t token);
  void add_helmet_gap(std::string_view name, const Option& option, std::uint32_t token);
  void add_helmet_policy(const Options& options, std::uint32_t token);
  /// Whether SvelteKit adds a nonce to it.
  static bool needs_nonce(const Directive& directive);
  void see_csp_option(std::uint32_t i);
  void add_csp_option(std::string_view name, const Option& option, bool nonces);
  void see_astro(std::uint32_t i, const Options& options, const Option& map);
  void see_nuxt(std::uint32_t i);
  void see_hapi(std::uint32_t i, const Options& options);
  void add_hapi_hsts(const Option& hsts, std::uint32_t token);
  void add_nuxt_policy(const Options& options, std::uint32_t token);
  void add_nuxt_hsts(const Option& hsts, std::uint32_t token);
  void see_cloudfront(std::uint32_t i);
  std::string constant_of(const Option& option) const;
  std::uint64_t duration_of(const Option& age);
  void add_cloudfront(const std::string& key, const Option& option, const Options& own);

  // ---- maps_python.cpp
  void see_python(std::uint32_t i);
  void finish_talisman();
  void see_django_setting(std::uint32_t i);
  void add_django_defaults();
  void add_talisman_policy(const Options& options);
  void add_talisman_text(const Options& options, std::string_view header, std::string_view key,
                         std::string_view otherwise);
  void add_talisman_permissions(const Option& permissions);
  void add_talisman_nonces(Directives& directives, const Option& names);
  void finish_django();
  void add_django_directives();
  void add_django_map(const Option& option, std::string_view name);

  // ---- maps_ruby.cpp
  void see_ruby(std::uint32_t i);
  void see_rails_directive(std::uint32_t i, const std::string& name);
  Flag rails_condition(std::uint32_t at) const;
  Flag rails_sent(std::uint32_t guard);
  std::uint32_t rails_guard(std::uint32_t i);
  std::uint32_t arguments_end(std::uint32_t i);
  static void settle_secure_headers(Directives& directives, bool keeps_schemes);
  void see_secure_policy(std::uint32_t i, std::string_view name, const Option& option);
  void see_secure_headers(std::uint32_t i);
  void see_rails_permissions(std::uint32_t i);
  Value symbol_of(std::uint32_t i) const;
  Value rails_age(const Option& option, std::uint32_t token);
  void finish_rails_ssl();
  void finish_ruby();

  // ---- maps_php.cpp
  void see_php(std::uint32_t i);
  void see_spatie(std::uint32_t i);
  void finish_spatie();
  static void add_to(Directives& directives, Directive more);
  void see_cake(std::uint32_t i);
  void see_csp_builder(std::uint32_t i);
  void add_builder_sources(const Option& option, Directive& directive);
  void see_code_igniter(std::uint32_t i);
  void finish_code_igniter();

  // ---- maps_builders.cpp
  void see_add_directive(std::uint32_t i);
  void see_policy_builder(std::uint32_t i);
  void finish_builder();

  // ---- maps_java.cpp
  void see_java(std::uint32_t i);
  void see_spring_policy(std::uint32_t i);
  void see_spring_types(std::uint32_t i);
  void see_spring_frame(std::uint32_t i);
  void see_spring_permissions(std::uint32_t i);
  Value spring_transport(std::uint32_t i, std::uint32_t stop);
  void see_spring_hsts(std::uint32_t i);
  void see_ktor_hsts(std::uint32_t i);
  void add_spring_policy(std::uint32_t i, std::uint32_t end, Value value);
  void finish_spring();

  // ---- maps_csharp.cpp
  void see_csharp(std::uint32_t i);
  Option first_argument(std::uint32_t open) const;
  void see_hsts_options(std::uint32_t i);
  Value timespan_value(const Option& option, std::uint32_t token);
  void finish_hsts();
  void see_nwebsec(std::uint32_t i);
  void see_nwebsec_word(std::uint32_t i, std::uint32_t close);
  void see_nwebsec_policy(std::uint32_t i, std::uint32_t close);
  void see_nwebsec_transport(std::uint32_t i, std::uint32_t close);
  std::string_view nwebsec_directive(std::uint32_t at, std::uint32_t close, std::uint32_t& from,
                                     std::uint32_t& to) const;
  void see_nwebsec_sources(std::uint32_t at, std::uint32_t close, Directives& directives);
  std::uint64_t timespan_of(std::uint32_t i, std::uint32_t close) const;
  void see_builder(std::uint32_t at, std::uint32_t end, Directives& directives);
  void see_builder_source(std::uint32_t i, Directive& directive);

  // ---- maps_go.cpp
  void see_go(std::uint32_t i);
  void see_secure_config(std::uint32_t i, bool fiber);

  // ---- maps_rust.cpp
  void see_rust(std::uint32_t i);
  void add_shield_policy(std::uint32_t policy, std::uint32_t close);
  void add_shield_transport(std::uint32_t policy, std::uint32_t close);

  text::Source& source_;
  Expressions& e_;
  const Tokens& t_;
  std::string_view s_;
  std::vector<Pair>& pairs_;
  std::vector<Pair> added_;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> handled_;
  Options settings_;
  std::size_t left_ = 0;
  std::unordered_map<std::string_view, std::vector<Addition>> additions_;  // by the name of the variable
  bool additions_found_ = false;
  std::uint32_t talisman_ = 0;
  std::uint32_t django_middleware_ = 0;  // the bracket of its list
  Directives rails_;
  std::uint32_t rails_token_ = 0;
  std::uint32_t rails_nonce_ = 0;
  std::uint32_t rails_nonce_in_ = 0;
  bool rails_reports_ = false;
  std::uint32_t rails_ssl_ = 0;
  std::uint32_t rails_ssl_options_ = 0;
  bool secure_headers_ = false;
  Directives secure_policy_;
  bool hsts_added_ = false;
  std::uint32_t hsts_used_ = 0;
  Directives built_;
  std::uint32_t built_token_ = 0;
  Directives spatie_;
  std::uint32_t spatie_token_ = 0;
  std::uint32_t spatie_inherits_ = 0;
  bool spatie_basic_ = false;
  bool spatie_reports_ = false;
  bool cake_ = false;
  bool nuxt_ = false;
  std::uint32_t igniter_ = 0;
  std::uint32_t igniter_token_ = 0;
  Directives igniter_policy_;
  std::uint32_t spring_ = 0;
  bool spring_defaults_ = true;
  bool spring_types_ = true;
  std::string spring_frame_;
  std::uint32_t spring_frame_token_ = 0;
  std::vector<Other> spring_others_;
};

}  // namespace headstrong::http::code

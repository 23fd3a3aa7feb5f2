// The finder of pairs, for the files that it is made of: pairs.cpp sees what each word and literal is, and
// each pairs_<subject>.cpp answers one question about it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "grammar/header_names.hpp"
#include "headstrong/span.hpp"
#include "http/code/expressions.hpp"
#include "http/code/pairs.hpp"
#include "http/code/tokens.hpp"
#include "text/ascii.hpp"
#include "text/source.hpp"

namespace headstrong::http::code {

class PairFinder {
 public:
  PairFinder(text::Source& source, Expressions& expressions);

  std::vector<Pair> find();
  void drop_removed(std::vector<Pair>& pairs);

 private:
  /// A header's name as the text has it: tokens [first, last], with what wraps them.
  struct Name {
    std::string_view text;
    Span span;
    std::uint32_t first = 0;
    std::uint32_t last = 0;
  };
  /// How a pair is set, and the token that its statement begins with or that is its bracket.
  struct Form {
    enum Kind : std::uint8_t { None, Statement, Call, Entry, Group };
    Kind kind = None;
    std::uint32_t token = 0;
  };
  /// Tokens of a statement: its first, the last of its value, its last.
  struct Extent {
    std::uint32_t first = 0;
    std::uint32_t value_last = 0;
    std::uint32_t stop = 0;
  };
  struct Place {
    std::string_view path;
    bool conditional = false;
  };

  static bool is_token(std::string_view s) { return !s.empty() && s.size() < 80 && text::all_of(s, text::kToken); }
  static bool is_policy_name(std::string_view name) {
    const HeaderName known = header_name(name);
    return known == HeaderName::ContentSecurityPolicy || known == HeaderName::ContentSecurityPolicyReportOnly;
  }
  bool is_sent_name(const std::string& name) const { return sent_.count(name) > 0; }

  // ---- pairs.cpp
  void see_literal(std::uint32_t i);
  void see_word(std::uint32_t i);
  bool see_element(std::uint32_t i);
  bool is_option_of_cgi(std::uint32_t i) const;
  std::vector<std::string> words_before_line(std::uint32_t i, std::uint32_t& first) const;
  void see_meta(std::uint32_t i);
  void see_cfheader(std::uint32_t i);
  void see_name(Name name);
  void see_subscript(const Name& name);
  void see_key(const Name& name);
  void see_argument(const Name& name);
  bool see_member(std::uint32_t i, std::string_view header);
  void see_line(std::uint32_t i);
  /// A call or a statement whose first argument is the name, at `next` the mark behind it.
  bool takes_arrow(const Name& name) const;

  // ---- pairs_other.cpp
  /// A name and a value side by side: (header "X" "..."), {"X" "..."}, setHeader "X" "...".
  bool see_neighbour(const Name& name);
  bool see_index(const Name& name);
  bool sets_header_before(std::uint32_t at, bool& refuses) const;
  void see_neighbours(std::uint32_t open);
  bool see_accessor(std::uint32_t i);

  // ---- pairs_printed.cpp
  bool is_printed(std::uint32_t i) const;
  void find_printed();
  void see_printed(std::uint32_t i);
  void add_printed(const Value& value, std::string_view line, std::uint32_t i, bool whole);
  bool is_set_on_headers(std::uint32_t i) const;
  bool makes_header(std::uint32_t open, const std::vector<std::string>& words) const;
  void unwrap(Name& name) const;
  bool is_key_of_name(std::uint32_t i) const;
  static bool is_key_of_value(std::string_view key);
  std::vector<std::string> chain_before(std::uint32_t i) const;
  std::uint32_t chain_start(std::uint32_t i) const;
  std::uint32_t statement_end(std::uint32_t i) const;

  // ---- pairs_requests.cpp
  /// The variables that hold clients, and those that a client's call is given.
  void find_clients();
  bool makes_client(std::uint32_t i) const;
  void add_client(std::uint32_t i);
  void add_sent(std::uint32_t call, std::size_t& left);
  bool refuses_chain(const std::vector<std::string>& words) const;
  bool is_of_request(std::uint32_t last_word) const;
  bool is_client_call(const std::vector<std::string>& words) const;
  bool is_tested(std::uint32_t i);
  bool is_argument(std::uint32_t i, std::uint32_t call) const;
  bool is_sent(std::uint32_t group) const;
  bool is_named_for_requests(std::uint32_t group) const;
  bool is_of_request_action(std::uint32_t group) const;
  bool is_given_to_proxy(std::uint32_t group) const;
  bool is_printed_request(std::uint32_t group) const;
  std::uint32_t declared_before(std::uint32_t mark) const;
  bool is_expected(std::uint32_t group);
  bool is_type(std::uint32_t group) const;

  // ---- pairs_conditions.cpp
  bool is_guarded(std::uint32_t first) const { return e_.guards().of(first) < t_.size(); }
  std::uint32_t condition_of(const Pair& pair) const;
  bool settle_condition(Pair& pair) const;
  std::uint32_t item_start(std::uint32_t i) const;
  InProduction holds(const Pair& pair, std::uint32_t guard) const;
  bool holds_for_pages(std::uint32_t guard, std::string_view name) const;
  void find_guards(Pair& pair, std::uint32_t first, std::uint32_t stop) const;

  // ---- pairs_removals.cpp
  std::uint32_t function_of(std::uint32_t i) const;
  /// A header that is taken away.
  struct Removal {
    std::string_view name;
    std::uint32_t token = 0;
    std::uint32_t function = 0;
    std::uint32_t map = 0;  // the one that it is taken from; size() where that is no map of the text
    bool all = false;       // every header
    bool last = false;      // in what runs for all responses
    bool last_of_all = false;
  };
  bool removes_header(const std::vector<std::string>& words, bool alone) const;
  bool is_deleted(std::uint32_t bracket) const;
  bool is_nothing_at(std::uint32_t i) const;
  bool is_removed_argument(std::uint32_t first, std::uint32_t last) const;
  std::string_view removed_at(std::uint32_t i, std::uint32_t& receiver) const;
  std::uint32_t map_before(std::uint32_t receiver);
  bool runs_at_end(std::uint32_t function) const;
  bool runs_for_all(std::uint32_t function) const;
  bool is_within(std::uint32_t function, std::uint32_t outer) const;
  std::vector<Removal> find_removals(const std::vector<Pair>& pairs);
  static bool is_of_map(const Pair& pair, std::uint32_t map);
  static bool is_named(const Pair& pair, const Removal& removal);
  bool is_taken_away(const Pair& pair, const Removal& removal) const;

  // ---- pairs_values.cpp
  void add_values(const Name& name, std::uint32_t i, std::uint32_t end, bool certain, bool adds);
  std::vector<Value> texts_in(std::uint32_t open);
  std::uint32_t dumped_array(std::uint32_t i) const;
  std::vector<Value> values_at(std::uint32_t i, std::uint32_t end);
  std::vector<Value> values_of_record(std::uint32_t open, std::uint32_t behind);
  std::vector<Value> values_of_records(std::uint32_t open);
  std::uint32_t member(std::uint32_t open, bool value) const;

  // ---- pairs_statements.cpp
  std::optional<Extent> extent_of(std::uint32_t i, std::uint32_t end) const;
  bool begins_statement(std::uint32_t i) const;
  bool can_be_copied(const Pair& pair) const;
  void find_statement(Pair& pair, std::uint32_t i, std::uint32_t end) const;
  void find_literal(Pair& pair, std::uint32_t first, std::uint32_t last) const;
  Span whole_expression(std::uint32_t first, std::uint32_t last) const;

  // ---- pairs_sets.cpp
  bool begin_set(std::uint32_t group);
  void end_set(std::size_t first, std::uint32_t group);
  bool is_of_headers_function(std::uint32_t group) const;
  static bool is_telling(std::string_view name);
  void see_map(std::uint32_t open);
  std::uint32_t entry_end(std::uint32_t item, std::uint32_t close) const;
  bool see_bracketed_entry(std::uint32_t item, std::uint32_t end);
  void see_entry(std::uint32_t item, std::uint32_t end);
  Name name_of_key(std::uint32_t key, std::uint32_t last, bool known_alone);
  void see_dumped_entry(std::uint32_t item, std::uint32_t end);
  void see_open_map(const Name& name);
  void see_record(std::uint32_t open);
  void add_record(std::uint32_t open);
  void see_sequence(std::uint32_t open);
  void add_tuple(std::uint32_t open);
  void see_flat(std::uint32_t open);

  // ---- pairs_merges.cpp
  static constexpr std::uint32_t kNear = 64;
  /// A set that is put into another at token `at`, which ends before `end`.
  struct Merge {
    std::uint32_t inner = 0;
    std::uint32_t outer = 0;
    std::uint32_t at = 0;
    std::uint32_t end = 0;
  };
  void merge_sets();
  std::uint32_t group_named(std::uint32_t i);
  void add_merge(std::uint32_t at, std::uint32_t operand, std::uint32_t outer);
  bool is_of_response(std::uint32_t first, std::uint32_t end) const;
  void see_spread(std::uint32_t i);
  void see_merging_call(std::uint32_t i);
  std::uint32_t receiver(std::uint32_t call);
  void see_update(std::uint32_t i, std::uint32_t open);
  void see_union(std::uint32_t i);
  void see_named_set(std::uint32_t i);
  std::uint32_t merged_group(std::uint32_t token) const;
  void follow_merges(Pair pair, std::uint32_t token, int depth, std::vector<Pair>& out);
  void hide_behind_spreads();

  // ---- pairs_places.cpp
  void find_place(Pair& pair, std::uint32_t i);
  Place place_of(std::uint32_t open) const;
  std::string_view registered_path(std::uint32_t i) const;
  std::uint32_t route_of_group(std::uint32_t open) const;
  std::uint32_t route_of_lines(std::uint32_t i) const;
  std::uint32_t route_of_decorators(std::uint32_t function) const;
  std::uint32_t route_of(std::uint32_t i) const;
  void find_routes();

  text::Source& source_;
  Expressions& e_;
  const Tokens& t_;
  std::vector<bool> done_;
  std::uint32_t open_map_end_ = 0;
  bool prints_headers_ = false;
  std::uint32_t printed_end_ = 0;
  Form form_;
  std::unordered_set<std::string> clients_;  // plain names of variables
  std::unordered_set<std::string> sent_;
  bool r_is_response_ = false;
  std::uint32_t value_end_ = 0;    // behind the last value that was read
  std::uint32_t inner_first_ = 0;  // of { value: ... }: the inner one
  std::uint32_t inner_last_ = 0;
  std::unordered_map<std::uint32_t, Place> places_;
  std::vector<Pair> pairs_;
  std::vector<Merge> merges_;
  std::vector<Merge> unknown_spreads_;
};

}  // namespace headstrong::http::code

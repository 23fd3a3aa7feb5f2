// The headers that a program sets, or that one printed: names with values, in every form that is usual.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "http/code/expressions.hpp"
#include "http/code/tokens.hpp"
#include "http/message.hpp"

namespace headstrong::http::code {

struct Pair {
  std::string_view name;
  Span name_span;
  Value value;
  std::uint32_t token = 0;   // where it stands
  std::string_view place;    // the path that it is set for; empty where it is set for all
  std::string_view route{};  // the path whose handler sets it, which its guard registers
  bool adds = false;         // beside others of its name, in place of none
  bool certain = false;      // set on a response, by the words around it
  bool conditional = false;  // its place has a further condition
  // Where it can be written; empty where it can't:
  Span statement;                      // what sets it, with what ends it
  Span expression;                     // what stands for its value there
  Span literal;                        // the literals of its value, with their marks, there or in a variable
  bool entry = false;                  // of a map or a list: a comma parts it from the next
  bool meta = false;                   // in a <meta> of the page
  bool everywhere = false;             // its place is a path that all paths meet
  bool framed_by_default = false;      // its framework sends X-Frame-Options by itself, unless told otherwise elsewhere
  bool guarded = false;                // it runs where a condition holds
  std::uint32_t guard = 0;             // the token that its condition begins with, counted from 1; 0: it is always set
  bool is_model = true;                // further statements can be made as this one is
  std::uint32_t set = 0;               // the bracket of the map or list that it stands in
  std::uint32_t into = 0;              // that which this one is put into, counted from 1; 0: none
  std::vector<std::uint32_t> order{};  // where it takes effect: tokens, the outermost first; empty: at its own
  PolicyMap map{};                     // where its value comes from one that can be written; else without entries

  /// Makes the whole of its value a gap: something that the text does not tell may take its place.
  void hide() {
    const std::uint32_t start = value.first_source();
    value.gaps.push_back({start, std::max(start + 1, value.last_source())});
  }
};

/// All pairs that are headers of responses, in the order of the text. Those of requests, those that are
/// only read, removed, expected or described are none.
std::vector<Pair> find_pairs(text::Source& source, Expressions& expressions);

/// Drops what is set and then removed.
void drop_removed(text::Source& source, Expressions& expressions, std::vector<Pair>& pairs);

/// Of pairs that are set one after the other, those that are sent: a later one takes the place of an
/// earlier, unless it stands in another function or under a further condition.
std::vector<Pair> settled(std::vector<Pair> pairs, const Tokens& tokens);

/// A name of a header as constants spell it (CONTENT_SECURITY_POLICY, ContentSecurityPolicy), as it is
/// sent; empty where it is none.
std::string_view header_of_constant(std::string_view word);

/// A directive's name as maps spell it (defaultSrc, default_src, DEFAULT_SRC), as it is sent; empty where it
/// is none.
std::string directive_of(std::string_view word);
bool is_directive(std::string_view word);

/// Whether a value has the form that the header's values have: evidence that its name is no mention.
bool is_plausible(std::string_view name, const Value& value);

}  // namespace headstrong::http::code

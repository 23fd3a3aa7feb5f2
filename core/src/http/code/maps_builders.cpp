// Policies that are built by calls, a directive each, in any language: addDirective("img-src", "..."), and the builders
// whose methods are named after directives.
#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "http/code/map_reader.hpp"
#include "http/code/word_tables.hpp"
#include "http/code/words.hpp"
#include "text/ascii.hpp"

namespace headstrong::http::code {
namespace maps_builders_detail {

/// Whether a test wants what is built at `i`: expect(...), assert ... on its line.
bool is_wanted(const Tokens& t, std::uint32_t i) {
  constexpr int kFar = 40;
  constexpr int kDeep = 8;
  std::uint32_t first = i;
  for (int step = 0; step < kFar && first > 0 && !t[first].begins_line; ++step) --first;
  if (is_assertion(plain_name(t.text(first)))) return true;
  std::uint32_t around = t.parent(i);
  for (int depth = 0; depth < kDeep && around > 0 && around < t.size(); ++depth, around = t.parent(around)) {
    if (t.is(around, "(") && is_assertion(plain_name(t.text(around - 1)))) return true;
  }
  return false;
}

}  // namespace maps_builders_detail
using namespace maps_builders_detail;

/// .addDirective("img-src", "'self'", "https://a.example"): Vert.x' CSPHandler and its like. Those of one name add up.
void MapReader::see_add_directive(std::uint32_t i) {
  if (!is_one_of(plain_name(t_.text(i)), {"adddirective", "setdirective"})) return;
  const std::uint32_t name = i + 2;
  if (!t_.is(i + 1, "(") || !t_.is_kind(name, Kind::String)) return;
  const std::string directive = directive_of(t_.inside_text(name));
  const std::uint32_t close = t_.group_end(i + 1);
  if (directive.empty() || close >= t_.size() || !spend(close - i) || is_wanted(t_, i)) return;
  auto found =
      std::find_if(built_.begin(), built_.end(), [&](const Directive& each) { return each.name == directive; });
  if (found == built_.end()) {
    constexpr std::size_t kMost = 60;
    if (built_.size() >= kMost) return;
    if (built_.empty()) built_token_ = i;
    built_.push_back({directive, t_.inside(name), {}, false});
    found = built_.end() - 1;
  }
  for (std::uint32_t item = name + 2; item < close; item = e_.item_end(item, close) + 1) {
    sources_of(item, e_.item_end(item, close), false, found->sources);
  }
}

/// secure's ContentSecurityPolicy().default_src("'self'").script_src("'self'", "https://a.example"): a chain of calls
/// behind what makes the policy.
void MapReader::see_policy_builder(std::uint32_t i) {
  if (!t_.is(i, "ContentSecurityPolicy") || !t_.is(i + 1, "(") || !t_.is(i + 2, ")")) return;
  if (is_wanted(t_, i)) return;
  Directives directives;
  std::uint32_t at = i + 3;
  bool reports = false;
  while (t_.is(at, ".") && t_.is_kind(at + 1, Kind::Word) && t_.is(at + 2, "(") && t_.group_end(at + 2) < t_.size()) {
    const std::uint32_t close = t_.group_end(at + 2);
    Directive directive;
    directive.name = directive_of(t_.text(at + 1));
    directive.key = span_of(at + 1);
    reports = reports || t_.is(at + 1, "report_only");
    if (!directive.name.empty() && spend(close - at)) {
      for (std::uint32_t item = at + 3; item < close; item = e_.item_end(item, close) + 1) {
        sources_of(item, e_.item_end(item, close), false, directive.sources);
      }
      directives.push_back(std::move(directive));
    }
    at = close + 1;
  }
  if (!directives.empty()) add_policy(reports ? kReportOnly : kPolicy, directives, i);
}

void MapReader::finish_builder() {
  if (!built_.empty()) add_policy(kPolicy, built_, built_token_);
}

}  // namespace headstrong::http::code

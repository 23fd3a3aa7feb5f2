#include "peers/observatory_csp.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <iterator>
#include <memory>
#include <set>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "peers/collation.hpp"
#include "peers/js_string.hpp"
#include "text/order.hpp"

namespace headstrong::peers {
namespace observatory_csp_detail {

constexpr std::string_view kNone = "'none'";
constexpr std::string_view kUnsafeInline = "'unsafe-inline'";
constexpr std::string_view kStrictDynamic = "'strict-dynamic'";

constexpr std::string_view kDangerouslyBroad[] = {
    "ftp:", "http:", "https:", "*", "http://*", "http://*.*", "https://*", "https://*.*",
};

// The peer keeps its warning in the map of directives, under a name that a policy could use too.
constexpr std::string_view kDuplicateWarnings = "_observatory_duplicate_key_warnings";

using Sources = std::vector<std::string_view>;

template <typename List>
bool contains(const List& list, std::string_view item) {
  return std::find(std::begin(list), std::end(list), item) != std::end(list);
}

bool may_repeat(std::string_view directive) { return directive == "report-uri" || directive == "report-to"; }

enum class Match { kNo, kYes, kThrows };

// Whether two sources of different policies are the same, piece by piece between slashes; a source
// that ends in a slash covers what is below it.
Match path_part_match(std::string_view a, std::string_view b) {
  std::vector<std::string_view> pieces_a = js_split(a, '/');
  const std::vector<std::string_view> pieces_b = js_split(b, '/');
  if (pieces_a.size() > pieces_b.size()) return Match::kNo;
  const bool exact = !a.ends_with('/');
  if (exact && pieces_a.size() != pieces_b.size()) return Match::kNo;
  if (!exact) pieces_a.pop_back();
  std::string decoded_a;
  std::string decoded_b;
  for (std::size_t i = 0; i < pieces_a.size(); ++i) {
    if (!js_decode_uri_component(pieces_a[i], decoded_a)) return Match::kThrows;
    if (!js_decode_uri_component(pieces_b[i], decoded_b)) return Match::kThrows;
    if (decoded_a != decoded_b) return Match::kNo;
  }
  return Match::kYes;
}

// The sources of one directive while policy after policy is merged into it.
//
// The peer sorts old and new sources together for each policy and looks at neighbours: a source
// goes if its neighbour before it, of the same policy, begins it; it stays if its neighbour before
// it, of another policy, matches it. What happens to a source hangs on that neighbour alone, so
// only the places where the order changed are looked at again; this keeps many policies from
// costing the square of their number.
class Merger {
 public:
  // The list of one policy; false where the peer throws.
  bool merge(const Sources& values, std::uint32_t policy) {
    std::vector<Position> touched = std::move(unsettled_);
    unsettled_.clear();
    for (const std::string_view value : values) touched.push_back(insert(value, policy));
    const std::size_t moved = touched.size();
    for (std::size_t i = 0; i < moved; ++i) {
      const Position next = std::next(touched[i]);
      if (next != order_.end()) touched.push_back(next);
    }
    for (const Position position : touched) {
      if (!judge(position)) return false;
    }
    drop_unkept(touched);
    return true;
  }

  // Adds the list of the first policy, none of which is kept unless the next one confirms it.
  void start(const Sources& values) {
    for (const std::string_view value : values) unsettled_.push_back(insert(value, 0));
  }

  Sources result() const {
    Sources texts;
    for (const Source& source : order_) texts.push_back(source.text);
    texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
    return texts;
  }

 private:
  struct Source {
    std::string_view text;
    std::size_t sequence = 0;  // keeps equal sources in the order they came
    std::uint32_t policy = 0;
    mutable bool keep = false;  // no part of the order
  };
  struct Before {
    bool operator()(const Source& a, const Source& b) const {
      const int order = collate(a.text, b.text);
      return order != 0 ? order < 0 : a.sequence < b.sequence;
    }
  };
  using Position = std::set<Source, Before>::iterator;

  Position insert(std::string_view text, std::uint32_t policy) {
    return order_.insert(Source{text, next_sequence_++, policy, false}).first;
  }

  bool judge(Position position) {
    if (position == order_.begin()) return true;
    const Source& before = *std::prev(position);
    if (position->policy == before.policy) {
      if (position->text.starts_with(before.text)) position->keep = false;
      return true;
    }
    const Match match = path_part_match(before.text, position->text);
    if (match == Match::kYes) position->keep = true;
    return match != Match::kThrows;
  }

  void drop_unkept(const std::vector<Position>& touched) {
    std::vector<Position> dropped;
    std::unordered_set<const Source*> seen;
    for (const Position position : touched) {
      if (!position->keep && seen.insert(&*position).second) dropped.push_back(position);
    }
    for (const Position position : dropped) {
      const Position next = order_.erase(position);
      if (next != order_.end() && next->keep) unsettled_.push_back(next);
    }
  }

  std::set<Source, Before> order_;
  std::vector<Position> unsettled_;  // to be judged with the next policy
  std::size_t next_sequence_ = 0;
};

// One policy's list, sorted; a source that its neighbour before it begins is left out.
Sources sort_and_thin_out(Sources values) {
  const std::vector<std::uint32_t> order = text::ordered(
      values.size(), [&values](std::uint32_t a, std::uint32_t b) { return collate(values[a], values[b]) < 0; });
  Sources kept;
  for (std::size_t i = 0; i < order.size(); ++i) {
    if (i == 0 || !values[order[i]].starts_with(values[order[i - 1]])) kept.push_back(values[order[i]]);
  }
  return kept;
}

struct Directive {
  Sources sources;                 // of the first policy, until finish() has put the result here
  std::unique_ptr<Merger> merger;  // made when a second policy has the directive
  std::uint32_t last_policy = 0;   // that had it

  bool merge(const Sources& values, std::uint32_t policy) {
    if (!merger) {
      merger = std::make_unique<Merger>();
      merger->start(sources);
    }
    return merger->merge(values, policy);
  }

  void finish() {
    if (merger) sources = merger->result();
    merger.reset();
    if (sources.empty()) sources.push_back(kNone);
  }
};

class CspMap {
 public:
  // False where the peer throws: the whole header is invalid.
  bool parse(const std::vector<std::string_view>& policies) {
    constexpr std::size_t kShortestPolicy = 6;
    for (const std::string_view policy : policies) {
      lowered_.push_back(js_to_lower(js_trim(without_line_breaks(policy))));
      if (js_length(lowered_.back()) < kShortestPolicy) return false;
    }
    for (std::size_t i = 0; i < lowered_.size(); ++i) {
      if (!add_policy(lowered_[i], static_cast<std::uint32_t>(i))) return false;
    }
    for (auto& [name, directive] : directives_) directive.finish();
    if (duplicates_) directives_[kDuplicateWarnings];
    return true;
  }

  bool empty() const { return directives_.empty(); }
  bool has(std::string_view name) const { return directives_.count(name) != 0; }

  // The sources of the first of these directives that is there; null if none is.
  Sources* find(std::string_view name, std::string_view fallback = {}) {
    auto found = directives_.find(name);
    if (found == directives_.end() && !fallback.empty()) found = directives_.find(fallback);
    return found == directives_.end() ? nullptr : &found->second.sources;
  }

  const std::unordered_map<std::string_view, Directive>& all() const { return directives_; }

 private:
  static std::string without_line_breaks(std::string_view policy) {
    std::string text(policy);
    text.erase(std::remove_if(text.begin(), text.end(), [](char c) { return c == '\r' || c == '\n'; }), text.end());
    return text;
  }

  bool add_policy(std::string_view policy, std::uint32_t index) {
    for (const std::string_view part : JsParts(policy, ';')) {
      Sources values = js_words(part);
      if (values.empty()) continue;
      const std::string_view name = values.front();
      values.erase(values.begin());
      if (values.empty() && name.ends_with("-src")) values.push_back(kNone);
      const auto [entry, is_new] = directives_.try_emplace(name);
      if (!add(name, entry->second, is_new, std::move(values), index)) return false;
    }
    return true;
  }

  bool add(std::string_view name, Directive& directive, bool is_new, Sources values, std::uint32_t policy) {
    if (!is_new && directive.last_policy == policy) {
      if (!may_repeat(name)) return false;
      duplicates_ = true;
    }
    directive.last_policy = policy;
    if (policy > 0) return directive.merge(values, policy);
    directive.sources = sort_and_thin_out(std::move(values));
    return true;
  }

  std::deque<std::string> lowered_;  // the policies, lower case; everything else is a view into them
  std::unordered_map<std::string_view, Directive> directives_;
  bool duplicates_ = false;
};

bool is_broad(std::string_view source) { return contains(kDangerouslyBroad, source); }

bool is_broad_or_inline(std::string_view source) {
  return is_broad(source) || source == kUnsafeInline || source == "data:";
}

bool has_insecure_scheme(std::string_view source) { return source.starts_with("http:") || source.starts_with("ftp:"); }

bool has_nonce_or_hash_prefix(std::string_view source) {
  return source.starts_with("'sha256-") || source.starts_with("'sha384-") || source.starts_with("'sha512-") ||
         source.starts_with("'nonce-");
}

// What a script list loses to 'strict-dynamic'. All broad sources that are longer begin with one of
// these four.
bool is_void_under_strict_dynamic(std::string_view source) {
  return source.starts_with("ftp:") || source.starts_with("http:") || source.starts_with("https:") ||
         source.starts_with('*') || source == "'self'" || source == kUnsafeInline;
}

template <typename Predicate>
bool any(const Sources& sources, Predicate predicate) {
  return std::any_of(sources.begin(), sources.end(), predicate);
}

template <typename Predicate>
void remove(Sources& sources, Predicate predicate) {
  sources.erase(std::remove_if(sources.begin(), sources.end(), predicate), sources.end());
}

bool is_passive(std::string_view directive) { return directive == "img-src" || directive == "media-src"; }

bool has_insecure_active_source(const CspMap& csp, const Sources& script) {
  if (any(script, has_insecure_scheme)) return true;
  const auto& all = csp.all();
  return std::any_of(all.begin(), all.end(), [](const auto& entry) {
    return !is_passive(entry.first) && entry.first != "script-src" && any(entry.second.sources, has_insecure_scheme);
  });
}

bool has_insecure_passive_source(CspMap& csp) {
  for (const std::string_view directive : {"img-src", "media-src"}) {
    const Sources* sources = csp.find(directive, "default-src");
    if (sources != nullptr && any(*sources, has_insecure_scheme)) return true;
  }
  return false;
}

// The first verdict that applies. Lists are thinned out in place, as the peer does: where scripts
// fall back to default-src, the lists of objects and styles lose the same sources.
std::string_view judge(CspMap& csp, bool https) {
  Sources everything = {"*"};
  const auto effective = [&](std::string_view name) -> Sources& {
    Sources* sources = csp.find(name, "default-src");
    return sources == nullptr ? everything : *sources;
  };
  Sources& script = effective("script-src");
  Sources& style = effective("style-src");
  const Sources& object = effective("object-src");

  for (Sources* list : {&script, &style}) {
    if (any(*list, has_nonce_or_hash_prefix)) {
      remove(*list, [](std::string_view source) { return source == kUnsafeInline; });
    }
  }
  if (contains(script, kStrictDynamic)) {
    if (!any(script, has_nonce_or_hash_prefix)) return "csp-header-invalid";
    remove(script, is_void_under_strict_dynamic);
  }

  if (any(script, is_broad_or_inline) || any(object, is_broad)) {
    return "csp-implemented-with-unsafe-inline";
  }
  if (https && has_insecure_active_source(csp, script)) {
    return "csp-implemented-with-insecure-scheme";
  }
  if (contains(script, "'unsafe-eval'") || contains(style, "'unsafe-eval'")) {
    return "csp-implemented-with-unsafe-eval";
  }
  if (https && has_insecure_passive_source(csp)) {
    return "csp-implemented-with-insecure-scheme-in-passive-content-only";
  }
  if (any(style, is_broad_or_inline)) return "csp-implemented-with-unsafe-inline-in-style-src-only";
  const Sources* fallback = csp.find("default-src");
  if (fallback != nullptr && fallback->size() == 1 && fallback->front() == kNone) {
    return "csp-implemented-with-no-unsafe-default-src-none";
  }
  return "csp-implemented-with-no-unsafe";
}

bool passes(std::string_view result) {
  return result == "csp-implemented-with-no-unsafe" || result == "csp-implemented-with-no-unsafe-default-src-none" ||
         result == "csp-implemented-with-unsafe-inline-in-style-src-only" ||
         result == "csp-implemented-with-insecure-scheme-in-passive-content-only";
}

}  // namespace observatory_csp_detail

ObservatoryCsp observatory_csp(const std::vector<std::string_view>& policies, bool report_only, bool https) {
  using namespace observatory_csp_detail;
  CspMap csp;
  if (!csp.parse(policies)) return {"csp-header-invalid", false};
  if (csp.empty()) {
    return {report_only ? std::string_view("csp-not-implemented-but-reporting-enabled")
                        : std::string_view("csp-not-implemented"),
            false};
  }
  const bool has_frame_ancestors = csp.has("frame-ancestors");
  std::string_view result = judge(csp, https);
  if (passes(result) && csp.has(kDuplicateWarnings)) {
    result = "csp-implemented-but-duplicate-directives";
  }
  return {result, has_frame_ancestors};
}

}  // namespace headstrong::peers

#include "rules/join_places.hpp"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "text/order.hpp"

namespace headstrong::rules {
namespace join_places_detail {

bool is_removal(const Edit& edit) { return edit.text.empty() && !edit.span.empty(); }

/// The edits of several places, in order and without collisions.
class Together {
 public:
  /// The edits of the members, which are in order of weight. Of two that collide the later member is
  /// left out.
  explicit Together(const std::vector<const std::vector<Edit>*>& members) : members_(members), out_(members.size()) {
    constexpr int kRounds = 4;
    for (int round = 0; round < kRounds; ++round) {
      if (sweep()) return;
    }
    edits_ = *members.front();
  }
  std::vector<Edit>& edits() { return edits_; }

 private:
  struct Piece {
    const Edit* edit;
    std::size_t member;
  };

  /// Puts the edits of all members in one row. False where some collide: their members are left out
  /// of the next one.
  bool sweep() {
    std::vector<Piece> pieces;
    for (std::size_t i = 0; i < members_.size(); ++i) {
      if (out_[i]) continue;
      for (const Edit& edit : *members_[i]) pieces.push_back({&edit, i});
    }
    text::sort(pieces, [](const Piece& a, const Piece& b) { return a.edit->span.start < b.edit->span.start; });
    edits_.clear();
    bool fits = true;
    for (const Piece& piece : pieces) {
      if (put(*piece.edit)) continue;
      out_[piece.member] = true;
      fits = false;
    }
    return fits;
  }

  bool put(const Edit& edit) {
    if (edits_.empty()) {
      edits_.push_back(edit);
      return true;
    }
    Edit& last = edits_.back();
    if (last.span == edit.span && last.text == edit.text) return true;
    // Two insertions at one place would depend on their order.
    const bool meets = edit.span.start < last.span.end || edit.span.start == last.span.start;
    if (!meets) {
      edits_.push_back(edit);
      return true;
    }
    // Neighbours in a list, each with the blanks between them.
    if (!is_removal(last) || !is_removal(edit)) return false;
    last.span.end = std::max(last.span.end, edit.span.end);
    return true;
  }

  const std::vector<const std::vector<Edit>*>& members_;
  std::vector<bool> out_;
  std::vector<Edit> edits_;
};

bool is_removed(const std::vector<Edit>& edits, Span span) {
  const auto behind = std::upper_bound(edits.begin(), edits.end(), span.start,
                                       [](std::uint32_t at, const Edit& edit) { return at < edit.span.start; });
  if (behind == edits.begin()) return false;
  const Edit& edit = *(behind - 1);
  return is_removal(edit) && span.end <= edit.span.end;
}

/// The first of `parts`, which are in order, that ends behind `at`.
template <class Part>
const Part* first_behind(const std::vector<Part>& parts, std::uint32_t at) {
  const auto found = std::lower_bound(parts.begin(), parts.end(), at,
                                      [](const Part& part, std::uint32_t place) { return part.span.end <= place; });
  return found == parts.end() ? nullptr : &*found;
}

/// What removals take from policies: directives that lose every source, and whether a policy loses
/// every directive.
struct Losses {
  std::vector<const csp::Directive*> emptied;
  bool policy = false;
};

Losses losses_of(const model::ResponseModel& response, const std::vector<Edit>& edits) {
  Losses losses;
  const csp::Directive* last_directive = nullptr;
  const csp::Policy* last_policy = nullptr;
  for (const Edit& edit : edits) {
    if (!is_removal(edit)) continue;
    const csp::Policy* policy = first_behind(response.policies, edit.span.start);
    if (policy == nullptr) break;
    const auto gone = [&](const auto& part) { return is_removed(edits, part.span); };
    if (policy != last_policy) {
      losses.policy |= std::all_of(policy->directives.begin(), policy->directives.end(), gone);
      last_policy = policy;
    }
    const csp::Directive* directive = first_behind(policy->directives, edit.span.start);
    if (directive == nullptr || directive == last_directive || gone(*directive)) continue;
    last_directive = directive;
    if (!csp::holds_sources(csp::info(directive->name).value)) continue;
    const csp::Policy::Tokens tokens = policy->tokens_of(*directive);
    if (!tokens.empty() && std::all_of(tokens.begin(), tokens.end(), gone)) losses.emptied.push_back(directive);
  }
  return losses;
}

/// Where every source of a list goes, 'none' takes their place: an empty list means the same and
/// looks like a mistake.
void say_none(const std::vector<const csp::Directive*>& emptied, std::vector<Edit>& edits) {
  for (const csp::Directive* directive : emptied) {
    const auto within = [&](const Edit& edit) {
      return edit.span.start >= directive->name_span.end && edit.span.start < directive->span.end;
    };
    const auto first = std::find_if(edits.begin(), edits.end(), within);
    const auto last = std::find_if_not(first, edits.end(), within);
    if (first == last) continue;
    Edit none{{first->span.start, (last - 1)->span.end}, " 'none'"};
    *first = std::move(none);
    edits.erase(first + 1, last);
  }
}

/// A place's label: the words that the message is about, or those in the text.
std::string label_of(const model::ResponseModel& response, const Finding& finding) {
  if (!finding.arguments.empty() && !finding.arguments[0].empty()) return finding.arguments[0];
  return std::string(response.source.substr(finding.span->start, finding.span->size()));
}

Place place_of(const model::ResponseModel& response, const Finding& finding) {
  Place place{*finding.span, label_of(response, finding), finding.severity, finding.confidence, {}};
  if (finding.fix && finding.fix->applicability != Applicability::DisplayOnly) place.edits = finding.fix->edits;
  return place;
}

/// A fix's title where it is done at several places.
std::string_view title_of_all(std::string_view title) {
  static constexpr std::pair<std::string_view, std::string_view> kTitles[] = {
      {"Correct the keyword", "Correct the keywords"},
      {"Correct the name", "Correct the names"},
      {"Put it in single quotes", "Put them in single quotes"},
      {"Remove it here", "Remove them"},
      {"Remove it from the script list", "Remove it from the script lists"},
      {"Remove the directive", "Remove the directives"},
      {"Remove the header", "Remove the headers"},
      {"Remove the ignored one", "Remove the ignored ones"},
      {"Remove the path", "Remove the paths"},
      {"Remove the port", "Remove the ports"},
      {"Remove the repeat", "Remove the repeats"},
      {"Remove the slash", "Remove the slashes"},
      {"Remove the value", "Remove the values"},
      {"Remove this source", "Remove these sources"},
      {"Write it with a colon", "Write them with a colon"}};
  for (const auto& [one, all] : kTitles) {
    if (title == one) return all;
  }
  return title;
}

/// The fix of all places together: of those that can be applied where any can.
std::optional<Fix> join_fixes(const model::ResponseModel& response, const std::vector<Finding*>& members) {
  const auto applies = [](const Finding* finding) {
    return finding->fix && finding->fix->applicability != Applicability::DisplayOnly;
  };
  const bool any = std::any_of(members.begin(), members.end(), applies);
  std::vector<const std::vector<Edit>*> edits;
  std::optional<Fix> fix;
  for (const Finding* member : members) {
    if (!member->fix || (any && !applies(member))) continue;
    edits.push_back(&member->fix->edits);
    if (!fix) {
      fix.emplace();
      fix->title = member->fix->title;
      fix->applicability = member->fix->applicability;
    }
    fix->applicability = std::max(fix->applicability, member->fix->applicability);
  }
  if (!fix) return fix;
  if (edits.size() > 1) fix->title = title_of_all(fix->title);
  Together together(edits);
  const Losses losses = losses_of(response, together.edits());
  if (losses.policy) {
    // Nothing of the policy would be left: then one place after another.
    fix->edits = *edits.front();
    return fix;
  }
  say_none(losses.emptied, together.edits());
  fix->edits = std::move(together.edits());
  return fix;
}

/// Makes the first of the members, which are in the report's order, the one finding.
void join(const model::ResponseModel& response, const std::vector<Finding*>& members) {
  Finding& head = *members.front();
  std::optional<Fix> fix = join_fixes(response, members);
  bool in_all = false;
  std::vector<Place> all;
  all.reserve(members.size());
  for (const Finding* member : members) {
    all.push_back(place_of(response, *member));
    head.confidence = std::min(head.confidence, member->confidence);
    // What one place says of all browsers holds in all of them.
    in_all = in_all || member->browsers == 0;
    head.browsers |= member->browsers;
  }
  if (in_all) head.browsers = 0;
  head.places = std::move(all);
  head.fix = std::move(fix);
  for (auto member = members.begin() + 1; member != members.end(); ++member) (*member)->rule = nullptr;
}

/// Whether two findings with a place may be of one rule. Most reports have few findings, and none of them twice.
bool may_have_twins(const std::vector<Finding>& findings) {
  constexpr std::size_t kFew = 64;
  if (findings.size() > kFew) return true;
  for (std::size_t i = 1; i < findings.size(); ++i) {
    if (!findings[i].span) continue;
    for (std::size_t j = 0; j < i; ++j) {
      if (findings[j].rule == findings[i].rule && findings[j].span) return true;
    }
  }
  return false;
}

}  // namespace join_places_detail

void join_places(const model::ResponseModel& response, std::vector<Finding>& findings) {
  if (!join_places_detail::may_have_twins(findings)) return;
  struct Member {
    const RuleInfo* rule;
    std::string_view header;
    std::size_t index;
  };
  std::vector<Member> order;
  order.reserve(findings.size());
  for (std::size_t i = 0; i < findings.size(); ++i) {
    if (findings[i].span) order.push_back({findings[i].rule, findings[i].header, i});
  }
  text::sort(order, [](const Member& a, const Member& b) {
    if (a.rule != b.rule) return std::less<const RuleInfo*>()(a.rule, b.rule);
    if (const int way = a.header.compare(b.header); way != 0) return way < 0;
    return a.index < b.index;
  });
  bool any = false;
  for (std::size_t begin = 0, end = 0; begin < order.size(); begin = end) {
    while (end < order.size() && order[end].rule == order[begin].rule && order[end].header == order[begin].header) {
      ++end;
    }
    if (end - begin < 2) continue;
    any = true;
    std::vector<Finding*> members;
    for (std::size_t i = begin; i < end; ++i) members.push_back(&findings[order[i].index]);
    join_places_detail::join(response, members);
  }
  if (!any) return;
  findings.erase(
      std::remove_if(findings.begin(), findings.end(), [](const Finding& finding) { return finding.rule == nullptr; }),
      findings.end());
}

}  // namespace headstrong::rules

#include "rules/prove_fixes.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "decide/page.hpp"
#include "headers/csp/fallback.hpp"
#include "headers/csp/parse_policy.hpp"
#include "http/read_paste.hpp"
#include "quote/quote.hpp"
#include "rules/fixes.hpp"
#include "rules/settle_edits.hpp"
#include "text/order.hpp"
#include "text/source.hpp"

namespace headstrong::rules {
// Every repair by itself would have the text read and judged once more; a policy with 14 slips would
// cost 15 times what it costs without. So repairs are proved in company, a round for those that have
// nothing to do with each other, and what is found then is put down to the one whose place it is in.
//
// That tells what each does alone, because of what may share a round. Their places are apart, so that
// a fault in how something is written is where it would be with the one repair. No two change
// directives of which one stands in for another, or which weigh on the same question in any policy: then
// whatever is asked of the policies, at most one repair bears on the answer, and the answer is the one
// that this repair alone would give. Two that only add sources to one list may share a round too: with
// both the list lets through all that it would with one. What can't be put down to one place ("there is
// no object-src") is no proof against anybody: the round is tried again in halves.
namespace prove_fixes_detail {

using csp::DirectiveName;

/// Directive names, one bit each.
using Names = std::uint64_t;
static_assert(csp::kDirectiveNameCount < 64);
constexpr Names kEverything = ~Names{0};
constexpr Names bit_of(DirectiveName name) { return Names{1} << static_cast<unsigned>(name); }

/// The names whose questions a directive of that name bears on: its own, and those it stands in for.
Names bears_on(DirectiveName name) {
  using enum DirectiveName;
  static const std::array<Names, csp::kDirectiveNameCount> kTable = [] {
    std::array<Names, csp::kDirectiveNameCount> table{};
    for (std::size_t i = 0; i < table.size(); ++i) {
      const auto one = static_cast<DirectiveName>(i);
      table[i] |= bit_of(one);
      for (const DirectiveName other : csp::fallback_chain(one)) {
        table[static_cast<std::size_t>(other)] |= bit_of(one);
      }
      const csp::ValueKind value = csp::info(one).value;
      const bool narrow =
          csp::holds_sources(value) || value == csp::ValueKind::ReportUris || value == csp::ValueKind::ReportGroup;
      if (!narrow) table[i] = kEverything;  // a sandbox, an upgrade of all requests
    }
    // Much is asked only once scripts are limited (style-src, object-src), or with scripts (base-uri).
    for (const DirectiveName one : {DefaultSrc, ScriptSrc, ScriptSrcElem, ScriptSrcAttr}) {
      table[static_cast<std::size_t>(one)] = kEverything;
    }
    return table;
  }();
  return name == Unknown ? 0 : kTable[static_cast<std::size_t>(name)];
}

struct Repair {
  Finding* finding = nullptr;
  Span place{};            // of the directives that it changes
  Names names = 0;         // that it bears on
  bool only_adds = false;  // schemes, to a list that stays as it is otherwise
  const std::vector<Edit>& edits() const { return finding->fix->edits; }
};

/// Whether `after` is `before` with sources of a scheme in the place of others.
bool only_adds_schemes(const csp::Policy& before, const csp::Directive& directive, const csp::Policy& after) {
  if (after.directives.size() != 1 || after.directives.front().name != directive.name) return false;
  const csp::Policy::Tokens had = before.tokens_of(directive);
  const csp::Policy::Tokens has = after.tokens_of(after.directives.front());
  if (had.size() != has.size()) return false;
  for (std::size_t i = 0; i < had.size(); ++i) {
    if (had[i].text != has[i].text && has[i].kind != csp::SourceKind::Scheme) return false;
  }
  return true;
}

/// What a finding's repair changes; false where it can't be told.
bool describe(const Context& context, Finding& finding, Repair& repair) {
  const model::ResponseModel& model = context.response;
  repair.finding = &finding;
  const Span all{repair.edits().front().span.start, repair.edits().back().span.end};
  const auto policy = std::find_if(model.policies.begin(), model.policies.end(), [&](const csp::Policy& one) {
    return one.span.start <= all.start && all.end <= one.span.end;
  });
  if (policy == model.policies.end()) return false;
  const std::string_view written = model.source.substr(policy->span.start, policy->span.size());
  if (written != policy->text) return false;  // it is spelled otherwise than it reads
  const auto first =
      std::partition_point(policy->directives.begin(), policy->directives.end(),
                           [&](const csp::Directive& directive) { return directive.span.end < all.start; });
  auto end = first;
  for (; end != policy->directives.end() && end->span.start <= all.end; ++end) {
    repair.names |= bears_on(end->name);
  }
  if (first == end) return false;
  repair.place = around(all, {first->span.start, (end - 1)->span.end});
  std::vector<Edit> inner = repair.edits();
  for (Edit& edit : inner) {
    edit.span = {edit.span.start - repair.place.start, edit.span.end - repair.place.start};
    edit.text = quote::decoded(edit.text, policy->spelling);
  }
  const std::string changed = with_edits(model.source.substr(repair.place.start, repair.place.size()), inner);
  const csp::Policy after =
      csp::parse_policy(text::MappedText(changed, 0), 0, changed.size(), policy->disposition, policy->delivery);
  for (const csp::Directive& directive : after.directives) repair.names |= bears_on(directive.name);
  repair.only_adds = end - first == 1 && only_adds_schemes(*policy, *first, after);
  return true;
}

/// Repairs that are proved together, in the order of their places.
class Round {
 public:
  /// Takes the repair in, where it has nothing to do with those that are there.
  bool take(Repair& repair) {
    if (!members_.empty()) {
      const Repair& last = *members_.back();
      const bool same_list = repair.place == last.place && repair.only_adds && last.only_adds &&
                             last.edits().back().span.end < repair.edits().front().span.start;
      const bool apart = last.place.end < repair.place.start && (repair.names & names_) == 0;
      if (!same_list && !apart) return false;
    }
    put(repair);
    return true;
  }
  /// The same in two parts; the first is empty where there is one repair.
  std::pair<Round, Round> halved() const {
    std::pair<Round, Round> halves;
    for (std::size_t i = 0; i < members_.size(); ++i) {
      (i < members_.size() / 2 ? halves.first : halves.second).put(*members_[i]);
    }
    return halves;
  }
  void put(Repair& repair) {
    members_.push_back(&repair);
    names_ |= repair.names;
  }
  const std::vector<Repair*>& members() const { return members_; }

 private:
  std::vector<Repair*> members_;
  Names names_ = 0;
};

/// Says whom of a round something is put down to. Places of the text before and after the edits are
/// those of the repairs, apart and in order.
class Blame {
 public:
  explicit Blame(const Round& round, const std::vector<Edit>& edits) : round_(round) {
    for (const Repair* repair : round.members()) {
      if (!before_.empty() && before_.back() == repair->place) {
        shared_.back() = true;
        continue;
      }
      before_.push_back(repair->place);
      shared_.push_back(false);
    }
    std::size_t next = 0;
    std::uint32_t shift = 0;  // modulo 2^32: texts may have become shorter
    for (const Span place : before_) {
      const std::uint32_t start = place.start + shift;
      for (; next < edits.size() && edits[next].span.end <= place.end; ++next) {
        shift += static_cast<std::uint32_t>(edits[next].text.size()) - edits[next].span.size();
      }
      after_.push_back({start, place.end + shift});
    }
    counts_.resize(before_.size() + 1);
  }

  /// A place's number, or that of all places that are nobody's: what is said of a whole policy, or that
  /// something is absent.
  std::size_t before(std::optional<Span> span) const { return find(before_, span); }
  std::size_t after(std::optional<Span> span) const { return find(after_, span); }
  /// How many findings of a rule a place has more than before.
  int& more(std::size_t place, const RuleInfo* rule) { return counts_[place][rule]; }
  const std::map<const RuleInfo*, int>& more(std::size_t place) const { return counts_[place]; }
  std::size_t places() const { return before_.size() + 1; }

  void put_down(std::size_t place) {
    const bool nobodys = place == before_.size();
    ambiguous_ |= nobodys;
    if (!nobodys) blamed_.push_back(before_[place]);
  }
  bool is_blamed(const Repair& repair) const {
    return ambiguous_ || std::find(blamed_.begin(), blamed_.end(), repair.place) != blamed_.end();
  }
  /// Whether it is sure that this repair, and no other of the round, is meant.
  bool is_sure(const Repair& repair) const {
    if (round_.members().size() == 1) return true;
    const auto at = std::find(before_.begin(), before_.end(), repair.place);
    const bool own = std::find(blamed_.begin(), blamed_.end(), repair.place) != blamed_.end();
    return own && !shared_[static_cast<std::size_t>(at - before_.begin())];
  }

 private:
  static std::size_t find(const std::vector<Span>& places, std::optional<Span> span) {
    if (places.size() == 1) return 0;  // there is nobody else
    if (!span) return places.size();
    const auto behind = std::upper_bound(places.begin(), places.end(), span->start,
                                         [](std::uint32_t at, Span place) { return at < place.start; });
    if (behind == places.begin() || span->end > (behind - 1)->end) return places.size();
    return static_cast<std::size_t>(behind - places.begin()) - 1;
  }

  const Round& round_;
  std::vector<Span> before_;
  std::vector<Span> after_;
  std::vector<bool> shared_;
  std::vector<std::map<const RuleInfo*, int>> counts_;
  std::vector<Span> blamed_;
  bool ambiguous_ = false;
};

/// Proves the repairs of one context.
class Prover {
 public:
  Prover(const Context& context, std::vector<Finding>& findings) : context_(context), findings_(findings) {
    for (const Finding& finding : findings) ++raised_[finding.rule];
    for (Finding& finding : findings) {
      if (!finding.fix || !finding.fix->repairs_policy) continue;
      Repair repair;
      if (may_be_proved() && describe(context, finding, repair)) {
        repairs_.push_back(repair);
      } else {
        finding.fix->applicability = Applicability::DisplayOnly;
      }
    }
    text::sort(repairs_, [](const Repair& a, const Repair& b) {
      return a.edits().front().span.start < b.edits().front().span.start;
    });
  }

  void run() {
    // Each reads and judges the text once more. A policy with a slip in every directive takes three;
    // of what takes more, this much is tried.
    constexpr std::size_t kTries = 8;
    std::vector<Repair*> left;
    for (Repair& repair : repairs_) left.push_back(&repair);
    while (!left.empty() && rounds_.size() < kTries) {
      std::vector<Repair*> later;
      Round& round = rounds_.emplace_back();
      for (Repair* repair : left) {
        if (!round.take(*repair)) later.push_back(repair);
      }
      left = std::move(later);
    }
    for (Repair* repair : left) refuse(*repair);
    // Halves go to the end.
    for (std::size_t i = 0; i < rounds_.size(); ++i) {
      const Round round = std::move(rounds_[i]);
      if (i < kTries) {
        prove(round);
      } else {
        for (Repair* repair : round.members()) refuse(*repair);
      }
    }
  }

 private:
  /// The whole text is read and judged again, so that this is for texts that a person edits.
  bool may_be_proved() const {
    constexpr std::size_t kLongest = 16384;
    constexpr std::size_t kMostPolicies = 8;
    const model::ResponseModel& model = context_.response;
    return model.source.size() <= kLongest && model.policies.size() <= kMostPolicies &&
           model.format != http::Format::HeaderList;
  }
  static void refuse(Repair& repair) { repair.finding->fix->applicability = Applicability::DisplayOnly; }

  void prove(const Round& round) {
    std::vector<Edit> edits;
    for (const Repair* repair : round.members()) {
      edits.insert(edits.end(), repair->edits().begin(), repair->edits().end());
    }
    Blame blame(round, edits);
    if (!try_out(std::move(edits), blame)) blame.put_down(blame.places() - 1);
    Round unclear;
    for (Repair* repair : round.members()) {
      if (!blame.is_blamed(*repair)) continue;
      if (blame.is_sure(*repair)) {
        refuse(*repair);
      } else {
        unclear.put(*repair);
      }
    }
    if (unclear.members().empty()) return;
    auto [first, second] = unclear.halved();
    for (Round* part : {&first, &second}) {
      if (!part->members().empty()) rounds_.push_back(std::move(*part));
    }
  }

  /// False where the text can't be changed so, or reads as something else then.
  bool try_out(std::vector<Edit> edits, Blame& blame) const {
    const model::ResponseModel& model = context_.response;
    if (EditSettler::is_needed(*model.response) &&
        !EditSettler(*model.response, model.source, model.format).settle(edits)) {
      return false;
    }
    text::Source source(with_edits(model.source, edits));
    const http::Paste paste =
        model.format == http::Format::BarePolicy ? http::read_policy(source) : http::read_paste(source);
    std::uint32_t start = model.response->fields.front().span.start;
    // What repeats a field may stand before it.
    for (const Edit& edit : edits) {
      if (edit.span.end <= model.response->fields.front().span.start)
        start += static_cast<std::uint32_t>(edit.text.size()) - edit.span.size();
    }
    for (const http::Response& response : paste.responses) {
      if (response.fields.empty() || response.fields.front().span.start != start ||
          response.place != model.response->place) {
        continue;
      }
      const decide::Page page(response, source.bytes(), paste.format);
      const decide::AttackSurface attacks(page.policies());
      look_for_openings(attacks, blame);
      look_for_findings({page.model(), page.policies(), attacks, true}, blame);
      return true;
    }
    return false;
  }

  /// What was blocked and no longer is.
  void look_for_openings(const decide::AttackSurface& attacks, Blame& blame) const {
    for (std::size_t i = 0; i < decide::kAttackCount; ++i) {
      const auto attack = static_cast<decide::Attack>(i);
      if (context_.attacks.allowed(attack) || !attacks.allowed(attack)) continue;
      const csp::Directive* directive = attacks.by(attack).directive;
      blame.put_down(blame.after(directive != nullptr ? std::optional<Span>(directive->span) : std::nullopt));
    }
  }

  void look_for_findings(const Context& context, Blame& blame) const {
    std::uint64_t truncated = 0;
    for (const Finding& finding : findings_) --blame.more(blame.before(finding.span), finding.rule);
    for (const Finding& finding : run_rules(context, truncated)) {
      ++blame.more(blame.after(finding.span), finding.rule);
    }
    for (std::size_t place = 0; place < blame.places(); ++place) {
      for (const auto& [rule, more] : blame.more(place)) {
        if (more <= 0) continue;
        const bool is_new = raised_.count(rule) == 0;
        const bool counts = rule->category == Category::Syntax || (is_new && rule->severity < Severity::Info);
        if (counts) blame.put_down(place);
      }
    }
  }

  const Context& context_;
  std::vector<Finding>& findings_;
  std::vector<Repair> repairs_;
  std::vector<Round> rounds_;
  std::map<const RuleInfo*, std::size_t> raised_;
};

}  // namespace prove_fixes_detail

void prove_fixes(const Context& context, std::vector<Finding>& findings) {
  const bool any = std::any_of(findings.begin(), findings.end(),
                               [](const Finding& finding) { return finding.fix && finding.fix->repairs_policy; });
  if (any) prove_fixes_detail::Prover(context, findings).run();
}

}  // namespace headstrong::rules

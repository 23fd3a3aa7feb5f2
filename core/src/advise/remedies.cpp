#include "headstrong/remedies.hpp"

#include <functional>
#include <optional>
#include <utility>

#include "advise/advice.hpp"
#include "advise/pasted_page.hpp"
#include "advise/proposals.hpp"
#include "compare/policies.hpp"
#include "headers/csp/parse_policy.hpp"
#include "headstrong/spell_edits.hpp"
#include "headstrong/write_into.hpp"
#include "model/response_model.hpp"
#include "text/order.hpp"

namespace headstrong {
namespace advise {

using decide::Profile;

/// More than these are a choice that nobody reads.
constexpr std::size_t kMostRemedies = 3;
/// Where a page is taken to stand that is not known.
constexpr std::string_view kSomePage = "https://site.example/";

decide::PolicyText text_of(const RemediedPolicy& policy) { return {policy.value, policy.disposition, policy.delivery}; }

std::vector<decide::PolicyText> texts_of(const std::vector<RemediedPolicy>& policies) {
  std::vector<decide::PolicyText> texts;
  for (const RemediedPolicy& policy : policies) texts.push_back(text_of(policy));
  return texts;
}

RemediedPolicy remedied(const csp::Policy& policy) {
  return {std::string(policy.text),
          policy.disposition == csp::Disposition::Enforce ? decide::PolicyDisposition::Enforce
                                                          : decide::PolicyDisposition::Report,
          policy.delivery == csp::Delivery::Header ? decide::PolicyDelivery::Header : decide::PolicyDelivery::Meta};
}

std::vector<RemediedPolicy> remedied(const std::vector<csp::Policy>& policies) {
  std::vector<RemediedPolicy> out;
  for (const csp::Policy& policy : policies) out.push_back(remedied(policy));
  return out;
}

/// Policies as one page has them, for a comparison.
class ComparedSet {
 public:
  ComparedSet(std::string_view page, std::string_view x_frame_options, const std::vector<RemediedPolicy>& policies)
      : page_(page), x_frame_options_(x_frame_options) {
    grammar::Url url;
    if (grammar::parse_url(page_, buffer_, url) == grammar::UrlError::None) set_.set_page(url);
    set_.set_x_frame_options(x_frame_options_);
    for (const RemediedPolicy& policy : policies) set_.add(text_of(policy));
  }
  ComparedSet(const ComparedSet&) = delete;
  ComparedSet& operator=(const ComparedSet&) = delete;
  const decide::PolicySet& set() const { return set_; }

 private:
  std::string page_;
  std::string buffer_;
  std::string x_frame_options_;
  decide::PolicySet set_;
};

/// The policies that stand in the way, and where they come from.
struct Subject {
  std::vector<csp::Policy> policies;
  std::string x_frame_options;
  std::string page;  // empty: not known
  /// Makes a proposal a change of what was pasted: its edits, and the policies then. False where that can't
  /// be written.
  std::function<bool(const Proposal&, Remedy&)> apply;
};

class Search {
 public:
  Search(const Subject& subject, const RemedyQuestion& question)
      : subject_(subject),
        question_(question),
        page_(subject.page.empty() ? kSomePage : std::string_view(subject.page)) {}

  Remedies run() {
    Remedies out;
    const std::vector<RemediedPolicy> before = remedied(subject_.policies);
    const std::vector<decide::PolicyText> texts = texts_of(before);
    decide::Verdict verdict;
    const decide::Decider asked(subject_.page, texts, subject_.x_frame_options);
    out.error = asked.decide(question_.request, verdict);
    if (!out.error.empty()) return out;
    only_reported_ = blocked_in(verdict).empty();
    if (only_reported_ && !is_reported(verdict)) return out;
    // Nothing is proposed that may be the page's own host; a console's message tells that it is not.
    const bool hangs_on_page = !question_.browser && !verdict.assumed.empty();
    out.remedies = find(verdict, !hangs_on_page);
    if (!impossible_.empty()) {
      out.advice = Advice{impossible_, {}};
      return out;
    }
    if (question_.opens) {
      for (Remedy& remedy : out.remedies) add_effects(before, remedy);
    }
    if (hangs_on_page) {
      out.advice = Advice{
          "Enter the page\xE2\x80\x99s URL first: a file on the page\xE2\x80\x99s own host may "
          "need no change to the policy.",
          {}};
      return out;
    }
    const decide::Decider known(page_, texts, subject_.x_frame_options);
    const Ask ask = [&known](const decide::Request& request, decide::Verdict& answer) {
      return known.decide(request, answer).empty();
    };
    out.advice = advice_for(subject_.policies, ask, verdict, question_.request, out.remedies.size());
    return out;
  }

 private:
  std::vector<Remedy> find(const decide::Verdict& verdict, bool hosts) {
    std::vector<Remedy> everywhere;
    std::vector<Remedy> somewhere;
    for (const Proposal& proposal : proposals(subject_.policies, page_, verdict, question_.request, hosts)) {
      std::optional<Tried> tried = try_out(proposal);
      if (!impossible_.empty()) return {};
      if (tried) (tried->everywhere ? everywhere : somewhere).push_back(std::move(tried->remedy));
    }
    // What helps in one browser only is offered where nothing helps in all.
    std::vector<Remedy> offered = std::move(everywhere.empty() ? somewhere : everywhere);
    if (offered.size() > kMostRemedies) offered.erase(offered.begin() + kMostRemedies, offered.end());
    return offered;
  }

  struct Tried {
    Remedy remedy;
    bool everywhere = false;  // no browser blocks the request any more
  };
  /// The proposal as a remedy, where it helps. Where nothing can, `impossible_` says why.
  std::optional<Tried> try_out(const Proposal& proposal) {
    Tried tried;
    Remedy& remedy = tried.remedy;
    remedy.title = proposal.title;
    if (!subject_.apply(proposal, remedy)) return std::nullopt;
    const decide::Decider decider(page_, texts_of(remedy.policies), subject_.x_frame_options);
    decide::Verdict after;
    if (!decider.decide(question_.request, after).empty()) return std::nullopt;
    if (only_reported_ && is_reported(after)) return std::nullopt;
    for (const decide::Obstacle& obstacle : after.but) {
      if (obstacle.impossible && !subject_.page.empty()) impossible_ = obstacle.sentence;
    }
    for (const Profile profile : decide::kProfiles) {
      if (profile != Profile::Spec && after.allowed_in(profile)) remedy.browsers.push_back(profile);
    }
    tried.everywhere = blocked_in(after).empty();
    const bool helps = question_.browser ? after.allowed_in(*question_.browser) : tried.everywhere;
    if (!helps) return std::nullopt;
    remedy.policy = header_of(proposal, remedy);
    return tried;
  }

  /// The value of the header that the first edit changes: all policies of its kind, since a header is a list.
  static std::string header_of(const Proposal& proposal, const Remedy& remedy) {
    const std::size_t changed = proposal.edits.front().policy;
    if (changed >= remedy.policies.size()) return {};
    const RemediedPolicy& first = remedy.policies[changed];
    if (first.delivery == decide::PolicyDelivery::Meta) return first.value;
    std::string value;
    for (const RemediedPolicy& policy : remedy.policies) {
      if (policy.delivery != first.delivery || policy.disposition != first.disposition) continue;
      value += (value.empty() ? "" : ", ") + policy.value;
    }
    return value;
  }

  void add_effects(const std::vector<RemediedPolicy>& before, Remedy& remedy) const {
    const ComparedSet earlier(page_, subject_.x_frame_options, before);
    const ComparedSet later(page_, subject_.x_frame_options, remedy.policies);
    decide::PolicyComparison found = decide::compare_policies({earlier.set(), later.set()});
    remedy.opens.emplace();
    for (decide::Witness& witness : found.witnesses) {
      const bool allows = witness.change == decide::Change::Allows;
      (allows ? *remedy.opens : remedy.closes).push_back(std::move(witness.sentence));
    }
    remedy.incomplete = found.incomplete;
  }

  const Subject& subject_;
  const RemedyQuestion& question_;
  std::string_view page_;
  bool only_reported_ = false;
  std::string impossible_;  // why no change of the policies could help
};

/// The policies' own texts with the proposal's edits.
bool apply_to_values(const std::vector<csp::Policy>& policies, const Proposal& proposal, Remedy& remedy) {
  remedy.policies = remedied(policies);
  for (const PolicyEdit& edit : proposal.edits) {
    remedy.policies[edit.policy].value.replace(edit.start, edit.end - edit.start, edit.text);
  }
  return true;
}

}  // namespace advise

Remedies remedies(const std::vector<decide::PolicyText>& policies, std::string_view x_frame_options,
                  const RemedyQuestion& question) {
  advise::Subject subject;
  subject.x_frame_options = x_frame_options;
  subject.page = question.page.value_or("");
  for (const decide::PolicyText& policy : policies) {
    const auto disposition =
        policy.disposition == decide::PolicyDisposition::Enforce ? csp::Disposition::Enforce : csp::Disposition::Report;
    const text::MappedText value(policy.value, 0);
    if (policy.delivery == decide::PolicyDelivery::Meta) {
      csp::Policy read = csp::parse_policy(value, 0, policy.value.size(), disposition, csp::Delivery::Meta);
      if (!read.directives.empty()) subject.policies.push_back(std::move(read));
    } else {
      for (csp::Policy& read : csp::parse_policy_list(value, disposition)) subject.policies.push_back(std::move(read));
    }
  }
  subject.apply = [&subject](const advise::Proposal& proposal, Remedy& remedy) {
    return advise::apply_to_values(subject.policies, proposal, remedy);
  };
  return advise::Search(subject, question).run();
}

Remedies remedies(std::string_view text, std::optional<std::size_t> response, const RemedyQuestion& question) {
  const advise::PastedPage pasted(text, response);
  if (!pasted.error().empty()) {
    Remedies none;
    none.error = pasted.error();
    return none;
  }
  advise::Subject subject;
  subject.policies = pasted.page().model().policies;
  subject.x_frame_options = pasted.page().policies().x_frame_options();
  subject.page = question.page.value_or(pasted.told());
  subject.apply = [&](const advise::Proposal& proposal, Remedy& remedy) {
    std::vector<Edit> meant;
    for (const advise::PolicyEdit& edit : proposal.edits) meant.push_back({edit.span, edit.text});
    text::sort_by_start(meant);
    SpelledEdits spelled = spell_edits(text, meant, response);
    if (!spelled.refusal.empty()) return false;
    const advise::PastedPage after(apply_edits(text, spelled.edits), response);
    if (!after.error().empty()) return false;
    remedy.policies = advise::remedied(after.page().model().policies);
    remedy.edits = std::move(spelled.edits);
    return true;
  };
  return advise::Search(subject, question).run();
}

}  // namespace headstrong

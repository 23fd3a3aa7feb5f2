#include "decide/engine.hpp"

#include "decide/explain.hpp"

namespace headstrong::decide {

struct Decider::State {
  std::string page_text;
  std::string page_buffer;
  std::string x_frame_options;
  std::string error;
  PolicySet set;
};

Decider::Decider(std::string_view page, const std::vector<PolicyText>& policies,
                 std::string_view x_frame_options)
    : state_(std::make_unique<State>()) {
  state_->page_text = page;
  state_->x_frame_options = x_frame_options;
  grammar::Url url;
  const grammar::UrlError error =
      grammar::parse_url(state_->page_text, state_->page_buffer, url);
  if (error != grammar::UrlError::None) {
    state_->error = url_error_text("the page", page, error);
    return;
  }
  state_->set.set_page(url);
  state_->set.set_x_frame_options(state_->x_frame_options);
  for (const PolicyText& text : policies) state_->set.add(text);
}

Decider::~Decider() = default;
Decider::Decider(Decider&&) noexcept = default;
Decider& Decider::operator=(Decider&&) noexcept = default;

std::string_view Decider::error() const { return state_->error; }

std::string Decider::decide(const Request& request, Verdict& verdict) const {
  if (!state_->error.empty()) return state_->error;
  const PreparedRequest prepared(request);
  if (!prepared.error().empty()) return prepared.error();
  verdict = Verdict{};
  std::array<Decision, kProfileCount> decisions;
  for (const Profile profile : kProfiles) {
    const auto p = static_cast<std::size_t>(profile);
    decisions[p] = decide::decide(state_->set, prepared, profile);
    verdict.allowed[p] = decisions[p].allowed;
    if (!decisions[p].allowed) verdict.directive[p] = effective_name(decisions[p]);
  }
  const Decision& by_draft = decisions[static_cast<std::size_t>(Profile::Spec)];
  const std::uint8_t draft = traits(Profile::Spec).bit();
  const std::vector<ActivePolicy>& policies = state_->set.policies();
  for (std::size_t i = 0; i < policies.size(); ++i) {
    if ((policies[i].used_in & draft) == 0) continue;
    PolicyDecision by = decide_policy(state_->set, i, prepared, Profile::Spec);
    // The sandbox is one for all policies; the policy whose directive made it decided.
    const bool sandboxed = by_draft.by.effective == csp::DirectiveName::Sandbox;
    if (!by_draft.allowed && sandboxed && by_draft.by.policy == policies[i].policy) {
      by = by_draft.by;
    }
    DecidedBy entry;
    entry.policy = verdict.decided_by.size();
    if (policies[i].policy->disposition == csp::Disposition::Report) {
      entry.disposition = PolicyDisposition::Report;
    }
    if (by.directive != nullptr) entry.list = csp::info(by.directive->name).name;
    if (by.source != nullptr) entry.source = by.source->text;
    entry.allowed = by.allowed;
    verdict.decided_by.push_back(std::move(entry));
  }
  verdict.why = explain(state_->set, prepared, decisions);
  return {};
}

}  // namespace headstrong::decide

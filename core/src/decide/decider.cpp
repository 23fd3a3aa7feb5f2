#include "decide/engine.hpp"
#include "decide/explain.hpp"
#include "decide/likely_cause.hpp"
#include "decide/obstacles.hpp"

namespace headstrong::decide {

namespace decider_detail {

/// Where a page is taken to stand that is not known.
constexpr std::string_view kAssumedPage = "https://site.example/";
/// Of a longer chain of frames, these are tried as the page's own origin.
constexpr std::size_t kMostTargets = 8;

/// Whether the URL does not say which origin the page has: that of the page that made it.
bool inherits_origin(const grammar::Url& page) { return page.scheme_kind == grammar::Scheme::About; }

}  // namespace decider_detail

struct Decider::State {
  std::string page_text;
  std::string page_buffer;
  bool page_unknown = false;
  grammar::Url page;
  std::vector<Header> headers;
  std::string x_frame_options;
  std::string error;
  PolicySet set;
};

Decider::Decider(std::string_view page, const std::vector<PolicyText>& policies, std::string_view x_frame_options)
    : state_(std::make_unique<State>()) {
  state_->page_unknown = page.empty();
  state_->page_text = page.empty() ? decider_detail::kAssumedPage : page;
  state_->x_frame_options = x_frame_options;
  grammar::Url url;
  const grammar::UrlError error = grammar::parse_url(state_->page_text, state_->page_buffer, url);
  if (error != grammar::UrlError::None) {
    state_->error = url_error_text("the page", page, error);
    return;
  }
  state_->page_unknown = state_->page_unknown || decider_detail::inherits_origin(url);
  state_->page = url;
  state_->set.set_page(url);
  state_->set.set_x_frame_options(state_->x_frame_options);
  for (const PolicyText& text : policies) state_->set.add(text);
}

Decider::~Decider() = default;
Decider::Decider(Decider&&) noexcept = default;
Decider& Decider::operator=(Decider&&) noexcept = default;

void Decider::add_header(std::string_view name, std::string_view value) {
  state_->headers.push_back({std::string(name), std::string(value)});
}

std::string_view Decider::error() const { return state_->error; }

/// Whether the page would get another answer if it stood elsewhere: on http, or where the request goes.
bool Decider::depends_on_page(const PreparedRequest& request, const std::array<bool, kProfileCount>& allowed) const {
  std::vector<std::string> others = {std::string(decider_detail::kAssumedPage), "http://site.example/"};
  std::vector<grammar::Origin> targets = {grammar::origin_of(request.url())};
  for (const Ancestor& ancestor : request.ancestors()) {
    if (targets.size() > decider_detail::kMostTargets) break;
    targets.push_back(ancestor.origin);
  }
  for (const grammar::Origin& target : targets) {
    if (target.opaque) continue;
    const std::string port = target.port < 0 ? "" : ":" + std::to_string(target.port);
    for (const std::string_view scheme : {"https://", "http://"}) {
      others.push_back(std::string(scheme) + std::string(target.host) + port + "/");
    }
  }
  bool depends = false;
  for (const std::string& other : others) {
    std::string buffer;
    grammar::Url url;
    if (grammar::parse_url(other, buffer, url) != grammar::UrlError::None) continue;
    state_->set.set_page(url);
    for (const Profile profile : kProfiles) {
      const bool there = decide::decide(state_->set, request, profile).allowed;
      depends = depends || there != allowed[static_cast<std::size_t>(profile)];
    }
  }
  state_->set.set_page(state_->page);
  return depends;
}

std::string Decider::decide(const Request& request, Verdict& verdict) const {
  return answer(request, nullptr, verdict);
}

std::string Decider::decide(const Request& request, const Told& told, Verdict& verdict) const {
  return answer(request, &told, verdict);
}

std::string Decider::answer(const Request& request, const Told* told, Verdict& verdict) const {
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
  const bool settled = told != nullptr && stops_as_told(state_->set, *told, verdict);
  if (!settled && state_->page_unknown && depends_on_page(prepared, verdict.allowed)) {
    verdict.assumed.push_back("page");
    verdict.why += decider_detail::inherits_origin(state_->page)
                       ? " An about: page has the origin of the page that opened it, which is not given."
                       : " It depends on the page's URL, which is not given.";
  } else if (state_->page.scheme_kind == grammar::Scheme::Blob && request_needs(request.type) == RequestNeeds::Url) {
    verdict.why += " A blob: page has the origin that its URL names, that of the page that made it.";
  }
  const std::string_view page = state_->page_unknown ? std::string_view() : state_->page_text;
  verdict.but = obstacles(state_->set, page, prepared, state_->headers, verdict.allowed);
  return {};
}

std::string Decider::likely_cause(const Told& told, const Request& request, const Verdict& verdict) const {
  return state_->error.empty() ? decide::likely_cause(state_->set, told, request, verdict) : std::string();
}

}  // namespace headstrong::decide

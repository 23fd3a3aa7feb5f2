#include "advise/advice.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "advise/deciding_lists.hpp"
#include "advise/proposals.hpp"

namespace headstrong::advise {
namespace advice_detail {

using decide::DecidedBy;
using decide::Profile;
using decide::RequestType;

/// More nonces than these in the lists are not tried.
constexpr std::size_t kMostNonces = 20;

Advice say(std::string_view sentence) { return {std::string(sentence), {}}; }

/// One request that is blocked, or is let through and reported.
class Case {
 public:
  Case(const std::vector<csp::Policy>& policies, const Ask& ask, const decide::Verdict& verdict,
       const decide::Request& request)
      : policies_(policies), ask_(ask), request_(request), blocked_(blocked_in(verdict)) {
    const auto disposition = only_reported() ? decide::PolicyDisposition::Report : decide::PolicyDisposition::Enforce;
    std::vector<const DecidedBy*> all;
    for (const DecidedBy& by : verdict.decided_by) {
      if (by.disposition != disposition) continue;
      all.push_back(&by);
      if (!by.allowed) standing_.push_back(&by);
    }
    // Where the draft allows what a browser blocks, any of its policies may be the one.
    if (standing_.empty()) standing_ = std::move(all);
  }

  const std::vector<Profile>& blocked() const { return blocked_; }
  /// A sandbox asks neither for nonces nor for hashes.
  bool is_by_list() const {
    return std::none_of(standing_.begin(), standing_.end(), [](const DecidedBy* by) { return by->list == "sandbox"; });
  }

  /// An element that carries a nonce of the lists.
  std::optional<Advice> by_nonce() const {
    if (!request_.nonce.empty()) return std::nullopt;
    // One element has one nonce: the one that helps in most browsers.
    std::vector<Profile> most;
    for (const std::string_view nonce : nonces()) {
      decide::Request changed = request_;
      changed.nonce = nonce;
      std::vector<Profile> helped = helped_by(changed);
      if (helped.size() > most.size()) most = std::move(helped);
    }
    const std::string_view end = only_reported() ? "is not reported" : "is allowed";
    return advice(std::move(most), "The deciding list has a nonce: an element with the same response's `nonce` " +
                                       std::string(end) + ", without any change to the policy.");
  }

  /// With 'strict-dynamic' a script that runs already may add others.
  std::optional<Advice> by_trust() const {
    bool any = false;
    bool all_can_start = true;
    each_list([&](const csp::Policy& policy, const csp::Directive& list) {
      bool strict = false;
      bool starts = false;
      for (const csp::SourceExpression& token : policy.tokens_of(list)) {
        strict = strict || token.is(csp::Keyword::StrictDynamic);
        starts = starts || token.kind == csp::SourceKind::Nonce || token.kind == csp::SourceKind::Hash;
      }
      any = any || strict;
      all_can_start = all_can_start && (!strict || starts);
    });
    if (!any) return std::nullopt;
    decide::Request changed = request_;
    changed.parser_inserted = false;
    std::vector<Profile> helped = helped_by(changed);
    if (helped.empty()) return std::nullopt;
    if (!all_can_start) {
      return say("The list has `'strict-dynamic'` but no nonce or hash, so no script can start: add a nonce to it.");
    }
    return advice(std::move(helped), "With `'strict-dynamic'` hosts don't count: let a trusted script add this one.");
  }

 private:
  bool only_reported() const { return blocked_.empty(); }

  std::optional<Advice> advice(std::vector<Profile> helped, std::string sentence) const {
    if (helped.empty()) return std::nullopt;
    if (only_reported() || helped.size() == blocked_.size()) helped.clear();
    return Advice{std::move(sentence), std::move(helped)};
  }

  /// Calls `visit` with the directives that may decide, in the policies that stand in the way.
  template <class Visit>
  void each_list(const Visit& visit) const {
    const std::vector<csp::DirectiveName> lists = deciding_lists(request_.type);
    for (const DecidedBy* by : standing_) {
      if (by->policy >= policies_.size()) continue;
      const csp::Policy& policy = policies_[by->policy];
      for (const csp::DirectiveName name : lists) {
        const csp::Directive* list = list_of(policy, name);
        if (list != nullptr) visit(policy, *list);
      }
    }
  }

  std::vector<std::string_view> nonces() const {
    std::vector<std::string_view> found;
    each_list([&](const csp::Policy& policy, const csp::Directive& list) {
      if (!policy.kinds.has(csp::SourceKind::Nonce)) return;
      for (const csp::SourceExpression& token : policy.tokens_of(list)) {
        if (token.kind != csp::SourceKind::Nonce || found.size() == kMostNonces) continue;
        if (std::find(found.begin(), found.end(), token.value()) == found.end()) found.push_back(token.value());
      }
    });
    return found;
  }

  /// The browsers that block the request as it is and would not block it so; of one that is only reported,
  /// all of them where it would not be reported.
  std::vector<Profile> helped_by(const decide::Request& changed) const {
    decide::Verdict verdict;
    std::vector<Profile> helped;
    if (!ask_(changed, verdict)) return helped;
    if (only_reported()) {
      if (is_reported(verdict)) return helped;
      for (const Profile profile : decide::kProfiles) {
        if (profile != Profile::Spec) helped.push_back(profile);
      }
      return helped;
    }
    for (const Profile browser : blocked_) {
      if (verdict.allowed_in(browser)) helped.push_back(browser);
    }
    return helped;
  }

  const std::vector<csp::Policy>& policies_;
  const Ask& ask_;
  const decide::Request& request_;
  std::vector<Profile> blocked_;
  std::vector<const DecidedBy*> standing_;  // the policies that stand in the way
};

/// Of elements: a nonce first, then trust, then the way to a hash.
std::optional<Advice> for_element(const Case& one, const decide::Request& request, std::size_t remedies) {
  std::optional<Advice> found = one.by_nonce();
  if (!found && remedies == 0 && request.type == RequestType::Script) found = one.by_trust();
  const bool is_inline = request.type == RequestType::InlineScript || request.type == RequestType::InlineStyle;
  if (!found && is_inline && one.is_by_list() && request.content.empty() && request.content_hash.empty()) {
    return say("Paste the code itself to get the hash that would allow it.");
  }
  return found;
}

}  // namespace advice_detail

std::optional<Advice> advice_for(const std::vector<csp::Policy>& policies, const Ask& ask,
                                 const decide::Verdict& verdict, const decide::Request& request, std::size_t remedies) {
  using namespace advice_detail;
  const Case one(policies, ask, verdict, request);
  switch (request.type) {
    case RequestType::Script:
    case RequestType::Style:
    case RequestType::InlineScript:
    case RequestType::InlineStyle: return for_element(one, request, remedies);
    case RequestType::ScriptAttribute:
    case RequestType::JavaScriptUrl:
      if (!one.is_by_list()) return std::nullopt;
      return say(remedies > 0
                     ? "Better than a hash: add the handler in a script with `addEventListener`."
                     : "Paste the code to get the hash that would allow it. Better: add the handler in a script "
                       "with `addEventListener`.");
    case RequestType::StyleAttribute:
      if (remedies > 0 || !one.is_by_list()) return std::nullopt;
      return say("Paste the attribute's value to get the hash that would allow it.");
    case RequestType::TrustedTypeSink:
      return say(
          "Pass the sink a value made by a Trusted Types policy (`TrustedHTML`, `TrustedScript`, "
          "`TrustedScriptURL`) instead of a string.");
    case RequestType::FrameAncestors: {
      const bool by_frame_options = std::any_of(one.blocked().begin(), one.blocked().end(), [&](Profile browser) {
        return verdict.directive[static_cast<std::size_t>(browser)] == "x-frame-options";
      });
      if (remedies > 0 || !by_frame_options) return std::nullopt;
      return say(
          "`X-Frame-Options` can't name other sites: remove it, or add a policy with `frame-ancestors`, "
          "which overrides it.");
    }
    default: return std::nullopt;
  }
}

}  // namespace headstrong::advise

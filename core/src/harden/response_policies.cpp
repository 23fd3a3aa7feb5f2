#include "harden/response_policies.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

#include "harden/harden_policy.hpp"
#include "harden/inline_hashes.hpp"
#include "harden/policy_draft.hpp"
#include "harden/policy_plan.hpp"
#include "harden/services.hpp"
#include "harden/what_stops.hpp"
#include "headers/csp/directive_facts.hpp"
#include "headers/csp/parse_policy.hpp"
#include "headers/csp/token_fault.hpp"
#include "text/ascii.hpp"

namespace headstrong::hardening {
namespace response_policies_detail {

using csp::DirectiveName;

constexpr std::string_view kEnforced = "Content-Security-Policy";
constexpr std::string_view kReported = "Content-Security-Policy-Report-Only";

/// Whether the policy trusts scripts by nonce: one for styles alone says nothing about scripts.
bool has_script_nonce(const csp::Policy& policy) {
  for (const csp::Directive& directive : policy.directives) {
    if (directive.duplicate || !csp::governs_scripts(policy, directive)) continue;
    for (const csp::SourceExpression& token : policy.tokens_of(directive)) {
      if (token.kind == csp::SourceKind::Nonce) return true;
      // Its place counts as well, also where a template has blanks in it.
      if (csp::fault_of(token) == csp::TokenFault::UnfilledNonce) return true;
      const auto index = static_cast<std::uint32_t>(&token - policy.tokens.data());
      if (csp::template_length(policy, directive, index) > 0) return true;
    }
  }
  return false;
}

void drop_void_in_report_only(PolicyDraft& draft) {
  draft.remove(DirectiveName::UpgradeInsecureRequests);
  draft.remove(DirectiveName::Sandbox);
}

/// Takes out of a policy what `other`, enforced beside it, says in the same words or more strictly.
/// What default-src would stand in for stays: without its own list, default-src would decide.
void drop_repeated(PolicyDraft& draft, PolicyDraft& other) {
  for (const DirectiveName name : {DirectiveName::BaseUri, DirectiveName::FormAction, DirectiveName::ObjectSrc,
                                   DirectiveName::UpgradeInsecureRequests}) {
    if (name == DirectiveName::ObjectSrc && draft.find(DirectiveName::DefaultSrc) != nullptr) continue;
    const DraftDirective* own = draft.find(name);
    const DraftDirective* others = other.find(name);
    if (own == nullptr || others == nullptr) continue;
    if (own->tokens == others->tokens || others->tokens.empty()) draft.remove(name);
  }
  const bool restricts =
      std::any_of(draft.directives().begin(), draft.directives().end(), [](const DraftDirective& directive) {
        return directive.name != DirectiveName::ReportUri && directive.name != DirectiveName::ReportTo;
      });
  if (!restricts) draft.directives().clear();
}

class PolicyHardening {
 public:
  PolicyHardening(const model::ResponseModel& model, const HardenOptions& options, const std::string& frame_ancestors,
                  const PageCode& page)
      : options_(options),
        frame_ancestors_(frame_ancestors),
        page_(page),
        gaps_(*model.response),
        https_(model.https),
        is_xml_(model.is_xml),
        is_page_alone_(model.format == http::Format::Html) {
    if (model.typed.content_type) charset_ = text::lowered(model.typed.content_type->header.charset);
    for (const csp::Policy& policy : model.policies) {
      const bool enforced = policy.disposition == csp::Disposition::Enforce;
      (enforced ? enforced_ : reported_).push_back(&policy);
    }
  }

  ResponsePolicies run() {
    if (is_xml_ && enforced_.empty() && reported_.empty() && !options_.reporting && !options_.inline_scripts) {
      add_policy_of_file();
      return std::move(result_);
    }
    plan_ = plan_policies(enforced_, reported_, options_.reporting);
    result_.known = plan_.known;
    PolicyDraft draft = rewritten(plan_.base, log_of(is_enforced() ? kEnforced : kReported));
    result_.strict = draft;
    switch (plan_.sending) {
      case Sending::Enforce:
        enforce(draft);
        pass_on_reported(&draft);
        break;
      case Sending::Both:
        enforce(draft);
        add_next_step(draft);
        pass_on_reported();
        break;
      case Sending::ReportFirst:
        add_safe_policies();
        report(draft);
        pass_on_reported();
        break;
      case Sending::ReportOnly:
        for (const csp::Policy* policy : enforced_) {
          if (!stays_in_page(*policy)) send_enforced(admitting(passed_on(*policy)));
        }
        report(draft);
        pass_on_reported();
        break;
    }
    return std::move(result_);
  }

 private:
  /// An SVG or XML file is shown as before without its scripts, so nothing has to be tried out first. The same words
  /// as csp/xml-without-policy.
  void add_policy_of_file() {
    PolicyDraft draft;
    draft.set(DirectiveName::DefaultSrc, {});
    draft.set(DirectiveName::StyleSrc, {"'unsafe-inline'"});
    draft.set(DirectiveName::Sandbox, {});
    const bool nobody = frame_ancestors_ == "'none'";
    draft.set(DirectiveName::FrameAncestors, nobody ? std::vector<std::string>{} : std::vector{frame_ancestors_});
    add_reporting(draft);
    result_.strict = draft;
    say(kEnforced,
        "Added a policy for an SVG or XML file: no script in it runs, and it loads nothing. A file that needs "
        "scripts, or images and fonts in data: URLs, needs a policy of its own.");
    send_enforced(std::move(draft));
  }

  /// Whether the rewritten policy restricts at once.
  bool is_enforced() const { return plan_.sending == Sending::Enforce || plan_.sending == Sending::Both; }

  /// The policy, or one to start from where it is null, hardened as chosen.
  PolicyDraft rewritten(const csp::Policy* base, const Log& log) {
    PolicyDraft draft = base == nullptr ? starting_policy(options_.site) : draft_of(*base, is_enforced(), log);
    withdraw_services(options_.services, draft, log);
    PolicyChoices chosen = choices();
    PolicyDraft before = draft;
    if (chosen.inline_scripts == Inline::Hash) {
      hash_inline_code(page_, options_.hash, charset_, before, chosen, log);
      explain_wrong_hashes(page_, enforced_, reported_, log);
    }
    harden_policy(draft, chosen, base == nullptr ? Log{} : log);
    if (chosen.inline_scripts == Inline::Hash) say_of_hashes(chosen, before, draft, log);
    say_of_inline_code(page_, chosen.inline_scripts, log);
    admit_services(options_.services, draft, log);
    for (ServiceNote& note : service_notes(options_.services, chosen.inline_scripts)) {
      log.open(std::move(note.sentence), note.service);
    }
    return draft;
  }

  void enforce(PolicyDraft& draft) {
    if (plan_.base_is_reported) say(kEnforced, "Enforced the policy that was only reported. " + what_stops(draft));
    if (plan_.base == nullptr) {
      say(kEnforced, "Added a policy: there was none. " + what_stops(draft));
      result_.changes.push_back(
          {std::string(kEnforced), "If the site isn't tested with it, report first (reporting=report-only)."});
      result_.changes.back().beyond = true;
    } else if (!plan_.base_is_reported && !limits_scripts(*plan_.base)) {
      say(kEnforced, "Added limits on scripts: there were none. " + what_stops(draft));
    }
    add_reporting(draft);
    send_enforced(draft);
    // The other policies still restrict: they are sent on, as far as browsers act on them.
    for (const csp::Policy* policy : enforced_) {
      if (policy == plan_.base || stays_in_page(*policy)) continue;
      PolicyDraft further = admitting(passed_on(*policy));
      further.remove(DirectiveName::FrameAncestors);
      drop_repeated(further, draft);
      send_enforced(std::move(further));
    }
  }

  void report(PolicyDraft draft) {
    take_over_reporting(draft);
    add_reporting(draft);
    drop_void_in_report_only(draft);
    result_.reports_first = true;
    say_reported_first(draft);
    send(kReported, draft);
    say_replaced();
  }

  /// Reports keep going where those of the replaced policy went.
  void take_over_reporting(PolicyDraft& draft) {
    if (plan_.replaced == nullptr || reports_somewhere(draft)) return;
    PolicyDraft old = PolicyDraft::of(*plan_.replaced, Log{}, &gaps_);
    for (const DirectiveName name : {DirectiveName::ReportUri, DirectiveName::ReportTo}) {
      if (const DraftDirective* directive = old.find(name)) draft.set(name, directive->tokens);
    }
  }

  void say_reported_first(const PolicyDraft& draft) {
    if (plan_.base == nullptr) {
      say(kReported,
          "Added a policy that blocks nothing yet: browsers only report what it would stop. " + what_would_stop(draft));
    } else if (plan_.base_is_reported) {
      say(kReported, "Still report-only. " + what_would_stop(draft));
    } else {
      say(kReported, "Added the stricter policy, which blocks nothing yet: browsers only report what it would stop. " +
                         what_would_stop(draft));
    }
    std::string next = "Enforce it (reporting=none) once no more reports come in.";
    if (options_.endpoint.empty() && !reports_somewhere(draft)) {
      next =
          "Enforce it (reporting=none) once no more violations show. Without an endpoint, they show only in the "
          "browser's console and in the page's own securitypolicyviolation events.";
    }
    result_.changes.push_back({std::string(kReported), std::move(next), true});
    result_.changes.back().beyond = true;
  }

  static bool reports_somewhere(PolicyDraft draft) {
    return draft.find(DirectiveName::ReportUri) != nullptr || draft.find(DirectiveName::ReportTo) != nullptr;
  }

  /// The enforced policies beside a strict one that is reported first: as they are, with what hardly
  /// any page notices.
  void add_safe_policies() {
    PolicyDraft first;
    if (!enforced_.empty()) first = admitting(passed_on(*enforced_.front()));
    harden_safely(first, choices(), log_of(kEnforced));
    add_reporting(first);
    send_enforced(std::move(first));
    for (std::size_t i = 1; i < enforced_.size(); ++i) {
      if (stays_in_page(*enforced_[i])) continue;
      PolicyDraft further = admitting(passed_on(*enforced_[i]));
      further.remove(DirectiveName::FrameAncestors);
      send_enforced(std::move(further));
    }
  }

  /// What a site tries out beside its policy goes on being reported, but for what is enforced now.
  void pass_on_reported(const PolicyDraft* enforced = nullptr) {
    std::string same;
    if (enforced != nullptr) {
      PolicyDraft reported = *enforced;
      drop_void_in_report_only(reported);
      same = reported.text();
    }
    for (const csp::Policy* policy : reported_) {
      if (policy == plan_.base || policy == plan_.next || policy == plan_.replaced) continue;
      PolicyDraft draft = passed_on(*policy);
      drop_void_in_report_only(draft);
      const std::string text = draft.text();
      if (!same.empty() && text == same) {
        say(kReported, "Left out: the same policy is enforced.");
        continue;
      }
      const bool sent = std::any_of(result_.headers.begin(), result_.headers.end(), [&](const Header& header) {
        return header.name == kReported && header.value == text;
      });
      if (!sent) send(kReported, draft);
    }
  }

  /// Beside the enforced policy, the next one to try: Trusted Types stop script injection at the
  /// places where text becomes code.
  void add_next_step(const PolicyDraft& enforced) {
    PolicyDraft draft = plan_.next == nullptr ? enforced : rewritten(plan_.next, Log{});
    take_over_reporting(draft);
    add_reporting(draft);
    PolicyDraft now = enforced;
    const std::vector<std::string> types = {"'script'"};
    const bool required = now.find(DirectiveName::RequireTrustedTypesFor) != nullptr;
    draft.set(DirectiveName::RequireTrustedTypesFor, types);
    drop_void_in_report_only(draft);
    drop_void_in_report_only(now);
    if (restricting_text(draft) == restricting_text(now)) {
      say(kReported,
          "Left out: the enforced policy requires Trusted Types already, so a stricter one has nothing to find.");
      say_replaced();
      return;
    }
    send(kReported, draft);
    say(kReported, required ? "Kept the next policy to try, hardened. It only reports."
                            : "Added the next policy to try, with Trusted Types required, which only reports.");
    say_replaced();
  }

  /// The policy without where its reports go.
  static std::string restricting_text(PolicyDraft draft) {
    draft.remove(DirectiveName::ReportUri);
    draft.remove(DirectiveName::ReportTo);
    return draft.text();
  }

  void say_replaced() {
    if (plan_.replaced == nullptr) return;
    say(kReported, "Replaced the policy that was reported before: it lets in scripts that the enforced one stops.");
  }

  /// The policy of a page behind its headers stays there, and restricts as before.
  bool stays_in_page(const csp::Policy& policy) const {
    return policy.delivery == csp::Delivery::Meta && !is_page_alone_;
  }

  /// The same with what the chosen services need: what unblocks them doesn't wait until something stricter is tried.
  PolicyDraft admitting(PolicyDraft draft) {
    const Log log = log_of(kEnforced);
    withdraw_services(options_.services, draft, log);
    admit_services(options_.services, draft, log);
    return draft;
  }

  /// What browsers act on in the policy. Where it is to be enforced, what takes the place of
  /// block-all-mixed-content is in it.
  PolicyDraft draft_of(const csp::Policy& policy, bool to_enforce, const Log& log) const {
    PolicyDraft draft = PolicyDraft::of(policy, log, &gaps_);
    const bool counts = to_enforce && https_ && policy.disposition == csp::Disposition::Enforce;
    if (!counts || policy.find(DirectiveName::BlockAllMixedContent) == nullptr) return draft;
    const bool upgrades = draft.find(DirectiveName::UpgradeInsecureRequests) != nullptr;
    if (!upgrades) draft.set_before_reporting(DirectiveName::UpgradeInsecureRequests, {});
    log(upgrades ? "Removed block-all-mixed-content, which is obsolete: upgrade-insecure-requests acts before it."
                 : "Replaced block-all-mixed-content, which is obsolete, with upgrade-insecure-requests: http: URLs "
                   "load over https instead of being blocked.");
    return draft;
  }

  PolicyDraft passed_on(const csp::Policy& policy) {
    const bool enforced = policy.disposition == csp::Disposition::Enforce;
    PolicyDraft draft = draft_of(policy, enforced, log_of(enforced ? kEnforced : kReported));
    for (DraftDirective& directive : draft.directives()) {
      if (csp::info(directive.name).value != csp::ValueKind::SourceList) continue;
      for (std::string& token : directive.tokens) {
        const bool nonce = csp::parse_source_expression(token).kind == csp::SourceKind::Nonce;
        if (nonce) token = kNonceSource;
      }
    }
    return draft;
  }

  PolicyChoices choices() const {
    PolicyChoices choices;
    choices.site = options_.site;
    const bool has_nonce = plan_.base != nullptr && has_script_nonce(*plan_.base);
    // What renders each page can give each a nonce.
    const bool can_start_with_nonce = plan_.base == nullptr && options_.site == Site::Ssr;
    choices.inline_scripts =
        options_.inline_scripts.value_or(has_nonce || can_start_with_nonce ? Inline::Nonce : Inline::None);
    choices.has_nonces = options_.inline_scripts.value_or(Inline::Nonce) == Inline::Nonce;
    choices.trust_by_nonce_alone =
        options_.inline_scripts == Inline::Nonce || (can_start_with_nonce && !options_.inline_scripts);
    choices.frame_ancestors = frame_ancestors_;
    choices.keep_sources = options_.keep_sources;
    choices.https = https_;
    choices.enforced = is_enforced();
    return choices;
  }

  void add_reporting(PolicyDraft& draft) const {
    if (options_.endpoint.empty() || options_.reporting == Reporting::None) return;
    draft.set(DirectiveName::ReportUri, {options_.endpoint});
    draft.set(DirectiveName::ReportTo, {"csp"});
  }

  void send_enforced(PolicyDraft draft) {
    result_.sandboxed = result_.sandboxed || draft.find(DirectiveName::Sandbox) != nullptr;
    send(kEnforced, draft);
  }
  void send(std::string_view name, const PolicyDraft& draft) {
    if (!draft.empty()) result_.headers.push_back({std::string(name), draft.text()});
  }
  void say(std::string_view header, std::string sentence) {
    result_.changes.push_back({std::string(header), std::move(sentence)});
  }
  Log log_of(std::string_view header) {
    return {[this, header](std::string sentence, bool open, std::string_view service) {
      result_.changes.push_back({std::string(header), std::move(sentence), open});
      result_.changes.back().service = service;
    }};
  }

  const HardenOptions& options_;
  const std::string& frame_ancestors_;
  const PageCode& page_;
  const model::GapPlaces gaps_;
  std::string charset_;  // of Content-Type, in lower case; empty: none
  bool https_ = true;
  bool is_xml_ = false;         // an SVG or XML file
  bool is_page_alone_ = false;  // its <meta> elements are all that was pasted
  Policies enforced_;
  Policies reported_;
  PolicyPlan plan_;
  ResponsePolicies result_;
};

}  // namespace response_policies_detail

ResponsePolicies harden_policies(const model::ResponseModel& model, const HardenOptions& options,
                                 const std::string& frame_ancestors, const PageCode& page) {
  return response_policies_detail::PolicyHardening(model, options, frame_ancestors, page).run();
}

}  // namespace headstrong::hardening

#include "harden/response_policies.hpp"

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "decide/attack_surface.hpp"
#include "harden/harden_policy.hpp"
#include "harden/policy_draft.hpp"
#include "harden/services.hpp"
#include "harden/what_stops.hpp"
#include "headers/csp/directive_facts.hpp"
#include "headers/csp/fallback.hpp"
#include "headers/csp/parse_policy.hpp"
#include "headers/csp/token_fault.hpp"
#include "text/ascii.hpp"
#include "text/listed.hpp"
#include "text/utf8.hpp"

namespace headstrong::hardening {
namespace response_policies_detail {

using csp::DirectiveName;
using Policies = std::vector<const csp::Policy*>;

constexpr std::string_view kEnforced = "Content-Security-Policy";
constexpr std::string_view kReported = "Content-Security-Policy-Report-Only";

/// Of one kind of code: a header has to fit into a server's buffers.
constexpr std::size_t kMostHashes = 100;

/// What is done with the rewritten policy.
enum class Plan : std::uint8_t {
  Enforce,
  ReportFirst,  // reported, beside enforced ones that are safe nearly everywhere
  ReportOnly,   // reported; what is enforced stays as it is
  Both,         // enforced, and a stricter one reported
};

bool limits_scripts(const csp::Policy& policy) {
  return policy.find(DirectiveName::ScriptSrc) != nullptr || policy.find(DirectiveName::ScriptSrcElem) != nullptr ||
         policy.find(DirectiveName::DefaultSrc) != nullptr;
}

bool any_limits_scripts(const Policies& policies) {
  return std::any_of(policies.begin(), policies.end(),
                     [](const csp::Policy* policy) { return limits_scripts(*policy); });
}

/// Of several policies the first that limits scripts is rewritten; null where there is none at all.
const csp::Policy* main_policy(const Policies& policies) {
  for (const csp::Policy* policy : policies) {
    if (limits_scripts(*policy)) return policy;
  }
  return policies.empty() ? nullptr : policies.front();
}

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
        https_(model.https),
        is_page_alone_(model.format == http::Format::Html) {
    if (model.typed.content_type) charset_ = text::lowered(model.typed.content_type->header.charset);
    for (const csp::Policy& policy : model.policies) {
      const bool enforced = policy.disposition == csp::Disposition::Enforce;
      (enforced ? enforced_ : reported_).push_back(&policy);
    }
  }

  ResponsePolicies run() {
    choose_plan();
    const Log log = log_of(plan_ == Plan::Enforce || plan_ == Plan::Both ? kEnforced : kReported);
    PolicyDraft draft = rewritten(base_, log);
    result_.strict = draft;
    switch (plan_) {
      case Plan::Enforce:
        enforce(draft);
        pass_on_reported(&draft);
        break;
      case Plan::Both:
        enforce(draft);
        add_next_step(draft);
        pass_on_reported();
        break;
      case Plan::ReportFirst:
        add_safe_policies();
        report(draft);
        pass_on_reported();
        break;
      case Plan::ReportOnly:
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
  /// What is reported already is the best guess at what the site needs, where nothing that is
  /// enforced says which scripts may run. Without a choice, that much is not enforced anew.
  void choose_plan() {
    const bool known = any_limits_scripts(enforced_);
    result_.known = known;
    if (options_.reporting) {
      plan_ = *options_.reporting == Reporting::None   ? Plan::Enforce
              : *options_.reporting == Reporting::Both ? Plan::Both
                                                       : Plan::ReportOnly;
    } else {
      plan_ = known ? Plan::Enforce : Plan::ReportFirst;
    }
    const bool from_reported = !known && (any_limits_scripts(reported_) || enforced_.empty());
    base_ = main_policy(from_reported ? reported_ : enforced_);
    base_is_reported_ = from_reported && base_ != nullptr;
    if (base_is_reported_ || (plan_ != Plan::ReportOnly && plan_ != Plan::Both)) return;
    // What is reported beside the enforced policy is the site's own next step, unless it lets in more.
    const csp::Policy* trial = main_policy(reported_);
    if (trial == nullptr || !limits_scripts(*trial)) return;
    if (lets_in_more(*trial)) {
      replaced_ = trial;
    } else if (plan_ == Plan::ReportOnly) {
      base_ = trial;
      base_is_reported_ = true;
    } else {
      next_ = trial;
    }
  }

  /// Whether scripts of an attacker run under the policy that the enforced ones stop.
  bool lets_in_more(const csp::Policy& trial) const {
    decide::PolicySet now;
    for (const csp::Policy* policy : enforced_) now.add(*policy);
    decide::PolicySet then;
    then.add(decide::PolicyText{trial.text});
    const decide::AttackSurface attacks(now);
    const decide::AttackSurface attacks_then(then);
    using decide::Attack;
    for (const Attack attack : {Attack::InlineScript, Attack::ScriptAttribute, Attack::HttpsScript, Attack::HttpScript,
                                Attack::DataScript, Attack::BlobScript, Attack::Eval, Attack::StringSink}) {
      if (attacks_then.allowed(attack) && !attacks.allowed(attack)) return true;
    }
    return false;
  }

  /// The policy, or one to start from where it is null, hardened as chosen.
  PolicyDraft rewritten(const csp::Policy* base, const Log& log) {
    PolicyDraft draft = base == nullptr ? starting_policy(options_.site) : PolicyDraft::of(*base, log);
    withdraw_services(options_.services, draft, log);
    PolicyChoices chosen = choices();
    PolicyDraft before = draft;
    if (chosen.inline_scripts == Inline::Hash) hash_inline_code(chosen, before, log);
    harden_policy(draft, chosen, base == nullptr ? Log{} : log);
    if (chosen.inline_scripts == Inline::Hash) say_of_hashes(chosen, before, draft, log);
    say_of_inline_code(chosen.inline_scripts, log);
    admit_services(options_.services, draft, log);
    for (const std::string& note : service_notes(options_.services, chosen.inline_scripts)) log.open(note);
    return draft;
  }

  void enforce(PolicyDraft& draft) {
    if (base_is_reported_) say(kEnforced, "Enforced the policy that was only reported. " + what_stops(draft));
    if (base_ == nullptr) {
      say(kEnforced, "Added a policy: there was none. " + what_stops(draft));
      result_.changes.push_back(
          {std::string(kEnforced), "If the site isn't tested with it, report first (reporting=report-only)."});
      result_.changes.back().beyond = true;
    } else if (!base_is_reported_ && !limits_scripts(*base_)) {
      say(kEnforced, "Added limits on scripts: there were none. " + what_stops(draft));
    }
    add_reporting(draft);
    send_enforced(draft);
    // The other policies still restrict: they are sent on, as far as browsers act on them.
    for (const csp::Policy* policy : enforced_) {
      if (policy == base_ || stays_in_page(*policy)) continue;
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
    if (replaced_ == nullptr || reports_somewhere(draft)) return;
    PolicyDraft old = PolicyDraft::of(*replaced_, Log{});
    for (const DirectiveName name : {DirectiveName::ReportUri, DirectiveName::ReportTo}) {
      if (const DraftDirective* directive = old.find(name)) draft.set(name, directive->tokens);
    }
  }

  void say_reported_first(const PolicyDraft& draft) {
    if (base_ == nullptr) {
      say(kReported,
          "Added a policy that blocks nothing yet: browsers only report what it would stop. " + what_would_stop(draft));
    } else if (base_is_reported_) {
      say(kReported, "Still report-only. " + what_would_stop(draft));
    } else {
      say(kReported, "Added the stricter policy, which blocks nothing yet: browsers only report what it would stop. " +
                         what_would_stop(draft));
    }
    std::string next = "Enforce it (reporting=none) once no more reports come in.";
    if (options_.endpoint.empty() && !reports_somewhere(draft)) {
      next += " Without an endpoint, browsers only write to their consoles.";
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
      if (policy == base_ || policy == next_ || policy == replaced_) continue;
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
    PolicyDraft draft = next_ == nullptr ? enforced : rewritten(next_, Log{});
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
    if (replaced_ == nullptr) return;
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

  PolicyDraft passed_on(const csp::Policy& policy) {
    const bool enforced = policy.disposition == csp::Disposition::Enforce;
    PolicyDraft draft = PolicyDraft::of(policy, log_of(enforced ? kEnforced : kReported));
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
    const bool has_nonce = base_ != nullptr && has_script_nonce(*base_);
    // What renders each page can give each a nonce.
    const bool can_start_with_nonce = base_ == nullptr && options_.site == Site::Ssr;
    choices.inline_scripts =
        options_.inline_scripts.value_or(has_nonce || can_start_with_nonce ? Inline::Nonce : Inline::None);
    choices.has_nonces = options_.inline_scripts.value_or(Inline::Nonce) == Inline::Nonce;
    choices.trust_by_nonce_alone =
        options_.inline_scripts == Inline::Nonce || (can_start_with_nonce && !options_.inline_scripts);
    choices.frame_ancestors = frame_ancestors_;
    choices.keep_sources = options_.keep_sources;
    choices.https = https_;
    choices.enforced = plan_ == Plan::Enforce || plan_ == Plan::Both;
    return choices;
  }

  /// Takes the hashes of the page's inline code into the choices, and says what has none.
  void hash_inline_code(PolicyChoices& choices, PolicyDraft& before, const Log& log) {
    std::size_t left_out = 0;
    for (const InlinePiece& piece : page_.pieces) {
      std::vector<std::string>& hashes = hashes_of(choices, piece.kind);
      if (hashes.size() == kMostHashes) {
        ++left_out;
        continue;
      }
      hashes.push_back(hash_source(piece.content, options_.hash));
    }
    if (page_.not_utf8 > 0) {
      log.open("Left out " + counted(page_.not_utf8, "piece") +
               " of inline code: its bytes aren't UTF-8, and browsers "
               "hash the text as UTF-8, whatever the page's charset. Save the page as UTF-8.");
    }
    if (page_.unread_references > 0) {
      log.open("Left out " + counted(page_.unread_references, "piece") +
               " of inline code with character references "
               "such as &nbsp;: write the characters themselves, or take the hash from a browser's console.");
    }
    if (page_.has_non_ascii && !is_utf8(charset_of_page())) {
      log.open(
          "Inline code has characters outside ASCII, and the page declares charset=" + shown(charset_of_page()) +
          ". The hashes hold for the text as it was read here, as UTF-8: check them in a browser's console, or serve "
          "the page as UTF-8.");
    }
    const DraftDirective* scripts = before.find(DirectiveName::ScriptSrc);
    if (scripts == nullptr) scripts = before.find(DirectiveName::DefaultSrc);
    if (scripts != nullptr && scripts->has("'strict-dynamic'")) trust_files(choices, log);
    if (page_.pieces.empty() && page_.files.empty() && page_.not_utf8 + page_.unread_references == 0) {
      log.open(
          "inline=hash needs the inline code: paste the whole page, or give it beside the headers (--inline FILE). "
          "Without it, no hash was added.");
      return;
    }
    if (left_out > 0) {
      log.open("Left out " + counted(left_out, "piece") +
               " of inline code: with so many hashes, the header gets too "
               "long for servers. Move the code into files.");
    }
    explain_wrong_hashes(log);
  }

  /// Under 'strict-dynamic' without a nonce, a script file that the markup names runs only if the list has each
  /// hash of its integrity attribute (CSP3 section 6.7.3.2).
  void trust_files(PolicyChoices& choices, const Log& log) const {
    std::vector<std::string> without;
    std::size_t trusted = 0;
    for (const ScriptFile& file : page_.files) {
      const std::vector<std::string> hashes = integrity_hashes(file.integrity);
      if (hashes.empty() || choices.file_hashes.size() + hashes.size() > kMostHashes) {
        without.push_back(shown(file.url));
        continue;
      }
      ++trusted;
      choices.file_hashes.insert(choices.file_hashes.end(), hashes.begin(), hashes.end());
    }
    if (trusted > 0) {
      log("Added the hashes of " + counted(trusted, "script file") +
          " from their integrity attributes: under "
          "'strict-dynamic', files run by nonce or hash.");
    }
    if (without.empty()) return;
    constexpr std::size_t kNamed = 5;
    const bool one = without.size() == 1;
    log.open(text::listed(without, " and ", kNamed) + (one ? " doesn't" : " don't") +
             " run under 'strict-dynamic' with hashes "
             "alone. Give " +
             (one ? "it an integrity attribute" : "them integrity attributes") + " and hash the page again, load " +
             (one ? "it" : "them") + " from a hashed inline script, or use inline=nonce.");
  }

  static std::vector<std::string> integrity_hashes(std::string_view integrity) {
    std::vector<std::string> hashes;
    while (!integrity.empty()) {
      const std::size_t end = std::min(integrity.find_first_of(" \t\n\r\f"), integrity.size());
      std::string_view item = integrity.substr(0, end);
      integrity.remove_prefix(std::min(end + 1, integrity.size()));
      item = item.substr(0, item.find('?'));
      std::string source = "'" + std::string(item) + "'";
      if (csp::parse_source_expression(source).kind == csp::SourceKind::Hash) hashes.push_back(std::move(source));
    }
    return hashes;
  }

  std::string charset_of_page() const { return charset_.empty() ? page_.charset : charset_; }
  static bool is_utf8(std::string_view charset) {
    return charset.empty() || charset == "utf-8" || charset == "utf8" || charset == "us-ascii" || charset == "ascii";
  }
  /// A text of the page, short and on one line.
  static std::string shown(std::string_view text) {
    constexpr std::size_t kShown = 80;
    std::string out = text::shortened(text, kShown);
    for (char& c : out) {
      if (text::is(c, text::kControl)) c = '?';
    }
    return out;
  }

  /// Which of the hashes the policy got, and what that costs.
  static void say_of_hashes(const PolicyChoices& choices, PolicyDraft& before, PolicyDraft& after, const Log& log) {
    const auto added = [&](DirectiveName name, const std::vector<std::string>& hashes) {
      std::vector<DirectiveName> chain = csp::fallback_chain(name);
      chain.insert(chain.begin(), name);
      const auto list_in = [&](PolicyDraft& draft) -> const DraftDirective* {
        for (const DirectiveName next : chain) {
          if (const DraftDirective* found = draft.find(next)) return found;
        }
        return nullptr;
      };
      const DraftDirective* old = list_in(before);
      const DraftDirective* now = list_in(after);
      return static_cast<std::size_t>(std::count_if(hashes.begin(), hashes.end(), [&](const std::string& hash) {
        return now != nullptr && now->has(hash) && (old == nullptr || !old->has(hash));
      }));
    };
    std::vector<std::string> elements;
    if (const std::size_t n = added(DirectiveName::ScriptSrcElem, choices.script_hashes))
      elements.push_back(counted(n, "inline script"));
    if (const std::size_t n = added(DirectiveName::StyleSrcElem, choices.style_hashes))
      elements.push_back(counted(n, "<style> element"));
    if (!elements.empty()) {
      log("Added hashes of " + text::listed(elements) +
          ". They match this exact text: hash it again after every change, even of a single space.");
    }
    if (const std::size_t n = added(DirectiveName::ScriptSrcAttr, choices.handler_hashes)) {
      log.open("Allowed " + counted(n, "event handler") +
               " by 'unsafe-hashes': injected markup can put the same handlers on other elements. Set them "
               "from a script file with addEventListener instead.");
    }
    if (const std::size_t n = added(DirectiveName::StyleSrcAttr, choices.style_attribute_hashes)) {
      log.open("Allowed " + counted(n, "style attribute") +
               " by 'unsafe-hashes': injected markup can use the same styles. Use classes instead.");
    }
  }

  static std::vector<std::string>& hashes_of(PolicyChoices& choices, InlineKind kind) {
    switch (kind) {
      case InlineKind::Style: return choices.style_hashes;
      case InlineKind::Handler: return choices.handler_hashes;
      case InlineKind::StyleAttribute: return choices.style_attribute_hashes;
      case InlineKind::Script: break;
    }
    return choices.script_hashes;
  }

  static std::string counted(std::size_t count, std::string_view what) {
    return std::to_string(count) + " " + std::string(what) + (count == 1 ? "" : "s");
  }

  /// Hashes of the response's policies that were made of the code in another form than browsers see.
  void explain_wrong_hashes(const Log& log) const {
    const auto has_hash = [](const csp::Policy* policy) {
      return std::any_of(policy->tokens.begin(), policy->tokens.end(),
                         [](const csp::SourceExpression& token) { return token.kind == csp::SourceKind::Hash; });
    };
    if (std::none_of(enforced_.begin(), enforced_.end(), has_hash) &&
        std::none_of(reported_.begin(), reported_.end(), has_hash)) {
      return;
    }
    std::unordered_map<std::string, std::pair<std::string, std::string_view>> wrong;
    for (const InlinePiece& piece : page_.pieces) {
      for (const HashVariant& variant : wrong_variants(piece.content)) {
        for (const HashAlgorithm algorithm : {HashAlgorithm::Sha256, HashAlgorithm::Sha384, HashAlgorithm::Sha512}) {
          wrong.insert({hash_source(variant.content, algorithm), {hash_source(piece.content, algorithm), variant.how}});
        }
      }
    }
    for (const Policies* policies : {&enforced_, &reported_}) {
      for (const csp::Policy* policy : *policies) {
        for (const csp::SourceExpression& token : policy->tokens) {
          if (token.kind != csp::SourceKind::Hash) continue;
          const auto found = wrong.find(std::string(token.text));
          if (found == wrong.end()) continue;
          log.open(std::string(token.text) + " is the hash of inline code " + std::string(found->second.second) +
                   ". Browsers hash it unchanged, with LF line ends: " + found->second.first + " matches.");
          wrong.erase(found);  // one sentence each
        }
      }
    }
  }

  /// What of the page's inline code the policy stops.
  void say_of_inline_code(Inline inline_scripts, const Log& log) const {
    std::size_t scripts = 0;
    std::size_t handlers = 0;
    for (const InlinePiece& piece : page_.pieces) {
      scripts += piece.kind == InlineKind::Script ? 1U : 0U;
      handlers += piece.kind == InlineKind::Handler ? 1U : 0U;
    }
    if (inline_scripts == Inline::None && scripts + handlers > 0) {
      log.open("This page has " + counted(scripts, "inline script") + " and " + counted(handlers, "event handler") +
               ". Move them into files, or allow them with inline=hash or inline=nonce.");
    }
    if (inline_scripts == Inline::Nonce && handlers > 0) {
      log.open("A nonce doesn't cover the " + counted(handlers, "event handler") +
               " of this page. Set them from a script with addEventListener.");
    }
    if (page_.javascript_urls > 0) {
      log.open("This page has " + counted(page_.javascript_urls, "javascript: link") +
               ", which the policy blocks. Use buttons and a script file.");
    }
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
    return {[this, header](std::string sentence, bool open) {
      result_.changes.push_back({std::string(header), std::move(sentence), open});
    }};
  }

  const HardenOptions& options_;
  const std::string& frame_ancestors_;
  const PageCode& page_;
  std::string charset_;  // of Content-Type, in lower case; empty: none
  bool https_ = true;
  bool is_page_alone_ = false;  // its <meta> elements are all that was pasted
  Policies enforced_;
  Policies reported_;
  Plan plan_ = Plan::Enforce;
  const csp::Policy* base_ = nullptr;      // the policy that is rewritten; null where there is none
  const csp::Policy* next_ = nullptr;      // a reported one that becomes the next step
  const csp::Policy* replaced_ = nullptr;  // a reported one that gives way
  bool base_is_reported_ = false;
  ResponsePolicies result_;
};

}  // namespace response_policies_detail

ResponsePolicies harden_policies(const model::ResponseModel& model, const HardenOptions& options,
                                 const std::string& frame_ancestors, const PageCode& page) {
  return response_policies_detail::PolicyHardening(model, options, frame_ancestors, page).run();
}

}  // namespace headstrong::hardening

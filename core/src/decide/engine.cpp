#include "decide/engine.hpp"

#include "decide/checks.hpp"
#include "decide/match_inline.hpp"
#include "decide/match_url.hpp"
#include "decide/sandbox.hpp"
#include "decide/trusted_types.hpp"
#include "decide/x_frame_options.hpp"
#include "text/ascii.hpp"

namespace headstrong::decide {
namespace engine_detail {

using csp::DirectiveName;

/// What is asked of the deciding list.
enum class Check : std::uint8_t {
  Exempt,        // no policy has a say
  Url,           // the URL is in the list
  Script,        // nonce, integrity and 'strict-dynamic' first (CSP3 6.7.1.1)
  Style,         // nonce first
  Worker,        // as Url or as Script, depending on who decides
  Prefetch,      // any fetch directive
  WebTransport,  // with certificate hashes
  Ancestors,
  Inline,
  Eval,
  WasmEval,
  TrustedTypePolicy,
  TrustedTypeSink
};

/// A request type's effective directive, the chain of directives that may decide, and the check.
struct Rule {
  Check check = Check::Url;
  std::array<DirectiveName, 4> chain{};  // the effective directive first; Unknown ends it
};

constexpr DirectiveName kEnd = DirectiveName::Unknown;
constexpr Rule with_default(DirectiveName name, Check check = Check::Url) {
  return {check, {name, DirectiveName::DefaultSrc, kEnd, kEnd}};
}
constexpr Rule alone(DirectiveName name, Check check) { return {check, {name, kEnd, kEnd, kEnd}}; }

constexpr Rule kScriptElement = {
    Check::Script, {DirectiveName::ScriptSrcElem, DirectiveName::ScriptSrc, DirectiveName::DefaultSrc, kEnd}};
constexpr Rule kStyleElement = {
    Check::Style, {DirectiveName::StyleSrcElem, DirectiveName::StyleSrc, DirectiveName::DefaultSrc, kEnd}};
constexpr Rule kWorker = {
    Check::Worker,
    {DirectiveName::WorkerSrc, DirectiveName::ChildSrc, DirectiveName::ScriptSrc, DirectiveName::DefaultSrc}};
constexpr Rule kFrame = {Check::Url,
                         {DirectiveName::FrameSrc, DirectiveName::ChildSrc, DirectiveName::DefaultSrc, kEnd}};
constexpr Rule kScriptAttribute = {
    Check::Inline, {DirectiveName::ScriptSrcAttr, DirectiveName::ScriptSrc, DirectiveName::DefaultSrc, kEnd}};
constexpr Rule kStyleAttribute = {
    Check::Inline, {DirectiveName::StyleSrcAttr, DirectiveName::StyleSrc, DirectiveName::DefaultSrc, kEnd}};

constexpr Rule with_check(Rule rule, Check check) {
  rule.check = check;
  return rule;
}

Rule rule_of(RequestType type) {
  switch (type) {
    case RequestType::Image: return with_default(DirectiveName::ImgSrc);
    case RequestType::Script: return kScriptElement;
    case RequestType::Style: return kStyleElement;
    case RequestType::Font: return with_default(DirectiveName::FontSrc);
    case RequestType::Fetch:
    case RequestType::WebSocket:
    case RequestType::EventSource:
    case RequestType::Beacon:
    case RequestType::JsonModule: return with_default(DirectiveName::ConnectSrc);
    case RequestType::Audio:
    case RequestType::Video:
    case RequestType::Track: return with_default(DirectiveName::MediaSrc);
    case RequestType::Object:
    case RequestType::Embed: return with_default(DirectiveName::ObjectSrc);
    case RequestType::Iframe: return kFrame;
    case RequestType::Worker:
    case RequestType::SharedWorker:
    case RequestType::ServiceWorker: return kWorker;
    case RequestType::Manifest: return with_default(DirectiveName::ManifestSrc);
    case RequestType::Prefetch: return alone(DirectiveName::DefaultSrc, Check::Prefetch);
    case RequestType::FormAction: return alone(DirectiveName::FormAction, Check::Url);
    case RequestType::BaseUri: return alone(DirectiveName::BaseUri, Check::Url);
    case RequestType::FrameAncestors: return alone(DirectiveName::FrameAncestors, Check::Ancestors);
    case RequestType::InlineScript:
    case RequestType::JavaScriptUrl: return with_check(kScriptElement, Check::Inline);
    case RequestType::InlineStyle: return with_check(kStyleElement, Check::Inline);
    case RequestType::ScriptAttribute: return kScriptAttribute;
    case RequestType::StyleAttribute: return kStyleAttribute;
    case RequestType::Eval: return with_default(DirectiveName::ScriptSrc, Check::Eval);
    case RequestType::WasmEval: return with_default(DirectiveName::ScriptSrc, Check::WasmEval);
    case RequestType::TrustedTypePolicy: return alone(DirectiveName::TrustedTypes, Check::TrustedTypePolicy);
    case RequestType::TrustedTypeSink: return alone(DirectiveName::RequireTrustedTypesFor, Check::TrustedTypeSink);
    case RequestType::Report: return alone(kEnd, Check::Exempt);
    case RequestType::WebTransportHashes: return with_default(DirectiveName::ConnectSrc, Check::WebTransport);
  }
  return {};
}

/// The same in one profile.
Rule rule_of(RequestType type, const ProfileTraits& traits) {
  const bool as_script = type == RequestType::JsonModule && traits.has(Difference::JsonModulesAreScripts);
  return as_script ? kScriptElement : rule_of(type);
}

/// The fetch directives whose lists a prefetch may match (CSP3 6.1.3, with default-src itself).
constexpr DirectiveName kPrefetchUnion[] = {
    DirectiveName::ChildSrc,  DirectiveName::ConnectSrc,    DirectiveName::FontSrc,  DirectiveName::FrameSrc,
    DirectiveName::ImgSrc,    DirectiveName::ManifestSrc,   DirectiveName::MediaSrc, DirectiveName::ObjectSrc,
    DirectiveName::ScriptSrc, DirectiveName::ScriptSrcElem, DirectiveName::StyleSrc, DirectiveName::StyleSrcElem,
    DirectiveName::WorkerSrc, DirectiveName::DefaultSrc};

/// One policy asked about one request for one profile.
class PolicyCheck {
 public:
  PolicyCheck(const PolicySet& set, const ActivePolicy& policy, const PreparedRequest& request,
              const RequestCheck& check, const ProfileTraits& profile)
      : set_(set),
        policy_(policy),
        request_(request),
        check_(check),
        type_(check.type),
        url_(*check.url),
        traits_(profile) {}

  PolicyDecision decide() {
    if (check_.as_mixed_content) return decide_mixed_content();
    const Rule rule = rule_of(type_, traits_);
    decision_.policy = policy_.policy;
    decision_.effective = rule.chain[0];
    if (rule.check == Check::Exempt) return decision_;
    if (rule.check == Check::Prefetch) return decide_prefetch();
    if (is_exempt()) return decision_;
    judge(rule);
    return decision_;
  }

 private:
  /// about: documents are made, not fetched, as is what a javascript: URL of a frame gives; and some
  /// redirects go unchecked.
  bool is_exempt() const {
    if (type_ == RequestType::Iframe && url_.scheme_kind == grammar::Scheme::JavaScript) return true;
    if (type_ == RequestType::Iframe || is_object(type_)) {
      return url_.scheme_kind == grammar::Scheme::About;
    }
    return type_ == RequestType::FormAction && request_.request().redirects > 0 &&
           traits_.has(Difference::FormRedirectsUnchecked);
  }

  /// block-all-mixed-content has no list: where it stands, it blocks.
  PolicyDecision decide_mixed_content() {
    decision_.policy = policy_.policy;
    decision_.effective = DirectiveName::BlockAllMixedContent;
    deciding_ = find(DirectiveName::BlockAllMixedContent);
    if (deciding_ == nullptr) return decision_;
    decision_.directive = &policy_.policy->directives[deciding_->index];
    decision_.allowed = false;
    return decision_;
  }

  /// Finds the deciding directive and asks its list.
  void judge(const Rule& rule) {
    deciding_ = nullptr;
    for (const DirectiveName name : rule.chain) {
      if (name == kEnd) break;
      deciding_ = find(name);
      if (deciding_ != nullptr) break;
    }
    if (deciding_ == nullptr) return;
    decision_.directive = &policy_.policy->directives[deciding_->index];
    run(rule.check);
  }

  Target target() const {
    return {url_, request_.request().redirects > 0, type_ == RequestType::Iframe || type_ == RequestType::FormAction,
            check_.opaque_self};
  }

  const ActiveDirective* find(DirectiveName name) const { return set_.find(policy_, name, traits_.bit()); }
  void allow_by(std::int64_t token) {
    decision_.allowed = token >= 0;
    if (token >= 0) decision_.source = &policy_.policy->tokens[static_cast<std::size_t>(token)];
  }
  ListView list() const { return {set_, policy_, *deciding_, traits_}; }

  void run(Check check) {
    const Target target = this->target();
    switch (check) {
      case Check::Url: return allow_by(match_url(set_, policy_, *deciding_, target, traits_));
      case Check::Script: allow_by(match_script(list(), request_, target)); return name_blocked_script(target);
      case Check::Style: return allow_by(match_style(list(), request_, target));
      case Check::Worker: return decide_worker(target);
      case Check::WebTransport: return allow_by(list().keyword(csp::Keyword::UnsafeWebtransportHashes));
      case Check::Ancestors: return decide_ancestors();
      case Check::Inline: return allow_by(match_inline(list(), request_));
      case Check::Eval: return decide_eval();
      case Check::WasmEval:
        if (!traits_.has(Difference::WasmUnchecked)) allow_by(match_wasm_eval(list()));
        return;
      case Check::TrustedTypePolicy:
        decision_.allowed = may_create_policy(list(), request_.request().name, decision_.source);
        return;
      case Check::TrustedTypeSink:
        decision_.allowed = !requires_trusted_script(*policy_.policy, *decision_.directive, traits_);
        return;
      case Check::Exempt:
      case Check::Prefetch: return;
    }
  }

  void decide_eval() {
    const bool typed = list().has(kTrustedTypesEval);
    switch (check_.eval) {
      case EvalRule::UnsafeWord: return allow_by(match_eval(list(), false));
      case EvalRule::EitherWord: return allow_by(match_eval(list(), true));
      case EvalRule::TypesWord: return allow_by(list().keyword(csp::Keyword::TrustedTypesEval));
      case EvalRule::NoTypesWord: decision_.allowed = !typed; return;
      case EvalRule::Anything:
        // What other lists say does not count.
        if (!typed) decision_.directive = nullptr;
        if (typed) allow_by(list().keyword(csp::Keyword::TrustedTypesEval));
        return;
    }
  }

  /// A script that the list's URLs admit and 'strict-dynamic' does not goes by another name
  /// somewhere.
  void name_blocked_script(const Target& target) {
    if (decision_.allowed || !traits_.has(Difference::DynamicReportsScriptSrc)) return;
    if (!list().has(kStrictDynamic)) return;
    if (match_url(set_, policy_, *deciding_, target, traits_) < 0) return;
    decision_.effective = DirectiveName::ScriptSrc;
  }

  /// A worker is judged by its list's URLs alone, but by script-src as a script is
  /// (core/docs/matching.md 6.4).
  void decide_worker(const Target& target) {
    if (deciding_->name == DirectiveName::ScriptSrc) {
      return allow_by(match_script(list(), request_, target));
    }
    if (traits_.has(Difference::WorkersFollowDynamic) && list().has(kStrictDynamic)) {
      return allow_by(list().keyword(csp::Keyword::StrictDynamic));
    }
    allow_by(match_url(set_, policy_, *deciding_, target, traits_));
  }

  PolicyDecision decide_prefetch() {
    if (traits_.has(Difference::PrefetchSrcKept)) {
      const Rule rule = with_default(DirectiveName::PrefetchSrc);
      decision_.effective = rule.chain[0];
      judge(rule);
      return decision_;
    }
    if (traits_.has(Difference::PrefetchByDefaultSrc)) {
      judge(alone(DirectiveName::DefaultSrc, Check::Url));
      return decision_;
    }
    deciding_ = find(DirectiveName::DefaultSrc);
    if (deciding_ == nullptr) return decision_;
    const ActiveDirective* fallback = deciding_;
    decision_.directive = &policy_.policy->directives[deciding_->index];
    if (traits_.has(Difference::PrefetchFollowsDynamic) && allow_as_worker()) return decision_;
    deciding_ = fallback;
    const Target target = this->target();
    for (const DirectiveName name : kPrefetchUnion) {
      deciding_ = find(name);
      if (deciding_ == nullptr || is_closed_by_dynamic(name)) continue;
      const std::int64_t token = match_url(set_, policy_, *deciding_, target, traits_);
      if (token < 0) continue;
      decision_.directive = &policy_.policy->directives[deciding_->index];
      allow_by(token);
      return decision_;
    }
    deciding_ = fallback;
    decision_.allowed = false;
    return decision_;
  }

  /// Whether the list's addresses do not count for a prefetch, as they don't for scripts.
  bool is_closed_by_dynamic(DirectiveName name) const {
    if (!traits_.has(Difference::PrefetchNotByDynamicScripts)) return false;
    const bool scripts = name == DirectiveName::ScriptSrc || name == DirectiveName::ScriptSrcElem;
    return scripts && list().has(kStrictDynamic);
  }

  /// Whether the list that governs workers has 'strict-dynamic'.
  bool allow_as_worker() {
    for (const DirectiveName name : kWorker.chain) {
      deciding_ = find(name);
      if (deciding_ != nullptr) break;
    }
    if (deciding_ == nullptr || !list().has(kStrictDynamic)) return false;
    decision_.directive = &policy_.policy->directives[deciding_->index];
    allow_by(list().keyword(csp::Keyword::StrictDynamic));
    return true;
  }

  /// Every ancestor's origin, read as a URL, has to be in the list (CSP3 6.4.2).
  void decide_ancestors() {
    for (const Ancestor& ancestor : request_.ancestors()) {
      std::int64_t token = -1;
      if (traits_.has(Difference::AncestorsByUrl)) {
        token = match_url(set_, policy_, *deciding_, {ancestor.url}, traits_);
      } else if (!ancestor.origin.opaque) {
        token = match_url(set_, policy_, *deciding_, {ancestor.url_of_origin()}, traits_);
      }
      allow_by(token);
      if (!decision_.allowed) {
        decision_.source = nullptr;
        return;
      }
    }
  }

  const PolicySet& set_;
  const ActivePolicy& policy_;
  const PreparedRequest& request_;
  const RequestCheck& check_;
  const RequestType type_;
  const grammar::Url& url_;
  const ProfileTraits& traits_;
  const ActiveDirective* deciding_ = nullptr;
  PolicyDecision decision_;
};

/// Which reading of the policies judges a request: an engine may check frames in another process,
/// which reads the policy anew from a text written for it, or check in both.
bool is_asked(const ActivePolicy& policy, RequestType type, const ProfileTraits& traits) {
  const bool again = is_object(type) || type == RequestType::Iframe || type == RequestType::SharedWorker;
  const bool both =
      type == RequestType::ServiceWorker || type == RequestType::WebSocket || type == RequestType::JavaScriptUrl;
  const auto first_bits = again ? 0u : unsigned{policy.used_in};
  const auto again_bits = again || both ? unsigned{policy.reparsed_in} : 0u;
  return ((first_bits | again_bits) & traits.bit()) != 0;
}

/// All enforced policies together; the first that blocks decides.
Decision ask_all(const PolicySet& set, const PreparedRequest& request, const RequestCheck& check,
                 const ProfileTraits& traits) {
  Decision decision;
  for (const ActivePolicy& policy : set.policies()) {
    if (!is_asked(policy, check.type, traits)) continue;
    if (policy.policy->disposition != csp::Disposition::Enforce) continue;
    const PolicyDecision by = PolicyCheck(set, policy, request, check, traits).decide();
    const bool first = decision.by.policy == nullptr && by.directive != nullptr;
    if (!by.allowed || first) decision.by = by;
    if (by.allowed) continue;
    decision.allowed = false;
    return decision;
  }
  return decision;
}

}  // namespace engine_detail

PolicyDecision decide_policy(const PolicySet& set, std::size_t index, const PreparedRequest& request, Profile profile) {
  const ProfileTraits& t = traits(profile);
  const ActivePolicy& policy = set.policies()[index];
  return Checks(set, request, t).take<PolicyDecision>([&](const RequestCheck& check) {
    return engine_detail::PolicyCheck(set, policy, request, check, t).decide();
  });
}

Decision decide(const PolicySet& set, const PreparedRequest& request, Profile profile) {
  const ProfileTraits& t = traits(profile);
  const PolicyDecision sandboxed = decide_sandbox(set, request, t);
  if (!sandboxed.allowed) {
    Decision decision;
    decision.allowed = false;
    decision.by = sandboxed;
    return decision;
  }
  Decision decision = Checks(set, request, t).take<Decision>([&](const RequestCheck& check) {
    return engine_detail::ask_all(set, request, check, t);
  });
  if (request.type() == RequestType::FrameAncestors && decision.by.directive == nullptr) {
    decision.allowed = x_frame_options_allow(set, request);
    decision.by_x_frame_options = !decision.allowed;
  }
  return decision;
}

std::array<csp::DirectiveName, 4> chain_of(RequestType type) { return engine_detail::rule_of(type).chain; }

GoverningDirectives governing_directives(RequestType type) {
  using engine_detail::Check;
  using engine_detail::DirectiveName;
  using engine_detail::rule_of;
  GoverningDirectives out;
  const engine_detail::Rule rule = rule_of(type);
  if (rule.check != Check::Exempt) out.chains.push_back(rule.chain);
  if (rule.check == Check::Prefetch) {
    out.chains.push_back(engine_detail::with_default(DirectiveName::PrefetchSrc).chain);
    out.chains.push_back(rule_of(RequestType::Worker).chain);
    for (const DirectiveName name : engine_detail::kPrefetchUnion) {
      out.chains.push_back(engine_detail::alone(name, Check::Url).chain);
    }
  }
  if (type == RequestType::JsonModule) out.chains.push_back(engine_detail::kScriptElement.chain);
  if (is_object(type)) {
    out.chains.push_back(rule_of(RequestType::Iframe).chain);
    out.chains.push_back(rule_of(RequestType::Image).chain);
  }
  out.beside = {DirectiveName::Sandbox, DirectiveName::RequireTrustedTypesFor, DirectiveName::UpgradeInsecureRequests,
                DirectiveName::BlockAllMixedContent};
  return out;
}

RequestType judged_as(const PolicySet& set, RequestType type) {
  const auto is_plain = [&set] {
    return !set.mentions(csp::DirectiveName::UpgradeInsecureRequests) &&
           !set.mentions(csp::DirectiveName::BlockAllMixedContent) && !set.mentions(csp::DirectiveName::Sandbox);
  };
  switch (type) {
    case RequestType::Audio:
    case RequestType::Video:
    case RequestType::Track: return is_plain() ? RequestType::Image : RequestType::Audio;
    case RequestType::Font:
    case RequestType::Manifest:
    case RequestType::Fetch:
    case RequestType::EventSource:
    case RequestType::Beacon: return is_plain() ? RequestType::Image : type;
    case RequestType::Embed: return RequestType::Object;
    case RequestType::SharedWorker:
    case RequestType::ServiceWorker:
      for (const ActivePolicy& policy : set.policies()) {
        if (policy.used_in != policy.reparsed_in) return type;
      }
      return RequestType::Worker;
    default: return type;
  }
}

bool allows(const PolicySet& set, const Request& request, Profile profile) {
  const PreparedRequest prepared(request);
  return !prepared.error().empty() || decide(set, prepared, profile).allowed;
}

}  // namespace headstrong::decide

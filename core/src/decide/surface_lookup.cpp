#include "decide/surface_lookup.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "decide/source_validity.hpp"
#include "grammar/url.hpp"

namespace headstrong::decide {
namespace surface_lookup_detail {

using csp::DirectiveName;
using grammar::Scheme;

inline constexpr std::string_view kAttackerHost = "attacker.example";

/// What of a list decides.
enum class Way : std::uint8_t {
  Url,     // its addresses
  Script,  // those, where 'strict-dynamic' leaves them their say
  Inline,  // 'unsafe-inline', hashes
  Eval,    // 'unsafe-eval'
  Sink     // nothing, where no policy asks for Trusted Types
};

struct Row {
  Attack attack = Attack::InlineScript;
  RequestType type = RequestType::Image;
  Way way = Way::Url;
  std::uint32_t matches = 0;  // sources of these kinds match the attacker's address in every browser
  std::uint32_t unclear = 0;  // sources of these kinds may
};

inline constexpr std::uint32_t kAnyHttps = kStar | kHttps | kHttp;  // http: lets the secure twin in
inline constexpr std::uint32_t kAnyHttp = kStar | kHttp;
inline constexpr std::uint32_t kUnclear = kOpenHost | kWebSocket;

// A lone * lets in no data:, blob: or filesystem: script or object, and 'self'
// none of them either; what may be so in other directives is asked by no attack.
inline constexpr std::array<Row, kAttackCount> kRows = {{
    {Attack::InlineScript, RequestType::InlineScript, Way::Inline, 0, 0},
    {Attack::ScriptAttribute, RequestType::ScriptAttribute, Way::Inline, 0, 0},
    {Attack::JavaScriptUrl, RequestType::JavaScriptUrl, Way::Inline, 0, 0},
    {Attack::HttpsScript, RequestType::Script, Way::Script, kAnyHttps, kUnclear},
    {Attack::HttpScript, RequestType::Script, Way::Script, kAnyHttp, kUnclear},
    {Attack::DataScript, RequestType::Script, Way::Script, kData, kOpenHost},
    {Attack::BlobScript, RequestType::Script, Way::Script, kBlob, kOpenHost},
    {Attack::FilesystemScript, RequestType::Script, Way::Script, kFilesystem, kOpenHost},
    {Attack::SelfScript, RequestType::Script, Way::Script, kStar | kSelf, kHost | kWebSocket},  // and the page's scheme
    {Attack::Eval, RequestType::Eval, Way::Eval, 0, 0},
    {Attack::TrustedEval, RequestType::Eval, Way::Eval, 0, 0},
    {Attack::InlineStyle, RequestType::InlineStyle, Way::Inline, 0, 0},
    {Attack::HttpsStyle, RequestType::Style, Way::Url, kAnyHttps, kUnclear},
    {Attack::HttpsObject, RequestType::Object, Way::Url, kAnyHttps, kUnclear},
    {Attack::DataObject, RequestType::Object, Way::Url, kData, kOpenHost},
    {Attack::BaseUri, RequestType::BaseUri, Way::Url, kAnyHttps, kUnclear},
    {Attack::FormAction, RequestType::FormAction, Way::Url, kAnyHttps, kUnclear},
    {Attack::HttpsConnect, RequestType::Fetch, Way::Url, kAnyHttps, kUnclear},
    {Attack::HttpsImage, RequestType::Image, Way::Url, kAnyHttps, kUnclear},
    {Attack::HttpsFrame, RequestType::Iframe, Way::Url, kAnyHttps, kUnclear},
    {Attack::FramedByHttps, RequestType::FrameAncestors, Way::Url, kAnyHttps, kUnclear},
    {Attack::StringSink, RequestType::TrustedTypeSink, Way::Sink, 0, 0},
}};
static_assert([] {
  for (std::size_t i = 0; i < kAttackCount; ++i) {
    if (kRows[i].attack != static_cast<Attack>(i)) return false;
  }
  return true;
}());

constexpr std::int64_t kNone = -1;  // no token of the list
constexpr std::int64_t kAsk = -2;   // facts can't tell

/// One attack in one browser.
class Lookup {
 public:
  Lookup(const PolicySet& set, Attack attack, const ProfileTraits& traits)
      : set_(set), attack_(attack), row_(kRows[static_cast<std::size_t>(attack)]), traits_(traits) {
    if (attack == Attack::SelfScript) {
      row_.matches |= set.page().scheme_kind == Scheme::Https ? kHttps | kHttp : kHttp;
    }
  }

  bool find(Decision& decision) {
    if (is_beyond_lists()) return false;
    if (!ask_all(row_.type, decision)) return false;
    // An engine takes an object for a frame as well.
    if (!decision.allowed || row_.type != RequestType::Object) return true;
    if (!traits_.has(Difference::ObjectsAreFrames)) return true;
    Decision as_frame;
    if (!ask_all(RequestType::Iframe, as_frame)) return false;
    if (!as_frame.allowed) decision = as_frame;
    return true;
  }

 private:
  /// Whether more than lists has a say.
  bool is_beyond_lists() const {
    switch (row_.way) {
      case Way::Sink:
      case Way::Eval: return set_.mentions(DirectiveName::RequireTrustedTypesFor);
      case Way::Inline:
        return row_.type == RequestType::JavaScriptUrl && set_.mentions(DirectiveName::RequireTrustedTypesFor);
      default: break;
    }
    if (attack_ == Attack::FramedByHttps) return !set_.x_frame_options().empty();
    const bool insecure =
        attack_ == Attack::HttpScript || (attack_ == Attack::SelfScript && set_.page().scheme_kind == Scheme::Http);
    return insecure && (set_.mentions(DirectiveName::UpgradeInsecureRequests) ||
                        set_.mentions(DirectiveName::BlockAllMixedContent));
  }

  /// All enforced policies together; the first that blocks decides.
  bool ask_all(RequestType type, Decision& decision) const {
    const std::array<DirectiveName, 4> chain = chain_of(type);
    for (const ActivePolicy& policy : set_.policies()) {
      if ((policy.used_in & traits_.bit()) == 0) continue;
      if (policy.policy->disposition != csp::Disposition::Enforce) continue;
      PolicyDecision by;
      by.policy = policy.policy;
      by.effective = chain[0];
      if (const ActiveDirective* list = list_of(policy, chain)) {
        by.directive = &policy.policy->directives[list->index];
        const std::int64_t token = ask(type, policy, *list, by.effective);
        if (token == kAsk) return false;
        by.allowed = token != kNone;
        if (by.allowed) by.source = &policy.policy->tokens[static_cast<std::size_t>(token)];
      }
      const bool first = decision.by.policy == nullptr && by.directive != nullptr;
      if (!by.allowed || first) decision.by = by;
      if (by.allowed) continue;
      decision.allowed = false;
      return true;
    }
    return true;
  }

  const ActiveDirective* list_of(const ActivePolicy& policy, const std::array<DirectiveName, 4>& chain) const {
    for (const DirectiveName name : chain) {
      if (name == DirectiveName::Unknown) break;
      if (const ActiveDirective* list = set_.find(policy, name, traits_.bit())) return list;
    }
    return nullptr;
  }

  std::uint32_t facts(const ActiveDirective& list) const {
    return list.facts[static_cast<std::size_t>(traits_.profile)];
  }

  /// The token of the list that lets the request through, kNone or kAsk.
  std::int64_t ask(RequestType type, const ActivePolicy& policy, const ActiveDirective& list,
                   DirectiveName& effective) const {
    switch (row_.way) {
      case Way::Url: return first_match(policy, list);
      case Way::Script: return ask_script(policy, list, effective);
      case Way::Inline: return ask_inline(type, policy, list);
      case Way::Eval: return first_of(policy, list, kUnsafeEval);
      case Way::Sink: return kAsk;
    }
    return kAsk;
  }

  std::int64_t ask_script(const ActivePolicy& policy, const ActiveDirective& list, DirectiveName& effective) const {
    if ((facts(list) & kStrictDynamic) == 0) return first_match(policy, list);
    if (traits_.has(Difference::DynamicReportsScriptSrc)) {
      const std::int64_t by_address = first_match(policy, list);
      if (by_address == kAsk) return kAsk;
      if (by_address != kNone) effective = DirectiveName::ScriptSrc;
    }
    return kNone;
  }

  std::int64_t ask_inline(RequestType type, const ActivePolicy& policy, const ActiveDirective& list) const {
    const std::uint32_t said = facts(list);
    const bool style = type == RequestType::InlineStyle;
    const bool dynamic =
        (said & kStrictDynamic) != 0 &&
        (!style || (list.name == DirectiveName::DefaultSrc && traits_.has(Difference::DefaultDynamicStopsStyles)));
    if ((said & kUnsafeInline) != 0 && (said & kNonceOrHash) == 0 && !dynamic) {
      return first_of(policy, list, kUnsafeInline);
    }
    const bool element = style || type == RequestType::InlineScript;
    const bool by_hash = (said & kHash) != 0 && (element || (said & kUnsafeHashes) != 0);
    return by_hash && !are_others(policy, list) ? kAsk : kNone;
  }

  /// Whether it is plain at their first digit that the list's hashes are not those of the attacker's code.
  bool are_others(const ActivePolicy& policy, const ActiveDirective& list) const {
    const csp::Directive& written = policy.policy->directives[list.index];
    const Source* sources = set_.sources_of(policy);
    for (std::uint32_t i = written.first_token; i < written.first_token + written.token_count; ++i) {
      if (sources[i].kind != csp::SourceKind::Hash) continue;
      const std::string_view value = source_value(sources[i], policy.policy->tokens[i]);
      if (value.empty() || may_be_attackers(value.front())) return false;
    }
    return true;
  }
  /// Of all digests of "attacker()" and of "javascript:attacker()" in base64; a test holds them to this.
  static bool may_be_attackers(char digit) { return kAttackersFirstDigits.find(digit) != std::string_view::npos; }

  /// The first token that counts and is of one of these kinds.
  std::int64_t first_of(const ActivePolicy& policy, const ActiveDirective& list, std::uint32_t kinds) const {
    if ((facts(list) & kinds) == 0) return kNone;
    const csp::Directive& written = policy.policy->directives[list.index];
    const Source* sources = set_.sources_of(policy);
    for (std::uint32_t i = written.first_token; i < written.first_token + written.token_count; ++i) {
      if ((sources[i].facts & kinds) != 0 && (sources[i].valid_in & traits_.bit()) != 0) return i;
    }
    return kNone;
  }

  /// The first that the attacker's address matches.
  std::int64_t first_match(const ActivePolicy& policy, const ActiveDirective& list) const {
    const std::int64_t token = first_of(policy, list, row_.matches | row_.unclear);
    if (token == kNone) return kNone;
    const Source& source = set_.sources_of(policy)[token];
    return (source.facts & row_.unclear) != 0 ? kAsk : token;
  }

  static constexpr std::string_view kAttackersFirstDigits = "vwJ51z";

  const PolicySet& set_;
  Attack attack_;
  Row row_;
  const ProfileTraits& traits_;
};

}  // namespace surface_lookup_detail

bool may_look_up(const PolicySet& set) {
  using namespace surface_lookup_detail;
  const grammar::Url& page = set.page();
  if (page.scheme_kind != Scheme::Https && page.scheme_kind != Scheme::Http) return false;
  if (page.host_kind != grammar::HostKind::Domain || page.host == kAttackerHost) return false;
  if (page.host.find('*') != std::string_view::npos) return false;
  if (set.mentions(DirectiveName::Sandbox)) return false;
  return std::all_of(set.policies().begin(), set.policies().end(),
                     [](const ActivePolicy& policy) { return policy.used_in == policy.reparsed_in; });
}

bool look_up(const PolicySet& set, Attack attack, const ProfileTraits& traits, Decision& decision) {
  return surface_lookup_detail::Lookup(set, attack, traits).find(decision);
}

}  // namespace headstrong::decide

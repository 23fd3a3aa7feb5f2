#include "advise/proposals.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "advise/deciding_lists.hpp"
#include "advise/sources_for.hpp"
#include "text/ascii.hpp"

namespace headstrong::advise {
namespace proposals_detail {

using csp::DirectiveName;
using decide::DecidedBy;
using decide::RequestType;

/// A copied list longer than this is shown by its ends.
constexpr std::size_t kMostShown = 160;

/// The policies that stand in the way: enforced ones, or where none does, those that report it.
std::vector<const DecidedBy*> blocking(const std::vector<csp::Policy>& policies, const decide::Verdict& verdict,
                                       const decide::Request& request) {
  std::vector<const DecidedBy*> found;
  const bool only_reported = blocked_in(verdict).empty();
  const auto disposition = only_reported ? decide::PolicyDisposition::Report : decide::PolicyDisposition::Enforce;
  for (const DecidedBy& by : verdict.decided_by) {
    if (by.disposition == disposition && !by.allowed && by.policy < policies.size()) found.push_back(&by);
  }
  if (only_reported || !found.empty()) return found;
  for (const DecidedBy& by : verdict.decided_by) {
    if (by.disposition != decide::PolicyDisposition::Enforce || by.policy >= policies.size()) continue;
    if (request.type == RequestType::FrameAncestors) {
      // X-Frame-Options blocks; a policy that names the ancestors puts it out of force.
      if (policies[by.policy].delivery == csp::Delivery::Header) return {&by};
    } else if (!by.list.empty()) {
      // A browser blocks what the draft allows.
      found.push_back(&by);
    }
  }
  return found;
}

/// What a person would write to govern this type alone: not the directives of elements or attributes.
DirectiveName own_directive(const std::vector<DirectiveName>& lists) {
  if (lists.empty()) return DirectiveName::DefaultSrc;
  const DirectiveName nearest = lists.front();
  const bool of_part = nearest == DirectiveName::ScriptSrcElem || nearest == DirectiveName::ScriptSrcAttr ||
                       nearest == DirectiveName::StyleSrcElem || nearest == DirectiveName::StyleSrcAttr;
  return of_part && lists.size() > 1 ? lists[1] : nearest;
}

/// 'none', in a list of any kind.
bool is_none(const csp::SourceExpression& token) { return text::iequals(token.text, "'none'"); }

/// One edit and the directive that it changes or adds, as it is shown.
struct Made {
  std::string directive;
  PolicyEdit edit;
};

class Proposing {
 public:
  Proposing(const std::vector<csp::Policy>& policies, const decide::Request& request)
      : policies_(policies), lists_(deciding_lists(request.type)), own_(own_directive(lists_)) {}

  /// `own`: in a directive of its own, in place of the list that decided. Where that list is of this kind alone, the
  /// sources come into it: each policy is opened as little as it can be.
  std::optional<Proposal> propose(const std::vector<const DecidedBy*>& blockers, const std::string& sources,
                                  bool own) const {
    Proposal proposal;
    std::vector<std::string> added;    // whole directives
    std::vector<std::string> widened;  // lists that get the sources
    for (const DecidedBy* by : blockers) {
      std::optional<Made> made = own ? own_directive_in(*by, sources) : std::nullopt;
      std::vector<std::string>& names = made ? added : widened;
      if (!made) made = into_list(*by, sources);
      if (!made) return std::nullopt;
      made->edit.policy = by->policy;
      proposal.edits.push_back(std::move(made->edit));
      if (std::find(names.begin(), names.end(), made->directive) == names.end()) names.push_back(made->directive);
    }
    if (proposal.edits.empty() || (own && added.empty())) return std::nullopt;
    std::string title = quoted(added);
    if (!widened.empty()) title += (title.empty() ? "`" : " and `") + sources + "` to " + quoted(widened);
    if (proposal.edits.size() > 1) title += " in " + std::to_string(proposal.edits.size()) + " policies";
    proposal.title = "Add " + title;
    return proposal;
  }

 private:
  static std::string quoted(const std::vector<std::string>& names) {
    std::string out;
    for (const std::string& name : names) out += (out.empty() ? "`" : " and `") + name + "`";
    return out;
  }

  static std::size_t offset_in(const csp::Policy& policy, std::string_view part) {
    return static_cast<std::size_t>(part.data() - policy.text.data());
  }

  /// An insertion behind the last word of a directive.
  static PolicyEdit behind(const csp::Policy& policy, const csp::Directive& directive, std::string text) {
    const std::string_view last = directive.token_count == 0 ? directive.name_text : directive.value_text;
    const std::size_t at = offset_in(policy, last) + last.size();
    return {0, at, at, {directive.span.end, directive.span.end}, std::move(text)};
  }

  std::size_t place_of(DirectiveName name) const {
    return static_cast<std::size_t>(std::find(lists_.begin(), lists_.end(), name) - lists_.begin());
  }

  /// Instead of widening a list that stands in for everything: a copy of it for this kind alone.
  std::optional<Made> own_directive_in(const DecidedBy& by, const std::string& sources) const {
    const csp::Policy& policy = policies_[by.policy];
    const csp::Directive* fallback = nullptr;
    if (!by.list.empty()) {
      const DirectiveName list = csp::directive_name(by.list);
      const std::size_t place = place_of(list);
      if (place == lists_.size() || place <= place_of(own_)) return std::nullopt;
      fallback = list_of(policy, list);
    }
    if (list_of(policy, own_) != nullptr || policy.directives.empty()) return std::nullopt;
    std::string written(csp::info(own_).name);
    const std::string name = written;
    if (fallback != nullptr) add_kept(written, policy, *fallback);
    written += " " + sources;
    Made made;
    made.directive = written.size() > kMostShown ? name + " \xE2\x80\xA6 " + sources : written;
    made.edit = behind(policy, policy.directives.back(), "; " + written);
    return made;
  }

  /// Nonces, hashes and keywords are left behind where the new directive has no use for them.
  void add_kept(std::string& written, const csp::Policy& policy, const csp::Directive& fallback) const {
    const bool takes_code = own_ == DirectiveName::ScriptSrc || own_ == DirectiveName::StyleSrc;
    for (const csp::SourceExpression& token : policy.tokens_of(fallback)) {
      const bool code_word = token.kind == csp::SourceKind::Nonce || token.kind == csp::SourceKind::Hash ||
                             (token.kind == csp::SourceKind::Keyword && token.keyword != csp::Keyword::Self);
      if (is_none(token) || (code_word && !takes_code)) continue;
      written += " ";
      written += token.text;
    }
  }

  std::optional<Made> into_list(const DecidedBy& by, const std::string& sources) const {
    if (by.list.empty()) return std::nullopt;
    const csp::Policy& policy = policies_[by.policy];
    const csp::Directive* directive = list_of(policy, csp::directive_name(by.list));
    if (directive == nullptr) return std::nullopt;
    Made made;
    made.directive = by.list;
    const csp::Policy::Tokens tokens = policy.tokens_of(*directive);
    if (tokens.size() == 1 && is_none(tokens[0])) {
      const std::size_t start = offset_in(policy, tokens[0].text);
      made.edit = {0, start, start + tokens[0].text.size(), tokens[0].span, sources};
    } else {
      made.edit = behind(policy, *directive, " " + sources);
    }
    return made;
  }

  const std::vector<csp::Policy>& policies_;
  std::vector<DirectiveName> lists_;
  DirectiveName own_;
};

}  // namespace proposals_detail

bool is_reported(const decide::Verdict& verdict) {
  return std::any_of(verdict.decided_by.begin(), verdict.decided_by.end(), [](const decide::DecidedBy& by) {
    return !by.allowed && by.disposition == decide::PolicyDisposition::Report;
  });
}

std::vector<decide::Profile> blocked_in(const decide::Verdict& verdict) {
  std::vector<decide::Profile> browsers;
  for (const decide::Profile profile : decide::kProfiles) {
    if (profile != decide::Profile::Spec && !verdict.allowed_in(profile)) browsers.push_back(profile);
  }
  return browsers;
}

std::vector<Proposal> proposals(const std::vector<csp::Policy>& policies, std::string_view page,
                                const decide::Verdict& verdict, const decide::Request& request, bool hosts) {
  const std::vector<const decide::DecidedBy*> blockers = proposals_detail::blocking(policies, verdict, request);
  const bool sandboxed =
      std::any_of(blockers.begin(), blockers.end(), [](const decide::DecidedBy* by) { return by->list == "sandbox"; });
  const proposals_detail::Proposing proposing(policies, request);
  std::vector<Proposal> found;
  // A host for one kind of resource is less than one file for all that a wider list stands in for.
  const std::vector<std::string> words = sources_for(request, page, sandboxed, hosts);
  for (const bool own : {true, false}) {
    for (const std::string& sources : words) {
      std::optional<Proposal> proposal = proposing.propose(blockers, sources, own);
      if (!proposal) continue;
      const bool known = std::any_of(found.begin(), found.end(),
                                     [&](const Proposal& other) { return other.title == proposal->title; });
      if (!known) found.push_back(std::move(*proposal));
    }
  }
  return found;
}

}  // namespace headstrong::advise

#include "decide/explain.hpp"

#include "decide/checks.hpp"
#include "decide/sandbox.hpp"
#include "text/listed.hpp"
#include "text/utf8.hpp"

namespace headstrong::decide {
namespace explain_detail {

constexpr std::size_t kShown = 120;  // bytes of a quoted text

/// A text between backquotes, cut at a character boundary where it is long.
std::string quoted(std::string_view text) { return "`" + text::shortened(text, kShown) + "`"; }

/// " of policy 2"; nothing where there is but one.
std::string of_which_policy(const PolicySet& set, const csp::Policy* policy, std::uint8_t profile_bit) {
  std::size_t number = 0;
  std::size_t count = 0;
  for (const ActivePolicy& active : set.policies()) {
    if ((active.used_in & profile_bit) == 0) continue;
    ++count;
    if (active.policy == policy) number = count;
  }
  if (count < 2) return {};
  return " of policy " + std::to_string(number);
}

/// "`default-src`", with "in place of `img-src`" where a fallback decides.
std::string directive_phrase(const PolicyDecision& by) {
  const std::string_view name = csp::info(by.directive->name).name;
  std::string out = quoted(name);
  const std::string_view effective = csp::info(by.effective).name;
  if (name != effective && by.effective != csp::DirectiveName::Unknown) {
    out += " (fallback for " + quoted(effective) + ")";
  }
  return out;
}

std::string others(const std::array<Decision, kProfileCount>& decisions) {
  const bool draft = decisions[0].allowed;
  std::vector<std::string_view> names;
  for (std::size_t p = 1; p < kProfileCount; ++p) {
    if (decisions[p].allowed != draft) names.push_back(profile_title(kProfiles[p]));
  }
  if (names.empty()) return {};
  const bool several = names.size() > 1;
  std::string out = "; " + text::listed(names);
  out += draft ? (several ? " block it" : " blocks it") : (several ? " allow it" : " allows it");
  return out;
}

/// about: documents are made, not fetched, and so is what a javascript: URL of a frame gives.
bool is_unchecked(const PreparedRequest& request) {
  const grammar::Scheme scheme = request.url().scheme_kind;
  const bool frame = request.type() == RequestType::Iframe;
  if (!frame && !is_object(request.type())) return false;
  return scheme == grammar::Scheme::About || (frame && scheme == grammar::Scheme::JavaScript);
}

std::string draft_sentence(const PolicySet& set, const PreparedRequest& request, const Decision& decision) {
  const std::uint8_t bit = traits(Profile::Spec).bit();
  if (decision.by_x_frame_options) {
    return "Blocked: no enforced policy has `frame-ancestors`, and X-Frame-Options " + quoted(set.x_frame_options()) +
           " doesn't allow every ancestor";
  }
  const PolicyDecision& by = decision.by;
  if (by.directive == nullptr) {
    if (request.type() == RequestType::FrameAncestors && !set.x_frame_options().empty()) {
      return "Allowed: no enforced policy has `frame-ancestors`, and X-Frame-Options " + quoted(set.x_frame_options()) +
             " allows it";
    }
    if (is_unchecked(request)) {
      return "Allowed: CSP doesn't check " + std::string(request.url().scheme) + ": URLs of " +
             (request.type() == RequestType::Iframe ? "frames" : "plugin content") + " against a list of sources";
    }
    return "Allowed: no enforced policy has a directive for this";
  }
  const std::string where = of_which_policy(set, by.policy, bit);
  if (decision.allowed) {
    std::string out = "Allowed: " + directive_phrase(by) + where;
    out += by.source != nullptr ? " has " + quoted(by.source->text) : " doesn't restrict it";
    return out;
  }
  if (by.effective == csp::DirectiveName::Sandbox) {
    return "Blocked: `sandbox`" + where + " lacks " + quoted(missing_flag(*by.policy, *by.directive, request));
  }
  if (by.effective == csp::DirectiveName::RequireTrustedTypesFor) {
    return "Blocked: `require-trusted-types-for`" + where + " requires Trusted Types";
  }
  std::string out = "Blocked: nothing in " + directive_phrase(by) + where + " allows it";
  out += by.directive->value_text.empty() ? " (its list is empty)"
                                          : " (its list: " + quoted(by.directive->value_text) + ")";
  return out;
}

}  // namespace explain_detail

std::string_view effective_name(const Decision& decision) {
  if (decision.by_x_frame_options) return "x-frame-options";
  return csp::info(decision.by.effective).name;
}

std::string explain(const PolicySet& set, const PreparedRequest& request,
                    const std::array<Decision, kProfileCount>& decisions) {
  return explain_detail::draft_sentence(set, request, decisions[0]) + explain_detail::others(decisions) + ".";
}

std::string url_error_text(std::string_view what, std::string_view url, grammar::UrlError error) {
  std::string out(what);
  out += " is not a valid absolute URL";
  switch (error) {
    case grammar::UrlError::NoScheme: out += ": it has no scheme"; break;
    case grammar::UrlError::BadHost: out += ": its host is not valid"; break;
    case grammar::UrlError::BadPort: out += ": its port is not a number up to 65535"; break;
    case grammar::UrlError::TooLong: out += ": it is too long"; break;
    case grammar::UrlError::None: break;
  }
  return out + " (" + explain_detail::quoted(url) + ")";
}

}  // namespace headstrong::decide

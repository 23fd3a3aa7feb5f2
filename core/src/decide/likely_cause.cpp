#include "decide/likely_cause.hpp"

#include <algorithm>
#include <string_view>

#include "headers/csp/policy.hpp"
#include "text/ascii.hpp"

namespace headstrong::decide {
namespace likely_cause_detail {

/// Directives that differ in case, blanks or a response's nonce say the same.
std::string comparable(std::string_view words) {
  std::string out;
  for (std::size_t at = 0; at < words.size();) {
    const std::size_t start = std::min(words.find_first_not_of(" \t\r\n\f", at), words.size());
    at = std::min(words.find_first_of(" \t\r\n\f", start), words.size());
    const std::string_view word = words.substr(start, at - start);
    if (word.empty()) break;
    out += ' ';
    out += text::istarts_with(word, "'nonce-") ? "'nonce-'" : text::lowered(word);
  }
  return out;
}

/// Whether every directive of what was quoted stands in one of the policies.
bool is_of(const PolicySet& set, std::string_view quoted) {
  for (const ActivePolicy& active : set.policies()) {
    std::string ours = ";";
    for (const csp::Directive& directive : active.policy->directives) {
      const auto size = static_cast<std::size_t>(directive.value_text.empty()
                                                     ? directive.name_text.size()
                                                     : directive.value_text.data() + directive.value_text.size() -
                                                           directive.name_text.data());
      ours += comparable({directive.name_text.data(), size}) + ";";
    }
    bool all = true;
    for (std::size_t at = 0; all && at <= quoted.size();) {
      const std::size_t end = std::min(quoted.find(';', at), quoted.size());
      const std::string part = comparable(quoted.substr(at, end - at));
      all = part.empty() || ours.find(";" + part + ";") != ours.npos;
      at = end + 1;
    }
    if (all) return true;
  }
  return false;
}

bool blocks(const Told& told, const Verdict& verdict) {
  for (const Profile profile : kProfiles) {
    if (told.browser ? profile != *told.browser : profile == Profile::Spec) continue;
    if (!verdict.allowed_in(profile)) return true;
  }
  return false;
}

bool reports(const Verdict& verdict) {
  return std::any_of(verdict.decided_by.begin(), verdict.decided_by.end(), [](const DecidedBy& by) {
    return !by.allowed && by.disposition == PolicyDisposition::Report;
  });
}

/// The words that the sentence quotes, cut to a readable length.
std::string quoted(std::string_view words) {
  constexpr std::size_t kReadable = 120;
  if (words.size() <= kReadable) return "`" + std::string(words) + "`";
  std::size_t end = kReadable;
  while (end > 0 && (static_cast<unsigned char>(words[end]) & 0xC0) == 0x80) --end;
  return "`" + std::string(words.substr(0, end)) + "...`";
}

}  // namespace likely_cause_detail

std::string likely_cause(const PolicySet& set, const Told& told, const Request& request, const Verdict& verdict) {
  using namespace likely_cause_detail;
  const bool blocked = blocks(told, verdict);
  const bool reported = reports(verdict);
  if (blocked || (told.report_only && reported)) return {};
  if (reported) {
    return "Here the policy that does not admit it is report-only, but what was told is a request that was blocked: another "
           "policy enforces the same, or the header has been changed since.";
  }
  if (!told.policy.empty() && !is_of(set, told.policy)) {
    return "The browser had " + quoted(told.policy) +
           ", which is in no policy here. It comes from another policy (a further header, a meta element, one that a "
           "proxy or a CDN adds) or from another page.";
  }
  if (std::find(verdict.assumed.begin(), verdict.assumed.end(), "page") != verdict.assumed.end()) {
    return "It depends on the page's address, which is not given: the browser's page has another origin than the one assumed "
           "here.";
  }
  const bool addressed = request_needs(request.type) == RequestNeeds::Url;
  // WebKit's console names the address that was blocked.
  if (addressed && request.redirects == 0 && told.browser != Profile::WebKit) {
    return std::string(told.browser ? profile_title(*told.browser) : "A report") +
           " names the first address of a redirect, not the one that was blocked. The policy allows this one, so most "
           "likely it redirects to an address that the policy does not allow.";
  }
  if (!told.policy.empty()) {
    return "The policy allows this by its words, so most likely the message is of another response: its nonce, its hash "
           "or its page was a different one.";
  }
  return "These policies allow it, so another one blocked it: a further header, a meta element, one that a proxy or a CDN adds, "
         "or that of another page.";
}

}  // namespace headstrong::decide

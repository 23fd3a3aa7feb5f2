#include "decide/likely_cause.hpp"

#include <algorithm>
#include <string_view>
#include <unordered_set>

#include "grammar/url.hpp"
#include "headers/csp/policy.hpp"
#include "text/ascii.hpp"
#include "text/utf8.hpp"

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
bool has_all(const PolicySet& set, std::string_view quoted) {
  std::unordered_set<std::string> ours;
  for (const ActivePolicy& active : set.policies()) {
    for (const csp::Directive& directive : active.policy->directives) {
      const std::string_view name = directive.name_text;
      const std::string_view value = directive.value_text;
      ours.insert(comparable(name) + comparable(value));
    }
  }
  for (std::size_t at = 0; at <= quoted.size();) {
    const std::size_t end = std::min(quoted.find_first_of(";,", at), quoted.size());
    const std::string part = comparable(quoted.substr(at, end - at));
    if (!part.empty() && ours.count(part) == 0) return false;
    at = end + 1;
  }
  return true;
}

bool blocks(const Told& told, const Verdict& verdict) {
  for (const Profile profile : kProfiles) {
    if (told.browser ? profile != *told.browser : profile == Profile::Spec) continue;
    if (!verdict.allowed_in(profile)) return true;
  }
  return false;
}

bool reports(const Verdict& verdict) {
  return std::any_of(verdict.decided_by.begin(), verdict.decided_by.end(),
                     [](const DecidedBy& by) { return !by.allowed && by.disposition == PolicyDisposition::Report; });
}

/// How far the page that a message speaks of is another one than that of the policies at hand. Query and fragment don't
/// count. What has no address of its own (about:srcdoc, blob:) has its creator's policies.
enum class Elsewhere : std::uint8_t { No, Path, Origin };

Elsewhere is_of_another_page(const Told& told) {
  std::string buffers[2];
  grammar::Url one;
  grammar::Url other;
  if (told.page.empty() || told.policies_of.empty() ||
      grammar::parse_url(told.page, buffers[0], one) != grammar::UrlError::None ||
      grammar::parse_url(told.policies_of, buffers[1], other) != grammar::UrlError::None)
    return Elsewhere::No;
  const auto web = [](const grammar::Url& url) { return url.scheme == "https" || url.scheme == "http"; };
  if (!web(one) || !web(other)) return Elsewhere::No;
  const auto path = [](const grammar::Url& url) { return url.path.empty() ? std::string_view("/") : url.path; };
  if (one.scheme != other.scheme || one.host != other.host || one.effective_port() != other.effective_port())
    return Elsewhere::Origin;
  return path(one) != path(other) ? Elsewhere::Path : Elsewhere::No;
}

/// The words that the sentence quotes, cut to a readable length.
std::string quoted(std::string_view words) {
  constexpr std::size_t kReadable = 120;
  return "`" + text::shortened(words, kReadable) + "`";
}

}  // namespace likely_cause_detail

bool stops_as_told(const PolicySet& set, const Told& told, const Verdict& verdict) {
  using namespace likely_cause_detail;
  if (!told.policy.empty() && !has_all(set, told.policy)) return false;
  return blocks(told, verdict) || (told.report_only && reports(verdict));
}

std::string likely_cause(const PolicySet& set, const Told& told, const Request& request, const Verdict& verdict) {
  using namespace likely_cause_detail;
  const bool reported = reports(verdict);
  const bool differs = (!told.policy.empty() && !has_all(set, told.policy)) || !stops_as_told(set, told, verdict);
  const bool other_policy = told.policy.empty() || !has_all(set, told.policy);
  const Elsewhere elsewhere = differs ? is_of_another_page(told) : Elsewhere::No;
  // The policy that is quoted stands here, too: then the page matters only where 'self' does.
  const bool self = elsewhere == Elsewhere::Origin && text::lowered(told.policy).find("'self'") != std::string::npos;
  if (elsewhere != Elsewhere::No && (other_policy || self)) {
    return "The browser speaks of " + quoted(told.page) + ", but these headers came with " + quoted(told.policies_of) +
           (other_policy ? ", and another page may have another policy." : ", where `'self'` means another origin.") +
           " Paste the headers of the page that it names.";
  }
  if (!told.policy.empty() && !has_all(set, told.policy)) {
    return "The browser had " + quoted(told.policy) +
           ", which no policy here contains. It comes from another policy (another header, a meta element, one "
           "that a proxy or a CDN adds), from another page, or from another version of this one.";
  }
  if (stops_as_told(set, told, verdict)) return {};
  if (reported) {
    return "Only a report-only policy here would block it, but the browser did block it: another policy "
           "enforces the same, or the header has changed since.";
  }
  const bool addressed = request_needs(request.type) == RequestNeeds::Url;
  // WebKit's console names the address that was blocked.
  if (addressed && request.redirects == 0 && told.browser != Profile::WebKit) {
    return std::string(told.browser ? profile_title(*told.browser) : "A report") +
           " names the first URL of a redirect, not the one that was blocked. The policy allows this URL, so "
           "it probably redirects to one that the policy doesn't allow.";
  }
  if (!told.policy.empty()) {
    return "The policy allows this, so the message is probably about another response with a different nonce, "
           "hash or page.";
  }
  return "These policies allow it, so another one blocked it: another header, a meta element, one that a proxy "
         "or a CDN adds, or another page's policy.";
}

}  // namespace headstrong::decide

// Two pasted texts compared: the responses that `analyze` would judge, as pages of one address.
#include <algorithm>
#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compare/policies.hpp"
#include "decide/engine.hpp"
#include "decide/page.hpp"
#include "decide/request.hpp"
#include "grammar/header_names.hpp"
#include "grammar/url.hpp"
#include "headers/csp/directive_facts.hpp"
#include "headers/csp/policy.hpp"
#include "headers/csp/token_fault.hpp"
#include "headstrong/compare.hpp"
#include "headstrong/report.hpp"
#include "http/read_paste.hpp"
#include "text/ascii.hpp"
#include "text/listed.hpp"
#include "text/order.hpp"
#include "text/source.hpp"
#include "text/utf8.hpp"

namespace headstrong {
namespace compare_texts_detail {

/// One of the two texts, read.
struct Side {
  explicit Side(std::string_view text, std::optional<std::size_t> chosen = std::nullopt) : source(text) {
    paste = http::read_paste(source);
    if (chosen && *chosen < paste.responses.size()) paste.chosen = *chosen;
  }
  text::Source source;
  http::Paste paste;

  /// The response that is judged; one without headers where the text has none.
  const http::Response& response() const {
    static const http::Response kNone;
    return paste.responses.empty() ? kNone : paste.responses[paste.chosen];
  }
};

bool has_report_only(const decide::Page& page) {
  for (const csp::Policy& policy : page.model().policies) {
    if (policy.disposition == csp::Disposition::Report) return true;
  }
  return false;
}

/// The texts of all report-only policies, in order.
std::string report_only_text(const decide::Page& page) {
  std::string out;
  for (const csp::Policy& policy : page.model().policies) {
    if (policy.disposition != csp::Disposition::Report) continue;
    out += policy.text;
    out += '\n';
  }
  return out;
}

/// Whether an enforced policy has http addresses asked for over https.
bool upgrades(const decide::Page& page) {
  for (const csp::Policy& policy : page.model().policies) {
    if (policy.disposition != csp::Disposition::Enforce) continue;
    for (const csp::Directive& directive : policy.directives) {
      if (directive.name == csp::DirectiveName::UpgradeInsecureRequests) return true;
    }
  }
  return false;
}

/// Whether an enforced policy has a place for a nonce that no server has filled in.
bool has_unfilled_nonce(const decide::Page& page) {
  const std::vector<csp::Policy>& policies = page.model().policies;
  for (const csp::FaultyToken& faulty : csp::faulty_tokens(policies)) {
    const bool enforced = policies[faulty.policy].disposition == csp::Disposition::Enforce;
    if (enforced && faulty.fault == csp::TokenFault::UnfilledNonce) return true;
  }
  return false;
}

/// The headers besides those that are compared that rules judge, and others with a say in what a browser does:
/// those that most depends on first.
const std::vector<http::HeaderName>& other_headers() {
  using http::HeaderName;
  static const auto kOthers = [] {
    std::vector<HeaderName> names = {HeaderName::StrictTransportSecurity,
                                     HeaderName::XContentTypeOptions,
                                     HeaderName::ReferrerPolicy,
                                     HeaderName::PermissionsPolicy,
                                     HeaderName::CrossOriginOpenerPolicy,
                                     HeaderName::CrossOriginEmbedderPolicy,
                                     HeaderName::CrossOriginResourcePolicy,
                                     HeaderName::AccessControlAllowOrigin,
                                     HeaderName::AccessControlAllowCredentials,
                                     HeaderName::SetCookie,
                                     HeaderName::IntegrityPolicy,
                                     HeaderName::DocumentIsolationPolicy,
                                     HeaderName::CacheControl,
                                     HeaderName::ContentDisposition,
                                     HeaderName::Refresh,
                                     HeaderName::TimingAllowOrigin,
                                     HeaderName::Link,
                                     HeaderName::Vary};
    const auto is_compared = [](HeaderName name) {
      return name == HeaderName::Unknown || name == HeaderName::ContentSecurityPolicy ||
             name == HeaderName::ContentSecurityPolicyReportOnly || name == HeaderName::XFrameOptions;
    };
    for (const RuleInfo* rule : rule_catalogue()) {
      const HeaderName name = http::header_name(rule->header);
      if (!is_compared(name) && std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
    }
    return names;
  }();
  return kOthers;
}

/// Of these, the ones that only one side has, or both with another value.
std::string other_headers_that_differ(const model::ResponseModel& a, const model::ResponseModel& b) {
  std::string names;
  for (const http::HeaderName name : other_headers()) {
    const bool known = a.whole() && b.whole();
    if (!known && (!a.has(name) || !b.has(name))) continue;
    if (model::joined_value(a, name) == model::joined_value(b, name)) continue;
    names += (names.empty() ? "" : ", ") + std::string(http::spelling(name));
  }
  return names;
}

// --- nonces --------------------------------------------------------------------------------------

/// A nonce is a new one with every response: more of them than this are no servers' doing.
constexpr std::size_t kMostNonces = 8;

/// The nonces of all policies, in the order in which they first occur; nothing where there are too many.
std::vector<std::string_view> nonces_of(const decide::Page& page) {
  std::vector<std::string_view> nonces;
  for (const csp::Policy& policy : page.model().policies) {
    for (const csp::SourceExpression& token : policy.tokens) {
      if (token.kind != csp::SourceKind::Nonce) continue;
      if (std::find(nonces.begin(), nonces.end(), token.text) != nonces.end()) continue;
      if (nonces.size() == kMostNonces) return {};
      nonces.push_back(token.text);
    }
  }
  return nonces;
}

/// The nonce in "'nonce-abc'".
std::string_view value_of(std::string_view nonce) { return nonce.substr(7, nonce.size() - 8); }

/// What is newly allowed with a nonce is so with the later one.
void speak_of_later_nonces(const decide::Page& earlier, const decide::Page& later,
                           std::vector<decide::Witness>& witnesses) {
  const std::vector<std::string_view> old = nonces_of(earlier);
  const std::vector<std::string_view> fresh = nonces_of(later);
  for (decide::Witness& witness : witnesses) {
    if (witness.change != decide::Change::Allows || witness.request.nonce.empty()) continue;
    for (std::size_t i = 0; i < old.size(); ++i) {
      const std::string from(value_of(old[i]));
      const std::string to(value_of(fresh[i]));
      if (witness.request.nonce == from) witness.request.nonce = to;
      const std::size_t at = witness.sentence.find("`" + from + "`");
      if (at != std::string::npos) witness.sentence.replace(at + 1, from.size(), to);
    }
  }
}

/// The text of `side` with its nonces put back to those of `earlier`, one for one; nothing where they
/// are not simply new ones.
std::optional<std::string> with_nonces_of(const decide::Page& earlier, const decide::Page& later,
                                          std::string_view text) {
  const std::vector<std::string_view> old = nonces_of(earlier);
  const std::vector<std::string_view> fresh = nonces_of(later);
  if (old.empty() || old.size() != fresh.size()) return std::nullopt;
  for (const std::string_view nonce : fresh) {
    if (std::find(old.begin(), old.end(), nonce) != old.end()) return std::nullopt;
  }
  std::vector<std::pair<Span, std::string_view>> places;
  for (const csp::Policy& policy : later.model().policies) {
    for (const csp::SourceExpression& token : policy.tokens) {
      if (token.kind != csp::SourceKind::Nonce) continue;
      // Spelled otherwise in the text, in JSON or HTML: it stays.
      if (text.substr(token.span.start, token.span.size()) != token.text) return std::nullopt;
      const auto at = std::find(fresh.begin(), fresh.end(), token.text) - fresh.begin();
      places.emplace_back(token.span, old[static_cast<std::size_t>(at)]);
    }
  }
  text::sort(places, [](const auto& a, const auto& b) { return a.first.start < b.first.start; });
  std::string out;
  std::size_t at = 0;
  for (const auto& [span, nonce] : places) {
    if (span.start < at) return std::nullopt;
    out.append(text.substr(at, span.start - at)).append(nonce);
    at = span.end;
  }
  return out.append(text.substr(at));
}

// --- upgrade-insecure-requests ---------------------------------------------------------------------

/// The policies of a page without what asks for http addresses over https.
class PlainSet {
 public:
  explicit PlainSet(const decide::Page& page) : policies_(page.model().policies) {
    set_.set_page(page.policies().page());
    set_.set_x_frame_options(page.policies().x_frame_options());
    for (csp::Policy& policy : policies_) {
      const auto upgrades = [](const csp::Directive& directive) {
        return directive.name == csp::DirectiveName::UpgradeInsecureRequests;
      };
      policy.directives.erase(std::remove_if(policy.directives.begin(), policy.directives.end(), upgrades),
                              policy.directives.end());
      policy.names = {};
      for (const csp::Directive& directive : policy.directives) policy.names.add(directive.name);
    }
    for (const csp::Policy& policy : policies_) set_.add(policy);
  }
  PlainSet(const PlainSet&) = delete;
  PlainSet& operator=(const PlainSet&) = delete;
  const decide::PolicySet& set() const { return set_; }

 private:
  std::vector<csp::Policy> policies_;
  decide::PolicySet set_;
};

/// Whether a witness found among policies that were changed for it is one of these, too.
bool holds_between(const decide::PolicySet& before, const decide::PolicySet& after, const decide::Witness& witness) {
  const decide::Request request = witness.request.view();
  const decide::PreparedRequest prepared(request);
  if (!prepared.error().empty()) return false;
  const bool allows = witness.change == decide::Change::Allows;
  for (const decide::Profile profile : decide::kProfiles) {
    if (!witness.in(profile)) continue;
    if (decide::decide(before, prepared, profile).allowed == allows) return false;
    if (decide::decide(after, prepared, profile).allowed != allows) return false;
  }
  return true;
}

// --- sandbox and reports ---------------------------------------------------------------------------

using Words = std::set<std::string>;

constexpr std::size_t kShownWords = 3;
constexpr std::size_t kShownBytes = 120;

/// "`a`", "`a` and `b`", "`a`, `b` and `c`", "`a`, `b`, `c` and 5 others".
std::string list_of(const Words& words) {
  std::vector<std::string> quoted;
  for (const std::string& word : words) quoted.push_back("`" + text::shortened(word, kShownBytes) + "`");
  return text::listed(quoted, " and ", kShownWords);
}

Words without(const Words& words, const Words& others) {
  Words out;
  std::set_difference(words.begin(), words.end(), others.begin(), others.end(), std::inserter(out, out.end()));
  return out;
}

/// The flags that all enforced sandbox directives have; nothing where there is no sandbox.
std::optional<Words> sandbox_of(const decide::Page& page) {
  std::optional<Words> flags;
  for (const csp::Policy& policy : page.model().policies) {
    if (policy.disposition != csp::Disposition::Enforce || policy.delivery == csp::Delivery::Meta) continue;
    const csp::Directive* directive = policy.find(csp::DirectiveName::Sandbox);
    if (directive == nullptr) continue;
    Words here;
    for (const csp::SourceExpression& token : policy.tokens_of(*directive)) {
      if (csp::is_sandbox_flag(token.text)) here.insert(text::lowered(token.text));
    }
    if (flags) here = without(here, without(here, *flags));
    flags = std::move(here);
  }
  return flags;
}

void add_sandbox_note(const decide::Page& a, const decide::Page& b, Comparison& out) {
  const std::optional<Words> before = sandbox_of(a);
  const std::optional<Words> after = sandbox_of(b);
  if (before == after) return;
  if (!after) {
    out.notes.emplace_back("The page is no longer sandboxed.");
    return;
  }
  if (!before) {
    out.notes.push_back(after->empty() ? "The page is now sandboxed with no permissions."
                                       : "The page is now sandboxed, with " + list_of(*after) + ".");
    return;
  }
  const Words gained = without(*after, *before);
  const Words lost = without(*before, *after);
  std::string sentence = "The sandbox";
  if (!gained.empty()) sentence += " now has " + list_of(gained);
  if (!lost.empty()) sentence += std::string(gained.empty() ? "" : " and") + " no longer has " + list_of(lost);
  out.notes.push_back(sentence + ".");
}

/// Whether the enforced policies name Trusted Types policies, and whether each of these may be made twice.
struct NamedTypes {
  bool any = false;
  bool twice = true;
};
NamedTypes named_types_of(const decide::Page& page) {
  NamedTypes out;
  for (const csp::Policy& policy : page.model().policies) {
    if (policy.disposition != csp::Disposition::Enforce) continue;
    const csp::Directive* directive = policy.find(csp::DirectiveName::TrustedTypes);
    if (directive == nullptr) continue;
    out.any = true;
    const csp::Policy::Tokens tokens = policy.tokens_of(*directive);
    out.twice &= std::any_of(tokens.begin(), tokens.end(), [](const csp::SourceExpression& token) {
      return text::iequals(token.text, "'allow-duplicates'");
    });
  }
  return out;
}

void add_duplicates_note(const decide::Page& a, const decide::Page& b, Comparison& out) {
  const NamedTypes before = named_types_of(a);
  const NamedTypes after = named_types_of(b);
  if (!before.any || !after.any || before.twice == after.twice) return;
  out.notes.emplace_back(after.twice ? "Scripts can now create a Trusted Types policy of the same name again "
                                       "('allow-duplicates')."
                                     : "Scripts can no longer create a Trusted Types policy of the same name again "
                                       "('allow-duplicates' is gone).");
}

/// Where the policies of one disposition send their reports: addresses and names of endpoints.
Words reports_of(const decide::Page& page, csp::Disposition disposition) {
  Words out;
  for (const csp::Policy& policy : page.model().policies) {
    if (policy.disposition != disposition || policy.delivery == csp::Delivery::Meta) continue;
    for (const csp::DirectiveName name : {csp::DirectiveName::ReportUri, csp::DirectiveName::ReportTo}) {
      const csp::Directive* directive = policy.find(name);
      if (directive == nullptr) continue;
      for (const csp::SourceExpression& token : policy.tokens_of(*directive)) out.emplace(token.text);
    }
  }
  return out;
}

void add_report_note(const decide::Page& a, const decide::Page& b, csp::Disposition disposition, Comparison& out) {
  const Words before = reports_of(a, disposition);
  const Words after = reports_of(b, disposition);
  const Words gained = without(after, before);
  const Words lost = without(before, after);
  if (gained.empty() && lost.empty()) return;
  const std::string whose = disposition == csp::Disposition::Report ? "Report-only violations" : "Violations";
  if (lost.empty()) {
    out.notes.push_back(whose + " are now " + (before.empty() ? "" : "also ") + "reported to " + list_of(gained) + ".");
  } else if (gained.empty()) {
    out.notes.push_back(whose + " are no longer reported to " + list_of(lost) + ".");
  } else {
    out.notes.push_back(whose + " are now reported to " + list_of(gained) + ", no longer to " + list_of(lost) + ".");
  }
}

/// Whether some witness is of what an https page doesn't get, whatever its policies say.
bool has_mixed_content(const Comparison& found) {
  if (!text::istarts_with(found.page, "https:")) return false;
  return std::any_of(found.witnesses.begin(), found.witnesses.end(), [](const decide::Witness& witness) {
    if (!decide::is_fetched(witness.request.type)) return false;
    std::string buffer;
    grammar::Url url;
    if (grammar::parse_url(witness.request.url, buffer, url) != grammar::UrlError::None) return false;
    const bool plain = url.scheme_kind == grammar::Scheme::Http || url.scheme_kind == grammar::Scheme::Ws;
    return plain && !grammar::is_loopback(url.host);  // the reader's own machine counts as secure
  });
}

void add_notes(const Side& before, const Side& after, const decide::Page& a, const decide::Page& b, bool new_nonce,
               Comparison& out) {
  if (before.paste.responses.empty()) {
    out.notes.emplace_back("The earlier text is empty and counts as a page without headers.");
  }
  if (after.paste.responses.empty()) {
    out.notes.emplace_back("The later text is empty and counts as a page without headers.");
  }
  const std::string_view earlier = before.response().url;
  const std::string_view later = after.response().url;
  if (!earlier.empty() && !later.empty() && earlier != later) {
    out.notes.emplace_back("The two texts have different URLs; both are judged for the later one.");
  }
  if (new_nonce) {
    out.notes.emplace_back("The nonce has changed, as it should with every response. It counts as the same here.");
  }
  if ((has_report_only(a) || has_report_only(b)) && report_only_text(a) != report_only_text(b)) {
    out.notes.emplace_back("Report-only policies differ, which changes only what is reported.");
  }
  if (upgrades(a) != upgrades(b)) {
    out.notes.emplace_back(upgrades(b) ? "Browsers now request http URLs over https (upgrade-insecure-requests)."
                                       : "Browsers no longer request http URLs over https "
                                         "(upgrade-insecure-requests is gone).");
  }
  if (has_mixed_content(out)) {
    out.notes.emplace_back(
        "Whatever the policies allow, an https page gets nothing over http: browsers block it or request it over "
        "https (mixed content).");
  }
  add_sandbox_note(a, b, out);
  add_duplicates_note(a, b, out);
  add_report_note(a, b, csp::Disposition::Enforce, out);
  add_report_note(a, b, csp::Disposition::Report, out);
  if (has_unfilled_nonce(a) || has_unfilled_nonce(b)) {
    out.notes.emplace_back(
        "A nonce placeholder such as 'nonce-{{nonce}}' trusts nothing yet. Once a server fills it in, elements "
        "with the nonce are trusted, and 'unsafe-inline' beside it no longer counts.");
  }
  const std::string others = other_headers_that_differ(a.model(), b.model());
  if (!others.empty()) {
    out.notes.push_back("Only what policies and X-Frame-Options allow is compared. These also differ: " + others + ".");
  }
  if (out.incomplete) {
    out.notes.emplace_back("The policies name too many sources to try them all; there may be more differences.");
  }
}

}  // namespace compare_texts_detail

Comparison compare(std::string_view before, std::string_view after, const CompareOptions& options) {
  using compare_texts_detail::Side;
  Comparison out;
  out.page = "https://site.example/";
  if (before.size() > kMaxInputBytes || after.size() > kMaxInputBytes) {
    out.incomplete = true;
    out.notes.emplace_back("One text is over 8 MiB, so nothing was compared.");
    return out;
  }
  const Side a(before, options.before);
  const Side b(after, options.after);
  for (const auto& [side, which] : {std::pair(&a, "earlier"), std::pair(&b, "later")}) {
    if (!side->paste.is_unread()) continue;
    out.notes.push_back("No response headers or policy were found in the " + std::string(which) +
                        " text, so there is nothing to compare.");
  }
  if (!out.notes.empty()) return out;
  for (const Side* side : {&b, &a}) {
    if (side->response().url.empty()) continue;
    out.page = side->response().url;
    break;
  }
  const decide::Page earlier(a.response(), a.source.bytes(), a.paste.format, out.page);
  const decide::Page as_pasted(b.response(), b.source.bytes(), b.paste.format, out.page);
  // A nonce that merely is another one says nothing about the policy.
  const std::optional<std::string> renamed = compare_texts_detail::with_nonces_of(earlier, as_pasted, b.source.bytes());
  const Side c(renamed ? std::string_view(*renamed) : std::string_view(), options.after);
  const Side& last = renamed ? c : b;
  const decide::Page later(last.response(), last.source.bytes(), last.paste.format, out.page);
  const decide::Pair sets{earlier.policies(), later.policies()};
  decide::PolicyComparison found;
  if (compare_texts_detail::upgrades(earlier) == compare_texts_detail::upgrades(later)) {
    found = decide::compare_policies(sets);
  } else {
    // One sentence says what that changes; witnesses are of what changes besides.
    const compare_texts_detail::PlainSet plain_before(earlier);
    const compare_texts_detail::PlainSet plain_after(later);
    const decide::Pair plain{plain_before.set(), plain_after.set()};
    found = decide::compare_policies(sets, &plain);
  }
  if (renamed) {
    compare_texts_detail::speak_of_later_nonces(earlier, as_pasted, found.witnesses);
    found.witnesses.erase(std::remove_if(found.witnesses.begin(), found.witnesses.end(),
                                         [&](const decide::Witness& witness) {
                                           return !compare_texts_detail::holds_between(earlier.policies(),
                                                                                       as_pasted.policies(), witness);
                                         }),
                          found.witnesses.end());
  }
  out.witnesses = std::move(found.witnesses);
  out.incomplete = found.incomplete;
  compare_texts_detail::add_notes(a, last, earlier, later, renamed.has_value(), out);
  return out;
}

}  // namespace headstrong

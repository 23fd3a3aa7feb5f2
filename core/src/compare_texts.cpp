// Two pasted texts compared: the responses that `analyze` would judge, as pages of one address.
#include <memory>
#include <string>
#include <utility>

#include "decide/compare_policies.hpp"
#include "decide/page.hpp"
#include "headers/csp/policy.hpp"
#include "headers/csp/token_fault.hpp"
#include "headstrong/compare.hpp"
#include "headstrong/report.hpp"
#include "http/known_headers.hpp"
#include "http/read_paste.hpp"
#include "text/source.hpp"

namespace headstrong {
namespace comparison {

/// One of the two texts, read.
struct Side {
  explicit Side(std::string_view text) : source(text) {
    paste = http::read_paste(source, csp::starts_policy);
  }
  text::Source source;
  http::Paste paste;

  /// There is a text, and nothing in it was read: what its page does is not known.
  bool is_unread() const { return paste.responses.empty() && paste.format != http::Format::Empty; }

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

/// Headers with a say in what a browser does that only one side has, or both with another value:
/// compared is what policies and X-Frame-Options let through.
std::string other_headers_that_differ(const model::ResponseModel& a, const model::ResponseModel& b) {
  using http::HeaderName;
  std::string names;
  for (const HeaderName name :
       {HeaderName::StrictTransportSecurity, HeaderName::XContentTypeOptions,
        HeaderName::ReferrerPolicy, HeaderName::PermissionsPolicy,
        HeaderName::CrossOriginOpenerPolicy, HeaderName::CrossOriginEmbedderPolicy,
        HeaderName::CrossOriginResourcePolicy, HeaderName::AccessControlAllowOrigin,
        HeaderName::AccessControlAllowCredentials, HeaderName::SetCookie}) {
    const bool known = a.response->complete && b.response->complete;
    if (!known && (!a.has(name) || !b.has(name))) continue;
    if (model::joined_value(a, name) == model::joined_value(b, name)) continue;
    names += (names.empty() ? "" : ", ") + std::string(http::spelling(name));
  }
  return names;
}

void add_notes(const Side& before, const Side& after, const decide::Page& a, const decide::Page& b,
               Comparison& out) {
  if (before.paste.responses.empty()) {
    out.notes.emplace_back("The earlier text is empty; it counts as a page without headers.");
  }
  if (after.paste.responses.empty()) {
    out.notes.emplace_back("The later text is empty; it counts as a page without headers.");
  }
  const std::string_view earlier = before.response().url;
  const std::string_view later = after.response().url;
  if (!earlier.empty() && !later.empty() && earlier != later) {
    out.notes.emplace_back("The two texts are of different addresses; both are judged for the later one.");
  }
  if ((has_report_only(a) || has_report_only(b)) && report_only_text(a) != report_only_text(b)) {
    out.notes.emplace_back("Report-only policies differ; that changes what is reported, not what is allowed.");
  }
  if (upgrades(a) != upgrades(b) && !out.witnesses.empty()) {
    out.notes.emplace_back(
        upgrades(b) ? "The later policy has http addresses asked for over https: what is said of them is said of requests that go out so."
                    : "The earlier policy had http addresses asked for over https; the later one does not.");
  }
  if (has_unfilled_nonce(a) || has_unfilled_nonce(b)) {
    out.notes.emplace_back(
        "A place for a nonce, such as 'nonce-{{nonce}}', trusts nothing as it stands here. Once a server fills it in, "
        "elements with the nonce are trusted, and 'unsafe-inline' beside it no longer counts.");
  }
  const std::string others = other_headers_that_differ(a.model(), b.model());
  if (!others.empty()) {
    out.notes.push_back("Only what policies and X-Frame-Options let through is compared. These differ, too: " +
                        others + ".");
  }
  if (out.incomplete) {
    out.notes.emplace_back("The policies name more sources than are tried out; there may be further differences.");
  }
}

}  // namespace comparison

Comparison compare(std::string_view before, std::string_view after) {
  using comparison::Side;
  Comparison out;
  out.page = "https://site.example/";
  if (before.size() > kMaxInputBytes || after.size() > kMaxInputBytes) {
    out.incomplete = true;
    out.notes.emplace_back("A text of more than 8 MiB is not read, so nothing was compared.");
    return out;
  }
  const Side a(before);
  const Side b(after);
  for (const auto& [side, which] : {std::pair(&a, "earlier"), std::pair(&b, "later")}) {
    if (!side->is_unread()) continue;
    out.notes.push_back("No response headers and no policy were read in the " + std::string(which) +
                        " text, so there is nothing to compare.");
  }
  if (!out.notes.empty()) return out;
  for (const Side* side : {&b, &a}) {
    if (side->response().url.empty()) continue;
    out.page = side->response().url;
    break;
  }
  const decide::Page earlier(a.response(), a.source.bytes(), a.paste.format, out.page);
  const decide::Page later(b.response(), b.source.bytes(), b.paste.format, out.page);
  decide::PolicyComparison found = decide::compare_policies(earlier.policies(), later.policies());
  out.witnesses = std::move(found.witnesses);
  out.incomplete = found.incomplete;
  comparison::add_notes(a, b, earlier, later, out);
  return out;
}

}  // namespace headstrong

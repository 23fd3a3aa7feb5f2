#include <string>
#include <string_view>
#include <vector>

#include "grammar/url.hpp"
#include "rules/fixes.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::x_frame_options_allow_from {

/// The origin that ALLOW-FROM names; empty where it names none.
std::string partner_of(std::string_view allow_from) {
  const std::size_t word = allow_from.find_last_of(" \t");
  if (word == std::string_view::npos) return {};
  std::string buffer;
  grammar::Url url;
  if (grammar::parse_url(allow_from.substr(word + 1), buffer, url) != grammar::UrlError::None) return {};
  if (url.scheme_kind != grammar::Scheme::Https || !url.has_host()) return {};
  std::string origin = "https://" + std::string(url.host);
  if (url.port >= 0) origin.append(":").append(std::to_string(url.port));
  return origin;
}

/// Lets the partner frame the page, and the site itself, in a policy of the response or in a new one.
std::vector<Edit> let_partner_in(const Context& context, const std::string& partner) {
  const std::string sources = "'self' " + partner;
  for (const csp::Policy& policy : context.response.policies) {
    if (policy.disposition != csp::Disposition::Enforce || policy.delivery != csp::Delivery::Header) continue;
    return set_directive(policy, csp::DirectiveName::FrameAncestors, sources);
  }
  return insert_field(context.response, "Content-Security-Policy", "frame-ancestors " + sources);
}

void check(const Context& context, Sink& sink) {
  const auto& header = context.response.typed.x_frame_options;
  if (!header || header->header.allow_from.empty() || !context.response.is_document) return;
  if (!context.attacks.allowed(decide::Attack::FramedByHttps)) return;
  Finding& finding = sink.at(header->value, header->header.allow_from);
  finding.arguments = {std::string(header->header.allow_from)};
  const std::string partner = partner_of(header->header.allow_from);
  if (!partner.empty()) {
    offer_fix(finding, "Name that origin in frame-ancestors", Applicability::Suggestion,
              let_partner_in(context, partner));
    return;
  }
  offer_fix(finding, "Forbid framing by other sites: SAMEORIGIN", Applicability::Suggestion,
            replace_header(context.response, http::HeaderName::XFrameOptions, "SAMEORIGIN"));
}

extern const RuleSpec kRule = {
    {
        .id = "x-frame-options/allow-from",
        .header = "X-Frame-Options",
        .severity = Severity::Medium,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .title = "ALLOW-FROM is ignored, so any site can frame this page",
        .message = "No current browser knows {0}, so they all ignore the header.",
        .why = "An attacker loads the page in an invisible frame and steals clicks (clickjacking). "
               "Chromium and Safari (WebKit) never knew ALLOW-FROM and Firefox dropped it in "
               "version 70, so the header counts as missing.",
        .advice = "Name the origins in a policy instead: Content-Security-Policy: frame-ancestors "
                  "'self' https://partner.example. If nobody needs to frame the page, send "
                  "X-Frame-Options: DENY.",
        .references = {"https://html.spec.whatwg.org/multipage/"
                       "browsing-the-web.html#the-x-frame-options-header",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/X-Frame-Options"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: text/html; charset=utf-8\n"
               "X-Frame-Options: ALLOW-FROM https://partner.example/\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: text/html; charset=utf-8\n"
                "X-Frame-Options: DENY\n",
    },
    check,
};

}  // namespace headstrong::rules::x_frame_options_allow_from

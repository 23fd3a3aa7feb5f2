#include "grammar/url.hpp"
#include "rules/csp/helpers.hpp"
#include "rules/leak_helpers.hpp"
#include "rules/rule.hpp"
#include "text/ascii.hpp"

namespace headstrong::rules::csp_ip_source {

using namespace csp_rules;

/// Four groups of digits.
bool is_ipv4(std::string_view host) {
  int dots = 0;
  for (const char c : host) {
    if (c == '.') {
      ++dots;
    } else if (!text::is(c, text::kDigit)) {
      return false;
    }
  }
  return dots == 3;
}

void check(const Context& context, Sink& sink) {
  each_source(context, csp::SourceKind::Host,
              [&](const csp::Policy& policy, const csp::Directive& directive, const csp::SourceExpression& token) {
                if (!is_ipv4(token.host()) || grammar::is_loopback(token.host())) return;
                if (leak_rules::private_address(token.host()) == token.host()) return;  // csp/development-host
                sink.at(policy, token.span).arguments = {std::string(token.text), std::string(directive.name_text)};
              });
}

extern const RuleSpec kRule = {
    {
        .id = "csp/ip-source",
        .header = "Content-Security-Policy",
        .severity = Severity::Info,
        .category = Category::Hygiene,
        .confidence = Confidence::Certain,
        .title = "A source has an IP address",
        .message = "{0} in {1} has an IP address instead of a host name.",
        .several = "{0} sources have an IP address instead of a host name: {1}.",
        .why = "Such a source often belongs to a test machine, and whoever gets the IP address "
               "next is trusted. The specification's draft never matches IP addresses, but "
               "Chromium, Firefox and Safari (WebKit) do.",
        .advice = "Use a host name, and keep test machines out of the public policy.",
        .references = {"https://www.w3.org/TR/CSP3/#match-hosts"},
        .bad = "connect-src 'self' https://192.0.2.7",
        .good = "connect-src 'self' https://api.site.example",
    },
    check,
};

}  // namespace headstrong::rules::csp_ip_source

#include "rules/fixes.hpp"
#include "rules/rule.hpp"
#include "text/ascii.hpp"

namespace headstrong::rules::response_inner_host {

/// Headers by which servers and load balancers name the machine that answered. Names partly after
/// the removal list of the OWASP Secure Headers Project (2026-07-19).
bool names_machine(std::string_view name) {
  static constexpr std::string_view kNames[] = {"x-beserver",
                                                "x-feserver",
                                                "x-backend-server",
                                                "x-backend",
                                                "x-backend-host",
                                                "x-backendhttpstatus-server",
                                                "x-calculatedbetarget",
                                                "x-calculatedfetarget",
                                                "x-targetbeserver",
                                                "x-diaginfo",
                                                "x-server-name",
                                                "x-servername",
                                                "x-server-id",
                                                "x-hostname",
                                                "x-host",
                                                "x-host-name",
                                                "x-webserver",
                                                "x-web-server",
                                                "x-app-server",
                                                "x-appserver",
                                                "x-upstream",
                                                "x-upstream-addr",
                                                "x-proxy-backend",
                                                "x-node",
                                                "x-node-name",
                                                "x-pod",
                                                "x-pod-name",
                                                "x-container-id",
                                                "x-instance-name",
                                                "x-machine-name",
                                                "x-machine",
                                                "x-origin-server",
                                                "x-served-by-host",
                                                "x-envoy-original-dst-host",
                                                "x-server",
                                                "x-varnish-server",
                                                "x-varnish-backend",
                                                "pega-host"};
  for (const std::string_view known : kNames) {
    if (text::iequals(name, known)) return true;
  }
  return false;
}

/// Whether the value is a name: a word with a letter, not a number, a hash or the site's own host.
bool is_machine(const Context& context, std::string_view value) {
  constexpr std::size_t kLongest = 80;
  if (value.empty() || value.size() > kLongest || text::iequals(value, context.response.host))
    return false;
  if (value.find('/') != std::string_view::npos || value.find(' ') != std::string_view::npos)
    return false;
  if (text::all_of(value, text::kHexDigit)) return false;
  bool letter = false;
  for (const char c : value) letter |= text::is(c, text::kAlpha);
  for (const std::string_view word :
       {"true", "false", "hit", "miss", "default", "redacted", "nginx", "apache", "none"}) {
    if (text::iequals(value, word)) return false;
  }
  return letter;
}

void check(const Context& context, Sink& sink) {
  std::uint32_t index = 0;
  for (const http::Field& field : context.response.response->fields) {
    const std::uint32_t at = index++;
    if (field.from_meta || context.response.name_of(at) != http::HeaderName::Unknown) continue;
    const std::string_view value = field.value.text();
    if (!names_machine(field.name) || !is_machine(context, value)) continue;
    Finding& finding = sink.at(at, field.value.to_source(value));
    finding.arguments = {std::string(field.name), std::string(value)};
    offer_fix(finding, "Remove the header", Applicability::Suggestion,
              remove_field(context.response, at));
  }
}

extern const RuleSpec kRule = {
    {
        .id = "response/inner-host",
        .severity = Severity::Low,
        .category = Category::Security,
        .confidence = Confidence::Likely,
        .title = "A header names an internal machine",
        .message = "{0} reveals the name {1} of a machine or service behind the site.",
        .why = "It shows how the internal network is laid out and which software runs there. "
               "Attackers can aim at one machine of several, and anybody who gets in finds the "
               "way.",
        .advice = "Remove the header at the proxy, or send an opaque ID that only you can resolve.",
        .references = {"https://owasp.org/www-project-secure-headers/"
                       "#prevent-information-disclosure-via-http-headers"},
        .bad = "HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\nX-BEServer: EXCH-MBX02\n",
        .good =
            "HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\nX-Request-Id: EXCH-MBX02\n",
    },
    check,
};

}  // namespace headstrong::rules::response_inner_host

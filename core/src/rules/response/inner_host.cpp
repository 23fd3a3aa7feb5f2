#include <algorithm>

#include "rules/fixes.hpp"
#include "rules/leak_helpers.hpp"
#include "rules/rule.hpp"
#include "text/ascii.hpp"

namespace headstrong::rules::response_inner_host {

/// Headers by which servers and load balancers name the machine that answered. Names partly after
/// the removal list of the OWASP Secure Headers Project (2026-07-19).
bool names_machine(std::string_view name) {
  static constexpr std::string_view kNames[] = {"x-beserver",
                                                "x-feserver",
                                                "x-feproxyinfo",
                                                "x-servedbyhost",
                                                "ssl-node",
                                                "x-php-backend",
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
                                                "x-vserver",
                                                "x-vws-id",
                                                "x-backend-proxy",
                                                "pega-host"};
  for (const std::string_view known : kNames) {
    if (text::iequals(name, known)) return true;
  }
  return false;
}

bool has_digit(std::string_view s) {
  return std::any_of(s.begin(), s.end(), [](char c) { return text::is(c, text::kDigit); });
}

/// The same by the end of the name, after a maker's or a product's: X-CB-Server, X-Pantheon-Styx-Hostname.
bool may_name_machine(std::string_view name) {
  for (const std::string_view end : {"-server", "-servername", "-server-name", "-hostname", "-backend-name",
                                     "-pod-name", "srvname", "-dispatcher", "-generated-by"}) {
    if (name.size() > end.size() && text::iequals(name.substr(name.size() - end.size()), end)) return true;
  }
  return false;
}

/// Whether a Server value is the name of a machine, not of a product: mw1409.eqiad.wmnet, or a pod's
/// mw-web.main-76b85c5fdc-fv7r7.
bool is_host_of_server(std::string_view value) {
  const std::string_view first = value.substr(0, value.find('.'));
  if (leak_rules::tells_version(value) || first.size() == value.size() || !has_digit(value)) return false;
  for (const char c : value) {
    if (!text::is(c, text::kAlpha | text::kDigit) && c != '.' && c != '-') return false;
  }
  const std::size_t dots = static_cast<std::size_t>(std::count(value.begin(), value.end(), '.'));
  return dots >= 2 && (has_digit(first) || has_digit(value.substr(value.rfind('.'))));
}

/// Whether the value is a name: a word with a letter, not a number, a hash or the site's own host.
bool is_machine(const Context& context, std::string_view value) {
  constexpr std::size_t kLongest = 80;
  if (value.empty() || value.size() > kLongest || text::iequals(value, context.response.host)) return false;
  if (value.find('/') != std::string_view::npos || value.find(' ') != std::string_view::npos) return false;
  // A number, a hash or an IP address.
  if (value.find_first_not_of("0123456789abcdefABCDEF:.") == std::string_view::npos) return false;
  bool letter = false;
  for (const char c : value) letter |= text::is(c, text::kAlpha);
  for (const std::string_view word :
       {"true", "false", "hit", "miss", "default", "redacted", "nginx", "apache", "none"}) {
    if (text::iequals(value, word)) return false;
  }
  return letter;
}

/// Headers that name hosts, or hold free text.
bool may_hold_host(http::HeaderName name) {
  switch (name) {
    case http::HeaderName::AltSvc:
    case http::HeaderName::ContentLocation:
    case http::HeaderName::Link:
    case http::HeaderName::Location:
    case http::HeaderName::Server:
    case http::HeaderName::Via:
    case http::HeaderName::WwwAuthenticate: return true;
    default: return false;
  }
}

/// Reports a host of an internal network in a header of the site; whoever asks one knows it.
void check_internal(const Context& context, Sink& sink) {
  if (!leak_rules::internal_host(context.response.host).empty()) return;
  std::uint32_t index = 0;
  for (const http::Field& field : context.response.response->fields) {
    const std::uint32_t at = index++;
    if (field.from_meta || !may_hold_host(context.response.name_of(at))) continue;
    const std::string_view host = leak_rules::internal_host(field.value.text());
    if (host.empty()) continue;
    sink.at(at, field.value.to_source(host)).arguments = {std::string(field.name), std::string(host)};
  }
}

void check(const Context& context, Sink& sink) {
  check_internal(context, sink);
  std::uint32_t index = 0;
  for (const http::Field& field : context.response.response->fields) {
    const std::uint32_t at = index++;
    const http::HeaderName known = context.response.name_of(at);
    const std::string_view value = field.value.text();
    const bool of_server =
        known == http::HeaderName::Server && is_host_of_server(value) && leak_rules::internal_host(value).empty();
    if (field.from_meta || (known != http::HeaderName::Unknown && !of_server)) continue;
    const bool named = names_machine(field.name) || (may_name_machine(field.name) && has_digit(value));
    if (!of_server && (!named || !is_machine(context, value))) continue;
    Finding& finding = sink.at(at, field.value.to_source(value));
    finding.arguments = {std::string(field.name), std::string(value)};
    offer_fix(finding, "Remove the header", Applicability::Suggestion, remove_field(context.response, at));
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
        .why = "The name shows how the internal network is laid out and which software runs there. "
               "Attackers can aim at one machine of several, and anybody who gets in finds the "
               "way.",
        .advice = "Remove the name at the proxy, or send an opaque ID that only you can resolve.",
        .references = {"https://owasp.org/www-project-secure-headers/"
                       "#prevent-information-disclosure-via-http-headers"},
        .bad = "HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\nX-BEServer: EXCH-MBX02\n",
        .good = "HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\nX-Request-Id: EXCH-MBX02\n",
    },
    check,
};

}  // namespace headstrong::rules::response_inner_host

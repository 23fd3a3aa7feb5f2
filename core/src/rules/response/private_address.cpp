#include "rules/leak_helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::response_private_address {

/// Headers whose value names hosts or is free text; policies and cookies have rules of their own.
bool may_leak(http::HeaderName name) {
  switch (name) {
    case http::HeaderName::Unknown: return true;
    case http::HeaderName::AltSvc:
    case http::HeaderName::CacheStatus:
    case http::HeaderName::ContentLocation:
    case http::HeaderName::Via:
    case http::HeaderName::WwwAuthenticate:
    case http::HeaderName::Location:
    case http::HeaderName::Link:
    case http::HeaderName::Server: return true;
    default: return false;
  }
}

void check(const Context& context, Sink& sink) {
  if (context.response.has_ip_host) return;  // whoever asks a private address knows it
  std::uint32_t index = 0;
  for (const http::Field& field : context.response.response->fields) {
    const std::uint32_t at = index++;
    if (field.from_meta || !may_leak(context.response.name_of(at))) continue;
    const std::string_view address = leak_rules::private_address(field.value.text());
    if (address.empty()) continue;
    Finding& finding = sink.at(at, field.value.to_source(address));
    finding.arguments = {std::string(field.name), std::string(address)};
  }
}

extern const RuleSpec kRule = {
    {
        .id = "response/private-address",
        .severity = Severity::Low,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "A header reveals a private IP address",
        .message = "{0} reveals the private IP address {1}.",
        .why = "The address shows how the internal network is laid out. That helps attackers who forge "
               "server-side requests, or who get a script into a page that an employee opens.",
        .advice = "Rewrite or remove the header at the proxy.",
        .references = {"https://www.rfc-editor.org/rfc/rfc1918", "https://owasp.org/www-project-secure-headers/"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: text/html\n"
               "X-Backend-Server: 10.0.12.7:8080\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: text/html\n"
                "X-Backend-Server: web7\n",
    },
    check,
};

}  // namespace headstrong::rules::response_private_address

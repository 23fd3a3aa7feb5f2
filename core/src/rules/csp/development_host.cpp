#include <algorithm>
#include <string_view>

#include "grammar/url.hpp"
#include "rules/csp/helpers.hpp"
#include "rules/fixes.hpp"
#include "rules/leak_helpers.hpp"
#include "rules/rule.hpp"
#include "text/ascii.hpp"

namespace headstrong::rules::csp_development_host {

using namespace csp_rules;

/// What a host is to a visitor, in words behind "is"; empty: a host like any other. `likely`: by its name alone.
struct Meaning {
  std::string_view words;
  bool likely = false;
};

bool ends_with_label(std::string_view host, std::string_view suffix) {
  return text::iends_with(host, suffix) &&
         (host.size() == suffix.size() || host[host.size() - suffix.size() - 1] == '.');
}

template <std::size_t N>
bool is_below(std::string_view host, const std::string_view (&suffixes)[N]) {
  return std::any_of(std::begin(suffixes), std::end(suffixes),
                     [&](std::string_view suffix) { return ends_with_label(host, suffix); });
}

/// Whether a label before the last two says that the host is for trying out.
bool is_called_staging(std::string_view host) {
  static constexpr std::string_view kLabels[] = {"staging", "stage", "stg", "uat", "preprod", "qa"};
  auto ahead = std::count(host.begin(), host.end(), '.');
  while (ahead >= 2) {
    const std::string_view label = host.substr(0, host.find('.'));
    for (const std::string_view known : kLabels) {
      if (text::iequals(label, known)) return true;
    }
    host.remove_prefix(label.size() + 1);
    --ahead;
  }
  return false;
}

Meaning meaning_of(std::string_view host) {
  // RFC 6762, RFC 8375, and what ICANN keeps for private use.
  static constexpr std::string_view kLocal[] = {"local", "lan", "home.arpa", "internal", "localdomain", "intranet"};
  static constexpr std::string_view kTunnels[] = {"ngrok.io",  "ngrok-free.app",    "ngrok-free.dev", "ngrok.app",
                                                  "ngrok.dev", "trycloudflare.com", "loca.lt",        "serveo.net",
                                                  "lhr.life",  "localhost.run"};
  if (!host.empty() && host.back() == '.') host.remove_suffix(1);
  if (grammar::is_loopback(host)) return {"the visitor's own machine"};
  if (host.empty()) return {};
  if (is_below(host, kLocal) || leak_rules::private_address(host) == host) {
    return {"a machine in the network that the visitor is in"};
  }
  if (is_below(host, kTunnels)) return {"a tunnel, and its name can go to somebody else", true};
  if (is_called_staging(host)) return {"a staging host by its name", true};
  return {};
}

void check(const Context& context, Sink& sink) {
  // What developers see is meant to say so.
  if (!meaning_of(context.response.host).words.empty()) return;
  each_source(
      context, csp::SourceKind::Host,
      [&](const csp::Policy& policy, const csp::Directive& directive, const csp::SourceExpression& token) {
        if (!is_enforced(policy)) return;
        std::string_view platform;
        // A wildcard below a tunnel's suffix lets everybody in, which is said elsewhere.
        if (is_public_wildcard(token, platform)) return;
        const Meaning meaning = meaning_of(token.host());
        if (meaning.words.empty()) return;
        Finding& finding = sink.at(policy, token.span);
        if (meaning.likely) finding.confidence = Confidence::Likely;
        if (context.trial) return;
        finding.arguments = {std::string(token.text), std::string(directive.name_text), std::string(meaning.words)};
        offer_fix(finding, "Remove this source", Applicability::Suggestion, remove_tokens(policy, directive, {&token}));
      });
}

extern const RuleSpec kRule = {
    {
        .id = "csp/development-host",
        .header = "Content-Security-Policy",
        .severity = Severity::Low,
        .category = Category::Hygiene,
        .confidence = Confidence::Certain,
        .title = "The policy lists a local or development host",
        .message = "{0} in {1} is {2}.",
        .several = "{0} sources are local or development hosts: {1}.",
        .why = "For visitors, localhost is their own machine and .local their own network: a program or device "
               "there that the page trusts can answer in your developer's stead. Tunnel names change hands, and "
               "staging hosts are rarely guarded as well as the site.",
        .advice =
            "Remove hosts that only developers need, and give developers a policy with them. Keep localhost only if an "
            "app of yours answers there on the visitor's machine, and then not in a script list.",
        .references = {"https://www.w3.org/TR/CSP3/#match-hosts", "https://www.rfc-editor.org/rfc/rfc6761"},
        .bad = "script-src 'self' http://localhost:3000",
        .good = "script-src 'self' https://cdn.site.example",
    },
    check,
};

}  // namespace headstrong::rules::csp_development_host

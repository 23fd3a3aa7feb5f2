#include "rules/csp/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_upgrade_over_http {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  if (!context.response.plain_http) return;
  each_named(context, csp::DirectiveName::UpgradeInsecureRequests,
             [&](const csp::Policy& policy, const csp::Directive& directive) {
               if (!is_enforced(policy)) return;
               sink.at(policy, directive.name_span).arguments = {std::string(directive.name_text)};
             });
}

extern const RuleSpec kRule = {
    {
        .id = "csp/upgrade-over-http",
        .header = "Content-Security-Policy",
        .severity = Severity::Low,
        .category = Category::Hygiene,
        .confidence = Confidence::Certain,
        .title = "A page over plain HTTP asks for upgrades",
        .message = "{0} came over plain HTTP, where an attacker on the network can remove it.",
        .why = "The directive makes browsers load the page's files over https, and they fail if "
               "the site only answers on http. It doesn't bring the page itself to https.",
        .advice = "Redirect the page to https:, and send the directive there.",
        .references = {"https://www.w3.org/TR/upgrade-insecure-requests/",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Content-Security-Policy/upgrade-insecure-requests"},
        .bad = "* Connected to site.example (192.0.2.1) port 80\n> GET / HTTP/1.1\n> Host: "
               "site.example\n> \n< HTTP/1.1 200 OK\n< Content-Type: text/html; charset=utf-8\n< "
               "Content-Security-Policy: upgrade-insecure-requests\n< \n",
        .good = "* Connected to site.example (192.0.2.1) port 443\n> GET / HTTP/1.1\n> Host: "
                "site.example\n> \n< HTTP/1.1 200 OK\n< Content-Type: text/html; charset=utf-8\n< "
                "Content-Security-Policy: upgrade-insecure-requests\n< \n",
    },
    check,
};

}  // namespace headstrong::rules::csp_upgrade_over_http

#include "rules/csp/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_script_angular_host {

using namespace csp_rules;

void check(const Context& context, Sink& sink) { report_bypass_hosts(context, sink, "angular"); }

extern const RuleSpec kRule = {
    {
        .id = "csp/script-angular-host",
        .header = "Content-Security-Policy",
        .severity = Severity::High,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "Scripts may come from a host that serves AngularJS",
        .message = "{0} lets {1} load, and AngularJS runs code found in markup{2}.",
        .several =
            "{0} sources in the script list cover hosts that serve AngularJS or are reported to, and it runs code found in markup: "
            "{1}.",
        .why = "The attacker injects a script tag for the library, which the policy trusts, and "
               "markup such as <div ng-app ng-csp><input autofocus "
               "ng-focus=\"$event.view.alert(1)\"></div>. AngularJS runs the expression without "
               "any inline script or eval.",
        .advice = "Name the exact files with their paths, serve them yourself, or trust them by "
                  "nonce or hash instead of by host.",
        .references = {"https://research.google/pubs/"
                       "csp-is-dead-long-live-csp-on-the-insecurity-of-whitelists-and-the-future-"
                       "of-content-security-policy/",
                       "https://www.w3.org/TR/CSP3/#strict-csp"},
        .bad = "script-src 'self' https://cdnjs.cloudflare.com",
        .good = "script-src 'self' "
                "https://cdnjs.cloudflare.com/ajax/libs/jquery/3.7.1/jquery.min.js",
    },
    check,
};

}  // namespace headstrong::rules::csp_script_angular_host

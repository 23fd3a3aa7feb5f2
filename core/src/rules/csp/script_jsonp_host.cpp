#include "rules/csp/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_script_jsonp_host {

using namespace csp_rules;

void check(const Context& context, Sink& sink) { report_bypass_hosts(context, sink, "jsonp"); }

extern const RuleSpec kRule = {
    {
        .id = "csp/script-jsonp-host",
        .header = "Content-Security-Policy",
        .severity = Severity::Medium,
        .category = Category::Security,
        .confidence = Confidence::Likely,
        .title = "Scripts may come from a host with a JSONP endpoint",
        .message = "{0} lets {1} load, which is reported to be a JSONP endpoint{2}.",
        .several = "{0} sources in the script list cover hosts reported to have JSONP endpoints: {1}.",
        .why = "An attacker injects a script tag with the endpoint's URL and a callback of their "
               "choice, and the trusted host answers with a JSONP response the caller controls. "
               "The policy lets it run.",
        .advice = "Restrict the source to the path you need (https://www.google.com/recaptcha/), "
                  "or trust scripts by nonce or hash instead of by host. Try the URL first: "
                  "endpoints come and go.",
        .references = {"https://research.google/pubs/"
                       "csp-is-dead-long-live-csp-on-the-insecurity-of-whitelists-and-the-future-"
                       "of-content-security-policy/",
                       "https://www.w3.org/TR/CSP3/#strict-csp"},
        .bad = "script-src 'self' https://accounts.google.com",
        .good = "script-src 'self' https://accounts.google.com/gsi/client",
    },
    check,
};

}  // namespace headstrong::rules::csp_script_jsonp_host

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
        .message = "{0} lets {1} load, a JSONP endpoint that others have reported{2}.",
        .several = "{0} hosts in the script list have JSONP endpoints, as others have reported: {1}.",
        .why = "A JSONP endpoint answers with a script that calls the function named in the "
               "address. The attacker injects a script tag with a callback of their choosing, "
               "and the trusted host sends back the attacker's code.",
        .advice = "Restrict the source to the path that is needed "
                  "(https://www.google.com/recaptcha/), or trust scripts by nonce or hash "
                  "instead of by host. Endpoints come and go: try the address to see whether it "
                  "still answers.",
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

#include "rules/csp/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_script_upload_host {

using namespace csp_rules;

void check(const Context& context, Sink& sink) { report_bypass_hosts(context, sink, "upload"); }

extern const RuleSpec kRule = {
    {
        .id = "csp/script-upload-host",
        .header = "Content-Security-Policy",
        .severity = Severity::High,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "Scripts may come from a host where anybody can publish",
        .message = "{0} lets {1} load, and anybody can publish a file there{2}.",
        .several = "{0} sources in the script list cover hosts where anybody can publish a file: {1}.",
        .why = "The host serves whatever its users upload, be it an npm package, a public "
               "repository or a storage bucket. The attacker publishes a file, points an injected "
               "script tag at it, and the policy lets it run.",
        .advice = "Name the exact file or package with its version "
                  "(https://cdn.jsdelivr.net/npm/vue@3.4.21/dist/vue.global.prod.js), serve the "
                  "file yourself, or trust it by nonce or hash instead of by host. A path counts only while "
                  "no listed host redirects elsewhere: browsers don't compare it after a redirect.",
        .references = {"https://research.google/pubs/"
                       "csp-is-dead-long-live-csp-on-the-insecurity-of-whitelists-and-the-future-"
                       "of-content-security-policy/",
                       "https://www.w3.org/TR/CSP3/#strict-csp"},
        .bad = "script-src 'self' https://cdn.jsdelivr.net",
        .good = "script-src 'self' "
                "https://cdn.jsdelivr.net/npm/vue@3.4.21/dist/vue.global.prod.js",
    },
    check,
};

}  // namespace headstrong::rules::csp_script_upload_host

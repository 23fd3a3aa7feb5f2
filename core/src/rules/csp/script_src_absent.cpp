#include "rules/csp/helpers.hpp"
#include "rules/fixes.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_script_src_absent {

using namespace csp_rules;

/// What the policies leave open; empty where scripts are restricted.
std::string_view uncovered(const Context& context) {
  const bool elements = is_unrestricted(context, Attack::HttpsScript);
  const bool attributes = is_unrestricted(context, Attack::ScriptAttribute);
  if (elements && attributes) return "scripts";
  if (elements) return "script elements";
  return attributes ? "event handlers" : "";
}

void check(const Context& context, Sink& sink) {
  if (!context.response.is_document) return;
  const csp::Policy* policy = first_enforced(context);
  if (policy == nullptr) return;
  const std::string_view what = uncovered(context);
  if (what.empty()) return;
  Finding& finding = sink.at(*policy, policy->span);
  finding.arguments = {std::string(what)};
  offer_fix(finding, "Add script-src 'self'", Applicability::Suggestion,
            set_directive(*policy, csp::DirectiveName::ScriptSrc, "'self'"));
}

extern const RuleSpec kRule = {
    {
        .id = "csp/script-src-absent",
        .header = "Content-Security-Policy",
        .severity = Severity::High,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "The policy doesn't restrict scripts",
        .message = "No enforced policy has a script-src or default-src that covers {0}.",
        .why = "A policy allows whatever it doesn't mention: what is injected of that kind runs as if there "
               "were no policy.",
        .advice = "Add script-src with a nonce or hashes, or at least script-src 'self'. "
                  "default-src alone would cover scripts too.",
        .references = {"https://www.w3.org/TR/CSP3/#directive-script-src",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Content-Security-Policy/script-src"},
        .bad = "img-src 'self'; frame-ancestors 'none'",
        .good = "script-src 'self'; frame-ancestors 'none'",
    },
    check,
};

}  // namespace headstrong::rules::csp_script_src_absent

#include "rules/csp/helpers.hpp"
#include "rules/fixes.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_frame_ancestors_absent {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  const model::ResponseModel& response = context.response;
  // With a whole response X-Frame-Options is known to be absent, and its rule speaks.
  if (!response.is_page() || response.challenge || response.whole()) return;
  if (response.has(http::HeaderName::XFrameOptions)) return;
  if (response.policies.empty() || !is_unrestricted(context, Attack::FramedByHttps)) return;
  const csp::Policy* enforced = first_enforced(context);
  const csp::Policy* policy = enforced != nullptr ? enforced : &response.policies.front();
  Finding& finding = sink.at(*policy, policy->span);
  if (context.trial) return;
  if (enforced == nullptr || policy->delivery == csp::Delivery::Meta) return;
  offer_fix(finding, "Add frame-ancestors 'self'", Applicability::Suggestion,
            set_directive(*policy, csp::DirectiveName::FrameAncestors, "'self'"));
}

extern const RuleSpec kRule = {
    {
        .id = "csp/frame-ancestors-absent",
        .header = "Content-Security-Policy",
        .severity = Severity::Medium,
        .category = Category::Security,
        .confidence = Confidence::Likely,
        .title = "The policy doesn't say who may frame the page",
        .message = "No enforced policy has frame-ancestors, and default-src doesn't cover it.",
        .why = "An attacker can load the page in an invisible frame and steal clicks "
               "(clickjacking), unless it has an X-Frame-Options that this text doesn't show.",
        .advice = "Add frame-ancestors 'none', or frame-ancestors 'self' if your own pages frame "
                  "each other.",
        .references = {"https://www.w3.org/TR/CSP3/#directive-frame-ancestors",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Content-Security-Policy/frame-ancestors"},
        .bad = "default-src 'self'",
        .good = "default-src 'self'; frame-ancestors 'self'",
    },
    check,
};

}  // namespace headstrong::rules::csp_frame_ancestors_absent

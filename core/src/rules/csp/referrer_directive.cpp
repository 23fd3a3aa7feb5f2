#include "rules/csp/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_referrer_directive {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  const bool sent = context.response.has(http::HeaderName::ReferrerPolicy);
  each_named(context, csp::DirectiveName::Referrer, [&](const csp::Policy& policy, const csp::Directive& directive) {
    Finding& finding = sink.at(policy, directive.span);
    finding.arguments = {std::string(directive.name_text)};
    // Without the header it is the only trace of what was meant.
    offer_removal(finding, policy, directive, sent ? Applicability::Safe : Applicability::Suggestion);
  });
}

extern const RuleSpec kRule = {
    {
        .id = "csp/referrer-directive",
        .header = "Content-Security-Policy",
        .severity = Severity::Info,
        .category = Category::Deprecated,
        .confidence = Confidence::Certain,
        .title = "The referrer directive is obsolete",
        .message = "{0} in a policy has no effect in current browsers.",
        .why = "A separate header, Referrer-Policy, decides what other sites learn about a page's "
               "URL. The directive only looks like protection.",
        .advice = "Remove it and send the header Referrer-Policy: strict-origin-when-cross-origin.",
        .references = {"https://www.w3.org/TR/referrer-policy/"},
        .bad = "default-src 'self'; referrer no-referrer",
        .good = "default-src 'self'",
    },
    check,
};

}  // namespace headstrong::rules::csp_referrer_directive

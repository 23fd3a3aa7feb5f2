#include "rules/csp/helpers.hpp"
#include "rules/fixes.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_frame_ancestors_any_host {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  const decide::PolicyDecision* by = allowed_by_source(context, Attack::FramedByHttps);
  if (by == nullptr) return;
  Finding& finding = sink.at(*by->policy, by->source->span);
  finding.arguments = {std::string(by->source->text)};
  offer_fix(finding, "Allow framing by your own site only", Applicability::Suggestion,
            replace_value(*by->policy, *by->directive, "'self'"));
}

extern const RuleSpec kRule = {
    {
        .id = "csp/frame-ancestors-any-host",
        .header = "Content-Security-Policy",
        .severity = Severity::Medium,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "Any site may frame the page",
        .message = "{0} in frame-ancestors lets any host frame the page, including an attacker's.",
        .why = "The attacker's page shows yours in a transparent frame over something harmless, "
               "and the visitor's clicks land on your buttons (clickjacking). X-Frame-Options "
               "doesn't help: browsers ignore it when a policy has frame-ancestors.",
        .advice = "Write frame-ancestors 'none' or frame-ancestors 'self', or name the sites that "
                  "may frame the page.",
        .references = {"https://www.w3.org/TR/CSP3/#directive-frame-ancestors",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "Content-Security-Policy/frame-ancestors"},
        .bad = "default-src 'self'; frame-ancestors *",
        .good = "default-src 'self'; frame-ancestors 'self' https://partner.example",
    },
    check,
};

}  // namespace headstrong::rules::csp_frame_ancestors_any_host

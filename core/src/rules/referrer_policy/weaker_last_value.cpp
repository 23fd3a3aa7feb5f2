#include "rules/fixes.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::referrer_policy_weaker_last_value {

void check(const Context& context, Sink& sink) {
  const auto& header = context.response.typed.referrer_policy;
  if (!header) return;
  const headers::ReferrerPolicy& policy = header->header;
  if (policy.effective == headers::Referrer::Unknown) return;
  if (policy.strictest_before >= policy.effective) return;
  // The spec's own example of a fallback: a browser that does not know the last uses the first.
  const bool joined = header->value.is_joined();
  Finding& finding = sink.at(header->value, policy.strictest_text);
  if (!joined) finding.confidence = Confidence::Likely;
  if (!joined) finding.severity = Severity::Info;
  finding.arguments = {std::string(policy.strictest_text), std::string(policy.effective_text),
                       joined ? "" : "; the list is a fallback for browsers that don't know it"};
  finding.related = {{header->value.to_source(policy.effective_text), "browsers use this one"}};
  offer_fix(finding, "Keep the stricter one", Applicability::Suggestion,
            replace_header(context.response, http::HeaderName::ReferrerPolicy, policy.strictest_text));
}

extern const RuleSpec kRule = {
    {
        .id = "referrer-policy/weaker-last-value",
        .header = "Referrer-Policy",
        .severity = Severity::Low,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "A later Referrer-Policy overrides the stricter one",
        .message = "Browsers ignore {0}, because they use the last value they know, {1}{2}.",
        .why = "The last value reveals more than one before it. In one header that is how a fallback is "
               "written; two headers often come from two places in the stack.",
        .advice = "Keep one value, or put the one you want last.",
        .references = {"https://www.w3.org/TR/referrer-policy/#parse-referrer-policy-from-header",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Referrer-Policy"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: text/html; charset=utf-8\n"
               "Referrer-Policy: no-referrer, strict-origin-when-cross-origin\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: text/html; charset=utf-8\n"
                "Referrer-Policy: strict-origin-when-cross-origin, no-referrer\n",
    },
    check,
};

}  // namespace headstrong::rules::referrer_policy_weaker_last_value

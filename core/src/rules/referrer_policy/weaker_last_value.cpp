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
  finding.arguments = {std::string(policy.strictest_text), std::string(policy.effective_text)};
  finding.related = {{header->value.to_source(policy.effective_text), "this one counts"}};
  offer_fix(
      finding, "Keep the stricter one", Applicability::Suggestion,
      replace_header(context.response, http::HeaderName::ReferrerPolicy, policy.strictest_text));
}

extern const RuleSpec kRule = {
    {
        .id = "referrer-policy/weaker-last-value",
        .header = "Referrer-Policy",
        .severity = Severity::Low,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "The stricter Referrer-Policy is overridden by a later one",
        .message = "{0} is not used: the last value that browsers know counts, which is {1}.",
        .why = "Several values are read as a list of fallbacks, the newest last. Here the last one "
               "gives away more than one before it; often two places in the stack set the header.",
        .advice = "Keep one value, or put the one you want last.",
        .references =
            {"https://www.w3.org/TR/referrer-policy/#parse-referrer-policy-from-header",
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

#include "rules/csp/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_policy_empty {

using namespace csp_rules;

void check(const Context& context, Sink& sink) {
  const model::ResponseModel& response = context.response;
  const auto& fields = response.fields(http::HeaderName::ContentSecurityPolicy);
  if (fields.empty() || !response.is_document || has_enforced(context)) return;
  const http::Field& field = response.field(fields.front());
  Finding& finding = sink.at(fields.front(), field.span);
  finding.arguments = {std::string(field.name)};
}

extern const RuleSpec kRule = {
    {
        .id = "csp/policy-empty",
        .header = "Content-Security-Policy",
        .severity = Severity::High,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "The policy has no directives",
        .message = "{0} contains no directive, so there is no policy.",
        .why = "Browsers drop a policy without directives. The header is sent, but protects "
               "nothing.",
        .advice = "Write a policy or remove the header. Check whether a variable was left empty.",
        .references = {"https://www.w3.org/TR/CSP3/#parse-response-csp"},
        .bad = "HTTP/1.1 200 OK\nContent-Security-Policy: ;\n",
        .good = "HTTP/1.1 200 OK\nContent-Security-Policy: script-src 'self'\n",
    },
    check,
};

}  // namespace headstrong::rules::csp_policy_empty

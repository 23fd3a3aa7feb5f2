#include <algorithm>
#include <string>
#include <string_view>

#include "rules/csp/helpers.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::csp_keyword_without_partner {

using namespace csp_rules;

bool wants_endpoint(const csp::SourceExpression& token) {
  return token.is(csp::Keyword::ReportSha256) || token.is(csp::Keyword::ReportSha384) ||
         token.is(csp::Keyword::ReportSha512);
}

void check(const Context& context, Sink& sink) {
  const std::vector<csp::Policy>& policies = context.response.policies;
  const bool typed = std::any_of(policies.begin(), policies.end(), [](const csp::Policy& policy) {
    return policy.find(csp::DirectiveName::RequireTrustedTypesFor) != nullptr;
  });
  each_source(context, csp::SourceKind::Keyword,
              [&](const csp::Policy& policy, const csp::Directive& directive, const csp::SourceExpression& token) {
                std::string_view missing;
                if (token.is(csp::Keyword::TrustedTypesEval) && !typed) {
                  missing = "require-trusted-types-for 'script'";
                } else if (wants_endpoint(token) && policy.find(csp::DirectiveName::ReportTo) == nullptr &&
                           policy.find(csp::DirectiveName::ReportUri) == nullptr) {
                  missing = "report-to";
                }
                if (missing.empty()) return;
                sink.at(policy, token.span).arguments = {std::string(token.text), std::string(directive.name_text),
                                                         std::string(missing)};
              });
}

extern const RuleSpec kRule = {
    {
        .id = "csp/keyword-without-partner",
        .header = "Content-Security-Policy",
        .severity = Severity::Info,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .title = "A keyword needs a directive that is missing",
        .message = "{0} in {1} only counts together with {2}, which the policy lacks.",
        .why = "'trusted-types-eval' is made for pages that require Trusted Types, and the report-sha keywords send "
               "hashes to an endpoint. Without the other half neither does what it was written for.",
        .advice = "Add the directive, or remove the keyword.",
        .references = {"https://www.w3.org/TR/CSP3/#framework-directive-source-list"},
        .bad = "script-src 'self' 'report-sha256'",
        .good = "script-src 'self' 'report-sha256'; report-to main",
    },
    check,
};

}  // namespace headstrong::rules::csp_keyword_without_partner

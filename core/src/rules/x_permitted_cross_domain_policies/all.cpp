#include "rules/fixes.hpp"
#include "rules/rule.hpp"
#include "text/ascii.hpp"

namespace headstrong::rules::x_permitted_cross_domain_policies_all {

void check(const Context& context, Sink& sink) {
  for (const std::uint32_t field : context.response.fields(http::HeaderName::XPermittedCrossDomainPolicies)) {
    const text::MappedText& value = context.response.field(field).value;
    if (!text::iequals(value.text(), "all")) continue;
    Finding& finding = sink.at(field, value.to_source(value.text()));
    finding.arguments = {std::string(value.text())};
    offer_fix(finding, "Send none", Applicability::Suggestion, replace_field_value(context.response, field, "none"));
  }
}

extern const RuleSpec kRule = {
    {
        .id = "x-permitted-cross-domain-policies/all",
        .header = "X-Permitted-Cross-Domain-Policies",
        .severity = Severity::Info,
        .category = Category::Deprecated,
        .confidence = Confidence::Certain,
        .title = "Any crossdomain.xml on the site counts for old plugins",
        .message = "{0} makes every crossdomain.xml on the site count.",
        .why = "An uploaded file can let other sites' documents read this site with the visitor's "
               "cookies. Flash is gone, so this only affects old PDF readers.",
        .advice = "Send none, or remove the header.",
        .references = {"https://owasp.org/www-project-secure-headers/#x-permitted-cross-domain-policies"},
        .bad = "HTTP/1.1 200 OK\nContent-Type: text/html; "
               "charset=utf-8\nX-Permitted-Cross-Domain-Policies: all\n",
        .good = "HTTP/1.1 200 OK\nContent-Type: text/html; "
                "charset=utf-8\nX-Permitted-Cross-Domain-Policies: none\n",
    },
    check,
};

}  // namespace headstrong::rules::x_permitted_cross_domain_policies_all

#include <string>

#include "grammar/structured_field.hpp"
#include "rules/fixes.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::response_unquoted_endpoint {

void check(const Context& context, Sink& sink) {
  using http::HeaderName;
  for (const HeaderName name :
       {HeaderName::CrossOriginOpenerPolicy, HeaderName::CrossOriginOpenerPolicyReportOnly,
        HeaderName::CrossOriginEmbedderPolicy, HeaderName::CrossOriginEmbedderPolicyReportOnly}) {
    const auto& fields = context.response.fields(name);
    if (fields.empty()) continue;
    const headers::FieldValue value(*context.response.response, fields);
    const grammar::SfField item = grammar::parse_sf_item(value.text());
    if (!item.ok() || item.members.empty()) continue;
    const grammar::SfParameter* parameter = item.find_parameter(item.members.front().value, "report-to");
    if (parameter == nullptr || parameter->type == grammar::SfType::String) continue;
    Finding& finding = sink.at(value, parameter->value.empty() ? parameter->key : parameter->value);
    const std::string written(parameter->value);
    finding.arguments = {"report-to" + (written.empty() ? "" : "=" + written),
                         std::string(context.response.field(fields.front()).name)};
    if (parameter->type != grammar::SfType::Token) continue;
    offer_fix(finding, "Put it in double quotes", Applicability::Suggestion,
              replace_part(context.response, value, parameter->value, '"' + written + '"'));
  }
}

extern const RuleSpec kRule = {
    {
        .id = "response/unquoted-endpoint",
        .severity = Severity::Info,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .title = "report-to is not a string, so no reports are sent",
        .message = "{0} in {1} is not a string, so browsers send no reports.",
        .why = "The policy itself works, but you don't learn what it blocks.",
        .advice = "Put the endpoint's name in double quotes: report-to=\"coop\".",
        .references = {"https://html.spec.whatwg.org/multipage/browsers.html#obtain-coop"},
        .bad = "HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\n"
               "Cross-Origin-Opener-Policy: same-origin; report-to=coop\n",
        .good = "HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\n"
                "Cross-Origin-Opener-Policy: same-origin; report-to=\"coop\"\n",
    },
    check,
};

}  // namespace headstrong::rules::response_unquoted_endpoint

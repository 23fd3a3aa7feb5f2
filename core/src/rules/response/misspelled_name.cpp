#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "headers/csp/policy.hpp"
#include "http/near_names.hpp"
#include "rules/fixes.hpp"
#include "rules/rule.hpp"
#include "text/ascii.hpp"

namespace headstrong::rules::response_misspelled_name {

/// Whether the value is one that the header has, which bears a doubtful name out.
bool fits(http::HeaderName name, std::string_view value) {
  using http::HeaderName;
  switch (name) {
    case HeaderName::ContentSecurityPolicy:
      return csp::directive_name(value.substr(0, value.find_first_of(" \t;"))) != csp::DirectiveName::Unknown;
    case HeaderName::StrictTransportSecurity: return text::istarts_with(value, "max-age");
    case HeaderName::XFrameOptions:
      return text::iequals(value, "deny") || text::iequals(value, "sameorigin") ||
             text::istarts_with(value, "allow-from ");
    case HeaderName::OriginAgentCluster: return value == "?1" || value == "?0";
    case HeaderName::XXssProtection:
      return text::istarts_with(value, "1; mode=") || text::istarts_with(value, "1;mode=");
    default: return false;
  }
}

/// Whether browsers have dropped the header, so that its right name would do nothing either.
bool is_obsolete(http::HeaderName name) {
  return name == http::HeaderName::XXssProtection || name == http::HeaderName::FeaturePolicy ||
         name == http::HeaderName::XDownloadOptions;
}

/// Whether a field of the header says the same.
bool has_value(const model::ResponseModel& response, http::HeaderName name, std::string_view value) {
  const std::vector<std::uint32_t>& fields = response.fields(name);
  return std::any_of(fields.begin(), fields.end(),
                     [&](std::uint32_t field) { return response.field(field).value.text() == value; });
}

void offer(Finding& finding, const Context& context, std::uint32_t index, http::HeaderName meant) {
  const model::ResponseModel& response = context.response;
  const http::Field& field = response.field(index);
  if (is_obsolete(meant)) {
    offer_fix(finding, "Remove the header", Applicability::Safe, remove_field(response, index));
  } else if (response.has(meant) && !field.from_meta) {
    const bool same = has_value(response, meant, field.value.text());
    offer_fix(finding, "Remove the misspelled header", same ? Applicability::Safe : Applicability::Suggestion,
              remove_field(response, index));
  } else {
    offer_fix(finding, "Correct the name", Applicability::Suggestion,
              {{field.name_span, std::string(http::spelling(meant))}});
    finding.fix->tried_first = true;
  }
}

void check(const Context& context, Sink& sink) {
  const model::ResponseModel& response = context.response;
  std::uint32_t index = 0;
  for (const http::Field& field : response.response->fields) {
    const std::uint32_t at = index++;
    if (response.name_of(at) != http::HeaderName::Unknown) continue;
    const http::NearName near = http::near_name(field.name);
    if (near.nearness == http::Nearness::None) continue;
    if (near.nearness == http::Nearness::Likely && !fits(near.meant, field.value.text())) continue;
    // Of a page's <meta> the policy is the only one that browsers take for a header.
    if (field.from_meta && near.meant != http::HeaderName::ContentSecurityPolicy) continue;
    Finding& finding = sink.at(at, field.name_span);
    finding.header = http::spelling(near.meant);
    const bool sent_too = response.has(near.meant);
    finding.arguments = {std::string(field.name), std::string(http::spelling(near.meant)),
                         sent_too ? ", which the response also has" : ""};
    if (sent_too) {
      const std::uint32_t right = response.fields(near.meant).front();
      finding.related.push_back({response.field(right).span, "the right name"});
    }
    offer(finding, context, at, near.meant);
  }
}

extern const RuleSpec kRule = {
    {
        .id = "response/misspelled-name",
        .severity = Severity::Medium,
        .category = Category::Syntax,
        .confidence = Confidence::Likely,
        .title = "A header's name is misspelled, so browsers ignore it",
        .message = "Browsers don't know the header {0}; it should probably be {1}{2}.",
        .why = "Browsers silently skip headers they don't know. Whatever this one should switch on "
               "stays off, and nothing on the page shows it.",
        .advice = "Correct the name where the header is set.",
        .references = {"https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers",
                       "https://www.iana.org/assignments/http-fields/http-fields.xhtml"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: text/html; charset=utf-8\n"
               "X-Content-Options: nosniff\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: text/html; charset=utf-8\n"
                "X-Content-Type-Options: nosniff\n",
    },
    check,
};

}  // namespace headstrong::rules::response_misspelled_name

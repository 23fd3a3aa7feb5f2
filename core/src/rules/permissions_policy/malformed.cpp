#include <algorithm>
#include <string>

#include "grammar/structured_field.hpp"
#include "rules/fixes.hpp"
#include "rules/rule.hpp"
#include "text/utf8.hpp"

namespace headstrong::rules::permissions_policy_malformed {

/// The value with commas for its semicolons, if browsers can read that: who comes from Feature-Policy or
/// Content-Security-Policy writes semicolons. Empty otherwise.
std::string with_commas(std::string_view value) {
  std::string commas(value);
  if (commas.find(';') == std::string::npos) return {};
  std::replace(commas.begin(), commas.end(), ';', ',');
  while (!commas.empty() && (commas.back() == ',' || commas.back() == ' ')) commas.pop_back();
  return grammar::parse_sf_dictionary(commas).ok() ? commas : std::string();
}

void check_one(const Context& context, const headers::Parsed<headers::PermissionsPolicy>& header, Sink& sink) {
  const std::string_view value = header.value.text();
  const grammar::SfField& field = header.header.field;
  const std::size_t at = field.error_at < value.size() || value.empty() ? field.error_at : value.size() - 1;
  Finding& finding = sink.at(header.value, text::character_at(value, at));
  finding.arguments = {std::string(grammar::describe(field.error))};
  if (const std::string commas = with_commas(value); !commas.empty()) {
    finding.arguments = {"semicolons are where commas must separate the features"};
    if (header.value.is_joined()) return;
    offer_fix(finding, "Separate the features with commas", Applicability::Suggestion,
              replace_part(context.response, header.value, value, commas));
    return;
  }
  if (field.error != grammar::SfError::TrailingComma) return;
  offer_fix(finding, "Remove the last comma", Applicability::Suggestion,
            replace_part(context.response, header.value, value.substr(field.error_at), ""));
}

void check(const Context& context, Sink& sink) {
  const auto& header = context.response.typed.permissions_policy;
  // What has the old syntax, another rule tells, which the score knows.
  if (header && !header->header.field.ok() && !headers::looks_like_feature_policy(header->value.text())) {
    check_one(context, *header, sink);
  }
  const auto& reported = context.response.typed.permissions_policy_report_only;
  if (reported && !reported->header.field.ok()) check_one(context, *reported, sink);
}

extern const RuleSpec kRule = {
    {
        .id = "permissions-policy/malformed",
        .header = "Permissions-Policy",
        .severity = Severity::Low,
        .category = Category::Syntax,
        .confidence = Confidence::Certain,
        .browsers = decide::kInChromium,
        .title = "Permissions-Policy is malformed, so browsers ignore it",
        .message = "Browsers ignore the whole header, because {0}.",
        .why = "One mistake anywhere voids the header, so nothing is switched off. Only Chromium "
               "reads it.",
        .advice = "Write feature=(origins), separated by commas: geolocation=(), camera=(self "
                  "\"https://meet.example\").",
        .references = {"https://www.w3.org/TR/permissions-policy/#permissions-policy-http-header-field",
                       "https://www.rfc-editor.org/rfc/rfc9651",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Permissions-Policy"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: text/html; charset=utf-8\n"
               "Permissions-Policy: geolocation=(), camera=('self')\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: text/html; charset=utf-8\n"
                "Permissions-Policy: geolocation=(), microphone=(), camera=()\n",
    },
    check,
};

}  // namespace headstrong::rules::permissions_policy_malformed

#include "rules/fixes.hpp"
#include "rules/rule.hpp"
#include "text/ascii.hpp"

namespace headstrong::rules::response_configuration_word {

/// Headers whose values are free text, or in which a last word of its own is nothing odd.
bool may_end_in_always(http::HeaderName name) {
  switch (name) {
    case http::HeaderName::Unknown:
    case http::HeaderName::ContentSecurityPolicy:
    case http::HeaderName::ContentSecurityPolicyReportOnly:
    case http::HeaderName::SetCookie:
    case http::HeaderName::Location:
    case http::HeaderName::Link:
    case http::HeaderName::StrictTransportSecurity:  // has a rule for unknown words
      return true;
    default: return false;
  }
}

void check(const Context& context, Sink& sink) {
  constexpr std::string_view kWord = "always";
  std::uint32_t index = 0;
  for (const http::Field& field : context.response.response->fields) {
    const std::uint32_t at = index++;
    if (field.from_meta || may_end_in_always(context.response.name_of(at))) continue;
    const std::string_view value = field.value.text();
    if (value.size() <= kWord.size() || !text::iends_with(value, kWord)) continue;
    const std::string_view before = value.substr(0, value.size() - kWord.size());
    if (before.back() != ' ' && before.back() != '"') continue;
    const std::string_view word = value.substr(before.size());
    Finding& finding = sink.at(at, field.value.to_source(word));
    finding.arguments = {std::string(field.name)};
    const std::size_t kept = before.find_last_not_of(' ') + 1;
    offer_fix(finding, "Remove always", Applicability::Suggestion,
              replace_range(field, field.value.to_source(value.substr(kept)), ""));
    if (finding.fix) finding.fix->tried_first = true;
  }
}

extern const RuleSpec kRule = {
    {
        .id = "response/configuration-word",
        .severity = Severity::Low,
        .category = Category::Syntax,
        .confidence = Confidence::Likely,
        .title = "A configuration keyword ended up in the value",
        .message = "always at the end of {0} is an nginx keyword, but is part of the value here.",
        .why = "Browsers don't understand most headers with the extra word, and ignore them.",
        .advice = "Move always after the closing quote: add_header X-Frame-Options \"DENY\" "
                  "always.",
        .references = {"https://nginx.org/en/docs/http/ngx_http_headers_module.html#add_header"},
        .bad = "HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\nReferrer-Policy: "
               "no-referrer always\n",
        .good = "HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\nReferrer-Policy: "
                "no-referrer\n",
    },
    check,
};

}  // namespace headstrong::rules::response_configuration_word

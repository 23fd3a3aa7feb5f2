#include <string>
#include <string_view>

#include "grammar/comma_list.hpp"
#include "headers/referrer_policy.hpp"
#include "rules/fixes.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::referrer_policy_unknown_value {

/// The words of the list that browsers know. Where they use none of them, also those that only quotes hide: where
/// they do use one, a word without its quotes would take its place.
std::string known_words(std::string_view value, bool unquoted) {
  constexpr std::string_view kQuotes = "\"'";
  std::string words;
  grammar::CommaList list(value);
  std::string_view item;
  while (list.next(item)) {
    while (unquoted && !item.empty() && kQuotes.find(item.front()) != std::string_view::npos) item.remove_prefix(1);
    while (unquoted && !item.empty() && kQuotes.find(item.back()) != std::string_view::npos) item.remove_suffix(1);
    if (headers::referrer_policy(item) == headers::Referrer::Unknown) continue;
    if (!words.empty()) words += ", ";
    words += item;
  }
  return words;
}

void check(const Context& context, Sink& sink) {
  const auto& header = context.response.typed.referrer_policy;
  if (!header) return;
  const bool only_in_chromium = header->header.effective != headers::Referrer::Unknown;
  const std::string_view unknown = only_in_chromium ? header->header.dropping : header->header.unknown;
  if (only_in_chromium && unknown.empty()) return;
  Finding& finding = sink.at(header->value, unknown);
  if (only_in_chromium) finding.browsers = decide::kInChromium;
  finding.arguments = {unknown.empty() ? "An empty value" : std::string(unknown),
                       only_in_chromium ? "Chromium drops the whole header" : "their default applies"};
  const std::string known = known_words(header->value.text(), !only_in_chromium);
  // Without its quotes, unsafe-url would reveal more than the default that applies now.
  const headers::Referrer effective = headers::parse_referrer_policy(known).effective;
  const bool meant = only_in_chromium || effective <= headers::Referrer::StrictOriginWhenCrossOrigin;
  offer_fix(finding, meant ? "Keep what browsers know" : "Use strict-origin-when-cross-origin",
            Applicability::Suggestion,
            replace_header(context.response, http::HeaderName::ReferrerPolicy,
                           meant ? std::string_view(known) : "strict-origin-when-cross-origin"));
}

extern const RuleSpec kRule = {
    {
        .id = "referrer-policy/unknown-value",
        .header = "Referrer-Policy",
        .severity = Severity::Low,
        .category = Category::Ignored,
        .confidence = Confidence::Certain,
        .title = "Browsers don't know the Referrer-Policy",
        .message = "{0} is not a policy that browsers know, so {1}.",
        .why =
            "The header only looks as if it limited what other sites learn. Old values (never, default, always) work only in <meta>, and one value in quotes or with a non-ASCII character makes Chromium drop the valid ones too.",
        .advice = "Send one of the eight values, such as strict-origin-when-cross-origin or "
                  "no-referrer.",
        .references = {"https://www.w3.org/TR/referrer-policy/#referrer-policies",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Referrer-Policy"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: text/html; charset=utf-8\n"
               "Referrer-Policy: no-referer\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: text/html; charset=utf-8\n"
                "Referrer-Policy: strict-origin-when-cross-origin\n",
    },
    check,
};

}  // namespace headstrong::rules::referrer_policy_unknown_value

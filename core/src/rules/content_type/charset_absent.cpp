#include "rules/fixes.hpp"
#include "rules/rule.hpp"
#include "text/ascii.hpp"

namespace headstrong::rules::content_type_charset_absent {

void check(const Context& context, Sink& sink) {
  const auto& type = context.response.typed.content_type;
  if (!type || !context.response.is_document) return;
  if (!text::iequals(type->header.essence, "text/html") || !type->header.charset.empty()) return;
  Finding& finding = sink.at(type->value, type->header.essence);
  finding.arguments = {std::string(type->header.essence)};
  // "text/html charset=utf-8" lacks the semicolon.
  const std::string_view value = type->value.text();
  const std::string_view part = value.find(';') == std::string_view::npos ? value : type->header.essence;
  offer_fix(finding, "Add charset=utf-8", Applicability::Suggestion,
            replace_part(context.response, type->value, part, std::string(type->header.essence) + "; charset=utf-8"));
}

extern const RuleSpec kRule = {
    {
        .id = "content-type/charset-absent",
        .header = "Content-Type",
        .severity = Severity::Low,
        .category = Category::Hygiene,
        .confidence = Confidence::Likely,
        .title = "HTML without a charset",
        .message = "{0} doesn't name a charset, so browsers look for one in the page and then "
                   "guess.",
        .why = "An attacker who can write into the page before its <meta charset>, or into a page "
               "without one, may switch the encoding (ISO-2022-JP) and turn escaped text back into "
               "markup. Accented letters may break, too.",
        .advice = "Send Content-Type: text/html; charset=utf-8.",
        .references = {"https://html.spec.whatwg.org/multipage/"
                       "parsing.html#determining-the-character-encoding",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Content-Type"},
        .bad = "HTTP/1.1 200 OK\nContent-Type: text/html\n",
        .good = "HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\n",
    },
    check,
};

}  // namespace headstrong::rules::content_type_charset_absent

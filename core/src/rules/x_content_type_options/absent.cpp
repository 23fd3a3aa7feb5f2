#include "rules/fixes.hpp"
#include "rules/rule.hpp"
#include "rules/x_content_type_options/helpers.hpp"
#include "text/ascii.hpp"

namespace headstrong::rules::x_content_type_options_absent {

/// Whether browsers run such a response as no script, nor read it as a style sheet, without being told.
bool is_never_script(const Context& context) {
  const auto& type = context.response.typed.content_type;
  if (!type) return false;
  const std::string_view essence = type->header.essence;
  for (const std::string_view media : {"image/", "audio/", "video/", "font/"}) {
    if (text::istarts_with(essence, media)) return !text::iequals(essence, "image/svg+xml");
  }
  return text::iequals(essence, "text/csv");
}

void check(const Context& context, Sink& sink) {
  if (!context.response.has_content || is_never_script(context)) return;
  if (!context.response.known_absent(http::HeaderName::XContentTypeOptions)) return;
  offer_fix(sink.absent(), "Add X-Content-Type-Options: nosniff", x_content_type_options_rules::applicability(context),
            insert_field(context.response, "X-Content-Type-Options", "nosniff"));
}

extern const RuleSpec kRule = {
    {
        .id = "x-content-type-options/absent",
        .header = "X-Content-Type-Options",
        .severity = Severity::Medium,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "Browsers may guess a response's type",
        .message = "The response has no X-Content-Type-Options header.",
        .why = "Browsers run a file as a script even if the server calls it text, HTML or JSON "
               "(they refuse only images, audio, video and CSV). An attacker who can upload a text "
               "file, or shape a response, gets a script that even a strict policy with 'self' "
               "lets run.",
        .advice = "Send X-Content-Type-Options: nosniff with every response, and the right "
                  "Content-Type with each.",
        .references = {"https://fetch.spec.whatwg.org/#x-content-type-options-header",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/"
                       "X-Content-Type-Options"},
        .bad = "HTTP/1.1 200 OK\nContent-Type: text/html\n",
        .good = "HTTP/1.1 200 OK\nContent-Type: text/html\nX-Content-Type-Options: nosniff\n",
    },
    check,
};

}  // namespace headstrong::rules::x_content_type_options_absent

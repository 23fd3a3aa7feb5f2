#include "rules/rule.hpp"
#include "text/ascii.hpp"

namespace headstrong::rules::content_type_unsafe_charset {

void check(const Context& context, Sink& sink) {
  static constexpr std::string_view kUnsafe[] = {"utf-7",       "unicode-1-1-utf-7", "iso-2022-jp", "iso-2022-cn",
                                                 "iso-2022-kr", "hz-gb-2312",        "utf-16",      "utf-32"};
  const auto& type = context.response.typed.content_type;
  if (!type || !context.response.has_content) return;
  for (const std::string_view unsafe : kUnsafe) {
    if (!text::iequals(type->header.charset, unsafe)) continue;
    Finding& finding = sink.at(type->value, type->header.charset);
    finding.arguments = {std::string(type->header.charset)};
  }
}

extern const RuleSpec kRule = {
    {
        .id = "content-type/unsafe-charset",
        .header = "Content-Type",
        .severity = Severity::Medium,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "The charset lets escaped text become markup",
        .message = "Text in {0} can hide markup from any filter.",
        .why = "UTF-7 and encodings that switch between character sets can spell letters and "
               "brackets in several ways, so text escaped for ASCII decodes to a script tag. "
               "Current browsers refuse UTF-7 and then guess; some decode the others.",
        .advice = "Send charset=utf-8, and save the page as UTF-8.",
        .references = {"https://encoding.spec.whatwg.org/#security-background",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Content-Type"},
        .bad = "HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-7\n",
        .good = "HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\n",
    },
    check,
};

}  // namespace headstrong::rules::content_type_unsafe_charset

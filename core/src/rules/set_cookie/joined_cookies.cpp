#include "rules/rule.hpp"
#include "rules/set_cookie/helpers.hpp"
#include "text/ascii.hpp"

namespace headstrong::rules::set_cookie_joined_cookies {

using cookie_rules::ParsedCookie;

/// Whether a comma, a name and "=" stand in the text, as where a second cookie begins.
bool holds_second_cookie(std::string_view text) {
  const std::size_t comma = text.rfind(',');
  if (comma == std::string_view::npos) return false;
  const std::string_view rest = text::trim(text.substr(comma + 1), text::kSpaceTab);
  const std::size_t equals = rest.find('=');
  return equals != std::string_view::npos && equals > 0 && text::all_of(rest.substr(0, equals), text::kToken);
}

void check(const Context& context, Sink& sink) {
  cookie_rules::each_offered(context, [&](const ParsedCookie& parsed) {
    // As written: the second cookie's attributes override the one that the comma ended up in.
    const std::string_view value = context.response.field(parsed.field).value.text();
    std::size_t end = value.find(';');
    while (end != std::string_view::npos) {
      const std::size_t begin = end + 1;
      end = value.find(';', begin);
      const std::string_view text =
          text::trim(value.substr(begin, end == std::string_view::npos ? end : end - begin), text::kSpaceTab);
      if (!holds_second_cookie(text)) continue;
      Finding& finding = cookie_rules::at(sink, context, parsed, text);
      const std::string_view second = text::trim(text.substr(text.rfind(',') + 1), text::kSpaceTab);
      finding.arguments.push_back(std::string(second.substr(0, second.find('='))));
      return;
    }
  });
}

extern const RuleSpec kRule = {
    {
        .id = "set-cookie/joined-cookies",
        .header = "Set-Cookie",
        .severity = Severity::Low,
        .category = Category::Syntax,
        .confidence = Confidence::Likely,
        .title = "Two cookies are in one header",
        .message = "A second cookie, {1}, begins after the comma, and browsers read it as part of "
                   "{0}.",
        .why = "Commas don't separate cookies. Browsers store only the first one, and the "
               "attribute with the comma in it means something else.",
        .advice = "Send one Set-Cookie header for each cookie.",
        .references = {"https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Set-Cookie"},
        .bad = "HTTP/1.1 200 OK\n"
               "Content-Type: text/html; charset=utf-8\n"
               "Set-Cookie: a=1; Secure; Path=/, b=2; Secure; Path=/\n",
        .good = "HTTP/1.1 200 OK\n"
                "Content-Type: text/html; charset=utf-8\n"
                "Set-Cookie: __Host-session=1f2e; Path=/; Secure; HttpOnly; SameSite=Lax\n",
    },
    check,
};

}  // namespace headstrong::rules::set_cookie_joined_cookies

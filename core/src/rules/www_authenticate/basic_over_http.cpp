#include "rules/rule.hpp"
#include "text/ascii.hpp"

namespace headstrong::rules::www_authenticate_basic_over_http {

/// The word Basic where it begins one of the challenges, which commas separate as they do their parameters.
std::string_view basic_in(std::string_view challenges) {
  constexpr std::string_view kScheme = "basic";
  bool quoted = false;
  bool begins = true;
  for (std::size_t i = 0; i < challenges.size(); ++i) {
    const char c = challenges[i];
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if (begins && text::istarts_with(challenges.substr(i), kScheme)) {
      const std::string_view rest = challenges.substr(i + kScheme.size());
      const std::string_view gap = rest.substr(0, rest.find_first_not_of(" \t"));
      const bool parameter = rest.size() > gap.size() && rest[gap.size()] == '=';
      if (!parameter && (rest.empty() || !gap.empty() || rest.front() == ','))
        return challenges.substr(i, kScheme.size());
    }
    begins = c == ',' || (begins && (c == ' ' || c == '\t'));
  }
  return {};
}

void check(const Context& context, Sink& sink) {
  if (!context.response.plain_http) return;
  for (const std::uint32_t field : context.response.fields(http::HeaderName::WwwAuthenticate)) {
    const text::MappedText& value = context.response.field(field).value;
    const std::string_view word = basic_in(value.text());
    if (!word.empty()) sink.at(field, value.to_source(word)).arguments = {std::string(word)};
  }
}

extern const RuleSpec kRule = {
    {
        .id = "www-authenticate/basic-over-http",
        .header = "WWW-Authenticate",
        .severity = Severity::High,
        .category = Category::Security,
        .confidence = Confidence::Certain,
        .title = "The server asks for a password over plain HTTP",
        .message = "{0} makes browsers send the password with every request, readable by anybody "
                   "on the network.",
        .why = "Basic only encodes the password as base64. Anybody on the network reads it with "
               "the first request, and can change the page that asks for it.",
        .advice = "Redirect http: URLs to https: before you ask for a password.",
        .references = {"https://www.rfc-editor.org/rfc/rfc7617#section-4",
                       "https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/WWW-Authenticate"},
        .bad = "* Connected to site.example (192.0.2.1) port 80\n> GET / HTTP/1.1\n> Host: "
               "site.example\n> \n< HTTP/1.1 401 Unauthorized\n< WWW-Authenticate: Basic "
               "realm=\"x\"\n< \n",
        .good = "* Connected to site.example (192.0.2.1) port 443\n> GET / HTTP/1.1\n> Host: "
                "site.example\n> \n< HTTP/1.1 401 Unauthorized\n< WWW-Authenticate: Basic "
                "realm=\"x\"\n< \n",
    },
    check,
};

}  // namespace headstrong::rules::www_authenticate_basic_over_http

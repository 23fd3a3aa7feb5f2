#include <algorithm>

#include "rules/rule.hpp"
#include "text/ascii.hpp"

namespace headstrong::rules::location_session_id {

/// Names that frameworks give the id when they write it into addresses.
bool is_session_name(std::string_view name) {
  static constexpr std::string_view kNames[] = {"jsessionid",   "phpsessid", "sid",     "sessionid", "session_id",
                                                "aspsessionid", "cfid",      "cftoken", "sessid",    "session"};
  for (const std::string_view known : kNames) {
    if (text::iequals(name, known)) return true;
  }
  return false;
}

/// The first parameter of path or query, name and value, that holds a session id; empty where none
/// does.
std::string_view session_parameter(std::string_view address) {
  constexpr std::size_t kShortest = 8;
  for (std::size_t at = address.find_first_of(";?&"); at < address.size(); at = address.find_first_of(";?&", at + 1)) {
    const std::size_t end = std::min(address.find_first_of(";?&#", at + 1), address.size());
    const std::string_view parameter = address.substr(at + 1, end - at - 1);
    const std::size_t equals = parameter.find('=');
    if (equals == std::string_view::npos || parameter.size() - equals - 1 < kShortest) continue;
    if (is_session_name(parameter.substr(0, equals))) return parameter;
  }
  return {};
}

void check(const Context& context, Sink& sink) {
  if (!context.response.is_redirect) return;
  for (const std::uint32_t field : context.response.fields(http::HeaderName::Location)) {
    const text::MappedText& value = context.response.field(field).value;
    const std::string_view parameter = session_parameter(value.text());
    if (parameter.empty()) continue;
    sink.at(field, value.to_source(parameter)).arguments = {std::string(parameter.substr(0, parameter.find('=')))};
  }
}

extern const RuleSpec kRule = {
    {
        .id = "location/session-id",
        .header = "Location",
        .severity = Severity::Medium,
        .category = Category::Security,
        .confidence = Confidence::Likely,
        .title = "A redirect puts a session ID into the URL",
        .message = "The URL in Location contains {0}, which looks like a session ID.",
        .why = "URLs end up in histories, server logs, bookmarks, shared links and the Referer "
               "that other sites receive. Anybody who has the ID has the session.",
        .advice = "Keep the ID in a cookie with Secure and HttpOnly, and switch URL rewriting off "
                  "(cookie tracking mode).",
        .references = {"https://owasp.org/www-community/attacks/Session_fixation",
                       "https://cwe.mitre.org/data/definitions/598.html"},
        .bad = "HTTP/1.1 302 Found\nLocation: https://site.example/login;jsessionid=1A2B3C4D5E6F\n",
        .good = "HTTP/1.1 302 Found\nLocation: https://site.example/login?next=/account\n",
    },
    check,
};

}  // namespace headstrong::rules::location_session_id

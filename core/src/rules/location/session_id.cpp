#include <algorithm>
#include <iterator>
#include <string_view>

#include "rules/rule.hpp"
#include "text/ascii.hpp"

namespace headstrong::rules::location_session_id {

/// Names that frameworks give the id when they write it into addresses.
bool is_session_name(std::string_view name) {
  static constexpr std::string_view kNames[] = {"jsessionid",   "phpsessid", "sid",     "sessionid", "session_id",
                                                "aspsessionid", "cfid",      "cftoken", "sessid",    "session"};
  return std::any_of(std::begin(kNames), std::end(kNames),
                     [&](std::string_view known) { return text::iequals(name, known); });
}

/// What stands for a signed-in visitor without being an id of a session.
bool is_token_name(std::string_view name) {
  static constexpr std::string_view kNames[] = {"access_token", "id_token", "refresh_token",
                                                "auth_token",   "jwt",      "bearer_token"};
  return std::any_of(std::begin(kNames), std::end(kNames),
                     [&](std::string_view known) { return text::iequals(name, known); });
}

/// The id as ASP.NET writes it into paths: "(S(abc...))".
std::string_view id_in_path(std::string_view address) {
  const std::size_t begin = address.find("/(S(");
  if (begin == std::string_view::npos) return {};
  constexpr std::size_t kOpening = 4;
  constexpr std::size_t kLength = 24;
  const std::size_t end = address.find("))", begin);
  if (end == std::string_view::npos || end - begin - kOpening != kLength) return {};
  if (!text::all_of(address.substr(begin + kOpening, kLength), text::kAlpha | text::kDigit)) return {};
  return address.substr(begin + 1, end + 1 - begin);
}

struct Parameter {
  std::string_view text;  // name and value
  std::string_view name;
  std::string_view kind;
};

/// The first parameter of path or query that holds a session id or a token; empty where none does. What is
/// behind "#" reaches no server and no Referer.
Parameter session_parameter(std::string_view address) {
  constexpr std::size_t kShortest = 8;
  address = address.substr(0, address.find('#'));
  if (const std::string_view id = id_in_path(address); !id.empty()) return {id, "(S(...))", "a session ID"};
  for (std::size_t at = address.find_first_of(";?&"); at < address.size(); at = address.find_first_of(";?&", at + 1)) {
    const std::size_t end = std::min(address.find_first_of(";?&", at + 1), address.size());
    const std::string_view parameter = address.substr(at + 1, end - at - 1);
    const std::size_t equals = parameter.find('=');
    if (equals == std::string_view::npos || parameter.size() - equals - 1 < kShortest) continue;
    const std::string_view name = parameter.substr(0, equals);
    if (is_session_name(name)) return {parameter, name, "a session ID"};
    if (is_token_name(name)) return {parameter, name, "a sign-in token"};
  }
  return {};
}

void check(const Context& context, Sink& sink) {
  if (!context.response.is_redirect) return;
  for (const std::uint32_t field : context.response.fields(http::HeaderName::Location)) {
    const text::MappedText& value = context.response.field(field).value;
    const Parameter parameter = session_parameter(value.text());
    if (parameter.text.empty()) continue;
    sink.at(field, value.to_source(parameter.text)).arguments = {std::string(parameter.name),
                                                                 std::string(parameter.kind)};
  }
}

extern const RuleSpec kRule = {
    {
        .id = "location/session-id",
        .header = "Location",
        .severity = Severity::Medium,
        .category = Category::Security,
        .confidence = Confidence::Likely,
        .title = "A redirect puts a session ID or token into the URL",
        .message = "The URL in Location contains {0}, which looks like {1}.",
        .why = "URLs end up in histories, server logs, bookmarks, shared links and the Referer "
               "that other sites receive. Anybody who has the ID or token has the session.",
        .advice = "Keep it in a cookie with Secure and HttpOnly. Switch URL rewriting of session IDs off "
                  "(cookie tracking mode); for OAuth, use the code flow.",
        .references = {"https://owasp.org/www-community/attacks/Session_fixation",
                       "https://cwe.mitre.org/data/definitions/598.html"},
        .bad = "HTTP/1.1 302 Found\nLocation: https://site.example/login;jsessionid=1A2B3C4D5E6F\n",
        .good = "HTTP/1.1 302 Found\nLocation: https://site.example/login?next=/account\n",
    },
    check,
};

}  // namespace headstrong::rules::location_session_id

#include "http/code/report_receivers.hpp"

#include <algorithm>
#include <cstddef>
#include <string>

#include "http/readers.hpp"
#include "text/ascii.hpp"

namespace headstrong::http::code {

namespace report_receivers_detail {

/// What reads a body as JSON only if its type is application/json, and the word among its arguments that
/// makes it read others.
struct Reader {
  std::string_view call;
  bool arguments;  // the call is open here; else a property
  std::string_view exception;
  NoticeKind kind;
};
constexpr Reader kReaders[] = {
    {"request.get_json(", true, "force", NoticeKind::FlaskReceiverRefuses},
    {"request.json", false, "", NoticeKind::FlaskReceiverRefuses},
    {"express.json(", true, "type", NoticeKind::ExpressReceiverRefuses},
    {"bodyParser.json(", true, "type", NoticeKind::ExpressReceiverRefuses},
};

constexpr std::size_t kFar = 2000;    // from a route to what its function does
constexpr std::size_t kTries = 1000;  // so that hostile text costs no more than a pass

bool is_word(char c) { return text::is(c, text::kAlpha | text::kDigit) || c == '_'; }

/// Whether a route's own text says that reports come there.
bool speaks_of_reports(std::string_view code) {
  const std::string lowered = text::lowered(code);
  return lowered.find("csp") != lowered.npos || lowered.find("violation") != lowered.npos;
}

bool is_comment(std::string_view s, std::size_t at) {
  const std::size_t line = at == 0 ? 0 : s.rfind('\n', at - 1) + 1;
  const std::string_view before =
      text::trim(s.substr(std::max(line, at - std::min(at, kFar)), std::min(at - line, kFar)));
  return before.find('#') != before.npos || before.substr(0, 2) == "//";
}

bool refuses(std::string_view s, std::size_t at, const Reader& reader) {
  const std::size_t end = at + reader.call.size();
  if ((at > 0 && (is_word(s[at - 1]) || s[at - 1] == '.')) || is_comment(s, at)) return false;
  if (reader.arguments) {
    const std::string_view rest = s.substr(end, kFar);
    return rest.substr(0, rest.find(')')).find(reader.exception) == rest.npos;
  }
  // `await request.json()` is Starlette's, which reads any type.
  return end >= s.size() || !(is_word(s[end]) || s[end] == '(');
}

/// Whether the nearest route before the place, or of Express any route, takes reports.
bool takes_reports(std::string_view s, std::size_t at, NoticeKind kind) {
  if (kind == NoticeKind::FlaskReceiverRefuses) {
    const std::size_t from = at - std::min(at, kFar);
    const std::string_view before = s.substr(from, at - from);
    const std::size_t route = std::max(before.rfind(".route(") + 1, before.rfind(".post(") + 1);
    return route != 0 && speaks_of_reports(before.substr(route));
  }
  std::size_t post = s.find(".post(");
  for (std::size_t tries = 0; post != s.npos && tries < kTries; ++tries, post = s.find(".post(", post + 1)) {
    // A parser of its own in the route is looked at by itself.
    const std::string_view path = s.substr(post, kFar / 20);
    if (speaks_of_reports(path.substr(0, path.find(',')))) return true;
  }
  return false;
}

}  // namespace report_receivers_detail

void note_report_receivers(std::string_view text, Paste& paste) {
  using namespace report_receivers_detail;
  for (const Reader& reader : kReaders) {
    std::size_t at = text.find(reader.call);
    for (std::size_t tries = 0; at != text.npos && tries < kTries; ++tries, at = text.find(reader.call, at + 1)) {
      if (!refuses(text, at, reader)) continue;
      if (!takes_reports(text, at, reader.kind)) {
        if (reader.kind == NoticeKind::ExpressReceiverRefuses) break;
        continue;
      }
      const auto start = static_cast<std::uint32_t>(at);
      const auto lines = std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n');
      add_notice(paste, reader.kind, {start, start + static_cast<std::uint32_t>(reader.call.size())},
                 static_cast<std::uint32_t>(lines) + 1);
      return;
    }
  }
}

}  // namespace headstrong::http::code

#include "grammar/csp_names.hpp"
#include "http/messages/console.hpp"
#include "http/messages/request_kinds.hpp"
#include "text/ascii.hpp"

namespace headstrong::http::messages {

std::size_t blank(std::string_view s) {
  if (starts(s, " ")) return 1;
  if (starts(s, "\xC2\xA0")) return 2;
  return starts(s, "\xE2\x80\xAF") ? 3 : 0;
}

std::size_t policy_named(std::string_view words) {
  for (std::size_t at = words.find("ontent"); at != words.npos; at = words.find("ontent", at + 1)) {
    const std::string_view rest = words.substr(at);
    if (starts(rest, "ontent Security Polic") || starts(rest, "ontent-Security-Policy") ||
        starts(rest, "ontent Security polic")) {
      return at;
    }
  }
  return words.npos;
}

std::size_t quote_mark(std::string_view s) {
  if (starts(s, "\"")) return 1;
  for (const std::string_view mark :
       {kLeftQuote, kRightQuote, kLowQuote, std::string_view("\xC2\xAB"), std::string_view("\xC2\xBB"),
        std::string_view("\xE3\x80\x8C"), std::string_view("\xE3\x80\x8D"), std::string_view("\xE3\x80\x8E"),
        std::string_view("\xE3\x80\x8F"), std::string_view("\xE2\x80\x98"), std::string_view("\xE2\x80\x9A")}) {
    if (starts(s, mark)) return mark.size();
  }
  return 0;
}

std::string_view without_blanks(std::string_view s) {
  for (std::size_t skip = blank(s); skip > 0; skip = blank(s)) s.remove_prefix(skip);
  while (!s.empty()) {
    if (s.back() == ' ') s.remove_suffix(1);
    else if (s.size() > 1 && s.substr(s.size() - 2) == "\xC2\xA0") s.remove_suffix(2);
    else if (s.size() > 2 && s.substr(s.size() - 3) == "\xE2\x80\xAF") s.remove_suffix(3);
    else break;
  }
  return s;
}

std::string_view name_at(std::string_view s) {
  std::size_t end = 0;
  while (end < s.size() && (text::is(s[end], text::kAlpha) || s[end] == '-')) ++end;
  return csp::starts_policy(s.substr(0, end)) ? s.substr(0, end) : std::string_view();
}

std::string_view address_in(std::string_view words) {
  for (std::size_t at = 0; at < words.size();) {
    if (!text::is(words[at], text::kAlpha)) {
      ++at;
      continue;
    }
    const std::string_view found = address_at(words.substr(at));
    if (!found.empty()) return found;
    while (at < words.size() && text::is(words[at], text::kScheme)) ++at;
  }
  return {};
}

bool is_report_only(std::string_view words) { return has(words, "eport-only") || has(words, "eport-Only"); }

}  // namespace headstrong::http::messages

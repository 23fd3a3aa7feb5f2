// What parsers of policies remark on, without a request.
#include <string_view>

#include "grammar/csp_names.hpp"
#include "http/messages/console.hpp"
#include "http/wording.hpp"
#include "text/ascii.hpp"

namespace headstrong::http::messages {

std::string_view remarked_name(std::string_view words) {
  for (std::size_t at = 0; at < words.size();) {
    if (!text::is(words[at], text::kAlpha)) {
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < words.size() && (text::is(words[end], text::kAlpha) || words[end] == '-')) ++end;
    const std::string_view word = words.substr(at, end - at);
    if (has(word, "-") && csp::starts_policy(word)) return word;
    at = end;
  }
  std::size_t open = words.npos;
  std::size_t size = 0;
  for (const std::string_view mark :
       {std::string_view("'"), std::string_view("\xE2\x80\x98"), kLeftQuote, std::string_view("\xC2\xAB")}) {
    const std::size_t at = words.find(mark);
    if (at < open) {
      open = at;
      size = mark.size();
    }
  }
  if (open == words.npos) return {};
  std::size_t end = open + size;
  while (end < words.size() && (text::is(words[end], text::kVisible)) && words[end] != '\'') ++end;
  return words.substr(open + size, end - open - size);
}

bool is_remark(std::string_view words) {
  if (policy_named(words) == words.npos && !starts(words, "The 'allow' directive")) return false;
  return has(words, "directive") || has(words, "<meta>") || has(words, "delivered");
}

bool is_prefixed_remark(std::string_view words, bool is_header_name) {
  const std::string_view first = words.substr(0, words.find(' '));
  const bool begins =
      (first.front() >= 'A' && first.front() <= 'Z') || (text::is_non_ascii(first.front()) && quote_mark(first) == 0);
  if (!begins || has(first, "-") || first.size() == words.size()) return false;
  const bool marks = has(words, "\xE2\x80") || has(words, "\xC2\xAB") || has(words, "\xE3\x80");
  constexpr std::size_t kReadable = 300;
  return !is_header_name || marks || reads_like_prose(words.substr(0, kReadable));
}

}  // namespace headstrong::http::messages

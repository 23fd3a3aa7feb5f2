#include "http/messages/read_messages.hpp"

#include <algorithm>
#include <initializer_list>
#include <string>
#include <unordered_set>

#include "text/order.hpp"

namespace headstrong::http {
namespace read_messages_detail {

bool has_any(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) { return text.find(word) != text.npos; });
}

/// What makes a request the same as another; the place does not count.
std::string key_of(const ToldRequest& told) {
  std::string key;
  for (const std::string_view part :
       {told.type, told.url, told.name, told.content, told.hash, told.directive, told.policy, told.page}) {
    key += part;
    key += '\n';
  }
  key += static_cast<char>('0' + static_cast<int>(told.teller));
  key += told.report_only ? 'r' : 'e';
  return key;
}

/// Consoles repeat themselves, and tell of one request in two messages.
void keep_each_once(Messages& found) {
  std::unordered_set<std::string> seen;
  std::unordered_set<std::string> with_list;
  const auto address = [](const ToldRequest& told) { return std::string(told.type) + ' ' + std::string(told.url); };
  for (const ToldRequest& told : found.requests) {
    if (!told.policy.empty()) with_list.insert(address(told));
  }
  std::vector<ToldRequest> kept;
  for (const ToldRequest& told : found.requests) {
    const bool less = told.teller == Teller::Chromium && told.policy.empty() && !told.url.empty();
    if (less && with_list.count(address(told)) > 0) continue;
    if (!seen.insert(key_of(told)).second) continue;
    if (kept.size() < kMostRequests) kept.push_back(told);
    else ++found.requests_left_out;
  }
  found.requests = std::move(kept);
  if (found.remarks.size() > kMostRequests) found.remarks.resize(kMostRequests);
}

}  // namespace read_messages_detail

Messages read_messages(text::Source& source) {
  Messages found;
  const std::string_view bytes = source.bytes();
  if (read_messages_detail::has_any(
          bytes, {"olicy", "olicies", "X-Frame-Options", "-src", "sandboxed", "requires 'Trusted"})) {
    messages::read_console(source, found);
  }
  if (read_messages_detail::has_any(bytes, {"locked-u", "lockedU", "locked U", "locked_u", "-directive", "iveDirective",
                                            "tedDirective", "_directive"})) {
    messages::read_reports(source, found);
  }
  // Reports are read behind the messages; users see them in the order of the text.
  text::sort_by_start(found.requests);
  read_messages_detail::keep_each_once(found);
  return found;
}

}  // namespace headstrong::http

#include "headers/referrer_policy.hpp"

#include <algorithm>

#include "grammar/comma_list.hpp"
#include "text/ascii.hpp"

namespace headstrong::headers {
namespace referrer_policy_detail {

inline constexpr std::string_view kNames[] = {"no-referrer",
                                              "same-origin",
                                              "strict-origin",
                                              "strict-origin-when-cross-origin",
                                              "origin",
                                              "origin-when-cross-origin",
                                              "no-referrer-when-downgrade",
                                              "unsafe-url"};

bool is_word(std::string_view item) {
  return std::all_of(item.begin(), item.end(), [](char c) { return text::is(c, text::kAlpha) || c == '-'; });
}

}  // namespace referrer_policy_detail

Referrer referrer_policy(std::string_view token) {
  std::uint8_t index = 0;
  for (const std::string_view name : referrer_policy_detail::kNames) {
    if (text::iequals(token, name)) return static_cast<Referrer>(index);
    ++index;
  }
  return Referrer::Unknown;
}

ReferrerPolicy parse_referrer_policy(std::string_view value) {
  ReferrerPolicy header;
  using referrer_policy_detail::is_word;
  grammar::CommaList list(value);
  std::string_view item;
  while (list.next(item)) {
    const Referrer policy = referrer_policy(item);
    if (policy == Referrer::Unknown) {
      if (header.unknown.empty()) header.unknown = item;
      if (header.dropping.empty() && !is_word(item)) header.dropping = item;
      continue;
    }
    const bool stricter = header.effective < header.strictest_before;
    if (stricter) {
      header.strictest_before = header.effective;
      header.strictest_text = header.effective_text;
    }
    header.effective = policy;
    header.effective_text = item;
  }
  return header;
}

}  // namespace headstrong::headers

#include "http/secrets/secrets.hpp"

#include <algorithm>
#include <utility>

#include "http/secrets/words.hpp"
#include "text/order.hpp"
#include "text/utf8.hpp"

namespace headstrong::http {
namespace secrets_detail {

using secrets::kPlaceholder;

constexpr int kMaxPasses = 8;

/// What overlaps or touches becomes one: of two halves neither may stay.
std::vector<Secret> joined(std::vector<Secret> found) {
  text::sort(found, [](const Secret& a, const Secret& b) {
    return a.span.start != b.span.start ? a.span.start < b.span.start : a.span.end > b.span.end;
  });
  std::vector<Secret> kept;
  for (Secret& item : found) {
    if (!kept.empty() && item.span.start <= kept.back().span.end) {
      kept.back().span.end = std::max(kept.back().span.end, item.span.end);
    } else {
      kept.push_back(std::move(item));
    }
  }
  return kept;
}

std::vector<Secret> scan(std::string_view text) {
  std::vector<Secret> found;
  const std::size_t json_end = secrets::scan_json(text, found);
  secrets::scan_text({text.substr(json_end), json_end}, found);
  return joined(std::move(found));
}

std::string redacted(std::string_view text, const std::vector<Secret>& found) {
  std::string out;
  std::size_t at = 0;
  for (const Secret& secret : found) {
    out += text.substr(at, secret.span.start - at);
    out += kPlaceholder;
    at = secret.span.end;
  }
  out += text.substr(at);
  return out;
}

/// Moves what was found in a redacted text to the positions of the text before; both in order.
void move_back(std::vector<Secret>& more, const std::vector<Secret>& before) {
  std::size_t next = 0;
  std::int64_t grown = 0;  // what all placeholders up to `next` made the text longer
  const auto place = [&](std::uint32_t at, bool is_end) {
    for (; next < before.size(); ++next) {
      const Span& item = before[next].span;
      const std::int64_t start = item.start + grown;
      const std::int64_t end = start + static_cast<std::int64_t>(kPlaceholder.size());
      if (is_end ? at <= start : at < start) break;
      if (is_end ? at <= end : at < end) return is_end ? item.end : item.start;
      grown += static_cast<std::int64_t>(kPlaceholder.size()) - item.size();
    }
    return static_cast<std::uint32_t>(at - grown);
  };
  for (Secret& secret : more) {
    secret.span.start = place(secret.span.start, false);
    secret.span.end = place(secret.span.end, true);
  }
}

/// Replaces the character at `at` of the secret; gives its length.
std::size_t mask_at(std::string& text, std::size_t at, std::size_t end) {
  const auto hex = [&](std::size_t from, std::size_t digits) {
    return from + digits <= end && text::all_of(std::string_view(text).substr(from, digits), text::kHexDigit);
  };
  // An escape still says a letter: x is 78.
  if (text[at] == '\\' && at + 1 < end) {
    if (text[at + 1] == 'u' && hex(at + 2, 4)) {
      text.replace(at + 2, 4, "0078");
      return 6;
    }
    if (text[at + 1] == 'x' && hex(at + 2, 2)) {
      text.replace(at + 2, 2, "78");
      return 4;
    }
    return 2;
  }
  if (text[at] == '%' && hex(at + 1, 2)) {
    text.replace(at + 1, 2, "78");
    return 3;
  }
  if (secrets::is_alphanumeric(text[at])) {
    text[at] = 'x';
    return 1;
  }
  static constexpr std::string_view kMasks[] = {"\xC3\x97", "\xE2\x80\xA2", "\xF0\x9F\x94\x92"};  // as many units, too
  const std::size_t length = text::utf8_length(text, at);
  if (length > 1) text.replace(at, length, kMasks[length - 2]);
  return std::max<std::size_t>(length, 1);
}

}  // namespace secrets_detail

std::vector<Secret> find_secrets(std::string_view text) {
  using namespace secrets_detail;
  std::vector<Secret> found;
  // Where a secret is left out, what stands around it can read differently: `cookie=a?sig=b=` has a name
  // and no value, `cookie=a?sig=REDACTED` has a value. So what is left is looked through again.
  for (int pass = 0; pass < kMaxPasses; ++pass) {
    std::vector<Secret> more = scan(redacted(text, found));
    if (more.empty()) break;
    move_back(more, found);
    found.insert(found.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
    found = joined(std::move(found));
  }
  return found;
}

std::string mask_secrets(std::string_view text, const std::vector<Secret>& secrets) {
  std::string out(text);
  for (const Secret& secret : secrets) {
    for (std::size_t at = secret.span.start; at < secret.span.end;) {
      at += secrets_detail::mask_at(out, at, secret.span.end);
    }
  }
  return out;
}

}  // namespace headstrong::http

#include "text/utf8.hpp"

#include <algorithm>
#include <cstring>

namespace headstrong::text {
namespace utf8_detail {

constexpr std::size_t kStride = 256;

/// Bytes and UTF-16 units of what stands at s[at].
struct Step {
  std::size_t bytes = 1;
  std::uint32_t units = 1;
};
Step step_at(std::string_view s, std::size_t at) {
  const std::size_t length = utf8_length(s, at);
  if (length == 0) return {};
  return {length, length == 4 ? 2U : 1U};
}

}  // namespace utf8_detail

bool is_ascii(std::string_view s) {
  std::size_t at = 0;
  for (; at + 8 <= s.size(); at += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, s.data() + at, 8);
    if ((word & 0x8080808080808080ULL) != 0) return false;
  }
  for (; at < s.size(); ++at) {
    if (static_cast<unsigned char>(s[at]) >= 0x80) return false;
  }
  return true;
}

std::size_t utf8_length(std::string_view s, std::size_t at) {
  const auto byte = [&](std::size_t i) -> unsigned { return i < s.size() ? static_cast<unsigned char>(s[i]) : 0U; };
  const unsigned lead = byte(at);
  if (lead < 0x80) return 1;
  if (lead < 0xC2 || lead > 0xF4) return 0;
  // Neither longer than it has to be, nor a surrogate, nor beyond the last code point.
  const unsigned least = lead == 0xE0 ? 0xA0U : lead == 0xF0 ? 0x90U : 0x80U;
  const unsigned most = lead == 0xED ? 0x9FU : lead == 0xF4 ? 0x8FU : 0xBFU;
  const unsigned second = byte(at + 1);
  if (second < least || second > most) return 0;
  const std::size_t length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  for (std::size_t i = 2; i < length; ++i) {
    if ((byte(at + i) & 0xC0U) != 0x80U) return 0;
  }
  return length;
}

void append_utf8(std::string& out, std::uint32_t c) {
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xC0 | (c >> 6));
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    out += static_cast<char>(0xE0 | (c >> 12));
    out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | (c >> 18));
    out += static_cast<char>(0x80 | ((c >> 12) & 0x3F));
    out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  }
}

std::string_view start_of(std::string_view s, std::size_t most) {
  if (s.size() <= most) return s;
  // The character that the limit falls into begins at most three bytes before it.
  for (std::size_t back = 0; back < 4 && back < most; ++back) {
    const std::size_t end = most - back;
    if ((static_cast<unsigned char>(s[end]) & 0xC0U) != 0x80U) return s.substr(0, end);
  }
  return s.substr(0, most);  // no UTF-8
}

std::string shortened(std::string_view s, std::size_t most) {
  const std::string_view start = start_of(s, most);
  return start.size() < s.size() ? std::string(start) + "..." : std::string(s);
}

std::string_view character_at(std::string_view s, std::size_t at) {
  return s.substr(at, std::max<std::size_t>(utf8_length(s, at), 1));
}

std::size_t first_invalid_utf8(std::string_view s) {
  if (is_ascii(s)) return std::string_view::npos;
  for (std::size_t at = 0; at < s.size();) {
    const std::size_t length = utf8_length(s, at);
    if (length == 0) return at;
    at += length;
  }
  return std::string_view::npos;
}

std::string valid_utf8(std::string_view s) {
  if (first_invalid_utf8(s) == std::string_view::npos) return std::string(s);
  std::string out;
  out.reserve(s.size() + 16);
  for (std::size_t at = 0; at < s.size();) {
    const std::size_t length = utf8_length(s, at);
    if (length == 0) {
      out += "\xEF\xBF\xBD";
      ++at;
      continue;
    }
    out += s.substr(at, length);
    at += length;
  }
  return out;
}

Utf16Offsets::Utf16Offsets(std::string_view s) : text_(s) {
  if (is_ascii(s)) return;
  marks_.reserve(s.size() / utf8_detail::kStride + 1);
  std::uint32_t unit = 0;
  std::size_t next_mark = 0;
  for (std::size_t at = 0; at < s.size();) {
    if (at >= next_mark) {
      marks_.push_back({static_cast<std::uint32_t>(at), unit});
      next_mark = at + utf8_detail::kStride;
    }
    const utf8_detail::Step step = utf8_detail::step_at(s, at);
    at += step.bytes;
    unit += step.units;
  }
}

std::uint32_t Utf16Offsets::operator()(std::uint32_t byte_offset) const {
  if (marks_.empty()) return byte_offset;
  const auto after = std::upper_bound(marks_.begin(), marks_.end(), byte_offset,
                                      [](std::uint32_t offset, const Mark& mark) { return offset < mark.byte; });
  const Mark mark = after == marks_.begin() ? Mark{} : *(after - 1);
  std::size_t at = mark.byte;
  std::uint32_t unit = mark.unit;
  while (at < byte_offset && at < text_.size()) {
    const utf8_detail::Step step = utf8_detail::step_at(text_, at);
    at += step.bytes;
    unit += step.units;
  }
  return unit;
}

}  // namespace headstrong::text

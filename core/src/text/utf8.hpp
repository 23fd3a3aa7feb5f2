// UTF-8 as far as positions and output need it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace headstrong::text {

/// The length of the well-formed UTF-8 sequence at s[at] (1 to 4), or 0 where the bytes there are
/// not well-formed (overlong, surrogate, beyond U+10FFFF, cut off).
std::size_t utf8_length(std::string_view s, std::size_t at);

/// The whole character that starts at s[at]: its bytes, or one byte where they are not well-formed.
/// What is shown of a text is cut with it, never in the middle of a character.
std::string_view character_at(std::string_view s, std::size_t at);

/// The longest start of `s` that has at most `most` bytes (4 or more) and does not end within a character.
std::string_view start_of(std::string_view s, std::size_t most);

/// `s`, or its start and "..." where it has more than `most` bytes.
std::string shortened(std::string_view s, std::size_t most);

/// Adds a character, which must be one: no half of a surrogate pair, nothing beyond U+10FFFF.
void append_utf8(std::string& out, std::uint32_t code_point);

/// Whether all bytes are ASCII.
bool is_ascii(std::string_view s);

/// The offset of the first byte that is not part of well-formed UTF-8; npos if there is none.
std::size_t first_invalid_utf8(std::string_view s);

/// `s` with every byte that is not part of well-formed UTF-8 replaced by U+FFFD.
std::string valid_utf8(std::string_view s);

/// Converts byte offsets of one text to UTF-16 code units. A byte that is not well-formed UTF-8
/// counts as one unit (it is shown as U+FFFD). Built in one pass, asked in logarithmic time.
class Utf16Offsets {
 public:
  explicit Utf16Offsets(std::string_view s);
  std::uint32_t operator()(std::uint32_t byte_offset) const;

 private:
  struct Mark {
    std::uint32_t byte = 0;
    std::uint32_t unit = 0;
  };
  std::string_view text_;
  std::vector<Mark> marks_;  // one every kStride bytes; none where the text is ASCII
};

}  // namespace headstrong::text

// Splitting text into lines with their positions.
#pragma once

#include <cstdint>
#include <string_view>

namespace headstrong::text {

/// The length of the byte order mark that a text begins with: 3 or 0.
inline std::size_t byte_order_mark(std::string_view s) { return s.substr(0, 3) == "\xEF\xBB\xBF" ? 3 : 0; }

struct Line {
  std::string_view text;     // without its line end
  std::uint32_t start = 0;   // byte offset of text
  std::uint32_t number = 0;  // 1-based
};

/// Hands out the lines of a text. LF ends a line, a CR before it belongs to the end; a text that has
/// CR but no LF at all is split at CR. A byte order mark is no part of the first line.
class LineCursor {
 public:
  explicit LineCursor(std::string_view s)
      : text_(s),
        end_mark_(s.find('\n') == std::string_view::npos && s.find('\r') != std::string_view::npos ? '\r' : '\n') {
    at_ = byte_order_mark(s);
  }

  bool next(Line& line) {
    if (at_ >= text_.size()) return false;
    std::size_t end = text_.find(end_mark_, at_);
    const std::size_t after = end == std::string_view::npos ? text_.size() : end + 1;
    if (end == std::string_view::npos) end = text_.size();
    if (end > at_ && text_[end - 1] == '\r') --end;
    line.text = text_.substr(at_, end - at_);
    line.start = static_cast<std::uint32_t>(at_);
    line.number = ++number_;
    at_ = after;
    return true;
  }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
  std::uint32_t number_ = 0;
  char end_mark_;
};

}  // namespace headstrong::text

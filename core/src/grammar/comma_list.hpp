// Values between commas, the way browsers take them apart.
#pragma once

#include <string_view>

#include "text/ascii.hpp"

namespace headstrong::grammar {

/// Hands out the values of a header field as Fetch's "get, decode, and split" does: commas within
/// double quotes do not separate (a backslash there escapes), SP and TAB around a value are dropped,
/// empty values are kept. A field that is there has at least one value.
class CommaList {
 public:
  explicit CommaList(std::string_view text) : text_(text) {}

  bool next(std::string_view& value) {
    if (done_) return false;
    const std::size_t begin = at_;
    bool quoted = false;
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (quoted && c == '\\') {
        ++at_;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        break;
      }
    }
    if (at_ > text_.size()) at_ = text_.size();
    value = text_.substr(begin, at_ - begin);
    // An empty value keeps its place in the text.
    const std::string_view trimmed = text::trim(value, text::kSpaceTab);
    value = trimmed.empty() ? value.substr(0, 0) : trimmed;
    done_ = at_ >= text_.size();
    ++at_;
    return true;
  }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
  bool done_ = false;
};

}  // namespace headstrong::grammar

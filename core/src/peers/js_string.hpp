// The few string operations of ECMAScript that the peers' answers hang on, over UTF-8.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace headstrong::peers {

/// One code point of a text: its value (U+FFFD for a byte that is not well-formed UTF-8) and its
/// length in bytes. `at` must be inside the text.
struct CodePoint {
  char32_t value = 0;
  std::size_t length = 1;
};
CodePoint code_point_at(std::string_view s, std::size_t at);

/// `s` without WhiteSpace and LineTerminator at both ends (String.prototype.trim).
std::string_view js_trim(std::string_view s);

/// The runs of `s` that hold no WhiteSpace or LineTerminator (the matches of /\S+/g).
std::vector<std::string_view> js_words(std::string_view s);

/// The parts of `s` between `separator`s; at least one (String.prototype.split).
std::vector<std::string_view> js_split(std::string_view s, char separator);

/// The same parts one after the other, for a loop: a text can be all separators.
class JsParts {
 public:
  JsParts(std::string_view s, char separator) : text_(s), separator_(separator) {}

  class Iterator {
   public:
    Iterator(std::string_view rest, char separator, bool at_end)
        : rest_(rest), separator_(separator), at_end_(at_end) {}
    std::string_view operator*() const { return rest_.substr(0, rest_.find(separator_)); }
    Iterator& operator++() {
      const std::size_t end = rest_.find(separator_);
      at_end_ = end == std::string_view::npos;
      if (!at_end_) rest_.remove_prefix(end + 1);
      return *this;
    }
    bool operator!=(const Iterator& other) const { return at_end_ != other.at_end_; }

   private:
    std::string_view rest_;
    char separator_;
    bool at_end_;
  };
  Iterator begin() const { return {text_, separator_, false}; }
  Iterator end() const { return {{}, separator_, true}; }

 private:
  std::string_view text_;
  char separator_;
};

/// String.prototype.toLowerCase.
std::string js_to_lower(std::string_view s);

/// The length in UTF-16 code units.
std::size_t js_length(std::string_view s);

/// The first `units` UTF-16 code units of `s` (`slice(0, units)`), less a pair that is cut in two.
std::string_view js_prefix(std::string_view s, std::size_t units);

/// decodeURIComponent: false where that throws.
bool js_decode_uri_component(std::string_view s, std::string& out);

}  // namespace headstrong::peers

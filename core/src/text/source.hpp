// The pasted text and every text decoded from it.
#pragma once

#include <list>
#include <string>
#include <string_view>
#include <utility>

namespace headstrong::text {

/// Owns the paste. Views into it, and into texts that had to be decoded (unfolded lines, JSON
/// strings), stay valid as long as the Source lives; it is neither copied nor moved.
class Source {
 public:
  explicit Source(std::string_view bytes) : bytes_(bytes) {}
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;

  std::string_view bytes() const { return bytes_; }
  /// Keeps a decoded text and hands back a view of it.
  std::string_view keep(std::string decoded) {
    decoded_.push_back(std::move(decoded));
    return decoded_.back();
  }
  /// Keeps a text that is read by itself: what is kept in it lives as long as this one.
  Source& within(std::string text) {
    within_.emplace_back(text);
    return within_.back();
  }

 private:
  std::string bytes_;
  std::list<std::string> decoded_;  // a list: the views outlive its growth
  std::list<Source> within_;
};

}  // namespace headstrong::text

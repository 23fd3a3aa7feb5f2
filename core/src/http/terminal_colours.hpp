// The colours of a terminal in a copy of what it shows: ESC [ 36 m, and what tools write for that byte.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "headstrong/span.hpp"
#include "http/message.hpp"
#include "text/mapped_text.hpp"
#include "text/source.hpp"

namespace headstrong::http {

/// A text without its colours, with the way back to where each byte of it stands.
class Uncoloured {
 public:
  explicit Uncoloured(std::string_view bytes);

  /// Whether there was a colour at all; without one, text() is empty.
  bool any() const { return any_; }
  const std::string& text() const { return text_; }
  /// Gives what was read in text() its places in the coloured text.
  void put_back(Paste& paste) const;

 private:
  struct Run {
    std::uint32_t inner = 0;
    std::uint32_t outer = 0;
  };
  const Run& run_of(std::uint32_t inner) const;
  std::uint32_t outer(std::uint32_t inner) const;
  void move(Span& span) const;
  void move(Response& response) const;
  void move(Field& field) const;
  void add_runs(std::uint32_t text_start, std::uint32_t inner, std::uint32_t size,
                std::vector<text::MappedText::Segment>& segments) const;
  text::MappedText moved(const text::MappedText& value) const;

  std::string text_;
  std::vector<Run> runs_;
  bool any_ = false;
};

}  // namespace headstrong::http

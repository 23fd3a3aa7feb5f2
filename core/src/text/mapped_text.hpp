// Text that was cut out of the paste, with the way back to where each byte of it came from.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "headstrong/span.hpp"

namespace headstrong::text {

/// A decoded text whose bytes can be traced back to the source. Most values lie in the paste as they
/// are (one segment); an unfolded header line or a JSON string has several.
/// The text itself is owned by the `Source`; a MappedText is a cheap view of it.
class MappedText {
 public:
  MappedText() = default;
  /// `text` stands in the source byte for byte from `source_start` on.
  MappedText(std::string_view text, std::uint32_t source_start) : text_(text), start_(source_start) {}

  /// One run of `text` that starts at `text_start` and corresponds to the source from
  /// `source_start` on. A run with `source_size` is an escape: every byte of it maps to the
  /// whole escape [source_start, source_start + source_size).
  struct Segment {
    std::uint32_t text_start = 0;
    std::uint32_t source_start = 0;
    std::uint32_t source_size = 0;  // of an escape; 0 for a run that is spelled as it is
  };
  MappedText(std::string_view text, std::vector<Segment> segments);

  std::string_view text() const { return text_; }
  /// Empty where the text stands in the source as one run.
  const std::vector<Segment>& segments() const { return segments_; }
  /// The stretches of source that hold the text as it is, without the folds and escapes between them.
  std::vector<Span> runs() const;
  /// The source range that text [begin, end) came from; of parts that stand in the source in another order
  /// (directives of a map), the range that holds them all.
  Span to_source(std::size_t begin, std::size_t end) const {
    if (!segments_.empty()) return across_segments(begin, end);
    return {start_ + static_cast<std::uint32_t>(begin), start_ + static_cast<std::uint32_t>(end)};
  }
  /// The same for a view that lies inside text().
  Span to_source(std::string_view part) const {
    const auto begin = static_cast<std::size_t>(part.data() - text_.data());
    return to_source(begin, begin + part.size());
  }

 private:
  Span across_segments(std::size_t begin, std::size_t end) const;
  const Segment& segment_of(std::size_t text_offset) const;

  std::string_view text_;
  std::vector<Segment> segments_;  // empty: one run from start_ on
  std::uint32_t start_ = 0;
  bool in_order_ = true;  // the segments stand in the source one behind the other
};

}  // namespace headstrong::text

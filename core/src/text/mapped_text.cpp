#include "text/mapped_text.hpp"

#include <algorithm>
#include <utility>

namespace headstrong::text {

MappedText::MappedText(std::string_view text, std::vector<Segment> segments)
    : text_(text), segments_(std::move(segments)) {
  if (!segments_.empty()) start_ = segments_.front().source_start;
}

const MappedText::Segment& MappedText::segment_of(std::size_t text_offset) const {
  auto after = std::upper_bound(
      segments_.begin(), segments_.end(), text_offset,
      [](std::size_t offset, const Segment& segment) { return offset < segment.text_start; });
  return after == segments_.begin() ? *after : *(after - 1);
}

Span MappedText::across_segments(std::size_t begin, std::size_t end) const {
  const Segment& first = segment_of(begin);
  const std::uint32_t start =
      first.source_size != 0
          ? first.source_start
          : first.source_start + static_cast<std::uint32_t>(begin) - first.text_start;
  if (end <= begin) return {start, start};
  // The end is taken from the last byte, so that a range that stops at a fold or an escape does not
  // swallow what lies between the segments.
  const Segment& last = segment_of(end - 1);
  const std::uint32_t stop =
      last.source_size != 0 ? last.source_start + last.source_size
                            : last.source_start + static_cast<std::uint32_t>(end) - last.text_start;
  return {start, stop};
}

std::vector<Span> MappedText::runs() const {
  if (segments_.empty()) return {to_source(0, text_.size())};
  std::vector<Span> runs;
  for (std::size_t i = 0; i < segments_.size(); ++i) {
    const Segment& segment = segments_[i];
    if (segment.source_size != 0) continue;
    const std::size_t text_end =
        i + 1 < segments_.size() ? segments_[i + 1].text_start : text_.size();
    const auto size = static_cast<std::uint32_t>(text_end - segment.text_start);
    runs.push_back({segment.source_start, segment.source_start + size});
  }
  return runs;
}

}  // namespace headstrong::text

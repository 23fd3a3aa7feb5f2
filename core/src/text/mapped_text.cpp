#include "text/mapped_text.hpp"

#include <algorithm>
#include <utility>

namespace headstrong::text {

MappedText::MappedText(std::string_view text, std::vector<Segment> segments)
    : text_(text), segments_(std::move(segments)) {
  if (!segments_.empty()) start_ = segments_.front().source_start;
  in_order_ = std::is_sorted(segments_.begin(), segments_.end(),
                             [](const Segment& a, const Segment& b) { return a.source_start < b.source_start; });
}

const MappedText::Segment& MappedText::segment_of(std::size_t text_offset) const {
  auto after = std::upper_bound(segments_.begin(), segments_.end(), text_offset,
                                [](std::size_t offset, const Segment& segment) { return offset < segment.text_start; });
  return after == segments_.begin() ? *after : *(after - 1);
}

Span MappedText::across_segments(std::size_t begin, std::size_t end) const {
  const auto source_of = [](const Segment& segment, std::size_t offset) {
    return segment.source_start + static_cast<std::uint32_t>(offset) - segment.text_start;
  };
  const Segment& first = segment_of(begin);
  Span range;
  range.start = range.end = first.source_size != 0 ? first.source_start : source_of(first, begin);
  if (end <= begin) return range;
  // The end is taken from the last byte, so that a range that stops at a fold or an escape does not
  // swallow what lies between the segments.
  const Segment& last = segment_of(end - 1);
  range.end = last.source_size != 0 ? last.source_start + last.source_size : source_of(last, end);
  if (in_order_) return range;
  for (const Segment* each = &first; each != &last; ++each) {
    const Segment& next = *(each + 1);
    const std::uint32_t stop =
        each->source_size != 0 ? each->source_start + each->source_size : source_of(*each, next.text_start);
    range = around(range, {next.source_start, stop});
  }
  return range;
}

std::vector<Span> MappedText::runs() const {
  if (segments_.empty()) return {to_source(0, text_.size())};
  std::vector<Span> runs;
  for (std::size_t i = 0; i < segments_.size(); ++i) {
    const Segment& segment = segments_[i];
    if (segment.source_size != 0) continue;
    const std::size_t text_end = i + 1 < segments_.size() ? segments_[i + 1].text_start : text_.size();
    const auto size = static_cast<std::uint32_t>(text_end - segment.text_start);
    runs.push_back({segment.source_start, segment.source_start + size});
  }
  return runs;
}

}  // namespace headstrong::text

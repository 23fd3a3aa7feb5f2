#include "http/code/value.hpp"

#include <algorithm>
#include <utility>

#include "http/code/words.hpp"
#include "text/ascii.hpp"

namespace headstrong::http::code {

void Value::add_escape(std::string_view words, Span place) {
  segments.push_back({static_cast<std::uint32_t>(text.size()), place.start, std::max<std::uint32_t>(place.size(), 1)});
  text += words;
}

void Value::add_run(std::string_view words, std::uint32_t source_start) {
  if (words.empty()) return;
  segments.push_back({static_cast<std::uint32_t>(text.size()), source_start, 0});
  text += words;
}

void Value::add(const Value& other) {
  const auto shift = static_cast<std::uint32_t>(text.size());
  for (text::MappedText::Segment segment : other.segments) {
    segment.text_start += shift;
    segments.push_back(segment);
  }
  text += other.text;
  gaps.insert(gaps.end(), other.gaps.begin(), other.gaps.end());
  if (other.literals > 0) {
    mixed = mixed || other.mixed || (literals > 0 && spelling != other.spelling);
    spelling = other.spelling;
    first_literal = literals == 0 ? other.first_literal : std::min(first_literal, other.first_literal);
    last_literal = std::max(last_literal, other.last_literal);
    literals += other.literals;
  }
}

Value Value::slice(std::size_t begin, std::size_t end) const {
  Value out;
  out.literals = literals;
  out.first_literal = first_literal;
  out.last_literal = last_literal;
  out.spelling = spelling;
  out.mixed = mixed;
  for (std::size_t i = 0; i < segments.size(); ++i) {
    const std::size_t from = segments[i].text_start;
    const std::size_t to = i + 1 < segments.size() ? segments[i + 1].text_start : text.size();
    const std::size_t a = std::max(begin, from);
    const std::size_t b = std::min(end, to);
    if (a >= b) continue;
    const std::string_view words = std::string_view(text).substr(a, b - a);
    if (segments[i].source_size == 0) {
      out.add_run(words, segments[i].source_start + static_cast<std::uint32_t>(a - from));
    } else {
      out.add_escape(words, {segments[i].source_start, segments[i].source_start + segments[i].source_size});
    }
  }
  for (const Span gap : gaps) {
    for (const auto& segment : out.segments) {
      const std::uint32_t size =
          segment.source_size > 0 ? segment.source_size : static_cast<std::uint32_t>(out.text.size());
      if (gap.start >= segment.source_start && gap.start < segment.source_start + size) {
        out.gaps.push_back(gap);
        break;
      }
    }
  }
  return out;
}

std::uint32_t Value::first_source() const { return segments.empty() ? 0 : segments.front().source_start; }

std::uint32_t Value::last_source() const {
  if (segments.empty()) return 0;
  const auto& last = segments.back();
  return last.source_start +
         (last.source_size > 0 ? last.source_size : static_cast<std::uint32_t>(text.size()) - last.text_start);
}

Span Value::before(std::uint32_t start) const {
  const std::uint32_t from = last_source();
  return from <= start ? Span{from, start} : Span{start, start};
}

Value Value::collapsed() const {
  Value out;
  out.gaps = gaps;
  out.literals = literals;
  out.first_literal = first_literal;
  out.last_literal = last_literal;
  out.spelling = spelling;
  out.mixed = mixed;
  bool pending = false;
  Span pending_place;
  std::size_t run = std::string::npos;  // where the run that is being read begins
  std::uint32_t run_source = 0;
  const auto flush = [&](std::size_t end) {
    if (run == std::string::npos) return;
    out.add_run(std::string_view(text).substr(run, end - run), run_source);
    run = std::string::npos;
  };
  for (std::size_t i = 0; i < segments.size(); ++i) {
    const auto& segment = segments[i];
    const std::size_t to = i + 1 < segments.size() ? segments[i + 1].text_start : text.size();
    for (std::size_t at = segment.text_start; at < to; ++at) {
      const bool whole = segment.source_size > 0;
      const std::uint32_t place =
          segment.source_start + (whole ? 0 : static_cast<std::uint32_t>(at - segment.text_start));
      const std::uint32_t place_end = place + (whole ? segment.source_size : 1);
      if (is_blank(text[at])) {
        flush(at);
        if (!pending) pending_place = {place, place_end};
        pending_place = {std::min(pending_place.start, place), std::max(pending_place.end, place_end)};
        pending = true;
        continue;
      }
      if (pending && !out.text.empty()) out.add_escape(" ", pending_place);
      pending = false;
      if (whole) {
        flush(at);
        out.add_escape(std::string_view(text).substr(at, 1), {place, place_end});
      } else if (run == std::string::npos) {
        run = at;
        run_source = place;
      }
    }
    flush(to);
  }
  // A blank that stands in the source as one is a run, too: neighbours in the source are put together.
  std::vector<text::MappedText::Segment> kept;
  for (std::size_t i = 0; i < out.segments.size(); ++i) {
    text::MappedText::Segment segment = out.segments[i];
    const std::size_t to = i + 1 < out.segments.size() ? out.segments[i + 1].text_start : out.text.size();
    const bool one_blank =
        segment.source_size == 1 && to - segment.text_start == 1 && out.text[segment.text_start] == ' ';
    if (one_blank) segment.source_size = 0;
    if (!kept.empty() && segment.source_size == 0 && kept.back().source_size == 0 &&
        kept.back().source_start + (segment.text_start - kept.back().text_start) == segment.source_start) {
      continue;
    }
    kept.push_back(segment);
  }
  out.segments = std::move(kept);
  return out;
}

}  // namespace headstrong::http::code

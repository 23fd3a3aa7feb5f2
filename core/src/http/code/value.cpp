#include "http/code/value.hpp"

#include <algorithm>
#include <utility>

#include "http/code/words.hpp"
#include "text/ascii.hpp"

namespace headstrong::http::code {

namespace value_detail {

/// Where a segment's text ends.
std::size_t end_of(const Value& value, std::size_t segment) {
  return segment + 1 < value.segments.size() ? value.segments[segment + 1].text_start : value.text.size();
}

/// Puts a text together anew with one blank for each stretch of white space.
class Collapser {
 public:
  Collapser(const Value& from, Value& out) : from_(from), out_(out) {}

  void run() {
    for (std::size_t i = 0; i < from_.segments.size(); ++i) {
      const std::size_t end = end_of(from_, i);
      for (std::size_t at = from_.segments[i].text_start; at < end; ++at) see(from_.segments[i], at);
      end_run(end);
    }
    join_runs();
  }

 private:
  void see(const text::MappedText::Segment& segment, std::size_t at) {
    const bool whole = segment.source_size > 0;
    const std::uint32_t start =
        segment.source_start + (whole ? 0 : static_cast<std::uint32_t>(at - segment.text_start));
    const Span place{start, start + (whole ? segment.source_size : 1)};
    if (is_blank(from_.text[at])) {
      end_run(at);
      blanks_ = pending_ ? around(blanks_, place) : place;
      pending_ = true;
      return;
    }
    if (pending_ && !out_.text.empty()) out_.add_escape(" ", blanks_);
    pending_ = false;
    if (whole) {
      end_run(at);
      out_.add_escape(std::string_view(from_.text).substr(at, 1), place);
    } else if (run_ == std::string::npos) {
      run_ = at;
      run_source_ = start;
    }
  }

  void end_run(std::size_t end) {
    if (run_ == std::string::npos) return;
    out_.add_run(std::string_view(from_.text).substr(run_, end - run_), run_source_);
    run_ = std::string::npos;
  }

  /// A blank that stands in the source as one is a run, too: neighbours in the source are put together.
  void join_runs() {
    std::vector<text::MappedText::Segment> kept;
    for (std::size_t i = 0; i < out_.segments.size(); ++i) {
      text::MappedText::Segment segment = out_.segments[i];
      const bool one_blank =
          segment.source_size == 1 && end_of(out_, i) - segment.text_start == 1 && out_.text[segment.text_start] == ' ';
      if (one_blank) segment.source_size = 0;
      const bool goes_on =
          !kept.empty() && segment.source_size == 0 && kept.back().source_size == 0 &&
          kept.back().source_start + (segment.text_start - kept.back().text_start) == segment.source_start;
      if (!goes_on) kept.push_back(segment);
    }
    out_.segments = std::move(kept);
  }

  const Value& from_;
  Value& out_;
  bool pending_ = false;  // blanks were seen that are not written yet
  Span blanks_;
  std::size_t run_ = std::string::npos;  // where the run that is being read begins
  std::uint32_t run_source_ = 0;
};

}  // namespace value_detail
using namespace value_detail;

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
  Collapser(*this, out).run();
  return out;
}

}  // namespace headstrong::http::code

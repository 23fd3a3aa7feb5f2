#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "report/document_parts.hpp"
#include "report/meanings.hpp"
#include "report/sentences.hpp"
#include "text/lines.hpp"
#include "text/order.hpp"

namespace headstrong::report {
namespace document_pasted_detail {

/// Of a longer text the judged response is shown, up to this.
constexpr std::size_t kMostText = 64 * 1024;
constexpr std::size_t kSeverities = 6;

/// A stretch of the text that findings are about; `number` is the finding's, from 1.
struct Mark {
  Span span;
  std::size_t number = 0;
  Severity severity = Severity::Info;
  friend bool operator<(const Mark& a, const Mark& b) {
    if (a.span.start != b.span.start) return a.span.start < b.span.start;
    return a.number < b.number;
  }
};

/// The part of the text that is shown: all of it, or of a long one the judged response.
Span shown_part(const Report& report) {
  const auto size = static_cast<std::uint32_t>(report.source.size());
  if (size <= kMostText) return {0, size};
  const ResponseSummary* response = chosen_response(report);
  std::uint32_t start = response == nullptr ? 0 : response->span.start;
  const std::size_t line = report.source.rfind('\n', start);
  start = line == std::string_view::npos || start == 0 ? 0 : static_cast<std::uint32_t>(line + 1);
  const std::uint32_t wanted = response == nullptr ? size : std::max(response->span.end, start);
  return {start, std::min(wanted, static_cast<std::uint32_t>(start + kMostText))};
}

std::vector<Mark> marks_of(const Report& report) {
  std::vector<Mark> marks;
  for (std::size_t i = 0; i < report.findings.size(); ++i) {
    const Finding& finding = report.findings[i];
    if (finding.severity == Severity::Good) continue;
    if (finding.places.empty()) {
      if (finding.span) marks.push_back({*finding.span, i + 1, finding.severity});
      continue;
    }
    for (const Place& place : finding.places) marks.push_back({place.span, i + 1, place.severity});
  }
  text::sort(marks);
  return marks;
}

/// Goes through the text once, from left to right, and knows which marks hold the place it is at.
class MarkedText {
 public:
  MarkedText(const Report& report, const Markup& markup)
      : source_(report.source), markup_(markup), marks_(marks_of(report)) {}

  /// Marks that begin before `start` get no number.
  void skip_to(std::uint32_t start) {
    if (start > 0) opened(start - 1);
  }

  /// The bytes [start, end) with their marks.
  std::string stretch(std::uint32_t start, std::uint32_t end) {
    std::string out;
    std::uint32_t at = start;
    while (true) {
      close(at);
      out += opened(at);
      if (at >= end) return out;
      const std::uint32_t to = std::min(end, next_change());
      out += marked(source_.substr(at, to - at));
      at = to;
    }
  }

 private:
  static bool later(const std::pair<std::uint32_t, std::size_t>& a, const std::pair<std::uint32_t, std::size_t>& b) {
    return a.first > b.first;
  }

  void close(std::uint32_t at) {
    while (!ends_.empty() && ends_.front().first <= at) {
      --open_[ends_.front().second];
      std::pop_heap(ends_.begin(), ends_.end(), later);
      ends_.pop_back();
    }
  }

  /// Opens the marks that begin up to `at`, and gives their numbers.
  std::string opened(std::uint32_t at) {
    std::string badges;
    for (; next_ < marks_.size() && marks_[next_].span.start <= at; ++next_) {
      const Mark& mark = marks_[next_];
      badges += badge(mark.number);
      if (mark.span.end <= at) continue;
      const auto severity = static_cast<std::size_t>(mark.severity);
      ++open_[severity];
      ends_.push_back({mark.span.end, severity});
      std::push_heap(ends_.begin(), ends_.end(), later);
    }
    return badges;
  }

  /// Where the next mark begins or ends.
  std::uint32_t next_change() const {
    auto to = static_cast<std::uint32_t>(source_.size());
    if (next_ < marks_.size()) to = std::min(to, marks_[next_].span.start);
    if (!ends_.empty()) to = std::min(to, ends_.front().first);
    return to;
  }

  std::string badge(std::size_t finding) const {
    const std::string number = std::to_string(finding);
    if (!markup_.is_html()) return markup_.strong("[" + number + "]") + " ";
    return "<a href=\"#" + finding_id(finding) + "\" aria-label=\"Finding " + number + "\">" + number + "</a>";
  }

  /// Text without a line end, under the gravest of the open marks; tabs stay tabs.
  std::string marked(std::string_view words) const {
    std::string out;
    std::size_t from = 0;
    for (std::size_t tab = words.find('\t'); tab != std::string_view::npos; tab = words.find('\t', from)) {
      out += markup_.text(words.substr(from, tab - from)) + (markup_.is_html() ? "\t" : " ");
      from = tab + 1;
    }
    out += markup_.text(words.substr(from));
    if (!markup_.is_html()) return out;
    for (std::size_t i = 0; i < open_.size(); ++i) {
      if (open_[i] > 0) {
        return "<mark class=\"" + std::string(to_string(static_cast<Severity>(i))) + "\">" + out + "</mark>";
      }
    }
    return out;
  }

  std::string_view source_;
  const Markup& markup_;
  std::vector<Mark> marks_;
  std::size_t next_ = 0;                                     // the first mark that has not begun
  std::array<std::size_t, kSeverities> open_{};              // how many marks of each severity hold the place
  std::vector<std::pair<std::uint32_t, std::size_t>> ends_;  // a heap of where marks end, and their severity
};

void write_line(Markup& markup, const text::Line& line, const std::string& words) {
  const std::string number = std::to_string(line.number);
  if (markup.is_html()) {
    markup.raw("<li><b>" + number + "</b>" + words + "</li>\n");
  } else if (!line.text.empty()) {
    markup.add(markup.strong(number) + " " + words + "\\\n");
  }
}

}  // namespace document_pasted_detail

void write_pasted(Markup& markup, const Report& report, const ReportFacts& facts) {
  using namespace document_pasted_detail;
  markup.heading(2, "The text that was judged");
  markup.paragraph("The numbers are those of the findings.", "soft");
  const Span part = shown_part(report);
  MarkedText marked(report, markup);
  marked.skip_to(part.start);
  text::Line line;
  text::LineCursor cursor(report.source);
  markup.raw("<ol class=\"paste\">\n");
  if (!markup.is_html()) markup.add("\n");
  while (cursor.next(line) && line.start < part.end) {
    if (line.start < part.start) continue;
    const auto line_end = static_cast<std::uint32_t>(line.start + line.text.size());
    write_line(markup, line, marked.stretch(line.start, std::min(line_end, part.end)));
  }
  markup.raw("</ol>\n");
  if (!markup.is_html()) markup.add("(end of the text)\n");
  const std::size_t left = report.source.size() - part.size();
  if (left > 0) markup.paragraph(std::to_string(left) + " bytes around it are not shown.", "soft");
  if (facts.masked > 0) markup.paragraph(markup.text(masked_sentence(facts.masked)), "soft");
  for (const std::string_view notice : minor_notices(report.input)) markup.paragraph(markup.text(notice), "soft");
}

}  // namespace headstrong::report

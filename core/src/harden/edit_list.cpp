#include "harden/edit_list.hpp"

#include <algorithm>
#include <utility>

namespace headstrong::writing {

bool in_order(std::vector<Edit>& edits) {
  std::stable_sort(edits.begin(), edits.end(),
                   [](const Edit& a, const Edit& b) { return a.span.start < b.span.start; });
  return std::adjacent_find(edits.begin(), edits.end(),
                            [](const Edit& a, const Edit& b) { return b.span.start < a.span.end; }) == edits.end();
}

void EditList::replace(Span span, std::string_view text) {
  if (span.empty() && text.empty()) return;
  if (!edits_.empty() && edits_.back().span.end == span.start) {
    edits_.back().span.end = span.end;
    edits_.back().text += text;
    return;
  }
  edits_.push_back({span, std::string(text)});
}

LineEdits::LineEdits(std::string_view source) : source_(source), mark_('\n'), usual_end_("\n") {
  const std::size_t feed = source.find('\n');
  const std::size_t carriage = source.find('\r');
  if (feed == source.npos && carriage != source.npos) {
    mark_ = '\r';
    usual_end_ = source.substr(carriage, 1);
  } else if (feed != source.npos && feed > 0 && source[feed - 1] == '\r') {
    usual_end_ = source.substr(feed - 1, 2);
  }
  line_.next = 0;
  line_at(0);
}

Place LineEdits::line_at(std::uint32_t at) {
  const auto size = static_cast<std::uint32_t>(source_.size());
  if (at >= line_.start && at < line_.next) return line_;
  std::uint32_t start = at;
  while (start > 0 && source_[start - 1] != mark_) --start;
  std::uint32_t end = at;
  while (end < size && source_[end] != mark_) ++end;
  line_ = {start, end, end < size ? end + 1 : end};
  if (mark_ == '\n' && end > start && source_[end - 1] == '\r') --line_.end;
  return line_;
}

std::string_view LineEdits::line_end_of(const Place& line) const {
  return line.has_line_end() ? source_.substr(line.end, line.next - line.end) : usual_end_;
}

void LineEdits::remove(const Place& line) {
  edits_.replace({line.start, line.next}, {});
  tail_removed_ = tail_removed_ || !line.has_line_end();
}

void LineEdits::insert_behind(const Place& line, std::string_view text) {
  std::string whole;
  if (line.has_line_end()) {
    whole.append(text).append(line_end_of(line));
  } else {
    // The text's last line has no end, and its new last line will have none.
    if (!tail_removed_ || tail_written_) whole = usual_end_;
    whole += text;
    tail_written_ = true;
  }
  edits_.replace({line.next, line.next}, whole);
}

/// What is the last line now has no line end, as the one before had none.
void LineEdits::take_last_line_end() {
  Edit& edit = edits_.last();
  if (!edit.text.empty()) {
    edit.text.resize(edit.text.size() - (edit.text.size() > 1 && edit.text.end()[-2] == '\r' ? 2 : 1));
    return;
  }
  std::uint32_t& start = edit.span.start;
  if (start > 0) --start;
  if (start > 0 && mark_ == '\n' && source_[start - 1] == '\r') --start;
}

std::vector<Edit> LineEdits::take() {
  if (tail_removed_ && !tail_written_) take_last_line_end();
  return edits_.take();
}

}  // namespace headstrong::writing

#include "http/terminal_colours.hpp"

#include <algorithm>
#include <cstddef>

#include "text/ascii.hpp"

namespace headstrong::http {
namespace terminal_colours_detail {

/// How the byte ESC is written: itself, as cat -v shows it, as strings spell it.
constexpr std::string_view kEscapes[] = {"\x1b", "^[", "\\u001b", "\\u001B", "\\x1b", "\\x1B", "\\033", "\\e"};

/// Behind the hyperlink that curl writes around an address, up to BEL or ESC \; `at` where there is none.
std::size_t hyperlink_end(std::string_view s, std::size_t at) {
  constexpr std::size_t kLongest = 4096;
  if (s[at] != '\x1b' || s.substr(at + 1, 2) != "]8") return at;
  const std::string_view near = s.substr(at, kLongest);
  const std::size_t end = near.find_first_of("\a\x1b\r\n", 1);
  if (end == near.npos) return at;
  if (near[end] == '\a') return at + end + 1;
  return near.substr(end, 2) == "\x1b\\" ? at + end + 2 : at;
}

/// Behind the control sequence that begins at `at`: ESC [ numbers letter; `at` where none does.
std::size_t sequence_end(std::string_view s, std::size_t at) {
  for (const std::string_view escape : kEscapes) {
    if (s.compare(at, escape.size(), escape) != 0) continue;
    std::size_t end = at + escape.size();
    if (end == s.size() || s[end] != '[') continue;
    const std::size_t stop = s.find_first_not_of("0123456789;:", end + 1);
    if (stop == s.npos) return at;
    // Colours, and the cleared rest of a line that grep writes behind each; of the byte itself any letter.
    // "^[[m]" is a regular expression.
    const bool closed = stop == end + 1 && s.substr(stop + 1, 1) == "]";
    const bool colours = (s[stop] == 'm' || s[stop] == 'K') && !closed;
    const bool ends = escape.size() == 1 ? text::is(s[stop], text::kAlpha) : colours;
    return ends && stop - at < 64 ? stop + 1 : at;
  }
  return hyperlink_end(s, at);
}

/// Most texts have none, and are searched for one byte only.
bool may_be_coloured(std::string_view s) {
  for (std::size_t at = s.find('['); at != s.npos; at = s.find('[', at + 1)) {
    const std::string_view before = s.substr(0, at);
    for (const std::string_view escape : kEscapes) {
      if (before.size() >= escape.size() && before.substr(before.size() - escape.size()) == escape) return true;
    }
  }
  return s.find("\x1b]8") != s.npos;
}

}  // namespace terminal_colours_detail
using namespace terminal_colours_detail;

Uncoloured::Uncoloured(std::string_view bytes) {
  if (!may_be_coloured(bytes)) return;
  std::size_t from = 0;
  for (std::size_t at = bytes.find_first_of("\x1b^\\"); at != bytes.npos; at = bytes.find_first_of("\x1b^\\", at)) {
    const std::size_t end = sequence_end(bytes, at);
    if (end == at) {
      ++at;
      continue;
    }
    if (from < at || runs_.empty()) {
      runs_.push_back({static_cast<std::uint32_t>(text_.size()), static_cast<std::uint32_t>(from)});
    }
    text_.append(bytes, from, at - from);
    any_ = true;
    at = from = end;
  }
  if (!any_) return;
  runs_.push_back({static_cast<std::uint32_t>(text_.size()), static_cast<std::uint32_t>(from)});
  text_.append(bytes, from);
}

const Uncoloured::Run& Uncoloured::run_of(std::uint32_t inner) const {
  const auto after = std::upper_bound(runs_.begin(), runs_.end(), inner,
                                      [](std::uint32_t place, const Run& run) { return place < run.inner; });
  return after == runs_.begin() ? *after : *(after - 1);
}

std::uint32_t Uncoloured::outer(std::uint32_t inner) const {
  const Run& run = run_of(inner);
  return run.outer + (inner - run.inner);
}

void Uncoloured::move(Span& span) const {
  if (span.end == 0) return;
  const std::uint32_t start = outer(span.start);
  // By the last byte: the colour behind it is no part.
  span = {start, span.end > span.start ? outer(span.end - 1) + 1 : start};
}

void Uncoloured::add_runs(std::uint32_t text_start, std::uint32_t inner, std::uint32_t size,
                          std::vector<text::MappedText::Segment>& segments) const {
  const std::uint32_t end = inner + size;
  const Run* run = &run_of(inner);
  segments.push_back({text_start, outer(inner), 0});
  for (const Run* last = runs_.data() + runs_.size(); ++run != last && run->inner < end;) {
    if (run->inner > inner) segments.push_back({text_start + (run->inner - inner), run->outer, 0});
  }
}

text::MappedText Uncoloured::moved(const text::MappedText& value) const {
  using Segment = text::MappedText::Segment;
  const auto size = static_cast<std::uint32_t>(value.text().size());
  std::vector<Segment> segments;
  const std::vector<Segment>& known = value.segments();
  if (known.empty()) add_runs(0, value.to_source(0, 0).start, size, segments);
  for (std::size_t i = 0; i < known.size(); ++i) {
    const Segment& each = known[i];
    const std::uint32_t end = i + 1 < known.size() ? known[i + 1].text_start : size;
    if (each.source_size != 0) {
      Span escape{each.source_start, each.source_start + each.source_size};
      move(escape);
      segments.push_back({each.text_start, escape.start, escape.size()});
    } else {
      add_runs(each.text_start, each.source_start, end - each.text_start, segments);
    }
  }
  if (known.empty() && segments.size() == 1) return {value.text(), segments[0].source_start};
  return {value.text(), std::move(segments)};
}

void Uncoloured::move(Field& field) const {
  field.value = moved(field.value);
  for (Span* span : {&field.name_span, &field.span, &field.statement, &field.expression, &field.literal}) move(*span);
}

void Uncoloured::move(Response& response) const {
  move(response.span);
  for (Field& field : response.fields) move(field);
  for (Span& gap : response.gaps) move(gap);
  for (Twin& twin : response.twins) move(twin.other);
  for (PolicyMap& map : response.maps) {
    move(map.defaults_place);
    move(map.group);
    for (PolicyMap::Entry& entry : map.entries) {
      for (Span* span : {&entry.key, &entry.value, &entry.whole}) move(*span);
      for (PolicyMap::Source& each : entry.sources) move(each.written);
    }
  }
}

void Uncoloured::put_back(Paste& paste) const {
  for (Response& response : paste.responses) move(response);
  for (Notice& notice : paste.notices) move(notice.span);
  for (ToldRequest& told : paste.messages.requests) move(told.span);
  for (PolicyRemark& remark : paste.messages.remarks) move(remark.span);
}

}  // namespace headstrong::http

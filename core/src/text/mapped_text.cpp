#include "text/mapped_text.hpp"

#include <algorithm>
#include <utility>

namespace headstrong::text {

MappedText::MappedText(std::string_view text, std::vector<Segment> segments, Spelling spelling)
    : text_(text), segments_(std::move(segments)), spelling_(spelling) {
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

namespace mapped_text_detail {

void append_json(std::string& out, char c) {
  static constexpr std::string_view kHex = "0123456789abcdef";
  const auto byte = static_cast<unsigned char>(c);
  if (c == '"' || c == '\\') {
    out += '\\';
    out += c;
  } else if (byte < 0x20) {
    out += "\\u00";
    out += kHex[byte >> 4];
    out += kHex[byte & 15];
  } else {
    out += c;
  }
}

void append_html(std::string& out, char c) {
  switch (c) {
    case '&': out += "&amp;"; break;
    case '"': out += "&quot;"; break;
    case '\'': out += "&#39;"; break;
    case '<': out += "&lt;"; break;
    default: out += c;
  }
}

/// What would end an attribute without quotes, or may not stand in one.
void append_unquoted_html(std::string& out, char c) {
  switch (c) {
    case ' ': out += "&#32;"; break;
    case '\t': out += "&#9;"; break;
    case '\n': out += "&#10;"; break;
    case '\f': out += "&#12;"; break;
    case '\r': out += "&#13;"; break;
    case '>': out += "&gt;"; break;
    case '=': out += "&#61;"; break;
    case '`': out += "&#96;"; break;
    default: append_html(out, c);
  }
}

/// Words of nginx's configuration (ngx_conf_file.c): a backslash stands before itself and quotes, and
/// within quotes of one kind the other kind stands as it is.
void append_nginx(std::string& out, char c, char quote) {
  if (c == quote || c == '\\') out += '\\';
  out += c;
}

void append(std::string& out, char c, Spelling how) {
  switch (how) {
    case Spelling::JsonString: append_json(out, c); break;
    case Spelling::HtmlAttribute: append_html(out, c); break;
    case Spelling::HtmlUnquoted: append_unquoted_html(out, c); break;
    case Spelling::NginxDouble:
    case Spelling::NginxBare: append_nginx(out, c, '"'); break;
    case Spelling::NginxSingle: append_nginx(out, c, '\''); break;
    case Spelling::Plain:
    case Spelling::Unwritable: out += c;
  }
}

}  // namespace mapped_text_detail

std::string spell(std::string_view text, Spelling how) {
  if (how == Spelling::Plain) return std::string(text);
  std::string out;
  out.reserve(text.size() + 8);
  for (const char c : text) mapped_text_detail::append(out, c, how);
  return out;
}

std::string unspell(std::string_view text, Spelling how) {
  if (how == Spelling::Plain) return std::string(text);
  std::string out;
  std::string spelled;
  while (!text.empty()) {
    // The byte whose spelling comes next; one that is spelled by itself where none has more.
    char meant = text[0];
    std::size_t size = 1;
    for (int c = 0; c < 128 && size == 1; ++c) {
      spelled.clear();
      mapped_text_detail::append(spelled, static_cast<char>(c), how);
      if (spelled.size() < 2 || text.substr(0, spelled.size()) != spelled) continue;
      meant = static_cast<char>(c);
      size = spelled.size();
    }
    out += meant;
    text.remove_prefix(size);
  }
  return out;
}

}  // namespace headstrong::text

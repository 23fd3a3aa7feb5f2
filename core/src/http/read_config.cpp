// Server configurations that set headers: _headers files of static hosts, and nginx's add_header.
// Both say what a server adds to its answers in one place; the first place that has headers is read.
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "http/readers.hpp"
#include "http/status_line.hpp"
#include "text/ascii.hpp"
#include "text/lines.hpp"

namespace headstrong::http {
namespace config_reader {

using text::Line;

std::uint32_t offset(std::size_t at) { return static_cast<std::uint32_t>(at); }

/// Where the colon stands behind the name that the trimmed line starts with; npos where there is none.
std::size_t colon_of(std::string_view line) {
  const std::size_t colon = line.find(':');
  if (colon == 0 || colon == std::string_view::npos) return std::string_view::npos;
  return text::all_of(text::trim(line.substr(0, colon)), text::kToken) ? colon
                                                                        : std::string_view::npos;
}

/// "/*" or "https://site.example/a" at the start of its line.
bool is_path(std::string_view line) {
  const bool starts = line.substr(0, 1) == "/" || text::istarts_with(line, "https://") ||
                      text::istarts_with(line, "http://");
  return starts && text::trim(line).find_first_of(" \t") == std::string_view::npos;
}

enum class Kind : std::uint8_t { Other, HeadersFile, Nginx };

/// The first lines tell: a path with an indented field below, or add_header before any field.
Kind kind_of(std::string_view bytes) {
  bool path = false;
  Line line;
  text::LineCursor cursor(bytes);
  while (cursor.next(line)) {
    const std::string_view s = text::trim(line.text);
    if (s.empty() || s[0] == '#') continue;
    const bool field = colon_of(s) != std::string_view::npos;
    if (path) {
      const bool row = field || s[0] == '!';  // "! Name" takes away what another path has set
      return row && text::is(line.text[0], text::kSpaceTab) ? Kind::HeadersFile : Kind::Other;
    }
    path = is_path(line.text);
    if (path) continue;
    if (s.substr(0, 11) == "add_header " || s.substr(0, 11) == "add_header\t") return Kind::Nginx;
    if (field || status_of(s)) return Kind::Other;
  }
  return Kind::Other;
}

class Reader {
 public:
  Reader(text::Source& source, Paste& paste)
      : source_(source), s_(source.bytes()), paste_(paste) {}

  void read(Kind kind) {
    paste_.responses.push_back({});  // dropped again where nothing is set
    kind == Kind::Nginx ? read_nginx() : read_headers_file();
    paste_.responses.back().complete = is_whole_set(paste_.responses.back());
  }

 private:
  void read_headers_file() {
    paste_.format = Format::HeadersFile;
    bool first_path = true;
    Line line;
    text::LineCursor cursor(s_);
    while (cursor.next(line)) {
      const std::string_view s = text::trim(line.text, text::kSpaceTab);
      if (s.empty() || s[0] == '#') continue;
      const Span span{line.start, line.start + offset(line.text.size())};
      if (is_path(line.text)) {
        first_path = paste_.responses.back().fields.empty();
        if (!first_path) add_notice(paste_, NoticeKind::OtherPlacePassedOver, span, line.number);
        continue;
      }
      if (!first_path) continue;
      const std::size_t colon = colon_of(s);
      if (colon == std::string_view::npos) {
        add_notice(paste_, NoticeKind::LineNotUnderstood, span, line.number);
        continue;
      }
      const std::uint32_t start = offset_of(s);
      const std::string_view name = text::trim(s.substr(0, colon), text::kSpaceTab);
      const std::string_view value = text::trim(s.substr(colon + 1), text::kSpaceTab);
      const std::uint32_t value_start =
          value.empty() ? start + offset(colon + 1) : offset_of(value);
      add_field(name, {start, start + offset(name.size())},
                text::MappedText(value, value_start), value_start + offset(value.size()));
    }
  }

  std::uint32_t offset_of(std::string_view part) const {
    return static_cast<std::uint32_t>(part.data() - s_.data());
  }

  void read_nginx() {
    paste_.format = Format::NginxConfig;
    while (at_ < s_.size()) {
      const char c = s_[at_];
      if (c == '#') {
        while (at_ < s_.size() && s_[at_] != '\n') ++at_;
      } else if (c == ';' || c == '{' || c == '}') {
        if (c == ';') end_directive();
        if (c == '{') blocks_.push_back(++last_block_);
        if (c == '}' && !blocks_.empty()) blocks_.pop_back();
        word_count_ = 0;
        ++at_;
      } else if (text::is(c, text::kAsciiWhitespace)) {
        line_ += c == '\n';
        ++at_;
      } else {
        const Span word = read_word();
        if (word_count_ < 3) words_[word_count_++] = word;
      }
    }
    end_directive();  // of a line that was copied without its semicolon
  }

  bool is_escape(std::size_t at) const {
    const char next = s_[at] == '\\' && at + 1 < s_.size() ? s_[at + 1] : '\0';
    return next == '"' || next == '\'' || next == '\\';
  }

  /// The inside of a word of nginx's configuration: quoted, or up to what ends it.
  Span read_word() {
    const char quote = s_[at_] == '"' || s_[at_] == '\'' ? s_[at_] : '\0';
    at_ += quote != '\0';
    const std::size_t start = at_;
    for (; at_ < s_.size(); at_ += is_escape(at_) ? 2 : 1) {
      const char c = s_[at_];
      if (quote != '\0' ? c == quote : text::is(c, text::kAsciiWhitespace) || c == ';' || c == '{') {
        break;
      }
      line_ += c == '\n';
    }
    const Span inside{offset(start), offset(at_)};
    at_ += quote != '\0' && at_ < s_.size();
    return inside;
  }

  text::MappedText decode(Span word) {
    std::string decoded;
    std::vector<text::MappedText::Segment> segments;
    bool in_run = false;
    for (std::uint32_t at = word.start; at < word.end;) {
      const bool escape = is_escape(at);
      if (escape || !in_run) segments.push_back({offset(decoded.size()), at, escape ? 2U : 0U});
      in_run = !escape;
      decoded += s_[at + escape];
      at += escape ? 2 : 1;
    }
    if (segments.size() < 2 && decoded.size() == word.size()) {
      return text::MappedText(s_.substr(word.start, word.size()), word.start);
    }
    return text::MappedText(source_.keep(std::move(decoded)), std::move(segments),
                            text::Spelling::Plain);
  }

  std::string_view raw(Span word) const { return s_.substr(word.start, word.size()); }

  void end_directive() {
    if (word_count_ < 3 || raw(words_[0]) != "add_header") return;
    const std::uint32_t block = blocks_.empty() ? 0 : blocks_.back();
    if (paste_.responses.back().fields.empty()) first_block_ = noted_block_ = block;
    if (block == first_block_) {
      add_field(raw(words_[1]), words_[1], decode(words_[2]), words_[2].end);
    } else if (block != noted_block_) {
      // nginx takes a block's own lines or those around it, never both
      noted_block_ = block;
      add_notice(paste_, NoticeKind::OtherPlacePassedOver, {words_[0].start, words_[2].end}, line_);
    }
  }

  void add_field(std::string_view name, Span name_span, text::MappedText value, std::uint32_t end) {
    Field field;
    field.name = name;
    field.name_span = name_span;
    field.invalid_name = !text::all_of(name, text::kToken);
    field.value = std::move(value);
    field.span = {name_span.start, end};
    Response& response = paste_.responses.back();
    if (response.fields.empty()) response.span.start = name_span.start;
    response.span.end = end;
    response.fields.push_back(std::move(field));
  }

  text::Source& source_;
  std::string_view s_;
  Paste& paste_;
  std::size_t at_ = 0;
  std::uint32_t line_ = 1;
  std::array<Span, 3> words_;  // the first of the directive that is being read, without quotes
  std::size_t word_count_ = 0;
  std::vector<std::uint32_t> blocks_;  // those that are open, numbered as they come
  std::uint32_t last_block_ = 0;
  std::uint32_t first_block_ = 0;
  std::uint32_t noted_block_ = 0;
};

}  // namespace config_reader

bool read_config(text::Source& source, Paste& paste) {
  const config_reader::Kind kind = config_reader::kind_of(source.bytes());
  if (kind == config_reader::Kind::Other) return false;
  config_reader::Reader(source, paste).read(kind);
  return true;
}

}  // namespace headstrong::http

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
    kind == Kind::Nginx ? read_nginx() : read_headers_file();
    response_.complete = is_whole_set(response_);
    paste_.responses.push_back(std::move(response_));
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
        first_path = response_.fields.empty();
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

  struct Word {
    text::MappedText text;
    Span span;  // the quotes included
  };

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
        Word word = read_word();
        if (word_count_ < 3) words_[word_count_++] = std::move(word);
      }
    }
    end_directive();  // of a line that was copied without its semicolon
  }

  /// A word of nginx's configuration: quoted, or up to what ends it; a backslash quotes the next byte.
  Word read_word() {
    const std::size_t start = at_;
    const char quote = s_[at_] == '"' || s_[at_] == '\'' ? s_[at_] : '\0';
    at_ += quote != '\0';
    std::string decoded;
    std::vector<text::MappedText::Segment> segments;
    std::size_t run = at_;  // where the text began that is spelled as it is
    const std::size_t inside = at_;
    const auto end_run = [&] {
      if (run == at_) return;
      segments.push_back({offset(decoded.size()), offset(run), 0});
      decoded += s_.substr(run, at_ - run);
    };
    while (at_ < s_.size()) {
      const char c = s_[at_];
      if (quote != '\0' ? c == quote : text::is(c, text::kAsciiWhitespace) || c == ';' || c == '{') break;
      line_ += c == '\n';
      if (c == '\\' && at_ + 1 < s_.size() && (s_[at_ + 1] == '"' || s_[at_ + 1] == '\'' || s_[at_ + 1] == '\\')) {
        end_run();
        segments.push_back({offset(decoded.size()), offset(at_), 2});
        decoded += s_[at_ + 1];
        at_ += 2;
        run = at_;
        continue;
      }
      ++at_;
    }
    Word word;
    if (segments.empty()) {
      word.text = text::MappedText(s_.substr(inside, at_ - inside), offset(inside));
    } else {
      end_run();
      word.text = text::MappedText(source_.keep(std::move(decoded)), std::move(segments),
                                   text::Spelling::Plain);
    }
    at_ += quote != '\0' && at_ < s_.size();
    word.span = {offset(start), offset(at_)};
    return word;
  }

  void end_directive() {
    if (word_count_ < 3 || words_[0].text.text() != "add_header") return;
    const std::uint32_t block = blocks_.empty() ? 0 : blocks_.back();
    if (response_.fields.empty()) first_block_ = noted_block_ = block;
    if (block == first_block_) {
      const std::string_view name = words_[1].text.text();
      add_field(name, words_[1].text.to_source(name), words_[2].text, words_[2].span.end);
    } else if (block != noted_block_) {
      // nginx takes a block's own lines or those around it, never both
      noted_block_ = block;
      add_notice(paste_, NoticeKind::OtherPlacePassedOver, {words_[0].span.start, words_[2].span.end},
                 line_);
    }
  }

  void add_field(std::string_view name, Span name_span, text::MappedText value, std::uint32_t end) {
    Field field;
    field.name = name;
    field.name_span = name_span;
    field.invalid_name = !text::all_of(name, text::kToken);
    field.value = std::move(value);
    field.span = {name_span.start, end};
    if (response_.fields.empty()) response_.span.start = name_span.start;
    response_.span.end = end;
    response_.fields.push_back(std::move(field));
  }

  text::Source& source_;
  std::string_view s_;
  Paste& paste_;
  Response response_;
  std::size_t at_ = 0;
  std::uint32_t line_ = 1;
  std::array<Word, 3> words_;  // the first of the directive that is being read
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

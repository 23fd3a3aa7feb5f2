// Server configurations that set headers: _headers files of static hosts, and nginx's add_header.
// Both say what a server adds to its answers in one place; the place is read that most pages get their
// headers from.
#include <string>
#include <utility>
#include <vector>

#include "http/readers.hpp"
#include "http/status_line.hpp"
#include "text/ascii.hpp"
#include "text/lines.hpp"

namespace headstrong::http {
namespace read_config_detail {

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

/// Whether a directive of nginx's that sets a header begins on the line, behind blocks that open on it.
bool begins_add_header(std::string_view line) {
  constexpr std::string_view kName = "add_header";
  for (std::size_t at = line.find(kName); at != line.npos; at = line.find(kName, at + 1)) {
    const std::string_view before = text::trim(line.substr(0, at));
    const std::size_t end = at + kName.size();
    const bool first = before.empty() || before.back() == '{' || before.back() == ';' || before.back() == '}';
    if (first && end < line.size() && text::is(line[end], text::kAsciiWhitespace)) return true;
  }
  return false;
}

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
    if (begins_add_header(s)) return Kind::Nginx;
    if (field || status_of(s)) return Kind::Other;
  }
  return Kind::Other;
}

std::uint32_t offset_in(std::string_view whole, std::string_view part) {
  return static_cast<std::uint32_t>(part.data() - whole.data());
}

void add_field(Paste& paste, std::string_view name, Span name_span, text::MappedText value,
               std::uint32_t end) {
  Field field;
  field.name = name;
  field.name_span = name_span;
  field.invalid_name = !text::all_of(name, text::kToken);
  field.value = std::move(value);
  field.span = {name_span.start, end};
  Response& response = paste.responses.back();
  if (response.fields.empty()) response.span.start = name_span.start;
  response.span.end = end;
  response.fields.push_back(std::move(field));
}

/// The path whose headers all pages get, else the first that has any.
std::string_view general_path(std::string_view bytes) {
  std::string_view path;
  std::string_view first;
  Line line;
  text::LineCursor cursor(bytes);
  while (cursor.next(line)) {
    const std::string_view s = text::trim(line.text, text::kSpaceTab);
    if (s.empty() || s[0] == '#') continue;
    if (is_path(line.text)) {
      path = s;
    } else if (colon_of(s) != std::string_view::npos) {
      if (path == "/*" || path == "/**") return path;
      if (first.empty()) first = path;
    }
  }
  return first;
}

void read_headers_file(std::string_view bytes, Paste& paste) {
  paste.format = Format::HeadersFile;
  const std::string_view general = general_path(bytes);
  std::string_view path;
  Line line;
  text::LineCursor cursor(bytes);
  while (cursor.next(line)) {
    const std::string_view s = text::trim(line.text, text::kSpaceTab);
    if (s.empty() || s[0] == '#') continue;
    const Span span{line.start, line.start + offset(line.text.size())};
    if (is_path(line.text)) {
      path = s;
      const bool other = path != general && !paste.responses.back().fields.empty();
      if (other) add_notice(paste, NoticeKind::OtherPlacePassedOver, span, line.number);
      continue;
    }
    const std::size_t colon = colon_of(s);
    if (colon == std::string_view::npos) {
      if (path == general || paste.responses.back().fields.empty()) {
        add_notice(paste, NoticeKind::LineNotUnderstood, span, line.number);
      }
      continue;
    }
    if (path != general) continue;
    const std::uint32_t start = offset_in(bytes, s);
    const std::string_view name = text::trim(s.substr(0, colon), text::kSpaceTab);
    const std::string_view value = text::trim(s.substr(colon + 1), text::kSpaceTab);
    const std::uint32_t value_start = value.empty() ? start + offset(colon + 1) : offset_in(bytes, value);
    add_field(paste, name, {start, start + offset(name.size())}, text::MappedText(value, value_start),
              value_start + offset(value.size()));
  }
}

/// Reads as ngx_conf_file.c does, and stops at what nginx stops at: what it refuses to load is sent to
/// nobody. Only the end of a piece that was cut out of a file may be missing.
class Nginx {
 public:
  Nginx(text::Source& source, Paste& paste) : source_(source), s_(source.bytes()), paste_(paste) {}

  void read() {
    paste_.format = Format::NginxConfig;
    blocks_.push_back({});
    while (at_ < s_.size() && !refused_) read_next();
    if (!refused_ && !words_.empty()) end_directive();  // of a line that was copied without its semicolon
    if (refused_) {
      paste_.look = Look::NginxRefused;
      paste_.look_line = line_;
      return;
    }
    take(general_block());
  }

 private:
  struct Word {
    Span inside;  // without its quotes
    bool quoted = false;
  };
  struct Entry {  // an add_header directive
    Word name;
    Word value;
    std::uint32_t line = 0;
    std::uint32_t block = 0;
  };
  struct Block {
    std::uint32_t parent = 0;
    std::uint32_t depth = 0;
    bool server = false;
    bool has_headers = false;
  };

  void read_next() {
    const char c = s_[at_];
    if (text::is(c, text::kAsciiWhitespace)) {
      line_ += c == '\n';
      ++at_;
    } else if (c == '#') {
      while (at_ < s_.size() && s_[at_] != '\n') ++at_;
    } else if (c == ';') {
      words_.empty() ? refuse() : end_directive();
      ++at_;
    } else if (c == '{') {
      words_.empty() || word(0) == "add_header" ? refuse() : open_block();
      ++at_;
    } else if (c == '}') {
      // A piece may end more blocks than it begins.
      if (!words_.empty()) return refuse();
      open_ = blocks_[open_].parent;
      ++at_;
    } else {
      read_word();
    }
  }

  void refuse() { refused_ = true; }

  std::string_view raw(const Word& word) const { return s_.substr(word.inside.start, word.inside.size()); }
  std::string_view word(std::size_t i) const { return raw(words_[i]); }

  void open_block() {
    const bool server = word(0) == "server" && words_.size() == 1;
    blocks_.push_back({open_, blocks_[open_].depth + 1, server, false});
    open_ = offset(blocks_.size() - 1);
    words_.clear();
  }

  void read_word() {
    const char c = s_[at_];
    Word word;
    word.quoted = c == '"' || c == '\'';
    at_ += word.quoted;
    const std::size_t start = at_;
    while (at_ < s_.size()) {
      const char each = s_[at_];
      if (word.quoted ? each == c : text::is(each, text::kAsciiWhitespace) || each == ';' || each == '{') break;
      // "${name}" is no block.
      if (!word.quoted && each == '$' && s_.substr(at_ + 1, 1) == "{") ++at_;
      const std::size_t step = each == '\\' && at_ + 1 < s_.size() ? 2 : 1;
      line_ += each == '\n' || (step == 2 && s_[at_ + 1] == '\n');
      at_ += step;
    }
    word.inside = {offset(start), offset(at_ < s_.size() ? at_ : s_.size())};
    if (word.quoted) {
      if (at_ >= s_.size()) return refuse();
      ++at_;
      const bool apart = at_ == s_.size() || text::is(s_[at_], text::kAsciiWhitespace) || s_[at_] == ';' ||
                         s_[at_] == '{' || s_[at_] == ')';
      if (!apart) return refuse();
    }
    // Behind other words it begins a line of its own: the semicolon before it is missing.
    if (!word.quoted && !words_.empty() && raw(word) == "add_header") return refuse();
    if (words_.size() < kMostWords) words_.push_back(word);
  }

  void end_directive() {
    if (word(0) == "more_set_headers" || word(0) == "more_clear_headers") others_ = true;
    if (word(0) == "add_header") {
      const bool always = words_.size() == 4 && word(3) == "always";
      if ((words_.size() != 3 && !always) || has_bad_variable(word(2))) return refuse();
      blocks_[open_].has_headers = true;
      // What is empty is not sent.
      if (words_[2].inside.size() > 0) entries_.push_back({words_[1], words_[2], line_, open_});
    }
    words_.clear();
  }

  /// A "$" without a name behind it.
  static bool has_bad_variable(std::string_view value) {
    for (std::size_t at = value.find('$'); at != value.npos; at = value.find('$', at + 1)) {
      const char next = at + 1 < value.size() ? value[at + 1] : '\0';
      if (next == '{' && value.find('}', at) != value.npos) continue;
      if (!text::is(next, text::kAlpha | text::kDigit) && next != '_') return true;
    }
    return false;
  }

  /// Where the headers stand that most pages get: those of the first server, else of its first location.
  /// nginx takes a block's own lines or those of the nearest block around it, never both.
  std::uint32_t general_block() const {
    std::vector<std::uint32_t> nearest(blocks_.size());
    for (std::uint32_t i = 1; i < blocks_.size(); ++i) {
      nearest[i] = blocks_[i].has_headers ? i : nearest[blocks_[i].parent];
    }
    bool servers = false;
    for (std::uint32_t i = 1; i < blocks_.size(); ++i) {
      if (!blocks_[i].server) continue;
      servers = true;
      if (blocks_[nearest[i]].has_headers) return nearest[i];
      const auto [inner, end] = outermost_within(i);
      if (inner != 0) return inner;
      i = end - 1;
    }
    return !servers && blocks_[0].has_headers ? 0 : outermost_within(0).first;
  }

  /// The outermost block within `outer` that has headers, the first of them; 0 where none has. And the
  /// first block behind `outer`: blocks stand in the order in which they open.
  std::pair<std::uint32_t, std::uint32_t> outermost_within(std::uint32_t outer) const {
    std::uint32_t best = 0;
    std::uint32_t i = outer + 1;
    for (; i < blocks_.size() && blocks_[i].depth > blocks_[outer].depth; ++i) {
      const bool further_out = best == 0 || blocks_[i].depth < blocks_[best].depth;
      if (blocks_[i].has_headers && further_out) best = i;
    }
    return {best, i};
  }

  void take(std::uint32_t chosen) {
    std::uint32_t noted = chosen;
    for (const Entry& entry : entries_) {
      if (entry.block == chosen) {
        add_field(paste_, raw(entry.name), entry.name.inside, decode(entry.value.inside),
                  entry.value.inside.end);
      } else if (entry.block != noted) {
        noted = entry.block;
        const std::size_t directive = s_.rfind("add_header", entry.name.inside.start);
        add_notice(paste_, NoticeKind::OtherPlacePassedOver,
                   {offset(directive), entry.value.inside.end}, entry.line);
      }
    }
    if (!others_) return;
    // Another module sets headers, too: what would be read is not what is sent.
    paste_.responses.back().fields.clear();
    paste_.look = Look::Nginx;
  }

  /// Whether a backslash and a character stand for one: they do for quotes, backslashes and three that
  /// are named by letters.
  static char unescaped(char c) {
    switch (c) {
      case '"':
      case '\'':
      case '\\': return c;
      case 't': return '\t';
      case 'r': return '\r';
      case 'n': return '\n';
      default: return '\0';
    }
  }

  text::MappedText decode(Span word) {
    std::string decoded;
    std::vector<text::MappedText::Segment> segments;
    bool in_run = false;
    for (std::uint32_t at = word.start; at < word.end;) {
      const char meant = s_[at] == '\\' && at + 1 < word.end ? unescaped(s_[at + 1]) : '\0';
      const bool escape = meant != '\0';
      if (escape || !in_run) segments.push_back({offset(decoded.size()), at, escape ? 2U : 0U});
      in_run = !escape;
      decoded += escape ? meant : s_[at];
      at += escape ? 2 : 1;
    }
    if (segments.size() < 2 && decoded.size() == word.size()) {
      return text::MappedText(s_.substr(word.start, word.size()), word.start);
    }
    return text::MappedText(source_.keep(std::move(decoded)), std::move(segments),
                            text::Spelling::Plain);
  }

  static constexpr std::size_t kMostWords = 8;  // more are refused where the number counts

  text::Source& source_;
  std::string_view s_;
  Paste& paste_;
  std::size_t at_ = 0;
  std::uint32_t line_ = 1;
  std::vector<Word> words_;  // the first of the directive that is being read
  std::vector<Entry> entries_;
  std::vector<Block> blocks_;
  std::uint32_t open_ = 0;     // the innermost block that is open; 0: what stands outside of all
  bool refused_ = false;
  bool others_ = false;
};

}  // namespace read_config_detail

bool read_config(text::Source& source, Paste& paste) {
  const read_config_detail::Kind kind = read_config_detail::kind_of(source.bytes());
  if (kind == read_config_detail::Kind::Other) return false;
  paste.responses.push_back({});  // dropped again where nothing is set
  if (kind == read_config_detail::Kind::Nginx) {
    read_config_detail::Nginx(source, paste).read();
  } else {
    read_config_detail::read_headers_file(source.bytes(), paste);
  }
  // What the application or another place adds does not stand here.
  paste.responses.back().complete = false;
  return true;
}

}  // namespace headstrong::http

// nginx's configuration: add_header NAME VALUE [always], in blocks. A block's own lines count, or those of the
// nearest block around it, never both.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "http/dialects/dialect.hpp"
#include "http/readers.hpp"
#include "http/status_line.hpp"
#include "text/ascii.hpp"
#include "text/lines.hpp"
#include "text/utf8.hpp"

namespace headstrong::http::nginx {

std::uint32_t offset(std::size_t at) { return static_cast<std::uint32_t>(at); }

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

/// A line of the form "Name: value".
bool is_field(std::string_view line) {
  const std::size_t colon = line.find(':');
  return colon != 0 && colon != std::string_view::npos &&
         text::all_of(text::trim(line.substr(0, colon)), text::kToken);
}

/// The first lines tell: add_header before any field.
int recognise(std::string_view bytes) {
  const std::string_view body = text::trim(bytes);
  if (!body.empty() && (body[0] == '<' || body[0] == '{' || body[0] == '[')) return 0;
  text::Line line;
  text::LineCursor cursor(bytes);
  while (cursor.next(line)) {
    const std::string_view s = text::trim(line.text);
    if (s.empty() || s[0] == '#') continue;
    if (begins_add_header(s)) return 80;
    if (is_field(s) || status_of(s)) return 0;
  }
  return 0;
}

/// Reads as ngx_conf_file.c does, and stops at what nginx stops at: what it refuses to load is sent to
/// nobody. Only the end of a piece that was cut out of a file may be missing.
class Reader {
 public:
  Reader(text::Source& source, Paste& paste) : source_(source), s_(source.bytes()), paste_(paste) {}

  void read() {
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
    std::uint32_t block = 0;
  };
  struct Block {
    std::uint32_t parent = 0;
    std::uint32_t depth = 0;
    bool server = false;
    bool has_headers = false;
    Span words;  // of what opens it
    std::uint32_t line = 0;
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
    const Span words{words_.front().inside.start, words_.back().inside.end};
    blocks_.push_back({open_, blocks_[open_].depth + 1, server, false, words, first_line_});
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
    if (words_.empty()) first_line_ = line_;
    if (words_.size() < kMostWords) words_.push_back(word);
  }

  void end_directive() {
    if (word(0) == "more_set_headers" || word(0) == "more_clear_headers") others_ = true;
    if (word(0) == "add_header") {
      const bool always = words_.size() == 4 && word(3) == "always";
      if ((words_.size() != 3 && !always) || has_bad_variable(word(2))) return refuse();
      blocks_[open_].has_headers = true;
      // What is empty is not sent.
      if (words_[2].inside.size() > 0) entries_.push_back({words_[1], words_[2], open_});
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

  /// A response for each block that sets headers, in the order of the blocks.
  void take(std::uint32_t general) {
    std::vector<std::uint32_t> response_of(blocks_.size(), kNone);
    for (std::uint32_t i = 0; i < blocks_.size(); ++i) {
      if (!blocks_[i].has_headers) continue;
      if (paste_.responses.size() >= kMostPlaces && i != general) {
        if (!noted_) add_notice(paste_, NoticeKind::PlacesPassedOver, blocks_[i].words, blocks_[i].line);
        noted_ = true;
        continue;
      }
      if (i == general) paste_.chosen = paste_.responses.size();
      response_of[i] = offset(paste_.responses.size());
      paste_.responses.push_back({});
      paste_.responses.back().place = place_of(blocks_[i]);
    }
    for (const Entry& entry : entries_) {
      if (response_of[entry.block] == kNone) continue;
      const quote::Spelling spelling = spelling_of(entry.value);
      add_field(paste_.responses[response_of[entry.block]], raw(entry.name), entry.name.inside,
                quote::decode(source_, entry.value.inside, spelling), spelling);
    }
    if (!others_) return;
    // Another module sets headers, too: what would be read is not what is sent.
    paste_.responses.clear();
    paste_.look = Look::Nginx;
  }

  quote::Spelling spelling_of(const Word& word) const {
    if (!word.quoted) return quote::Spelling::NginxBare;
    return s_[word.inside.start - 1] == '"' ? quote::Spelling::NginxDouble : quote::Spelling::NginxSingle;
  }

  std::string place_of(const Block& block) const {
    if (block.words.empty()) return blocks_.size() > 1 ? "outside of all blocks" : "";
    constexpr std::uint32_t kReadable = 60;
    const std::string_view words = s_.substr(block.words.start, std::min(block.words.size(), kReadable));
    return place_at_line(text::valid_utf8(words) + " block", block.line);
  }

  static constexpr std::uint32_t kNone = 0xFFFFFFFF;
  static constexpr std::size_t kMostWords = 8;  // more are refused where the number counts

  text::Source& source_;
  std::string_view s_;
  Paste& paste_;
  std::size_t at_ = 0;
  std::uint32_t line_ = 1;
  std::uint32_t first_line_ = 1;  // of the directive that is being read
  std::vector<Word> words_;  // the first of the directive that is being read
  std::vector<Entry> entries_;
  std::vector<Block> blocks_;
  std::uint32_t open_ = 0;     // the innermost block that is open; 0: what stands outside of all
  bool refused_ = false;
  bool others_ = false;
  bool noted_ = false;
};

void read(text::Source& source, Paste& paste) { Reader(source, paste).read(); }

constexpr std::string_view kDirective = "add_header";
constexpr std::size_t kMaxWordBytes = 4000;  // ngx_conf_file.c reads words into 4,096 bytes

std::size_t word_end(std::string_view s, std::size_t at) {
  const char quote = s[at] == '"' || s[at] == '\'' ? s[at] : '\0';
  if (quote != '\0') ++at;
  for (; at < s.size(); ++at) {
    if (quote != '\0' ? s[at] == quote
                      : text::is(s[at], text::kAsciiWhitespace) || s[at] == ';' || s[at] == '{') {
      break;
    }
    if (s[at] == '\\') ++at;
  }
  return std::min(at + (quote != '\0'), s.size());
}

void find_end(std::string_view s, Statement& statement) {
  std::size_t at = statement.words_end = statement.value.end;
  while (at < s.size() && s[at] != ';' && s[at] != '{' && s[at] != '}') {
    if (s[at] == '#') {
      while (at < s.size() && s[at] != '\n') ++at;
    } else if (text::is(s[at], text::kAsciiWhitespace)) {
      ++at;
    } else {
      at = word_end(s, at);
      statement.words_end = offset(at);
    }
  }
  const bool closed = at < s.size() && s[at] == ';';
  statement.end = closed ? offset(at + 1) : statement.words_end;
}

bool take_apart(std::string_view s, const Field& field, Statement& statement) {
  std::uint32_t at = field.name_span.start;
  if (at > 0 && (s[at - 1] == '"' || s[at - 1] == '\'')) --at;
  while (at > 0 && text::is(s[at - 1], text::kAsciiWhitespace)) --at;
  if (at < kDirective.size()) return false;
  statement.start = at - offset(kDirective.size());
  if (s.substr(statement.start, kDirective.size()) != kDirective) return false;
  statement.value = {field.value.to_source(0, 0).start, field.span.end};
  if (field.spelling != quote::Spelling::NginxBare) {
    --statement.value.start;
    if (statement.value.end < s.size()) ++statement.value.end;
  }
  find_end(s, statement);
  return true;
}

std::string literal(std::string_view value) { return quote::literal(value, quote::Spelling::NginxDouble); }

std::string statement(std::string_view source, const Statement& like, std::string_view name,
                      std::string_view value) {
  std::string text(kDirective);
  text.append(" ").append(name).append(" ").append(literal(value));
  text.append(source.substr(like.value.end, like.end - like.value.end));
  if (like.end == like.words_end) text += ';';
  return text;
}

std::string refusal(std::string_view value) {
  if (value.find("{{nonce}}") != value.npos) {
    return "nginx needs a variable of its own for the nonce. Take the configuration for nginx instead.";
  }
  if (value.find('$') != value.npos) {
    return "nginx takes the $ in a value for a variable. Take the configuration for nginx instead.";
  }
  if (literal(value).size() > kMaxWordBytes) {
    return "A value is longer than nginx reads in one piece. Take the configuration for nginx instead.";
  }
  return {};
}

constexpr std::string_view kTriggers[] = {"add_header"};

extern const DialectSpec kDialect{.format = Format::NginxConfig,
                                  .triggers = kTriggers,
                                  .recognise = recognise,
                                  .read = read,
                                  .take_apart = take_apart,
                                  .terminator = ";",
                                  .literal = literal,
                                  .statement = statement,
                                  .refusal = refusal};

}  // namespace headstrong::http::nginx

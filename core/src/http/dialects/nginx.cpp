// nginx's configuration: add_header NAME VALUE [always], in blocks: a block's own lines count, or those of the
// nearest block around it, never both. And more_set_headers "NAME: VALUE" of the module headers-more, which a block
// inherits beside its own.
#include <algorithm>
#include <iterator>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "http/dialects/places.hpp"
#include "http/losses.hpp"
#include "http/readers.hpp"
#include "http/status_line.hpp"
#include "text/ascii.hpp"
#include "text/lines.hpp"
#include "text/utf8.hpp"

namespace headstrong::http::nginx {

std::uint32_t offset(std::size_t at) { return static_cast<std::uint32_t>(at); }

constexpr std::string_view kAdd = "add_header";
constexpr std::string_view kMore = "more_set_headers";
constexpr std::string_view kClear = "more_clear_headers";

bool is_setting(std::string_view word) { return word == kAdd || word == kMore; }

/// Whether a directive that sets a header begins on the line, behind blocks that open on it.
bool begins_setting(std::string_view line) {
  for (const std::string_view name : {kAdd, kMore}) {
    for (std::size_t at = line.find(name); at != line.npos; at = line.find(name, at + 1)) {
      const std::string_view before = text::trim(line.substr(0, at));
      const std::size_t end = at + name.size();
      const bool first = before.empty() || before.back() == '{' || before.back() == ';' || before.back() == '}';
      if (first && end < line.size() && text::is(line[end], text::kAsciiWhitespace)) return true;
    }
  }
  return false;
}

/// A line of the form "Name: value".
bool is_field(std::string_view line) {
  const std::size_t colon = line.find(':');
  return colon != 0 && colon != std::string_view::npos && text::all_of(text::trim(line.substr(0, colon)), text::kToken);
}

/// The first lines tell: such a directive before any field.
int recognise(std::string_view bytes) {
  const std::string_view body = text::trim(bytes);
  if (!body.empty() && (body[0] == '<' || body[0] == '{' || body[0] == '[')) return 0;
  text::Line line;
  text::LineCursor cursor(bytes);
  while (cursor.next(line)) {
    const std::string_view s = text::trim(line.text);
    if (s.empty() || s[0] == '#') continue;
    if (begins_setting(s)) return 80;
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
    char quote = '\0';
    bool quoted() const { return quote != '\0'; }
  };
  struct Entry {  // of an add_header directive, or one of the headers that headers-more sets
    Span name;
    Word value;
    std::uint32_t block = 0;
    bool more = false;
    bool clears = false;
  };
  /// What a variable says that the text sets.
  struct Variable {
    quote::Decoded value;
    quote::Spelling spelling = quote::Spelling::Unwritable;
  };
  struct Block {
    std::uint32_t parent = 0;
    std::uint32_t depth = 0;
    bool server = false;
    bool has_headers = false;  // of add_header
    bool has_more = false;
    bool is_table = false;  // geo or map: a variable and what it may say
    Span words;             // of what opens it
    std::uint32_t line = 0;
    std::string_view inherit{};  // what add_header_inherit says: on, off, merge
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
      words_.empty() || is_setting(word(0)) ? refuse() : open_block();
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
    const bool table = word(0) == "geo" || word(0) == "map";
    blocks_.push_back({open_, blocks_[open_].depth + 1, server, false, false, table, words, first_line_});
    if (table) {
      table_name_ = std::string(word(words_.size() - 1));
      table_asks_ = words_.size() > 2 ? std::string(word(1)) : std::string();
      table_answered_ = false;
    }
    open_ = offset(blocks_.size() - 1);
    words_.clear();
  }

  /// Goes to the word's end: to its closing quote, or to what parts words.
  void pass_word(const Word& word) {
    while (at_ < s_.size()) {
      const char each = s_[at_];
      if (word.quoted() ? each == word.quote : text::is(each, text::kAsciiWhitespace) || each == ';' || each == '{')
        break;
      // "${name}" is no block.
      if (!word.quoted() && each == '$' && s_.substr(at_ + 1, 1) == "{") ++at_;
      const std::size_t step = each == '\\' && at_ + 1 < s_.size() ? 2 : 1;
      line_ += each == '\n' || (step == 2 && s_[at_ + 1] == '\n');
      at_ += step;
    }
  }

  void read_word() {
    const char c = s_[at_];
    Word word;
    if (c == '"' || c == '\'') word.quote = c;
    at_ += word.quoted();
    const std::size_t start = at_;
    pass_word(word);
    word.inside = {offset(start), offset(at_ < s_.size() ? at_ : s_.size())};
    if (word.quoted()) {
      if (at_ >= s_.size()) return refuse();
      ++at_;
      const bool apart = at_ == s_.size() || text::is(s_[at_], text::kAsciiWhitespace) || s_[at_] == ';' ||
                         s_[at_] == '{' || s_[at_] == ')';
      if (!apart) return refuse();
    }
    // Behind other words it begins a line of its own: the semicolon before it is missing.
    if (!word.quoted() && !words_.empty() && is_setting(raw(word))) return refuse();
    if (words_.empty()) first_line_ = line_;
    if (words_.size() < kMostWords) words_.push_back(word);
  }

  void end_directive() {
    if (word(0) == "add_header_inherit" && words_.size() == 2) {
      blocks_[open_].inherit = word(1);
    } else if (word(0) == kAdd) {
      const bool always = words_.size() == 4 && word(3) == "always";
      if ((words_.size() != 3 && !always) || has_bad_variable(word(2))) return refuse();
      blocks_[open_].has_headers = true;
      if (!always && !bare_ && protects(word(1))) {
        bare_ = true;
        add_notice(paste_, NoticeKind::NginxWithoutAlways, words_[1].inside, first_line_);
      }
      // What is empty is not sent.
      if (words_[2].inside.size() > 0) entries_.push_back({words_[1].inside, words_[2], open_});
    } else if (word(0) == kMore || word(0) == kClear) {
      read_more();
    } else if (word(0) == "set" && words_.size() == 3) {
      set_variable(word(1), words_[2], open_);
    } else if (blocks_[open_].is_table && words_.size() == 2) {
      read_choice();
    }
    words_.clear();
  }

  /// more_set_headers [-s STATUS] [-t TYPE] "NAME: VALUE"...
  void read_more() {
    const bool clears = word(0) == kClear;
    for (std::size_t i = 1; i < words_.size(); ++i) {
      const std::string_view text = word(i);
      if (!words_[i].quoted() && text.size() == 2 && text[0] == '-') {
        i += text[1] == 's' || text[1] == 't';
        continue;
      }
      const std::size_t colon = std::min(text.find(':'), text.size());
      const std::string_view name = text::trim(text.substr(0, colon));
      if (name.empty() || !text::all_of(name, text::kToken)) continue;
      std::size_t value = std::min(text.find_first_not_of(": \t", colon), text.size());
      if (colon == text.size()) value = colon;
      const std::uint32_t start = words_[i].inside.start;
      const std::uint32_t name_at = start + offset(name.data() - text.data());
      const Word rest{{start + offset(value), words_[i].inside.end}, words_[i].quote};
      const bool removes = clears || value == text.size();
      blocks_[open_].has_more = blocks_[open_].has_more || !removes;
      entries_.push_back({{name_at, name_at + offset(name.size())}, rest, open_, true, removes});
    }
  }

  /// A line of geo or map: what a page that comes by HTTPS gets, else what stands for all others.
  void read_choice() {
    const std::string_view asked = word(0);
    const bool page = (table_asks_ == "$sent_http_content_type" || table_asks_ == "$upstream_http_content_type") &&
                      asked.find("text/html") != asked.npos;
    const bool secure = (table_asks_ == "$scheme" && asked == "https") || (table_asks_ == "$https" && asked == "on");
    if (!page && !secure && (asked != "default" || table_answered_)) return;
    table_answered_ = page || secure;
    set_variable(table_name_, words_[1], blocks_[open_].parent);
  }

  void set_variable(std::string_view name, const Word& word, std::uint32_t block) {
    if (name.size() < 2 || name[0] != '$') return;
    Variable variable = said(word, block);
    variables_[{std::string(name.substr(1)), block}] = std::move(variable);
  }

  const Variable* variable_of(std::string_view name, std::uint32_t block) const {
    for (std::uint32_t depth = 0; depth < kDeepest; ++depth) {
      const auto found = variables_.find({std::string(name), block});
      if (found != variables_.end()) return &found->second;
      if (block == 0) return nullptr;
      block = blocks_[block].parent;
    }
    return nullptr;
  }

  /// What a word says, with the variables put in that the text sets. Of a word that is nothing but one it is the
  /// place where that is set.
  Variable said(const Word& word, std::uint32_t block) {
    Variable said;
    said.spelling = spelling_of(word);
    said.value = quote::decode(source_, word.inside, said.spelling);
    if (said.value.gaps.empty()) return said;
    const text::MappedText text = said.value.text;
    const std::string_view s = text.text();
    Composite whole;
    std::vector<Span> gaps;
    std::size_t done = 0;
    std::size_t next = 0;
    bool any = false;
    for (std::size_t i = 0; i < s.size() && next < said.value.gaps.size(); ++i) {
      const Span gap = said.value.gaps[next];
      if (s[i] != '$' || text.to_source(i, i + 1).start != gap.start) continue;
      ++next;
      std::string_view name = s.substr(i + 1, gap.size() - 1);
      if (name[0] == '{') name = name.substr(1, name.size() - 2);
      const Variable* known = variable_of(name, block);
      if (known == nullptr || expanded_ > kMostExpanded) {
        gaps.push_back(gap);
        continue;
      }
      if (gap == word.inside) return *known;
      whole.add(text, done, i);
      whole.add(known->value.text.text(), gap);
      if (!known->value.gaps.empty()) gaps.push_back(gap);
      expanded_ += known->value.text.text().size();
      done = i + gap.size();
      any = true;
    }
    if (!any) return said;
    whole.add(text, done, s.size());
    said.value.text = whole.take(source_);
    said.value.gaps = std::move(gaps);
    said.spelling = quote::Spelling::Unwritable;
    return said;
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

  bool sets(std::uint32_t block) const { return blocks_[block].has_headers || blocks_[block].has_more; }

  /// Where the headers stand that most pages get: those of the first server, else of its first location.
  /// nginx takes a block's own lines or those of the nearest block around it, never both.
  std::uint32_t general_block() const {
    std::vector<std::uint32_t> nearest(blocks_.size());
    for (std::uint32_t i = 1; i < blocks_.size(); ++i) {
      nearest[i] = sets(i) ? i : nearest[blocks_[i].parent];
    }
    bool servers = false;
    for (std::uint32_t i = 1; i < blocks_.size(); ++i) {
      if (!blocks_[i].server) continue;
      servers = true;
      if (const std::uint32_t pages = pages_within(i); pages != 0) return pages;
      if (sets(nearest[i])) return nearest[i];
      const auto [inner, end] = outermost_within(i);
      if (inner != 0) return inner;
      i = end - 1;
    }
    return !servers && sets(0) ? 0 : outermost_within(0).first;
  }

  /// The location within a server that answers with pages, "~ \\.php$", where it sets headers; 0 where none does.
  std::uint32_t pages_within(std::uint32_t server) const {
    for (std::uint32_t i = server + 1; i < blocks_.size() && blocks_[i].depth > blocks_[server].depth; ++i) {
      std::string_view words = s_.substr(blocks_[i].words.start, blocks_[i].words.size());
      words = words.substr(0, words.find_last_not_of(" \t\r\n{") + 1);
      if (!sets(i) || !text::istarts_with(words, "location")) continue;
      words = text::trim(words.substr(8));
      if (words.substr(0, 1) == "~" && covers_pages(words)) return i;
    }
    return 0;
  }

  /// How general a block is: the shorter a location's path the more; an expression, a name and a condition less.
  int rank_of(std::uint32_t block) const {
    std::string_view words = s_.substr(blocks_[block].words.start, blocks_[block].words.size());
    words = words.substr(0, words.find_last_not_of(" \t\r\n{") + 1);
    if (text::istarts_with(words, "if")) return kRankOfCondition;
    if (!text::istarts_with(words, "location")) return 0;
    words = text::trim(words.substr(8));
    if (words.substr(0, 2) == "^~") words = text::trim(words.substr(2));
    return words.substr(0, 1) == "/" ? rank_below(words) : kRankOfCondition;
  }

  /// The outermost block within `outer` that has headers, the most general of them; 0 where none has. And the
  /// first block behind `outer`: blocks stand in the order in which they open.
  std::pair<std::uint32_t, std::uint32_t> outermost_within(std::uint32_t outer) const {
    std::uint32_t best = 0;
    std::uint32_t i = outer + 1;
    for (; i < blocks_.size() && blocks_[i].depth > blocks_[outer].depth; ++i) {
      const bool further_out = best == 0 || blocks_[i].depth < blocks_[best].depth ||
                               (blocks_[i].depth == blocks_[best].depth && rank_of(i) < rank_of(best));
      if (sets(i) && further_out) best = i;
    }
    return {best, i};
  }

  /// A place for each block that sets headers, in the order of the blocks.
  void take(std::uint32_t general) {
    std::vector<std::vector<std::uint32_t>> own(blocks_.size());
    for (std::uint32_t i = 0; i < entries_.size(); ++i) own[entries_[i].block].push_back(i);
    Places places(source_, paste_);
    std::size_t count = 0;
    for (std::uint32_t i = 0; i < blocks_.size(); ++i) {
      if (!sets(i)) continue;
      if (count >= kMostPlaces && i != general) {
        if (!noted_) add_notice(paste_, NoticeKind::PlacesPassedOver, blocks_[i].words, blocks_[i].line);
        noted_ = true;
        continue;
      }
      ++count;
      const Block& block = blocks_[i];
      const std::string words(s_.substr(block.words.start, block.words.size()));
      const std::uint32_t place =
          i == 0 ? Places::kRoot : places.add(Places::kRoot, block_words(words), block.line, i == general ? 0 : 2);
      if (i == 0) places.set_rank(place, general == 0 ? 0 : 2);
      give_orders(i, own, places, place);
    }
    places.hand_out();
  }

  static std::string block_words(std::string_view words) {
    constexpr std::size_t kReadable = 54;
    return text::valid_utf8(words.substr(0, kReadable)) + " block";
  }

  /// How many of a block and those around it, the inmost first, give it their add_header: up to the first that has some,
  /// unless add_header_inherit, which blocks inherit, merges them (nginx 1.29.3) or keeps them apart.
  std::size_t reach_of(const std::vector<std::uint32_t>& around) const {
    for (std::size_t i = 0; i < around.size(); ++i) {
      const auto said = std::find_if(around.begin() + static_cast<std::ptrdiff_t>(i), around.end(),
                                     [&](std::uint32_t each) { return !blocks_[each].inherit.empty(); });
      const std::string_view rule = said == around.end() ? std::string_view("on") : blocks_[*said].inherit;
      if (rule == "off" || (rule != "merge" && blocks_[around[i]].has_headers)) return i + 1;
    }
    return around.size();
  }

  /// add_header of the block, or of the nearest that has some; headers-more's of all blocks around it.
  void give_orders(std::uint32_t block, const std::vector<std::vector<std::uint32_t>>& own, Places& places,
                   std::uint32_t place) {
    std::vector<std::uint32_t> around{block};
    while (around.back() != 0 && around.size() < kDeepest) around.push_back(blocks_[around.back()].parent);
    const std::size_t reach = reach_of(around);
    // Of the nearest block around it that has some.
    const auto dropped = reach == 1 && blocks_[block].has_headers
                             ? std::find_if(std::next(around.begin()), around.end(),
                                            [&](std::uint32_t each) { return blocks_[each].has_headers; })
                             : around.end();
    for (std::size_t i = around.size(); i-- > 0;) {
      for (const std::uint32_t index : own[around[i]]) {
        const Entry& entry = entries_[index];
        const bool inherits = around[i] != block;
        if (!entry.more && dropped != around.end() && around[i] == *dropped && ++inherited_ <= kMostInherited)
          places.lose(place, s_.substr(entry.name.start, entry.name.size()));
        if (!entry.more && i >= reach) continue;
        if (inherits && ++inherited_ > kMostInherited) continue;
        FieldOrder order = order_of(entry, around[i], inherits);
        // What turns out to be empty is not sent.
        const bool empty =
            order.verb != FieldOrder::Verb::Remove && order.value.text.text().empty() && order.value.gaps.empty();
        if (!empty) places.put(place, std::move(order));
      }
    }
  }

  FieldOrder order_of(const Entry& entry, std::uint32_t block, bool inherits) {
    using Verb = FieldOrder::Verb;
    FieldOrder order;
    order.verb = entry.clears ? Verb::Remove : entry.more ? Verb::Set : Verb::Add;
    order.table = entry.more ? 1 : 0;
    order.name = s_.substr(entry.name.start, entry.name.size());
    order.name_span = entry.name;
    order.inherited = inherits;
    Variable value = entry.clears ? Variable{} : said(entry.value, block);
    order.value = std::move(value.value);
    order.spelling = value.spelling;
    return order;
  }

  static quote::Spelling spelling_of(const Word& word) {
    if (!word.quoted()) return quote::Spelling::NginxBare;
    return word.quote == '"' ? quote::Spelling::NginxDouble : quote::Spelling::NginxSingle;
  }

  static constexpr std::size_t kDeepest = 64;  // of blocks within one another, as far as they are followed
  static constexpr std::size_t kMostExpanded = 4 * 1024 * 1024;
  static constexpr std::size_t kMostInherited = 20000;
  static constexpr std::size_t kMostWords = 8;  // more are refused where the number counts

  text::Source& source_;
  std::string_view s_;
  Paste& paste_;
  std::size_t at_ = text::byte_order_mark(s_);
  std::uint32_t line_ = 1;
  std::uint32_t first_line_ = 1;  // of the directive that is being read
  std::vector<Word> words_;       // the first of the directive that is being read
  std::vector<Entry> entries_;
  std::vector<Block> blocks_;
  std::uint32_t open_ = 0;  // the innermost block that is open; 0: what stands outside of all
  bool refused_ = false;
  bool bare_ = false;  // told that error pages lack a header
  bool noted_ = false;
  std::string table_name_;
  std::string table_asks_;       // the variable that a map looks at
  bool table_answered_ = false;  // a line says what a page gets
  std::map<std::pair<std::string, std::uint32_t>, Variable> variables_;
  std::size_t expanded_ = 0;
  std::size_t inherited_ = 0;
};

void read(text::Source& source, Paste& paste) { Reader(source, paste).read(); }

constexpr std::size_t kMaxWordBytes = 4000;  // ngx_conf_file.c reads words into 4,096 bytes

std::size_t word_end(std::string_view s, std::size_t at) {
  const char quote = s[at] == '"' || s[at] == '\'' ? s[at] : '\0';
  if (quote != '\0') ++at;
  for (; at < s.size(); ++at) {
    if (quote != '\0' ? s[at] == quote : text::is(s[at], text::kAsciiWhitespace) || s[at] == ';' || s[at] == '{') {
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

bool take_more_apart(std::string_view s, const Field& field, Statement& statement) {
  const std::size_t directive = s.substr(0, field.name_span.start).rfind(kMore);
  if (directive == s.npos || s.find(':', field.name_span.end) == s.npos) return false;
  // Options, or another header, between the two.
  const std::string_view between = s.substr(directive + kMore.size(), field.name_span.start - directive - kMore.size());
  if (text::trim(between).size() > 1) return false;
  statement.start = offset(directive);
  statement.value = field.value.to_source(0, field.value.text().size());
  if (field.spelling == quote::Spelling::NginxBare || statement.value.start < field.name_span.end) return false;
  statement.value.end += 1;  // its mark
  find_end(s, statement);
  const bool alone = statement.words_end == statement.value.end;
  statement.value.end -= 1;
  return alone;
}

bool take_apart(std::string_view s, const Field& field, Statement& statement) {
  statement.name = field.name_span;
  if (field.spelling == quote::Spelling::Unwritable || field.inherited) return false;
  if (s.substr(field.name_span.end, 1) == ":") return take_more_apart(s, field, statement);
  std::uint32_t at = field.name_span.start;
  if (at > 0 && (s[at - 1] == '"' || s[at - 1] == '\'')) --at;
  while (at > 0 && text::is(s[at - 1], text::kAsciiWhitespace)) --at;
  if (at < kAdd.size()) return false;
  statement.start = at - offset(kAdd.size());
  if (s.substr(statement.start, kAdd.size()) != kAdd) return false;
  statement.value = {field.value.to_source(0, 0).start, field.span.end};
  if (field.spelling != quote::Spelling::NginxBare) {
    --statement.value.start;
    if (statement.value.end < s.size()) ++statement.value.end;
  }
  // Where a variable sets it, the value stands elsewhere.
  std::uint32_t next = field.name_span.end;
  if (next < s.size() && (s[next] == '"' || s[next] == '\'')) ++next;
  while (next < s.size() && text::is(s[next], text::kAsciiWhitespace)) ++next;
  if (statement.value.start != next) return false;
  find_end(s, statement);
  return true;
}

std::string literal(std::string_view value) { return quote::literal(value, quote::Spelling::NginxDouble); }

/// Of headers-more the value stands in one word with the name.
std::string replacement(const Field& field, std::string_view value, std::string_view source) {
  const bool more = source.substr(field.name_span.end, 1) == ":";
  return more ? quote::encode(value, field.spelling) : literal(value);
}

std::string statement(std::string_view source, const Statement& like, std::string_view name, std::string_view value) {
  const bool more = source.substr(like.name.end, 1) == ":";
  std::string text(more ? kMore : kAdd);
  if (more) {
    text.append(" \"").append(name).append(": ").append(literal(value).substr(1)).append(";");
    return text;
  }
  text.append(" ").append(name).append(" ").append(literal(value));
  text.append(source.substr(like.value.end, like.end - like.value.end));
  if (like.end == like.words_end) text += ';';
  return text;
}

std::string refusal(std::string_view value) {
  if (value.find("{{nonce}}") != value.npos) {
    return "nginx needs a separate variable for the nonce. Use the configuration for nginx instead.";
  }
  if (value.find('$') != value.npos) {
    return "nginx reads the $ in a value as a variable. Use the configuration for nginx instead.";
  }
  if (literal(value).size() > kMaxWordBytes) {
    return "A value is longer than nginx reads in one piece. Use the configuration for nginx instead.";
  }
  return {};
}

constexpr std::string_view kTriggers[] = {kAdd, kMore};

/// proxy_hide_header and its like, alone on their lines.
std::vector<Statement> hiding(std::string_view s, std::string_view name) {
  std::vector<Statement> all;
  constexpr std::string_view kWord = "_hide_header";
  constexpr std::size_t kMost = 100;
  for (std::size_t at = s.find(kWord); at != s.npos && all.size() < kMost; at = s.find(kWord, at + 1)) {
    Statement statement;
    std::size_t start = at;
    while (start > 0 && text::is(s[start - 1], text::kAlpha)) --start;
    std::size_t line = start;
    while (line > 0 && text::is(s[line - 1], text::kSpaceTab)) --line;
    if (line > 0 && s[line - 1] != '\n') continue;
    std::size_t word = at + kWord.size();
    while (word < s.size() && text::is(s[word], text::kSpaceTab)) ++word;
    std::size_t end = word;
    while (end < s.size() && text::is(s[end], text::kToken)) ++end;
    if (!text::iequals(s.substr(word, end - word), name) || s.substr(end, 1) != ";") continue;
    statement.start = static_cast<std::uint32_t>(start);
    statement.name = {static_cast<std::uint32_t>(word), static_cast<std::uint32_t>(end)};
    statement.end = statement.words_end = static_cast<std::uint32_t>(end + 1);
    all.push_back(statement);
  }
  return all;
}

extern const DialectSpec kDialect{.format = Format::NginxConfig,
                                  .triggers = kTriggers,
                                  .recognise = recognise,
                                  .read = read,
                                  .take_apart = take_apart,
                                  .terminator = ";",
                                  .literal = literal,
                                  .statement = statement,
                                  .replacement = replacement,
                                  .hiding = hiding,
                                  .refusal = refusal};

}  // namespace headstrong::http::nginx

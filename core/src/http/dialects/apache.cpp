// Apache's Header (mod_headers), in sections and .htaccess. It keeps two tables of fields, "always" and
// "onsuccess"; a usual answer carries both.
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

namespace headstrong::http::apache {

using quote::Spelling;
using Verb = FieldOrder::Verb;

constexpr std::string_view kVerbs[] = {"set", "add", "append", "merge", "setifempty", "unset", "edit", "edit*"};

bool is_verb(std::string_view word) {
  for (const std::string_view verb : kVerbs) {
    if (text::iequals(word, verb)) return true;
  }
  return false;
}

struct Word {
  Span inside;
  Spelling spelling = Spelling::ApacheBare;
};

/// A line with those that continue it, cut into words as ap_getword_conf does.
struct Line {
  std::uint32_t number = 0;
  std::uint32_t start = 0;
  std::vector<Word> words;  // the first kMostWords
};

class Lines {
 public:
  explicit Lines(std::string_view s) : s_(s) {}

  bool next(Line& line) {
    if (at_ >= s_.size()) return false;
    line.words.clear();
    skip_blanks();
    line.number = number_;
    line.start = static_cast<std::uint32_t>(at_);
    const bool comment = at_ < s_.size() && s_[at_] == '#';
    while (at_ < s_.size() && s_[at_] != '\n') {
      if (comment) {
        step();
        continue;
      }
      read_word(line);
      skip_blanks();
    }
    if (at_ < s_.size()) {
      ++at_;
      ++number_;
    }
    return true;
  }

 private:
  static constexpr std::size_t kMostWords = 12;

  std::size_t continuation() const {
    if (s_[at_] != '\\') return 0;
    if (s_.substr(at_ + 1, 1) == "\n") return 2;
    return s_.substr(at_ + 1, 2) == "\r\n" ? 3 : 0;
  }
  /// Over a byte, or a backslash and the line end that it takes away.
  void step() {
    const std::size_t joined = continuation();
    number_ += joined > 0;
    at_ += joined > 0 ? joined : 1;
  }
  void skip_blanks() {
    while (at_ < s_.size() && (text::is(s_[at_], text::kSpaceTab) || s_[at_] == '\r' || continuation() > 0)) step();
  }
  void read_word(Line& line) {
    const char mark = s_[at_] == '"' || s_[at_] == '\'' ? s_[at_] : '\0';
    if (mark != '\0') ++at_;
    Word word;
    word.inside.start = static_cast<std::uint32_t>(at_);
    while (at_ < s_.size() && s_[at_] != '\n') {
      if (mark != '\0' ? s_[at_] == mark : text::is(s_[at_], text::kSpaceTab) || s_[at_] == '\r') break;
      const bool escapes = s_[at_] == '\\' && continuation() == 0 && at_ + 1 < s_.size() &&
                           (s_[at_ + 1] == '\\' || (mark != '\0' && s_[at_ + 1] == mark));
      if (escapes) ++at_;
      step();
    }
    word.inside.end = static_cast<std::uint32_t>(at_);
    if (mark != '\0') word.spelling = mark == '"' ? Spelling::ApacheDouble : Spelling::ApacheSingle;
    if (mark != '\0' && at_ < s_.size() && s_[at_] == mark) ++at_;
    if (line.words.size() < kMostWords) line.words.push_back(word);
  }

  std::string_view s_;
  std::size_t at_ = text::byte_order_mark(s_);
  std::uint32_t number_ = 1;
};

/// Where the verb of a Header directive stands among its words; 0 where it is none.
std::size_t verb_of(std::string_view s, const Line& line) {
  const auto word = [&](std::size_t i) {
    const Span inside = line.words[i].inside;
    return s.substr(inside.start, inside.size());
  };
  if (line.words.size() < 3 || !text::iequals(word(0), "Header")) return 0;
  const bool table = text::iequals(word(1), "always") || text::iequals(word(1), "onsuccess");
  const std::size_t verb = table ? 2 : 1;
  if (line.words.size() <= verb + 1 || !is_verb(word(verb))) return 0;
  std::string_view name = word(verb + 1);
  if (!name.empty() && name.back() == ':') name.remove_suffix(1);
  const bool named = !name.empty() && text::all_of(name, text::kToken);
  return named && (text::iequals(word(verb), "unset") || line.words.size() > verb + 2) ? verb : 0;
}

int recognise(std::string_view s) {
  Lines lines(s);
  Line line;
  while (lines.next(line)) {
    if (line.words.empty()) continue;
    if (verb_of(s, line) > 0) return 85;
    const Span first = line.words[0].inside;
    const std::string_view word = s.substr(first.start, first.size());
    const bool field =
        word.size() > 1 && word.back() == ':' && text::all_of(word.substr(0, word.size() - 1), text::kToken);
    if (field || status_of(word)) return 0;
    if (word == "{" || text::istarts_with(word, "<!doctype") || text::istarts_with(word, "<html")) return 0;
  }
  return 0;
}

/// A section that is no place of its own.
bool is_transparent(std::string_view name) {
  return text::istarts_with(name, "ifmodule") || text::istarts_with(name, "ifdefine") ||
         text::istarts_with(name, "ifversion") || text::istarts_with(name, "iffile") ||
         text::istarts_with(name, "require") || text::istarts_with(name, "limit");
}

class Reader {
 public:
  Reader(text::Source& source, Paste& paste)
      : source_(source), s_(source.bytes()), paste_(paste), places_(source, paste) {}

  void read() {
    open_.push_back({"", Places::kRoot, false});
    Lines lines(s_);
    Line line;
    while (lines.next(line)) {
      if (line.words.empty()) continue;
      if (s_[line.start] == '<') {
        read_section(line);
      } else if (const std::size_t verb = verb_of(s_, line); verb > 0 && !open_.back().skipped) {
        read_header(line, verb);
      } else if (line.words.size() == 3 && text::iequals(raw(line.words[0]), "Define")) {
        defines_[std::string(raw(line.words[1]))] = line.words[2];
      }
    }
    if (refused_) {
      paste_.look = Look::Apache;  // what Apache doesn't load it doesn't send
      return;
    }
    places_.hand_out();
  }

 private:
  struct Section {
    std::string name;  // in lower case
    std::uint32_t place = 0;
    bool skipped = false;
  };

  std::string_view raw(const Word& word) const { return s_.substr(word.inside.start, word.inside.size()); }

  void read_section(const Line& line) {
    std::string_view words = s_.substr(line.start, line.words.back().inside.end - line.start);
    words = text::trim(words.substr(1));
    if (const std::size_t end = words.find('>');
        end != words.npos && line.words.back().spelling == Spelling::ApacheBare) {
      words = words.substr(0, words.rfind('>'));
    }
    const std::size_t blank = words.find_first_of(" \t\r\n");
    const std::string name = text::lowered(words.substr(0, blank));
    if (!name.empty() && name[0] == '/') {
      for (std::size_t i = open_.size(); i-- > 1;) {
        if (open_[i].name != name.substr(1)) continue;
        open_.resize(i);
        break;
      }
      return;
    }
    const std::string_view argument = blank == words.npos ? std::string_view() : text::trim(words.substr(blank));
    const Section& around = open_.back();
    Section section{name, around.place, around.skipped};
    if (is_transparent(name)) {
      // What holds where mod_headers is missing sets nothing.
      const bool without = argument.substr(0, 1) == "!" && argument.find("headers") != argument.npos;
      section.skipped = section.skipped || without;
    } else {
      section.place = places_.add(around.place, "<" + std::string(words) + ">", line.number, rank_of(name, argument));
    }
    if (open_.size() < kMostOpen) open_.push_back(std::move(section));
  }

  static int rank_of(std::string_view section, std::string_view argument) {
    if (section == "virtualhost") return 0;
    if (argument.size() > 1 && argument.front() == '"' && argument.back() == '"')
      argument = argument.substr(1, argument.size() - 2);
    const bool path = section == "directory" || section == "location";
    // What pages are served as is more to the point than what stands outside.
    if ((section == "files" || section == "filesmatch") && covers_pages(argument)) return -1;
    if (argument == "*" || argument == "/") return 2;
    return path && argument.substr(0, 1) != "~" ? rank_below(argument) : kRankOfCondition;
  }

  void read_header(const Line& line, std::size_t verb_at) {
    const std::string verb = text::lowered(raw(line.words[verb_at]));
    FieldOrder order;
    Span name = line.words[verb_at + 1].inside;
    if (s_[name.end - 1] == ':') --name.end;
    order.name = s_.substr(name.start, name.size());
    order.name_span = name;
    order.table = verb_at == 2 && text::iequals(raw(line.words[1]), "always") ? 0 : 1;
    order.verb = verb_named(verb);
    if (order.table == 1 && order.verb == Verb::Set && !bare_ && protects(order.name)) {
      bare_ = true;
      add_notice(paste_, NoticeKind::ApacheWithoutAlways, name, line.number);
    }
    const std::size_t behind = verb_at + (verb == "unset" ? 2 : verb.substr(0, 4) == "edit" ? 4 : 3);
    std::uint32_t place = open_.back().place;
    if (behind < line.words.size()) {
      const std::string_view condition = raw(line.words[behind]);
      if (text::iequals(condition, "early")) return;  // for tests, before anything is answered
      if (text::istarts_with(condition, "env=") || text::istarts_with(condition, "expr=")) {
        // What is judged is a page of https, for which the first is set.
        const bool holds = text::iequals(condition, "env=HTTPS");
        if (!holds)
          place = places_.add(place, "Header with " + std::string(condition), line.number, kRankOfCondition + 1);
      } else {
        refused_ = true;  // a value without its quotes
      }
    }
    const bool edits = order.verb == Verb::Edit || order.verb == Verb::EditAll;
    if (edits && line.words.size() < verb_at + 4) return;
    if (edits) order.pattern = word_of(line.words[verb_at + 2]);
    if (order.verb != Verb::Remove) read_value(line.words[verb_at + (edits ? 3 : 2)], order);
    places_.put(place, std::move(order));
  }

  static Verb verb_named(std::string_view verb) {
    if (verb == "set") return Verb::Set;
    if (verb == "append" || verb == "merge") return Verb::Append;
    if (verb == "setifempty") return Verb::SetIfAbsent;
    if (verb == "unset") return Verb::Remove;
    if (verb == "edit") return Verb::Edit;
    return verb.substr(0, 4) == "edit" ? Verb::EditAll : Verb::Add;
  }

  void read_value(const Word& value, FieldOrder& order) {
    order.spelling = value.spelling;
    order.value = quote::decode(source_, value.inside, value.spelling);
    put_defines_in(value, order);
    // What an expression comes to is known to the server alone.
    if (text::istarts_with(raw(value), "expr=")) order.value.gaps = {value.inside};
  }

  /// "${NAME}" of what the file itself defines. A value that is nothing else stands where that is defined.
  void put_defines_in(const Word& word, FieldOrder& order) {
    if (order.value.gaps.empty() || defines_.empty()) return;
    const text::MappedText text = order.value.text;
    const std::string_view value = text.text();
    Composite whole;
    std::vector<Span> gaps;
    std::size_t done = 0;
    std::size_t next = 0;
    bool any = false;
    for (std::size_t i = 0; i < value.size() && next < order.value.gaps.size(); ++i) {
      const Span gap = order.value.gaps[next];
      if (text.to_source(i, i + 1).start != gap.start) continue;
      ++next;
      const std::string_view name =
          value.substr(i, 2) == "${" ? value.substr(i + 2, gap.size() - 3) : std::string_view();
      const auto known = defines_.find(std::string(name));
      if (name.empty() || known == defines_.end() || expanded_ > kMostExpanded) {
        gaps.push_back(gap);
        continue;
      }
      quote::Decoded defined = quote::decode(source_, known->second.inside, known->second.spelling);
      if (gap == word.inside) {
        order.value = std::move(defined);
        order.spelling = known->second.spelling;
        return;
      }
      whole.add(text, done, i);
      whole.add(defined.text.text(), gap);
      if (!defined.gaps.empty()) gaps.push_back(gap);
      expanded_ += defined.text.text().size();
      done = i + gap.size();
      any = true;
    }
    if (!any) return;
    whole.add(text, done, value.size());
    order.value.text = whole.take(source_);
    order.value.gaps = std::move(gaps);
    order.spelling = Spelling::Unwritable;
  }

  /// What a word says before anything is made of it.
  std::string word_of(const Word& word) const {
    const std::string_view s = raw(word);
    const char mark = word.spelling == Spelling::ApacheDouble   ? '"'
                      : word.spelling == Spelling::ApacheSingle ? '\''
                                                                : '\0';
    std::string out;
    for (std::size_t i = 0; i < s.size(); ++i) {
      const char next = i + 1 < s.size() ? s[i + 1] : '\0';
      if (s[i] == '\\' && (next == '\\' || (mark != '\0' && next == mark))) ++i;
      out += s[i];
    }
    return out;
  }

  static constexpr std::size_t kMostOpen = 100000;
  static constexpr std::size_t kMostExpanded = 4 * 1024 * 1024;

  text::Source& source_;
  std::string_view s_;
  Paste& paste_;
  bool refused_ = false;
  bool bare_ = false;  // told that error pages lack a header
  Places places_;
  std::vector<Section> open_;
  std::map<std::string, Word> defines_;
  std::size_t expanded_ = 0;
};

void read(text::Source& source, Paste& paste) { Reader(source, paste).read(); }

constexpr std::size_t kMaxLineBytes = 8000;  // Apache reads .htaccess in lines of 8,191 bytes

bool take_apart(std::string_view source, const Field& field, Statement& statement) {
  return take_line_apart(source, field, statement);
}

std::string literal(std::string_view value) { return quote::literal(value, Spelling::ApacheDouble); }

std::string statement(std::string_view source, const Statement& like, std::string_view name, std::string_view value) {
  return copy_of(source, like, name, literal(value));
}

std::string refusal(std::string_view value) {
  if (value.find("{{nonce}}") != value.npos) {
    return "Apache has no unguessable value to make a nonce from; let the application send this header.";
  }
  if (!quote::carries(value, Spelling::ApacheDouble)) {
    return "Apache would read part of a value as a variable or an expression. Use the configuration for Apache "
           "instead.";
  }
  if (literal(value).size() > kMaxLineBytes) {
    return "A value is longer than Apache reads in one line. Use the configuration for Apache instead.";
  }
  return {};
}

constexpr std::string_view kTriggers[] = {"Header", "header", "HEADER"};

extern const DialectSpec kDialect{.format = Format::ApacheConfig,
                                  .triggers = kTriggers,
                                  .recognise = recognise,
                                  .read = read,
                                  .take_apart = take_apart,
                                  .literal = literal,
                                  .statement = statement,
                                  .refusal = refusal};

}  // namespace headstrong::http::apache

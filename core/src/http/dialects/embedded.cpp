// A configuration that stands in a text of another language: in a here document, a block of YAML, a string of JSON, a
// quoted word of a command. All else is blanked, so that every place stays where it is, and the configuration's own
// dialect reads what is left.
#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "grammar/header_names.hpp"
#include "http/document/structured_dialect.hpp"
#include "http/evidence.hpp"
#include "http/readers.hpp"
#include "text/ascii.hpp"
#include "text/lines.hpp"

namespace headstrong::http::embedded {

std::uint32_t offset(std::size_t at) { return static_cast<std::uint32_t>(at); }

constexpr int kSure = 95;

struct Piece {
  enum class Kind : std::uint8_t {
    Lines,    // as it is, on lines of its own
    Word,     // as it is, in quotes or a part of a line: it can't be written
    Escaped,  // with backslashes before quotes and line ends
    Json      // JSON in a shell's single quotes
  };
  Span span;
  Kind kind = Kind::Lines;
};

std::size_t blanks(std::string_view s, std::size_t at) {
  while (at < s.size() && text::is(s[at], text::kSpaceTab)) ++at;
  return at;
}
std::size_t line_end(std::string_view s, std::size_t at) { return std::min(s.find('\n', at), s.size()); }

/// Finds the pieces in order of their places, in one pass.
class Finder {
 public:
  explicit Finder(std::string_view s) : s_(s) {
    const std::size_t first = s.find_first_not_of(" \t\r\n");
    json_ = first < s.size() && (s[first] == '{' || s[first] == '[');
  }

  bool next(Piece& piece) {
    while (at_ < s_.size()) {
      if (json_) {
        if (json_string(piece)) return true;
        continue;
      }
      const std::size_t start = at_;
      const std::size_t end = line_end(s_, start);
      at_ = std::min(end + 1, s_.size());
      if (of_line(start, end, piece)) return true;
    }
    return false;
  }

 private:
  bool of_line(std::size_t start, std::size_t end, Piece& piece) {
    const std::string_view line = s_.substr(start, end - start);
    if (s_.substr(blanks(s_, start), 1) == "#") return false;
    if (here_document(line, end, piece) || block(line, start, end, piece)) return true;
    if (one_line(start, end, piece)) return true;
    return word(start, end, piece);
  }

  /// "<<EOF", "<<-'EOF'" and the lines up to the one that holds the word alone.
  bool here_document(std::string_view line, std::size_t end, Piece& piece) {
    const std::size_t mark = line.find("<<");
    if (mark == line.npos || line.substr(mark + 2, 1) == "<" || wasted_ > 2 * s_.size()) return false;
    std::size_t at = mark + 2;
    if (line.substr(at, 1) == "-" || line.substr(at, 1) == "~") ++at;
    at = blanks(line, at);
    if (line.substr(at, 1) == "'" || line.substr(at, 1) == "\"" || line.substr(at, 1) == "\\") ++at;
    std::size_t stop = at;
    while (stop < line.size() && (text::is(line[stop], text::kAlpha | text::kDigit) || line[stop] == '_')) ++stop;
    const std::string_view name = line.substr(at, stop - at);
    if (name.size() < 2 || !text::is(name[0], text::kAlpha)) return false;
    const std::size_t body = end + 1;
    for (std::size_t from = body; from < s_.size();) {
      const std::size_t to = line_end(s_, from);
      // One within another is found by itself.
      if (s_.substr(from, to - from).find("<<") != s_.npos) return false;
      if (text::trim(s_.substr(from, to - from)) == name) {
        at_ = std::min(to + 1, s_.size());
        piece = {{offset(body), offset(from)}, Piece::Kind::Lines};
        return from > body;
      }
      from = to + 1;
    }
    wasted_ += s_.size() - body;
    return false;
  }

  /// "key: |" and the lines that are indented below it.
  bool block(std::string_view line, std::size_t start, std::size_t end, Piece& piece) {
    const std::string_view words = text::trim(line);
    std::size_t size = words.size();
    while (size > 0 && (text::is(words[size - 1], text::kDigit) || words[size - 1] == '-' || words[size - 1] == '+'))
      --size;
    if (wasted_ > 2 * s_.size() || size < 3 || words[size - 1] != '|' || words[size - 2] != ' ') return false;
    const std::string_view key = words.substr(0, size - 2);
    // These have a reader of their own.
    if ((key.back() != ':' && key.back() != '-') || key.find("-snippet") != key.npos) return false;
    const std::size_t indent = blanks(s_, start) - start;
    std::size_t from = end + 1;
    const std::size_t body = from;
    while (from < s_.size()) {
      const std::size_t to = line_end(s_, from);
      const std::size_t first = blanks(s_, from);
      const bool empty = first >= to || s_[first] == '\r';
      if (!empty && first - from <= indent) break;
      if (s_.substr(from, to - from).find("<<") != s_.npos) {
        wasted_ += from - body;
        return false;
      }
      from = std::min(to + 1, s_.size());
    }
    if (from <= body) return false;
    at_ = from;
    piece = {{offset(body), offset(from)}, Piece::Kind::Lines};
    return true;
  }

  /// Ansible's "line: ..."
  bool one_line(std::size_t start, std::size_t end, Piece& piece) const {
    std::size_t at = blanks(s_, start);
    if (s_.substr(at, 2) == "- ") at = blanks(s_, at + 2);
    if (s_.substr(at, 6) != "line: ") return false;
    return quoted_or_rest(blanks(s_, at + 6), end, piece);
  }

  bool quoted_or_rest(std::size_t at, std::size_t end, Piece& piece) const {
    std::size_t stop = end;
    while (stop > at && text::is(s_[stop - 1], text::kAsciiWhitespace)) --stop;
    if (stop <= at) return false;
    const char mark = s_[at];
    if (mark != '\'' && mark != '"') {
      piece = {{offset(at), offset(stop)}, Piece::Kind::Word};
      return true;
    }
    if (stop < at + 2 || s_[stop - 1] != mark) return false;
    piece = {{offset(at + 1), offset(stop - 1)}, mark == '"' ? Piece::Kind::Escaped : Piece::Kind::Word};
    return true;
  }

  /// A quoted word: what echo and printf write into a file, JSON that a flag takes.
  bool word(std::size_t start, std::size_t end, Piece& piece) {
    const std::string_view line = s_.substr(start, end - start);
    const bool goes_elsewhere = line.find('>') != line.npos || line.find("| ") != line.npos;
    std::size_t at = 0;
    while ((at = line.find_first_of("'\"", at)) != line.npos) {
      const char mark = line[at];
      const std::size_t inside = start + at + 1;
      std::string_view before = line.substr(0, at);
      while (!before.empty() && text::is(before.back(), text::kSpaceTab)) before.remove_suffix(1);
      const bool json = s_.substr(inside, 1) == "{" || s_.substr(inside, 1) == "[";
      if (json && at > 0 && (line[at - 1] == ' ' || line[at - 1] == '=')) return json_word(inside, mark, piece);
      if (goes_elsewhere && is_written(before)) {
        const std::size_t close = closing(inside, end, mark);
        if (close < end) {
          const bool escaped = mark == '"' || text::iends_with(before, "printf") || text::iends_with(before, "-e");
          piece = {{offset(inside), offset(close)}, escaped ? Piece::Kind::Escaped : Piece::Kind::Word};
          return true;
        }
      }
      ++at;
    }
    return false;
  }

  /// echo '...' >> file, echo '...' | tee file
  static bool is_written(std::string_view before) {
    while (text::iends_with(before, " -e") || text::iends_with(before, " -n")) before.remove_suffix(3);
    return text::iends_with(before, "echo") || text::iends_with(before, "printf");
  }

  std::size_t closing(std::size_t at, std::size_t end, char mark) const {
    for (; at < end; ++at) {
      if (s_[at] == '\\' && mark == '"') {
        ++at;
      } else if (s_[at] == mark) {
        return at;
      }
    }
    return s_.size();
  }

  bool json_word(std::size_t inside, char mark, Piece& piece) {
    if (wasted_ > 2 * s_.size()) return false;
    for (std::size_t at = inside; at < s_.size(); ++at) {
      if (mark == '"' && s_[at] == '\\') {
        ++at;
      } else if (s_[at] == mark) {
        const std::size_t quote = mark == '\'' ? escaped_quote(at) : 0;
        if (quote > 0) {
          at += quote - 1;
          continue;
        }
        piece = {{offset(inside), offset(at)}, mark == '\'' ? Piece::Kind::Json : Piece::Kind::Escaped};
        at_ = line_end(s_, at) + 1;
        return true;
      }
    }
    wasted_ += s_.size() - inside;
    return false;
  }

  /// A quote in single quotes: the size of '\'' or '"'"'; 0 where it closes the word.
  std::size_t escaped_quote(std::size_t at) const {
    if (s_.substr(at, 4) == "'\\''") return 4;
    return s_.substr(at, 5) == "'\"'\"'" ? 5 : 0;
  }

  /// The string of JSON whose key names a configuration's file.
  bool json_string(Piece& piece) {
    const std::size_t open = s_.find('"', at_);
    if (open == s_.npos) {
      at_ = s_.size();
      return false;
    }
    const std::size_t close = closing(open + 1, s_.size(), '"');
    at_ = std::min(close + 1, s_.size());
    const std::string_view inside = s_.substr(open + 1, std::min(close, s_.size()) - open - 1);
    if (names_file_) {
      names_file_ = false;
      if (close >= s_.size() || inside.find("\\n") == inside.npos) return false;
      piece = {{offset(open + 1), offset(close)}, Piece::Kind::Escaped};
      return true;
    }
    names_file_ = s_.substr(at_, 1) == ":" || s_.substr(at_, 2) == " :";
    names_file_ = names_file_ && std::any_of(std::begin(kFiles), std::end(kFiles),
                                             [&](std::string_view each) { return text::iends_with(inside, each); });
    return false;
  }

  static constexpr std::string_view kFiles[] = {".conf",     "caddyfile", ".vcl",  ".cfg",
                                                ".htaccess", ".yml",      ".yaml", ".toml"};

  std::string_view s_;
  std::size_t at_ = 0;
  std::size_t wasted_ = 0;
  bool json_ = false;
  bool names_file_ = false;
};

/// Header lines, and what tools print of connections, hold no configuration.
bool begins_like_headers(std::string_view s) {
  const std::string_view body = text::trim(s);
  const std::string_view line = body.substr(0, body.find('\n'));
  if (line.empty() || line[0] == '*' || line[0] == '>') return true;
  return header_name(text::trim(line.substr(0, line.find(':')))) != HeaderName::Unknown;
}

int recognise(std::string_view text) {
  if (begins_like_headers(text)) return 0;
  Piece piece;
  return Finder(text).next(piece) ? kSure : 0;
}

/// Writes what the backslash at `at` stands for. A quote's mark stays outside of what it opens or closes: the blank is
/// in front of it or behind.
void put_escape(std::string_view s, std::size_t at, bool& in_string, std::string& out) {
  const char next = s[at + 1];
  out[at] = ' ';
  out[at + 1] = next == 'n' ? '\n' : next == 't' || next == 'r' ? ' ' : next;
  if (next != '"') return;
  if (in_string) std::swap(out[at], out[at + 1]);
  in_string = !in_string;
}

void put(std::string_view s, const Piece& piece, std::string& out) {
  bool in_string = false;
  for (std::size_t at = piece.span.start; at < piece.span.end; ++at) {
    out[at] = s[at];
    if (at + 1 == piece.span.end) return;
    if (piece.kind == Piece::Kind::Escaped && s[at] == '\\') {
      put_escape(s, at, in_string, out);
      ++at;
    } else if (piece.kind == Piece::Kind::Json && s[at] == '\'') {
      const std::size_t size = s[at + 1] == '\\' ? 4 : 5;
      std::fill_n(out.begin() + static_cast<std::ptrdiff_t>(at), size, '\'');
      at += size - 1;
    }
  }
}

/// The text's own copy with all but the pieces blanked.
std::string blanked(std::string_view s, const std::vector<Piece>& pieces) {
  std::string out(s.size(), ' ');
  for (std::size_t at = s.find('\n'); at != s.npos; at = s.find('\n', at + 1)) out[at] = '\n';
  for (const Piece& piece : pieces) put(s, piece, out);
  return out;
}

/// What a field's literal says in JSON within a shell's quotes.
void read_again(text::Source& source, Field& field) {
  // What the format puts together from parts stays as it is.
  if (field.spelling != quote::Spelling::JsonString) return;
  field.spelling = quote::Spelling::JsonInShell;
  const std::string_view s = source.bytes();
  if (field.literal.size() < 2 || s[field.literal.start] != '"') return;
  const Span inside{field.literal.start + 1, field.literal.end - 1};
  if (s.substr(inside.start, inside.size()).find('\'') == s.npos) return;
  field.value = quote::decode(source, {inside.start, field.literal.end}, quote::Spelling::JsonInShell).text;
}

/// The pieces in one dialect.
struct Group {
  const DialectSpec* dialect = nullptr;
  std::vector<Piece> pieces;
};

/// Whether the block's own key says that it is code that sets headers: Envoy's inlineCode, a CloudFront function, a
/// file of a ConfigMap.
bool holds_code(std::string_view s, const Piece& piece) {
  if (piece.kind != Piece::Kind::Lines || piece.span.start < 2) return false;
  const std::size_t end = piece.span.start - 1;
  const std::size_t before = s.substr(0, end).rfind('\n');
  std::string_view key = text::trim(s.substr(before + 1, end - before - 1));
  key = key.substr(0, key.find_first_of(": "));
  if (!key.empty() && (key.back() == '"' || key.back() == '\'')) key.remove_suffix(1);
  constexpr std::string_view kKeys[] = {"inlineCode", "inline_code", "inline_string", "FunctionCode", "ZipFile"};
  constexpr std::string_view kFiles[] = {".lua", ".py", ".js", ".mjs", ".ts", ".php", ".rb"};
  return std::find(std::begin(kKeys), std::end(kKeys), key) != std::end(kKeys) ||
         std::any_of(std::begin(kFiles), std::end(kFiles),
                     [&](std::string_view each) { return text::iends_with(key, each); });
}

bool is_configuration(const DialectSpec* dialect, bool code) {
  return dialect != nullptr && (code || !dialect->language) && info(dialect->format).lines != Lines::None &&
         dialect->format != Format::MarkedLines && dialect->format != Format::JsonInShell;
}

/// The configuration's dialect: of those that may be meant the surest that reads something; null where none does.
const DialectSpec* dialect_for(std::string_view inside, bool code) {
  constexpr int kMostTried = 4;
  Recognised found = recognise_dialect(inside, kSure);
  for (int tried = 0; tried < kMostTried && found.dialect != nullptr; ++tried) {
    if (is_configuration(found.dialect, code)) {
      text::Source piece(inside);
      Paste paste;
      found.dialect->read(piece, paste);
      if (!paste.responses.empty()) return found.dialect;
    }
    found = recognise_dialect(inside, found.sure);
  }
  return nullptr;
}

std::vector<Group> groups_of(std::string_view s) {
  constexpr std::size_t kMostPieces = 1000;
  constexpr std::size_t kMostGroups = 4;
  std::vector<Group> groups;
  Finder finder(s);
  Piece piece;
  for (std::size_t pieces = 0; pieces < kMostPieces && finder.next(piece); ++pieces) {
    const std::string_view inside = s.substr(piece.span.start, piece.span.size());
    const DialectSpec* dialect =
        dialect_for(blanked(inside, {{{0, piece.span.size()}, piece.kind}}), holds_code(s, piece));
    if (dialect == nullptr) continue;
    auto group = std::find_if(groups.begin(), groups.end(), [&](const Group& each) {
      return each.dialect == dialect && (each.pieces[0].kind == Piece::Kind::Json) == (piece.kind == Piece::Kind::Json);
    });
    if (group == groups.end()) {
      if (groups.size() == kMostGroups) continue;
      group = groups.insert(groups.end(), {dialect, {}});
    }
    group->pieces.push_back(piece);
  }
  return groups;
}

void close_to_writing(Paste& paste) {
  for (Response& response : paste.responses) {
    response.twins.clear();
    for (Field& field : response.fields) {
      field.spelling = quote::Spelling::Unwritable;
      field.statement = field.literal = field.expression = {};
    }
  }
}

void read(text::Source& source, Paste& paste) {
  for (const Group& group : groups_of(source.bytes())) {
    Paste found;
    found.format = group.dialect->format;
    group.dialect->read(source.within(blanked(source.bytes(), group.pieces)), found);
    const bool evident = std::any_of(found.responses.begin(), found.responses.end(),
                                     [](const Response& response) { return has_evidence(response, 0); });
    if (!evident) continue;
    if (!paste.responses.empty()) {
      add_notice(paste, NoticeKind::PlacesPassedOver, group.pieces[0].span,
                 offset(static_cast<std::size_t>(
                     std::count(source.bytes().begin(), source.bytes().begin() + group.pieces[0].span.start, '\n'))) +
                     1);
      continue;
    }
    if (group.pieces[0].kind == Piece::Kind::Json) {
      found.format = Format::JsonInShell;
      for (Response& response : found.responses) {
        for (Field& field : response.fields) read_again(source, field);
      }
    } else if (group.pieces[0].kind != Piece::Kind::Lines) {
      close_to_writing(found);
    }
    paste = std::move(found);
  }
}

constexpr DialectSpec kOfShell =
    document::structured_dialect<quote::Spelling::JsonInShell>(Format::JsonInShell, recognise, read);
extern const DialectSpec kDialect = kOfShell;

}  // namespace headstrong::http::embedded

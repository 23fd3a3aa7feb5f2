// Tables of header names and values: Markdown, CSV, a spreadsheet's cells, PowerShell's columns and lists,
// names and values with nothing but blanks between them.
#include <algorithm>
#include <initializer_list>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "grammar/header_names.hpp"
#include "http/dialects/dialect.hpp"
#include "http/evidence.hpp"
#include "http/wording.hpp"
#include "text/ascii.hpp"
#include "text/lines.hpp"

namespace headstrong::http::header_table {

enum class Kind : std::uint8_t { None, Markdown, Csv, Tabs, Columns, List, Blanks };

std::uint32_t offset(std::size_t at) { return static_cast<std::uint32_t>(at); }

struct Row {
  std::string_view name;
  std::string_view value;  // still in its quotes
};

/// Without what is struck out at its beginning or its end: "~~SAMEORIGIN~~ DENY".
std::string_view without_struck(std::string_view cell) {
  constexpr std::string_view kMark = "~~";
  if (cell.substr(0, kMark.size()) == kMark) {
    const std::size_t end = cell.find(kMark, kMark.size());
    if (end != cell.npos) cell.remove_prefix(end + kMark.size());
  }
  if (cell.size() > 2 * kMark.size() && cell.substr(cell.size() - kMark.size()) == kMark) {
    const std::size_t begin = cell.rfind(kMark, cell.size() - kMark.size() - 1);
    if (begin != cell.npos) cell = cell.substr(0, begin);
  }
  return text::trim(cell, text::kSpaceTab);
}

/// Without what makes it bold or code.
std::string_view plain_cell(std::string_view cell) {
  cell = without_struck(text::trim(cell, text::kSpaceTab));
  for (const std::string_view mark : {"**", "`"}) {
    if (cell.size() >= 2 * mark.size() && cell.substr(0, mark.size()) == mark &&
        cell.substr(cell.size() - mark.size()) == mark) {
      cell = cell.substr(mark.size(), cell.size() - 2 * mark.size());
    }
  }
  return cell;
}

std::optional<Row> markdown_row(std::string_view s) {
  s = text::trim(s);
  if (s.size() < 5 || s[0] != '|') return std::nullopt;
  const std::size_t second = s.find('|', 1);
  if (second == s.npos) return std::nullopt;
  std::size_t third = second;
  do {
    third = s.find('|', third + 1);
  } while (third != s.npos && s[third - 1] == '\\');
  if (third == s.npos) return std::nullopt;
  return Row{plain_cell(s.substr(1, second - 1)), plain_cell(s.substr(second + 1, third - second - 1))};
}

std::optional<Row> parted_row(std::string_view s, char mark) {
  const std::size_t at = s.find(mark);
  if (at == s.npos || at == 0) return std::nullopt;
  return Row{text::trim(s.substr(0, at)), text::trim(s.substr(at + 1))};
}

std::optional<Row> blank_row(std::string_view s) {
  s = text::trim(s);
  // Names and values with tabs between them are what developer tools copy.
  const std::size_t at = s.find_first_of(" \t");
  if (at == s.npos || s[at] == '\t' || s[at - 1] == ':') return std::nullopt;
  const Row row{s.substr(0, at), text::trim(s.substr(at))};
  if (row.value.empty() || row.value[0] == ':') return std::nullopt;  // a blank before the colon
  return row;
}

/// What stands in a cell where the header is not sent: "_not set_", "none", a dash.
bool says_absent(const Row& row) {
  std::string_view value = row.value;
  while (value.size() > 2 && value.front() == value.back() && (value.front() == '_' || value.front() == '*'))
    value = value.substr(1, value.size() - 2);
  if (value.empty() || is_verdict(value)) return true;
  for (const std::string_view dash : {"-", "--", "\xE2\x80\x93", "\xE2\x80\x94", "\xE2\x9D\x8C"}) {
    if (value == dash) return true;
  }
  return text::iequals(value, "none") && header_name(row.name) != HeaderName::XPermittedCrossDomainPolicies;
}

bool is_token(std::string_view s) { return !s.empty() && text::all_of(s, text::kToken); }
bool is_known(const Row& row) { return header_name(row.name) != HeaderName::Unknown && !row.value.empty(); }

/// The row of a table's titles.
bool is_title(const Row& row) {
  for (const std::string_view word : {"name", "header", "key", "header name"}) {
    if (text::iequals(row.name, word)) return true;
  }
  return false;
}

/// What parts the cells of a line, and is not within quotes.
std::vector<std::string_view> cells_of(std::string_view line, Kind kind) {
  const char mark = kind == Kind::Markdown ? '|' : kind == Kind::Csv ? ',' : '\t';
  line = text::trim(line);
  if (kind == Kind::Markdown && !line.empty() && line[0] == '|') line.remove_prefix(1);
  std::vector<std::string_view> cells;
  std::size_t start = 0;
  bool quoted = false;
  for (std::size_t at = 0; at < line.size(); ++at) {
    if (line[at] == '"' && kind == Kind::Csv) quoted = !quoted;
    if (line[at] != mark || quoted || (at > 0 && line[at - 1] == '\\')) continue;
    cells.push_back(plain_cell(line.substr(start, at - start)));
    start = at + 1;
  }
  if (kind != Kind::Markdown) cells.push_back(plain_cell(line.substr(start)));
  return cells;
}

bool begins_with_any(std::string_view title, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return text::istarts_with(title, word); });
}

/// Which column has the values that are sent: the second, unless its title says that somebody advises those; none
/// where no other column's title says that they are sent.
std::size_t value_column(std::string_view titles, Kind kind) {
  if (kind != Kind::Markdown && kind != Kind::Csv && kind != Kind::Tabs) return 1;
  const auto cells = cells_of(titles, kind);
  const bool advises =
      cells.size() > 2 && begins_with_any(cells[1], {"recommend", "expected", "suggest", "example", "should", "desired",
                                                     "ideal", "best", "target", "required", "wanted", "proposed"});
  const bool judges =
      cells.size() > 2 && begins_with_any(cells[1], {"status", "state", "result", "ok", "present", "set", "verdict"});
  if (!advises && !judges) return 1;
  for (std::size_t i = 2; i < cells.size(); ++i) {
    if (begins_with_any(cells[i], {"our", "your", "current", "actual", "value", "sent", "response", "found", "observed",
                                   "now", "got", "live", "production", "is"}))
      return i;
  }
  return judges ? 1 : std::string_view::npos;
}

std::optional<Row> row_of(std::string_view line, Kind kind, std::size_t column = 1) {
  if (column > 1) {
    const auto cells = cells_of(line, kind);
    if (cells.size() <= column) return std::nullopt;
    return Row{cells[0], cells[column]};
  }
  switch (kind) {
    case Kind::Markdown: return markdown_row(line);
    case Kind::Csv: return parted_row(line, ',');
    case Kind::Tabs: return parted_row(line, '\t');
    case Kind::Columns:
    case Kind::Blanks: return blank_row(line);
    default: return std::nullopt;
  }
}

/// Whether the lines are rows of this kind, about headers.
bool are_of(const std::vector<std::string_view>& lines, Kind kind) {
  std::size_t rows = 0;
  std::size_t known = 0;
  bool titled = false;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto row = row_of(lines[i], kind);
    if (!row) continue;
    titled = titled || (i < 3 && is_title(*row));
    rows += is_token(row->name);
    known += is_known(*row);
  }
  // Tabs alone are what developer tools put there; a row of titles is not.
  if (kind == Kind::Tabs && !titled) return false;
  const bool all = kind == Kind::Markdown || rows == lines.size();
  return known > 0 && all && (known >= 2 || titled) && known * 2 >= rows - titled;
}

/// Without the command that printed it.
std::string_view without_prompt(std::string_view bytes) {
  const std::size_t start = bytes.find_first_not_of(" \t\r\n");
  if (start == bytes.npos) return bytes;
  const std::size_t end = bytes.find('\n', start);
  const std::string_view line = bytes.substr(start, end - start);
  const bool prompt = (line.substr(0, 3) == "PS " && line.find('>') != line.npos) || line.substr(0, 2) == "$ " ||
                      (line.size() > 2 && line[1] == ':' && line[2] == '\\' && line.find('>') != line.npos);
  return prompt && end != bytes.npos ? bytes.substr(end + 1) : bytes;
}

/// Which kind the first lines are of.
Kind kind_of(std::string_view bytes) {
  static constexpr Kind kKinds[] = {Kind::Markdown, Kind::Csv, Kind::Tabs};
  std::vector<std::string_view> lines;
  text::Line line;
  text::LineCursor cursor(bytes);
  constexpr std::size_t kEnough = 200;
  while (lines.size() < kEnough && cursor.next(line)) {
    if (!text::trim(line.text).empty()) lines.push_back(text::trim(line.text));
  }
  if (lines.size() < 2) return Kind::None;
  const auto title = blank_row(lines[0]);
  const bool columns = title && is_title(*title) && text::iequals(title->value, "value");
  if (columns && (text::iequals(title->name, "key") || lines[1].substr(0, 2) == "--")) return Kind::Columns;
  if (text::istarts_with(lines[0], "key ") && lines[0].find(" : ") != std::string_view::npos &&
      text::istarts_with(lines[1], "value ")) {
    return Kind::List;
  }
  const Kind* fits = std::find_if(std::begin(kKinds), std::end(kKinds), [&](Kind kind) { return are_of(lines, kind); });
  if (fits != std::end(kKinds)) return value_column(lines[0], *fits) < lines[0].size() ? *fits : Kind::None;
  const bool blanks = std::all_of(lines.begin(), lines.end(), [](std::string_view each) {
    const auto row = blank_row(each);
    return row && is_known(*row) && !reads_like_prose(row->value.substr(0, 1000));
  });
  return blanks ? Kind::Blanks : Kind::None;
}

int recognise(std::string_view bytes) { return kind_of(without_prompt(bytes)) == Kind::None ? 0 : 65; }

/// How much of the end is what PowerShell writes where a column was too narrow.
std::size_t cut_mark(std::string_view cell) {
  for (const std::string_view mark : {"\xE2\x80\xA6", "..."}) {
    if (cell.size() > mark.size() && cell.substr(cell.size() - mark.size()) == mark) return mark.size();
  }
  return 0;
}

/// A cell's text: of CSV without its quotes, of which each one within is doubled.
quote::Decoded cell_text(text::Source& source, std::string_view cell, Kind kind) {
  const std::string_view bytes = source.bytes();
  quote::Decoded decoded;
  const bool braces = kind == Kind::Columns && cell.size() > 1 && cell.front() == '{' && cell.back() == '}';
  if (braces) cell = cell.substr(1, cell.size() - 2);
  if (kind == Kind::Columns && cut_mark(cell) > 0) {
    if (cell.front() == '{') cell.remove_prefix(1);
    // What the last word says, and what follows it, is not there.
    const std::size_t blank = cell.find_last_of(" \t");
    const auto from = static_cast<std::size_t>(cell.data() - bytes.data());
    decoded.gaps.push_back({offset(from + (blank == cell.npos ? 0 : blank + 1)), offset(from + cell.size())});
  }
  const bool quoted =
      (kind == Kind::Csv || kind == Kind::Tabs) && cell.size() > 1 && cell.front() == '"' && cell.back() == '"';
  if (quoted) cell = cell.substr(1, cell.size() - 2);
  const auto start = offset(static_cast<std::size_t>(cell.data() - bytes.data()));
  // A quote within quotes, a bar within a cell.
  const bool bars = kind == Kind::Markdown;
  const std::string_view escape = bars ? "\\|" : "\"\"";
  if (!(quoted || bars) || cell.find(escape) == cell.npos) {
    decoded.text = text::MappedText(cell, start);
    return decoded;
  }
  std::string text;
  std::vector<text::MappedText::Segment> segments;
  bool run = false;
  for (std::size_t at = 0; at < cell.size(); ++at) {
    const bool twice = cell.substr(at, 2) == escape;
    if (twice || !run) segments.push_back({offset(text.size()), start + offset(at), twice ? 2U : 0U});
    run = !twice;
    at += twice;
    text += cell[at];
  }
  decoded.text = text::MappedText(source.keep(std::move(text)), std::move(segments));
  return decoded;
}

void read(text::Source& source, Paste& paste) {
  const std::string_view bytes = source.bytes();
  const std::string_view table = without_prompt(bytes);
  const Kind kind = kind_of(table);
  const std::size_t titles = std::min(table.find_first_not_of(" \t\r\n"), table.size());
  const std::size_t column = value_column(table.substr(titles, table.find('\n', titles) - titles), kind);
  Response response;
  std::string_view name;
  text::Line line;
  text::LineCursor cursor(table);
  const auto add = [&](const Row& row) {
    const auto start = offset(static_cast<std::size_t>(row.name.data() - bytes.data()));
    add_field(response, row.name, {start, start + offset(row.name.size())}, cell_text(source, row.value, kind),
              quote::Spelling::Unwritable);
  };
  while (cursor.next(line)) {
    if (kind == Kind::List) {
      // "Key   : X", "Value : Y"
      const auto row = parted_row(line.text, ':');
      if (!row) continue;
      if (text::iequals(row->name, "key")) name = row->value;
      if (text::iequals(row->name, "value") && is_token(name)) add({name, row->value});
      continue;
    }
    const auto row = row_of(line.text, kind, column);
    if (!row || !is_token(row->name) || is_title(*row) || row->name.find_first_not_of("-:") == row->name.npos) continue;
    if (says_absent(*row)) continue;
    add(*row);
  }
  if (response.fields.empty() || !has_evidence(response, 0) || !has_values_of_form(response)) return;
  response.complete = is_whole_set(response);
  paste.responses.push_back(std::move(response));
}

extern const DialectSpec kDialect{.format = Format::HeaderTable, .recognise = recognise, .read = read, .guesses = true};

}  // namespace headstrong::http::header_table

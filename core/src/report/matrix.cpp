// The table "what it allows" as JSON and for people.
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "headstrong/json.hpp"
#include "headstrong/text_report.hpp"
#include "report/matrix_fields.hpp"
#include "text/utf8.hpp"

namespace headstrong {
namespace matrix_detail {

/// In a cell.
std::string_view word(CellState state) {
  switch (state) {
    case CellState::Allowed: return "allowed";
    case CellState::Blocked: return "blocked";
    case CellState::Nonce: return "with nonce";
    case CellState::Partly: return "in part";
  }
  return {};
}

/// Filled up with blanks to `width` characters, of which there may be fewer than bytes.
std::string padded(std::string_view text, std::size_t width) {
  std::size_t characters = 0;
  for (const char c : text) characters += (static_cast<unsigned char>(c) & 0xC0U) == 0x80U ? 0U : 1U;
  return std::string(text) + std::string(characters < width ? width - characters : 1, ' ');
}

void add_line(std::string& out, std::string line) {
  while (!line.empty() && line.back() == ' ') line.pop_back();
  out += line;
  out += '\n';
}

/// "blocked in WebKit", of all browsers that decide otherwise.
std::string others_of(const CellPart& part) {
  std::string out;
  for (const CellException& other : part.others) {
    out += (out.empty() ? "" : ", ") + std::string(word(other.state)) + " in " +
           std::string(decide::profile_title(other.browser));
  }
  return out;
}

/// What the word of a cell does not say, as sentences without an end; empty where there is no more.
std::string more_of(const MatrixCell& cell) {
  std::vector<std::string> said;
  for (const CellPart& part : cell.parts) {
    std::string words = cell.state == CellState::Partly ? std::string(word(part.state)) : "";
    const std::string others = others_of(part);
    if (!others.empty()) words += (words.empty() ? "" : ", ") + others;
    if (words.empty()) continue;
    const bool named = cell.parts.size() > 1 && !part.label.empty();
    said.push_back((named ? std::string(part.label) + " " : "") + words);
  }
  if (cell.risk) {
    said.push_back(std::string(cell.risk->words) + " (" + std::string(to_string(cell.risk->severity)) + ")");
  }
  std::string out;
  for (const std::string& words : said) out += (out.empty() ? "" : "; ") + words;
  return out;
}

void add_code(std::string& out, const Matrix& matrix) {
  out += "\nCode in the page or made by scripts\n";
  for (const MatrixCodeRow& row : matrix.code) {
    add_line(out, "  " + padded(row.label, 19) + padded(row.example, 24) + padded(word(row.cell.state), 12) +
                      more_of(row.cell));
  }
}

void add_rows(std::string& out, const Matrix& matrix) {
  out += "\nWhat may load, and from where\n";
  constexpr std::size_t kLabel = 13;
  constexpr std::size_t kCell = 16;
  std::string heads = "  " + padded("", kLabel);
  for (const std::string_view column : matrix.columns) heads += padded(column, kCell);
  add_line(out, heads);
  std::string notes;
  for (const MatrixRow& row : matrix.rows) {
    std::string line = "  " + padded(row.label, kLabel);
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      line += padded(row.cells[i] ? word(row.cells[i]->state) : "-", kCell);
      const std::string more = row.cells[i] ? more_of(*row.cells[i]) : "";
      if (!more.empty())
        add_line(notes, "  " + std::string(row.label) + ", " + std::string(matrix.columns[i]) + " - " + more);
    }
    add_line(out, line);
  }
  if (!notes.empty()) out += "\nOf these\n" + notes;
}

void add_hosts(std::string& out, const Matrix& matrix) {
  if (matrix.hosts.empty() && matrix.more_hosts == 0) return;
  out += "\nWhat each listed host may serve or receive, beyond any host\n";
  for (const MatrixHost& host : matrix.hosts) {
    std::string kinds;
    for (const std::string_view kind : host.allowed) {
      const bool disputed = std::find(host.disputed.begin(), host.disputed.end(), kind) != host.disputed.end();
      kinds += (kinds.empty() ? "" : ", ") + std::string(kind) + (disputed ? " (not in every browser)" : "");
    }
    out += "  " + shown(host.host) + ": " + (kinds.empty() ? "nothing more" : kinds) + "\n";
  }
  if (matrix.more_hosts > 0) out += "  and " + std::to_string(matrix.more_hosts) + " more\n";
}

}  // namespace matrix_detail

std::string to_json(const Matrix& matrix) {
  return matrix.error.empty() ? report::json_of(matrix) : error_json(matrix.error);
}

std::string to_text(const Matrix& matrix) {
  if (!matrix.error.empty()) return shown(matrix.error) + "\n";
  std::string out = "Page:  " + shown(matrix.page) + "\n";
  if (!matrix.enforced) out += "Note:  No policy is enforced, so browsers allow all of this.\n";
  matrix_detail::add_code(out, matrix);
  matrix_detail::add_rows(out, matrix);
  matrix_detail::add_hosts(out, matrix);
  return text::valid_utf8(out);
}

}  // namespace headstrong

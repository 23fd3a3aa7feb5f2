// Edits that grow from the text's start to its end, and the lines that they go by.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "headstrong/report.hpp"
#include "headstrong/span.hpp"

namespace headstrong::writing {

/// Puts edits of several places in order; false where two of them overlap.
bool in_order(std::vector<Edit>& edits);

/// Edits that touch become one.
class EditList {
 public:
  void replace(Span span, std::string_view text);
  bool empty() const { return edits_.empty(); }
  Edit& last() { return edits_.back(); }
  std::vector<Edit> take() { return std::move(edits_); }

 private:
  std::vector<Edit> edits_;
};

/// A line of the text, as text::LineCursor cuts it.
struct Place {
  std::uint32_t start = 0;
  std::uint32_t end = 0;   // without the line end
  std::uint32_t next = 0;  // where the next line starts

  bool has_line_end() const { return next > end; }
};

/// Takes out and puts in whole lines. Asked about places in order, it reads the text once.
class LineEdits {
 public:
  explicit LineEdits(std::string_view source);

  std::string_view source() const { return source_; }
  Place line_at(std::uint32_t at);
  /// What ends that line; where nothing does, what ends the text's first one.
  std::string_view line_end_of(const Place& line) const;

  void replace(Span span, std::string_view text) { edits_.replace(span, text); }
  void remove(const Place& line);
  /// Puts a line behind another one.
  void insert_behind(const Place& line, std::string_view text);
  std::vector<Edit> take();

 private:
  void take_last_line_end();

  std::string_view source_;
  char mark_;
  std::string_view usual_end_;
  Place line_;
  bool tail_removed_ = false;  // the text's last line, which had no line end
  bool tail_written_ = false;  // and something stands in its place
  EditList edits_;
};

}  // namespace headstrong::writing

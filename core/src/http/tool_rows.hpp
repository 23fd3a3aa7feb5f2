// The titles, buttons and rows that developer tools write around the headers.
#pragma once

#include <cstdint>
#include <string_view>

namespace headstrong::http {

/// What developer tools write around the headers.
enum class Row : std::uint8_t {
  None,
  GeneralTitle,
  ResponseTitle,
  RequestTitle,
  Control,  // the text of a button or a remark
  Url,
  Status,
  General  // a row about the request or the connection
};

/// Whether it is the title of a section.
constexpr bool is_title(Row row) {
  return row == Row::GeneralTitle || row == Row::ResponseTitle || row == Row::RequestTitle;
}
/// Whether it says something of the whole exchange: a name that a value follows.
constexpr bool is_of_exchange(Row row) { return row == Row::Url || row == Row::Status || row == Row::General; }

struct Label {
  Row row = Row::None;
  std::string_view value;  // what stands behind the label's colon on the same line
};

/// What the line is among these; Row::None where it is none of them.
Label label_of(std::string_view line);

}  // namespace headstrong::http

// What sort of lines a text is made of, told by one look over all of them.
#pragma once

#include <cstddef>
#include <string_view>

#include "http/message.hpp"

namespace headstrong::http {

/// How many blanks and tabs the line begins with.
std::size_t indent_of(std::string_view line);

/// Where a status line may begin: behind the indent, or behind "RawContent : " of PowerShell.
std::size_t status_start(std::string_view line);

/// A header name alone on its line, with or without a colon behind it.
std::string_view lone_name(std::string_view line);

/// The pseudo-headers of HTTP/2 that requests have (RFC 9113 section 8.3.1).
bool is_of_request(std::string_view name);

/// What a first look over all lines tells about the paste.
struct Shape {
  Format format = Format::HeaderLines;
  bool table = false;     // names and values on lines of their own
  bool tabs = false;      // as Firefox copies it: each value on the next line, behind a tab
  bool sections = false;  // a title tells where the response's headers begin
  bool status = false;    // there is a status line
};
Shape look_over(std::string_view bytes);

}  // namespace headstrong::http

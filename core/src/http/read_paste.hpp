// Makes responses out of whatever was pasted. The format is sniffed, never asked for
// (any usual way of copying headers). Every input gives a Paste; time and memory are linear in its bytes.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/message.hpp"

namespace headstrong::http {

Paste read_paste(text::Source& source);

/// The whole source as the value of one Content-Security-Policy header.
Paste read_policy(text::Source& source);

/// A response handed over as data instead of text. `lines` must be the source that
/// `header_list_source` made of the same headers.
using HeaderPairs = std::vector<std::pair<std::string, std::string>>;
std::string header_list_source(const HeaderPairs& headers);
Paste read_header_list(text::Source& lines, const HeaderPairs& headers, std::string_view url, int status);

}  // namespace headstrong::http

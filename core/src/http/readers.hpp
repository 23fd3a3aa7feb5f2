// The readers that read_paste chooses between, one file each.
#pragma once

#include <cstddef>
#include <cstdint>

#include "http/message.hpp"
#include "http/read_paste.hpp"

namespace headstrong::http {

/// Line-based text: header lines, HTTP messages, curl -v, wget -S, developer tools' tables.
void read_lines(text::Source& source, Paste& paste);
/// JSON objects and arrays of headers, and HTTP archives. The first byte that counts is { or [.
void read_json(text::Source& source, Paste& paste);
/// An HTML page: its <meta http-equiv="content-security-policy"> become fields `from_meta`.
void read_html(text::Source& source, Paste& paste);

/// What a page in [begin, end) of the source adds to the response that brought it.
void read_metas(text::Source& source, std::size_t begin, std::size_t end, Response& response);
/// Whether the text begins as pages do.
bool starts_like_html(std::string_view text);

/// What a text that holds no response looks like.
Look look_of(std::string_view text);
void add_notice(Paste& paste, NoticeKind kind, Span span, std::uint32_t line);
/// Numbers the fields of equal names.
void count_occurrences(Response& response);
/// The response that a browser ends up with: the last that is neither 1xx nor a proxy's answer to
/// CONNECT; of an archive, the page. A dialect's reader has chosen by itself.
void choose_response(Paste& paste);

}  // namespace headstrong::http

// The readers that read_paste chooses between, one file each.
#pragma once

#include <cstdint>

#include "http/message.hpp"
#include "http/read_paste.hpp"

namespace headstrong::http {

/// Line-based text: header lines, HTTP messages, curl -v, wget -S, developer tools' tables.
void read_lines(text::Source& source, IsDirectiveName is_directive_name, Paste& paste);
/// JSON objects and arrays of headers, and HTTP archives. The first byte that counts is { or [.
void read_json(text::Source& source, Paste& paste);
/// An HTML page: its <meta http-equiv="content-security-policy"> become fields `from_meta`.
void read_html(text::Source& source, Paste& paste);

void add_notice(Paste& paste, NoticeKind kind, Span span, std::uint32_t line);
/// Numbers the fields of equal names.
void count_occurrences(Response& response);
/// The response that a browser ends up with: the last that is neither 1xx nor a proxy's answer to
/// CONNECT; of an archive, the page.
void choose_response(Paste& paste);

}  // namespace headstrong::http

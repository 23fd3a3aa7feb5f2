// String literals of the languages that targets are written in. Input: UTF-8 without control bytes
// but the tab (emit() refuses the rest). Each function returns the whole literal, quotes included, unless it
// says otherwise.
#pragma once

#include <string>
#include <string_view>

namespace headstrong::emitters::quote {

/// `text` with a backslash before each byte that is in `marks`. No quotes are added.
std::string backslashed(std::string_view text, std::string_view marks);

/// `text` with every occurrence of `from` replaced. No quotes are added.
std::string replaced(std::string_view text, std::string_view from, std::string_view to);

/// JSON string (RFC 8259). Bytes above 0x7F stay UTF-8.
std::string json(std::string_view text);

/// JavaScript string literal whose UTF-16 units are the bytes of `text`, one each: Node sends
/// header values as Latin-1, so this is what makes UTF-8 arrive unaltered.
std::string javascript_bytes(std::string_view text);

/// The same for the inside of a template literal, without the backquotes.
std::string javascript_template_bytes(std::string_view text);

/// Python literal whose code points are the bytes of `text`, one each: WSGI (PEP 3333) and ASGI
/// frameworks encode header values as Latin-1.
std::string python_bytes(std::string_view text);

/// PHP single-quoted string.
std::string php(std::string_view text);

/// Attribute value in double quotes, for HTML and for XML.
std::string html_attribute(std::string_view text);

/// TOML basic string.
std::string toml(std::string_view text);

/// YAML single-quoted scalar.
std::string yaml(std::string_view text);

}  // namespace headstrong::emitters::quote

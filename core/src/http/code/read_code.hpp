// Reads the headers that a program sets, in any of its languages, or that one printed.
#pragma once

#include "http/code/tokens.hpp"
#include "http/message.hpp"
#include "text/source.hpp"

namespace headstrong::http::code {

/// Adds a response for each place (path, route) that sets headers, and chooses the most general
/// one. None: nothing in it sets a header.
void read_code(text::Source& source, Language language, Paste& paste);

}  // namespace headstrong::http::code

// Document-Isolation-Policy (WICG): an item, one word.
#pragma once

#include <string_view>

namespace headstrong::headers {

/// Whether Chromium, its only reader, knows the joined value of all fields.
bool knows_document_isolation(std::string_view value);
/// Whether it isolates the page: none is known, too, and does not.
bool isolates_document(std::string_view value);

}  // namespace headstrong::headers

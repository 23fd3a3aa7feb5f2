// Path-part match (CSP3 section 6.7.2.12; core/docs/matching.md section 3).
#pragma once

#include <string>
#include <string_view>

#include "decide/differences.hpp"

namespace headstrong::decide {

/// Whether the path `path` of a source expression admits the URL path `url_path`: a path that ends
/// in a slash is a prefix, any other has to be the whole. By the draft the pieces between slashes
/// are percent-decoded each for itself, so that an encoded slash never separates.
bool match_path(std::string_view path, std::string_view url_path, const ProfileTraits& traits);

/// Appends the bytes of a path, percent-decoded. With `guess`, bytes that are not UTF-8 are read as
/// Latin-1 and written as UTF-8.
void append_decoded(std::string_view path, std::string& out, bool guess = false);

}  // namespace headstrong::decide

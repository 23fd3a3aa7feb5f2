// Character references of HTML and XML.
#pragma once

#include "quote/language.hpp"

namespace headstrong::quote {

/// The reference that `rest` begins with, a run of one byte where it is none. Of the named ones those are
/// known that the writer of an attribute produces.
Step reference(std::string_view rest, std::string& out);

}  // namespace headstrong::quote

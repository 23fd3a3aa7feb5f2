// Frameworks that take headers as options and policies as maps of directives, with their defaults.
#pragma once

#include <vector>

#include "http/code/expressions.hpp"
#include "http/code/pairs.hpp"

namespace headstrong::http::code {

/// Adds the headers that options of frameworks stand for.
void read_maps(text::Source& source, Expressions& expressions, std::vector<Pair>& pairs);

}  // namespace headstrong::http::code

// What elements and pieces of code carry that lists can ask for.
#pragma once

#include "compare/test_requests.hpp"
#include "compare/vocabulary.hpp"

namespace headstrong::decide {

/// Puts into `out` what requests of the type are tried with: nothing first, then nonces and hashes that the
/// words name, and both where several lists have a say.
void add_attributes(const Vocabulary& words, RequestType type, TestRequests& out);

}  // namespace headstrong::decide

// Which tokens of a source list a profile counts, and as what.
#pragma once

#include "decide/policy_set.hpp"
#include "headers/csp/policy.hpp"

namespace headstrong::decide {

/// A token of a source list as each profile reads it.
Source make_source(const csp::SourceExpression& expression);

/// The V of a token that `make_source` called a nonce or a hash.
std::string_view source_value(const Source& source, const csp::SourceExpression& expression);

/// What 'strict-dynamic' does to the other tokens of a directive where that is the list's business:
/// takes bits out of `valid_in`. `sources` are the directive's.
void apply_strict_dynamic(const csp::Directive& directive, Source* sources);

}  // namespace headstrong::decide

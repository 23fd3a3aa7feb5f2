// Content-Security-Policy parsing (CSP3 section 2.2, csp.md section 2.2). Accepts any bytes.
#pragma once

#include <vector>

#include "headers/csp/policy.hpp"
#include "text/mapped_text.hpp"

namespace headstrong::csp {

/// Parses bytes [begin, end) of `value` as one serialized policy. A policy without directives comes
/// back with an empty list. Time and memory are linear in the number of bytes.
Policy parse_policy(const text::MappedText& value, std::size_t begin, std::size_t end,
                    Disposition disposition, Delivery delivery);

/// Parses a header field's value: a comma-separated list of policies, there is no quoting.
/// A part without directives gives no policy.
std::vector<Policy> parse_policy_list(const text::MappedText& value, Disposition disposition);

/// Classifies one token of a source list (csp.md section 3).
SourceExpression parse_source_expression(std::string_view token);

}  // namespace headstrong::csp

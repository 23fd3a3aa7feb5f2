// Content-Security-Policy parsing (CSP3 section 2.2, core/docs/csp.md section 2.2). Accepts any bytes.
#pragma once

#include <vector>

#include "headers/csp/policy.hpp"
#include "text/mapped_text.hpp"

namespace headstrong::csp {

/// Parses bytes [begin, end) of `value` as one serialized policy. A policy without directives comes
/// back with an empty list. Time and memory are linear in the number of bytes.
Policy parse_policy(const text::MappedText& value, std::size_t begin, std::size_t end, Disposition disposition,
                    Delivery delivery);

/// No browser gets to see more policies than this: they drop a response whose headers are longer than
/// 256 KiB (Chromium) or so, which holds half as many commas.
inline constexpr std::size_t kMaxPolicies = 128 * 1024;

/// Parses a header field's value: a comma-separated list of policies, there is no quoting.
/// A part without directives gives no policy. At most `limit` policies are read.
std::vector<Policy> parse_policy_list(const text::MappedText& value, Disposition disposition,
                                      std::size_t limit = kMaxPolicies);

/// Classifies one token of a source list (core/docs/csp.md section 3).
SourceExpression parse_source_expression(std::string_view token);

}  // namespace headstrong::csp

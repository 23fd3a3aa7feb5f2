// What the core understood, as text that a fixture can hold.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "headers/csp/policy.hpp"
#include "headstrong/report.hpp"
#include "http/message.hpp"

namespace headstrong::testing {

/// The bytes with everything but printable ASCII as \n, \t, \r or \xHH, in double quotes.
std::string quoted(std::string_view bytes);

/// One line for the format, then one a response, a field and a notice. Every field's span is checked
/// against the source by its words.
std::string dump(const http::Paste& paste, std::string_view source);

/// One line a policy, a directive and a token, with spans counted in `source`.
std::string dump(const std::vector<csp::Policy>& policies, std::string_view source);

/// One line a finding of `rule` (of all rules where it is empty): severity and the words at its
/// span, or "absent".
std::string dump_findings(const Report& report, std::string_view rule);

}  // namespace headstrong::testing

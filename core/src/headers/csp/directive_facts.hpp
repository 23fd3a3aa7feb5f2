// What directives, keywords and flags are good for, whatever a policy says.
#pragma once

#include <span>
#include <string_view>

#include "headers/csp/policy.hpp"

namespace headstrong::csp {

/// Whether a list of this directive decides about scripts: a script directive, or default-src where
/// the policy lets it stand in for one.
bool governs_scripts(const Policy& policy, const Directive& directive);
bool is_script_directive(DirectiveName name);
bool is_style_directive(DirectiveName name);

/// Whether the token is a directive's name, so that a semicolon is missing before it.
bool names_directive(const SourceExpression& token);

/// Whether a keyword, nonce or hash has an effect in a directive of that name; true for every other
/// source expression.
bool can_use(const SourceExpression& token, DirectiveName name);
/// Whether the sandbox directive knows the word (HTML, "parse a sandboxing directive").
bool is_sandbox_flag(std::string_view word);
/// All flags of the sandbox directive.
std::span<const std::string_view> sandbox_flags();

}  // namespace headstrong::csp

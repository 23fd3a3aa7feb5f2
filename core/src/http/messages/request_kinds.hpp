// What kind of request a directive and an address speak of.
#pragma once

#include <string_view>

#include "http/messages/told_request.hpp"
#include "text/source.hpp"

namespace headstrong::http::messages {

/// The directive's name as tables spell it, of its first word; empty where it is none that forbids
/// requests.
std::string_view directive_of(std::string_view text);

/// The type of a request for `url` under the effective directive; empty where it forbids none.
std::string_view type_of(std::string_view directive, std::string_view url);
/// The same where the directive may stand in for another, as "default-src" does: the address tells.
std::string_view type_by_address(std::string_view directive, std::string_view url);
/// The type of inline code or eval under a directive: `word` is "inline", "eval" and so on, as reports have it.
/// Empty where the word means no such thing.
std::string_view type_of_word(std::string_view directive, std::string_view word);

/// "sha256-..." of the hash that a console offers behind `words`; empty where it offers none.
std::string_view offered_hash(std::string_view words);
/// The address at the start of the text, as consoles write one without quotes; empty where none is.
std::string_view address_at(std::string_view text);
/// With the marks that Firefox puts for ' replaced, without blanks around it.
std::string_view plain_quotes(text::Source& source, std::string_view list);

}  // namespace headstrong::http::messages

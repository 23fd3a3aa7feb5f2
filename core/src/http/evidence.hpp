// Whether what was read is a response at all. A guess is never judged: a reading needs names that only a response
// has.
#pragma once

#include <cstddef>

#include "http/message.hpp"
#include "http/read_paste.hpp"

namespace headstrong::http {

/// Whether the fields of a response without a status line are those of a response: names that only
/// responses have, or several that are usual in them with values of the right form. `others` counts
/// the lines around them that are no fields.
bool has_evidence(const Response& response, std::size_t others);

/// Of the headers whose values have a form of their own (DENY, max-age=1), whether at least half have it here:
/// else the values are remarks on the names. True where there are no such headers.
bool has_values_of_form(const Response& response);

/// Whether several headers whose values have a form of their own stand here, all without it, most of them with
/// remarks and not with one mistyped word, and nothing that only a server says: a list of what headers are for.
bool is_list_of_words(const Response& response);

/// Whether there are headers of more than one name, a policy in both of its forms being one.
bool has_several_headers(const Response& response);

/// Whether so many fields without a status line are all that was sent, so that what is not there is
/// absent: with those about security stand some that every response has, and little else. One header,
/// or a few picked ones, say nothing of the others.
bool is_whole_set(const Response& response, std::size_t others = 0);

}  // namespace headstrong::http

// What a text is by its words alone: sentences, or a policy without a header's name.
#pragma once

#include <cstddef>
#include <string_view>

namespace headstrong::http {

/// The next word of `text` at or behind `at` (bytes), which moves behind it; empty at the end.
std::string_view next_word(std::string_view text, std::size_t& at);

/// Some plain words in a row, and more of them than of anything else: a sentence, no value.
bool reads_like_prose(std::string_view text);

/// Two words or more without a mark that policies have, none of them a directive or a keystroke away from one.
bool is_mere_words(std::string_view value);

/// Whether it is what reports write where a header's value would stand: "missing", "not set".
bool is_verdict(std::string_view value);

/// Whether the text is a policy without a header's name: its first piece is a directive known by name,
/// or a misspelled one before others that are known, and the rest reads like sources, not like prose or
/// code.
bool is_bare_policy(std::string_view text);

}  // namespace headstrong::http

// Base64 (RFC 4648).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace headstrong::grammar {

/// The standard alphabet, with padding.
std::string base64_encode(const std::uint8_t* bytes, std::size_t size);

/// What a digit of either alphabet stands for, 0 to 63; -1 for another character.
int base64_value(char c);

/// Whether `text` has digits of both alphabets, which some readers refuse.
bool mixes_base64_alphabets(std::string_view text);

/// The bytes that `text` stands for, read as a browser reads a digest: both alphabets, padding at
/// the end optional. False where a character is foreign or the length cannot be.
bool base64_decode(std::string_view text, std::string& bytes);

}  // namespace headstrong::grammar

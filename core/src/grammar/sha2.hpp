// SHA-256, SHA-384 and SHA-512 (FIPS 180-4), for hash sources. Own code: no library of Debian's can
// be linked into the WebAssembly module.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace headstrong::grammar {

std::array<std::uint8_t, 32> sha256(std::string_view bytes);
std::array<std::uint8_t, 48> sha384(std::string_view bytes);
std::array<std::uint8_t, 64> sha512(std::string_view bytes);

}  // namespace headstrong::grammar

// A report as the module hands it over: numbers in an array of words and texts that were made for it in
// a second array, instead of JSON. Texts that stand in the paste are given by their place there, texts
// of the program by their address; the loader (wasm/packed.mjs) has cut both before. What the words mean
// follows from the same descriptions of structs that JSON is written from, told once by `packed_schema`.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "headstrong/json.hpp"
#include "headstrong/report.hpp"

namespace headstrong {

/// Where the program's constant texts lie in memory.
struct ConstantTexts {
  const char* begin = nullptr;
  const char* end = nullptr;
};

struct PackedReport {
  std::vector<std::uint32_t> words;  // `word_count` of them; behind them is room
  std::size_t word_count = 0;
  std::string texts;  // UTF-8
};

/// Writes the report into `out`, whose memory is used again. Positions count UTF-16 units of the
/// report's source, or bytes.
void pack(const Report& report, Encoding encoding, ConstantTexts constants, PackedReport& out);

/// The types of the words, as JSON: "n" a number, "b" a truth value, "s" a span, "t" a text, "j" JSON;
/// ["?",T] an optional value, null where it is absent; ["*",T] a list; an array of [name, T] that begins
/// with "{" a struct, whose fields are left out where T is ["-",U] and absent, and where T is "r" are
/// those of the finding's rule.
std::string packed_schema();

}  // namespace headstrong

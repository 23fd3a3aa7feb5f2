// What every spelling is held to; for tests and for the fuzzer.
#pragma once

#include <string>
#include <string_view>

#include "quote/quote.hpp"

namespace headstrong::testing {

/// What is wrong with decoding `inside`, empty where nothing is: each byte's place lies in the source, in
/// order; gaps lie in it, in order; the end is within.
std::string fault_of_decoding(std::string_view inside, quote::Spelling spelling);

/// What is wrong with writing `text`, empty where nothing is: what the spelling carries, it reads back.
std::string fault_of_encoding(std::string_view text, quote::Spelling spelling);

}  // namespace headstrong::testing

// Any bytes as a literal of every language, and as a text that is written as one.
#include "fuzz/fuzz.hpp"
#include "quote/quote.hpp"
#include "support/quoting.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace headstrong;
  if (size == 0 || size > 4096) return 0;
  // One spelling an input: the first byte tells, so that the fuzzer learns each.
  const auto spelling = static_cast<quote::Spelling>(data[0] % quote::kSpellingCount);
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  fuzz::require(testing::fault_of_decoding(bytes, spelling).empty(), "a decoded text keeps to its source");
  fuzz::require(testing::fault_of_encoding(bytes, spelling).empty(), "what is carried reads back");
  return 0;
}

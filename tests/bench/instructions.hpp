// Counts the instructions that a piece of work takes. A busy machine changes a time, and a ratio of
// times; it does not change this.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace headstrong::bench {

/// Who counts here: "kernel" (the processor's own counter, user space only), "valgrind" (when the
/// program is run under callgrind, see run.mjs), or "none".
std::string_view instruction_counter();

/// Instructions of one call of `work`, libraries included. `dumps` is what callgrind was given as
/// --callgrind-out-file; the kernel needs no such place.
std::uint64_t count_instructions(const std::string& dumps, const std::function<void()>& work);

}  // namespace headstrong::bench

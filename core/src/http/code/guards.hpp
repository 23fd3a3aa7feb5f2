// The conditions, loops and cases that statements stand under, and which of them hold in production.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "http/code/tokens.hpp"

namespace headstrong::http::code {

/// Whether a condition holds where pages are served to the world, as far as its words tell.
enum class InProduction : std::uint8_t { Unknown, Yes, No };

constexpr InProduction opposite(InProduction holds) {
  if (holds == InProduction::Unknown) return holds;
  return holds == InProduction::Yes ? InProduction::No : InProduction::Yes;
}

class Guards {
 public:
  explicit Guards(const Tokens& tokens);

  /// The condition, loop or case that stands around what begins at `first`, in its function: the token that it begins
  /// with; size() where there is none.
  std::uint32_t of(std::uint32_t first) const;
  /// The same of what a line ends with, in languages that write "... if condition"; `at` is on that line.
  std::uint32_t behind(std::uint32_t at) const;
  /// Whether what is guarded by `guard` goes on to `at`.
  bool reaches(std::uint32_t guard, std::uint32_t at) const;
  /// Whether what the guard stands before runs in production: of an "else" the opposite of what stands before it.
  InProduction of_guard(std::uint32_t guard) const;
  /// Whether the condition of tokens [first, stop) holds in production: isProd, NODE_ENV !== 'production', app.debug.
  InProduction of_words(std::uint32_t first, std::uint32_t stop) const;
  /// Where the condition ends that the guard begins.
  std::uint32_t condition_end(std::uint32_t guard) const;

  /// Of the first token of a line, the one that it is indented below; of others, the first of their line.
  std::uint32_t outer(std::uint32_t i) const { return outer_[i]; }

 private:
  /// What opens a block: a condition's first token, size() where there is none; or a function.
  struct Opener {
    std::uint32_t guard = 0;
    bool is_function = false;
  };

  std::uint32_t at_line(std::uint32_t first) const;
  std::uint32_t by_lines(std::uint32_t first) const;
  Opener opener_of(std::uint32_t brace) const;
  std::uint32_t before_else(std::uint32_t guard) const;
  std::uint32_t column_of(std::uint32_t first) const;

  const Tokens& t_;
  std::vector<std::uint32_t> outer_;
};

}  // namespace headstrong::http::code

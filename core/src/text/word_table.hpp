// A table of known words, made at build time: which one is it, without comparing them all.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "text/ascii.hpp"

namespace headstrong::text {

/// The length and five of the letters, mixed: two words seldom agree in all of them. The case of ASCII
/// letters does not count. Takes the same time for any length.
constexpr std::uint32_t word_hash(std::string_view word) {
  if (word.empty()) return 0;
  auto hash = static_cast<std::uint32_t>(word.size());
  const std::size_t last = word.size() - 1;
  for (const std::size_t at : {std::size_t{0}, last / 4, last / 2, last - last / 4, last}) {
    hash = (hash ^ static_cast<unsigned char>(to_lower(word[at]))) * 16777619U;
  }
  return hash ^ hash >> 15;
}

/// A hash table of words with open addressing. Words are compared ASCII case-insensitively.
template <std::size_t Count>
class WordTable {
 public:
  /// The words must outlive the table and differ.
  explicit constexpr WordTable(const std::array<std::string_view, Count>& words) : words_(words) {
    for (std::size_t i = 0; i < Count; ++i) {
      std::size_t slot = word_hash(words[i]) % kSlots;
      while (slots_[slot] != 0) slot = (slot + 1) % kSlots;
      slots_[slot] = static_cast<std::uint16_t>(i + 1);
    }
  }
  /// The word's place among them; `Count` where it is none.
  constexpr std::size_t find(std::string_view word) const {
    for (std::size_t slot = word_hash(word) % kSlots; slots_[slot] != 0; slot = (slot + 1) % kSlots) {
      const std::size_t place = slots_[slot] - 1U;
      if (words_[place].size() == word.size() && iequals(words_[place], word)) return place;
    }
    return Count;
  }

 private:
  static constexpr std::size_t kSlots = std::bit_ceil(Count * 4);
  std::array<std::string_view, Count> words_;
  std::array<std::uint16_t, kSlots> slots_{};  // counted from 1; 0: free
};

}  // namespace headstrong::text

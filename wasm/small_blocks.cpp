// Memory for small objects, of which a report takes a few hundred and gives all of them back: each size has
// a list of free blocks, so that taking and giving back are a few instructions. Pages hold blocks of one
// size; which, a table by addresses tells. What is bigger, or asked for by C, is emmalloc's. A page stays with
// its size: memory that one call took is there for the next one.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <new>

namespace {

constexpr std::size_t kGrain = 16;
constexpr std::size_t kLargest = 512;
constexpr std::size_t kSizes = kLargest / kGrain;
constexpr unsigned kPageBits = 14;
constexpr std::size_t kPage = std::size_t{1} << kPageBits;
constexpr std::size_t kPages = std::size_t{1} << (32 - kPageBits);

struct Block {
  Block* next;
};

Block* free_blocks[kSizes + 1];
std::uint8_t size_of_page[kPages];  // in grains; 0: not ours

/// Cuts a page into blocks; all but the first go to the list, in the order of their addresses.
void* first_of_new_page(std::size_t grains) {
  void* memory = aligned_alloc(kPage, kPage);
  if (memory == nullptr) std::abort();
  auto* page = static_cast<char*>(memory);
  size_of_page[reinterpret_cast<std::uintptr_t>(memory) >> kPageBits] = static_cast<std::uint8_t>(grains);
  const std::size_t size = grains * kGrain;
  Block* next = nullptr;
  for (std::size_t at = (kPage / size - 1) * size; at > 0; at -= size) {
    auto* block = reinterpret_cast<Block*>(page + at);
    block->next = next;
    next = block;
  }
  free_blocks[grains] = next;
  return memory;
}

}  // namespace

void* operator new(std::size_t size) {
  const std::size_t grains = (size + kGrain - 1) / kGrain;
  if (grains > kSizes || grains == 0) {
    void* memory = std::malloc(size == 0 ? 1 : size);
    if (memory == nullptr) std::abort();
    return memory;
  }
  Block* block = free_blocks[grains];
  if (block == nullptr) return first_of_new_page(grains);
  free_blocks[grains] = block->next;
  return block;
}

void operator delete(void* memory) noexcept {
  const std::size_t grains = size_of_page[reinterpret_cast<std::uintptr_t>(memory) >> kPageBits];
  if (grains == 0) return std::free(memory);
  auto* block = static_cast<Block*>(memory);
  block->next = free_blocks[grains];
  free_blocks[grains] = block;
}

void operator delete(void* memory, std::size_t) noexcept { operator delete(memory); }
void* operator new[](std::size_t size) { return operator new(size); }
void operator delete[](void* memory) noexcept { operator delete(memory); }
void operator delete[](void* memory, std::size_t) noexcept { operator delete(memory); }

#include "bench/instructions.hpp"

#ifdef __linux__
#include <linux/perf_event.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#endif
#include <unistd.h>
#include <valgrind/callgrind.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>

namespace headstrong::bench {
namespace {

[[noreturn]] void give_up(const std::string& why) {
  std::fprintf(stderr, "headstrong_bench: %s\n", why.c_str());
  std::exit(3);
}

#ifdef __linux__
/// A counter of this thread that stands still, or -1: containers and virtual machines often have none.
int open_kernel_counter() {
  perf_event_attr wanted{};
  wanted.type = PERF_TYPE_HARDWARE;
  wanted.size = sizeof wanted;
  wanted.config = PERF_COUNT_HW_INSTRUCTIONS;
  wanted.disabled = 1;
  wanted.exclude_kernel = 1;
  wanted.exclude_hv = 1;
  return static_cast<int>(syscall(SYS_perf_event_open, &wanted, 0, -1, -1, 0));
}
std::uint64_t count_by_kernel(int counter, const std::function<void()>& work) {
  ioctl(counter, PERF_EVENT_IOC_RESET, 0);
  ioctl(counter, PERF_EVENT_IOC_ENABLE, 0);
  work();
  ioctl(counter, PERF_EVENT_IOC_DISABLE, 0);
  std::uint64_t count = 0;
  if (read(counter, &count, sizeof count) != sizeof count) give_up("the kernel's counter gives no count");
  return count;
}
#else
int open_kernel_counter() { return -1; }
std::uint64_t count_by_kernel(int, const std::function<void()>&) { return 0; }
#endif

int kernel_counter() {
  static const int kCounter = open_kernel_counter();
  return kCounter;
}

/// Callgrind numbers its dumps; each names its sum in a line of its own.
std::uint64_t read_dump(const std::string& dumps) {
  static int number = 0;
  const std::string name = dumps + "." + std::to_string(++number);
  std::ifstream file(name);
  constexpr std::string_view kLine = "totals: ";
  for (std::string line; std::getline(file, line);) {
    if (line.compare(0, kLine.size(), kLine) != 0) continue;
    file.close();
    unlink(name.c_str());
    return std::strtoull(line.c_str() + kLine.size(), nullptr, 10);
  }
  give_up("callgrind wrote no sum into " + name);
}

}  // namespace

std::string_view instruction_counter() {
  if (RUNNING_ON_VALGRIND) return "valgrind";
  return kernel_counter() >= 0 ? "kernel" : "none";
}

std::uint64_t count_instructions(const std::string& dumps, const std::function<void()>& work) {
  if (!RUNNING_ON_VALGRIND) {
    if (kernel_counter() < 0) give_up("nothing counts instructions here");
    return count_by_kernel(kernel_counter(), work);
  }
  CALLGRIND_ZERO_STATS;
  CALLGRIND_TOGGLE_COLLECT;
  work();
  CALLGRIND_TOGGLE_COLLECT;
  CALLGRIND_DUMP_STATS;
  return read_dump(dumps);
}

}  // namespace headstrong::bench

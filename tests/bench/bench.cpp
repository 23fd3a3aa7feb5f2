// Measures the native core and writes one JSON object; tests/bench/run.mjs compares and judges.
//   headstrong_bench throughput FILE   policies, one JSON string a line, all analysed in turn
//   headstrong_bench growth            time of doubled inputs, every shape, up to 8 MiB
//   headstrong_bench memory PROGRAM    peak memory of the program on 8 MiB of every shape
//   headstrong_bench decide            1,000 verdicts on a policy of 2 KB, and how they grow
//   headstrong_bench compare           two policies compared, up to 8 MiB each
#include <fcntl.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "bench/shapes.hpp"
#include "headstrong/analyze.hpp"
#include "headstrong/compare.hpp"
#include "headstrong/decide.hpp"
#include "headstrong/json.hpp"
#include "support/files.hpp"

namespace headstrong::bench {
namespace {

using Json = nlohmann::ordered_json;
constexpr std::size_t kMiB = 1024 * 1024;

/// Nanoseconds of the quickest of `rounds` calls: what disturbs a machine only ever makes it slower.
template <class Work>
double quickest(int rounds, Work work) {
  double best = 1e300;
  for (int round = 0; round < rounds; ++round) {
    const auto begin = std::chrono::steady_clock::now();
    work();
    const std::chrono::duration<double, std::nano> time = std::chrono::steady_clock::now() - begin;
    best = std::min(best, time.count());
  }
  return best;
}

/// Keeps results alive, so that no work is optimised away.
volatile std::size_t sink = 0;

Json throughput(const std::string& file) {
  std::vector<std::string> policies;
  std::size_t bytes = 0;
  for (const std::string& line : testing::lines_of(testing::read_file(file))) {
    policies.push_back(nlohmann::json::parse(line).get<std::string>());
    bytes += policies.back().size();
  }
  AnalyzeOptions options;
  options.elsewhere = false;
  options.policies = false;
  const double time = quickest(15, [&] {
    for (const std::string& policy : policies) {
      sink = sink + analyze_policy(policy, options).findings.size();
    }
  });
  const double whole = quickest(3, [&] {
    for (const std::string& policy : policies) sink = sink + to_json(analyze(policy)).size();
  });
  return {{"policies", policies.size()}, {"bytes", bytes}, {"nanoseconds", time},
          {"wholeReportNanoseconds", whole}};
}

double time_of(const Shape& shape, std::size_t bytes, int rounds) {
  const std::string input = make_input(shape, bytes);
  return quickest(rounds, [&] { sink = sink + to_json(analyze(input)).size(); });
}

/// The worst of the last three doublings up to 8 MiB. A doubling that looks bad is measured again:
/// noise goes away, growth stays.
Json growth_of(const Shape& shape) {
  constexpr double kSuspicious = 2.2;
  std::vector<double> times;
  for (std::size_t bytes = kMiB; bytes <= 8 * kMiB; bytes *= 2) {
    times.push_back(time_of(shape, bytes, 3));
  }
  double worst = 0;
  for (std::size_t i = 1; i < times.size(); ++i) {
    const std::size_t bytes = kMiB << i;
    for (int again = 0; again < 4 && times[i] / times[i - 1] > kSuspicious; ++again) {
      times[i - 1] = std::min(times[i - 1], time_of(shape, bytes / 2, 2));
      times[i] = std::min(times[i], time_of(shape, bytes, 2));
    }
    worst = std::max(worst, times[i] / times[i - 1]);
  }
  return {{"shape", shape.name}, {"ratio", worst}, {"millisecondsFor8MiB", times.back() / 1e6}};
}

/// Has memory that is given back stay with the process. By itself glibc returns blocks of over 32 MiB
/// to the kernel, which fills them with zeros each time they are asked for again: a cost that sets in
/// between 4 and 8 MiB of input and looks like growth. A process of its own pays it at every size.
void keep_memory() {
#ifdef __GLIBC__
  mallopt(M_MMAP_MAX, 0);
  mallopt(M_TRIM_THRESHOLD, std::numeric_limits<int>::max());
#endif
}

Json growth() {
  keep_memory();
  Json rows = Json::array();
  for (const Shape& shape : shapes()) rows.push_back(growth_of(shape));
  return rows;
}

/// Runs `program analyze --format json < file > /dev/null`; its peak memory in bytes, or -1.
long peak_memory(const std::string& program, const std::string& file) {
  const pid_t child = fork();
  if (child == 0) {
    const int input = open(file.c_str(), O_RDONLY);
    const int output = open("/dev/null", O_WRONLY);
    if (input < 0 || output < 0 || dup2(input, 0) < 0 || dup2(output, 1) < 0) _exit(127);
    execl(program.c_str(), program.c_str(), "analyze", "--format", "json", nullptr);
    _exit(127);
  }
  int status = 0;
  rusage usage{};
  if (child < 0 || wait4(child, &status, 0, &usage) != child) return -1;
  return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? usage.ru_maxrss * 1024 : -1;
}

Json memory(const std::string& program) {
  char name[] = "/tmp/headstrong-bench-XXXXXX";
  const int file = mkstemp(name);
  if (file < 0) return {};
  close(file);
  Json rows = Json::array();
  constexpr std::size_t kBytes = 8 * kMiB;
  for (const Shape& shape : shapes()) {
    testing::write_file(name, make_input(shape, kBytes));
    rows.push_back({{"shape", shape.name}, {"input", kBytes}, {"peak", peak_memory(program, name)}});
  }
  unlink(name);
  return rows;
}

/// A policy of everyday shape with as many bytes: several directives, a nonce, hosts with paths.
std::string everyday_policy(std::size_t bytes) {
  std::string policy =
      "default-src 'self'; object-src 'none'; base-uri 'self'; img-src 'self' data: "
      "https://img.example; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'; "
      "script-src 'self' 'nonce-c2VjcmV0LW5vbmNl'";
  for (std::size_t i = 0; policy.size() < bytes; ++i) {
    policy += " https://h" + std::to_string(i) + (i % 3 == 0 ? ".example/js/" : ".example");
  }
  policy.resize(bytes);
  return policy;
}

/// Requests as decision lines spell them, of several types, most of which no host matches.
struct Question {
  decide::RequestType type;
  std::string url;
};
std::vector<Question> questions(std::size_t count) {
  constexpr decide::RequestType kTypes[] = {decide::RequestType::Script, decide::RequestType::Image,
                                            decide::RequestType::Fetch, decide::RequestType::Style,
                                            decide::RequestType::Script};
  std::vector<Question> out;
  for (std::size_t i = 0; i < count; ++i) {
    out.push_back({kTypes[i % 5], "https://q" + std::to_string(i) + ".example/a/b.js?c"});
  }
  return out;
}

/// Nanoseconds for all verdicts on `requests` requests, parsing the policy once included.
double time_of_verdicts(std::size_t policy_bytes, std::size_t requests) {
  const std::string policy = everyday_policy(policy_bytes);
  const std::vector<Question> asked = questions(requests);
  return quickest(9, [&] {
    const decide::Decider decider("https://site.example/", {{policy}});
    for (const Question& question : asked) {
      decide::Request request;
      request.type = question.type;
      request.url = question.url;
      decide::Verdict verdict;
      sink = sink + decider.decide(request, verdict).size() + verdict.decided_by.size();
    }
  });
}

/// How much longer twice as much takes. What looks bad is measured again: noise goes away.
template <class Time>
double growth_ratio(Time time, std::size_t size) {
  double best = 1e300;
  for (int again = 0; again < 4 && best > 2.2; ++again) best = std::min(best, time(2 * size) / time(size));
  return best;
}

Json decide_speed() {
  constexpr std::size_t kPolicy = 2048;
  constexpr std::size_t kRequests = 1000;
  Json asked = Json::array();
  for (const Question& question : questions(kRequests)) {
    asked.push_back({{"type", std::string(decide::request_type_name(question.type))},
                     {"url", question.url}});
  }
  return {{"policy", everyday_policy(kPolicy)},
          {"requests", asked},
          {"nanoseconds", time_of_verdicts(kPolicy, kRequests)},
          {"growthInRequests",
           growth_ratio([](std::size_t n) { return time_of_verdicts(kPolicy, n); }, 4 * kRequests)},
          {"growthInPolicy",
           growth_ratio([](std::size_t n) { return time_of_verdicts(n, 20); }, 256 * 1024)}};
}

/// Nanoseconds to compare two policies of so many bytes each that name different hosts.
double time_of_comparison(std::size_t bytes) {
  const std::string before = everyday_policy(bytes);
  std::string after = before;
  for (std::size_t at = after.find("//h"); at != std::string::npos; at = after.find("//h", at)) after[at + 2] = 'n';
  return quickest(2, [&] { sink = sink + compare(before, after).witnesses.size(); });
}

Json compare_speed() {
  return {{"nanoseconds", time_of_comparison(2048)},
          {"nanosecondsFor8MiB", time_of_comparison(8 * kMiB)},
          {"growth", growth_ratio(time_of_comparison, 2 * kMiB)}};
}

int run(int argc, char** argv) {
  const std::string_view what = argc > 1 ? argv[1] : "";
  Json result;
  if (what == "throughput" && argc == 3) {
    result = throughput(argv[2]);
  } else if (what == "growth") {
    result = growth();
  } else if (what == "memory" && argc == 3) {
    result = memory(argv[2]);
  } else if (what == "decide") {
    result = decide_speed();
  } else if (what == "compare") {
    result = compare_speed();
  } else {
    std::fprintf(stderr, "usage: headstrong_bench throughput FILE | growth | memory PROGRAM | decide | compare\n");
    return 2;
  }
  std::printf("%s\n", result.dump().c_str());
  return 0;
}

}  // namespace
}  // namespace headstrong::bench

int main(int argc, char** argv) { return headstrong::bench::run(argc, argv); }

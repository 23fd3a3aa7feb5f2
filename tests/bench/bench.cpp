// Measures the native core and writes one JSON object; tests/bench/run.mjs compares and judges.
//   headstrong_bench throughput FILE   policies, one JSON string a line, all analysed in turn
//   headstrong_bench times             time of 4 and 8 MiB of every shape
//   headstrong_bench memory PROGRAM    peak memory of the program on 8 MiB of every shape
//   headstrong_bench decide            1,000 verdicts on a policy of 2 KB
//   headstrong_bench compare           two policies compared, up to 8 MiB each
//   headstrong_bench counter           what counts instructions here (instructions.hpp)
//   headstrong_bench growth FIRST OF ENOUGH DUMPS   instructions of doubled inputs
//   headstrong_bench known ENOUGH DUMPS             the same for work whose growth is known
//   headstrong_bench slips ENOUGH DUMPS             14 slips in a policy beside a clean one
//   headstrong_bench report FILE ENOUGH DUMPS       reports on policies, made and packed as the module hands them over
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

#include "bench/growth.hpp"
#include "bench/instructions.hpp"
#include "bench/shapes.hpp"
#include "headstrong/analyze.hpp"
#include "headstrong/compare.hpp"
#include "headstrong/decide.hpp"
#include "headstrong/json.hpp"
#include "headstrong/packed.hpp"
#include "http/dialects/dialect.hpp"
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

/// Of each policy the nanoseconds that `work` takes, in the quickest of `rounds` passes over all.
template <class Work>
Json times_of_each(int rounds, const std::vector<std::string>& policies, Work work) {
  std::vector<double> best(policies.size(), 1e300);
  for (int round = 0; round < rounds; ++round) {
    for (std::size_t i = 0; i < policies.size(); ++i) {
      best[i] = std::min(best[i], quickest(1, [&] { work(policies[i]); }));
    }
  }
  return best;
}

/// One JSON string a line.
std::vector<std::string> policies_in(const std::string& file) {
  std::vector<std::string> policies;
  for (const std::string& line : testing::lines_of(testing::read_file(file))) {
    policies.push_back(nlohmann::json::parse(line).get<std::string>());
  }
  return policies;
}

Json throughput(const std::string& file) {
  const std::vector<std::string> policies = policies_in(file);
  std::size_t bytes = 0;
  for (const std::string& policy : policies) bytes += policy.size();
  AnalyzeOptions ids;
  ids.elsewhere = false;
  ids.policies = false;
  ids.details = false;
  AnalyzeOptions alone;
  alone.elsewhere = false;
  const Json brief = times_of_each(
      15, policies, [&](const std::string& policy) { sink = sink + analyze_policy(policy, ids).findings.size(); });
  const Json whole = times_of_each(
      3, policies, [&](const std::string& policy) { sink = sink + to_json(analyze(policy, alone)).size(); });
  return {{"policies", policies.size()}, {"bytes", bytes}, {"ids", brief}, {"wholeReport", whole}};
}

/// What 4 and 8 MiB of a shape take. To look at: a busy machine makes either longer.
Json times_of(const Shape& shape) {
  Json row = {{"shape", shape.name}};
  for (const std::size_t mebibytes : {4, 8}) {
    const std::string input = make_input(shape, mebibytes * kMiB);
    const double time = quickest(1, [&] { sink = sink + to_json(analyze(input)).size(); });
    row["millisecondsFor" + std::to_string(mebibytes) + "MiB"] = time / 1e6;
  }
  return row;
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

Json times() {
  keep_memory();
  Json rows = Json::array();
  for (const Shape& shape : shapes()) rows.push_back(times_of(shape));
  return rows;
}

/// Every `of`th subject from the `first` on, so that several processes can share them.
Json growth(const std::string& first, const std::string& of, const std::string& enough, const std::string& dumps) {
  keep_memory();
  Json rows = Json::array();
  const std::vector<Subject> all = subjects();
  for (std::size_t i = std::stoul(first); i < all.size(); i += std::stoul(of)) {
    const Growth growth = growth_of(all[i], std::stoull(enough), dumps);
    rows.push_back({{"name", all[i].name},
                    {"unit", all[i].unit},
                    {"size", growth.size},
                    {"instructions", growth.instructions},
                    {"ratio", growth.ratio}});
  }
  return rows;
}

Json known_growth(const std::string& enough, const std::string& dumps) {
  keep_memory();
  Json rows = Json::array();
  for (const Known& known : known_subjects()) {
    const Growth once = growth_of(known.subject, std::stoull(enough), dumps);
    const Growth again = growth_of(known.subject, std::stoull(enough), dumps);
    rows.push_back({{"name", known.subject.name},
                    {"isLinear", known.is_linear},
                    {"size", once.size},
                    {"ratio", once.ratio},
                    {"instructions", once.instructions},
                    {"instructionsAgain", again.instructions}});
  }
  return rows;
}

/// Instructions of policies with slips beside those of clean ones.
Json slip_costs(const std::string& dumps) {
  keep_memory();
  const auto cost = [&](const std::string& text) {
    return count_instructions(dumps, [&] { sink = sink + to_json(analyze(text)).size(); });
  };
  Json rows = Json::array();
  for (const Slips& of : slips()) {
    cost(of.text);  // tables that are made once
    const auto clean = cost(of.clean);
    rows.push_back({{"name", of.name}, {"clean", clean}, {"instructions", cost(of.text)}});
  }
  return rows;
}

/// Instructions that asking for a dialect takes, beside those of the whole report on ordinary headers.
Json recognising(const std::string& dumps) {
  keep_memory();
  // A server's own header comes first, which no table knows.
  const std::string text =
      "x-served-by-us: web-3\nServer: nginx\nDate: Sat, 28 Nov 2026 12:00:00 GMT\nContent-Type: text/html; charset=utf-8\nX-Frame-Options: DENY\n"
      "Strict-Transport-Security: max-age=31536000; includeSubDomains\nX-Content-Type-Options: nosniff\n"
      "Content-Security-Policy: default-src 'self'; script-src 'self' https://cdn.example; img-src 'self' data:; "
      "object-src 'none'; base-uri 'self'; frame-ancestors 'none'\nSet-Cookie: session=abcdefghijklmnop; Path=/; Secure; "
      "HttpOnly; SameSite=Lax\nReferrer-Policy: strict-origin-when-cross-origin\nVary: Accept-Encoding\n";
  const auto report = [&] { sink = sink + to_json(analyze(text)).size(); };
  const auto ask = [&] { sink = sink + static_cast<std::size_t>(http::recognise_dialect(text).sure); };
  report();  // tables that are made once
  ask();
  return {{"whole", count_instructions(dumps, report)}, {"asking", count_instructions(dumps, ask)}};
}

/// Instructions of all that the module does for the reports on policies, one after the other.
Json reports(const std::string& file, const std::string& dumps) {
  keep_memory();
  const std::vector<std::string> policies = policies_in(file);
  AnalyzeOptions alone;
  alone.elsewhere = false;
  PackedReport packed;
  const auto make = [&] {
    for (const std::string& policy : policies) pack(analyze(policy, alone), Encoding::Utf16, {}, packed);
  };
  make();  // tables that are made once
  return {{"policies", policies.size()}, {"instructions", count_instructions(dumps, make)}};
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

Json decide_speed() {
  constexpr std::size_t kPolicy = 2048;
  constexpr std::size_t kRequests = 1000;
  Json asked = Json::array();
  for (const Question& question : questions(kRequests)) {
    asked.push_back({{"type", std::string(decide::request_type_name(question.type))}, {"url", question.url}});
  }
  return {
      {"policy", everyday_policy(kPolicy)}, {"requests", asked}, {"nanoseconds", time_of_verdicts(kPolicy, kRequests)}};
}

/// Nanoseconds to compare two policies of so many bytes each that name different hosts.
double time_of_comparison(std::size_t bytes) {
  const std::string before = everyday_policy(bytes);
  const std::string after = other_hosts(before);
  return quickest(bytes < kMiB ? 2 : 1, [&] { sink = sink + compare(before, after).witnesses.size(); });
}

Json compare_speed() {
  return {{"nanoseconds", time_of_comparison(2048)}, {"nanosecondsFor8MiB", time_of_comparison(8 * kMiB)}};
}

int run(int argc, char** argv) {
  const std::string_view what = argc > 1 ? argv[1] : "";
  Json result;
  if (what == "throughput" && argc == 3) {
    result = throughput(argv[2]);
  } else if (what == "times") {
    result = times();
  } else if (what == "counter") {
    result = instruction_counter();
  } else if (what == "growth" && argc == 6) {
    result = growth(argv[2], argv[3], argv[4], argv[5]);
  } else if (what == "known" && argc == 4) {
    result = known_growth(argv[2], argv[3]);
  } else if (what == "slips" && argc == 4) {
    result = slip_costs(argv[3]);
  } else if (what == "recognising" && argc == 4) {
    result = recognising(argv[3]);
  } else if (what == "report" && argc == 5) {
    result = reports(argv[2], argv[4]);
  } else if (what == "memory" && argc == 3) {
    result = memory(argv[2]);
  } else if (what == "decide") {
    result = decide_speed();
  } else if (what == "compare") {
    result = compare_speed();
  } else {
    std::fprintf(
        stderr,
        "usage: headstrong_bench throughput FILE | times | memory PROGRAM | decide | compare | "
        "counter | growth FIRST OF ENOUGH DUMPS | known ENOUGH DUMPS | slips ENOUGH DUMPS | report FILE ENOUGH DUMPS | recognising ENOUGH DUMPS\n");
    return 2;
  }
  std::printf("%s\n", result.dump().c_str());
  return 0;
}

}  // namespace
}  // namespace headstrong::bench

int main(int argc, char** argv) { return headstrong::bench::run(argc, argv); }

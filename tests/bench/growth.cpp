#include "bench/growth.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <iterator>
#include <string_view>

#include "bench/instructions.hpp"
#include "bench/shapes.hpp"
#include "headstrong/analyze.hpp"
#include "headstrong/compare.hpp"
#include "headstrong/emit.hpp"
#include "headstrong/harden.hpp"
#include "headstrong/json.hpp"
#include "headstrong/matrix.hpp"
#include "headstrong/remedies.hpp"
#include "headstrong/write_report.hpp"

namespace headstrong::bench {
namespace {

constexpr std::size_t kKiB = 1024;
constexpr std::size_t kMiB = 1024 * kKiB;

/// Keeps results alive, so that no work is optimised away.
volatile std::size_t sink = 0;
void keep(std::size_t value) { sink = sink + value; }

/// Shapes that hardening has work with; the others end with being read, which `analyze` has counted.
bool is_hardened(const Shape& shape) {
  constexpr std::string_view kNames[] = {"headers",
                                         "headers of one name",
                                         "a policy of hosts",
                                         "a policy of one host",
                                         "a policy of nonces",
                                         "a;a;",
                                         "policies",
                                         "policy headers",
                                         "cookies",
                                         "features",
                                         "a long HSTS",
                                         "JSON pairs",
                                         "HTML policies"};
  return std::find(std::begin(kNames), std::end(kNames), shape.name) != std::end(kNames);
}

/// Something done to a text of that shape.
template <class Work>
Subject of_shape(const std::string& verb, const Shape& shape, Work work) {
  return {verb + ": " + std::string(shape.name), "bytes",
          [&shape, work](std::size_t size) -> std::function<void()> {
            return [input = make_input(shape, size), work] { work(input); };
          },
          8 * kKiB, 8 * kMiB};
}

/// What makes the search for secrets look far ahead, or back.
constexpr std::string_view kSecretive[] = {"-eyJaaaaaaaa",
                                           "eyJ",
                                           "eyJhbGciOiJI.",
                                           "Cookie: a=1; ",
                                           "Set-Cookie: a=1; b, c=",
                                           "Set-Cookie: a=1; Expires=Wed, ",
                                           "Set-Cookie: a=\"1; b",
                                           "set-cookie:\n",
                                           "\"cookie\" ",
                                           "Authorization: Bearer ",
                                           "authorization, ",
                                           "?code=",
                                           "%3Fsig%3D%26",
                                           "https://me@",
                                           "http://",
                                           "sk-",
                                           "[",
                                           "{\"",
                                           "{\"name\":\"Cookie\",\"value\":\"a=1\"},",
                                           "\\",
                                           "\\\"a",
                                           "\r\n",
                                           " ",
                                           "\"'",
                                           " token=",
                                           "token:",
                                           "token='",
                                           "(sid=a:",
                                           "Sec-WebSocket-Protocol: bearer,",
                                           "Sec-WebSocket-Protocol: a.",
                                           "api.telegram.org/bot"};

std::string in_a_pair(std::string_view value) {
  std::string json = "[[\"Set-Cookie\",\"";
  for (const char c : value) {
    if (c == '"' || c == '\\') json += '\\';
    json += c == '\r' || c == '\n' ? ' ' : c;
  }
  return json + "\"]]";
}

Subject of_secrets(std::string_view piece, bool in_json) {
  std::string name;
  for (const char c : piece) name += c == '\r' || c == '\n' ? '~' : c;
  return {(in_json ? "secrets, in JSON: " : "secrets: ") + name, "bytes",
          [piece, in_json](std::size_t size) -> std::function<void()> {
            std::string text;
            while (text.size() < size) text += piece;
            if (in_json) text = in_a_pair(text);
            return [text] { keep(secrets_json(text).size()); };
          },
          8 * kKiB, 8 * kMiB};
}

std::function<void()> allowed_by_policy(std::size_t bytes) {
  return [text = "Content-Security-Policy: " + everyday_policy(bytes)] { keep(matrix(text).hosts.size()); };
}

/// What would let an image through, without what else that opens, which `compare` has counted.
std::function<void()> remedied_policy(std::size_t bytes) {
  return [text = "Content-Security-Policy: " + everyday_policy(bytes)] {
    RemedyQuestion question;
    question.request.type = decide::RequestType::Image;
    question.request.url = "https://nowhere.test/a.png";
    question.opens = false;
    keep(remedies(text, std::nullopt, question).remedies.size());
  };
}

void decide_all(const decide::Decider& decider, const std::vector<Question>& asked) {
  for (const Question& question : asked) {
    decide::Request request;
    request.type = question.type;
    request.url = question.url;
    decide::Verdict verdict;
    keep(decider.decide(request, verdict).size() + verdict.decided_by.size());
  }
}

std::function<void()> verdicts(std::size_t policy_bytes, std::size_t requests) {
  return [policy = everyday_policy(policy_bytes), asked = questions(requests)] {
    const decide::Decider decider("https://site.example/", {{policy}});
    decide_all(decider, asked);
  };
}

/// As many policies as fit into so many bytes, each asked about some requests.
std::function<void()> verdicts_of_many(std::size_t bytes) {
  return [bytes, asked = questions(20)] {
    std::vector<std::string> texts;
    std::vector<decide::PolicyText> policies;
    for (std::size_t i = 0; i < bytes / 64; ++i) {
      texts.push_back("default-src 'self' https://a" + std::to_string(i) + ".example; img-src *");
    }
    for (const std::string& text : texts) policies.push_back({text});
    const decide::Decider decider("https://site.example/", policies);
    decide_all(decider, asked);
  };
}

std::function<void()> comparison(std::size_t bytes) {
  return [before = everyday_policy(bytes), after = other_hosts(everyday_policy(bytes))] {
    keep(compare(before, after).witnesses.size());
  };
}

/// A byte of some changes takes 30,000 instructions: of five sizes the largest has to be no larger than it need be.
constexpr std::size_t kSmallestChanges = kKiB;

/// Two policies, or sets of them, that differ in every piece.
struct Changes {
  Shape before;
  Shape after;
  std::size_t smallest = kSmallestChanges;
};
const std::vector<Changes>& changes() {
  static const std::vector<Changes> kChanges = {
      {{"names of Trusted Types", "trusted-types", " a#"}, {"", "trusted-types", " b#"}},
      {{"nonces", "script-src", " 'nonce-a#'"}, {"", "script-src", " 'nonce-b#'"}},
      {{"hashes", "script-src", " 'sha256-a#'"}, {"", "script-src", " 'sha256-b#'"}},
      {{"wild hosts", "img-src", " *.a#.example"}, {"", "img-src", " *.b#.example"}},
      {{"hosts below hosts", "img-src *.example", " a.a.a.a.a#.example"},
       {"", "img-src *.example", " b.b.b.b.b#.example"}},
      {{"paths of one host", "img-src", " a.example/a#/"}, {"", "img-src", " a.example/b#/"}},
      {{"ports of one host", "img-src", " a.example:#"}, {"", "img-src", " b.example:#"}},
      {{"schemes", "img-src", " a#:"}, {"", "img-src", " b#:"}},
      {{"policies", "", "script-src 'self' https://a#.example, "}, {"", "", "script-src 'self' https://b#.example, "}},
      // Up to 8 KiB each of these policies is asked about every request, and beyond that about some.
      {{"policies with a sandbox", "", "sandbox allow-scripts, img-src a#.example, "},
       {"", "", "sandbox allow-scripts, img-src b#.example, "},
       2 * kKiB},
      {{"upgraded hosts", "upgrade-insecure-requests; img-src", " a#.example"}, {"", "img-src", " b#.example"}},
      {{"flags of a sandbox", "sandbox", " a#"}, {"", "sandbox", " b#"}},
      {{"addresses of reports", "report-uri", " /a#"}, {"", "report-uri", " /b#"}},
      {{"report-only policies", "HTTP/1.1 200 OK\r\n",
        "Content-Security-Policy-Report-Only: img-src a#.example; report-uri /a#\r\n"},
       {"", "HTTP/1.1 200 OK\r\n", "Content-Security-Policy-Report-Only: img-src b#.example; report-uri /b#\r\n"}},
  };
  return kChanges;
}

Subject of_changes(const Changes& changes) {
  return {"compare: " + std::string(changes.before.name), "bytes",
          [&changes](std::size_t size) -> std::function<void()> {
            return [before = make_input(changes.before, size), after = make_input(changes.after, size)] {
              keep(compare(before, after).witnesses.size());
            };
          },
          changes.smallest, 8 * kMiB};
}

std::function<void()> each_target(std::size_t size) {
  HeaderSet headers{{"Content-Security-Policy", everyday_policy(size)}};
  for (std::size_t i = 0; i < size / 64; ++i) headers.push_back({"X-Header-" + std::to_string(i), "value"});
  return [headers] {
    for (const TargetInfo& target : targets()) keep(emit(headers, target.id).files.size());
  };
}

/// A header in one target's language: as many as it takes, of usual length.
std::function<void()> one_target(const std::string& target, std::size_t size) {
  HeaderSet headers;
  for (std::size_t i = 0; i < size / 64; ++i)
    headers.push_back({"X-Header-" + std::to_string(i), std::string(48, 'v')});
  return [headers, target] { keep(emit(headers, target).files.size()); };
}

// ---- work of known growth ---------------------------------------------------------------------------

/// About the cheapest part that grows with the square: for every line, one search through the text for
/// what isn't there, by the library's memchr, which looks at 32 bytes at a time.
void search_for_each_line(std::string_view text) {
  std::size_t found = 0;
  for (std::size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1)) {
    found += std::memchr(text.data(), '\1' + static_cast<int>(at & 1), text.size()) != nullptr;
  }
  keep(found);
}
void sort_lines(std::string_view text) {
  std::vector<std::string_view> lines;
  for (std::size_t at = 0, end = 0; end != std::string_view::npos; at = end + 1) {
    end = text.find('\n', at);
    lines.push_back(text.substr(at, end - at));
  }
  std::sort(lines.begin(), lines.end(), [](std::string_view a, std::string_view b) { return b < a; });
  keep(lines.front().size());
}
void square(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); i += 64) {
    for (std::size_t j = 0; j < i; j += 64) keep(1);
  }
}

}  // namespace

std::vector<Subject> subjects() {
  std::vector<Subject> all;
  for (const Shape& shape : shapes()) {
    all.push_back(of_shape("analyze", shape, [](const std::string& text) { keep(to_json(analyze(text)).size()); }));
  }
  for (const Shape& shape : shapes()) {
    if (!is_hardened(shape)) continue;
    all.push_back(of_shape("harden", shape, [](const std::string& text) { keep(harden(text).headers.size()); }));
  }
  for (const Shape& shape : shapes()) {
    if (!is_hardened(shape)) continue;
    all.push_back(of_shape("report", shape, [](const std::string& text) {
      ReportOptions options;
      options.format = ReportFormat::Html;
      keep(write_report(text, {}, options).text.size());
    }));
  }
  for (const std::string_view piece : kSecretive) {
    for (const bool in_json : {false, true}) all.push_back(of_secrets(piece, in_json));
  }
  all.push_back({"emit, every target", "bytes", each_target, 2 * kKiB, 8 * kMiB});
  for (const TargetInfo& target : targets()) {
    all.push_back({"emit " + std::string(target.id), "bytes",
                   [id = std::string(target.id)](std::size_t size) { return one_target(id, size); }, 4 * kKiB,
                   64 * kKiB});
  }
  all.push_back({"decide, by requests", "requests", [](std::size_t n) { return verdicts(2048, n); }, 100, 409'600});
  all.push_back({"decide, by policy", "bytes", [](std::size_t n) { return verdicts(n, 20); }, 8 * kKiB, 8 * kMiB});
  all.push_back({"decide, by policies", "bytes", verdicts_of_many, 8 * kKiB, 2 * kMiB});
  all.push_back({"compare", "bytes", comparison, kSmallestChanges, 8 * kMiB});
  all.push_back({"matrix", "bytes", allowed_by_policy, 8 * kKiB, 8 * kMiB});
  all.push_back({"remedies", "bytes", remedied_policy, 8 * kKiB, 8 * kMiB});
  for (const Changes& each : changes()) all.push_back(of_changes(each));
  return all;
}

std::vector<Known> known_subjects() {
  static const Shape kLines{"lines", "HTTP/1.1 200 OK\r\n", "X-Header-#: value\r\n"};
  const auto analyzed = [](const std::string& text) { keep(to_json(analyze(text)).size()); };
  return {
      {of_shape("linear", kLines, analyzed), true},
      {of_shape("n log n", kLines, [](const std::string& text) { sort_lines(text); }), true},
      {of_shape("a cheap square beside linear work", kLines,
                [analyzed](const std::string& text) {
                  analyzed(text);
                  search_for_each_line(text);
                }),
       false},
      {of_shape("a square", kLines, [](const std::string& text) { square(text); }), false},
  };
}

Growth growth_of(const Subject& subject, std::uint64_t enough, const std::string& dumps) {
  constexpr std::size_t kPoints = 5;
  subject.prepare(subject.smallest)();  // tables that are made once
  std::vector<std::uint64_t> counts;
  std::size_t size = subject.smallest;
  for (;; size *= 2) {
    counts.push_back(count_instructions(dumps, subject.prepare(size)));
    if (counts.size() >= kPoints && (counts.back() >= enough || 2 * size > subject.largest)) break;
  }
  // Least squares through the logarithms, whose abscissas are -2 to 2.
  double slope = 0;
  for (std::size_t i = 0; i < kPoints; ++i) {
    slope += (static_cast<double>(i) - 2) * std::log2(static_cast<double>(counts[counts.size() - kPoints + i])) / 10;
  }
  return {size, counts.back(), std::exp2(slope)};
}

}  // namespace headstrong::bench

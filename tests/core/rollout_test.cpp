// The plan: which steps, on which days, and what is sent from each on.
#include "headstrong/rollout.hpp"

#include <algorithm>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "grammar/civil_date.hpp"
#include "headers/strict_transport_security.hpp"
#include "headstrong/analyze.hpp"
#include "headstrong/catalogue.hpp"
#include "headstrong/decide.hpp"
#include "headstrong/header_set.hpp"
#include "headstrong/json.hpp"
#include "headstrong/options.hpp"
#include "headstrong/write_into.hpp"
#include "support/catch.hpp"
#include "support/data.hpp"

namespace headstrong {
namespace rollout_test {

constexpr std::string_view kBare = "HTTP/1.1 200 OK\nContent-Type: text/html\n\n";

Rollout plan_of(std::string_view text, const OptionList& list) {
  RolloutOptions options;
  CHECK(read_options(list, options) == "");
  return rollout(text, options);
}

/// "day id" of each step.
std::vector<std::string> outline(const Rollout& plan) {
  std::vector<std::string> steps;
  for (const RolloutStep& step : plan.steps) steps.push_back(std::to_string(step.day) + " " + std::string(step.id));
  return steps;
}

std::string value(const RolloutStep& step, std::string_view name) {
  for (const Header& header : step.headers) {
    if (header.name == name) return header.value;
  }
  return "absent";
}

std::vector<std::string> transports(const Rollout& plan) {
  std::vector<std::string> values;
  for (const RolloutStep& step : plan.steps) values.push_back(value(step, "Strict-Transport-Security"));
  return values;
}

using Words = std::vector<std::string>;

TEST_CASE("a new site reports, reads, enforces, and climbs the ladder of max-age") {
  const Rollout plan = plan_of(kBare, {{"endpoint", "/csp-reports"}, {"from", "2026-12-01"}});
  CHECK(outline(plan) ==
        Words{"0 report", "0 hsts-300", "1 hsts-604800", "7 read", "8 hsts-2592000", "14 enforce", "38 hsts-31536000"});
  CHECK(transports(plan) == Words{"absent", "max-age=300", "max-age=604800", "max-age=604800", "max-age=2592000",
                                  "max-age=2592000", "max-age=31536000"});
  const RolloutStep& report = plan.steps.front();
  CHECK(value(report, "Content-Security-Policy").find("default-src") == std::string::npos);
  CHECK(value(report, "Content-Security-Policy-Report-Only").find("default-src") == 0);
  CHECK(value(report, "Reporting-Endpoints") == "csp=\"/csp-reports\"");
  const RolloutStep& enforce = plan.steps[5];
  CHECK(enforce.date == "2026-12-15");
  CHECK(value(enforce, "Content-Security-Policy").find("default-src") == 0);
  CHECK(value(enforce, "Content-Security-Policy").find("report-uri /csp-reports") != std::string::npos);
  CHECK(plan.steps.back().date == "2027-01-08");
  CHECK(plan.steps[3].changed.empty());
  CHECK(plan.steps[1].changed == Words{"Strict-Transport-Security"});
}

TEST_CASE("preload is last, and includes subdomains from the first rung on") {
  const Rollout plan = plan_of(kBare, {{"hsts", "preload"}});
  CHECK(outline(plan).back() == "68 hsts-preload");
  CHECK(plan.steps.back().date.empty());
  for (const std::string& sent : transports(plan)) {
    CHECK((sent == "absent" || sent.find("; includeSubDomains") != std::string::npos));
    CHECK((sent.find("preload") != std::string::npos) == (sent == transports(plan).back()));
  }
}

/// The max-age that a header sets for the host; 0 without one.
std::uint64_t max_age_of(const std::string& sent) {
  const std::size_t at = sent.find("max-age=");
  return at == std::string::npos ? 0 : std::strtoull(sent.c_str() + at + 8, nullptr, 10);
}

TEST_CASE("the ladder starts above what is sent today, and new subdomains wait for a step of their own") {
  const std::string week = "Strict-Transport-Security: max-age=604800\n";
  CHECK(transports(plan_of(week, {})).front() == "max-age=604800");
  const Rollout longer = plan_of(week, {{"reporting", "none"}});
  CHECK(outline(longer) == Words{"0 report", "0 hsts-2592000", "7 read", "14 enforce", "30 hsts-31536000"});
  const Rollout subdomains = plan_of(week, {{"subdomains", "yes"}});
  CHECK(outline(subdomains) ==
        Words{"0 report", "0 hsts-2592000", "7 read", "14 enforce", "30 hsts-31536000", "37 hsts-subdomains"});
  CHECK(transports(subdomains).back() == "max-age=31536000; includeSubDomains");
  CHECK(transports(subdomains)[4] == "max-age=31536000");
  const std::string year = "Strict-Transport-Security: max-age=31536000\n";
  const Rollout added = plan_of(year, {{"subdomains", "yes"}});
  CHECK(outline(added) == Words{"0 report", "7 read", "7 hsts-subdomains", "14 enforce"});
  CHECK(transports(added).front() == "max-age=31536000");
  const Rollout listed = plan_of(year, {{"hsts", "preload"}});
  CHECK(outline(listed).back() == "37 hsts-preload");
  CHECK(transports(listed).back() == "max-age=63072000; includeSubDomains; preload");
  CHECK(transports(plan_of(week, {{"hsts", "off"}})).back() == "absent");
  CHECK(outline(plan_of(year, {})).back() == "14 enforce");
}

TEST_CASE("no step protects the host for a shorter time than it is now") {
  for (const std::uint64_t now : {0U, 1U, 300U, 86400U, 604800U, 15768000U, 31536000U, 63072000U, 94608000U}) {
    for (const std::string_view more : {"", "; includeSubDomains", "; includeSubDomains; preload"}) {
      for (const OptionList& list : {OptionList{}, OptionList{{"subdomains", "yes"}}, OptionList{{"hsts", "preload"}},
                                     OptionList{{"hsts", "31536000"}, {"subdomains", "yes"}}}) {
        const std::string today = "max-age=" + std::to_string(now) + std::string(more);
        const Rollout plan = plan_of("Strict-Transport-Security: " + today + "\n", list);
        INFO(today << to_markdown(plan));
        // A choice that is shorter than what is sent is the user's own.
        const bool shorter = !list.empty() && list[0].first == "hsts" && now > max_age_of(transports(plan).back());
        std::uint64_t last = now;
        bool subdomains = !more.empty() && now > 0;
        for (const std::string& sent : transports(plan)) {
          if (!shorter) CHECK(max_age_of(sent) >= last);
          last = max_age_of(sent);
          CHECK((!subdomains || sent.find("includeSubDomains") != std::string::npos));
          subdomains = last > 0 && sent.find("includeSubDomains") != std::string::npos;
        }
      }
    }
  }
}

TEST_CASE("where only reports are new, there is nothing to try out") {
  const std::string hardened = header_set_lines(harden("Content-Security-Policy: default-src 'self'").headers);
  const Rollout plan = plan_of(hardened, {{"endpoint", "/r"}, {"reporting", "both"}});
  CHECK(outline(plan) == Words{"0 headers"});
  CHECK(value(plan.steps[0], "Content-Security-Policy").find("report-uri /r") != std::string::npos);
}

TEST_CASE("an enforced policy stays until the stricter one is enforced") {
  const std::string weak = "Content-Security-Policy: default-src 'self'; script-src 'self' 'unsafe-inline'\n";
  const Rollout plan = plan_of(weak, {{"endpoint", "/r"}});
  CHECK(plan.steps.front().id == "report");
  CHECK(value(plan.steps.front(), "Content-Security-Policy") ==
        "default-src 'self'; script-src 'self' 'unsafe-inline'");
  const RolloutStep& last = plan.steps.back();
  CHECK(value(last, "Content-Security-Policy").find("'unsafe-inline'") == std::string::npos);
  // Without reports, the report-only header goes when the policy is enforced.
  const Rollout silent = plan_of(weak, {});
  for (const RolloutStep& step : silent.steps) {
    if (step.id != "enforce") continue;
    CHECK(std::find(step.changed.begin(), step.changed.end(), "Content-Security-Policy-Report-Only") !=
          step.changed.end());
    CHECK(value(step, "Content-Security-Policy-Report-Only") == "absent");
  }
  CHECK(to_markdown(silent).find("Remove Content-Security-Policy-Report-Only.") != std::string::npos);
}

TEST_CASE("what is rolled out needs no plan any more") {
  for (const OptionList& list : {OptionList{}, OptionList{{"endpoint", "/r"}}, OptionList{{"hsts", "preload"}}}) {
    const Rollout plan = plan_of(kBare, list);
    const std::string sent =
        "HTTP/1.1 200 OK\nContent-Type: text/html\n" + header_set_lines(plan.steps.back().headers) + "\n";
    const Rollout again = plan_of(sent, list);
    CHECK(outline(again) == Words{});
    CHECK(to_markdown(again).find("Nothing to roll out") != std::string::npos);
  }
}

TEST_CASE("what can't be planned is refused in harden's words") {
  RolloutOptions options;
  CHECK(rollout("no headers at all, a sentence", options).error == harden("no headers at all, a sentence").error);
  CHECK(to_json(rollout("no headers at all, a sentence", options)).find("{\"error\":") == 0);
  options.harden.endpoint = "http://x";
  CHECK(rollout("", options).error.find("endpoint") != std::string::npos);
  CHECK(read_options({{"from", "2026-02-29"}}, options) == "option from takes a date such as 2026-12-01");
  CHECK(read_options({{"hsts", "never"}}, options).find("hsts takes one of") != std::string::npos);
  CHECK(read_options({{"form", "x"}}, options).find("unknown option form; available: site,") == 0);
}

TEST_CASE("days of the calendar are counted as dates are written") {
  CHECK(grammar::parse_date("1970-01-01") == 0);
  CHECK(grammar::parse_date("2000-02-29") == 11016);
  CHECK(grammar::parse_date("2026-12-01") == 20788);
  for (const std::string_view wrong : {"", "2026-12-1", "2026-13-01", "2026-00-01", "2026-04-31", "1900-01-01",
                                       "2026/12/01", "2026-12-01 ", "+026-12-01", "9999-01-01", "2100-02-29"}) {
    INFO(wrong);
    CHECK_FALSE(grammar::parse_date(wrong));
  }
  std::string before;
  for (std::int64_t day = 0; day < 100000; day += 1) {
    const std::string date = grammar::date_of(day);
    if (grammar::parse_date(date) != day || !(before < date)) FAIL(date);
    before = date;
  }
}

TEST_CASE("the letter after the first step is the one that its headers get, and no plan has a session in it") {
  for (const std::string_view text : {"", "HTTP/1.1 200 OK\nServer: nginx/1.2\nSet-Cookie: sid=abc; Path=/\n"}) {
    const Rollout plan = plan_of(text, {{"cookies", "harden"}});
    REQUIRE_FALSE(plan.steps.empty());
    std::string sent = "HTTP/1.1 200 OK\n";
    for (const HeaderSet& set : {plan.steps.front().headers, plan.cookies}) {
      for (const Header& header : set) sent += header.name + ": " + header.value + "\n";
    }
    if (!text.empty()) sent += "Server: nginx/1.2\n";
    CHECK(plan.grade.now == analyze(sent).grade.letter.value_or("F"));
    CHECK(to_markdown(plan).find("sid=") == std::string::npos);
    CHECK(plan.cookies.size() == (text.empty() ? 0U : 1U));
    for (const RolloutStep& step : plan.steps) CHECK(value(step, "Set-Cookie") == "absent");
    if (text.empty()) continue;
    CHECK(plan.cookies[0].value.find("HttpOnly") != std::string::npos);
    CHECK(plan_of(text, {}).cookies.empty());
    const std::string hardened = "HTTP/1.1 200 OK\nSet-Cookie: " + plan.cookies[0].value + "\n";
    CHECK(plan_of(hardened, {{"cookies", "harden"}}).cookies.empty());
  }
}

TEST_CASE("the plan ends with the letter that hardening gives") {
  const std::string response = "HTTP/1.1 200 OK\nContent-Type: text/html; charset=utf-8\nServer: nginx\n";
  for (const std::string_view how : {"none", "nonce"}) {
    for (const std::string_view subdomains : {"no", "yes"}) {
      for (const std::string& text : {std::string(), response, response + "Set-Cookie: sid=abc; Path=/\n"}) {
        INFO(how << ' ' << subdomains << ' ' << text);
        const OptionList options = {
            {"inline", std::string(how)}, {"subdomains", std::string(subdomains)}, {"reporting", "none"}};
        HardenOptions harden_options;
        REQUIRE(read_options(options, harden_options) == "");
        const HardenResult hardened = harden(text, harden_options);
        const Rollout plan = plan_of(text, options);
        REQUIRE_FALSE(plan.steps.empty());
        CHECK(plan.grade.enforced == hardened.grade.enforced);
      }
    }
  }
  const std::string with_cookie = response + "Set-Cookie: sid=abc; Path=/\n";
  CHECK(plan_of(with_cookie, {}).grade.enforced == "B");
  CHECK(plan_of(with_cookie, {{"cookies", "harden"}}).grade.enforced.front() == 'A');
}

/// Whether the enforced policies of the step let the script load.
bool loads(const RolloutStep& step, std::string_view url) {
  std::vector<decide::PolicyText> policies;
  for (const Header& header : step.headers) {
    if (header.name == "Content-Security-Policy") policies.push_back({header.value});
  }
  decide::Request request;
  request.type = decide::RequestType::Script;
  request.url = url;
  decide::Verdict verdict;
  REQUIRE(decide::Decider("https://site.example/", policies).decide(request, verdict) == "");
  return verdict.allowed_in(decide::Profile::Chromium);
}

TEST_CASE("what a service needs is enforced from the first day on, not with what is stricter") {
  constexpr std::string_view kUrl = "https://www.googletagmanager.com/gtag/js?id=G-1";
  for (const std::string_view policy :
       {"default-src 'self'", "script-src 'self' 'unsafe-inline'; img-src 'self'", "img-src 'self'"}) {
    const std::string text = "HTTP/1.1 200 OK\nContent-Security-Policy: " + std::string(policy) + "\n\n";
    const Rollout plan = plan_of(text, {{"services", "google-analytics"}});
    INFO(policy << '\n' << to_markdown(plan));
    REQUIRE_FALSE(plan.steps.empty());
    for (const RolloutStep& step : plan.steps) CHECK(loads(step, kUrl));
    CHECK(value(plan.steps.front(), "Content-Security-Policy").find("google-analytics.com") != std::string::npos);
  }
}

TEST_CASE("what an edited text newly allows is enforced from the first day on, and nothing that it newly stops") {
  constexpr std::string_view kUrl = "https://js.example/app.js";
  const std::string head = "HTTP/1.1 200 OK\nContent-Security-Policy: ";
  for (const auto& [before, after] : std::vector<std::pair<std::string, std::string>>{
           {"default-src 'self'; script-src 'self' 'unsafe-inline' https://old.example",
            "default-src 'self'; script-src 'self' https://js.example; object-src 'none'"},
           {"default-src 'self' https://old.example",
            "default-src 'self' https://old.example; script-src 'self' https://js.example"}}) {
    const Rollout plan = plan_of(head + after + "\n\n", {{"today", head + before + "\n\n"}});
    INFO(to_markdown(plan));
    REQUIRE_FALSE(plan.steps.empty());
    for (const RolloutStep& step : plan.steps) CHECK(loads(step, kUrl));
    CHECK(loads(plan.steps.front(), "https://old.example/x.js"));
    CHECK_FALSE(loads(plan.steps.back(), "https://old.example/x.js"));
  }
}

TEST_CASE("a step that begins to require Trusted Types says why, and what to do if they stop a script") {
  const auto explained = [](const RolloutStep& step) {
    return std::any_of(step.tasks.begin(), step.tasks.end(), [](const std::string& task) {
      return task.find("require-trusted-types-for 'script' makes browsers refuse") == 0;
    });
  };
  for (const OptionList& list : std::vector<OptionList>{{{"endpoint", "/r"}}, {{"reporting", "both"}}, {}}) {
    const Rollout plan = plan_of(kBare, list);
    INFO(to_markdown(plan));
    bool required = false;
    for (const RolloutStep& step : plan.steps) {
      const std::string both =
          value(step, "Content-Security-Policy") + value(step, "Content-Security-Policy-Report-Only");
      const bool requires_them = both.find("require-trusted-types-for") != std::string::npos;
      CHECK(explained(step) == (requires_them && !required));
      required = required || requires_them;
    }
  }
}

TEST_CASE("the plan's steps don't advise to report first") {
  for (const OptionList& list : std::vector<OptionList>{{{"endpoint", "/r"}}, {{"reporting", "none"}}, {}}) {
    for (const RolloutStep& step : plan_of(kBare, list).steps) {
      for (const HardenChange& change : step.changes) {
        CHECK(change.sentence.find("isn't tested") == std::string::npos);
      }
    }
  }
}

TEST_CASE("each step has the letter that its headers get in the text, and harden's words on them") {
  const std::string text =
      "HTTP/1.1 200 OK\nServer: nginx/1.2\nX-Frame-Options: ALLOWALL\nSet-Cookie: sid=abc; Path=/\n";
  const Rollout plan = plan_of(text, {});
  REQUIRE(plan.steps.size() > 3);
  for (const RolloutStep& step : plan.steps) {
    INFO(step.id);
    const WriteIntoResult written = write_into(text, step.headers);
    REQUIRE(written.refusal.empty());
    CHECK(step.grade == analyze(apply_edits(text, written.edits)).grade.letter.value_or("F"));
    REQUIRE_FALSE(step.changes.empty());
    for (const HardenChange& change : step.changes) {
      const bool of_letter = change.sentence.find("Graded") != std::string::npos;
      if (of_letter) CHECK(&step == &plan.steps.back());
      CHECK(change.sentence.find("reporting=none") == std::string::npos);
      // Which step of the ladder it is, in the one sentence on that.
      if (change.header == "Strict-Transport-Security") {
        CHECK(change.sentence.find(HEADSTRONG_HSTS_LADDER) == 0);
        const std::size_t at = change.sentence.find("This is the ");
        REQUIRE(at != std::string::npos);
        const bool last =
            value(step, "Strict-Transport-Security") == value(plan.steps.back(), "Strict-Transport-Security");
        CHECK((change.sentence.find("the last step, a year", at) != std::string::npos) == last);
      }
    }
  }
  CHECK(plan.grade.enforced == plan.steps.back().grade);
}

TEST_CASE("there is one ladder: rules, hardening and plan say it alike, and name the step that is sent") {
  const std::string ladder = HEADSTRONG_HSTS_LADDER;
  for (const headers::HstsStep& step : headers::kHstsSteps) {
    CHECK(ladder.find(std::to_string(step.seconds)) != std::string::npos);
    CHECK(ladder.find("(" + std::string(step.time) + ")") != std::string::npos);
    CHECK(headers::hsts_step_words(step.seconds).find(step.time) != std::string::npos);
  }
  CHECK(headers::hsts_step_words(60).empty());
  for (const RuleInfo* rule : rule_catalogue()) {
    // Whoever advises to begin with little says the whole ladder.
    const std::string advice(rule->advice);
    if (advice.find("max-age=300") != std::string::npos) CHECK(advice.find(ladder) != std::string::npos);
  }
  HardenOptions at_once;
  at_once.reporting = Reporting::None;
  bool said = false;
  for (const HardenChange& change : harden(kBare, at_once).changes) {
    if (change.header != "Strict-Transport-Security") continue;
    said = true;
    CHECK(change.sentence.find(ladder) != std::string::npos);
    CHECK(change.sentence.find("This is the last step, a year.") != std::string::npos);
  }
  CHECK(said);
  // The plan says what its last letter still lacks, and where that is chosen.
  const Rollout plan = plan_of(kBare, {});
  REQUIRE(plan.grade.next.has_value());
  CHECK(plan.grade.enforced == "A");
  CHECK(plan.grade.next->letter == "A+");
  REQUIRE(plan.grade.next->reasons.size() == 1);
  CHECK(plan.grade.next->reasons[0].rule == "strict-transport-security/uncovered-subdomains");
  CHECK(plan.grade.next->reasons[0].choice == "subdomains");
  const Rollout whole = plan_of(kBare, {{"subdomains", "yes"}});
  CHECK(whole.grade.enforced == "A+");
  CHECK_FALSE(whole.grade.next.has_value());
}

TEST_CASE("of an edited text the plan begins with what the site sends today") {
  for (const std::string_view today : {kBare, std::string_view("Content-Security-Policy: default-src 'self' https:\n"),
                                       std::string_view("HTTP/2 200\nStrict-Transport-Security: max-age=604800\n")}) {
    INFO(today);
    const Rollout before = plan_of(today, {});
    REQUIRE_FALSE(before.steps.empty());
    // All of it, or its first step, written into the text: the site doesn't send it yet.
    for (const RolloutStep* step : {&before.steps.back(), &before.steps.front()}) {
      const WriteIntoResult edited = write_into(today, step->headers);
      REQUIRE(edited.refusal.empty());
      const Rollout plan = plan_of(apply_edits(today, edited.edits), {{"today", std::string(today)}});
      CHECK(outline(plan) == outline(before));
      for (std::size_t i = 0; i < std::min(plan.steps.size(), before.steps.size()); ++i) {
        CHECK(header_set_lines(plan.steps[i].headers) == header_set_lines(before.steps[i].headers));
      }
    }
  }
  // What the site sends can't be read: then it sends nothing known.
  CHECK_FALSE(plan_of("X-Frame-Options: DENY\n", {{"today", "no headers at all"}}).steps.empty());
  CHECK(outline(plan_of(kBare, {{"today", std::string(kBare)}})) == outline(plan_of(kBare, {})));
}

TEST_CASE("nothing that was pasted leaves its block in the document") {
  const Rollout plan =
      plan_of("X-Frame-Options: DENY\nPermissions-Policy: camera=(self \"https://a.example/````\")\n", {});
  const std::string text = to_markdown(plan);
  const std::size_t block = text.find("http\n");
  REQUIRE(block != std::string::npos);
  const std::size_t begin = text.rfind('\n', block) + 1;
  const std::string fence = text.substr(begin, block - begin);
  CHECK(fence.size() > 2);
  const bool pasted = text.find("````\"") != std::string::npos;
  CHECK(fence.size() == (pasted ? 5 : 3));
}

TEST_CASE("plans for real sets are in order and send something on every day") {
  std::size_t plans = 0;
  for (const testing::RealResponse& response : testing::real_responses(40)) {
    const Rollout plan = plan_of(testing::as_message(response), {{"from", "2026-12-01"}});
    if (!plan.error.empty()) continue;
    ++plans;
    int day = 0;
    for (const RolloutStep& step : plan.steps) {
      CHECK(step.day >= day);
      day = step.day;
      CHECK_FALSE(step.headers.empty());
      CHECK(step.date == grammar::date_of(*grammar::parse_date("2026-12-01") + step.day));
    }
  }
  CHECK(plans > 20);
}

}  // namespace rollout_test
}  // namespace headstrong

// From the headers of today to an enforced set, step by step.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "headstrong/harden.hpp"
#include "headstrong/header_set.hpp"

namespace headstrong {

struct RolloutOptions {
  /// What the last step sends. The plan itself reports first: with `reporting` none the enforced policy
  /// sends no reports, with both it does; not given, it does where there is an endpoint. Without `hsts`
  /// the ladder ends at a year.
  HardenOptions harden;
  /// The plan's first day, in days since 1970-01-01; empty: steps have numbers of days alone.
  std::optional<std::int64_t> from;
  /// What the site sends today, where the text was edited since it was pasted; the plan starts there.
  std::optional<std::string> today;
};

struct RolloutStep {
  /// "report", "read", "enforce", "headers", "hsts-" and the choice of harden's hsts, or "hsts-subdomains".
  std::string_view id;
  int day = 0;       // after the plan's first day; earlier is too early, later is fine
  std::string date;  // "2026-12-01"; empty where the plan has no first day
  std::string title;
  std::string why;
  std::vector<std::string> tasks;     // what to do or make sure of on that day
  HeaderSet headers;                  // all that is sent from that day on: what emit() takes
  std::vector<std::string> changed;   // names that differ from the step before, or from the paste
  std::vector<HardenChange> changes;  // what harden() says of these headers, but for letters
  std::string_view grade;             // of the response with these headers
};

struct Rollout {
  std::string from;      // "2026-12-01", or empty
  std::string endpoint;  // where reports go; empty: to each browser's console
  HardenGrade grade;     // of the first step's set, and of the last one's
  /// With `harden_cookies`: the application's cookies, hardened, from the first day on; none where they are sent so. They are in no step's
  /// headers, since a session is one visitor's, but the steps' letters count them.
  HeaderSet cookies;
  std::vector<RolloutStep> steps;  // by day; none where the paste sends all of it already
  std::string error;               // why there is no plan; empty otherwise
};

/// The plan for the response that `analyze` would judge in `text`, or for a new site where it is empty.
/// No step protects the host for a shorter time than the one before: a new includeSubDomains gets a step of its
/// own where there is a max-age already. Texts that harden() refuses are refused with the same sentence. Costs as much as three harden().
Rollout rollout(std::string_view text, const RolloutOptions& options = {});

/// The plan as a document, with a list to tick off and the headers of each step.
std::string to_markdown(const Rollout& plan);

template <class V>
void fields(V& v, const RolloutStep& step) {
  std::vector<std::vector<std::string>> pairs;
  for (const Header& header : step.headers) pairs.push_back({header.name, header.value});
  v("id", step.id);
  v("day", step.day);
  v.optional("date", step.date);
  v("title", step.title);
  v("why", step.why);
  v("tasks", step.tasks);
  v("headers", pairs);
  v("changed", step.changed);
  v("changes", step.changes);
  v("grade", step.grade);
}
template <class V>
void fields(V& v, const Rollout& plan) {
  v.optional("from", plan.from);
  v.optional("endpoint", plan.endpoint);
  v("grade", plan.grade);
  std::vector<std::vector<std::string>> cookies;
  for (const Header& cookie : plan.cookies) cookies.push_back({cookie.name, cookie.value});
  v.optional("cookies", cookies);
  v("steps", plan.steps);
}

}  // namespace headstrong

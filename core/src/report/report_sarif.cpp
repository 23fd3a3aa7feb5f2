// SARIF 2.1.0 (OASIS), for code scanning and editors.
#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "headstrong/text_report.hpp"
#include "report/json_writer.hpp"
#include "report/report_fields.hpp"
#include "text/utf8.hpp"

namespace headstrong {
namespace report_sarif {

std::string_view level_of(Severity severity) {
  switch (severity) {
    case Severity::Critical:
    case Severity::High: return "error";
    case Severity::Medium: return "warning";
    case Severity::Low:
    case Severity::Info: return "note";
    case Severity::Good: return "none";
  }
  return "none";
}

struct Message {
  std::string text;
};
template <class V>
void fields(V& v, const Message& message) {
  v("text", message.text);
}

struct Rule {
  const RuleInfo& info;
};
template <class V>
void fields(V& v, const Rule& rule) {
  v("id", rule.info.id);
  v("shortDescription", Message{std::string(rule.info.title)});
  v("fullDescription", Message{std::string(rule.info.why)});
  v("help", Message{std::string(rule.info.advice)});
}

struct Driver {
  std::vector<Rule> rules;
};
template <class V>
void fields(V& v, const Driver& driver) {
  v("name", "Headstrong");
  v("rules", driver.rules);
}

struct Tool {
  Driver driver;
};
template <class V>
void fields(V& v, const Tool& tool) {
  v("driver", tool.driver);
}

struct Region {
  Span span;
};
template <class V>
void fields(V& v, const Region& region) {
  v("byteOffset", region.span.start);
  v("byteLength", region.span.size());
}

struct Artifact {
  std::string uri;
};
template <class V>
void fields(V& v, const Artifact& artifact) {
  v("uri", artifact.uri);
}

struct PhysicalLocation {
  Artifact artifact;
  std::optional<Region> region;
};
template <class V>
void fields(V& v, const PhysicalLocation& place) {
  v("artifactLocation", place.artifact);
  v.optional("region", place.region);
}

struct Location {
  PhysicalLocation physical;
};
template <class V>
void fields(V& v, const Location& location) {
  v("physicalLocation", location.physical);
}

struct Result {
  const Finding& finding;
  std::string uri;
};
template <class V>
void fields(V& v, const Result& result) {
  v("ruleId", result.finding.rule->id);
  v("level", level_of(result.finding.severity));
  v("message", Message{message_of(result.finding)});
  std::optional<Region> region;
  if (result.finding.span) region = Region{*result.finding.span};
  v("locations", std::vector<Location>{{{{result.uri}, region}}});
}

struct Notification {
  Message message;
};
template <class V>
void fields(V& v, const Notification& notification) {
  v("level", "warning");
  v("message", notification.message);
}

/// Says that the run came to an end without anything to judge.
struct Invocation {
  std::vector<Notification> notifications;
};
template <class V>
void fields(V& v, const Invocation& invocation) {
  v("executionSuccessful", true);
  v("toolExecutionNotifications", invocation.notifications);
}

struct Run {
  Tool tool;
  std::optional<std::vector<Invocation>> invocations;
  std::vector<Result> results;
};
template <class V>
void fields(V& v, const Run& run) {
  v("tool", run.tool);
  v.optional("invocations", run.invocations);
  v("results", run.results);
}

struct Log {
  std::vector<Run> runs;
};
template <class V>
void fields(V& v, const Log& log) {
  v("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
  v("version", "2.1.0");
  v("runs", log.runs);
}

}  // namespace report_sarif

std::string to_sarif(const Report& report, std::string_view uri) {
  using namespace report_sarif;
  std::vector<const RuleInfo*> used;
  Run run;
  for (const Finding& finding : report.findings) {
    if (std::find(used.begin(), used.end(), finding.rule) == used.end()) {
      used.push_back(finding.rule);
      run.tool.driver.rules.push_back({*finding.rule});
    }
    run.results.push_back({finding, std::string(uri)});
  }
  if (report.input.responses.empty()) {
    run.invocations = {{{{{text::valid_utf8(report.input.description)}}}}};
  }
  Log log;
  log.runs.push_back(std::move(run));
  return report::json_of(log);
}

}  // namespace headstrong

// SARIF 2.1.0 (OASIS), for code scanning and editors.
#include <algorithm>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "grade/grade.hpp"
#include "headstrong/text_report.hpp"
#include "report/json_writer.hpp"
#include "report/markup.hpp"
#include "report/report_fields.hpp"
#include "report/sentences.hpp"
#include "text/ascii.hpp"
#include "text/lines.hpp"
#include "text/utf8.hpp"

namespace headstrong {
namespace report_sarif_detail {

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

/// With `kind` other than "fail" a level has to be "none" (SARIF section 3.27.9).
std::string_view kind_of(Severity severity) { return severity == Severity::Good ? "pass" : "fail"; }

/// Plain text as a message: brackets would make links of it (section 3.11.6).
std::string message_text(std::string_view words) {
  std::string out;
  for (const char c : shown(words)) {
    if (c == '[' || c == ']' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

/// The path of a file as a relative or absolute URI reference (RFC 3986).
std::string uri_of(std::string_view path) {
  static constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out = path.substr(0, 1) == "/" ? "file://" : "";
  for (const char c : path) {
    if (text::is(c, text::kAlpha) || text::is(c, text::kDigit) ||
        std::string_view("-._~/!$&'()*+,;=@").find(c) != std::string_view::npos) {
      out += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += kHex[byte >> 4];
    out += kHex[byte & 15];
  }
  return out;
}

struct Message {
  std::string text;
};
template <class V>
void fields(V& v, const Message& message) {
  v("text", message.text);
}

struct Configuration {
  std::string_view level;
};
template <class V>
void fields(V& v, const Configuration& configuration) {
  v("level", configuration.level);
}

/// Text, and the same as Markdown for viewers that show it.
struct Help {
  std::string text;
  std::string markdown;
};
template <class V>
void fields(V& v, const Help& help) {
  v("text", help.text);
  v("markdown", help.markdown);
}

/// What a viewer shows of a rule beside a result.
Help help_of(const RuleInfo& info, std::string_view page) {
  report::Markup markup(report::Markup::Language::Markdown);
  markup.add(markup.prose(info.why) + "\n");
  markup.paragraph(markup.strong("What to do:") + " " + markup.prose(info.advice));
  markup.begin_list();
  if (!page.empty()) markup.item(markup.link(page, "Rule book"));
  for (const std::string_view url : references_of(info)) markup.item(markup.link(url, {}));
  markup.end_list();
  return {message_text(info.advice), markup.take()};
}

struct Rule {
  const RuleInfo& info;
  std::string page;  // in the rule book; empty: not known where that is
};
template <class V>
void fields(V& v, const Rule& rule) {
  v("id", rule.info.id);
  v("shortDescription", Message{message_text(rule.info.title)});
  v("fullDescription", Message{message_text(rule.info.why)});
  v("help", help_of(rule.info, rule.page));
  const std::vector<std::string_view> references = references_of(rule.info);
  if (!rule.page.empty()) {
    v("helpUri", rule.page);
  } else if (!references.empty()) {
    v("helpUri", references.front());
  }
  v("defaultConfiguration", Configuration{level_of(rule.info.severity)});
}

struct Driver {
  std::string_view version;
  std::vector<Rule> rules;
};
template <class V>
void fields(V& v, const Driver& driver) {
  v("name", "Headstrong");
  v.optional("version", driver.version);
  v("rules", driver.rules);
}

struct Tool {
  Driver driver;
};
template <class V>
void fields(V& v, const Tool& tool) {
  v("driver", tool.driver);
}

/// Lines and columns count from 1, columns in UTF-16 units; the end is behind the last one.
struct LineColumn {
  std::size_t line = 1;
  std::size_t column = 1;
};

/// Finds the place of an offset in logarithmic time.
class Places {
 public:
  explicit Places(std::string_view source) : units_(source) {
    text::Line line;
    text::LineCursor cursor(source);
    while (cursor.next(line)) starts_.push_back(line.start);
  }
  LineColumn of(std::uint32_t offset) const {
    const auto after = std::upper_bound(starts_.begin(), starts_.end(), offset);
    if (after == starts_.begin()) return {};
    const std::uint32_t start = *(after - 1);
    return {static_cast<std::size_t>(after - starts_.begin()), units_(offset) - units_(start) + 1};
  }

 private:
  std::vector<std::uint32_t> starts_;
  text::Utf16Offsets units_;
};

struct Region {
  Span span;
  LineColumn start;
  LineColumn end;
};
template <class V>
void fields(V& v, const Region& region) {
  v("startLine", region.start.line);
  v("startColumn", region.start.column);
  v("endLine", region.end.line);
  v("endColumn", region.end.column);
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
  std::optional<Message> message = std::nullopt;
};
template <class V>
void fields(V& v, const Location& location) {
  v("physicalLocation", location.physical);
  v.optional("message", location.message);
}

/// What SARIF has no word for: how sure the finding is, and the browsers in which it holds.
struct Properties {
  std::string_view confidence;
  std::vector<std::string_view> browsers;
};
template <class V>
void fields(V& v, const Properties& properties) {
  v("confidence", properties.confidence);
  v.optional("browsers", properties.browsers);
}

struct Result {
  const Finding& finding;
  std::size_t rule_index;
  Location location;
  std::vector<Location> others;  // the further places
};
template <class V>
void fields(V& v, const Result& result) {
  v("ruleId", result.finding.rule->id);
  v("ruleIndex", result.rule_index);
  v("kind", kind_of(result.finding.severity));
  v("level", level_of(result.finding.severity));
  v("message", Message{message_text(message_of(result.finding))});
  v("locations", std::vector<Location>{result.location});
  if (!result.others.empty()) v("relatedLocations", result.others);
  v("properties", Properties{to_string(result.finding.confidence), browsers_of(result.finding.browsers)});
}

struct Notification {
  Message message;
};
template <class V>
void fields(V& v, const Notification& notification) {
  v("level", "warning");
  v("message", notification.message);
}

/// That the run came to an end, when, and what kept it from judging, and what the results are not about.
struct Invocation {
  std::string_view time;
  std::vector<Notification> notifications;
};
template <class V>
void fields(V& v, const Invocation& invocation) {
  v("executionSuccessful", true);
  v.optional("endTimeUtc", invocation.time);
  if (!invocation.notifications.empty()) v("toolExecutionNotifications", invocation.notifications);
}

/// What SARIF has no word for: the grade.
struct RunProperties {
  std::optional<std::string_view> letter;
  std::optional<int> score;
  std::string extent;  // "for scripts and framing alone", where the letter is about few protections
  int rubric = 0;
  std::uint64_t masked = 0;
};
template <class V>
void fields(V& v, const RunProperties& properties) {
  v("letter", properties.letter);
  v("score", properties.score);
  v.optional("extent", properties.extent);
  v("rubric", properties.rubric);
  v.optional("maskedSecrets", properties.masked);
}

struct Run {
  Tool tool;
  RunProperties properties;
  std::optional<std::vector<Invocation>> invocations;
  std::vector<Result> results;
};
template <class V>
void fields(V& v, const Run& run) {
  v("tool", run.tool);
  v.optional("invocations", run.invocations);
  v("columnKind", "utf16CodeUnits");
  v("results", run.results);
  v("properties", run.properties);
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

}  // namespace report_sarif_detail

std::string to_sarif(const Report& report, std::string_view path, const ReportFacts& facts) {
  using namespace report_sarif_detail;
  std::unordered_map<const RuleInfo*, std::size_t> used;
  const Places places(report.source);
  const std::string uri = uri_of(path);
  Run run;
  run.tool.driver.version = facts.version;
  for (const Finding& finding : report.findings) {
    const auto [entry, first] = used.emplace(finding.rule, used.size());
    if (first) {
      const std::string_view id = finding.rule->id;
      run.tool.driver.rules.push_back({*finding.rule, facts.book.empty() ? "" : report::book_address(facts.book, id)});
    }
    std::optional<Region> region;
    if (finding.span) {
      region = Region{*finding.span, places.of(finding.span->start), places.of(finding.span->end)};
    }
    std::vector<Location> others;
    for (std::size_t i = 1; i < finding.places.size(); ++i) {
      const Place& place = finding.places[i];
      const Region at{place.span, places.of(place.span.start), places.of(place.span.end)};
      others.push_back({{{uri}, at}, Message{message_text(place.label)}});
    }
    run.results.push_back({finding, entry->second, {{{uri}, region}}, std::move(others)});
  }
  // A date alone is no time of SARIF's.
  Invocation invocation{facts.time.size() > 10 ? facts.time : std::string_view(), {}};
  if (report.input.responses.empty()) {
    invocation.notifications.push_back({{text::valid_utf8(report.input.description)}});
  }
  for (const LossSummary& loss : report.input.losses) {
    invocation.notifications.push_back({{text::valid_utf8(loss.sentence)}});
  }
  if (!invocation.time.empty() || !invocation.notifications.empty()) run.invocations = {{std::move(invocation)}};
  run.properties = {report.grade.letter, report.grade.score, report::extent(report.grade), grade::kRubricVersion,
                    facts.masked};
  Log log;
  log.runs.push_back(std::move(run));
  return report::json_of(log);
}

}  // namespace headstrong

#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "headstrong/decide.hpp"
#include "headstrong/lines.hpp"
#include "protocol/decide_input.hpp"
#include "protocol/line_id.hpp"
#include "report/json_writer.hpp"
#include "text/json.hpp"

namespace headstrong::protocol {
namespace decide_line_detail {

struct Error {
  std::string error;
};
template <class V>
void fields(V& v, const Error& e) {
  v("error", e.error);
}

template <class Item>
struct PerProfile {
  std::array<Item, decide::kProfileCount> items{};
};
template <class V, class Item>
void fields(V& v, const PerProfile<Item>& p) {
  for (const decide::Profile profile : decide::kProfiles) {
    v(decide::profile_name(profile), p.items[static_cast<std::size_t>(profile)]);
  }
}

using MaybeText = std::optional<std::string_view>;
MaybeText text_or_null(std::string_view s) { return s.empty() ? MaybeText() : MaybeText(s); }

struct DecidedByLine {
  const decide::DecidedBy* by = nullptr;
};
template <class V>
void fields(V& v, const DecidedByLine& line) {
  v("policy", line.by->policy);
  v("disposition", line.by->disposition == decide::PolicyDisposition::Enforce ? "enforce" : "report");
  v("list", text_or_null(line.by->list));
  v("source", text_or_null(line.by->source));
  v("allowed", line.by->allowed);
}

struct ObstacleLine {
  const decide::Obstacle* obstacle = nullptr;
};
template <class V>
void fields(V& v, const ObstacleLine& line) {
  std::vector<std::string_view> profiles;
  for (const decide::Profile profile : line.obstacle->profiles) {
    profiles.push_back(decide::profile_name(profile));
  }
  v("header", text_or_null(line.obstacle->header));
  v("profiles", profiles);
  v("sentence", line.obstacle->sentence);
}

struct VerdictLine {
  const decide::Verdict* verdict = nullptr;
  std::string cause;  // where it contradicts what a browser told
};
template <class V>
void fields(V& v, const VerdictLine& line) {
  PerProfile<std::string_view> words;
  PerProfile<MaybeText> directives;
  for (std::size_t p = 0; p < decide::kProfileCount; ++p) {
    words.items[p] = line.verdict->allowed[p] ? "allowed" : "blocked";
    directives.items[p] = text_or_null(line.verdict->directive[p]);
  }
  std::vector<DecidedByLine> decided_by;
  for (const decide::DecidedBy& by : line.verdict->decided_by) decided_by.push_back({&by});
  v("verdict", words);
  v("directive", directives);
  v("decidedBy", decided_by);
  v("why", line.verdict->why);
  if (!line.verdict->assumed.empty()) v("assumed", line.verdict->assumed);
  if (!line.verdict->but.empty()) {
    std::vector<ObstacleLine> but;
    for (const decide::Obstacle& obstacle : line.verdict->but) but.push_back({&obstacle});
    v("but", but);
  }
  if (!line.cause.empty()) v("cause", line.cause);
}

std::string error_line(const std::string& error) { return report::json_of(Error{error}); }

/// What a browser said of the line's requests.
std::optional<decide::Told> told_in(FieldReader& line, std::string& error) {
  const Json json = line.field("told");
  if (!json) return std::nullopt;
  decide::Told told;
  if (!json.is_object()) {
    line.fail("told", "must be an object");
    return told;
  }
  FieldReader reader(json, "message: ", error);
  told.browser = read_browser(reader);
  told.policy = reader.text("policy");
  told.page = reader.text("page");
  told.policies_of = reader.text("policiesOf");
  const std::string_view disposition = reader.text("disposition");
  told.report_only = disposition == "report";
  if (!disposition.empty() && disposition != "enforce" && !told.report_only) {
    reader.fail_value("disposition", "must be enforce or report", disposition);
  }
  return told;
}

std::string verdict_line(const decide::Decider& decider, const std::optional<decide::Told>& told, const Json& json) {
  std::string error;
  const decide::Request request = read_request(json, error);
  if (!error.empty()) return error_line(error);
  decide::Verdict verdict;
  error = told ? decider.decide(request, *told, verdict) : decider.decide(request, verdict);
  if (!error.empty()) return error_line(error);
  std::string cause;
  if (told) cause = decider.likely_cause(*told, request, verdict);
  return report::json_of(VerdictLine{&verdict, std::move(cause)});
}

/// Each verdict lists every policy, so that many requests to many policies would be answered in the
/// product of their numbers. From this size on requests are only told so, to be asked in a line of
/// their own.
std::size_t longest_answer(std::size_t line) { return 32 * line + (std::size_t{8} << 20); }

template <class Answer>
std::string answer_list(const Json& requests, std::size_t line, Answer answer) {
  static const std::string kTooLong = error_line("too many requests for so many policies in one line");
  const std::size_t longest = longest_answer(line);
  std::string out = "[";
  for (const Json& item : requests) {
    if (out.size() > 1) out += ',';
    const std::string next = out.size() < longest ? answer(item) : kTooLong;
    if (out.size() == 1) {
      // A text that grows is there twice while it moves. Most requests and answers are about as long as the first.
      const std::size_t count = requests.source().size() / item.source().size() + 1;
      const std::size_t whole = count * (next.size() + 1);
      out.reserve(whole < longest ? whole : longest + count * (kTooLong.size() + 1));
    }
    out += next;
  }
  out += ']';
  return out;
}

}  // namespace decide_line_detail

}  // namespace headstrong::protocol

namespace headstrong {

std::string decide_line(std::string_view json_line) {
  using namespace protocol;
  using namespace protocol::decide_line_detail;
  const text::JsonDocument document(json_line, text::JsonDocument::LoneSurrogates::Replaced);
  const Json line = document.root();
  if (!line) return error_line("the line is not valid JSON");
  if (!line.is_object()) return error_line("the line must be a JSON object");
  std::string error;
  FieldReader reader(line, "", error);
  const std::string_view page = reader.text("page");
  const std::vector<Header> others = read_headers(reader);
  const std::vector<decide::PolicyText> policies = read_policies(reader, error);
  const std::string_view x_frame_options = reader.text("xFrameOptions");
  const std::optional<decide::Told> told = told_in(reader, error);
  const Json requests = reader.field("requests");
  const Json request = reader.field("request");
  if (requests && !requests.is_array()) {
    reader.fail("requests", "must be an array of objects");
  }
  if (!requests && !request) reader.fail("request", "is missing");
  if (error.empty()) {
    decide::Decider decider(page, policies, x_frame_options);
    for (const Header& header : others) decider.add_header(header.name, header.value);
    error = decider.error();
    if (error.empty() && !requests) return with_id(verdict_line(decider, told, request), line);
    if (error.empty()) {
      return answer_list(requests, json_line.size(),
                         [&](const Json& item) { return with_id(verdict_line(decider, told, item), item); });
    }
  }
  if (!requests || !requests.is_array()) return with_id(error_line(error), line);
  return answer_list(requests, json_line.size(), [&](const Json& item) { return with_id(error_line(error), item); });
}

}  // namespace headstrong

// The answer to one paste. JSON names and meanings: the contract, design section 3.3.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "headstrong/catalogue.hpp"
#include "headstrong/peers.hpp"
#include "headstrong/profile.hpp"
#include "headstrong/span.hpp"

namespace headstrong {

struct Edit {
  Span span;         // what is replaced; empty to insert
  std::string text;  // spelled for the place it goes to
};

/// A change of the pasted text that removes the finding. Edits are in order and do not overlap.
struct Fix {
  std::string_view title;
  Applicability applicability = Applicability::Suggestion;
  std::vector<Edit> edits;
  /// Set by a rule: to be offered only after the text with the edits was judged and found no worse.
  bool tried_first = false;
  /// Set by a rule: writes what a policy was meant to say, so that it comes into force. To be offered
  /// only after it was found to open and to reveal nothing.
  bool repairs_policy = false;
};

struct Related {
  Span span;
  std::string_view label;
};

/// One of several places at which a rule is broken in the same way.
struct Place {
  Span span;
  std::string label;  // what is there, in a word or two
  Severity severity = Severity::Info;
  Confidence confidence = Confidence::Certain;
  std::vector<Edit> edits;  // that mend this place alone; empty where nothing is offered
};

/// What one rule says of one header. `span`, `occurrence`, `arguments` and `related` are those of the
/// first place, `severity` and `confidence` those of the weightiest, `fix` mends all places together.
struct Finding {
  const RuleInfo* rule = nullptr;
  Severity severity = Severity::Info;
  Confidence confidence = Confidence::Certain;
  decide::Browsers browsers = 0;       // where it holds, of several places any; none: in all browsers
  std::string_view header;             // usual spelling; empty where no one header is meant
  std::uint32_t occurrence = 0;        // which field of that name, from 0
  std::optional<Span> span;            // nothing where the finding is that something is absent
  std::vector<std::string> arguments;  // for the places in the rule's message
  std::vector<Related> related;
  std::optional<Fix> fix;
  std::vector<Place> places;  // all of them where there are several, else none
};

/// The rule's message with the finding's words in its places. Of several places the first labels are
/// named, and the number of the others.
std::string message_of(const Finding& finding);

struct ResponseSummary {
  std::string url;  // empty where unknown
  int status = 0;   // 0 where unknown
  std::uint32_t headers = 0;
  bool chosen = false;
  std::string label;  // for a list to choose from
  Span span;
  std::string place;  // where in a configuration: "server block, line 12"; empty where that is not told
  /// [name, value] as the text means them, the first kMaxFieldsShown.
  std::vector<std::vector<std::string_view>> fields;
  /// What stands for values that the text does not hold (a variable, a call); nothing where there is none.
  std::optional<std::vector<Span>> gaps;
};
inline constexpr std::size_t kMaxFieldsShown = 500;

/// "allowed" or "blocked" of each profile, in their order.
struct RequestVerdict {
  std::vector<std::string_view> words;
};

/// A request that a pasted console message or report tells of. What is empty was not told.
struct RequestSummary {
  std::string_view type;  // as decision lines name it (design section 3.4)
  std::string_view url;
  std::string_view content;       // of inline code, where it is told whole
  std::string_view content_hash;  // of inline code, as the console offers it
  std::string_view name;          // of a Trusted Types policy
  std::string_view directive;     // the effective one, or the one that is named
  std::string_view policy;        // a report's policy; of a message one directive with its list
  std::string_view page;
  std::string_view disposition;  // enforce report
  std::string_view browser;      // chromium firefox webkit; empty: a report
  std::string said;              // "A message of Chromium's console: img-src blocked https://..."
  Span span;
  std::optional<RequestVerdict> verdict;  // by `policy` alone; nothing where that or more is not told
  std::string cause;                      // where the verdict contradicts the browser: what most likely lies behind it
};

/// Of a configuration: a place that doesn't send what a place around it sets, and protects its pages less for it.
struct LossSummary {
  std::string place;                      // "location /app block, line 9"
  Span span;                              // the line in which it begins
  std::vector<std::string_view> headers;  // what it loses, as it is written around it
  std::optional<std::uint32_t> response;  // which of the responses is the place's; nothing where it sets nothing itself
  std::string sentence;                   // what is lost, why, and what to do
};

struct InputSummary {
  std::string_view format;
  std::string description;  // "curl -v output, 2 responses, 14 headers"
  std::vector<ResponseSummary> responses;
  std::vector<std::string> notices;                     // what was passed over, and where; the losses' sentences too
  std::vector<LossSummary> losses;                      // in the order of the text
  std::vector<std::string_view> targets;                // of emit(), that the text tells of, the surest first
  std::optional<std::vector<RequestSummary>> requests;  // of console messages and reports; nothing where there are none
};

struct ProtectionGrade {
  std::string_view id;                     // scripts framing transport isolation leakage cookies
  int weight = 0;                          // in the headline, among the protections that have a score
  std::optional<std::string_view> letter;  // nothing where the input can't tell
  std::optional<int> score;                // 0 to 100
  std::string summary;                     // one plain sentence
};

struct Deduction {
  std::string_view rule;
  int points = 0;  // 0 where `cap` is above what is left without it
  std::string_view protection;
  /// Of what is only likely or critical: the most that the protection can have while it is found. 0: none.
  int cap = 0;
  /// Of what is critical or high: the most that the headline can be while it is found. 0: no cap.
  int headline_cap = 0;
};

/// What takes the headline to the next letter.
struct NextLetter {
  std::string_view letter;
  std::vector<std::string_view> changes;  // the rules of which no finding may be left, weightiest first
};

struct Grade {
  /// It is of a text that isn't a whole response: what seems to be missing may be sent all the same.
  bool partial = false;
  std::optional<std::string_view> letter;  // nothing where no protection has one
  std::optional<int> score;                // 0 to 100
  std::vector<ProtectionGrade> protections;
  std::vector<Deduction> deductions;
};

struct PolicyValue {
  std::string_view text;
  Span span;
  std::string_view kind;
};
struct PolicyDirective {
  std::string_view name;  // as written
  Span span;
  bool duplicate = false;
  std::vector<PolicyValue> values;
};
struct PolicySummary {
  std::string_view disposition;  // enforce report
  std::string_view source;       // header meta
  std::string_view text;
  Span span;
  std::vector<PolicyDirective> directives;
};

struct Report {
  std::uint64_t truncated = 0;  // findings left out beyond kMaxFindings
  InputSummary input;
  Grade grade;
  std::vector<Finding> findings;             // weightiest first
  std::string page;                          // the address that the policies are judged for
  std::string x_frame_options;               // its values joined, as browsers read them; empty: none
  std::optional<Span> x_frame_options_span;  // the first of these headers, from its name on
  /// What else of the response has a say in what `decide` answers: [name, value], the values joined.
  std::optional<std::vector<std::vector<std::string>>> response_headers;
  std::vector<PolicySummary> policies;
  std::optional<peers::Answers> elsewhere;  // nothing where nothing was read, or it was not asked for
  /// Owns the text that the views above point into.
  std::shared_ptr<const void> owner;
  std::string_view source;  // the text that spans count in
};

inline constexpr std::uint32_t kReportSchema = 1;
inline constexpr std::size_t kMaxFindings = 2000;
inline constexpr std::size_t kMaxInputBytes = 8 * 1024 * 1024;

}  // namespace headstrong

// What other judges of response headers would say, as the report carries it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace headstrong::peers {

/// One finding of CSP Evaluator. `type` and `severity` are the names of its enumerators
/// (`SCRIPT_UNSAFE_INLINE`, `HIGH`) and live for ever.
struct CspEvaluatorFinding {
  std::string_view type;
  std::string_view severity;
  std::string directive;             // as the peer normalises it: lower case
  std::optional<std::string> value;  // the source expression; absent where the peer gives none
};

struct CspEvaluatorAnswer {
  std::vector<CspEvaluatorFinding> findings;  // in the peer's order; empty if it throws
  std::size_t omitted = 0;                    // findings after the first kMaxCspEvaluatorFindings
  std::optional<std::string> error;           // the message of the exception it throws
};

/// One test of HTTP Observatory, by the peer's own names.
struct ObservatoryTest {
  std::string_view name;                   // "content-security-policy"
  std::optional<std::string_view> result;  // "csp-not-implemented"; absent: headers can't decide it
  int modifier = 0;                        // points; 0 where there is no result
};

struct ObservatoryAnswer {
  int algorithm = 0;
  int score = 0;           // 0 or more; the top is above 100
  std::string_view grade;  // "A+" ... "F"
  std::vector<ObservatoryTest> tests;
};

struct SecurityHeadersAnswer {
  std::string_view grade;  // "A+" "A" "B" "C" "D" "E" "F"
  bool estimate = true;    // always: the peer's rules are not public
};

/// Why one of them says otherwise than this report does, in a few sentences with the paste's words.
struct Note {
  std::string_view peer;  // "observatory", "cspEvaluator"
  std::string about;      // the peer's name of a test or finding; else ours of a rule
  std::string sentence;
};

/// All three. CSP Evaluator is asked about the first enforced header value, unsplit at commas; it
/// has no findings where there is none.
struct Answers {
  ObservatoryAnswer observatory;
  CspEvaluatorAnswer csp_evaluator;
  SecurityHeadersAnswer security_headers;
  std::vector<Note> notes;
};

template <class V>
void fields(V& v, const ObservatoryTest& test) {
  v("name", test.name);
  v("result", test.result);
  v("modifier", test.modifier);
}
template <class V>
void fields(V& v, const ObservatoryAnswer& answer) {
  v("algorithm", answer.algorithm);
  v("score", answer.score);
  v("grade", answer.grade);
  v("tests", answer.tests);
}
template <class V>
void fields(V& v, const CspEvaluatorFinding& finding) {
  v("type", finding.type);
  v("severity", finding.severity);
  v("directive", finding.directive);
  v.optional("value", finding.value);
}
/// What CSP Evaluator answers instead of findings where it throws.
struct CspEvaluatorError {
  std::string_view error;
};
template <class V>
void fields(V& v, const CspEvaluatorError& thrown) {
  v("error", thrown.error);
}
template <class V>
void fields(V& v, const SecurityHeadersAnswer& answer) {
  v("grade", answer.grade);
  v("estimate", answer.estimate);
}

template <class V>
void fields(V& v, const Note& note) {
  v("peer", note.peer);
  v("about", note.about);
  v("sentence", note.sentence);
}

template <class V>
void fields(V& v, const Answers& answers) {
  v("observatory", answers.observatory);
  if (answers.csp_evaluator.error) {
    v("cspEvaluator", CspEvaluatorError{*answers.csp_evaluator.error});
  } else {
    v("cspEvaluator", answers.csp_evaluator.findings);
  }
  v("securityHeaders", answers.security_headers);
  if (!answers.notes.empty()) v("notes", answers.notes);
}

}  // namespace headstrong::peers

#include "support/edits.hpp"

#include <algorithm>

#include "grade/grade.hpp"
#include "text/utf8.hpp"

namespace headstrong::testing {
namespace edits_detail {

/// Whether a cut before text[at] splits no well-formed UTF-8 sequence.
bool is_edge(std::string_view text, std::size_t at) {
  for (std::size_t back = 1; back <= 3 && back <= at; ++back) {
    const std::size_t length = text::utf8_length(text, at - back);
    if (length > back) return false;
  }
  return true;
}

std::string fault_of(Span span, std::string_view text) {
  if (span.start > span.end) return "span ends before it starts";
  if (span.end > text.size()) return "span ends behind the text";
  if (!is_edge(text, span.start) || !is_edge(text, span.end)) return "span splits a code point";
  return {};
}

std::string fault_of(const Finding& finding, std::string_view text) {
  if (finding.span) {
    if (std::string fault = fault_of(*finding.span, text); !fault.empty()) return fault;
  }
  for (const Related& related : finding.related) {
    if (std::string fault = fault_of(related.span, text); !fault.empty()) return "related " + fault;
  }
  return finding.fix ? testing::fault_of(*finding.fix, text) : std::string();
}

}  // namespace edits_detail
using namespace edits_detail;

std::string fault_of(const Fix& fix, std::string_view text) {
  if (fix.edits.empty()) return "fix without edits";
  std::uint32_t end = 0;
  bool changes = false;
  for (const Edit& edit : fix.edits) {
    if (std::string fault = fault_of(edit.span, text); !fault.empty()) return "fix " + fault;
    if (edit.span.start < end) return "fix with overlapping edits";
    end = edit.span.end;
    changes = changes || text.substr(edit.span.start, edit.span.size()) != edit.text;
  }
  return changes ? "" : "fix that changes nothing";
}

std::string apply(const Fix& fix, std::string_view text) {
  std::string out;
  std::size_t at = 0;
  for (const Edit& edit : fix.edits) {
    out += text.substr(at, edit.span.start - at);
    out += edit.text;
    at = edit.span.end;
  }
  return out += text.substr(at);
}

std::string fault_of(const Report& report) {
  const std::string_view text = report.source;
  for (const Finding& finding : report.findings) {
    const std::string fault = fault_of(finding, text);
    if (!fault.empty()) return std::string(finding.rule->id) + ": " + fault;
  }
  for (const ResponseSummary& response : report.input.responses) {
    if (std::string fault = fault_of(response.span, text); !fault.empty()) return "response " + fault;
  }
  for (const PolicySummary& policy : report.policies) {
    if (std::string fault = fault_of(policy.span, text); !fault.empty()) return "policy " + fault;
    for (const PolicyDirective& directive : policy.directives) {
      if (std::string fault = fault_of(directive.span, text); !fault.empty()) {
        return "directive " + fault;
      }
      for (const PolicyValue& value : directive.values) {
        if (std::string fault = fault_of(value.span, text); !fault.empty()) return "value " + fault;
      }
    }
  }
  if (report.findings.size() > kMaxFindings) return "more findings than promised";
  const auto fits = [](int score, std::string_view letter) {
    return score >= 0 && score <= 100 && grade::letter_of(score) == letter;
  };
  for (const ProtectionGrade& protection : report.grade.protections) {
    if (protection.score.has_value() != protection.letter.has_value()) {
      return std::string(protection.id) + " has a letter or a score, not both";
    }
    if (protection.score && !fits(*protection.score, *protection.letter)) {
      return std::string(protection.id) + " has a letter that does not fit its score";
    }
  }
  const Grade& grade = report.grade;
  const bool graded = std::any_of(grade.protections.begin(), grade.protections.end(),
                                  [](const ProtectionGrade& each) { return each.letter.has_value(); });
  if (grade.letter.has_value() != graded || grade.score.has_value() != graded) {
    return "the whole has a letter and a score where a protection has one, and nowhere else";
  }
  return !graded || fits(*grade.score, *grade.letter) ? "" : "the letter does not fit the score";
}

}  // namespace headstrong::testing

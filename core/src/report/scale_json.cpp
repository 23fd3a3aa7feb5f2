// The scale as data: what a rule book says of letters, protections and points.
#include <vector>

#include "grade/grade.hpp"
#include "headstrong/json.hpp"
#include "report/json_writer.hpp"
#include "report/meanings.hpp"

namespace headstrong {
namespace scale_json_detail {

struct Letter {
  std::string_view letter;
  std::uint64_t from;
};
template <class V>
void fields(V& v, const Letter& letter) {
  v("letter", letter.letter);
  v("from", letter.from);
  v("meaning", report::meaning_of_letter(letter.letter));
}

struct Protection {
  std::string_view id;
  std::uint64_t weight;
  std::uint64_t cap;
};
template <class V>
void fields(V& v, const Protection& protection) {
  v("id", protection.id);
  v("name", report::meaning_of_protection(protection.id).name);
  v("against", report::meaning_of_protection(protection.id).against);
  v("weight", protection.weight);
  v("cap", protection.cap);
}

struct SeverityRow {
  std::string_view severity;
  std::uint64_t cap;  // of the headline; 0: none
};
template <class V>
void fields(V& v, const SeverityRow& row) {
  v("severity", row.severity);
  v("meaning", report::meaning_of_severity(row.severity));
  v.optional("cap", row.cap);
}

struct Cost {
  const grade::RubricEntry& entry;
};
template <class V>
void fields(V& v, const Cost& cost) {
  v("rule", cost.entry.rule);
  v("protection", grade::id_of(cost.entry.protection));
  v("points", static_cast<std::uint64_t>(cost.entry.points));
}

struct Scale {
  std::vector<Letter> letters = {
#define HEADSTRONG_LETTER(letter, score) {letter, score},
#include "grade/rubric.def"
#undef HEADSTRONG_LETTER
  };
  std::vector<Protection> protections = {
#define HEADSTRONG_PROTECTION(protection, id, weight, cap) {id, weight, cap},
#include "grade/rubric.def"
#undef HEADSTRONG_PROTECTION
  };
  std::uint64_t broken =
#define HEADSTRONG_BROKEN(score) score;
#include "grade/rubric.def"
#undef HEADSTRONG_BROKEN
      std::uint64_t likely =
#define HEADSTRONG_LIKELY(score) score;
#include "grade/rubric.def"
#undef HEADSTRONG_LIKELY
};
template <class V>
void fields(V& v, const Scale& scale) {
  v("rubric", grade::kRubricVersion);
  v("letters", scale.letters);
  v("protections", scale.protections);
  v("broken", scale.broken);
  v("likely", scale.likely);
  std::vector<SeverityRow> severities;
  for (const Severity severity :
       {Severity::Critical, Severity::High, Severity::Medium, Severity::Low, Severity::Info, Severity::Good}) {
    const int cap = grade::headline_cap_of(severity);
    severities.push_back({to_string(severity), cap < 100 ? static_cast<std::uint64_t>(cap) : 0});
  }
  v("severities", severities);
  std::vector<Cost> costs;
  for (const grade::RubricEntry& entry : grade::rubric()) costs.push_back({entry});
  v("deductions", costs);
}

}  // namespace scale_json_detail

std::string scale_json() { return report::json_of(scale_json_detail::Scale{}); }

}  // namespace headstrong

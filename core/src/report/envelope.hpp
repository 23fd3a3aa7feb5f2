// The report with what stands before its own fields.
#pragma once

#include "grade/grade.hpp"
#include "headstrong/json.hpp"
#include "report/report_fields.hpp"

namespace headstrong::report {

struct Envelope {
  const Report* report = nullptr;
  Encoding encoding = Encoding::Utf16;
};

template <class V>
void fields(V& v, const Envelope& envelope) {
  v("schema", kReportSchema);
  v("rubric", grade::kRubricVersion);
  v("encoding", envelope.encoding == Encoding::Utf8 ? std::string_view("utf-8") : std::string_view("utf-16"));
  fields(v, *envelope.report);
}

}  // namespace headstrong::report

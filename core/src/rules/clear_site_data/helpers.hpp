// What the rules of Clear-Site-Data share.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rules/fixes.hpp"
#include "rules/rule.hpp"

namespace headstrong::rules::clear_site_data_rules {

/// Reports each value that browsers pass over; `title` is of the fix, where it is plain what was meant.
inline void report_each(const Context& context, Sink& sink, const std::vector<std::string_view>& words,
                        std::string_view title) {
  const headers::FieldValue& value = context.response.typed.clear_site_data->value;
  for (const std::string_view word : words) {
    Finding& finding = sink.at(value, word);
    finding.arguments = {std::string(word)};
    const std::string_view meant = headers::meant_clearance(word);
    if (meant.empty()) continue;
    offer_fix(finding, title, Applicability::Suggestion, replace_part(context.response, value, word, meant));
  }
}

}  // namespace headstrong::rules::clear_site_data_rules

// A comparison as JSON and for people.
#include <string>

#include "headstrong/json.hpp"
#include "headstrong/text_report.hpp"
#include "report/comparison_fields.hpp"

namespace headstrong {
namespace comparison_detail {

void add_section(std::string& out, const Comparison& comparison, decide::Change change,
                 std::string_view title) {
  bool any = false;
  for (const decide::Witness& witness : comparison.witnesses) {
    if (witness.change != change) continue;
    if (!any) {
      out += '\n';
      out += title;
      out += '\n';
    }
    any = true;
    out += "  " + shown(witness.sentence) + "\n";
  }
}

}  // namespace comparison_detail

std::string to_json(const Comparison& comparison) { return report::json_of(comparison); }

std::string to_text(const Comparison& comparison) {
  std::string out = "Page:  " + shown(comparison.page) + "\n";
  for (const std::string& note : comparison.notes) out += "Note:  " + shown(note) + "\n";
  if (comparison.witnesses.empty()) {
    out += comparison.incomplete ? "No difference was found.\n"
                                 : "Nothing is allowed or blocked that was not before.\n";
    return out;
  }
  comparison_detail::add_section(out, comparison, decide::Change::Allows, "Newly allowed");
  comparison_detail::add_section(out, comparison, decide::Change::Blocks, "Newly blocked");
  return out;
}

}  // namespace headstrong

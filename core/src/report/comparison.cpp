// A comparison as JSON and for people.
#include <string>

#include "headstrong/json.hpp"
#include "headstrong/text_report.hpp"
#include "report/comparison_fields.hpp"

namespace headstrong {
namespace comparison_detail {

void add_section(std::string& out, const Comparison& comparison, decide::Change change, std::string_view title) {
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

/// What is said where no witness was found. Notes may tell of what the policies don't.
std::string_view nothing_new(const Comparison& comparison) {
  if (comparison.incomplete) return "No difference found.\n";
  return comparison.notes.empty() ? "The change allows and blocks nothing new.\n"
                                  : "The policies allow and block nothing new.\n";
}

}  // namespace comparison_detail

std::string to_json(const Comparison& comparison) { return report::json_of(comparison); }

namespace comparison_detail {

/// A hardened set, and beside it what it changes.
struct Explained {
  const HardenResult& result;
  const HardenEffects& effects;
};
template <class V>
void fields(V& v, const Explained& explained) {
  using headstrong::fields;
  fields(v, explained.result);
  v("effects", explained.effects);
}

}  // namespace comparison_detail

std::string to_json(const HardenResult& result, const HardenEffects& effects) {
  return report::json_of(comparison_detail::Explained{result, effects});
}

std::string to_text(const HardenEffects& effects, bool reports_first) {
  std::string out = "What changes for visitors\n" + to_text(effects.now);
  if (reports_first) out += "\nOnce the policy that only reports is enforced\n" + to_text(effects.enforced);
  return out;
}

std::string to_text(const Comparison& comparison) {
  std::string out = "Page:  " + shown(comparison.page) + "\n";
  for (const std::string& note : comparison.notes) out += "Note:  " + shown(note) + "\n";
  if (comparison.witnesses.empty()) {
    out += comparison_detail::nothing_new(comparison);
    return out;
  }
  comparison_detail::add_section(out, comparison, decide::Change::Allows, "Newly allowed");
  comparison_detail::add_section(out, comparison, decide::Change::Blocks, "Newly blocked");
  return out;
}

}  // namespace headstrong

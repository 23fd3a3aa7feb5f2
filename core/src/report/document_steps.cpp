#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "grade/grade.hpp"
#include "grammar/header_names.hpp"
#include "headers/strict_transport_security.hpp"
#include "report/document_parts.hpp"
#include "report/sentences.hpp"
#include "text/ascii.hpp"
#include "text/utf8.hpp"

namespace headstrong::report {
namespace document_steps_detail {

/// So many things, and no more where the way to the next letter is short.
constexpr std::size_t kFewestSteps = 3;
constexpr std::size_t kMostSteps = 5;
constexpr std::size_t kMostEdits = 4;

/// The line without what curl -v puts before it.
std::string_view without_prefix(std::string_view line) { return line.substr(line.substr(0, 2) == "< " ? 2 : 0); }

/// An edit that adds a line begins or ends with the line's end, which is no word of it.
std::string_view without_line_ends(std::string_view words) {
  while (!words.empty() && (words.front() == '\n' || words.front() == '\r')) words.remove_prefix(1);
  while (!words.empty() && (words.back() == '\n' || words.back() == '\r')) words.remove_suffix(1);
  return words;
}

bool is_fault(const Finding& finding) { return finding.severity <= Severity::Low; }

class Steps {
 public:
  Steps(Markup& markup, const Report& report, const TextPlaces& places)
      : markup_(markup), report_(report), places_(places) {}

  void write() {
    markup_.heading(2, "What to do first");
    const std::optional<NextLetter> next = grade::next_letter(report_.grade);
    if (next) {
      for (const std::string_view rule : next->changes) add_all(rule);
    }
    const std::size_t needed = order_.size();
    for (std::size_t i = 0; i < report_.findings.size(); ++i) add(i);
    if (order_.empty()) {
      const bool about_few = !extent(report_.grade).empty();
      markup_.paragraph(about_few ? "Nothing in this text has to be fixed." : "Nothing has to be fixed.");
      return;
    }
    const auto grave = static_cast<std::size_t>(std::count_if(order_.begin(), order_.end(), [&](std::size_t each) {
      return report_.findings[each].severity <= Severity::Medium;
    }));
    const std::size_t count = std::min(order_.size(), std::clamp(std::max(needed, grave), kFewestSteps, kMostSteps));
    markup_.begin_list(true, "steps");
    for (std::size_t i = 0; i < count; ++i) markup_.item(step(report_.findings[order_[i]], order_[i] + 1));
    markup_.end_list();
    std::string after;
    if (next && needed <= count) {
      after = needed == 1 ? "The first takes" : "The first " + std::to_string(needed) + " together take";
      after += " the letter from " + std::string(*report_.grade.letter) + " to " + std::string(next->letter) + ". ";
    }
    const std::size_t more = order_.size() - count;
    if (more > 0)
      after += std::to_string(more) + (more == 1 ? " more fault follows" : " more faults follow") + " below.";
    if (!after.empty()) markup_.paragraph(markup_.text(after), "soft");
  }

 private:
  /// Puts a fault behind the others, one a rule.
  void add(std::size_t index) {
    const Finding& finding = report_.findings[index];
    const bool said = std::any_of(order_.begin(), order_.end(),
                                  [&](std::size_t known) { return report_.findings[known].rule == finding.rule; });
    if (is_fault(finding) && !said) order_.push_back(index);
  }

  void add_all(std::string_view rule) {
    for (std::size_t i = 0; i < report_.findings.size(); ++i) {
      if (report_.findings[i].rule->id == rule) add(i);
    }
  }

  /// A finding's title and the exact words to write, or what to do where no words can be given.
  std::string step(const Finding& finding, std::size_t number) {
    std::string words =
        markup_.strong(markup_.link("#" + finding_id(number), markup_.prose(finding.rule->title))) + ". ";
    words += markup_.text(message_of(finding)) + " ";
    const bool exact = finding.fix && finding.fix->applicability != Applicability::DisplayOnly;
    if (!exact) return words + markup_.prose(finding.rule->advice);
    if (!add_to_made(*finding.fix)) return words + markup_.prose(finding.rule->advice);
    const std::string line = line_after(*finding.fix);
    words += line.empty() ? edits_in_words(*finding.fix, report_.source, places_, markup_, false) : line;
    if (const std::string rung = rung_of(finding); !rung.empty()) words += " " + markup_.text(rung);
    return words + (finding.fix->applicability == Applicability::Safe ? "" : " Test it first.");
  }

  /// Which step of the ladder the fix writes: a max-age is no value to send for good, or at once.
  static std::string rung_of(const Finding& finding) {
    if (!text::iequals(finding.header, http::spelling(http::HeaderName::StrictTransportSecurity))) return {};
    for (const Edit& edit : finding.fix->edits) {
      for (const headers::HstsStep& step : headers::kHstsSteps) {
        if (!has_number(edit.text, std::to_string(step.seconds))) continue;
        return HEADSTRONG_HSTS_LADDER " " + headers::hsts_step_words(step.seconds);
      }
    }
    return {};
  }

  /// Whether the number stands in the text and is no part of a longer one.
  static bool has_number(std::string_view words, std::string_view number) {
    const auto is_digit = [&](std::size_t at) { return at < words.size() && words[at] >= '0' && words[at] <= '9'; };
    for (std::size_t at = words.find(number); at != std::string_view::npos; at = words.find(number, at + 1)) {
      if (!is_digit(at + number.size()) && (at == 0 || !is_digit(at - 1))) return true;
    }
    return false;
  }

  /// Puts the fix's edits among those of the steps before it; false where one would change what such an edit has
  /// changed, so that no words of the pasted text can be told any more.
  bool add_to_made(const Fix& fix) {
    std::vector<Edit> fresh;
    for (const Edit& edit : fix.edits) {
      const auto is_same = [&](const Edit& made) {
        return made.span.start == edit.span.start && made.span.end == edit.span.end && made.text == edit.text;
      };
      const auto meets = [&](const Edit& made) {
        return made.span.start < edit.span.end && edit.span.start < made.span.end;
      };
      if (std::any_of(made_.begin(), made_.end(), is_same)) continue;
      if (std::any_of(made_.begin(), made_.end(), meets)) return false;
      fresh.push_back(edit);
    }
    made_.insert(made_.end(), fresh.begin(), fresh.end());
    std::stable_sort(made_.begin(), made_.end(),
                     [](const Edit& a, const Edit& b) { return a.span.start < b.span.start; });
    return true;
  }

  /// The whole line as the fix and the steps before it leave it, where it is short enough to be typed; else nothing.
  std::string line_after(const Fix& fix) const {
    constexpr std::size_t kMostLine = 160;
    if (fix.edits.empty()) return {};
    const std::string_view source = report_.source;
    const std::size_t first = fix.edits.front().span.start;
    const std::size_t before = first == 0 ? std::string_view::npos : source.rfind('\n', first - 1);
    const std::size_t start = before == std::string_view::npos ? 0 : before + 1;
    const std::size_t end = std::min(source.find_first_of("\r\n", first), source.size());
    if (end <= start) return {};
    const auto breaks = [](const Edit& edit) { return edit.text.find_first_of("\r\n") != std::string::npos; };
    for (const Edit& edit : fix.edits) {
      if (edit.span.start < start || edit.span.end > end || breaks(edit)) return {};
    }
    std::string line;
    std::size_t at = start;
    for (const Edit& edit : made_) {
      // A line that another step adds beside this one is its own.
      const bool is_beside =
          breaks(edit) && edit.span.size() == 0 && (edit.span.start == start || edit.span.start == end);
      const bool is_elsewhere = edit.span.size() == 0 ? edit.span.end < start || edit.span.start > end
                                                      : edit.span.end <= start || edit.span.start >= end;
      if (is_elsewhere || is_beside) continue;
      if (edit.span.start < at || edit.span.end > end || breaks(edit)) return {};
      line += source.substr(at, edit.span.start - at);
      line += edit.text;
      at = edit.span.end;
    }
    line += source.substr(at, end - at);
    if (line.empty() || line.size() > kMostLine) return {};
    const std::string place = places_.words(static_cast<std::uint32_t>(start));
    return "Change " + place.substr(0, place.find(',')) + " to " + markup_.code(without_prefix(line)) + ".";
  }

  Markup& markup_;
  const Report& report_;
  const TextPlaces& places_;
  std::vector<std::size_t> order_;  // of findings, by what helps most
  std::vector<Edit> made_;          // by the steps told so far, in order
};

}  // namespace document_steps_detail

std::string edits_in_words(const Fix& fix, std::string_view source, const TextPlaces& places, const Markup& markup,
                           bool with_columns) {
  using namespace document_steps_detail;
  std::string words;
  for (std::size_t i = 0; i < std::min(fix.edits.size(), kMostEdits); ++i) {
    const Edit& edit = fix.edits[i];
    const std::string before = text::shortened(source.substr(edit.span.start, edit.span.size()), kMostExcerpt);
    const std::string after = text::shortened(without_prefix(without_line_ends(edit.text)), kMostExcerpt);
    if (!words.empty()) words += " ";
    // What is added as a line of its own belongs to no place in another.
    if (before.empty() && without_line_ends(edit.text).size() < edit.text.size()) {
      words += "Add the line " + markup.code(after) + ".";
      continue;
    }
    const std::string place = places.words(edit.span.start);
    words += markup.text(capital(with_columns ? place : place.substr(0, place.find(',')))) + ": ";
    words += before.empty()  ? "insert " + markup.code(after)
             : after.empty() ? "remove " + markup.code(before)
                             : "replace " + markup.code(before) + " with " + markup.code(after);
    words += ".";
  }
  if (fix.edits.size() > kMostEdits) {
    words += " " + std::to_string(fix.edits.size() - kMostEdits) + " more such places.";
  }
  return words;
}

void write_steps(Markup& markup, const Report& report, const TextPlaces& places) {
  document_steps_detail::Steps(markup, report, places).write();
}

}  // namespace headstrong::report

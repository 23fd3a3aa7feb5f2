// The report to take along: one document, written as HTML or as Markdown.
#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "grade/grade.hpp"
#include "grammar/base64.hpp"
#include "grammar/sha2.hpp"
#include "headstrong/text_report.hpp"
#include "report/html_style.hpp"
#include "report/markup.hpp"
#include "report/meanings.hpp"
#include "report/places.hpp"
#include "report/report_fields.hpp"
#include "report/sentences.hpp"
#include "text/lines.hpp"
#include "text/listed.hpp"
#include "text/order.hpp"
#include "text/utf8.hpp"

namespace headstrong {
namespace report_document_detail {

using report::Markup;

/// More of these are in the JSON report only.
constexpr std::size_t kMostTold = 50;
/// What to do first: so many things, and no more where the way to the next letter is short.
constexpr std::size_t kFewestSteps = 3;
constexpr std::size_t kMostSteps = 5;
constexpr std::size_t kMostPeerFindings = 60;
/// So many sources in one row of them.
constexpr std::size_t kMostPeerValues = 8;
constexpr std::size_t kMostRows = 200;
/// Of a longer text the judged response is shown, up to this.
constexpr std::size_t kMostText = 64 * 1024;
constexpr std::size_t kMostExcerpt = 160;
constexpr std::size_t kMostEdits = 4;
constexpr std::size_t kMostPlaces = 12;

std::string capital(std::string_view word) {
  std::string out(word);
  if (!out.empty() && out[0] >= 'a' && out[0] <= 'z') out[0] = static_cast<char>(out[0] - 32);
  return out;
}

/// An edit that adds a line begins or ends with the line's end, which is no word of it.
std::string_view without_line_ends(std::string_view words) {
  while (!words.empty() && (words.front() == '\n' || words.front() == '\r')) words.remove_prefix(1);
  while (!words.empty() && (words.back() == '\n' || words.back() == '\r')) words.remove_suffix(1);
  return words;
}

bool is_fault(const Finding& finding) { return finding.severity <= Severity::Low; }

/// A stretch of the text that findings are about; `number` is the finding's, from 1.
struct Mark {
  Span span;
  std::size_t number = 0;
  Severity severity = Severity::Info;
  friend bool operator<(const Mark& a, const Mark& b) {
    if (a.span.start != b.span.start) return a.span.start < b.span.start;
    return a.number < b.number;
  }
};

class Document {
 public:
  Document(const Report& report, const ReportFacts& facts, Markup::Language language)
      : report_(report), facts_(facts), m_(language), places_(report.source) {}

  std::string write() {
    begin();
    title();
    if (report_.input.responses.empty()) {
      m_.paragraph(m_.text(report_.input.description));
      told();
    } else {
      judged();
      grade();
      told();
      steps();
      findings();
      m_.raw("<section class=\"appendix\">\n");
      pasted();
      score();
      others();
      scope();
      m_.raw("</section>\n");
    }
    m_.raw("</main>\n</body>\n</html>\n");
    return text::valid_utf8(m_.take());
  }

 private:
  void begin() {
    if (!m_.is_html()) return;
    const auto digest = grammar::sha256(report::kHtmlStyle);
    m_.raw(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-" +
        grammar::base64_encode(digest.data(), digest.size()) +
        "'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"color-scheme\" content=\"light dark\">\n"
        "<title>" +
        report::html_text("Security headers: " + headline()) + "</title>\n<style>");
    m_.raw(report::kHtmlStyle);
    m_.raw("</style>\n</head>\n<body>\n<main>\n");
  }

  std::string headline() const { return report::headline(report_.grade); }
  bool is_about_few() const { return report_.grade.letter && !report::extent(report_.grade).empty(); }

  const ResponseSummary* chosen() const {
    for (const ResponseSummary& response : report_.input.responses) {
      if (response.chosen) return &response;
    }
    return nullptr;
  }

  void title() { m_.heading(1, m_.text("Security headers: " + headline())); }

  /// What was judged, and when.
  void judged() {
    m_.begin_facts();
    const ResponseSummary* response = chosen();
    const bool has_url = response != nullptr && !response->url.empty();
    m_.fact("Judged", has_url ? m_.code(response->url) : m_.text("a pasted text that names no URL"));
    if (response != nullptr) {
      std::string what;
      if (report_.input.responses.size() > 1) what = m_.text(response->label);
      if (!response->place.empty()) what += (what.empty() ? "" : ", ") + m_.text(response->place);
      if (!what.empty()) m_.fact("Response", what);
      if (response->status != 0 && response->status != 200) m_.fact("Status", std::to_string(response->status));
    }
    if (!facts_.time.empty()) m_.fact("Date", m_.text(report::date_words(facts_.time)));
    m_.end_facts();
    if (response != nullptr && response->status >= 300 && response->status != 304) {
      m_.paragraph(m_.text(
          response->status < 400
              ? "This is a redirect. The page it leads to sends its own headers, which are "
                "not judged here."
              : "This is an error response. The site's other pages may send other headers, which are not judged here."));
    }
  }

  static std::string_view tone(const std::optional<std::string_view>& letter) {
    if (!letter) return "n";
    switch (letter->front()) {
      case 'A': return "a";
      case 'B': return "b";
      case 'C': return "c";
      case 'D': return "d";
      default: return "f";
    }
  }

  /// The letter, and each protection's, in words.
  void grade() {
    const Grade& grade = report_.grade;
    std::string meaning(grade.letter ? report::meaning_of_letter(*grade.letter)
                                     : "The text doesn't show enough to grade anything.");
    if (is_about_few()) meaning += " What the text doesn't show is not judged.";
    if (m_.is_html()) {
      m_.raw("<div class=\"grade\"><p class=\"letter " + std::string(tone(grade.letter)) + "\">" +
             std::string(grade.letter.value_or("\xE2\x80\x93")) + "<small>" +
             (grade.score ? std::to_string(*grade.score) + " of 100" : "no grade") + "</small></p><p>" +
             m_.text(meaning) + "</p></div>\n");
    } else {
      m_.paragraph(m_.strong(m_.text(headline())) + ": " + m_.text(meaning));
    }
    m_.begin_table("What the headers do for the visitors",
                   {"protection", "letter", "what it is for, and how it is here"}, "six");
    for (const ProtectionGrade& protection : grade.protections) {
      if (!protection.letter) continue;
      const report::ProtectionMeaning& about = report::meaning_of_protection(protection.id);
      const std::string letter(*protection.letter);
      const std::string summary = m_.strong(m_.prose(protection.summary));
      m_.row({m_.text(about.name),
              m_.is_html() ? "<span class=\"l " + std::string(tone(protection.letter)) + "\">" + letter + "</span>"
                           : letter,
              m_.text(about.against) + " " + summary});
    }
    m_.end_table();
    if (const std::string open = not_judged(); !open.empty()) m_.paragraph(m_.text(open), "soft");
  }

  /// The protections without a letter, and why: one sentence a reason.
  std::string not_judged() const {
    std::string words;
    for (const report::NotJudged& open : report::not_judged(report_.grade)) {
      std::vector<std::string_view> names;
      for (const std::string_view id : open.protections) names.push_back(report::meaning_of_protection(id).name);
      words += (words.empty() ? "Not judged: " : " ") + text::listed(names) + ". " + std::string(open.reason);
    }
    return words;
  }

  /// How the score came about: the scores and weights, and what each finding costs.
  void score() {
    m_.heading(2, "How the score came about");
    m_.paragraph(m_.text(arithmetic()));
    m_.begin_table("The protections' scores", {"protection", "letter", "score", "weight"});
    for (const ProtectionGrade& protection : report_.grade.protections) {
      m_.row({m_.text(report::meaning_of_protection(protection.id).name), std::string(protection.letter.value_or("-")),
              protection.score ? std::to_string(*protection.score) : "-", std::to_string(protection.weight)});
    }
    m_.end_table();
    if (report_.findings.empty()) return;
    m_.begin_table("The findings' rules", {"finding", "rule", "costs", "confidence"});
    for (std::size_t i = 0; i < std::min(report_.findings.size(), kMostRows); ++i) {
      const Finding& finding = report_.findings[i];
      const std::string points = report::points_of(finding, report_);
      const std::string rule =
          facts_.book.empty() ? m_.code(finding.rule->id)
                              : m_.link(report::book_address(facts_.book, finding.rule->id), m_.text(finding.rule->id));
      m_.row({std::to_string(i + 1), rule, m_.text(points.empty() ? "nothing" : points),
              m_.text(to_string(finding.confidence))});
    }
    m_.end_table();
    if (report_.findings.size() > kMostRows)
      m_.paragraph(std::to_string(report_.findings.size() - kMostRows) + " more findings are not in the table.",
                   "soft");
  }

  /// How the six scores become one.
  std::string arithmetic() const {
    constexpr int kBroken =
#define HEADSTRONG_BROKEN(score) score;
#include "grade/rubric.def"
#undef HEADSTRONG_BROKEN
        int weights = 0;
    int weighted = 0;
    std::vector<std::string_view> judged;
    for (const ProtectionGrade& protection : report_.grade.protections) {
      if (!protection.score) continue;
      judged.push_back(report::meaning_of_protection(protection.id).name);
      weights += protection.weight;
      weighted += protection.weight * *protection.score;
    }
    std::string words;
    if (weights > 0) {
      const int mean = weighted / weights;
      words = "The weighted mean of the protections is " + std::to_string(mean);
      if (weighted % weights != 0) words += ", rounded down";
      if (report_.grade.score && *report_.grade.score < mean) {
        words += "; a protection below " + std::to_string(kBroken) + " caps the whole at " +
                 std::to_string(*report_.grade.score);
      }
      words += ".";
    }
    if (!judged.empty() && judged.size() < report_.grade.protections.size()) {
      words += " The grade is about " + text::listed(judged) + " alone.";
    }
    return words;
  }

  void told() {
    if (!report_.input.requests) return;
    const std::vector<RequestSummary>& requests = *report_.input.requests;
    m_.begin_list();
    for (std::size_t i = 0; i < std::min(requests.size(), kMostTold); ++i) {
      m_.item(m_.text(report::told_sentence(requests[i])));
    }
    if (requests.size() > kMostTold) m_.item(std::to_string(requests.size() - kMostTold) + " more");
    m_.end_list();
  }

  static std::string id_of(std::size_t number) { return "f" + std::to_string(number); }

  /// The few things that help most: what takes the letter up, then what weighs most. Each with its exact words.
  void steps() {
    m_.heading(2, "What to do first");
    std::vector<std::size_t> order;
    const auto add = [&](std::size_t index) {
      const Finding& finding = report_.findings[index];
      const bool said = std::any_of(order.begin(), order.end(),
                                    [&](std::size_t known) { return report_.findings[known].rule == finding.rule; });
      if (is_fault(finding) && !said) order.push_back(index);
    };
    const std::optional<NextLetter> next = grade::next_letter(report_.grade);
    if (next) {
      for (const std::string_view rule : next->changes) {
        for (std::size_t i = 0; i < report_.findings.size(); ++i) {
          if (report_.findings[i].rule->id == rule) add(i);
        }
      }
    }
    const std::size_t needed = order.size();
    for (std::size_t i = 0; i < report_.findings.size(); ++i) add(i);
    if (order.empty()) {
      m_.paragraph(is_about_few() ? "Nothing in this text has to be fixed." : "Nothing has to be fixed.");
      return;
    }
    const auto grave = static_cast<std::size_t>(std::count_if(order.begin(), order.end(), [&](std::size_t each) {
      return report_.findings[each].severity <= Severity::Medium;
    }));
    const std::size_t count = std::min(order.size(), std::clamp(std::max(needed, grave), kFewestSteps, kMostSteps));
    m_.begin_list(true, "steps");
    for (std::size_t i = 0; i < count; ++i) m_.item(step(report_.findings[order[i]], order[i] + 1));
    m_.end_list();
    std::string after;
    if (next && needed <= count) {
      after = needed == 1 ? "The first takes" : "The first " + std::to_string(needed) + " together take";
      after += " the letter from " + std::string(*report_.grade.letter) + " to " + std::string(next->letter) + ". ";
    }
    const std::size_t more = order.size() - count;
    if (more > 0)
      after += std::to_string(more) + (more == 1 ? " more fault follows" : " more faults follow") + " below.";
    if (!after.empty()) m_.paragraph(m_.text(after), "soft");
  }

  /// A finding's title and the exact words to write, or what to do where no words can be given.
  std::string step(const Finding& finding, std::size_t number) {
    std::string words = m_.strong(m_.link("#" + id_of(number), m_.prose(finding.rule->title))) + ". ";
    words += m_.text(message_of(finding)) + " ";
    const bool exact = finding.fix && finding.fix->applicability != Applicability::DisplayOnly;
    if (!exact) return words + m_.prose(finding.rule->advice);
    if (!add_to_made(*finding.fix)) return words + m_.prose(finding.rule->advice);
    const std::string line = line_after(*finding.fix);
    words += line.empty() ? edits_of(*finding.fix, false) : line;
    return words + (finding.fix->applicability == Applicability::Safe ? "" : " Test it first.");
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
    return "Change " + place.substr(0, place.find(',')) + " to " + m_.code(line) + ".";
  }

  /// The part of the text that is shown: all of it, or of a long one the judged response.
  Span shown_part() const {
    const auto size = static_cast<std::uint32_t>(report_.source.size());
    if (size <= kMostText) return {0, size};
    const ResponseSummary* response = chosen();
    std::uint32_t start = response == nullptr ? 0 : response->span.start;
    const std::size_t line = report_.source.rfind('\n', start);
    start = line == std::string_view::npos || start == 0 ? 0 : static_cast<std::uint32_t>(line + 1);
    const std::uint32_t wanted = response == nullptr ? size : std::max(response->span.end, start);
    return {start, std::min(wanted, static_cast<std::uint32_t>(start + kMostText))};
  }

  std::vector<Mark> marks() const {
    std::vector<Mark> marks;
    for (std::size_t i = 0; i < report_.findings.size(); ++i) {
      const Finding& finding = report_.findings[i];
      if (finding.severity == Severity::Good) continue;
      if (finding.places.empty()) {
        if (finding.span) marks.push_back({*finding.span, i + 1, finding.severity});
        continue;
      }
      for (const Place& place : finding.places) marks.push_back({place.span, i + 1, place.severity});
    }
    text::sort(marks);
    return marks;
  }

  /// The pasted text, each place of a finding marked with its number.
  void pasted() {
    m_.heading(2, "The text that was judged");
    m_.paragraph("The numbers are those of the findings.", "soft");
    const Span part = shown_part();
    const std::vector<Mark> all = marks();
    std::size_t next = 0;
    std::array<std::size_t, 6> open{};                        // how many marks of each severity hold the present place
    std::vector<std::pair<std::uint32_t, std::size_t>> ends;  // a heap of where marks end, and their severity
    const auto later = [](const auto& a, const auto& b) { return a.first > b.first; };
    text::Line line;
    text::LineCursor cursor(report_.source);
    m_.raw("<ol class=\"paste\">\n");
    if (!m_.is_html()) m_.add("\n");
    while (cursor.next(line)) {
      const auto line_end = static_cast<std::uint32_t>(line.start + line.text.size());
      if (line.start >= part.end) break;
      const bool seen = line.start >= part.start;
      std::string out;
      std::uint32_t at = line.start;
      const std::uint32_t stop = std::min(line_end, std::max(part.end, line.start));
      while (true) {
        while (!ends.empty() && ends.front().first <= at) {
          --open[ends.front().second];
          std::pop_heap(ends.begin(), ends.end(), later);
          ends.pop_back();
        }
        for (; next < all.size() && all[next].span.start <= at; ++next) {
          const Mark& mark = all[next];
          if (seen) out += badge(mark);
          if (mark.span.end <= at) continue;
          ++open[static_cast<std::size_t>(mark.severity)];
          ends.push_back({mark.span.end, static_cast<std::size_t>(mark.severity)});
          std::push_heap(ends.begin(), ends.end(), later);
        }
        if (at >= stop) break;
        std::uint32_t to = stop;
        if (next < all.size()) to = std::min(to, all[next].span.start);
        if (!ends.empty()) to = std::min(to, ends.front().first);
        if (seen) out += stretch(report_.source.substr(at, to - at), open);
        at = to;
      }
      if (!seen) continue;
      const std::string number = std::to_string(line.number);
      if (m_.is_html()) {
        m_.raw("<li><b>" + number + "</b>" + out + "</li>\n");
      } else if (!line.text.empty()) {
        m_.add(m_.strong(number) + " " + out + "\\\n");
      }
    }
    m_.raw("</ol>\n");
    if (!m_.is_html()) m_.add("(end of the text)\n");
    const std::size_t left = report_.source.size() - part.size();
    if (left > 0) m_.paragraph(std::to_string(left) + " bytes around it are not shown.", "soft");
    if (facts_.masked > 0) m_.paragraph(m_.text(report::masked_sentence(facts_.masked)), "soft");
    for (const std::string& notice : report_.input.notices) m_.paragraph(m_.text(notice), "soft");
  }

  std::string badge(const Mark& mark) {
    const std::string number = std::to_string(mark.number);
    if (!m_.is_html()) return m_.strong("\\[" + number + "\\]") + " ";
    return "<a href=\"#" + id_of(mark.number) + "\" aria-label=\"Finding " + number + "\">" + number + "</a>";
  }

  /// Text without a line end, under marks of these severities; tabs stay tabs.
  std::string stretch(std::string_view words, const std::array<std::size_t, 6>& open) {
    std::string out;
    std::size_t from = 0;
    for (std::size_t tab = words.find('\t'); tab != std::string_view::npos; tab = words.find('\t', from)) {
      out += m_.text(words.substr(from, tab - from)) + (m_.is_html() ? "\t" : " ");
      from = tab + 1;
    }
    out += m_.text(words.substr(from));
    if (!m_.is_html()) return out;
    for (std::size_t i = 0; i < open.size(); ++i) {
      if (open[i] > 0) {
        return "<mark class=\"" + std::string(to_string(static_cast<Severity>(i))) + "\">" + out + "</mark>";
      }
    }
    return out;
  }

  /// Faults with their reasons, severity by severity; what weighs little is said in short.
  void findings() {
    m_.raw("<section class=\"findings\">\n");
    m_.heading(2, "Findings");
    if (report_.findings.empty()) m_.paragraph("There are none.");
    for (std::size_t i = 0; i < report_.findings.size();) {
      const Severity severity = report_.findings[i].severity;
      std::size_t end = i;
      while (end < report_.findings.size() && report_.findings[end].severity == severity) ++end;
      if (severity <= Severity::Medium) {
        m_.heading(3, m_.text(capital(to_string(severity))));
        m_.paragraph(m_.text(report::meaning_of_severity(to_string(severity))), "soft");
        for (std::size_t k = i; k < end; ++k) finding(report_.findings[k], k + 1);
      } else {
        m_.heading(3, m_.text(severity == Severity::Low    ? "Low"
                              : severity == Severity::Info ? "Good to know"
                                                           : "What is right"));
        m_.begin_list(false, "short");
        for (std::size_t k = i; k < end; ++k) in_short(report_.findings[k], k + 1);
        m_.end_list();
      }
      i = end;
    }
    if (report_.truncated > 0) m_.paragraph(std::to_string(report_.truncated) + " more findings are not shown.");
    m_.raw("</section>\n");
  }

  /// "1." as text: a list would count by itself, and from 1 in each severity.
  std::string numbered(std::size_t number) const { return std::to_string(number) + (m_.is_html() ? ". " : "\\. "); }

  /// Where it is, whether it is only likely, and in which browsers.
  std::string circumstances(const Finding& finding) const {
    std::string words = report::place_of(finding, places_);
    if (finding.confidence == Confidence::Likely) words += ", likely";
    if (const std::string where = report::where_it_holds(finding); !where.empty()) words += ", " + where;
    return words;
  }

  /// A finding as one item of a list.
  void in_short(const Finding& finding, std::size_t number) {
    std::string words = m_.strong(numbered(number) + m_.prose(finding.rule->title)) + ". ";
    words += m_.text(message_of(finding));
    if (finding.severity == Severity::Low) words += " " + m_.prose(finding.rule->advice);
    const std::string where = " (" + circumstances(finding) + ")";
    words += m_.is_html() ? "<span class=\"soft\">" + m_.text(where) + "</span>" : m_.text(where);
    m_.item(words, id_of(number));
  }

  void finding(const Finding& finding, std::size_t number) {
    const std::string severity(to_string(finding.severity));
    m_.raw("<article class=\"finding " + severity + "\" id=\"" + id_of(number) + "\">\n");
    m_.heading(4, numbered(number) + m_.prose(finding.rule->title));
    m_.paragraph(m_.text(message_of(finding)));
    m_.begin_facts();
    std::string where = m_.text(circumstances(finding));
    if (finding.places.size() > 1) {
      where += m_.text(": " + places_of(finding));
    } else if (finding.span && finding.span->size() > 0) {
      where += m_.text(": ") +
               m_.code(text::shortened(report_.source.substr(finding.span->start, finding.span->size()), kMostExcerpt));
    }
    m_.fact("Where", where);
    for (const Related& related : finding.related) {
      m_.fact("See also", m_.text(places_.words(related.span.start)) + ": " + m_.text(related.label));
    }
    m_.fact("Why", m_.prose(finding.rule->why));
    m_.fact("What to do", m_.prose(finding.rule->advice) + (finding.fix ? " " + fix_of(*finding.fix) : ""));
    references(*finding.rule);
    m_.end_facts();
    m_.raw("</article>\n");
  }

  /// "line 3: AWSALB; line 8: XSRF-TOKEN"
  std::string places_of(const Finding& finding) const {
    std::string words;
    for (std::size_t i = 0; i < std::min(finding.places.size(), kMostPlaces); ++i) {
      const Place& place = finding.places[i];
      const std::string where = places_.words(place.span.start);
      words += (i > 0 ? "; " : "") + where.substr(0, where.find(',')) + ": " +
               text::shortened(place.label, kMostExcerpt / 2);
    }
    if (finding.places.size() > kMostPlaces)
      words += "; " + std::to_string(finding.places.size() - kMostPlaces) + " more";
    return words;
  }

  static std::string_view words_for(Applicability applicability) {
    switch (applicability) {
      case Applicability::Safe: return "changes nothing that works";
      case Applicability::Suggestion: return "test it first";
      case Applicability::DisplayOnly: break;
    }
    return "an example";
  }

  std::string fix_of(const Fix& fix) const {
    return m_.strong("Fix") + m_.text(" (" + std::string(words_for(fix.applicability)) + "): ") + edits_of(fix, true);
  }

  /// What to write where, in words.
  std::string edits_of(const Fix& fix, bool with_columns) const {
    std::string words;
    for (std::size_t i = 0; i < std::min(fix.edits.size(), kMostEdits); ++i) {
      const Edit& edit = fix.edits[i];
      const std::string before =
          text::shortened(report_.source.substr(edit.span.start, edit.span.size()), kMostExcerpt);
      const std::string after = text::shortened(without_line_ends(edit.text), kMostExcerpt);
      if (!words.empty()) words += " ";
      // What is added as a line of its own belongs to no place in another.
      if (before.empty() && without_line_ends(edit.text).size() < edit.text.size()) {
        words += "Add the line " + m_.code(after) + ".";
        continue;
      }
      const std::string place = places_.words(edit.span.start);
      words += m_.text(capital(with_columns ? place : place.substr(0, place.find(',')))) + ": ";
      words += before.empty()  ? "insert " + m_.code(after)
               : after.empty() ? "remove " + m_.code(before)
                               : "replace " + m_.code(before) + " with " + m_.code(after);
      words += ".";
    }
    if (fix.edits.size() > kMostEdits) {
      words += " " + std::to_string(fix.edits.size() - kMostEdits) + " more such places.";
    }
    return words;
  }

  /// Who wrote the page behind an address, in the few words that fit a line.
  static std::string_view publisher(std::string_view url) {
    struct Publisher {
      std::string_view host;
      std::string_view name;
    };
    constexpr Publisher kPublishers[] = {{"developer.mozilla.org", "MDN"},
                                         {"www.w3.org", "W3C"},
                                         {"w3c.github.io", "W3C draft"},
                                         {"www.rfc-editor.org", "RFC"},
                                         {"datatracker.ietf.org", "IETF"},
                                         {"html.spec.whatwg.org", "HTML Standard"},
                                         {"fetch.spec.whatwg.org", "Fetch Standard"},
                                         {"owasp.org", "OWASP"}};
    for (const Publisher& known : kPublishers) {
      if (url.find(known.host) != std::string_view::npos) return known.name;
    }
    const std::string_view rest = url.substr(std::min(url.size(), url.find("//") + 2));
    return rest.substr(0, rest.find('/'));
  }

  void references(const RuleInfo& rule) {
    std::vector<std::string> links;
    if (!facts_.book.empty()) links.push_back(m_.link(report::book_address(facts_.book, rule.id), "rule book"));
    for (const std::string_view url : references_of(rule)) links.push_back(m_.link(url, m_.text(publisher(url))));
    if (links.empty()) return;
    std::string words;
    for (const std::string& link : links) words += (words.empty() ? "" : ", ") + link;
    m_.fact("Read more", words);
  }

  void others() {
    if (!report_.elsewhere) return;
    const peers::Answers& answers = *report_.elsewhere;
    m_.raw("<section class=\"others\">\n");
    m_.heading(2, "What other tools would say");
    m_.paragraph("Computed here by the other tools' own rules; nothing was sent to them.", "soft");
    m_.heading(3, "MDN HTTP Observatory: " + std::string(answers.observatory.grade) + ", " +
                      std::to_string(answers.observatory.score) + " points (algorithm " +
                      std::to_string(answers.observatory.algorithm) + ")");
    m_.begin_table("Tests of the Observatory", {"test", "result", "points"});
    for (const peers::ObservatoryTest& test : answers.observatory.tests) {
      m_.row({m_.text(test.name), m_.text(test.result.value_or("headers alone can't tell")),
              test.result ? std::to_string(test.modifier) : "-"});
    }
    m_.end_table();
    m_.heading(3, "Google CSP Evaluator");
    evaluator(answers.csp_evaluator);
    m_.heading(3, "securityheaders.com: " + std::string(answers.security_headers.grade) + " (an estimate)");
    m_.paragraph(m_.text("The site doesn't publish its rules."), "soft");
    if (!answers.notes.empty()) {
      m_.heading(3, "Where they disagree with this report, and why");
      m_.begin_list();
      for (const peers::Note& note : answers.notes) {
        m_.item(m_.text(note.peer == "observatory" ? "HTTP Observatory" : "CSP Evaluator") + ", " +
                m_.code(note.about) + ": " + m_.text(note.sentence));
      }
      m_.end_list();
    }
    m_.raw("</section>\n");
  }

  void evaluator(const peers::CspEvaluatorAnswer& answer) {
    if (answer.error) {
      m_.paragraph("It fails on this policy: " + m_.text(*answer.error));
      return;
    }
    if (answer.findings.empty()) {
      m_.paragraph(report_.policies.empty() ? "There is no policy for it to judge." : "It finds nothing.");
      return;
    }
    // One row for what it says of many sources of a directive.
    std::vector<EvaluatorRow> rows;
    for (const peers::CspEvaluatorFinding& finding : answer.findings) {
      const auto same = [&](const EvaluatorRow& row) {
        return row.first->severity == finding.severity && row.first->type == finding.type &&
               row.first->directive == finding.directive;
      };
      auto row = std::find_if(rows.begin(), rows.end(), same);
      if (row == rows.end()) row = rows.insert(row, EvaluatorRow{&finding, {}, {}});
      // It goes through some lists more than once.
      if (!finding.value || !row->values.insert(*finding.value).second) continue;
      if (row->values.size() <= kMostPeerValues) {
        row->words += " " + m_.code(text::shortened(*finding.value, kMostExcerpt));
      }
    }
    m_.begin_table("Findings of the CSP Evaluator", {"severity", "finding", "in"});
    const std::size_t count = std::min(rows.size(), kMostPeerFindings);
    for (std::size_t i = 0; i < count; ++i) {
      const EvaluatorRow& row = rows[i];
      const std::size_t unnamed = row.values.size() - std::min(row.values.size(), kMostPeerValues);
      m_.row({m_.text(row.first->severity), m_.text(row.first->type),
              m_.code(text::shortened(row.first->directive, kMostExcerpt)) + row.words +
                  (unnamed > 0 ? " and " + std::to_string(unnamed) + " more" : "")});
    }
    m_.end_table();
    const std::size_t more = rows.size() - count + answer.omitted;
    if (more > 0) m_.paragraph(std::to_string(more) + " more", "soft");
  }

  /// What CSP Evaluator says alike of several sources of a directive.
  struct EvaluatorRow {
    const peers::CspEvaluatorFinding* first;
    std::string words;  // of the first values, with a space in front of each
    std::set<std::string_view> values;
  };

  void scope() {
    m_.heading(2, "How to read this report");
    m_.begin_list();
    m_.item(
        m_.text("The grade comes from six protections, each with 100 points. Every deduction belongs to a finding; the "
                "weights combine the six into one score, and a broken protection caps it."));
    m_.item(
        m_.text("A verdict is what browsers do. If Chromium, Firefox and Safari (WebKit) differ, the "
                "finding names them; a finding that names none is true in all three."));
    m_.item(m_.text(
        "A finding follows from the text alone. One marked \"likely\" also depends on something the text doesn't show."));
    m_.item(
        m_.text("Only the pasted text was judged, not the application's code, other pages or headers added "
                "later. No request was sent to the site."));
    for (const std::string_view severity : {"critical", "high", "medium", "low", "info", "good"}) {
      m_.item(m_.strong(m_.text(capital(severity))) + ": " + m_.text(report::meaning_of_severity(severity)));
    }
    m_.item(m_.text("Read as: " + report_.input.description + "."));
    m_.item(m_.text("Judged by " + report::judge_words(facts_) + "."));
    m_.end_list();
    if (!facts_.book.empty()) {
      m_.paragraph(m_.link(std::string(facts_.book) + "rulebook.html", m_.text("The rule book")) +
                   m_.text(" explains every rule and every weight."));
    }
  }

  const Report& report_;
  const ReportFacts& facts_;
  Markup m_;
  std::vector<Edit> made_;  // by the steps told so far, in order
  report::TextPlaces places_;
};

}  // namespace report_document_detail

std::string to_html(const Report& report, const ReportFacts& facts) {
  return report_document_detail::Document(report, facts, report::Markup::Language::Html).write();
}

std::string to_markdown(const Report& report, const ReportFacts& facts) {
  return report_document_detail::Document(report, facts, report::Markup::Language::Markdown).write();
}

}  // namespace headstrong

// The report to take along: one document, written as HTML or as Markdown.
#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "grade/grade.hpp"
#include "grammar/base64.hpp"
#include "grammar/sha2.hpp"
#include "grammar/url.hpp"
#include "headstrong/text_report.hpp"
#include "report/document_parts.hpp"
#include "report/html_style.hpp"
#include "report/meanings.hpp"
#include "report/places.hpp"
#include "report/report_fields.hpp"
#include "report/sentences.hpp"
#include "text/listed.hpp"
#include "text/utf8.hpp"

namespace headstrong {
namespace report_document_detail {

using report::Markup;

/// More of these are in the JSON report only.
constexpr std::size_t kMostTold = 50;
constexpr std::size_t kMostRows = 200;
constexpr std::size_t kMostPlaces = 12;

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
      losses();
      report::write_steps(m_, report_, places_);
      findings();
      m_.raw("<section class=\"appendix\">\n");
      report::write_pasted(m_, report_, facts_);
      score();
      report::write_peers(m_, report_);
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
        report::html_text(title_words()) + "</title>\n<style>");
    m_.raw(report::kHtmlStyle);
    m_.raw("</style>\n</head>\n<body>\n<main>\n");
  }

  std::string headline() const { return report::headline(report_.grade); }
  bool is_about_few() const { return !report::extent(report_.grade).empty(); }

  /// "Security headers of shop.example: B (78 of 100)"
  std::string title_words() const {
    std::string of(facts_.title);
    const ResponseSummary* response = report::chosen_response(report_);
    if (of.empty() && response != nullptr && !response->url.empty()) {
      std::string buffer;
      grammar::Url url;
      if (grammar::parse_url(response->url, buffer, url) == grammar::UrlError::None) of = url.host;
    }
    return "Security headers" + (of.empty() ? std::string() : " of " + of) + ": " + headline();
  }
  void title() { m_.heading(1, m_.text(title_words())); }

  /// What was judged, and when.
  void judged() {
    m_.begin_facts();
    const ResponseSummary* response = report::chosen_response(report_);
    const bool has_url = response != nullptr && !response->url.empty();
    m_.fact("Judged", has_url ? m_.code(response->url) : m_.text("a pasted text that names no URL"));
    if (response != nullptr) {
      std::string what;
      // The label begins with the place.
      if (report_.input.responses.size() > 1) what = m_.text(response->label);
      if (what.empty()) what = m_.text(response->place);
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
    // What a letter says is of all protections.
    if (is_about_few()) meaning = "What the text doesn't show is not judged.";
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

  /// What keeps the headline at `score`, below the mean: a broken protection, or else a grave finding.
  std::string what_caps(int score) const {
    for (const ProtectionGrade& protection : report_.grade.protections) {
      if (!protection.score || grade::cap_while_broken(protection.id, *protection.score) != score) continue;
      return std::string(report::meaning_of_protection(protection.id).name) + ", below " +
             std::to_string(grade::kBroken) + ",";
    }
    for (const Finding& finding : report_.findings) {
      if (grade::headline_cap_of(finding.severity) == score) {
        return "a " + std::string(to_string(finding.severity)) + " finding";
      }
    }
    return "what is missing";
  }

  /// How the six scores become one.
  std::string arithmetic() const {
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
        words += "; " + what_caps(*report_.grade.score) + " caps the whole at " + std::to_string(*report_.grade.score);
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

  /// The places of a configuration that send less than what stands around them.
  void losses() {
    if (report_.input.losses.empty()) return;
    m_.heading(2, "Where headers are lost");
    m_.paragraph("Pages of these places are protected less than those around them:");
    m_.begin_list();
    for (const LossSummary& loss : report_.input.losses) m_.item(m_.text(loss.sentence));
    m_.end_list();
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
        m_.heading(3, m_.text(report::capital(to_string(severity))));
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

  /// "1. " within a line: a list would count by itself, and from 1 in each severity.
  static std::string numbered(std::size_t number) { return std::to_string(number) + ". "; }

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
    m_.item(words, report::finding_id(number));
  }

  void finding(const Finding& finding, std::size_t number) {
    const std::string severity(to_string(finding.severity));
    m_.raw("<article class=\"finding " + severity + "\" id=\"" + report::finding_id(number) + "\">\n");
    m_.heading(4, numbered(number) + m_.prose(finding.rule->title));
    m_.paragraph(m_.text(message_of(finding)));
    m_.begin_facts();
    std::string where = m_.text(circumstances(finding));
    if (finding.places.size() > 1) {
      where += m_.text(": " + places_of(finding));
    } else if (finding.span && finding.span->size() > 0) {
      where += m_.text(": ") + m_.code(text::shortened(report_.source.substr(finding.span->start, finding.span->size()),
                                                       report::kMostExcerpt));
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
               text::shortened(place.label, report::kMostExcerpt / 2);
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
    return m_.strong("Fix") + m_.text(" (" + std::string(words_for(fix.applicability)) + "): ") +
           report::edits_in_words(fix, report_.source, places_, m_, true);
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
      m_.item(m_.strong(m_.text(report::capital(severity))) + ": " + m_.text(report::meaning_of_severity(severity)));
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

#include "report/describe_input.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "grammar/header_names.hpp"
#include "http/dialects/dialect.hpp"
#include "http/losses.hpp"
#include "text/ascii.hpp"
#include "text/lines.hpp"
#include "text/utf8.hpp"

namespace headstrong::report {
namespace describe_input_detail {

/// What to paste in the place of what holds nothing.
constexpr std::string_view kInstead =
    " Paste the headers as the server sends them, for example the output of curl -sI "
    "https://your-site.example, or a Content-Security-Policy value.";

std::string_view what_it_is(http::Look look) {
  static constexpr std::string_view kWhat[] = {
#define HEADSTRONG_LOOK(enumerator, what) what,
#include "http/looks.def"
#undef HEADSTRONG_LOOK
      ""};
  return kWhat[static_cast<std::size_t>(look)];
}

std::string counted(std::size_t count, std::string_view one, std::string_view many) {
  return std::to_string(count) + " " + std::string(count == 1 ? one : many);
}

/// The words of the source that a notice is about, cut to a readable length.
std::string quoted(std::string_view source, Span span) {
  constexpr std::size_t kReadable = 60;
  std::string readable = text::valid_utf8(text::shortened(source.substr(span.start, span.size()), kReadable));
  std::replace_if(
      readable.begin(), readable.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
  return "\"" + readable + "\"";
}

std::string sentence_of(const http::Notice& notice, std::string_view source) {
  const std::string line = "Line " + std::to_string(notice.line);
  using http::NoticeKind;
  switch (notice.kind) {
    case NoticeKind::LineNotUnderstood:
      return line + " is not a header and was ignored: " + quoted(source, notice.span);
    case NoticeKind::RequestPassedOver:
      return line + " begins a request and was ignored. Paste the response's headers instead.";
    case NoticeKind::FoldedLine:
      return line + " continues the header above it; servers and browsers may refuse such folded headers.";
    case NoticeKind::PolicyLineWithoutName:
      return line + " has no header name and was read as part of the policy above it.";
    case NoticeKind::AlternateLines: return "Names and values were read from alternate lines.";
    case NoticeKind::InvalidUtf8: return line + " has a byte that is not UTF-8, shown as a replacement character.";
    case NoticeKind::NulByte: return line + " has a NUL byte; browsers refuse a response with one in its headers.";
    case NoticeKind::BareCarriageReturn:
      return line + " has a carriage return without a line feed, read as part of the line.";
    case NoticeKind::BrokenJson:
      return "The JSON is cut off or malformed at line " + std::to_string(notice.line) + ", near " +
             quoted(source, notice.span) + ".";
    case NoticeKind::PlacesPassedOver:
      return "From line " + std::to_string(notice.line) +
             " on, more places that set headers were ignored: there are too many to choose from.";
    case NoticeKind::NginxWithoutAlways:
      return line +
             ": nginx adds this header to error pages (4xx and 5xx) only with always: write add_header NAME VALUE "
             "always;";
    case NoticeKind::ApacheWithoutAlways:
      return line +
             ": Apache adds this header to its error pages (4xx and 5xx) only with always: write Header always set "
             "NAME VALUE.";
    case NoticeKind::FlaskReceiverRefuses:
      return line +
             ": Flask answers 415 to application/csp-report here, so reports of report-uri are lost: use "
             "request.get_json(force=True), or the receiver that emit writes (receiver=yes).";
    case NoticeKind::ExpressReceiverRefuses:
      return line +
             ": this parser skips application/csp-report and application/reports+json, so reports arrive without "
             "a body: give it type: [\"application/csp-report\", \"application/reports+json\"], or the receiver "
             "that emit writes (receiver=yes).";
    case NoticeKind::NoHeadersInJson:
    case NoticeKind::NoMetaInHtml: break;
  }
  return {};
}

/// What is said once of lines that follow each other in the same way: "Lines 4 to 6 continue ..."
std::string sentence_of_folds(std::uint32_t first, std::uint32_t last) {
  return "Lines " + std::to_string(first) + " to " + std::to_string(last) +
         " continue the header above them; servers and browsers may refuse such folded headers.";
}

/// The notices in order; a run of folded lines is one sentence.
std::vector<std::string> sentences_of(const std::vector<http::Notice>& notices, std::string_view source) {
  std::vector<std::string> sentences;
  for (std::size_t i = 0; i < notices.size();) {
    std::size_t end = i + 1;
    while (end < notices.size() && notices[i].kind == http::NoticeKind::FoldedLine &&
           notices[end].kind == http::NoticeKind::FoldedLine && notices[end].line == notices[end - 1].line + 1) {
      ++end;
    }
    std::string sentence =
        end - i > 1 ? sentence_of_folds(notices[i].line, notices[end - 1].line) : sentence_of(notices[i], source);
    if (!sentence.empty()) sentences.push_back(std::move(sentence));
    i = end;
  }
  return sentences;
}

/// A 304 shows a part of what the browser has: this says so once, in place of all that seems to be missing.
constexpr std::string_view kNotModified =
    "A 304 response repeats only some headers, and browsers keep the cached page's others: nothing counts as "
    "missing here.";

/// What to know of a response by its status; empty where there is nothing.
std::string notice_of_status(int status) {
  constexpr int kRefused = 405;  // above all of HEAD, which curl -I sends
  constexpr int kNotKnown = 501;
  if (status == 304) return std::string(kNotModified);
  if (status < 400 || status > 599) return {};
  const std::string number = std::to_string(status);
  if (status == kRefused || status == kNotKnown) {
    return "The server refused this kind of request (" + number +
           "), so these are an error page's headers. Ask for the page itself: curl -s -D - -o /dev/null URL.";
  }
  return "These are an error page's headers (" + number + "), and other pages may have others.";
}

/// What is said of code whether it sets headers or not.
bool is_about_receiver(http::NoticeKind kind) {
  return kind == http::NoticeKind::FlaskReceiverRefuses || kind == http::NoticeKind::ExpressReceiverRefuses;
}

/// One sentence on a text that holds no response, and what to paste instead.
std::string message_of_nothing(const http::Paste& paste, std::string_view source) {
  if (paste.look == http::Look::NginxRefused) {
    return "nginx refuses to load this configuration because of line " + std::to_string(paste.look_line) +
           ", so it sends none of these headers. Correct that line, or paste the headers as the server "
           "sends them.";
  }
  if (paste.look != http::Look::Nothing) {
    return "This looks like " + std::string(what_it_is(paste.look)) + "." + std::string(kInstead);
  }
  if (paste.format == http::Format::Json) {
    for (const http::Notice& notice : paste.notices) {
      if (notice.kind != http::NoticeKind::BrokenJson) continue;
      return "This starts like JSON but is malformed at line " + std::to_string(notice.line) + ", near " +
             quoted(source, notice.span) + "." + std::string(kInstead);
    }
  }
  return std::string(http::info(paste.format).nothing) +
         std::string(paste.format == http::Format::Empty ? kInstead : std::string_view());
}

/// "2 console messages about blocked requests, 1 browser warning about a policy (script-src)"
std::string message_of_messages(const http::Paste& paste) {
  const http::Messages& messages = paste.messages;
  const auto reports = static_cast<std::size_t>(
      std::count_if(messages.requests.begin(), messages.requests.end(),
                    [](const http::ToldRequest& told) { return told.teller == http::Teller::Report; }));
  const std::size_t told = messages.requests.size() - reports;
  std::string words;
  const auto add = [&](std::string part) { words += (words.empty() ? "" : ", ") + part; };
  if (told > 0)
    add(counted(told, "console message about a blocked request", "console messages about blocked requests"));
  if (reports > 0) add(counted(reports, "CSP violation report", "CSP violation reports"));
  if (!messages.remarks.empty()) {
    add(counted(messages.remarks.size(), "browser warning about a policy", "browser warnings about a policy"));
    const std::string_view name = messages.remarks.front().name;
    constexpr std::size_t kReadable = 60;
    if (!name.empty()) words += " (" + text::valid_utf8(name.substr(0, kReadable)) + ")";
  }
  if (messages.requests_left_out > 0) {
    words += "; " + std::to_string(messages.requests_left_out) + " more are not shown";
  }
  return words;
}

std::string label_of(const http::Response& response) {
  std::string label = response.place;
  if (response.status != 0) label += std::to_string(response.status);
  if (!response.url.empty()) label += (label.empty() ? "" : " ") + text::valid_utf8(response.url);
  if (!label.empty()) label += ", ";
  return label + counted(response.fields.size(), "header", "headers");
}

/// Names and values as the text means them, the first kMaxFieldsShown.
std::vector<std::vector<std::string_view>> fields_of(const http::Response& response) {
  std::vector<std::vector<std::string_view>> fields;
  fields.reserve(std::min(response.fields.size(), kMaxFieldsShown));
  for (const http::Field& field : response.fields) {
    if (fields.size() == kMaxFieldsShown) break;
    fields.push_back({field.name, field.value.text()});
  }
  return fields;
}

std::optional<std::vector<Span>> gaps_of(const http::Response& response) {
  if (response.gaps.empty()) return std::nullopt;
  return response.gaps;
}

/// The lines in which places begin, found in one pass where the places stand in the order of the text.
class LineSpans {
 public:
  explicit LineSpans(std::string_view source) : source_(source), cursor_(source) {}
  Span of(std::uint32_t number) {
    if (number < number_) {
      cursor_ = text::LineCursor(source_);
      number_ = 0;
    }
    while (number_ < number && cursor_.next(line_)) ++number_;
    return {line_.start, static_cast<std::uint32_t>(line_.start + line_.text.size())};
  }

 private:
  std::string_view source_;
  text::LineCursor cursor_;
  text::Line line_;
  std::uint32_t number_ = 0;
};

/// What places of a configuration lose, as far as it protects.
std::vector<LossSummary> losses_of(const http::Paste& paste, std::string_view source) {
  std::vector<LossSummary> losses;
  LineSpans lines(source);
  for (const http::Loss& loss : paste.losses) {
    LossSummary told{loss.place, {}, http::protecting(loss), std::nullopt, {}};
    if (told.headers.empty()) continue;
    told.span = lines.of(loss.line);
    const auto own = std::find_if(paste.responses.begin(), paste.responses.end(),
                                  [&](const http::Response& response) { return response.place == loss.place; });
    if (own != paste.responses.end()) told.response = static_cast<std::uint32_t>(own - paste.responses.begin());
    told.sentence = http::sentence_of(loss, paste.format);
    losses.push_back(std::move(told));
  }
  return losses;
}

/// What of a configuration is judged: "6 headers in server block, line 12, of 3 places".
std::string message_of_place(const http::Paste& paste) {
  const http::Response& chosen = paste.responses[paste.chosen];
  std::string words = counted(chosen.fields.size(), "header", "headers");
  const bool outside = chosen.place.compare(0, 7, "outside") == 0;
  if (!chosen.place.empty()) words += (outside ? " " : " in ") + chosen.place;
  if (paste.responses.size() > 1) {
    words += " (one of " + std::to_string(paste.responses.size()) + " places that set headers)";
  }
  return words;
}

/// Whether the text is a policy of one directive and nothing else, as a message or a person quotes a part of a policy.
bool is_one_directive(const http::Paste& paste) {
  const http::Response& response = paste.responses[paste.chosen];
  if (paste.responses.size() != 1 || response.fields.size() != 1 || response.complete) return false;
  if (paste.format != http::Format::BarePolicy && paste.format != http::Format::HeaderLines) return false;
  const http::HeaderName name = http::header_name(response.fields.front().name);
  if (name != http::HeaderName::ContentSecurityPolicy && name != http::HeaderName::ContentSecurityPolicyReportOnly)
    return false;
  const std::string_view policy = text::trim(response.fields.front().value.text());
  return policy.find(';') >= policy.size() - 1 && policy.find(',') == std::string_view::npos;
}

}  // namespace describe_input_detail

InputSummary describe_input(const http::Paste& paste, std::string_view source) {
  using namespace describe_input_detail;
  const http::FormatInfo& format = http::info(paste.format);
  InputSummary summary;
  summary.format = format.id;
  std::size_t headers = 0;
  for (std::size_t i = 0; i < paste.responses.size(); ++i) {
    const http::Response& response = paste.responses[i];
    headers += response.fields.size();
    summary.responses.push_back(
        {text::valid_utf8(response.url), response.status, static_cast<std::uint32_t>(response.fields.size()),
         i == paste.chosen, label_of(response), response.span, response.place, fields_of(response), gaps_of(response)});
  }
  if (paste.responses.empty() && !paste.messages.empty()) {
    summary.description = message_of_messages(paste) + ".";
    if (paste.messages.requests.empty()) {
      summary.description += " It blocks nothing by itself. Paste the policy to have it judged.";
    }
    return summary;
  }
  if (paste.responses.empty()) {
    // That nothing was read says all that there is to say of its lines.
    summary.description = message_of_nothing(paste, source);
    for (const http::Notice& notice : paste.notices) {
      if (is_about_receiver(notice.kind)) summary.notices.push_back(sentence_of(notice, source));
    }
    return summary;
  }
  if (paste.format == http::Format::BarePolicy) {
    summary.description = format.words;
  } else if (http::dialect_of(paste.format) != nullptr) {
    summary.description = std::string(format.words) + ", " + message_of_place(paste);
  } else {
    summary.description = std::string(format.words) + ", " + counted(paste.responses.size(), "response", "responses") +
                          ", " + counted(headers, "header", "headers");
  }
  if (is_one_directive(paste)) summary.description += ", one directive: if your policy has more, paste all of it";
  if (!paste.messages.empty()) summary.description += ", and " + message_of_messages(paste);
  summary.losses = losses_of(paste, source);
  for (const LossSummary& loss : summary.losses) summary.notices.push_back(loss.sentence);
  for (std::string& sentence : sentences_of(paste.notices, source)) summary.notices.push_back(std::move(sentence));
  if (std::string of_status = notice_of_status(paste.responses[paste.chosen].status); !of_status.empty()) {
    summary.notices.push_back(std::move(of_status));
  }
  if (paste.notices_left_out > 0) {
    summary.notices.push_back("And " + std::to_string(paste.notices_left_out) + " more such lines.");
  }
  return summary;
}

InputSummary describe_too_long(std::size_t bytes) {
  InputSummary summary;
  summary.format = "too-long";
  summary.description = "This text has " + std::to_string(bytes) + " bytes, but at most " +
                        std::to_string(kMaxInputBytes) +
                        " (8 MiB) can be analysed at once. Paste only the response headers.";
  return summary;
}

}  // namespace headstrong::report

#include "report/describe_input.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "text/utf8.hpp"

namespace headstrong::report {
namespace describe_input_detail {

struct FormatMessages {
  std::string_view id;
  std::string_view name;
  std::string_view nothing;  // what is said where no header was found
};

const FormatMessages& messages_of(http::Format format) {
  static constexpr FormatMessages kMessages[] = {
      {"empty", "Nothing", "Nothing was pasted yet."},
      {"bare-policy", "A Content-Security-Policy value", ""},
      {"header-lines", "Header lines", "No header was found in these lines."},
      {"http-message", "HTTP response", "The response has no headers."},
      {"curl-verbose", "curl -v output", "No response headers were found in this curl -v output."},
      {"wget-server-response", "wget -S output", "No response headers were found in this output."},
      {"name-value-table", "A table of header names and values", "No header was found in this table."},
      {"header-list", "A header list", "The list has no headers."},
      {"json", "JSON",
       "This is JSON, but not a set of response headers: expected {\"name\": \"value\"}, "
       "[[\"name\", \"value\"]] or an HTTP archive (HAR)."},
      {"har", "An HTTP archive (HAR)", "The archive holds no response with headers."},
      {"html", "An HTML page",
       "This is HTML without a <meta http-equiv=\"Content-Security-Policy\">. Security headers are "
       "sent beside the page: paste the output of curl -I instead."},
      {"powershell", "PowerShell output", "No response headers were found in this output."},
      {"headers-file", "A _headers file", "No header was found in this _headers file."},
      {"nginx-configuration", "An nginx configuration (its add_header lines)",
       "No header was found in this configuration."},
      {"address", "An address",
       "This is an address, not a response, and nothing is fetched from here. Run curl -sIL with this "
       "address and paste what it prints."},
      {"curl-error", "curl's error message",
       "curl failed and received nothing, so that there is nothing to judge: its message says why. "
       "Run it again and paste the headers that it prints."},
      {"binary", "Binary data",
       "This is binary data (an image or another file), not text. Paste response headers, for "
       "example the output of curl -I."},
      {"unknown", "Text",
       "This text holds no response headers and no Content-Security-Policy. Paste the headers as the "
       "server sends them, for example the output of curl -sI https://your-site.example, or a policy "
       "such as default-src 'self'."},
  };
  return kMessages[static_cast<std::size_t>(format)];
}

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
  std::string_view words = source.substr(span.start, span.size());
  const bool cut = words.size() > kReadable;
  if (cut) words = words.substr(0, kReadable);
  std::string readable = text::valid_utf8(words);
  std::replace_if(readable.begin(), readable.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
  return "\"" + readable + (cut ? "...\"" : "\"");
}

std::string sentence_of(const http::Notice& notice, std::string_view source) {
  const std::string line = "Line " + std::to_string(notice.line);
  using http::NoticeKind;
  switch (notice.kind) {
    case NoticeKind::LineNotUnderstood:
      return line + " is not a header and was passed over: " + quoted(source, notice.span);
    case NoticeKind::RequestPassedOver:
      return line + " begins a request, which is what browsers send; it was passed over. What a site "
                    "sends back is judged: paste the response's headers.";
    case NoticeKind::FoldedLine:
      return line + " was read as the continuation of the header above it; servers and browsers "
                    "may refuse such folded headers.";
    case NoticeKind::PolicyLineWithoutName:
      return line + " has no header name and was read as part of the policy above it.";
    case NoticeKind::AlternateLines:
      return "Names and values were read from alternate lines.";
    case NoticeKind::InvalidUtf8:
      return line + " has a byte that is not UTF-8; it is shown as a replacement character.";
    case NoticeKind::NulByte:
      return line + " has a NUL byte; browsers refuse a response whose headers contain one.";
    case NoticeKind::BareCarriageReturn:
      return line + " has a carriage return without a line feed; it was read as part of the line.";
    case NoticeKind::BrokenJson:
      return "The JSON ends or breaks at line " + std::to_string(notice.line) + ", near " +
             quoted(source, notice.span) + ".";
    case NoticeKind::OtherPlacePassedOver:
      return line + " begins headers of another path or block, which were passed over: " +
             quoted(source, notice.span) + ". The first that has headers is judged.";
    case NoticeKind::NoHeadersInJson:
    case NoticeKind::NoMetaInHtml: break;
  }
  return {};
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
      return "This starts like JSON and breaks at line " + std::to_string(notice.line) + ", near " +
             quoted(source, notice.span) + "." + std::string(kInstead);
    }
  }
  return std::string(messages_of(paste.format).nothing) +
         std::string(paste.format == http::Format::Empty ? kInstead : std::string_view());
}

std::string label_of(const http::Response& response) {
  std::string label;
  if (response.status != 0) label = std::to_string(response.status);
  if (!response.url.empty()) label += (label.empty() ? "" : " ") + text::valid_utf8(response.url);
  if (!label.empty()) label += ", ";
  return label + counted(response.fields.size(), "header", "headers");
}

}  // namespace describe_input_detail

InputSummary describe_input(const http::Paste& paste, std::string_view source) {
  using namespace describe_input_detail;
  const FormatMessages& messages = messages_of(paste.format);
  InputSummary summary;
  summary.format = messages.id;
  std::size_t headers = 0;
  for (std::size_t i = 0; i < paste.responses.size(); ++i) {
    const http::Response& response = paste.responses[i];
    headers += response.fields.size();
    summary.responses.push_back({text::valid_utf8(response.url), response.status,
                                 static_cast<std::uint32_t>(response.fields.size()),
                                 i == paste.chosen, label_of(response), response.span});
  }
  if (paste.responses.empty()) {
    // That nothing was read says all that there is to say of its lines.
    summary.description = message_of_nothing(paste, source);
    return summary;
  }
  if (paste.format == http::Format::BarePolicy) {
    summary.description = messages.name;
  } else {
    summary.description = std::string(messages.name) + ", " +
                          counted(paste.responses.size(), "response", "responses") + ", " +
                          counted(headers, "header", "headers");
  }
  for (const http::Notice& notice : paste.notices) {
    std::string sentence = sentence_of(notice, source);
    if (!sentence.empty()) summary.notices.push_back(std::move(sentence));
  }
  if (paste.notices_left_out > 0) {
    summary.notices.push_back("And " + std::to_string(paste.notices_left_out) +
                              " more lines of this kind.");
  }
  return summary;
}

InputSummary describe_too_long(std::size_t bytes) {
  InputSummary summary;
  summary.format = "too-long";
  summary.description = "This text has " + std::to_string(bytes) +
                        " bytes; at most " + std::to_string(kMaxInputBytes) +
                        " (8 MiB) are analysed at once. Paste the response headers only.";
  return summary;
}

}  // namespace headstrong::report

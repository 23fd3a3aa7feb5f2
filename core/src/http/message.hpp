// What a paste holds: one or more HTTP responses, or a bare policy, with spans.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "headstrong/span.hpp"
#include "text/mapped_text.hpp"
#include "text/source.hpp"

namespace headstrong::http {

/// One header field of a response (RFC 9110 section 5), in the order and spelling received.
struct Field {
  std::string_view name;
  Span name_span;
  text::MappedText value;        // SP and TAB around it stripped, folded lines joined by one SP
  Span span;                     // from the name to the end of the value
  std::uint32_t occurrence = 0;  // how many fields of this name came before
  bool space_before_colon = false;
  bool folded = false;        // obsolete line folding (RFC 9112 section 5.2)
  bool invalid_name = false;  // a byte that is not a token character
  bool from_meta = false;     // a <meta http-equiv>, not a header
};

struct Response {
  std::string_view url;  // absolute, empty where the paste does not tell
  int status = 0;        // 0 where the paste does not tell
  Span span;
  std::vector<Field> fields;
  /// The paste shows the response's whole header section, so that a header that is not there is
  /// known to be absent.
  bool complete = false;
};

enum class Format : std::uint8_t {
  Empty,
  BarePolicy,    // the value of a Content-Security-Policy, nothing else
  HeaderLines,   // Name: value lines without a status line
  HttpMessage,   // status line and fields, as `curl -i` prints them
  CurlVerbose,   // `curl -v`
  WgetServer,    // `wget -S`
  NameValueTable,  // browser developer tools: name TAB value, or on alternate lines, or all of it
  HeaderList,    // [["name","value"], ...] handed over by a program
  Json,          // a JSON object or array of headers
  Har,           // an HTTP archive
  Html,          // a page; its <meta http-equiv> are read
  PowerShell,    // Invoke-WebRequest: "RawContent : HTTP/1.1 200 OK", its fields indented below
  HeadersFile,   // _headers of static hosts: a path, its fields indented below
  NginxConfig,   // add_header NAME VALUE; the spans lie in quotes, so that no line can be added
  Address,       // an address that somebody meant to be fetched
  CurlFailed,    // curl's error message, nothing received
  Binary,        // not text
  Unknown        // text in which nothing was recognised
};

/// What a text in which nothing was read seems to be, for the sentence that says so.
enum class Look : std::uint8_t {
#define HEADSTRONG_LOOK(enumerator, what) enumerator,
#include "http/looks.def"
#undef HEADSTRONG_LOOK
  Nothing
};

/// Something in the paste that was passed over, or read with leniency.
enum class NoticeKind : std::uint8_t {
  LineNotUnderstood,
  RequestPassedOver,
  FoldedLine,
  PolicyLineWithoutName,
  AlternateLines,
  InvalidUtf8,
  NulByte,
  BareCarriageReturn,
  BrokenJson,
  NoHeadersInJson,
  NoMetaInHtml,
  OtherPlacePassedOver  // of a configuration: the headers of another path or block
};
struct Notice {
  NoticeKind kind = NoticeKind::LineNotUnderstood;
  Span span;
  std::uint32_t line = 0;  // 1-based
};

struct Paste {
  Format format = Format::Empty;
  std::vector<Response> responses;
  std::size_t chosen = 0;  // which response is judged; meaningless where there is none
  std::vector<Notice> notices;         // the first kMaxNotices of them
  std::uint32_t notices_left_out = 0;
  std::uint32_t lines_not_understood = 0;
  // Where there is no response:
  Look look = Look::Nothing;
  std::uint32_t look_line = 0;  // 1-based; 0: the text as a whole

  /// There is a text, and nothing in it was read: what its page does is not known.
  bool is_unread() const { return responses.empty() && format != Format::Empty; }
};
inline constexpr std::size_t kMaxNotices = 100;

}  // namespace headstrong::http

// What a paste holds: one or more HTTP responses, or a bare policy, with spans.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "headstrong/span.hpp"
#include "http/messages/told_request.hpp"
#include "quote/quote.hpp"
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
  /// How its place in the source spells the value: what is put there has to be spelled the same way.
  quote::Spelling spelling = quote::Spelling::Plain;
  // Of code, where they are known:
  Span statement;         // what sets the field, with what ends it
  Span expression;        // what stands for its value there
  Span literal;           // the value's literals with their marks, there or in a variable
  bool entry = false;     // of a map or a list: a comma parts it from the next
  std::uint32_t map = 0;  // the response's map that it comes from, counted from 1; 0: from none
  bool space_before_colon = false;
  bool folded = false;        // obsolete line folding (RFC 9112 section 5.2)
  bool invalid_name = false;  // a byte that is not a token character
  bool from_meta = false;     // a <meta http-equiv>, not a header
  bool inherited = false;     // of a configuration: it stands in another place, which counts here, too
};

/// A map of directives that a policy of code comes from, as far as it can be written.
struct PolicyMap {
  /// A part of a directive's value, as the policy has it.
  struct Source {
    std::string text;
    Span written;          // the item of the list that it is; empty where it is no item of its own
    bool implied = false;  // the framework adds it by itself
  };
  struct Entry {
    std::string name;
    Span key;    // without marks
    Span value;  // empty: it can't be written
    Span whole;
    std::vector<Source> sources;
    bool off = false;  // the framework is told to leave the directive out
  };
  std::vector<Entry> entries;
  std::vector<std::string> defaults;  // directives that the framework adds, each as a policy has it
  Span defaults_place;
  Span group;                  // between its brackets; empty: each entry is a statement on lines of its own
  std::string_view valueless;  // what stands for a directive without a value
  bool bare = false;           // keywords stand in it without quotes
};

/// A field that repeats one of the response's for other kinds of responses (error pages, what a proxy sends): a
/// change of one without the other would be half of it.
struct Twin {
  static constexpr std::uint32_t kNoResponse = 0xFFFFFFFF;
  std::uint32_t field = 0;               // of the response
  std::uint32_t response = kNoResponse;  // that the other one is in; none: another order takes its place in this one
  std::uint32_t layer = 0;               // without a response: which copy it is, from the last one back
  Field other;
};

struct Response {
  std::string_view url;  // absolute, empty where the paste does not tell
  int status = 0;        // 0 where the paste does not tell
  Span span;
  std::vector<Field> fields;
  /// Of a configuration: where the fields are set, as in "server block, line 12".
  std::string place;
  /// What stands for values that the text does not hold (a variable, a call), in order of the fields.
  std::vector<Span> gaps;
  std::vector<PolicyMap> maps;  // of code, those that its fields name
  std::vector<Twin> twins;      // of a configuration, in the order of their fields
  /// The paste shows the response's whole header section, so that a header that is not there is
  /// known to be absent.
  bool complete = false;
  /// Of code: the framework sends X-Frame-Options by itself, unless another part of the program says otherwise.
  bool framed_by_default = false;
  /// The status line names HTTP/2 or HTTP/3, which browsers speak over TLS only.
  bool over_tls = false;
};

/// Those of one field.
inline std::span<const Twin> twins_of(const Response& response, std::size_t field) {
  const auto first = std::lower_bound(response.twins.begin(), response.twins.end(), field,
                                      [](const Twin& twin, std::size_t at) { return twin.field < at; });
  const auto last = std::find_if(first, response.twins.end(), [&](const Twin& twin) { return twin.field != field; });
  // By a pointer: libc++ 13 makes no span of iterators.
  return {response.twins.data() + (first - response.twins.begin()), static_cast<std::size_t>(last - first)};
}

/// Whether what the twin is of repeats all of the response's first `count` fields.
inline bool repeats_all(const Response& response, const Twin& like, std::size_t count) {
  return count ==
         static_cast<std::size_t>(std::count_if(response.twins.begin(), response.twins.end(), [&](const Twin& twin) {
           return twin.response == like.response && twin.layer == like.layer && twin.field < count;
         }));
}

enum class Format : std::uint8_t {
#define HEADSTRONG_FORMAT(enumerator, id, lines, spelling, words, nothing) enumerator,
#include "http/dialects/formats.def"
#undef HEADSTRONG_FORMAT
};

/// How a header is added to a text.
enum class Lines : std::uint8_t {
  None,       // nothing can be added, or nothing is known of how
  Anew,       // the text becomes header lines
  Fields,     // a line as the others are: name, separator, value
  Json,       // a member or an element
  Statements  // a statement of the dialect's language
};

/// How values stand in a text.
enum class Values : std::uint8_t {
  Plain,
  Json,
  Markup,  // attributes of elements
  Dialect  // each place has its own way, which the dialect's reader notes
};

/// What is known of a format without looking at a text in it.
struct FormatInfo {
  std::string_view id;
  Lines lines = Lines::None;
  Values values = Values::Plain;
  std::string_view words;    // what users read: "curl -v output"
  std::string_view nothing;  // what is said where no header was found
};
const FormatInfo& info(Format format);

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
  PlacesPassedOver,    // of a configuration: there are more places than are told apart
  NginxWithoutAlways,  // a header that protects, which error pages don't get
  ApacheWithoutAlways,
  FlaskReceiverRefuses,  // code for violation reports that refuses their media type
  ExpressReceiverRefuses
};
struct Notice {
  NoticeKind kind = NoticeKind::LineNotUnderstood;
  Span span;
  std::uint32_t line = 0;  // 1-based
};

/// Of a configuration: a place that doesn't send what a place around it sets.
struct Loss {
  std::string place;
  std::uint32_t line = 0;  // 1-based, that the place begins in
  std::vector<std::string_view> names;
};

struct Paste {
  Format format = Format::Empty;
  std::vector<Response> responses;
  std::size_t chosen = 0;         // which response is judged; meaningless where there is none
  bool chosen_by_reader = false;  // and is not asked for again
  std::vector<Notice> notices;    // the first kMaxNotices of them
  std::uint32_t notices_left_out = 0;
  std::uint32_t lines_not_understood = 0;
  std::vector<Loss> losses;  // at most kMaxLosses
  Messages messages;         // of consoles and reports, instead of a response or beside it
  // Where there is no response:
  Look look = Look::Nothing;
  std::uint32_t look_line = 0;  // 1-based; 0: the text as a whole

  /// There is a text, and nothing in it was read: what its page does is not known.
  bool is_unread() const { return responses.empty() && format != Format::Empty; }
};
inline constexpr std::size_t kMaxNotices = 100;
inline constexpr std::size_t kMaxLosses = 20;

}  // namespace headstrong::http

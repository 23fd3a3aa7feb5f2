// Console messages: where each begins and ends, and which reader it is for.
#include "http/messages/console.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "http/messages/read_messages.hpp"
#include "http/messages/request_kinds.hpp"
#include "text/ascii.hpp"

namespace headstrong::http::messages {
namespace console_detail {

enum class How : std::uint8_t { Action, Special, Prefix, Remark };

struct Start {
  std::string_view words;
  How how;
};

/// What begins a message; of several that fit the first counts.
constexpr Start kStarts[] = {
    {"Content-Security-Policy", How::Prefix},
    {"Content Security Policy", How::Prefix},
    {"Refused to ", How::Action},
    {"Loading ", How::Action},
    {"Connecting to '", How::Action},
    {"Framing '", How::Action},
    {"Creating a ", How::Action},
    {"Fetching content from '", How::Action},
    {"Sending form data to '", How::Action},
    {"Setting the document's base URI to '", How::Action},
    {"Executing inline ", How::Action},
    {"Applying inline ", How::Action},
    {"Running the JavaScript URL ", How::Action},
    {"Evaluating a string as JavaScript ", How::Action},
    {"Compiling or instantiating ", How::Action},
    {"This requires a Trusted", How::Action},
    {"This document requires 'Trusted", How::Special},
    {"Fetch API cannot load ", How::Special},
    {"Blocked script execution in '", How::Special},
    {"Blocked form submission to '", How::Special},
    {"The loading of ", How::Special},
    {"Load denied by X-Frame-Options: ", How::Special},
    {"TrustedTypePolicyFactory.createPolicy: ", How::Special},
    {"Unrecognized Content", How::Remark},
    {"Ignoring duplicate Content", How::Remark},
    {"The source list for ", How::Remark},
    {"The value for ", How::Remark},
    {"The Content Security Polic", How::Remark},
    {"The Content-Security-Policy", How::Remark},
    {"The report-only Content", How::Remark},
    {"The 'allow' directive", How::Remark},
    {"Error while parsing the '", How::Remark},
    {"Invalid ", How::Remark},
};

class Starts {
 public:
  Starts() {
    for (const Start& start : kStarts) first_[static_cast<unsigned char>(start.words.front())] = true;
  }
  /// The start that stands here; null where none does.
  const Start* at(std::string_view s, std::size_t i) const {
    if (!first_[static_cast<unsigned char>(s[i])]) return nullptr;
    if (i > 0 && (text::is(s[i - 1], text::kAlpha) || s[i - 1] == '-' || s[i - 1] == '_')) return nullptr;
    const std::string_view rest = s.substr(i);
    for (const Start& start : kStarts) {
      if (!starts(rest, start.words)) continue;
      if (start.how == How::Prefix && !has_colon(rest.substr(start.words.size()))) return nullptr;
      return &start;
    }
    return nullptr;
  }

 private:
  /// The French put a blank before it, the Chinese have one of full width.
  static bool has_colon(std::string_view s) {
    for (std::size_t skip = blank(s); skip > 0; skip = blank(s)) s.remove_prefix(skip);
    return starts(s, ":") || starts(s, kWideColon);
  }

  bool first_[256] = {};
};

/// Behind the prefix, its colon and blanks; nothing where it is no prefix.
std::optional<std::string_view> behind_prefix(std::string_view words, bool& is_header_name) {
  is_header_name = starts(words, "Content-");
  words.remove_prefix(std::string_view("Content-Security-Policy").size());
  is_header_name = is_header_name && starts(words, ":");
  for (std::size_t skip = blank(words); skip > 0; skip = blank(words)) words.remove_prefix(skip);
  if (starts(words, ":")) words.remove_prefix(1);
  else if (starts(words, kWideColon)) words.remove_prefix(kWideColon.size());
  else return std::nullopt;
  return without_blanks(words);
}

/// One blank for any run of blanks and line ends.
std::string_view on_one_line(text::Source& source, std::string_view s) {
  s = text::trim(s);
  bool plain = true;
  for (std::size_t i = 0; i < s.size() && plain; ++i) {
    plain = !text::is(s[i], text::kAsciiWhitespace) || (s[i] == ' ' && s[i - 1] != ' ');
  }
  if (plain) return s;
  std::string out;
  for (const char c : s) {
    const bool white = text::is(c, text::kAsciiWhitespace);
    if (!white) out += c;
    else if (!out.empty() && out.back() != ' ') out += ' ';
  }
  return source.keep(std::move(out));
}

/// As Python prints a text that has quotes of both kinds.
std::string_view without_escaped_quotes(text::Source& source, std::string_view s) {
  if (s.find("\\'") == s.npos) return s;
  std::string out;
  for (std::size_t at = 0; at < s.size(); ++at) {
    if (s[at] == '\\' && s.substr(at + 1, 1) == "'") ++at;
    out += s[at];
  }
  return source.keep(std::move(out));
}

/// A line that goes on with the message above it.
bool goes_on(std::string_view line) {
  line = text::trim(line);
  for (const std::string_view words :
       {"The action has", "The policy is report-only", "The violation has", "Source:", "Either the", "Note that"}) {
    if (starts(line, words)) return true;
  }
  return false;
}

class Reader {
 public:
  Reader(text::Source& source, Messages& found) : source_(source), found_(found), bytes_(source.bytes()) {}

  void read() {
    struct Place {
      std::size_t at;
      std::size_t line;  // where its line starts
      const Start* start;
    };
    const Starts starts_here;
    std::vector<Place> places;
    std::size_t line = 0;
    for (std::size_t at = 0; at < bytes_.size(); ++at) {
      if (bytes_[at] == '\n') line = at + 1;
      if (const Start* start = starts_here.at(bytes_, at)) {
        places.push_back({at, line, start});
        at += start->words.size() - 1;
      }
    }
    std::size_t done = 0;
    for (std::size_t i = 0; i < places.size(); ++i) {
      const std::size_t next = i + 1 < places.size() ? places[i + 1].at : bytes_.size();
      const std::size_t line_start = std::max(places[i].line, done);
      read_shapes(done, line_start);
      done = std::max(line_start, read_at(places[i].at, line_start, next, *places[i].start));
    }
    read_shapes(done, bytes_.size());
    read_blocked_by();
  }

 private:
  std::size_t line_end(std::size_t at, std::size_t limit) const {
    if (at >= limit) return limit;
    const std::size_t size = bytes_.substr(at, limit - at).find('\n');
    return size == bytes_.npos ? limit : at + size;
  }

  /// Reads the message of that start, if it is one; where it ends.
  std::size_t read_at(std::size_t at, std::size_t line, std::size_t next, const Start& start) {
    const std::size_t first_end = line_end(at, next);
    if (read_words(at, first_end, line, next, start)) return absorb(first_end, next);
    if (first_end == next) return line;
    // A terminal or a mail may have wrapped it. Remarks have no end that would show.
    constexpr std::size_t kFar = 4096;
    const std::string_view rest = bytes_.substr(at, std::min(next - at, kFar + (first_end - at)));
    std::size_t size = std::min(rest.find("\n\n"), rest.find("\n\r\n"));
    if (size == rest.npos) size = rest.size();
    if (at + size <= first_end || start.how == How::Remark) return line;
    return read_words(at, at + size, line, next, start) ? at + size : line;
  }

  /// The further lines that belong to the message that was read last.
  std::size_t absorb(std::size_t end, std::size_t next) {
    while (end < next) {
      const std::size_t line = end + 1;
      if (line >= next) break;
      const std::size_t stop = line_end(line, next);
      const std::string_view words = bytes_.substr(line, stop - line);
      if (!goes_on(words)) break;
      end = stop;
      last_end_ = static_cast<std::uint32_t>(end);
    }
    if (last_ != nullptr && !found_.requests.empty())
      found_.requests.back().span.end = std::max(found_.requests.back().span.end, last_end_);
    return end;
  }

  bool read_words(std::size_t at, std::size_t end, std::size_t line, std::size_t next, const Start& start) {
    last_ = nullptr;
    last_end_ = static_cast<std::uint32_t>(end);
    std::string_view words = without_escaped_quotes(source_, on_one_line(source_, bytes_.substr(at, end - at)));
    ToldRequest told;
    const Span span{static_cast<std::uint32_t>(line), static_cast<std::uint32_t>(end)};
    told.span = span;
    constexpr std::string_view kReportOnly = "[Report Only] ";
    const bool marked = at >= kReportOnly.size() && starts(bytes_.substr(at - kReportOnly.size()), kReportOnly);
    switch (start.how) {
      case How::Action: {
        // What says that it is report-only may stand in the next line.
        const std::string_view further = bytes_.substr(end, line_end(end + 1, next) - end);
        if (!read_action(words, told)) return false;
        told.report_only = told.report_only || marked || (goes_on(further) && is_report_only(further));
        return add(std::move(told));
      }
      case How::Special:
        if (!read_special(words, bytes_.substr(next, 200), told)) return false;
        told.report_only = told.report_only || marked;
        return add(std::move(told));
      case How::Remark: return is_remark(words) && add_remark(remarked_name(words), span);
      case How::Prefix: break;
    }
    bool is_header_name = false;
    const auto rest = behind_prefix(words, is_header_name);
    if (!rest || rest->empty() || !name_at(*rest).empty()) return false;
    const bool script_url = starts(text::trim(bytes_.substr(end, 40)), "Source: javascript:");
    if (read_firefox(source_, *rest, true, told)) {
      if (script_url && told.type == "inline-script") told.type = "javascript-url";
      return add(std::move(told));
    }
    return is_prefixed_remark(*rest, is_header_name) && add_remark(remarked_name(*rest), span);
  }

  /// Lines whose language is not known, with a shape that tells enough.
  void read_shapes(std::size_t from, std::size_t to) {
    while (from < to) {
      const std::size_t end = line_end(from, to);
      const std::string_view line = bytes_.substr(from, end - from);
      if (std::any_of(line.begin(), line.end(), text::is_non_ascii)) read_shape(line, from, end);
      from = end + 1;
    }
  }
  void read_shape(std::string_view line, std::size_t from, std::size_t end) {
    const bool frames =
        has(line, "X-Frame-Options") && (has(line, kLeftQuote) || has(line, kLowQuote) || has(line, "\xC2\xAB"));
    if (!has(line, "-src") && !has(line, "form-action") && !has(line, "base-uri") && !frames) return;
    if (has(line, "X-Frame-Options") && !frames) return;
    ToldRequest told;
    told.span = {static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(end)};
    const std::string_view words = on_one_line(source_, line);
    if (read_firefox(source_, words, false, told)) add(std::move(told));
  }

  /// "'https://...' blocked by 'script-src-elem' directive", as services word what a report told them.
  void read_blocked_by() {
    constexpr std::string_view kWords = "' blocked by '";
    for (std::size_t at = bytes_.find(kWords); at != bytes_.npos; at = bytes_.find(kWords, at + 1)) {
      constexpr std::size_t kLongest = 2048;
      const std::size_t from = at - std::min(at, kLongest);
      const std::string_view before = bytes_.substr(from, at - from);
      const std::size_t open = before.rfind('\'');
      const std::string_view behind = bytes_.substr(at + kWords.size(), 60);
      const std::size_t close = behind.find("' directive");
      if (open == before.npos || close == behind.npos) continue;
      ToldRequest told;
      told.directive = directive_of(behind.substr(0, close));
      const std::string_view blocked = before.substr(open + 1);
      told.url = address_at(blocked);
      told.type = told.url.empty() ? type_of_word(told.directive, blocked) : type_of(told.directive, told.url);
      told.span = {static_cast<std::uint32_t>(from + open), static_cast<std::uint32_t>(at + kWords.size() + close + 1)};
      if (!told.directive.empty() && !told.type.empty()) add(told);
    }
  }

  bool add(ToldRequest told) {
    found_.requests.push_back(std::move(told));
    last_ = &found_.requests.back();
    return true;
  }
  /// What speaks of nothing by name is prose about policies.
  bool add_remark(std::string_view name, Span span) {
    if (name.empty()) return false;
    found_.remarks.push_back({name, span});
    return true;
  }

  text::Source& source_;
  Messages& found_;
  std::string_view bytes_;
  const ToldRequest* last_ = nullptr;
  std::uint32_t last_end_ = 0;
};

}  // namespace console_detail

void read_console(text::Source& source, Messages& found) { console_detail::Reader(source, found).read(); }

}  // namespace headstrong::http::messages

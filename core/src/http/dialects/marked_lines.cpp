// Header lines behind marks: quoted in a mail, numbered by grep, in an nmap or nikto report, as items of a
// list, in a fence of Markdown, with times before them, as elements that PHP's print_r numbers, in testssl's rows.
#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "grammar/header_names.hpp"
#include "http/dialects/dialect.hpp"
#include "http/evidence.hpp"
#include "http/status_line.hpp"
#include "text/ascii.hpp"
#include "text/lines.hpp"

namespace headstrong::http::marked_lines {

enum class Mark : std::uint8_t { None, Quote, Bar, Number, Item, Time, Fence, Element, Row, Found, Label };

std::uint32_t offset(std::size_t at) { return static_cast<std::uint32_t>(at); }

std::size_t blanks(std::string_view s, std::size_t at) {
  while (at < s.size() && text::is(s[at], text::kSpaceTab)) ++at;
  return at;
}
std::size_t digits(std::string_view s, std::size_t at) {
  while (at < s.size() && text::is(s[at], text::kDigit)) ++at;
  return at;
}

/// Where the text of the line begins behind its mark; 0 where it has no such mark.
std::size_t quote_mark(std::string_view s) {
  std::size_t at = 0;
  while (at < s.size() && s[at] == '>') at += s.substr(at + 1, 1) == " " && s.substr(at + 2, 1) == ">" ? 2 : 1;
  if (at == 0) return 0;
  return at + (s.substr(at, 1) == " ");
}
std::size_t bar_mark(std::string_view s) {
  if (s.empty() || s[0] != '|' || std::count(s.begin(), s.end(), '|') > 1) return 0;
  const std::size_t at = blanks(s, s.substr(1, 1) == "_" ? 2 : 1);
  // "Header: X-Frame-Options: DENY"
  return text::istarts_with(s.substr(at), "header: ") ? at + 8 : at;
}
std::size_t number_mark(std::string_view s) {
  // A file's name may stand before the number.
  std::size_t at = digits(s, 0);
  if (at == 0) {
    const std::size_t colon = s.substr(0, 200).find_first_of(": ");
    if (colon == std::string_view::npos || colon == 0 || s[colon] == ' ') return 0;
    at = digits(s, colon + 1);
    if (at == colon + 1) return 0;
  }
  return at < s.size() && (s[at] == ':' || s[at] == '-') ? blanks(s, at + 1) : 0;
}
std::size_t item_mark(std::string_view s) {
  std::size_t at = blanks(s, 0);
  if (at + 1 >= s.size() || (s[at] != '-' && s[at] != '*') || s[at + 1] != ' ') return 0;
  at = blanks(s, at + 2);
  return at < s.size() && s[at] == '`' ? at + 1 : 0;
}
std::size_t time_mark(std::string_view s) {
  if (s.size() < 12 || digits(s, 0) != 2 || s[2] != ':') return 0;
  const std::size_t mark = s.substr(0, 40).find(" < ");
  return mark == std::string_view::npos ? 0 : mark + 3;
}
std::size_t element_mark(std::string_view s) {
  const std::size_t at = blanks(s, 0);
  return s.substr(at, 1) == "[" && s.find("] => ", at) != std::string_view::npos ? at + 1 : 0;
}

/// testssl: " Security headers   X-Frame-Options: DENY", the further ones below it.
std::size_t row_mark(std::string_view s) {
  constexpr std::string_view kTitle = " Security headers ";
  constexpr std::size_t kColumn = 20;
  const bool titled = text::istarts_with(s, kTitle);
  const std::size_t at = blanks(s, titled ? kTitle.size() : 0);
  return at >= kColumn && at < s.size() ? at : 0;
}

/// What Python's http.client prints: "header: X-Frame-Options: DENY".
std::size_t label_mark(std::string_view s) {
  constexpr std::string_view kLabel = "header: ";
  return s.substr(0, kLabel.size()) == kLabel ? kLabel.size() : 0;
}

struct Part {
  std::string_view name;
  std::string_view value;  // lies in the source, as the name does
};

/// "Name: value" of a line without its mark.
std::optional<Part> part_of(std::string_view s, Mark mark) {
  if (mark == Mark::Element) {
    // "[Server] => nginx", "[1] => Server: nginx"
    const std::size_t end = s.find("] => ");
    const std::string_view key = s.substr(0, end);
    const std::string_view value = s.substr(end + 5);
    if (!text::all_of(key, text::kDigit)) return Part{key, text::trim(value, text::kSpaceTab)};
    s = value;
  }
  const std::size_t colon = s.find(':');
  if (colon == std::string_view::npos || colon == 0) return std::nullopt;
  const std::string_view name = text::trim(s.substr(0, colon), text::kSpaceTab);
  if (name.empty() || !text::all_of(name, text::kToken)) return std::nullopt;
  std::string_view value = text::trim(s.substr(colon + 1), text::kSpaceTab);
  if (mark == Mark::Item && !value.empty() && value.back() == '`') value.remove_suffix(1);
  return Part{name, value};
}

/// nikto: "+ /: Uncommon header 'x-frame-options' found, with contents: DENY."
std::optional<Part> found_part(std::string_view s) {
  constexpr std::string_view kHeader = "header '";
  constexpr std::string_view kContents = "found, with contents: ";
  if (s.substr(0, 2) != "+ ") return std::nullopt;
  const std::size_t name = s.find(kHeader);
  const std::size_t value = s.find(kContents);
  if (name == s.npos || value == s.npos || value < name) {
    return text::istarts_with(s, "+ server: ") ? part_of(s.substr(2), Mark::Found) : std::nullopt;
  }
  const std::string_view rest = s.substr(name + kHeader.size());
  Part part{rest.substr(0, rest.find('\'')), text::trim(s.substr(value + kContents.size()))};
  if (!part.value.empty() && part.value.back() == '.') part.value.remove_suffix(1);
  return part;
}

std::size_t mark_size(std::string_view s, Mark mark) {
  switch (mark) {
    case Mark::Quote: return quote_mark(s);
    case Mark::Bar: return bar_mark(s);
    case Mark::Number: return number_mark(s);
    case Mark::Item: return item_mark(s);
    case Mark::Time: return time_mark(s);
    case Mark::Element: return element_mark(s);
    case Mark::Row: return row_mark(s);
    case Mark::Label: return label_mark(s);
    default: return 0;
  }
}

bool is_known(const Part& part) { return header_name(part.name) != HeaderName::Unknown && !part.value.empty(); }

/// Whether a known header stands behind such a mark; None and Fence have none on the line itself.
bool is_marked(std::string_view line, Mark mark) {
  const std::size_t size = mark_size(line, mark);
  if (size == 0 && mark != Mark::None && mark != Mark::Fence) return false;
  const auto part = part_of(line.substr(size), mark);
  return part && is_known(*part);
}

/// A fence of Markdown; the braces around the headers of .NET's printed response.
bool is_fence(std::string_view line, std::string_view bytes) {
  line = text::trim(line);
  if (line.substr(0, 3) == "```") return true;
  return (line == "{" || line == "}") && bytes.substr(0, 400).find("ReasonPhrase: '") != bytes.npos;
}

/// The mark that stands before a header line, the first that does; what comes first without one is no
/// text of this kind.
Mark mark_of(std::string_view bytes) {
  static constexpr Mark kMarks[] = {Mark::Quote, Mark::Bar,     Mark::Number, Mark::Item,
                                    Mark::Time,  Mark::Element, Mark::Row,    Mark::Label};
  text::Line line;
  text::LineCursor cursor(bytes);
  bool fence = false;
  bool nikto = false;
  std::size_t lines = 0;
  constexpr std::size_t kEnough = 400;
  while (cursor.next(line) && ++lines < kEnough) {
    const std::string_view s = line.text;
    if (is_fence(s, bytes)) {
      fence = !fence;
      continue;
    }
    if (s.substr(0, 2) == "< " || (s.substr(0, 2) == "> " && request_target_of(s.substr(2))))
      return Mark::None;  // curl -v
    if (fence) {
      if (is_marked(s, Mark::Fence)) return Mark::Fence;
      continue;
    }
    if (is_marked(s, Mark::None)) return Mark::None;
    if (text::istarts_with(s, "- nikto")) nikto = true;
    if (nikto && found_part(s)) return Mark::Found;
    const Mark* found =
        std::find_if(std::begin(kMarks), std::end(kMarks), [&](Mark mark) { return is_marked(s, mark); });
    if (found != std::end(kMarks)) return *found;
  }
  return Mark::None;
}

int recognise(std::string_view bytes) {
  const std::string_view body = text::trim(bytes);
  if (body.empty() || body[0] == '{' || body[0] == '<') return 0;
  return mark_of(bytes) == Mark::None ? 0 : 55;
}

/// Reads the fields behind one kind of mark, line by line.
class MarkedReader {
 public:
  MarkedReader(text::Source& source, Mark mark) : source_(source), bytes_(source.bytes()), mark_(mark) {}

  Response read() {
    text::Line line;
    text::LineCursor cursor(bytes_);
    while (cursor.next(line) && !ended_) {
      const std::string_view s = line.text;
      if (is_fence(s, bytes_)) {
        fence_ = !fence_;
        ended_ = !fence_ && !response_.fields.empty();
        continue;
      }
      if (mark_ == Mark::Fence && !fence_) continue;
      const std::size_t size = mark_size(s, mark_);
      if (mark_ != Mark::Fence && mark_ != Mark::Found && size == 0) {
        open_ = false;
      } else {
        read_line(s, s.substr(size));
      }
    }
    return std::move(response_);
  }

 private:
  void read_line(std::string_view line, std::string_view words) {
    if (take_status(words)) return;
    const auto plain = mark_ == Mark::Found ? found_part(line) : part_of(words, mark_);
    constexpr std::size_t kMostFolds = 100;
    const bool goes_on = open_ && folds_ < kMostFolds && is_rest(words, plain);
    if (mark_ == Mark::Element && take_element(words)) return;
    if (plain && !goes_on) return take_field(*plain);
    const std::string_view more = text::trim(words, text::kSpaceTab);
    if (goes_on && !more.empty()) return fold(more);
    open_ = false;
    // A message's headers end at an empty line.
    ended_ = more.empty() && !response_.fields.empty() && (mark_ == Mark::Fence || mark_ == Mark::Quote);
  }

  /// Of several status lines the last counts, as browsers end up with it.
  bool take_status(std::string_view words) {
    if (mark_ == Mark::Element) words = words.substr(std::min(words.size(), words.find("] => ") + 5));
    const auto status = status_of(text::trim(words));
    if (!status) return false;
    response_ = Response{};
    response_.status = *status;
    open_ = false;
    return true;
  }

  /// Whether the line may be the rest of the field above.
  bool is_rest(std::string_view words, const std::optional<Part>& plain) const {
    if (mark_ == Mark::Quote) return !words.empty() && text::is(words[0], text::kSpaceTab);
    return mark_ == Mark::Row && !(plain && (is_known(*plain) || plain->name.find('-') != plain->name.npos));
  }

  /// "[Server] => Array", and the values that stand in it; false where it is an element like others.
  bool take_element(std::string_view words) {
    const std::size_t end = words.find("] => ");
    const std::string_view value = text::trim(words.substr(end + 5), text::kSpaceTab);
    if (!text::all_of(words.substr(0, end), text::kDigit)) {
      of_list_ = value == "Array" ? words.substr(0, end) : std::string_view();
      return !of_list_.empty();
    }
    if (of_list_.empty() || !text::all_of(of_list_, text::kToken)) return false;
    if (!value.empty()) add(of_list_, value);
    return true;
  }

  void take_field(const Part& part) {
    const bool first_words =
        part.name.find('-') == std::string_view::npos && header_name(part.name) == HeaderName::Unknown;
    const bool has_titles =
        mark_ == Mark::Bar || mark_ == Mark::Number || mark_ == Mark::Item || mark_ == Mark::Row;  // "http-headers:"
    if ((first_words && has_titles) || part.value.empty()) return;
    add(part.name, part.value);
    open_ = true;
    folds_ = 0;
  }

  void add(std::string_view name, std::string_view value) {
    const std::uint32_t start = place_of(name);
    quote::Decoded decoded;
    decoded.text = text::MappedText(value, place_of(value));
    add_field(response_, name, {start, start + offset(name.size())}, std::move(decoded), quote::Spelling::Plain);
  }

  /// Joins the words to the value of the last field.
  void fold(std::string_view more) {
    ++folds_;
    Field& field = response_.fields.back();
    std::vector<text::MappedText::Segment> segments = field.value.segments();
    std::string joined(field.value.text());
    const std::uint32_t start = place_of(more);
    const std::uint32_t end = field.span.end;
    if (segments.empty()) segments.push_back({0, field.value.to_source(0, 0).start, 0});
    segments.push_back({offset(joined.size()), end, start - end});
    joined += ' ';
    segments.push_back({offset(joined.size()), start, 0});
    joined += more;
    field.value = text::MappedText(source_.keep(std::move(joined)), std::move(segments));
    field.folded = true;
    field.span.end = response_.span.end = start + offset(more.size());
  }

  std::uint32_t place_of(std::string_view part) const {
    return offset(static_cast<std::size_t>(part.data() - bytes_.data()));
  }

  text::Source& source_;
  const std::string_view bytes_;
  const Mark mark_;
  Response response_;
  bool fence_ = false;
  bool ended_ = false;
  bool open_ = false;         // the last line was a field, and may go on
  std::size_t folds_ = 0;     // of it
  std::string_view of_list_;  // the name whose values are a list of their own: "[Server] => Array"
};

void read(text::Source& source, Paste& paste) {
  const Mark mark = mark_of(source.bytes());
  Response response = MarkedReader(source, mark).read();
  if (response.fields.empty() || !has_evidence(response, 0)) return;
  // nmap's script prints those that it knows, and no others.
  const bool picked = mark == Mark::Bar && source.bytes().find("http-security-headers") != std::string_view::npos;
  const bool whole = mark != Mark::Item && mark != Mark::Found && mark != Mark::Row && !picked;
  response.complete = whole && (response.status != 0 || is_whole_set(response));
  paste.responses.push_back(std::move(response));
}

extern const DialectSpec kDialect{.format = Format::MarkedLines, .recognise = recognise, .read = read, .guesses = true};

}  // namespace headstrong::http::marked_lines

// _headers of static hosts: paths, and below each the fields of what lies there. A path gets the fields of
// those that cover it, too; "! Name" takes one away again.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "http/dialects/dialect.hpp"
#include "http/dialects/places.hpp"
#include "http/readers.hpp"
#include "http/status_line.hpp"
#include "text/ascii.hpp"
#include "text/lines.hpp"
#include "text/order.hpp"

namespace headstrong::http::headers_file {

using text::Line;

/// Where the colon stands behind the name that the trimmed line starts with; npos where there is none.
std::size_t colon_of(std::string_view line) {
  const std::size_t colon = line.find(':');
  if (colon == 0 || colon == std::string_view::npos) return std::string_view::npos;
  return text::all_of(text::trim(line.substr(0, colon)), text::kToken) ? colon : std::string_view::npos;
}

/// "/*" or "https://site.example/a" at the start of its line.
bool is_path(std::string_view line) {
  const bool starts =
      line.substr(0, 1) == "/" || text::istarts_with(line, "https://") || text::istarts_with(line, "http://");
  return starts && text::trim(line).find_first_of(" \t") == std::string_view::npos;
}

std::size_t indent_of(std::string_view line) { return std::min(line.find_first_not_of(" \t"), line.size()); }

/// The first lines tell: a path with an indented field below. Within another text all of it may be indented.
int recognise(std::string_view bytes) {
  bool path = false;
  std::size_t indent = 0;
  Line line;
  text::LineCursor cursor(bytes);
  while (cursor.next(line)) {
    const std::string_view s = text::trim(line.text);
    if (s.empty() || s[0] == '#') continue;
    if (path) {
      const bool row = colon_of(s) != std::string_view::npos || s[0] == '!';
      return row && indent_of(line.text) > indent ? 90 : 0;
    }
    indent = indent_of(line.text);
    path = is_path(s);
    if (!path && (colon_of(s) != std::string_view::npos || status_of(s))) return 0;
  }
  return 0;
}

/// A path and its own lines, which may stand in several sections.
struct Place {
  std::string_view path;
  std::uint32_t line = 0;
  Response response;
  std::vector<std::string_view> removed;
};

bool is_for_all(std::string_view path) { return path == "/*" || path == "/**"; }

/// The lower, the more general.
int rank_of(std::string_view path) { return is_for_all(path) ? 0 : rank_below(path); }

/// Whether what lies at `path` lies at `other`, too.
bool covers(std::string_view other, std::string_view path) {
  std::string_view prefix = other;
  while (!prefix.empty() && prefix.back() == '*') prefix.remove_suffix(1);
  if (prefix.size() == other.size() || path.substr(0, prefix.size()) != prefix) return false;
  while (!path.empty() && path.back() == '*') path.remove_suffix(1);
  return path.size() > prefix.size();
}

class Reader {
 public:
  Reader(text::Source& source, Paste& paste) : source_(source), paste_(paste) {}

  void read() {
    Line line;
    text::LineCursor cursor(source_.bytes());
    Place* place = nullptr;
    bool passed_over = false;
    std::size_t indent = std::string_view::npos;  // of the paths
    while (cursor.next(line)) {
      const std::string_view s = text::trim(line.text, text::kSpaceTab);
      if (s.empty() || s[0] == '#') continue;
      if (is_path(s) && indent_of(line.text) <= indent) {
        indent = indent_of(line.text);
        place = place_of(s, line);
        passed_over = place == nullptr;
      } else if (!passed_over) {
        read_row(s, line, place);
      }
    }
    hand_out();
  }

 private:
  Span span_of(const Line& line) const {
    return {line.start, line.start + static_cast<std::uint32_t>(line.text.size())};
  }
  std::uint32_t offset_of(std::string_view part) const {
    return static_cast<std::uint32_t>(part.data() - source_.bytes().data());
  }

  /// Null where there are more than are told apart; one that all pages get is always told.
  Place* place_of(std::string_view path, const Line& line) {
    for (Place& place : places_) {
      if (place.path == path) return &place;
    }
    if (places_.size() >= kMostPlaces && !(is_for_all(path) && places_.size() < kMostPlaces + 2)) {
      if (!noted_) add_notice(paste_, NoticeKind::PlacesPassedOver, span_of(line), line.number);
      noted_ = true;
      return nullptr;
    }
    if (places_.capacity() == 0) places_.reserve(kMostPlaces + 2);  // they stay where they are
    places_.push_back({path, line.number, {}, {}});
    return &places_.back();
  }

  void read_row(std::string_view s, const Line& line, Place* place) {
    if (s[0] == '!' && place != nullptr) {
      place->removed.push_back(text::trim(s.substr(1)));
      return;
    }
    const std::size_t colon = colon_of(s);
    if (colon == std::string_view::npos || place == nullptr) {
      add_notice(paste_, NoticeKind::LineNotUnderstood, span_of(line), line.number);
      return;
    }
    const std::uint32_t start = offset_of(s);
    const std::string_view name = text::trim(s.substr(0, colon), text::kSpaceTab);
    const std::string_view value = text::trim(s.substr(colon + 1), text::kSpaceTab);
    const std::uint32_t at = value.empty() ? start + static_cast<std::uint32_t>(colon) + 1 : offset_of(value);
    const auto end = at + static_cast<std::uint32_t>(value.size());
    add_field(place->response, name, {start, start + static_cast<std::uint32_t>(name.size())},
              quote::decode(source_, {at, end}, quote::Spelling::Plain), quote::Spelling::Plain);
  }

  void hand_out() {
    std::size_t inherited = 0;
    std::vector<Response> whole;
    whole.reserve(places_.size());
    for (const Place& place : places_) whole.push_back(with_inherited(place, inherited));
    const Place* general = nullptr;
    for (std::size_t i = 0; i < places_.size(); ++i) {
      if (places_[i].response.fields.empty()) continue;
      if (general == nullptr || rank_of(places_[i].path) < rank_of(general->path)) {
        general = &places_[i];
        paste_.chosen = paste_.responses.size();
      }
      paste_.responses.push_back(std::move(whole[i]));
      paste_.responses.back().place = place_at_line(places_[i].path, places_[i].line);
    }
  }

  /// Names and values in the order in which they stand in the file, as they are applied.
  Response with_inherited(const Place& place, std::size_t& inherited) {
    Response response = place.response;
    std::vector<std::string_view> lost;
    for (const Place& other : places_) {
      // Many long places that cover many: they are what nobody writes, and would be as long squared.
      if (!covers(other.path, place.path) || inherited > kMostInherited) continue;
      for (const Field& field : other.response.fields) {
        const bool removed = std::any_of(place.removed.begin(), place.removed.end(),
                                         [&](std::string_view name) { return text::iequals(name, field.name); });
        if (removed) {
          const bool told = std::any_of(lost.begin(), lost.end(),
                                        [&](std::string_view name) { return text::iequals(name, field.name); });
          if (!told && lost.size() < kMaxLosses) lost.push_back(field.name);
          continue;
        }
        response.fields.push_back(field);
        response.fields.back().inherited = true;
        ++inherited;
      }
    }
    text::sort_by_start(response.fields);
    if (!lost.empty() && paste_.losses.size() < kMaxLosses)
      paste_.losses.push_back({place_at_line(place.path, place.line), place.line, std::move(lost)});
    return response;
  }

  static constexpr std::size_t kMostInherited = 20000;

  text::Source& source_;
  Paste& paste_;
  std::vector<Place> places_;
  bool noted_ = false;
};

void read(text::Source& source, Paste& paste) { Reader(source, paste).read(); }

extern const DialectSpec kDialect{.format = Format::HeadersFile, .recognise = recognise, .read = read};

}  // namespace headstrong::http::headers_file

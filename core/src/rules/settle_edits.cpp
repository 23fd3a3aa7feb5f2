#include "rules/settle_edits.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>

#include "http/code/write_map.hpp"
#include "http/dialects/dialect.hpp"
#include "text/ascii.hpp"
#include "text/order.hpp"

namespace headstrong::rules {
namespace settle_edits_detail {

using quote::Spelling;

/// ngx_conf_file.c reads a word into 4,096 bytes.
constexpr std::size_t kLongestNginxWord = 4000;

bool is_nginx(Spelling spelling) {
  return spelling == Spelling::NginxDouble || spelling == Spelling::NginxSingle || spelling == Spelling::NginxBare;
}

bool is_html(Spelling spelling) {
  return spelling == Spelling::HtmlDouble || spelling == Spelling::HtmlSingle || spelling == Spelling::HtmlUnquoted;
}

bool hangs_on_neighbours(Spelling spelling) { return spelling != Spelling::Plain && spelling != Spelling::JsonString; }

/// The quotes that a word without any gets where it can't say something; the same for what has its own.
Spelling quoted(Spelling spelling) {
  switch (spelling) {
    case Spelling::ApacheBare: return Spelling::ApacheDouble;
    case Spelling::CaddyBare: return Spelling::CaddyDouble;
    case Spelling::YamlPlain: return Spelling::YamlSingle;
    default: return spelling;
  }
}

/// What a value is to say once the edits are made, which are spelled as it is. A gap is taken as it is written.
std::string edited_text(const http::Field& field, const std::vector<Span>& gaps, std::string_view source,
                        const std::vector<Edit>& edits) {
  const std::string_view text = field.value.text();
  std::string out;
  std::size_t next = 0;
  Span before{};
  for (std::size_t i = 0; i < text.size(); ++i) {
    const Span place = field.value.to_source(i, i + 1);
    for (; next < edits.size() && edits[next].span.start <= place.start; ++next) {
      out += quote::decoded(edits[next].text, field.spelling);
    }
    if (next > 0 && place.start < edits[next - 1].span.end) continue;
    const bool gap = place.size() > 1 && std::find(gaps.begin(), gaps.end(), place) != gaps.end();
    if (!gap) {
      out += text[i];
    } else if (!(place == before)) {
      out += source.substr(place.start, place.size());
    }
    before = place;
  }
  for (; next < edits.size(); ++next) out += quote::decoded(edits[next].text, field.spelling);
  return out;
}

/// What follows a backslash that takes it for its own in nginx's configuration.
bool is_escaped_by_backslash(char c) { return c == '"' || c == '\'' || c == '\\' || c == 't' || c == 'r' || c == 'n'; }

/// Where two edits touch, their texts stand side by side: they are one.
std::vector<Edit> joined(std::vector<Edit> edits) {
  std::vector<Edit> kept;
  for (Edit& edit : edits) {
    if (!kept.empty() && kept.back().span.end == edit.span.start) {
      kept.back().span.end = edit.span.end;
      kept.back().text += edit.text;
    } else {
      kept.push_back(std::move(edit));
    }
  }
  return kept;
}

/// What a policy is to say once the edits are made that lie in the map of directives that it comes from; nothing
/// where they lie in what the map's framework adds, or the text jumps about in its source.
std::optional<std::string> edited_policy(const http::Field& field, const http::PolicyMap& map,
                                         const std::vector<Edit>& edits) {
  const std::string_view text = field.value.text();
  std::string out;
  std::size_t next = 0;
  std::uint32_t before = 0;
  for (const Edit& edit : edits) {
    const bool own = map.defaults_place.empty() || edit.span.start > map.defaults_place.end ||
                     edit.span.end < map.defaults_place.start;
    if (!own) return std::nullopt;
  }
  for (std::size_t i = 0; i < text.size(); ++i) {
    const Span place = field.value.to_source(i, i + 1);
    if (place.start < before) return std::nullopt;
    before = place.start;
    for (; next < edits.size() && edits[next].span.start <= place.start; ++next) out += edits[next].text;
    if (next == 0 || place.start >= edits[next - 1].span.end) out += text[i];
  }
  for (; next < edits.size(); ++next) out += edits[next].text;
  if (out == text) return std::nullopt;
  return out;
}

bool stands_without_quotes(const std::vector<Edit>& edits) {
  return std::all_of(edits.begin(), edits.end(),
                     [](const Edit& edit) { return quote::carries(edit.text, Spelling::NginxBare); });
}

}  // namespace settle_edits_detail

EditSettler::EditSettler(const http::Response& response, std::string_view source, http::Format format)
    : response_(response), source_(source), format_(format) {
  places_.reserve(response.fields.size());
  for (const http::Field& field : response.fields) {
    const Span value = field.value.to_source(0, field.value.text().size());
    places_.push_back({value, static_cast<std::uint32_t>(places_.size())});
  }
  text::sort_by_start(places_);
}

bool EditSettler::is_needed(const http::Response& response) {
  return std::any_of(response.fields.begin(), response.fields.end(),
                     [](const http::Field& field) { return settle_edits_detail::hangs_on_neighbours(field.spelling); });
}

const EditSettler::Place* EditSettler::place_at(Span span) const {
  const auto after = std::upper_bound(places_.begin(), places_.end(), span.start,
                                      [](std::uint32_t start, const Place& place) { return start < place.span.start; });
  if (after == places_.begin()) return nullptr;
  const Place& place = *(after - 1);
  return span.end <= place.span.end ? &place : nullptr;
}

const http::Field* EditSettler::value_at(Span span) const {
  const Place* place = place_at(span);
  return place == nullptr ? nullptr : &response_.fields[place->field];
}

bool EditSettler::settle(std::vector<Edit>& edits) const {
  std::vector<Edit> settled;
  for (std::size_t first = 0; first < edits.size();) {
    const Place* place = place_at(edits[first].span);
    std::vector<Edit> group;
    do {
      group.push_back(std::move(edits[first]));
      ++first;
    } while (first < edits.size() && place_at(edits[first].span) == place);
    const bool repeats = place != nullptr && !response_.twins.empty();
    const std::vector<Edit> unsettled = repeats ? group : std::vector<Edit>();
    if (place != nullptr && !settle_in(*place, group)) return false;
    for (const http::Twin& twin : http::twins_of(response_, repeats ? place->field : response_.fields.size())) {
      if (!repeat_in(twin, *place, raw_equal(twin, *place) ? group : unsettled, settled)) return false;
    }
    for (Edit& edit : group) settled.push_back(std::move(edit));
  }
  edits = std::move(settled);
  if (!response_.twins.empty()) {
    text::sort_by_start(edits);
  }
  return true;
}

/// Whether the twin's value is written as the field's own.
bool EditSettler::raw_equal(const http::Twin& twin, const Place& place) const {
  const Span other = twin.other.value.to_source(0, twin.other.value.text().size());
  return twin.other.spelling == response_.fields[place.field].spelling &&
         source_.substr(other.start, other.size()) == source_.substr(place.span.start, place.span.size());
}

/// The same edits in what repeats the field: where it is written alike, at the same places of it; else anew.
bool EditSettler::repeat_in(const http::Twin& twin, const Place& place, const std::vector<Edit>& edits,
                            std::vector<Edit>& all) const {
  const Span other = twin.other.value.to_source(0, twin.other.value.text().size());
  if (raw_equal(twin, place)) {
    for (const Edit& edit : edits) {
      const auto moved = [&](std::uint32_t at) { return at - place.span.start + other.start; };
      all.push_back({{moved(edit.span.start), moved(edit.span.end)}, edit.text});
    }
    return true;
  }
  const std::string meant = settle_edits_detail::edited_text(response_.fields[place.field], {}, source_, edits);
  if (!quote::carries(meant, twin.other.spelling)) return false;
  all.push_back({other, quote::encode(meant, twin.other.spelling)});
  return true;
}

bool EditSettler::settle_in(const Place& place, std::vector<Edit>& edits) const {
  const http::Field& field = response_.fields[place.field];
  if (field.map > 0) return settle_map(field, edits);
  const quote::Spelling spelling = field.spelling;
  if (spelling == quote::Spelling::Unwritable) return false;
  if (!settle_edits_detail::hangs_on_neighbours(spelling)) return true;
  edits = settle_edits_detail::joined(std::move(edits));
  if (settle_edits_detail::is_nginx(spelling)) return settle_nginx(place, spelling, edits);
  if (!settle_edits_detail::is_html(spelling)) return settle_literal(place, spelling, edits);
  return std::all_of(edits.begin(), edits.end(), [&](Edit& edit) { return settle_html(place, edit); });
}

bool EditSettler::settle_map(const http::Field& field, std::vector<Edit>& edits) const {
  const http::DialectSpec* dialect = http::dialect_of(format_);
  const http::PolicyMap& map = response_.maps[field.map - 1];
  const std::optional<std::string> policy = settle_edits_detail::edited_policy(field, map, edits);
  if (dialect == nullptr || !dialect->language || !policy) return false;
  edits.clear();
  for (http::code::MapEdit& edit : http::code::write_policy_map(source_, map, *policy, *dialect->language)) {
    edits.push_back({edit.span, std::move(edit.text)});
  }
  return !edits.empty();
}

bool EditSettler::settle_nginx(const Place& place, quote::Spelling spelling, std::vector<Edit>& edits) const {
  std::size_t size = place.span.size();
  for (Edit& edit : edits) {
    // There is no way to write it: what follows is a variable's name.
    if (edit.text.find('$') != std::string::npos) return false;
    std::size_t backslashes = 0;
    while (edit.span.start - backslashes > place.span.start && source_[edit.span.start - backslashes - 1] == '\\') {
      ++backslashes;
    }
    const char next = !edit.text.empty()               ? edit.text[0]
                      : edit.span.end < source_.size() ? source_[edit.span.end]
                                                       : '\0';
    // A backslash that stood for itself would take what now stands behind it for its own.
    if (backslashes % 2 == 1 && settle_edits_detail::is_escaped_by_backslash(next)) edit.text.insert(0, "\\");
    size += edit.text.size();
  }
  if (spelling == quote::Spelling::NginxBare && !settle_edits_detail::stands_without_quotes(edits)) {
    quote_word(place, edits);
  }
  return size <= settle_edits_detail::kLongestNginxWord;
}

bool EditSettler::settle_literal(const Place& place, quote::Spelling spelling, std::vector<Edit>& edits) const {
  // The whole value is read again for each fix: that is for values that a person edits.
  constexpr std::size_t kLongest = 65536;
  constexpr std::size_t kMostGaps = 4096;
  if (place.span.size() > kLongest || response_.gaps.size() > kMostGaps) return false;
  const http::Field& field = response_.fields[place.field];
  std::vector<Span> gaps;
  for (const Span gap : response_.gaps) {
    if (gap.start >= place.span.start && gap.end <= place.span.end) gaps.push_back(gap);
  }
  // Of a word in several quotes the edits can't know in which they stand: it is written anew.
  const bool anew = spelling == quote::Spelling::HaproxyWord;
  const std::string meant = settle_edits_detail::edited_text(field, gaps, source_, edits);
  std::string written;
  std::uint32_t at = place.span.start;
  for (const Edit& edit : edits) {
    written.append(source_.substr(at, edit.span.start - at)).append(edit.text);
    at = edit.span.end;
  }
  written += source_.substr(at, place.span.end - at);
  const bool bare = quote::closing(spelling).empty();
  const std::size_t end = quote::end_of(written, 0, spelling);
  const bool kept = end == written.size() && quote::decoded(written, spelling) == meant &&
                    quote::end_of(written + std::string(quote::closing(spelling)), 0, spelling) ==
                        written.size() + quote::closing(spelling).size();
  if (!anew && kept && (!bare || quote::carries(meant, spelling) || !gaps.empty())) return true;
  const quote::Spelling whole = settle_edits_detail::quoted(spelling);
  if (!gaps.empty() || (!bare && !anew) || !quote::carries(meant, whole)) return false;
  Span word = place.span;
  if (anew) {
    while (word.start > 0 && std::string_view("\"'").find(source_[word.start - 1]) != std::string_view::npos)
      --word.start;
    while (word.end < source_.size() && std::string_view("\"'").find(source_[word.end]) != std::string_view::npos)
      ++word.end;
  }
  edits = {{word, quote::literal(meant, whole)}};
  return true;
}

void EditSettler::quote_word(const Place& place, std::vector<Edit>& edits) const {
  std::vector<Edit> all{{{place.span.start, place.span.start}, "\""}};
  std::size_t next = 0;
  std::uint32_t at = place.span.start;
  bool open_escape = false;
  while (at < place.span.end || next < edits.size()) {
    if (next < edits.size() && edits[next].span.start == at) {
      at = edits[next].span.end;
      if (!edits[next].text.empty()) open_escape = false;
      all.push_back(std::move(edits[next++]));
      continue;
    }
    const char c = source_[at];
    const bool is_escape =
        c == '\\' && at + 1 < place.span.end && settle_edits_detail::is_escaped_by_backslash(source_[at + 1]);
    if (c == '"') all.push_back({{at, at}, "\\"});
    open_escape = c == '\\' && !is_escape;
    at += is_escape ? 2 : 1;
  }
  all.push_back({{place.span.end, place.span.end}, open_escape ? "\\\"" : "\""});
  edits = settle_edits_detail::joined(std::move(all));
}

bool EditSettler::settle_html(const Place& place, Edit& edit) const {
  // "&lt" without its semicolon, or any such beginning, in front of what would complete it.
  constexpr std::uint32_t kLongestName = 32;
  std::uint32_t at = edit.span.start;
  const std::uint32_t first = at - std::min(at - place.span.start, kLongestName);
  while (at > first && (text::is(source_[at - 1], text::kAlpha | text::kDigit) || source_[at - 1] == '#')) {
    --at;
  }
  if (at == place.span.start || source_[at - 1] != '&') return true;
  const bool ends_value = edit.text.empty() && edit.span.end >= place.span.end;
  const char next = ends_value ? '\0' : edit.text.empty() ? source_[edit.span.end] : edit.text[0];
  if (!text::is(next, text::kAlpha | text::kDigit) && next != ';' && next != '#') return true;
  if (edit.text.empty()) return false;
  edit.text.replace(0, 1, "&#" + std::to_string(static_cast<int>(next)) + ";");
  return true;
}

}  // namespace headstrong::rules

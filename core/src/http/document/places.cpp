#include "http/document/places.hpp"

#include <algorithm>
#include <set>

#include "http/dialects/dialect.hpp"
#include "http/document/header_tree.hpp"
#include "http/readers.hpp"
#include "text/ascii.hpp"
#include "text/utf8.hpp"

namespace headstrong::http::document {

int rank_of_path(std::string_view path) {
  static constexpr std::string_view kAll[] = {"",      "*",       "/*",      "**",   "/**",       "/(.*)", "(.*)",
                                              "/.*",   "**/*",    "/**/*",   "/",    "/:path*",   ".*",    "/(.*)?",
                                              "^/.*$", "/(?:.*)", "/:rest*", "^/.*", "/:path(.*)"};
  if (std::find(std::begin(kAll), std::end(kAll), path) != std::end(kAll)) return 0;
  if (path.substr(0, 3) == "/((") return 1;
  constexpr std::size_t kLongest = 400;
  const bool prefix = path[0] == '/' && path.find_first_of("()[]{}|\\^$:") == std::string_view::npos;
  return 4 + static_cast<int>(prefix ? std::min(path.size(), kLongest) : kLongest + 1);
}

bool TreePlaces::begin(std::string words, std::uint32_t node, int rank, std::string_view pattern) {
  for (current_ = 0; current_ < places_.size() && !pattern.empty(); ++current_) {
    if (places_[current_].pattern == pattern && places_[current_].rank == rank) return true;
  }
  if (places_.size() >= kMostPlaces) {
    const std::uint32_t line = document_.line_of(node);
    if (!noted_) add_notice(paste_, NoticeKind::PlacesPassedOver, document_[node].entry, line);
    noted_ = true;
    return false;
  }
  constexpr std::size_t kReadable = 60;
  Place place;
  place.rank = rank;
  place.pattern = pattern;
  place.response.place =
      place_at_line(text::valid_utf8(std::string_view(words).substr(0, kReadable)), document_.line_of(node));
  places_.push_back(std::move(place));
  current_ = places_.size() - 1;
  return true;
}

void TreePlaces::push(Field field, std::vector<Span> gaps) {
  Response& response = places_[current_].response;
  response.gaps.insert(response.gaps.end(), gaps.begin(), gaps.end());
  response.fields.push_back(std::move(field));
}

void TreePlaces::add(std::string_view name, Span name_span, std::uint32_t value, std::uint32_t entry) {
  if (value == kNone) return;
  add_as(name, name_span, value, entry, document_[value].spelling);
}

void TreePlaces::add_as(std::string_view name, Span name_span, std::uint32_t value, std::uint32_t entry,
                        quote::Spelling spelling) {
  const Node& node = document_[value];
  const bool computed = node.kind == Node::Kind::Other;
  if (name.empty() || (!computed && !document_.is_text(value))) return;
  if (spelling == quote::Spelling::Plain && document_.text(value) == "null") return;
  quote::Decoded decoded = document_.decoded_as(value, spelling);
  const std::string_view trimmed = text::trim(decoded.text.text());
  // A block's last line end is none of the value.
  if (trimmed.size() != decoded.text.text().size() && node.kind == Node::Kind::Block && !trimmed.empty()) {
    std::vector<text::MappedText::Segment> segments;
    const auto skipped = static_cast<std::uint32_t>(trimmed.data() - decoded.text.text().data());
    for (const auto& segment : decoded.text.segments()) {
      if (segment.text_start < skipped || segment.text_start - skipped >= trimmed.size()) continue;
      segments.push_back({segment.text_start - skipped, segment.source_start, segment.source_size});
    }
    if (!segments.empty() && segments.front().text_start == 0)
      decoded.text = text::MappedText(trimmed, std::move(segments));
  }
  Field field;
  field.name = name;
  field.name_span = name_span;
  field.invalid_name = !text::all_of(name, text::kToken);
  field.value = std::move(decoded.text);
  const Span written = field.value.to_source(0, field.value.text().size());
  field.span = around(name_span, written);
  field.spelling = computed                         ? quote::Spelling::Unwritable
                   : node.kind == Node::Kind::Block ? quote::Spelling::Plain
                                                    : spelling;
  field.statement = {document_[entry].entry.start, document_.end_of(entry)};
  if (!computed) field.literal = node.literal;
  push(std::move(field), std::move(decoded.gaps));
}

void TreePlaces::add_pair(std::uint32_t pair, std::string_view name_key, std::string_view value_key) {
  const std::uint32_t name = document_.child_like(pair, name_key);
  const std::uint32_t value = document_.child_like(pair, value_key);
  if (name == kNone || value == kNone || !document_.is(name, Node::Kind::Text)) return;
  const Span inside = document_[name].inside;
  add(document_.text(name), inside, value, pair);
}

void TreePlaces::add_members(std::uint32_t map) {
  if (!document_.is(map, Node::Kind::Map)) return;
  std::set<std::string_view> keys;
  for (std::uint32_t at = document_[map].first; at != kNone; at = document_[at].next) {
    // Of a key that is there twice the last counts.
    if (!keys.insert(document_.key(at)).second) remove(document_.key(at));
    if (document_[at].kind == Node::Kind::List) {
      const std::string_view name = document_.key(at);
      const Span span = document_[at].key;
      for (std::uint32_t item = document_[at].first; item != kNone; item = document_[item].next)
        add(name, span, item, item);
      continue;
    }
    if (document_.is_text(at) && document_.text(at).empty()) {
      places_[current_].removed.push_back(document_.key(at));
      continue;
    }
    add(document_.key(at), document_[at].key, at, at);
  }
}

void TreePlaces::add_made(std::string_view name, std::string value, std::uint32_t entry) {
  const Span whole{document_[entry].entry.start, document_.end_of(entry)};
  Field field;
  field.name = name;
  field.name_span = document_[entry].key;
  const std::string_view kept = document_.source().keep(std::move(value));
  field.value = text::MappedText(kept, {{0, whole.start, whole.size()}});
  field.span = whole;
  field.spelling = quote::Spelling::Unwritable;
  field.statement = whole;
  push(std::move(field), {});
}

void TreePlaces::add_found(const SetHeader& header) {
  const Node& node = document_[header.node];
  Field field;
  field.name = header.name;
  field.name_span = header.name_span;
  field.invalid_name = !text::all_of(header.name, text::kToken);
  field.value = header.value;
  field.span = around(header.name_span, header.value.to_source(0, header.value.text().size()));
  field.spelling = header.spelling;
  field.statement = {document_[header.entry].entry.start, document_.end_of(header.entry)};
  if (header.is_model) field.literal = node.literal;
  push(std::move(field), header.gaps);
}

void TreePlaces::remove(std::string_view name) {
  constexpr std::size_t kMostSearched = 1000;  // more headers nobody sends
  if (fields().size() > kMostSearched) return;
  std::erase_if(fields(), [&](const Field& field) { return text::iequals(field.name, name); });
}

void TreePlaces::clear() { fields().clear(); }

/// Whether the place says something of the header itself.
bool TreePlaces::Place::has(std::string_view name) const {
  return std::any_of(response.fields.begin(), response.fields.end(),
                     [&](const Field& each) { return text::iequals(each.name, name); }) ||
         std::any_of(removed.begin(), removed.end(), [&](std::string_view each) { return text::iequals(each, name); });
}

void TreePlaces::finish(Reach reach) {
  std::erase_if(places_, [](const Place& place) { return place.response.fields.empty(); });
  if (places_.empty()) return;
  std::size_t best = 0;
  for (std::size_t i = 1; i < places_.size(); ++i) {
    if (places_[i].rank < places_[best].rank) best = i;
  }
  constexpr std::size_t kMostInherited = 20000;
  constexpr std::size_t kMostCompared = 1000000;
  std::size_t inherited = 0;
  const Place& general = places_[best];
  const bool reaches = reach == Reach::General && general.rank == 0;
  for (std::size_t i = 0; i < places_.size() && reaches; ++i) {
    std::vector<Field>& fields = places_[i].response.fields;
    if (i == best || inherited + general.response.fields.size() > kMostInherited) continue;
    if ((fields.size() + places_[i].removed.size()) * general.response.fields.size() > kMostCompared)
      continue;  // nobody's configuration
    std::vector<Field> added;
    for (const Field& field : general.response.fields) {
      const bool own = places_[i].has(field.name);
      if (own) continue;
      added.push_back(field);
      added.back().inherited = true;
      ++inherited;
    }
    const auto at = best < i ? fields.begin() : fields.end();
    fields.insert(at, added.begin(), added.end());
  }
  paste_.chosen = best;
  for (Place& place : places_) {
    Response& response = place.response;
    response.span = response.fields.front().span;
    for (const Field& field : response.fields) {
      if (!field.inherited) response.span = around(response.span, field.span);
    }
    paste_.responses.push_back(std::move(response));
  }
}

}  // namespace headstrong::http::document

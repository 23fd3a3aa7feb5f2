// Sets of pairs: maps, records with a key for the name and one for the value, tuples, flat lists.
#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "grammar/header_names.hpp"
#include "http/code/pair_finder.hpp"
#include "http/code/word_tables.hpp"
#include "http/code/words.hpp"
#include "text/ascii.hpp"

namespace headstrong::http::code {

bool PairFinder::begin_set(std::uint32_t group) {
  if (group >= t_.size() || done_[group]) return false;
  done_[group] = true;
  return true;
}

/// Keeps what was found from `first` on if some of it shows that it is a set of response headers.
void PairFinder::end_set(std::size_t first, std::uint32_t group) {
  bool evidence = false;
  // Without such a name, several that together are found in responses alone.
  std::size_t dashed = 0;
  bool server = false;
  for (std::size_t i = first; i < pairs_.size() && !evidence; ++i) {
    const std::string_view name = pairs_[i].name;
    evidence = is_plausible(name, pairs_[i].value) && is_telling(name);
    dashed += name.find('-') != std::string_view::npos && header_name(name) != HeaderName::Unknown;
    server = server || text::iequals(name, "server") || text::iequals(name, "date") || text::iequals(name, "etag");
  }
  evidence = evidence || (dashed >= 2 && server) || is_of_headers_function(group);
  if (!evidence || is_type(group) || is_expected(group) || is_sent(group)) pairs_.resize(first);
}

/// def headers: what a function of that name gives are headers, whatever their names.
bool PairFinder::is_of_headers_function(std::uint32_t group) const {
  constexpr std::uint32_t kFar = 8;
  for (std::uint32_t at = group; at > 0 && group - at < kFar; --at) {
    if (t_.is(at - 1, "def")) return t_.is(at, "headers");
  }
  return false;
}

/// Names that requests and forms have as well tell nothing.
bool PairFinder::is_telling(std::string_view name) {
  return header_name(name) != HeaderName::Unknown && !is_one_of(text::lowered(name), {"cache-control",
                                                                                      "content-type",
                                                                                      "content-length",
                                                                                      "date",
                                                                                      "pragma",
                                                                                      "connection",
                                                                                      "vary",
                                                                                      "via",
                                                                                      "transfer-encoding",
                                                                                      "content-encoding",
                                                                                      "server",
                                                                                      "location",
                                                                                      "etag",
                                                                                      "last-modified",
                                                                                      "expires",
                                                                                      "age",
                                                                                      "link",
                                                                                      "allow",
                                                                                      "status",
                                                                                      "warning",
                                                                                      "upgrade",
                                                                                      "refresh",
                                                                                      "trailer",
                                                                                      "accept-ranges",
                                                                                      "content-language"});
}

/// The entries of a map: any key is a name, where one shows that they are headers.
void PairFinder::see_map(std::uint32_t open) {
  if (!begin_set(open)) return;
  const std::size_t first = pairs_.size();
  const std::uint32_t close = t_.group_end(open);
  for (std::uint32_t item = open + 1; item < close;) {
    const bool commas = (t_.is(open, "(") || t_.is(open, "[")) && t_.language() != Language::Php;
    const std::uint32_t end = commas ? e_.item_end(item, close) : entry_end(item, close);
    see_entry(item, end);
    // A bracket that closes nothing is passed over, too.
    const bool next = end > item && end < close && !t_.is(end, ",") && !t_.is(end, ";");
    item = next ? end : end + 1;
  }
  end_set(first, open);
}

/// Entries without commas end where the next one begins: in what PHP's var_dump and Symfony's dump print. The next
/// one is close; where it is not, the item's end is looked for.
std::uint32_t PairFinder::entry_end(std::uint32_t item, std::uint32_t close) const {
  constexpr std::uint32_t kFar = 64;
  const bool dump = t_.language() == Language::Php && (t_.is_kind(item, Kind::String) || t_.is_kind(item, Kind::Word));
  const bool dumped = t_.is(item, "[");
  std::uint32_t steps = 0;
  for (std::uint32_t at = item; (dump || dumped) && at < close && steps < kFar; ++at, ++steps) {
    if (t_.is(at, ",") || t_.is(at, ";") || t_.is(at, ")") || t_.is(at, "]") || t_.is(at, "}")) return at;
    const bool begins = at > item + 2 && t_[at].begins_line;
    if (dump && begins && t_.is_kind(at, Kind::String) && t_.is(at + 1, "=>")) return at;
    if (dumped && begins && t_.is(at, "[") && t_.is(t_.group_end(at) + 1, "=>")) return at;
    if (!t_.opens(at)) continue;
    if (t_[at].mate <= at) return close;  // never closed: all behind it is its
    at = t_[at].mate;
  }
  return e_.item_end(item, close);
}

/// ["X"]=> ...
void PairFinder::see_dumped_entry(std::uint32_t item, std::uint32_t end) {
  const std::uint32_t key = item + 1;
  if (!t_.is_kind(key, Kind::String)) return;
  const std::string_view text = t_.inside_text(key);
  if (is_token(text)) add_values({text, t_.inside(key), key, key}, t_.group_end(item) + 2, end, false, false);
}

/// PHP's ["X"]=> ..., C#'s ["X"] = "..." and { "X", "..." }. False where it is none of them.
bool PairFinder::see_bracketed_entry(std::uint32_t item, std::uint32_t end) {
  if (t_.is(item, "{") && t_.language() == Language::Csharp) {
    add_tuple(item);
    return true;
  }
  if (!t_.is(item, "[") || t_.group_end(item) >= end) return false;
  const std::uint32_t mark = t_.group_end(item) + 1;
  if (!t_.is(mark, "=>") && !t_.is(mark, "=")) return false;
  see_dumped_entry(item, end);
  return true;
}

void PairFinder::see_entry(std::uint32_t item, std::uint32_t end) {
  if (see_bracketed_entry(item, end)) return;
  std::uint32_t key = item;
  // CGI's -X_Frame_Options => "...", Erlang's <<"x-frame-options">> => <<"...">>
  const bool option = t_.language() == Language::Perl && t_.is(key, "-");
  const bool binary = t_.is(key, "<<") && t_.is_kind(key + 1, Kind::String) && t_.is(key + 2, ">");
  if (option || binary) ++key;
  // A constant in brackets, "header::NAME", a word in front of the first key.
  std::uint32_t last = key;
  while (last + 2 < end && (t_.is(last + 1, ".") || t_.is(last + 1, "::")) && t_.is_kind(last + 2, Kind::Word))
    last += 2;
  if (t_.is_kind(key, Kind::Word) && t_.is_kind(key + 1, Kind::String)) key = last = key + 1;
  const std::uint32_t separator = last + (binary ? 3 : 1);
  if (separator >= end) return;
  const bool separated =
      t_.is(separator, ":") || t_.is(separator, "=>") || t_.is(separator, "->") || t_.is(separator, "=");
  if (!separated) return;
  const Name name = name_of_key(key, last, option);
  if (!is_token(name.text) || name.text[0] == ':') return;
  form_ = {Form::Entry, item};
  const std::size_t first = pairs_.size();
  add_values(name, separator + 1, end, false, false);
  // 'DENY' | 'SAMEORIGIN' is a type.
  if (t_.language() == Language::JavaScript && t_.is(value_end_, "|")) pairs_.resize(first);
  // A text in a binary's place would be another type: it is written within its marks.
  for (std::size_t i = first; binary && i < pairs_.size(); ++i) {
    const Pair& pair = pairs_[i];
    pairs_[i].is_model = !pair.literal.empty() && pair.literal.start > pair.expression.start &&
                         pair.literal.end < pair.expression.end && pair.value.literals == 1;
  }
}

/// The name that a key means: a literal, a constant, a variable that holds one; `known_alone`: not any word.
PairFinder::Name PairFinder::name_of_key(std::uint32_t key, std::uint32_t last, bool known_alone) {
  Name name{t_.text(last), {t_[last].start, t_[last].end}, key, last};
  if (t_.is_kind(last, Kind::String)) {
    name.text = t_.inside_text(last);
    name.span = t_.inside(last);
    if (is_option_of_cgi(last)) {
      name.text.remove_prefix(1);
      ++name.span.start;
    }
  } else {
    const std::string_view constant = header_of_constant(t_.text(last));
    if (known_alone || !constant.empty()) name.text = constant;
    const std::uint32_t defined = e_.definition(t_.text(last), last);
    if (defined < t_.size() && t_.is_kind(defined, Kind::String) &&
        header_name(t_.inside_text(defined)) != HeaderName::Unknown) {
      name.text = t_.inside_text(defined);
    }
  }
  if (is_token(name.text) && name.text.find('_') != std::string_view::npos) {
    // As httpx prints names.
    std::string dashed(name.text);
    std::replace(dashed.begin(), dashed.end(), '_', '-');
    if (header_name(dashed) != HeaderName::Unknown) name.text = source_.keep(std::move(dashed));
  }
  return name;
}

/// headers 'X' => '...', 'Y' => '...' without brackets around.
void PairFinder::see_open_map(const Name& name) {
  if (done_[t_.size()] && name.first < open_map_end_) return;
  const std::size_t first = pairs_.size();
  std::uint32_t item = name.first;
  while (item < t_.size()) {
    const std::uint32_t end = e_.item_end(item, t_.size());
    see_entry(item, end);
    const std::uint32_t stop = value_end_ > item && value_end_ < end ? value_end_ : end;
    open_map_end_ = stop;
    done_[t_.size()] = true;
    if (!t_.is(stop, ",")) break;
    item = stop + 1;
    const bool entry = t_.is_kind(item, Kind::String) && (t_.is(item + 1, "=>") || t_.is(item + 1, ":"));
    if (!entry) break;
  }
  end_set(first, name.first);
}

/// { key: 'X', value: '...' } and its neighbours; add(name: "X", value: "...").
void PairFinder::see_record(std::uint32_t open) {
  if (open >= t_.size()) return;
  const std::uint32_t around = t_.parent(open);
  const bool in_list = around < t_.size() && (t_.is(around, "[") || t_.is(around, "("));
  if (in_list && !t_.is(open, "(")) {
    if (!begin_set(around)) return;
    const std::size_t first = pairs_.size();
    const std::uint32_t close = t_.group_end(around);
    for (std::uint32_t item = around + 1; item < close; item = t_.opens(item) ? t_.group_end(item) + 1 : item + 1) {
      if (t_.opens(item)) add_record(item);
    }
    return end_set(first, around);
  }
  if (!begin_set(open)) return;
  const std::size_t first = pairs_.size();
  add_record(open);
  end_set(first, open);
}

void PairFinder::add_record(std::uint32_t open) {
  std::uint32_t name = member(open, false);
  const std::uint32_t value = member(open, true);
  if (name >= t_.size() || value >= t_.size()) return;
  if (t_.is(name, ".") && t_.is_kind(name + 1, Kind::Word)) ++name;  // Swift's .contentSecurityPolicy
  std::string_view text = t_.is_kind(name, Kind::String) ? t_.inside_text(name) : header_of_constant(t_.text(name));
  if (t_.is_kind(name, Kind::Word)) {
    const std::uint32_t defined = e_.definition(t_.text(name), name);
    if (defined < t_.size() && t_.is_kind(defined, Kind::String)) text = t_.inside_text(defined);
  }
  if (!is_token(text)) return;
  const Span span = t_.is_kind(name, Kind::String) ? t_.inside(name) : Span{t_[name].start, t_[name].end};
  form_ = {Form::Group, open};
  add_values({text, span, name, name}, value, e_.item_end(value, t_.group_end(open)), false, false);
}

/// A pair in brackets, alone or among others; a flat list of names and values.
void PairFinder::see_sequence(std::uint32_t open) {
  const std::uint32_t close = t_.group_end(open);
  const std::uint32_t second = e_.item_end(open + 1, close) + 1;
  const std::uint32_t third = e_.item_end(second, close) + 1;
  if (third < close && !t_.is(open, "{")) return see_flat(open);
  const std::uint32_t around = t_.parent(open);
  // .add(("X", "..."))
  if (around < t_.size() && t_.is(around, "(")) {
    const auto words = chain_before(around);
    if (!words.empty() && is_setter(words[0]) && !refuses_chain(words)) {
      if (!begin_set(open)) return;
      const std::size_t first = pairs_.size();
      add_tuple(open);
      return end_set(first, open);
    }
  }
  const std::uint32_t set =
      around < t_.size() && (t_.is(around, "[") || t_.is(around, "(") || t_.is(around, "{")) ? around : open;
  if (!begin_set(set)) return;
  const std::size_t first = pairs_.size();
  if (set == open) {
    add_tuple(open);
  } else {
    const std::uint32_t end = t_.group_end(set);
    for (std::uint32_t item = set + 1; item < end; item = e_.item_end(item, end) + 1) {
      if (t_.opens(item)) add_tuple(item);
    }
  }
  end_set(first, set);
}

void PairFinder::add_tuple(std::uint32_t open) {
  const std::uint32_t close = t_.group_end(open);
  const std::uint32_t comma = e_.item_end(open + 1, close);
  if (comma >= close || !t_.is(comma, ",")) return;
  const std::uint32_t last = comma - 1;
  const bool literal = t_.is_kind(last, Kind::String) && (last == open + 1 || t_.is(last - 1, "("));
  std::string_view text = literal ? t_.inside_text(last) : header_of_constant(t_.text(last));
  if (!literal && t_.is(last, ")") && last >= 1 && t_.is_kind(last - 1, Kind::String)) text = t_.inside_text(last - 1);
  if (!is_token(text)) return;
  const std::uint32_t end = e_.item_end(comma + 1, close);
  if (end + 1 < close && t_.is(end, ",")) return;  // of three
  const Span span = literal ? t_.inside(last) : Span{t_[last].start, t_[last].end};
  form_ = {Form::Group, open};
  add_values({text, span, open + 1, last}, comma + 1, end, false, true);
}

/// Node's rawHeaders: name, value, name, value.
void PairFinder::see_flat(std::uint32_t open) {
  if (!begin_set(open)) return;
  const std::size_t first = pairs_.size();
  const std::uint32_t close = t_.group_end(open);
  std::uint32_t item = open + 1;
  while (item < close) {
    const std::uint32_t comma = e_.item_end(item, close);
    if (!t_.is_kind(item, Kind::String) || comma != item + 1 || comma >= close || !is_token(t_.inside_text(item)))
      break;
    const std::uint32_t end = e_.item_end(comma + 1, close);
    if (!t_.is_kind(comma + 1, Kind::String) || header_name(t_.inside_text(comma + 1)) != HeaderName::Unknown) break;
    add_values({t_.inside_text(item), t_.inside(item), item, item}, comma + 1, end, false, true);
    item = end + 1;
  }
  if (item < close) pairs_.resize(first);
  end_set(first, open);
}

}  // namespace headstrong::http::code

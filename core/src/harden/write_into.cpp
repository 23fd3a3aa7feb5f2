#include "headstrong/write_into.hpp"

#include <algorithm>
#include <deque>
#include <iterator>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "harden/edit_list.hpp"
#include "harden/merge.hpp"
#include "harden/writers.hpp"
#include "headers/csp/policy.hpp"
#include "http/code/write_map.hpp"
#include "http/dialects/dialect.hpp"
#include "http/losses.hpp"
#include "http/read_paste.hpp"
#include "model/gaps.hpp"
#include "text/ascii.hpp"
#include "text/source.hpp"

namespace headstrong {
namespace writing {

constexpr std::size_t kMostNotes = 20;
constexpr std::string_view kCopyInstead = " Copy the hardened headers instead.";

using Pair = std::pair<std::string_view, std::string_view>;

/// A response as far as writing may not change it.
struct Reading {
  std::string_view url;
  int status = 0;
  std::size_t fields_end = 0;  // in the list of all fields

  friend bool operator==(const Reading&, const Reading&) = default;
};

/// What a text means: every field of every response.
struct Meaning {
  http::Format format = http::Format::Empty;
  std::size_t chosen = 0;
  std::vector<Reading> responses;
  std::vector<Pair> fields;
  std::deque<std::string> sorted;  // policies that their frameworks put in order

  /// What stands in another place is compared there.
  void add(const http::Field& field) {
    if (!field.inherited) add(field.name, field.value.text(), field.map > 0);
  }
  /// Of a map of directives their order is none of the text's.
  void add(std::string_view name, std::string_view value, bool of_map) {
    if (of_map) value = sorted.emplace_back(http::code::sorted_directives(value));
    fields.emplace_back(name, value);
  }
  void close(const http::Response& response) { responses.push_back({response.url, response.status, fields.size()}); }
};

Meaning meaning_of(const http::Paste& paste) {
  Meaning meaning;
  meaning.format = paste.format;
  meaning.chosen = paste.chosen;
  for (const http::Response& response : paste.responses) {
    for (const http::Field& field : response.fields) meaning.add(field);
    meaning.close(response);
  }
  return meaning;
}

/// What is to be written into one response, or into what repeats some of its fields without a response of its own.
struct Part {
  std::size_t response = 0;
  bool counts = true;  // what it writes is what the response means
  Merge merge{};
  std::uint32_t layer = 0;
};

/// Adds the fields that the merge leaves, sets and puts in.
void add_merged(Meaning& meaning, const Merge& merge) {
  std::size_t inserted = 0;
  for (std::size_t i = 0; i < merge.fields.size(); ++i) {
    const http::Field& field = *merge.fields[i];
    const Step& step = merge.steps[i];
    if (step.act == Step::Act::Keep) meaning.add(field);
    if (step.act == Step::Act::Set && !field.inherited) meaning.add(field.name, step.value, field.map > 0);
    for (; inserted < merge.within.size() && merge.within[inserted].after == i; ++inserted) {
      const NewField& added = merge.within[inserted].field;
      meaning.fields.emplace_back(added.name, added.value);
    }
  }
  for (const NewField& field : merge.at_end) meaning.fields.emplace_back(field.name, field.value);
}

/// What the text is to mean with the parts written into their responses.
Meaning meaning_with(const http::Paste& paste, const std::vector<Part>& parts) {
  Meaning meaning;
  const bool turns = http::info(paste.format).lines == http::Lines::Anew;
  meaning.format = turns ? http::Format::HeaderLines : paste.format;
  meaning.chosen = paste.chosen;
  for (std::size_t r = 0; r < paste.responses.size(); ++r) {
    const http::Response& response = paste.responses[r];
    const auto part =
        std::find_if(parts.begin(), parts.end(), [&](const Part& each) { return each.counts && each.response == r; });
    if (part != parts.end()) add_merged(meaning, part->merge);
    for (const http::Field& field : response.fields) {
      if (part == parts.end() || field.from_meta) meaning.add(field);
    }
    meaning.close(response);
  }
  return meaning;
}

/// Whether the twin belongs to the part.
bool is_of(const http::Twin& twin, const Part& part) {
  if (twin.response == http::Twin::kNoResponse) return !part.counts && part.layer == twin.layer;
  return part.counts && part.response == twin.response;
}

/// Where a field stands in the merge; the count of its fields where it does not.
std::size_t place_in(const Merge& merge, const http::Field& field) {
  const auto found = std::find_if(merge.fields.begin(), merge.fields.end(),
                                  [&](const http::Field* each) { return each->name_span == field.name_span; });
  return static_cast<std::size_t>(found - merge.fields.begin());
}

void append(Merge& merge, const http::Field& field) {
  merge.fields.push_back(&field);
  merge.steps.emplace_back();
}

/// The part that `twin` is of, among those of the response with this index: what `first` does to the response's
/// fields is done to their repetitions.
Part part_of(const http::Paste& paste, std::size_t index, const http::Twin& twin, const Merge& first) {
  Part part;
  part.counts = twin.response != http::Twin::kNoResponse;
  part.response = part.counts ? twin.response : index;
  part.layer = twin.layer;
  // Of a response all fields are in the part, of what is none only the repeated ones.
  if (part.counts) {
    for (const http::Field& field : paste.responses[twin.response].fields) append(part.merge, field);
  }
  std::map<std::size_t, std::size_t> place;  // of each field of the response in the part
  for (const http::Twin& each : paste.responses[index].twins) {
    if (each.response != twin.response || each.layer != twin.layer || each.field >= first.fields.size()) continue;
    if (!part.counts) append(part.merge, each.other);
    const std::size_t at = part.counts ? place_in(part.merge, each.other) : part.merge.fields.size() - 1;
    if (at == part.merge.fields.size()) continue;
    part.merge.steps[at] = first.steps[each.field];
    place[each.field] = at;
  }
  for (const Insertion& insertion : first.within) {
    const auto at = place.find(insertion.after);
    if (at != place.end()) part.merge.within.push_back({at->second, insertion.field});
  }
  const auto before = [](const Insertion& a, const Insertion& b) { return a.after < b.after; };
  std::stable_sort(part.merge.within.begin(), part.merge.within.end(), before);
  if (place.size() == first.fields.size()) part.merge.at_end = first.at_end;
  return part;
}

/// The part of the response, and those of what repeats its fields for other kinds of responses: they change alike,
/// and get what is new where all of the fields are repeated.
std::vector<Part> parts_of(const http::Paste& paste, std::size_t index, Merge merge) {
  constexpr std::size_t kMostParts = 16;
  const Merge first = merge;
  std::vector<Part> parts{{index, true, std::move(merge)}};
  for (const http::Twin& twin : paste.responses[index].twins) {
    const bool known = std::any_of(parts.begin() + 1, parts.end(), [&](const Part& part) { return is_of(twin, part); });
    if (!known && parts.size() <= kMostParts) parts.push_back(part_of(paste, index, twin, first));
  }
  return parts;
}

/// Code sets headers in an order of its own, so that a new one may be read before others.
void sort_by_name(Meaning& meaning) {
  const http::DialectSpec* dialect = http::dialect_of(meaning.format);
  if (dialect == nullptr || !dialect->language) return;
  std::size_t start = 0;
  for (const Reading& response : meaning.responses) {
    std::stable_sort(meaning.fields.begin() + static_cast<std::ptrdiff_t>(start),
                     meaning.fields.begin() + static_cast<std::ptrdiff_t>(response.fields_end),
                     [](const Pair& a, const Pair& b) { return text::lowered(a.first) < text::lowered(b.first); });
    start = response.fields_end;
  }
}

/// Why the text that came out is not what was meant; empty where it is.
std::string difference(const Meaning& meant, const Meaning& read) {
  const bool same_frame =
      meant.format == read.format && meant.chosen == read.chosen && meant.responses == read.responses;
  if (same_frame && meant.fields == read.fields) return {};
  for (std::size_t i = 0; same_frame && i < meant.fields.size(); ++i) {
    if (meant.fields[i] == read.fields[i]) continue;
    return "The value of " + std::string(meant.fields[i].first) + " would be read differently in this text." +
           std::string(kCopyInstead);
  }
  return "With these headers in it, other parts of this text would be read differently." + std::string(kCopyInstead);
}

/// Why no text can carry the set; empty where one may.
std::string fault_of(const HeaderSet& headers) {
  if (headers.empty()) return "There are no headers to write into this text.";
  for (const Header& header : headers) {
    if (header.name.empty() || !text::all_of(header.name, text::kToken)) {
      return "A header's name can have letters, digits and a few marks, but no spaces or colons.";
    }
    for (const char c : header.value) {
      if (text::is(c, text::kControl) && c != '\t') {
        return "The value of " + header.name + " has control characters, which no header may carry.";
      }
    }
  }
  return {};
}

bool is_broken(const http::Paste& paste) {
  for (const http::Notice& notice : paste.notices) {
    if (notice.kind == http::NoticeKind::BrokenJson) return true;
  }
  return false;
}

std::string refusal_for(const http::Paste& paste) {
  if (is_broken(paste)) {
    return "This JSON has an error or is cut off, so nothing can be written into it. Paste all of it, or copy "
           "the hardened headers instead.";
  }
  if (paste.responses.empty()) {
    return "There are no response headers in this text to write into." + std::string(kCopyInstead);
  }
  if (paste.format == http::Format::Html) {
    return "A page's <meta> elements can't carry these headers; your server has to send them." +
           std::string(kCopyInstead);
  }
  return {};
}

std::string lines_of(const Merge& merge, std::string_view line_end) {
  std::string text;
  const auto add = [&](std::string_view name, std::string_view value) {
    if (!text.empty()) text += line_end;
    text.append(name).append(": ").append(value);
  };
  for (std::size_t i = 0; i < merge.fields.size(); ++i) {
    if (merge.steps[i].act == Step::Act::Set) add(merge.fields[i]->name, merge.steps[i].value);
  }
  for (const Insertion& insertion : merge.within) add(insertion.field.name, insertion.field.value);
  for (const NewField& field : merge.at_end) add(field.name, field.value);
  return text;
}

/// Nothing, and a policy alone, become header lines.
Written serialise(const Target& target, const Merge& merge) {
  const bool returns = target.source.find("\r\n") != std::string_view::npos;
  std::string lines = lines_of(merge, returns ? "\r\n" : "\n");
  if (target.format == http::Format::Empty && !lines.empty()) lines += '\n';
  Written written;
  if (!lines.empty()) written.edits.push_back({target.response->span, std::move(lines)});
  return written;
}

Written write(const Target& target, const Merge& merge) {
  switch (http::info(target.format).lines) {
    case http::Lines::Anew: return serialise(target, merge);
    case http::Lines::Fields: return write_lines(target, merge);
    case http::Lines::Json: return write_json(target, merge);
    case http::Lines::Statements: return write_statements(target, merge);
    case http::Lines::None: break;
  }
  return {{}, "This kind of text can't be written yet." + std::string(kCopyInstead)};
}

/// Why a field that stands in another place can't be written for this one alone; empty where none is to be.
std::string change_elsewhere(const Merge& merge) {
  for (std::size_t i = 0; i < merge.fields.size(); ++i) {
    const http::Field& field = *merge.fields[i];
    const Step& step = merge.steps[i];
    const bool stays = step.act == Step::Act::Keep || (step.act == Step::Act::Set && step.value == field.value.text());
    if (!field.inherited || stays) continue;
    return std::string(field.name) +
           " is set for other places, too, and can't be changed for this one alone. Choose the place that sets it.";
  }
  return {};
}

/// How many values of the text have something that it does not hold.
std::size_t open_values(const http::Paste& paste) {
  std::size_t count = 0;
  for (const http::Response& response : paste.responses) {
    const model::GapPlaces gaps(response);
    if (gaps.empty()) continue;
    for (const http::Field& field : response.fields) count += gaps.of(field.value) != model::Gap::None ? 1U : 0U;
  }
  return count;
}

std::size_t removed_open_values(const http::Paste& paste, const std::vector<Part>& parts) {
  std::size_t count = 0;
  for (const Part& part : parts) {
    const model::GapPlaces gaps(paste.responses[part.response]);
    if (gaps.empty() || !part.counts) continue;
    for (std::size_t i = 0; i < part.merge.fields.size(); ++i) {
      const bool goes = part.merge.steps[i].act == Step::Act::Remove;
      count += goes && gaps.of(part.merge.fields[i]->value) != model::Gap::None ? 1U : 0U;
    }
  }
  return count;
}

/// A loss as it was before, whatever line its place stood in then.
std::string without_line(const http::Loss& loss) {
  std::string known = loss.place.substr(0, loss.place.rfind(", line "));
  for (const std::string_view name : loss.names) known.append(" ").append(name);
  return known;
}

std::vector<std::string> losses_of(const http::Paste& paste) {
  std::vector<std::string> losses;
  for (const http::Loss& loss : paste.losses) losses.push_back(without_line(loss));
  return losses;
}

/// Where the written text does not send the set: other places with headers of their own, and what is lost since.
std::vector<std::string> notes_of(const http::Paste& after, const std::vector<std::size_t>& written,
                                  std::vector<std::string> before) {
  std::vector<std::string> notes;
  for (std::size_t i = 0; i < after.responses.size(); ++i) {
    const std::string& place = after.responses[i].place;
    if (place.empty() || std::find(written.begin(), written.end(), i) != written.end()) continue;
    const std::string_view stop = place.find(", line ") == std::string::npos ? " " : ", ";
    notes.push_back(place + std::string(stop) +
                    "sets its own headers and keeps them. Harden it, too (response=" + std::to_string(i) + ").");
  }
  for (const http::Loss& loss : after.losses) {
    const auto known = std::find(before.begin(), before.end(), without_line(loss));
    if (known != before.end()) {
      before.erase(known);
    } else if (std::string sentence = http::sentence_of(loss, after.format); !sentence.empty()) {
      notes.push_back(std::move(sentence));
    }
  }
  if (notes.size() > kMostNotes) {
    const std::size_t more = notes.size() - kMostNotes;
    notes.resize(kMostNotes);
    notes.push_back("And " + std::to_string(more) + " more such places.");
  }
  return notes;
}

}  // namespace writing

std::string apply_edits(std::string_view text, const std::vector<Edit>& edits) {
  std::string out;
  std::size_t at = 0;
  for (const Edit& edit : edits) {
    out.append(text.substr(at, edit.span.start - at)).append(edit.text);
    at = edit.span.end;
  }
  return out.append(text.substr(at));
}

WriteIntoResult write_into(std::string_view text, const HeaderSet& headers, const WriteIntoOptions& options) {
  using namespace writing;
  if (text.size() > kMaxInputBytes) return {{}, "The text is over 8 MiB."};
  if (std::string fault = fault_of(headers); !fault.empty()) return {{}, std::move(fault)};
  text::Source source(text);
  auto paste = std::make_unique<http::Paste>(http::read_paste(source));
  if (paste->format == http::Format::Empty) paste->responses.push_back({});
  if (std::string refusal = refusal_for(*paste); !refusal.empty()) return {{}, std::move(refusal)};
  std::size_t index = paste->chosen;
  if (options.response) index = *options.response;
  if (index >= paste->responses.size()) {
    return {{}, "There is no such response in this text, so nothing was written into it."};
  }

  Merge merged = merge(paste->responses[index], headers);
  if (std::string reason = change_elsewhere(merged); !reason.empty()) return {{}, std::move(reason)};
  std::vector<Part> parts = parts_of(*paste, index, std::move(merged));
  Written written;
  for (const Part& part : parts) {
    Written more = write({source.bytes(), paste->format, &paste->responses[part.response]}, part.merge);
    if (!more.refusal.empty()) return {{}, std::move(more.refusal)};
    written.edits.insert(written.edits.end(), std::make_move_iterator(more.edits.begin()),
                         std::make_move_iterator(more.edits.end()));
  }
  std::vector<std::string> lost = losses_of(*paste);
  std::vector<std::size_t> places;
  for (const Part& part : parts) {
    if (part.counts) places.push_back(part.response);
  }
  if (written.edits.empty()) return {{}, {}, notes_of(*paste, places, std::move(lost))};
  if (parts.size() > 1 && !in_order(written.edits))
    return {{}, "These headers are arranged in a way that can't be written yet." + std::string(kCopyInstead)};
  Meaning meant = meaning_with(*paste, parts);
  sort_by_name(meant);
  const std::size_t open = open_values(*paste) - removed_open_values(*paste, parts);
  // Only the values of the set and names of the text are needed still. A large one: the second takes its place.
  paste.reset();
  for (Part& part : parts) {
    part.merge.fields = {};
    part.merge.steps = {};
  }
  text::Source outcome(apply_edits(source.bytes(), written.edits));
  const http::Paste after = http::read_paste(outcome);
  if (open_values(after) < open) {
    return {{}, "A value has a variable or a call in it, which writing would replace." + std::string(kCopyInstead)};
  }
  Meaning read = meaning_of(after);
  sort_by_name(read);
  if (std::string reason = difference(meant, read); !reason.empty()) return {{}, std::move(reason)};
  return {std::move(written.edits), {}, notes_of(after, places, std::move(lost))};
}

}  // namespace headstrong

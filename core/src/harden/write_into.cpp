#include "headstrong/write_into.hpp"

#include <memory>
#include <utility>

#include "harden/merge.hpp"
#include "harden/writers.hpp"
#include "headers/csp/policy.hpp"
#include "http/read_paste.hpp"
#include "text/ascii.hpp"
#include "text/source.hpp"

namespace headstrong {
namespace writing {

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

  /// What stands in another place is compared there.
  void add(const http::Field& field) {
    if (!field.inherited) fields.emplace_back(field.name, field.value.text());
  }
  void close(const http::Response& response) {
    responses.push_back({response.url, response.status, fields.size()});
  }
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

/// What the text is to mean with `merge` written into its response `index`.
Meaning meaning_with(const http::Paste& paste, std::size_t index, const Merge& merge) {
  Meaning meaning;
  const bool turns = http::info(paste.format).lines == http::Lines::Anew;
  meaning.format = turns ? http::Format::HeaderLines : paste.format;
  meaning.chosen = paste.chosen;
  for (std::size_t r = 0; r < paste.responses.size(); ++r) {
    const http::Response& response = paste.responses[r];
    if (r == index) {
      std::size_t inserted = 0;
      for (std::size_t i = 0; i < merge.fields.size(); ++i) {
        const Step& step = merge.steps[i];
        if (step.act == Step::Act::Keep) meaning.add(*merge.fields[i]);
        if (step.act == Step::Act::Set && !merge.fields[i]->inherited) meaning.fields.emplace_back(merge.fields[i]->name, step.value);
        for (; inserted < merge.within.size() && merge.within[inserted].after == i; ++inserted) {
          const NewField& field = merge.within[inserted].field;
          meaning.fields.emplace_back(field.name, field.value);
        }
      }
      for (const NewField& field : merge.at_end) meaning.fields.emplace_back(field.name, field.value);
    }
    for (const http::Field& field : response.fields) {
      if (r != index || field.from_meta) meaning.add(field);
    }
    meaning.close(response);
  }
  return meaning;
}

/// Why the text that came out is not what was meant; empty where it is.
std::string difference(const Meaning& meant, const Meaning& read) {
  const bool same_frame = meant.format == read.format && meant.chosen == read.chosen &&
                          meant.responses == read.responses;
  if (same_frame && meant.fields == read.fields) return {};
  for (std::size_t i = 0; same_frame && i < meant.fields.size(); ++i) {
    if (meant.fields[i] == read.fields[i]) continue;
    return "The value of " + std::string(meant.fields[i].first) + " would be read differently in this text." +
           std::string(kCopyInstead);
  }
  return "With these headers in it, other parts of this text would be read differently." +
         std::string(kCopyInstead);
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
Written write_anew(const Target& target, const Merge& merge) {
  const bool returns = target.source.find("\r\n") != std::string_view::npos;
  std::string lines = lines_of(merge, returns ? "\r\n" : "\n");
  if (target.format == http::Format::Empty && !lines.empty()) lines += '\n';
  Written written;
  if (!lines.empty()) written.edits.push_back({target.response->span, std::move(lines)});
  return written;
}

Written write(const Target& target, const Merge& merge) {
  switch (http::info(target.format).lines) {
    case http::Lines::Anew: return write_anew(target, merge);
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
    const bool stays = step.act == Step::Act::Keep ||
                       (step.act == Step::Act::Set && step.value == field.value.text());
    if (!field.inherited || stays) continue;
    return std::string(field.name) +
           " is set for other places, too, and can't be changed for this one alone. Choose the place that sets it.";
  }
  return {};
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

WriteIntoResult write_into(std::string_view text, const HeaderSet& headers,
                           const WriteIntoOptions& options) {
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
  Written written = write({source.bytes(), paste->format, &paste->responses[index]}, merged);
  if (!written.refusal.empty()) return {{}, std::move(written.refusal)};
  if (written.edits.empty()) return {};
  const Meaning meant = meaning_with(*paste, index, merged);
  paste.reset();  // a large one: the second takes its place
  merged.fields = {};
  merged.steps = {};
  text::Source outcome(apply_edits(source.bytes(), written.edits));
  const Meaning read = meaning_of(http::read_paste(outcome));
  if (std::string reason = difference(meant, read); !reason.empty()) return {{}, std::move(reason)};
  return {std::move(written.edits), {}};
}

}  // namespace headstrong

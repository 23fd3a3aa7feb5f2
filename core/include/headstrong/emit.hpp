// Writing a header set as the configuration or the code of one server, host or framework.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "headstrong/header_set.hpp"

namespace headstrong {

/// One file to be saved. `place` says where its text belongs.
struct EmitFile {
  std::string name;
  std::string place;
  std::string text;
};

/// Something to know about a header that is written nevertheless, or, on a target that has no form
/// for it (HTML), about a header that is left out. `header` is empty where the whole set is meant.
struct EmitWarning {
  std::string header;
  std::string message;
};

/// Why nothing is written. `header` is empty where the target or an option is at fault.
struct EmitRefusal {
  std::string header;
  std::string reason;
};

/// Either `files` or a `refusal`, never both.
struct EmitResult {
  std::string target;
  std::vector<EmitFile> files;
  std::vector<EmitWarning> warnings;
  std::optional<EmitRefusal> refusal;
};

/// Option names and values in order; of two with the same name the later counts.
using EmitOptions = std::vector<std::pair<std::string, std::string>>;

/// Writes `headers` for the target with that id, so that each value reaches the client byte for byte, but for blanks
/// around commas where they say nothing and a warning tells of it, and those behind a policy's semicolons, which helmet
/// leaves out. What the target can't carry unaltered is refused: the
/// first such header is named with the reason. A header that protects nothing (Server, Date, Link) is left out instead,
/// with a warning, unless nothing else is in the set. An unknown target, option or option value is refused too. Warnings
/// are written as comments above the headers that they are about, and at the top where that header is not in the set;
/// `notes`, the reasons, follow the code, with what the configuration covers. In a language without comments the notes
/// join the warnings. Linear in the size of the set and of the notes.
EmitResult emit(const HeaderSet& headers, std::string_view target, const EmitOptions& options = {},
                const std::vector<HeaderNote>& notes = {});

/// The texts of all files; where there are several, each after a comment line that names it.
std::string emit_text(const EmitResult& result);

struct TargetOption {
  std::string_view name;
  std::string_view values;  // separated by '|', the default first
  std::string_view meaning;
  std::string_view label = {};  // what a form calls it; empty: a form needn't ask
  std::string_view words = {};  // what a form calls the values, in their order, separated by '|'
};

struct TargetInfo {
  std::string_view id;
  std::string_view name;
  std::string_view aliases;   // other words that people look for it by, separated by spaces
  bool nonce = false;         // it makes a nonce for each response
  std::string_view evidence;  // "server": read back from the real thing by our tests; "parser": from
                              // the consumer's own parser; "none": written from its documentation
  std::string_view check;     // the command with which one checks the syntax; empty if there is none
  std::string_view limits;
  std::string_view coverage;  // which responses carry the headers
  std::vector<TargetOption> options;
};

/// All targets, in the order of their ids.
std::vector<TargetInfo> targets();

// One list of fields per struct, found by argument-dependent lookup; every writer goes by it.
template <class V>
void fields(V& visit, const EmitFile& f) {
  visit("name", f.name);
  visit("place", f.place);
  visit("text", f.text);
}
template <class V>
void fields(V& visit, const EmitWarning& w) {
  visit("header", w.header);
  visit("message", w.message);
}
template <class V>
void fields(V& visit, const EmitRefusal& r) {
  visit("header", r.header);
  visit("reason", r.reason);
}
template <class V>
void fields(V& visit, const EmitResult& r) {
  visit("target", r.target);
  visit("files", r.files);
  visit("warnings", r.warnings);
  if (r.refusal) visit("refusal", *r.refusal);
}
template <class V>
void fields(V& visit, const TargetOption& o) {
  visit("name", o.name);
  visit("values", o.values);
  visit("meaning", o.meaning);
  visit("label", o.label);
  visit("words", o.words);
}
template <class V>
void fields(V& visit, const TargetInfo& t) {
  visit("id", t.id);
  visit("name", t.name);
  visit("aliases", t.aliases);
  visit("nonce", t.nonce);
  visit("evidence", t.evidence);
  visit("check", t.check);
  visit("limits", t.limits);
  visit("coverage", t.coverage);
  visit("options", t.options);
}

}  // namespace headstrong

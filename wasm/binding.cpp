// The boundary: a handful of functions from text to text. Answers are JSON written by the core's own
// writer, the same text that the program prints; only a report, which is made on every key, is handed
// over as words (headstrong/packed.hpp). No handle escapes.
#include <emscripten/bind.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "headstrong/analyze.hpp"
#include "headstrong/compare.hpp"
#include "headstrong/emit.hpp"
#include "headstrong/harden.hpp"
#include "headstrong/header_set.hpp"
#include "headstrong/json.hpp"
#include "headstrong/lines.hpp"
#include "headstrong/matrix.hpp"
#include "headstrong/options.hpp"
#include "headstrong/packed.hpp"
#include "headstrong/rollout.hpp"
#include "headstrong/spell_edits.hpp"
#include "headstrong/write_into.hpp"
#include "headstrong/write_report.hpp"

namespace {

using namespace headstrong;

/// Takes the first text off a list of them, in which each has its length in bytes and a colon before it.
std::string take_text(std::string_view& list) {
  std::size_t size = 0;
  std::size_t at = 0;
  for (; at < list.size() && list[at] != ':'; ++at) size = size * 10 + static_cast<std::size_t>(list[at] - '0');
  list.remove_prefix(std::min(at + 1, list.size()));
  const std::string_view text = list.substr(0, size);
  list.remove_prefix(text.size());
  return std::string(text);
}

std::uint32_t take_number(std::string_view& list) {
  std::uint32_t number = 0;
  for (const char digit : take_text(list)) number = number * 10 + static_cast<std::uint32_t>(digit - '0');
  return number;
}

/// The loader sends options as a list of texts: names and values in turn.
OptionList read_pairs(std::string_view list) {
  OptionList pairs;
  while (!list.empty()) {
    std::string name = take_text(list);
    pairs.emplace_back(std::move(name), take_text(list));
  }
  return pairs;
}

/// Takes the option that chooses what positions count out of the list; what it can't be is an error.
Encoding take_encoding(OptionList& options) {
  Encoding encoding = Encoding::Utf16;
  std::erase_if(options, [&](const auto& option) {
    if (option.first != "encoding") return false;
    const bool known = option.second == "utf-8" || option.second == "utf-16";
    if (option.second == "utf-8") encoding = Encoding::Utf8;
    return known;
  });
  return encoding;
}

/// Reads the options of `analyze` and of what reads as it does; the result is an error or empty.
std::string read_analyze_options(const std::string& option_pairs, AnalyzeOptions& options, Encoding& encoding) {
  OptionList list = read_pairs(option_pairs);
  encoding = take_encoding(list);
  for (const auto& [name, value] : list) {
    if (name == "encoding") return "option encoding takes one of: utf-16, utf-8";
  }
  return read_options(list, options);
}

/// What passes the boundary on every key, so that its memory is used again: the text that the loader
/// writes into, the report that it reads out of the words, or why there is none.
struct Exchange {
  std::string text;
  PackedReport report;
  std::string error;
  std::uint32_t head[4] = {};  // where words and texts lie, and how many there are
} exchange;

/// Room for so many bytes of text; its address.
std::uint32_t make_room(std::uint32_t bytes) {
  if (exchange.text.size() < bytes) exchange.text.resize(bytes);
  return static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(exchange.text.data()));
}

/// The end of the program's constant data; what is made while it runs lies behind.
extern "C" char __data_end;

/// The address of the head of the packed report; 0 where the options are not understood.
std::uint32_t hand_over(const Report& report, Encoding encoding) {
  constexpr std::size_t kKept = 1024 * 1024;
  PackedReport& packed = exchange.report;
  if (packed.words.size() > kKept) packed = {};
  pack(report, encoding, {reinterpret_cast<const char*>(1), &__data_end}, packed);
  if (exchange.text.capacity() > kKept) exchange.text = {};
  const auto address = [](const void* p) { return static_cast<std::uint32_t>(reinterpret_cast<std::uintptr_t>(p)); };
  exchange.head[0] = address(packed.words.data());
  exchange.head[1] = static_cast<std::uint32_t>(packed.word_count);
  exchange.head[2] = address(packed.texts.data());
  exchange.head[3] = static_cast<std::uint32_t>(packed.texts.size());
  return address(exchange.head);
}

std::uint32_t refuse(std::string error) {
  exchange.error = std::move(error);
  return 0;
}

/// Judges the text in the room.
std::uint32_t analyze_text(std::uint32_t bytes, const std::string& option_pairs) {
  AnalyzeOptions options;
  Encoding encoding = Encoding::Utf16;
  std::string error = read_analyze_options(option_pairs, options, encoding);
  if (!error.empty()) return refuse(std::move(error));
  const Report report = analyze(std::string_view(exchange.text).substr(0, bytes), options);
  const std::size_t responses = report.input.responses.size();
  if (options.response && *options.response >= responses) {
    return refuse(no_such_response(*options.response, responses));
  }
  return hand_over(report, encoding);
}

/// The answer to a text of so many bytes, which the loader did not hand over.
std::uint32_t too_long_text(double bytes, const std::string& option_pairs) {
  AnalyzeOptions options;
  Encoding encoding = Encoding::Utf16;
  std::string error = read_analyze_options(option_pairs, options, encoding);
  if (!error.empty()) return refuse(std::move(error));
  return hand_over(headstrong::analyze_too_long(static_cast<std::size_t>(bytes), options), encoding);
}

std::string analyze_error() { return exchange.error; }

/// What the peers say of the text, as JSON; null where nothing was read.
std::string ask_elsewhere(const std::string& text, const std::string& option_pairs) {
  AnalyzeOptions options;
  Encoding encoding = Encoding::Utf16;
  const std::string error = read_analyze_options(option_pairs, options, encoding);
  if (!error.empty()) return error_json(error);
  const Elsewhere peers = elsewhere(text, options);
  if (options.response && *options.response >= peers.responses) {
    return error_json(no_such_response(*options.response, peers.responses));
  }
  return peers.answers ? to_json(*peers.answers) : "null";
}

/// The report as text, behind "+"; else why there is none, behind "-".
std::string report_on(const std::string& text, const std::string& option_pairs) {
  AnalyzeOptions options;
  ReportOptions report;
  report.version = HEADSTRONG_VERSION;
  const std::string error = read_options(read_pairs(option_pairs), options, report);
  if (!error.empty()) return "-" + error;
  const WrittenReport written = write_report(text, options, report);
  return written.error.empty() ? "+" + written.text : "-" + written.error;
}

/// What of the text is secret, as JSON.
std::string secrets_in(const std::string& text) { return secrets_json(text, Encoding::Utf16); }

std::string compare_too_long() { return to_json(compare(std::string(kMaxInputBytes + 1, ' '), "")); }

std::string decide_requests(const std::string& line) { return decide_line(line); }

/// `first` and `second` are which response of each text is compared; below 0: the one that is judged.
std::string compare_texts(const std::string& before, const std::string& after, int first, int second) {
  const auto chosen = [](int response) {
    return response < 0 ? std::nullopt : std::optional<std::size_t>(static_cast<std::size_t>(response));
  };
  return to_json(compare(before, after, {chosen(first), chosen(second)}));
}

/// Of a pasted text, where `has_text` says that there is one; else of the policies in the question.
std::string remedies_for(const std::string& question, const std::string& text, bool has_text) {
  return remedies_line(question, Encoding::Utf16, has_text ? std::optional<std::string_view>(text) : std::nullopt);
}

std::string matrix_of(const std::string& text, const std::string& option_pairs) {
  MatrixOptions options;
  const std::string error = read_options(read_pairs(option_pairs), options);
  return error.empty() ? to_json(matrix(text, options)) : error_json(error);
}

std::string harden_text(const std::string& text, const std::string& option_pairs) {
  HardenOptions options;
  const std::string error = read_options(read_pairs(option_pairs), options);
  if (!error.empty()) return error_json(error);
  const HardenResult result = harden(text, options);
  return result.error.empty() ? to_json(result) : error_json(result.error);
}

std::string plan_rollout(const std::string& text, const std::string& option_pairs) {
  RolloutOptions options;
  const std::string error = read_options(read_pairs(option_pairs), options);
  return error.empty() ? to_json(rollout(text, options)) : error_json(error);
}

std::string write_headers_into(const std::string& text, const std::string& header_pairs,
                               const std::string& option_pairs) {
  HeaderSet headers;
  std::vector<HeaderNote> notes;
  std::string error = read_header_set(header_pairs, headers, notes);
  OptionList list = read_pairs(option_pairs);
  const Encoding encoding = take_encoding(list);
  AnalyzeOptions options;
  if (error.empty()) error = read_options(list, options);
  if (!error.empty()) return error_json(error);
  const WriteIntoResult result = write_into(text, headers, {options.response});
  if (!result.refusal.empty()) return error_json(result.refusal);
  return to_json(result, text, encoding);
}

std::string emit_headers(const std::string& header_set, const std::string& target, const std::string& option_pairs) {
  HeaderSet headers;
  std::vector<HeaderNote> notes;
  const std::string error = read_header_set(header_set, headers, notes);
  if (!error.empty()) return error_json(error);
  return to_json(emit(headers, target, read_pairs(option_pairs), notes));
}

/// Edits come as a list of texts: start and end, in bytes, and what is written there, in turn.
std::string spell_text(const std::string& text, const std::string& edit_list, const std::string& option_pairs) {
  AnalyzeOptions options;
  Encoding encoding = Encoding::Utf16;
  const std::string error = read_analyze_options(option_pairs, options, encoding);
  if (!error.empty()) return error_json(error);
  std::vector<Edit> edits;
  for (std::string_view list = edit_list; !list.empty();) {
    const std::uint32_t start = take_number(list);
    const std::uint32_t end = take_number(list);
    edits.push_back({{start, end}, take_text(list)});
  }
  const SpelledEdits spelled = spell_edits(text, edits, options.response);
  if (!spelled.refusal.empty()) return error_json(spelled.refusal);
  return to_json(spelled.edits, text, encoding);
}

std::string version_text() { return HEADSTRONG_VERSION; }

}  // namespace

EMSCRIPTEN_BINDINGS(headstrong) {
  emscripten::function("room", &make_room);
  emscripten::function("analyze", &analyze_text);
  emscripten::function("analyzeError", &analyze_error);
  emscripten::function("packedSchema", &packed_schema);
  emscripten::function("elsewhere", &ask_elsewhere);
  emscripten::function("report", &report_on);
  emscripten::function("secrets", &secrets_in);
  emscripten::function("decide", &decide_requests);
  emscripten::function("compare", &compare_texts);
  emscripten::function("matrix", &matrix_of);
  emscripten::function("remedies", &remedies_for);
  emscripten::function("harden", &harden_text);
  emscripten::function("rollout", &plan_rollout);
  emscripten::function("writeInto", &write_headers_into);
  emscripten::function("emit", &emit_headers);
  emscripten::function("rules", &rules_json);
  emscripten::function("ruleTitles", &rule_titles_json);
  emscripten::function("targets", &targets_json);
  emscripten::function("services", &services_json);
  emscripten::function("spell", &spell_text);
  emscripten::function("tooLong", &too_long_text);
  emscripten::function("compareTooLong", &compare_too_long);
  emscripten::function("version", &version_text);
}

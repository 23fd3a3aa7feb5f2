// The boundary: a handful of functions from text to text. Every answer is JSON written by the
// core's own writer, the same text that the program prints, but for the texts of rules, which the
// loader puts into findings; no handle escapes.
#include <emscripten/bind.h>

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "headstrong/analyze.hpp"
#include "headstrong/compare.hpp"
#include "headstrong/emit.hpp"
#include "headstrong/harden.hpp"
#include "headstrong/json.hpp"
#include "headstrong/matrix.hpp"
#include "headstrong/options.hpp"
#include "headstrong/spell_edits.hpp"
#include "headstrong/write_into.hpp"
#include "http/header_set_text.hpp"
#include "protocol/decide_line.hpp"
#include "protocol/remedies_line.hpp"
#include "report/describe_input.hpp"
#include "report/json_writer.hpp"
#include "report/report_fields.hpp"
#include "text/utf8.hpp"

namespace {

using namespace headstrong;

/// The loader sends options as [["name", "value"], ...].
OptionList read_pairs(const std::string& json) {
  OptionList pairs;
  const auto list = nlohmann::json::parse(json, nullptr, false);
  if (!list.is_array()) return pairs;
  for (const auto& pair : list) {
    pairs.emplace_back(pair[0].get<std::string>(), pair[1].get<std::string>());
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
std::string read_analyze_options(const std::string& option_pairs, AnalyzeOptions& options,
                                 Encoding& encoding) {
  OptionList list = read_pairs(option_pairs);
  encoding = take_encoding(list);
  for (const auto& [name, value] : list) {
    if (name == "encoding") return "option encoding takes one of: utf-16, utf-8";
  }
  return read_options(list, options);
}

std::string analyze_text(const std::string& text, const std::string& option_pairs) {
  AnalyzeOptions options;
  Encoding encoding = Encoding::Utf16;
  const std::string error = read_analyze_options(option_pairs, options, encoding);
  if (!error.empty()) return error_json(error);
  const Report report = analyze(text, options);
  const std::size_t responses = report.input.responses.size();
  if (options.response && *options.response >= responses) {
    return error_json(no_such_response(*options.response, responses));
  }
  return to_json(report, encoding, RuleTexts::LeftOut);
}

/// The answer to a text of so many bytes, which the loader did not hand over.
std::string analyze_too_long(double bytes, const std::string& option_pairs) {
  AnalyzeOptions options;
  Encoding encoding = Encoding::Utf16;
  const std::string error = read_analyze_options(option_pairs, options, encoding);
  if (!error.empty()) return error_json(error);
  Report report = analyze("", options);
  report.input = report::describe_too_long(static_cast<std::size_t>(bytes));
  return to_json(report, encoding, RuleTexts::LeftOut);
}

std::string compare_too_long() {
  return to_json(compare(std::string(kMaxInputBytes + 1, ' '), ""));
}

std::string decide_requests(const std::string& line) { return report::decide_line(line); }

std::string compare_texts(const std::string& before, const std::string& after) {
  return to_json(compare(before, after));
}

/// Of a pasted text, where `has_text` says that there is one; else of the policies in the question.
std::string remedies_for(const std::string& question, const std::string& text, bool has_text) {
  return report::remedies_line(question, Encoding::Utf16,
                               has_text ? std::optional<std::string_view>(text) : std::nullopt);
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
  return result.error.empty() ? report::json_of(result) : error_json(result.error);
}

std::string write_headers_into(const std::string& text, const std::string& header_pairs,
                               const std::string& option_pairs) {
  HeaderSet headers;
  std::vector<HeaderNote> notes;
  std::string error = http::read_header_set(header_pairs, headers, notes);
  OptionList list = read_pairs(option_pairs);
  const Encoding encoding = take_encoding(list);
  AnalyzeOptions options;
  if (error.empty()) error = read_options(list, options);
  if (!error.empty()) return error_json(error);
  const WriteIntoResult result = write_into(text, headers, {options.response});
  if (!result.refusal.empty()) return error_json(result.refusal);
  const text::Utf16Offsets offsets(encoding == Encoding::Utf16 ? std::string_view(text) : std::string_view());
  report::JsonWriter writer(encoding == Encoding::Utf16 ? &offsets : nullptr);
  writer.value(result.edits);
  return writer.take();
}

std::string emit_headers(const std::string& header_set, const std::string& target,
                         const std::string& option_pairs) {
  HeaderSet headers;
  std::vector<HeaderNote> notes;
  const std::string error = http::read_header_set(header_set, headers, notes);
  if (!error.empty()) return error_json(error);
  return report::json_of(emit(headers, target, read_pairs(option_pairs), notes));
}

std::string targets_text() {
  report::JsonWriter writer;
  writer.value(targets());
  return writer.take();
}

std::string services_text() {
  report::JsonWriter writer;
  writer.value(services());
  return writer.take();
}

/// Edits come as [[start, end, "text"], ...], in bytes.
std::string spell_text(const std::string& text, const std::string& edit_list,
                       const std::string& option_pairs) {
  AnalyzeOptions options;
  Encoding encoding = Encoding::Utf16;
  const std::string error = read_analyze_options(option_pairs, options, encoding);
  if (!error.empty()) return error_json(error);
  std::vector<Edit> edits;
  for (const auto& edit : nlohmann::json::parse(edit_list, nullptr, false)) {
    edits.push_back({{edit[0].get<std::uint32_t>(), edit[1].get<std::uint32_t>()},
                     edit[2].get<std::string>()});
  }
  const SpelledEdits spelled = spell_edits(text, edits, options.response);
  if (!spelled.refusal.empty()) return error_json(spelled.refusal);
  const text::Utf16Offsets offsets(encoding == Encoding::Utf16 ? std::string_view(text)
                                                               : std::string_view());
  report::JsonWriter writer(encoding == Encoding::Utf16 ? &offsets : nullptr);
  writer.value(spelled.edits);
  return writer.take();
}

std::string version_text() { return HEADSTRONG_VERSION; }

}  // namespace

EMSCRIPTEN_BINDINGS(headstrong) {
  emscripten::function("analyze", &analyze_text);
  emscripten::function("decide", &decide_requests);
  emscripten::function("compare", &compare_texts);
  emscripten::function("matrix", &matrix_of);
  emscripten::function("remedies", &remedies_for);
  emscripten::function("harden", &harden_text);
  emscripten::function("writeInto", &write_headers_into);
  emscripten::function("emit", &emit_headers);
  emscripten::function("rules", &rules_json);
  emscripten::function("targets", &targets_text);
  emscripten::function("services", &services_text);
  emscripten::function("spell", &spell_text);
  emscripten::function("tooLong", &analyze_too_long);
  emscripten::function("compareTooLong", &compare_too_long);
  emscripten::function("version", &version_text);
}

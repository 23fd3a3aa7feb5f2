// The program: the core's verbs for a shell (design section 3.2).
#include <CLI/CLI.hpp>
#include <cstdio>
#include <fstream>
#include <functional>
#include <iostream>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "headstrong/analyze.hpp"
#include "headstrong/compare.hpp"
#include "headstrong/differences.hpp"
#include "headstrong/emit.hpp"
#include "headstrong/harden.hpp"
#include "headstrong/json.hpp"
#include "headstrong/options.hpp"
#include "headstrong/text_report.hpp"
#include "http/header_set_text.hpp"
#include "report/analyze_line.hpp"
#include "report/decide_line.hpp"
#include "report/differences_json.hpp"
#include "report/json_writer.hpp"

namespace {

using namespace headstrong;

constexpr int kAnswered = 0;
constexpr int kNo = 1;
constexpr int kRefused = 2;

int refuse(const std::string& reason) {
  std::string line = reason;
  for (char& c : line) {
    if (c == '\n' || c == '\r') c = ' ';
  }
  std::cerr << "headstrong: " << line << "\n";
  return kRefused;
}

void write(std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
}

void write_line(std::string_view text) {
  write(text);
  write("\n");
}

/// Reads a whole file, or standard input where no file is named. False where that is not possible.
bool read_input(const std::string& file, std::string& text) {
  if (file.empty() || file == "-") {
    text.assign(std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>());
    return true;
  }
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return false;
  text.assign(std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>());
  return !stream.bad();
}

/// The input of a verb that takes one text; refuses what is too long.
int read_text(const std::string& file, std::string& text) {
  if (!read_input(file, text)) return refuse("cannot read " + file);
  if (text.size() > kMaxInputBytes) {
    return refuse("the input has " + std::to_string(text.size()) + " bytes; at most " +
                  std::to_string(kMaxInputBytes) + " are read");
  }
  return kAnswered;
}

/// Calls `answer` for each line that is not blank and writes what it gives, one line each.
int answer_lines(const std::string& file,
                 const std::function<std::string(std::string_view)>& answer) {
  std::ifstream stream;
  const bool standard_input = file.empty() || file == "-";
  if (!standard_input) stream.open(file, std::ios::binary);
  if (!standard_input && !stream) return refuse("cannot read " + file);
  std::istream& input = standard_input ? std::cin : stream;
  std::string line;
  while (std::getline(input, line)) {
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    write_line(line.size() > kMaxInputBytes ? error_json("the line is over 8 MiB") : answer(line));
  }
  return kAnswered;
}

/// Splits "name=value" words.
bool split_options(const std::vector<std::string>& words, OptionList& options, std::string& error) {
  for (const std::string& word : words) {
    const std::size_t equals = word.find('=');
    if (equals == std::string::npos || equals == 0) {
      error = "option \"" + word + "\" is not of the form name=value";
      return false;
    }
    options.emplace_back(word.substr(0, equals), word.substr(equals + 1));
  }
  return true;
}

template <class Options>
int read_option_words(const std::vector<std::string>& words, Options& options) {
  OptionList list;
  std::string error;
  if (split_options(words, list, error)) error = read_options(list, options);
  return error.empty() ? kAnswered : refuse(error);
}

/// What the command line gave; every verb uses some of it.
struct Arguments {
  std::string file;
  std::string second_file;
  std::string format;
  std::string target;
  std::string min_grade;
  bool ndjson = false;
  std::vector<std::string> options;
};

int rank_of(std::string_view letter) {
  constexpr std::string_view kLetters[] = {"A+", "A", "B", "C", "D", "F"};
  for (int i = 0; i < 6; ++i) {
    if (kLetters[i] == letter) return i;
  }
  return 6;
}

int run_analyze(const Arguments& arguments) {
  AnalyzeOptions options;
  if (const int code = read_option_words(arguments.options, options)) return code;
  if (arguments.ndjson) {
    if (!arguments.min_grade.empty()) return refuse("--min-grade does not go with --ndjson");
    options.policies = false;
    return answer_lines(arguments.file, [&](std::string_view line) {
      return report::analyze_line(line, options);
    });
  }
  std::string text;
  if (const int code = read_text(arguments.file, text)) return code;
  const Report report = analyze(text, options);
  if (options.response && *options.response >= report.input.responses.size()) {
    return refuse("there is no response number " + std::to_string(*options.response));
  }
  const std::string uri = arguments.file.empty() ? "stdin" : arguments.file;
  if (arguments.format == "json") {
    write_line(to_json(report));
  } else if (arguments.format == "sarif") {
    write_line(to_sarif(report, uri));
  } else {
    write(arguments.format == "markdown" ? to_markdown(report) : to_text(report));
  }
  if (arguments.min_grade.empty()) return kAnswered;
  const std::optional<std::string_view> letter = report.grade.letter;
  return letter && rank_of(*letter) <= rank_of(arguments.min_grade) ? kAnswered : kNo;
}

int run_decide(const Arguments& arguments) {
  return answer_lines(arguments.file, report::decide_line);
}

int run_compare(const Arguments& arguments) {
  if (arguments.file == "-" && arguments.second_file == "-") {
    return refuse("only one of the two texts can come from standard input");
  }
  std::string before;
  std::string after;
  if (const int code = read_text(arguments.file, before)) return code;
  if (const int code = read_text(arguments.second_file, after)) return code;
  const Comparison comparison = compare(before, after);
  if (arguments.format == "json") {
    write_line(to_json(comparison));
  } else {
    write(to_text(comparison));
  }
  return kAnswered;
}

int run_harden(const Arguments& arguments) {
  HardenOptions options;
  if (const int code = read_option_words(arguments.options, options)) return code;
  std::string text;
  if (const int code = read_text(arguments.file, text)) return code;
  const HardenResult result = harden(text, options);
  if (!result.error.empty()) return refuse(result.error);
  if (arguments.format == "json") {
    report::JsonWriter writer;
    writer.value(result);
    write_line(writer.take());
    return kAnswered;
  }
  write(http::header_set_lines(result.headers));
  return kAnswered;
}

int run_emit(const Arguments& arguments) {
  OptionList options;
  std::string error;
  if (!split_options(arguments.options, options, error)) return refuse(error);
  std::string text;
  if (const int code = read_text(arguments.file, text)) return code;
  HeaderSet headers;
  error = http::read_header_set(text, headers);
  if (!error.empty()) return refuse(error);
  const EmitResult result = emit(headers, arguments.target, options);
  if (result.refusal) {
    const std::string& header = result.refusal->header;
    return refuse((header.empty() ? "" : header + ": ") + result.refusal->reason);
  }
  if (arguments.format == "json") {
    write_line(report::json_of(result));
    return kAnswered;
  }
  write(emit_text(result));
  return kAnswered;
}

int run_targets(const Arguments& arguments) {
  report::JsonWriter writer;
  if (arguments.format == "json") {
    writer.value(targets());
    write_line(writer.take());
    return kAnswered;
  }
  for (const TargetInfo& target : targets()) {
    write_line(std::string(target.id) + "  " + std::string(target.name) + " (evidence: " +
               std::string(target.evidence) + ")");
  }
  return kAnswered;
}

int run_rules(const Arguments& arguments) {
  if (arguments.format == "json") {
    write_line(rules_json());
    return kAnswered;
  }
  for (const RuleInfo* rule : rule_catalogue()) {
    write_line(std::string(rule->id) + "  " + std::string(to_string(rule->severity)) + "  " +
               std::string(rule->title));
  }
  return kAnswered;
}

int run_differences(const Arguments& arguments) {
  if (arguments.format == "json") {
    write_line(report::differences_json());
    return kAnswered;
  }
  for (const decide::EngineDifference& row : decide::engine_differences()) {
    write_line(std::string(row.id) + "  " + std::string(row.what));
  }
  return kAnswered;
}

/// The error for a command line without a verb that is known.
int refuse_verb(CLI::App& app, int argc, char** argv) {
  std::string known;
  for (const CLI::App* verb : app.get_subcommands([](CLI::App*) { return true; })) {
    known += (known.empty() ? "" : ", ") + verb->get_name();
  }
  const std::string what = argc < 2 ? "what to do is missing" : '"' + std::string(argv[1]) + "\" is no verb";
  return refuse(what + "; there are: " + known + " (see headstrong --help)");
}

}  // namespace

int main(int argc, char** argv) {
  std::ios::sync_with_stdio(false);
  CLI::App app("What security headers really protect. Reads a file or standard input.", "headstrong");
  app.require_subcommand(1);
  app.set_version_flag("--version", std::string(HEADSTRONG_VERSION));
  Arguments arguments;
  int (*run)(const Arguments&) = nullptr;

  const auto verb = [&](const char* name, const char* help, int (*function)(const Arguments&)) {
    CLI::App* sub = app.add_subcommand(name, help);
    sub->callback([&run, function] { run = function; });
    return sub;
  };
  const auto add_options = [&](CLI::App* sub) {
    sub->add_option("--option", arguments.options, "A choice, name=value; may be repeated")
        ->type_name("K=V")
        ->allow_extra_args(false);
  };
  const auto add_file = [&](CLI::App* sub) {
    sub->add_option("FILE", arguments.file, "What to read; standard input if absent or -");
  };
  const auto add_format = [&](CLI::App* sub, const std::vector<std::string>& formats) {
    sub->add_option("--format", arguments.format, "How to write the answer")
        ->check(CLI::IsMember(formats));
  };

  CLI::App* analyze_verb = verb("analyze", "Judge pasted response headers or a policy", run_analyze);
  add_format(analyze_verb, {"text", "json", "sarif", "markdown"});
  analyze_verb->add_flag("--ndjson", arguments.ndjson, "One JSON line in, one summary line out");
  analyze_verb->add_option("--min-grade", arguments.min_grade, "Exit 1 below this letter")
      ->check(CLI::IsMember({"A+", "A", "B", "C", "D", "F"}));
  add_options(analyze_verb);
  add_file(analyze_verb);

  CLI::App* decide_verb = verb("decide", "Would this load? One JSON line in, one verdict out", run_decide);
  decide_verb->add_flag("--ndjson", arguments.ndjson, "One verdict a line (the only form)");
  add_file(decide_verb);

  CLI::App* compare_verb =
      verb("compare", "What a change of headers newly allows and blocks", run_compare);
  add_format(compare_verb, {"text", "json"});
  compare_verb->add_option("BEFORE", arguments.file, "The earlier text; standard input if -")
      ->required();
  compare_verb->add_option("AFTER", arguments.second_file, "The later text; standard input if -")
      ->required();

  CLI::App* harden_verb = verb("harden", "Write a hardened header set", run_harden);
  add_format(harden_verb, {"text", "json"});
  add_options(harden_verb);
  add_file(harden_verb);

  CLI::App* emit_verb = verb("emit", "Write a header set in one target's language", run_emit);
  emit_verb->add_option("--target", arguments.target, "The target's id, see `headstrong targets`")
      ->required();
  add_format(emit_verb, {"text", "json"});
  add_options(emit_verb);
  add_file(emit_verb);

  add_format(verb("targets", "List the targets of emit", run_targets), {"text", "json"});
  add_format(verb("rules", "List the rules", run_rules), {"text", "json"});
  add_format(verb("differences", "List where browsers disagree with the specification", run_differences),
             {"text", "json"});

  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp& help) {
    return app.exit(help);
  } catch (const CLI::CallForVersion& version) {
    return app.exit(version);
  } catch (const CLI::ParseError& error) {
    const bool option = argc > 1 && argv[1][0] == '-';
    if (app.get_subcommands().empty() && !option) return refuse_verb(app, argc, argv);
    return refuse(std::string(error.what()) + " (see headstrong --help)");
  }
  return run(arguments);
}

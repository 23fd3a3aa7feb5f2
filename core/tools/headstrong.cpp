// The program: the core's verbs for a shell (design section 3.2).
#include <CLI/CLI.hpp>
#include <algorithm>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include "headstrong/analyze.hpp"
#include "headstrong/compare.hpp"
#include "headstrong/differences.hpp"
#include "headstrong/emit.hpp"
#include "headstrong/harden.hpp"
#include "headstrong/header_set.hpp"
#include "headstrong/json.hpp"
#include "headstrong/lines.hpp"
#include "headstrong/matrix.hpp"
#include "headstrong/options.hpp"
#include "headstrong/rollout.hpp"
#include "headstrong/text_report.hpp"
#include "headstrong/write_into.hpp"
#include "headstrong/write_report.hpp"
#include "tools/input.hpp"

namespace {

using namespace headstrong;

constexpr int kAnswered = 0;
constexpr int kNo = 1;
constexpr int kRefused = 2;

/// One line on standard error; nothing in it acts on a terminal. (std::cerr would write out standard
/// output first, and swallow that it failed.)
void tell(const std::string& line) { std::fputs((shown(line) + "\n").c_str(), stderr); }

int refuse(const std::string& reason) {
  tell("headstrong: " + reason);
  return kRefused;
}

/// What went wrong with standard output; nothing is written after it.
int write_error = 0;

void write(std::string_view text) {
  if (write_error == 0 && std::fwrite(text.data(), 1, text.size(), stdout) < text.size()) write_error = errno;
}

void write_line(std::string_view text) {
  write(text);
  write("\n");
}

void flush() {
  if (write_error == 0 && std::fflush(stdout) != 0) write_error = errno;
}

/// What a verb's answer counts for once all of it is written.
int finish(int code) {
  flush();
  if (write_error == 0) return code;
  return refuse("the answer could not be written: " + std::string(std::strerror(write_error)));
}

void tell_what_is_awaited(const Input& input) {
  if (!input.is_terminal()) return;
  tell("headstrong: reading from the terminal: paste, then press Ctrl-D on an empty line (or name a file, see --help)");
}

/// The input of a verb that takes one text; refuses what is too long.
int read_text(const std::string& file, std::string& text) {
  Input input(file);
  tell_what_is_awaited(input);
  // A byte more than is taken tells that there is too much, of an endless input, too.
  while (text.size() <= kMaxInputBytes && input.read(text, kMaxInputBytes + 1 - text.size())) {
  }
  if (!input.error().empty()) return refuse(input.error());
  if (text.size() > kMaxInputBytes) {
    return refuse("the input is over 8 MiB (" + std::to_string(kMaxInputBytes) + " bytes)");
  }
  text = as_utf8(std::move(text));
  return kAnswered;
}

bool is_error(std::string_view answer) {
  constexpr std::string_view kError = "{\"error\":";
  return answer.substr(0, kError.size()) == kError ||
         (answer.substr(0, 1) == "[" && answer.find(kError) != std::string_view::npos);
}

using Answer = std::function<std::string(std::string_view)>;

/// Replaces each line by its answer, on as many threads as there are jobs.
void answer_all(std::vector<std::string>& lines, const Answer& answer, unsigned jobs) {
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t i = next++; i < lines.size(); i = next++) lines[i] = answer(lines[i]);
  };
  std::vector<std::thread> threads;
  for (std::size_t i = 1; i < std::min<std::size_t>(jobs, lines.size()); ++i) threads.emplace_back(work);
  work();
  for (std::thread& thread : threads) thread.join();
}

/// Answers the lines of an input, as many at once as there are jobs for.
class LineAnswerer {
 public:
  LineAnswerer(Input& input, unsigned jobs, const Answer& answer)
      : reader_(input, kMaxInputBytes),
        answer_(answer),
        jobs_(jobs),
        most_lines_(jobs == 1 ? 1 : std::size_t{64} * jobs) {}

  int run() {
    while (!is_over()) {
      read_lines();
      go();
    }
    flush();
    if (in_error_ > 0 && write_error == 0) {
      tell("headstrong: " + std::to_string(in_error_) + " of " + std::to_string(answered_) +
           (answered_ == 1 ? " line" : " lines") + " could not be answered");
    }
    return state_ == LineReader::State::Failed ? refuse(reader_.error()) : kAnswered;
  }

 private:
  bool is_over() const {
    return write_error != 0 || state_ == LineReader::State::End || state_ == LineReader::State::Failed;
  }

  void read_lines() {
    std::size_t bytes = 0;
    while (lines_.size() < most_lines_ && bytes <= kMaxInputBytes) {
      if (lines_.empty() && reader_.would_wait()) flush();
      std::string line;
      state_ = reader_.next(line, lines_.empty());
      if (state_ == LineReader::State::TooLong) {
        go();
        write_line(error_json("the line is over 8 MiB"));
        ++answered_;
        ++in_error_;
        continue;
      }
      if (state_ != LineReader::State::Line) break;
      if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
      bytes += line.size();
      lines_.push_back(std::move(line));
    }
  }

  void go() {
    answer_all(lines_, answer_, jobs_);
    for (const std::string& line : lines_) {
      write_line(line);
      in_error_ += is_error(line) ? 1U : 0U;
    }
    answered_ += lines_.size();
    lines_.clear();
  }

  LineReader reader_;
  const Answer& answer_;
  const unsigned jobs_;
  const std::size_t most_lines_;
  LineReader::State state_ = LineReader::State::Line;
  std::vector<std::string> lines_;
  std::size_t answered_ = 0;
  std::size_t in_error_ = 0;
};

/// Calls `answer` for each line that is not blank and writes what it gives, one line each, in the
/// order of the lines. What is written goes out whenever no further line waits.
int answer_lines(const std::string& file, unsigned jobs, const Answer& answer) {
  Input input(file);
  if (!input.error().empty()) return refuse(input.error());
  tell_what_is_awaited(input);
  return LineAnswerer(input, jobs, answer).run();
}

/// Splits "name=value" words.
bool split_options(const std::vector<std::string>& words, OptionList& options, std::string& error) {
  for (const std::string& word : words) {
    const std::size_t equals = word.find('=');
    if (equals == std::string::npos || equals == 0) {
      error = "option \"" + word + "\" must have the form name=value";
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
  bool into = false;
  bool explain = false;
  std::string step;
  std::string inline_file;
  unsigned jobs = 1;
  bool quiet = false;  // nothing on standard error but refusals
  std::string from;
  std::string output;
  std::vector<std::string> options;
};

int rank_of(std::string_view letter) {
  constexpr std::string_view kLetters[] = {"A+", "A", "B", "C", "D", "F"};
  for (int i = 0; i < 6; ++i) {
    if (kLetters[i] == letter) return i;
  }
  return 6;
}

/// RFC 3339, UTC, to the second. The one clock that is read.
std::string now() {
  const std::time_t seconds = std::time(nullptr);
  std::tm parts{};
  if (gmtime_r(&seconds, &parts) == nullptr) return {};
  char text[32];
  return {text, std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts)};
}

/// JSON is what other programs go on with: its fields and edits have the text's own words unless masks are
/// asked for.
WrittenReport written_as_json(std::string_view text, const AnalyzeOptions& options, const ReportOptions& choices) {
  std::size_t masked = 0;
  const Report report =
      choices.show_secrets.value_or(true) ? analyze(text, options) : masked_report(text, options, masked);
  const std::size_t responses = report.input.responses.size();
  if (options.response && *options.response >= responses) {
    return {{}, no_such_response(*options.response, responses), std::nullopt};
  }
  return {to_json(report) + "\n", {}, report.grade.letter};
}

int run_analyze(const Arguments& arguments) {
  AnalyzeOptions options;
  if (arguments.ndjson) {
    if (const int code = read_option_words(arguments.options, options)) return code;
    if (!arguments.min_grade.empty()) return refuse("--min-grade can't be combined with --ndjson");
    options.policies = false;
    options.details = false;
    return answer_lines(arguments.file, arguments.jobs,
                        [&](std::string_view line) { return analyze_line(line, options); });
  }
  OptionList list;
  std::string error;
  if (!split_options(arguments.options, list, error)) return refuse(error);
  ReportOptions report;
  report.time = now();
  report.version = HEADSTRONG_VERSION;
  error = read_options(list, options, report);
  const bool json = arguments.format == "json";
  if (error.empty() && !arguments.format.empty() && !json) {
    error = read_options({{"format", arguments.format}}, options, report);
  }
  if (!error.empty()) return refuse(error);
  if (!arguments.file.empty() && arguments.file != "-") report.name = arguments.file;
  std::string text;
  if (const int code = read_text(arguments.file, text)) return code;
  const WrittenReport written = json ? written_as_json(text, options, report) : write_report(text, options, report);
  if (!written.error.empty()) return refuse(written.error);
  write(written.text);
  if (arguments.min_grade.empty()) return kAnswered;
  if (!written.letter) {
    tell("headstrong: the text shows too little for a grade, so --min-grade is not reached");
    return kNo;
  }
  return rank_of(*written.letter) <= rank_of(arguments.min_grade) ? kAnswered : kNo;
}

int run_decide(const Arguments& arguments) { return answer_lines(arguments.file, arguments.jobs, decide_line); }

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

/// What is to be known of a header, beside the answer and only if that could be written.
void tell_of(const std::string& header, const std::string& sentence) {
  flush();
  if (write_error == 0) tell(header.empty() ? sentence : header + ": " + sentence);
}

/// The text with the set written into it.
int write_written(std::string_view text, const HeaderSet& headers, const HardenOptions& options, bool quiet) {
  const WriteIntoResult written = write_into(text, headers, {options.response});
  if (!written.refusal.empty()) return refuse(written.refusal);
  write(apply_edits(text, written.edits));
  for (std::size_t i = 0; i < written.notes.size() && !quiet; ++i) tell_of({}, written.notes[i]);
  return kAnswered;
}

int run_remedies(const Arguments& arguments) {
  return answer_lines(arguments.file, arguments.jobs, [](std::string_view line) { return remedies_line(line); });
}

int run_matrix(const Arguments& arguments) {
  MatrixOptions options;
  if (const int code = read_option_words(arguments.options, options)) return code;
  std::string text;
  if (const int code = read_text(arguments.file, text)) return code;
  const Matrix table = matrix(text, options);
  if (!table.error.empty()) return refuse(table.error);
  if (arguments.format == "json") {
    write_line(to_json(table));
  } else {
    write(to_text(table));
  }
  return kAnswered;
}

int run_harden(const Arguments& arguments) {
  HardenOptions options;
  if (const int code = read_option_words(arguments.options, options)) return code;
  if (arguments.into && !arguments.format.empty()) return refuse("--format can't be combined with --into");
  if (arguments.into && arguments.explain) return refuse("--explain can't be combined with --into");
  if (arguments.inline_file == "-" && (arguments.file.empty() || arguments.file == "-")) {
    return refuse("only one of the two texts can come from standard input");
  }
  if (!arguments.inline_file.empty()) {
    if (const int code = read_text(arguments.inline_file, options.inline_code)) return code;
  }
  std::string text;
  if (const int code = read_text(arguments.file, text)) return code;
  const HardenResult result = harden(text, options);
  if (!result.error.empty()) return refuse(result.error);
  if (arguments.format == "json") {
    write_line(arguments.explain ? to_json(result, effects_of(text, result)) : to_json(result));
    return kAnswered;
  }
  if (arguments.into) {
    if (const int code = write_written(text, result.headers, options, arguments.quiet)) return code;
  } else if (arguments.explain) {
    write(to_text(effects_of(text, result), result.reports_first));
  } else {
    write(header_set_lines(result.headers));
  }
  if (!arguments.quiet) {
    for (const HardenChange& change : result.changes) tell_of(change.header, change.sentence);
  }
  return kAnswered;
}

/// What is sent from one step on, as emit reads it.
int write_step(const Rollout& plan, const std::string& id) {
  std::string ids;
  for (const RolloutStep& step : plan.steps) {
    if (step.id == id) {
      write(header_set_lines(step.headers));
      return kAnswered;
    }
    ids += (ids.empty() ? "" : ", ") + std::string(step.id);
  }
  return refuse("the plan has no step " + id + "; its steps: " + (ids.empty() ? "none" : ids));
}

int run_rollout(const Arguments& arguments) {
  std::vector<std::string> words = arguments.options;
  if (!arguments.from.empty()) words.push_back("from=" + arguments.from);
  RolloutOptions options;
  if (const int code = read_option_words(words, options)) return code;
  std::string text;
  if (const int code = read_text(arguments.file, text)) return code;
  const Rollout plan = rollout(text, options);
  if (!plan.error.empty()) return refuse(plan.error);
  if (!arguments.step.empty()) return write_step(plan, arguments.step);
  if (arguments.format == "json") {
    write_line(to_json(plan));
  } else {
    write(to_markdown(plan));
  }
  return kAnswered;
}

/// The files in a folder, which is made where it is not there.
int write_files(const std::vector<EmitFile>& files, const std::string& folder) {
  for (const EmitFile& file : files) {
    const std::filesystem::path path = std::filesystem::path(folder) / file.name;
    std::error_code error;
    std::filesystem::create_directories(path.parent_path(), error);
    std::ofstream out(path, std::ios::binary);
    out << file.text;
    out.close();
    if (!out) return refuse(path.string() + " could not be written");
    write_line(path.string() + ": " + file.place);
  }
  return kAnswered;
}

/// Takes the option that tells which response of the text is meant; the others are the target's.
std::string take_response(OptionList& options, std::optional<std::size_t>& response) {
  OptionList mine;
  const auto is_mine = [](const auto& option) { return option.first == "response"; };
  std::copy_if(options.begin(), options.end(), std::back_inserter(mine), is_mine);
  options.erase(std::remove_if(options.begin(), options.end(), is_mine), options.end());
  AnalyzeOptions read;
  std::string error = read_options(mine, read);
  response = read.response;
  return error;
}

/// A recorded response has headers of its own, which no configuration should send on all others.
void leave_out_what_is_of_one_response(OptionList& options) {
  const bool chosen =
      std::any_of(options.begin(), options.end(), [](const auto& option) { return option.first == "pass"; });
  if (!chosen) options.emplace_back("pass", "site-wide");
}

/// What was read otherwise than it stands, where the warnings don't say it.
void tell_notes(const std::vector<HeaderNote>& notes, const std::vector<EmitWarning>& warnings) {
  for (const HeaderNote& note : notes) {
    const bool told = std::any_of(warnings.begin(), warnings.end(),
                                  [&](const EmitWarning& warning) { return warning.message == note.sentence; });
    if (!told) tell_of(note.header, note.sentence);
  }
}

int run_emit(const Arguments& arguments) {
  OptionList options;
  std::string error;
  if (!split_options(arguments.options, options, error)) return refuse(error);
  std::optional<std::size_t> response;
  error = take_response(options, response);
  if (!error.empty()) return refuse(error);
  std::string text;
  if (const int code = read_text(arguments.file, text)) return code;
  const HeaderSetOfText set = header_set_of(text, response);
  if (!set.error.empty()) return refuse(set.error);
  if (set.recorded) leave_out_what_is_of_one_response(options);
  if (!arguments.output.empty() && arguments.format == "json")
    return refuse("--format json can't be combined with --output");
  const EmitResult result = emit(set.headers, arguments.target, options, set.notes);
  if (result.refusal) {
    const std::string& header = result.refusal->header;
    return refuse((header.empty() ? "" : header + ": ") + result.refusal->reason);
  }
  if (arguments.format == "json") {
    write_line(to_json(result));
    return kAnswered;
  }
  if (arguments.output.empty()) {
    write(emit_text(result));
  } else if (const int code = write_files(result.files, arguments.output)) {
    return code;
  }
  if (!arguments.quiet) {
    for (const EmitWarning& warning : result.warnings) tell_of(warning.header, warning.message);
    tell_notes(set.notes, result.warnings);
  }
  return kAnswered;
}

int run_targets(const Arguments& arguments) {
  if (arguments.format == "json") {
    write_line(targets_json());
    return kAnswered;
  }
  for (const TargetInfo& target : targets()) {
    write_line(std::string(target.id) + "  " + std::string(target.name) +
               " (evidence: " + std::string(target.evidence) + ")");
  }
  return kAnswered;
}

int run_rules(const Arguments& arguments) {
  if (arguments.format == "json") {
    write_line(rules_json());
    return kAnswered;
  }
  for (const RuleInfo* rule : rule_catalogue()) {
    write_line(std::string(rule->id) + "  " + std::string(to_string(rule->severity)) + "  " + std::string(rule->title));
  }
  return kAnswered;
}

int run_differences(const Arguments& arguments) {
  if (arguments.format == "json") {
    write_line(differences_json());
    return kAnswered;
  }
  for (const decide::EngineDifference& row : decide::engine_differences()) {
    write_line(std::string(row.id) + "  " + std::string(row.what));
  }
  return kAnswered;
}

int run_scale(const Arguments&) {
  write_line(scale_json());
  return kAnswered;
}

int run_vocabulary(const Arguments&) {
  write_line(vocabulary_json());
  return kAnswered;
}

/// The options of a verb, for its help.
std::string options_footer(const std::vector<OptionName>& names) {
  std::string out = "Options (--option NAME=VALUE):";
  for (const OptionName& option : names) out += "\n  " + option.name + "=" + option.values;
  return out;
}

std::vector<OptionName> analyze_option_names() {
  std::vector<OptionName> names = option_names(AnalyzeOptions{});
  for (OptionName& name : option_names(ReportOptions{})) names.push_back(std::move(name));
  return names;
}

std::string service_ids() {
  std::string ids;
  for (const ServiceInfo& service : services()) ids += (ids.empty() ? "" : ", ") + std::string(service.id);
  return ids;
}

/// The options of all targets; each with the targets that take it.
std::vector<OptionName> emit_option_names() {
  struct Known {
    TargetOption option;
    std::string ids;
  };
  std::vector<Known> all;
  for (const TargetInfo& target : targets()) {
    for (const TargetOption& option : target.options) {
      const auto same = std::find_if(all.begin(), all.end(), [&](const Known& known) {
        return known.option.name == option.name && known.option.meaning == option.meaning;
      });
      if (same == all.end()) {
        all.push_back({option, std::string(target.id)});
      } else {
        same->ids += ", " + std::string(target.id);
      }
    }
  }
  std::vector<OptionName> names;
  names.push_back({"response", "N  which response, or place of a configuration, the set is read from; the first is 0"});
  for (const Known& known : all) {
    names.push_back({std::string(known.option.name), std::string(known.option.values) + "  " +
                                                         std::string(known.option.meaning) + " (" + known.ids + ")"});
  }
  return names;
}

/// The error for a command line without a verb that is known.
int refuse_verb(CLI::App& app, int argc, char** argv) {
  std::string known;
  for (const CLI::App* verb : app.get_subcommands([](CLI::App*) { return true; })) {
    known += (known.empty() ? "" : ", ") + verb->get_name();
  }
  const std::string what = argc < 2 ? "no verb given" : '"' + std::string(argv[1]) + "\" is not a verb";
  return refuse(what + "; available: " + known + " (see headstrong --help)");
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);  // a reader that went away is a failed write
  CLI::App app("Shows what security headers really protect. Reads a file or standard input.", "headstrong");
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
    sub->add_option("--option", arguments.options, "Set an option; repeat for more")
        ->type_name("K=V")
        ->allow_extra_args(false);
  };
  const auto add_quiet = [&](CLI::App* sub) {
    sub->add_flag("-q,--quiet", arguments.quiet, "Write only refusals to standard error");
  };
  const auto add_file = [&](CLI::App* sub) {
    sub->add_option("FILE", arguments.file, "File to read; standard input if missing or -");
  };
  const auto add_lines = [&](CLI::App* sub, const char* what) {
    sub->add_flag("--ndjson", arguments.ndjson, what);
    sub->add_option("--jobs", arguments.jobs, "With --ndjson: use this many threads")->check(CLI::Range(1U, 256U));
  };
  const auto add_format = [&](CLI::App* sub, const std::vector<std::string>& formats) {
    sub->add_option("--format", arguments.format, "Output format")->check(CLI::IsMember(formats));
  };

  CLI::App* analyze_verb = verb("analyze", "Judge pasted response headers or a policy", run_analyze);
  std::vector<std::string> report_formats = {"json"};
  for (const NamedReportFormat& format : kReportFormats) report_formats.emplace_back(format.id);
  add_format(analyze_verb, report_formats);
  add_lines(analyze_verb, "Read one JSON line, write one summary line; echo its \"id\"");
  analyze_verb
      ->add_option("--min-grade", arguments.min_grade,
                   "Exit 1 if the grade is below this letter or missing; a grade for some "
                   "protections alone counts as it is")
      ->check(CLI::IsMember({"A+", "A", "B", "C", "D", "F"}));
  add_options(analyze_verb);
  add_file(analyze_verb);

  CLI::App* decide_verb = verb("decide", "Would this load? Read one JSON line, write one verdict", run_decide);
  add_lines(decide_verb, "Write one verdict per line (the only form); echo its \"id\"");
  add_file(decide_verb);

  CLI::App* compare_verb = verb("compare", "Show what a change of headers newly allows and blocks", run_compare);
  add_format(compare_verb, {"text", "json"});
  compare_verb->add_option("BEFORE", arguments.file, "The earlier text; standard input if -")->required();
  compare_verb->add_option("AFTER", arguments.second_file, "The later text; standard input if -")->required();

  CLI::App* remedies_verb =
      verb("remedies", "Show what would allow a blocked request, and what else that opens", run_remedies);
  add_lines(remedies_verb, "Read lines as decide does, write one answer per line (the only form); echo its \"id\"");
  add_file(remedies_verb);

  CLI::App* matrix_verb = verb("matrix", "Show what a header set allows, by kind of resource and origin", run_matrix);
  add_format(matrix_verb, {"text", "json"});
  add_options(matrix_verb);
  add_file(matrix_verb);

  CLI::App* harden_verb = verb("harden", "Write a hardened header set", run_harden);
  add_format(harden_verb, {"text", "json"});
  harden_verb->add_flag("--into", arguments.into, "Write the set into the pasted text, in that text's language");
  harden_verb->add_flag("--explain", arguments.explain,
                        "Write what the set changes for visitors instead of "
                        "the set; with json, in addition to it");
  harden_verb->add_option("--inline", arguments.inline_file, "For inline=hash: the file with the page or the script");
  add_quiet(harden_verb);
  add_options(harden_verb);
  add_file(harden_verb);

  CLI::App* rollout_verb =
      verb("rollout", "Plan the rollout of a hardened set: report, read, enforce, and HSTS step by step", run_rollout);
  add_format(rollout_verb, {"markdown", "json"});
  rollout_verb->add_option("--from", arguments.from, "Date the steps from this day on, such as 2026-12-01")
      ->type_name("DATE");
  rollout_verb->add_option("--step", arguments.step,
                           "Write the headers of this step alone, for emit: report, enforce, hsts-300, ...");
  add_options(rollout_verb);
  add_file(rollout_verb);

  CLI::App* emit_verb = verb("emit", "Write a header set in one target's language", run_emit);
  emit_verb->add_option("--target", arguments.target, "The target's ID; see `headstrong targets`")->required();
  emit_verb->add_option("--output", arguments.output, "Write the files into this folder, and say where each belongs")
      ->type_name("DIR");
  add_format(emit_verb, {"text", "json"});
  add_quiet(emit_verb);
  add_options(emit_verb);
  add_file(emit_verb);

  add_format(verb("targets", "List the targets that emit can write for", run_targets), {"text", "json"});
  add_format(verb("rules", "List the rules", run_rules), {"text", "json"});
  add_format(verb("differences", "List where browsers disagree with the specification", run_differences),
             {"text", "json"});
  add_format(verb("scale", "List the letters, the protections and what each finding costs", run_scale), {"json"});
  add_format(
      verb("vocabulary", "List what a form or an editor offers: request types, headers, directives", run_vocabulary),
      {"json"});

  const std::string exits =
      "Exit codes:\n  0  answered\n  2  refused: wrong usage, input that can't be read, or input over 8 MiB";
  app.footer(exits + "\nRun headstrong VERB --help for a verb's options.");
  for (CLI::App* sub : app.get_subcommands([](CLI::App*) { return true; })) sub->footer(exits);
  analyze_verb->footer(options_footer(analyze_option_names()) +
                       "\n\nExit codes:\n  0  answered\n  1  the grade is below --min-grade, or there is none\n" +
                       exits.substr(exits.find("  2")));
  matrix_verb->footer(options_footer(option_names(MatrixOptions{})) + "\n\n" + exits + ", or an invalid option");
  harden_verb->footer(options_footer(option_names(HardenOptions{})) + "\n  Services: " + service_ids() + "\n\n" +
                      exits + ", or an invalid option");
  rollout_verb->footer(options_footer(option_names(RolloutOptions{})) + "\n  Services: " + service_ids() + "\n\n" +
                       exits + ", or an invalid option");
  emit_verb->footer(options_footer(emit_option_names()) + "\n\n" + exits +
                    ",\n     or a value that the target can't carry");

  const auto help_text = [&](const CLI::Error& wish) {
    std::ostringstream text;
    const int code = app.exit(wish, text, text);
    write(text.str());
    return finish(code);
  };
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp& help) {
    return help_text(help);
  } catch (const CLI::CallForVersion& version) {
    return help_text(version);
  } catch (const CLI::ParseError& error) {
    const bool option = argc > 1 && argv[1][0] == '-';
    if (app.get_subcommands().empty() && !option) return refuse_verb(app, argc, argv);
    return refuse(std::string(error.what()) + " (see headstrong --help)");
  }
  return finish(run(arguments));
}

#include "headstrong/options.hpp"

#include <array>
#include <charconv>
#include <string_view>
#include <utility>

#include "grammar/civil_date.hpp"
#include "text/ascii.hpp"

namespace headstrong {
namespace options_detail {

template <class T>
struct Choice {
  std::string_view word;
  T value;
};

/// Sets `target` to the choice spelled `value`; the result is empty or the sentence that lists what
/// could have been said.
template <class T, std::size_t N, class Target>
std::string choose(std::string_view name, std::string_view value, const std::array<Choice<T>, N>& choices,
                   Target& target) {
  std::string words;
  for (const Choice<T>& choice : choices) {
    if (choice.word == value) {
      target = choice.value;
      return {};
    }
    words += words.empty() ? "" : ", ";
    words += choice.word;
  }
  return "option " + std::string(name) + " takes one of: " + words;
}

inline constexpr std::array<Choice<Site>, 5> kSites = {
    {{"mixed", Site::Mixed}, {"static", Site::Static}, {"ssr", Site::Ssr}, {"spa", Site::Spa}, {"api", Site::Api}}};
inline constexpr std::array<Choice<Inline>, 3> kInline = {
    {{"none", Inline::None}, {"nonce", Inline::Nonce}, {"hash", Inline::Hash}}};
inline constexpr std::array<Choice<HashAlgorithm>, 3> kHash = {
    {{"sha256", HashAlgorithm::Sha256}, {"sha384", HashAlgorithm::Sha384}, {"sha512", HashAlgorithm::Sha512}}};
inline constexpr std::array<Choice<Hsts>, 6> kHsts = {{{"off", Hsts::Off},
                                                       {"300", Hsts::Seconds300},
                                                       {"604800", Hsts::Seconds604800},
                                                       {"2592000", Hsts::Seconds2592000},
                                                       {"31536000", Hsts::Seconds31536000},
                                                       {"preload", Hsts::Preload}}};
inline constexpr std::array<Choice<bool>, 2> kYesNo = {{{"no", false}, {"yes", true}}};
inline constexpr std::array<Choice<Reporting>, 3> kReporting = {
    {{"none", Reporting::None}, {"report-only", Reporting::ReportOnly}, {"both", Reporting::Both}}};
inline constexpr std::array<Choice<bool>, 2> kOnOff = {{{"on", true}, {"off", false}}};
inline constexpr std::array<Choice<bool>, 2> kOffOn = {{{"off", false}, {"on", true}}};
inline constexpr std::array<Choice<bool>, 2> kSources = {{{"keep", true}, {"drop", false}}};
inline constexpr std::array<Choice<bool>, 2> kLeaks = {{{"remove", true}, {"keep", false}}};
inline constexpr auto kFormats = [] {
  std::array<Choice<ReportFormat>, std::size(kReportFormats)> formats{};
  for (std::size_t i = 0; i < formats.size(); ++i) formats[i] = {kReportFormats[i].id, kReportFormats[i].format};
  return formats;
}();
inline constexpr std::array<Choice<bool>, 2> kSecrets = {{{"mask", false}, {"show", true}}};
inline constexpr std::array<Choice<bool>, 2> kNotes = {{{"few", false}, {"all", true}}};
inline constexpr std::array<Choice<bool>, 2> kCookies = {{{"advise", false}, {"harden", true}}};
inline constexpr std::array<Choice<int>, 2> kObservatory = {{{"6", 6}, {"4", 4}}};

/// An option that takes one of these words; `note` says what not giving it means.
template <class T, std::size_t N>
OptionName one_of(std::string_view name, const std::array<Choice<T>, N>& choices, std::string_view note = {}) {
  OptionName option{std::string(name), {}, {}};
  for (const Choice<T>& choice : choices) {
    option.values += option.values.empty() ? "" : "|";
    option.values += choice.word;
    option.choices.push_back(choice.word);
  }
  option.values += note;
  return option;
}

OptionName free_text(std::string_view name, std::string_view what) {
  return {std::string(name), std::string(what), {}};
}

std::vector<OptionName> harden_option_names() {
  return {one_of("site", kSites),
          one_of("inline", kInline, " (default: nonce if the response has one, or with site=ssr no policy)"),
          one_of("hash", kHash),
          free_text("inlineCode", "<a page or a script, for inline=hash>"),
          free_text("framing", "none|self|<origins separated by spaces>"),
          one_of("hsts", kHsts),
          one_of("subdomains", kYesNo),
          one_of("reporting", kReporting, " (default: report-only if no policy restricts scripts yet)"),
          free_text("endpoint", "<https URL or /path>"),
          one_of("isolation", kOffOn),
          free_text("services", "<IDs separated by commas; -id removes one>"),
          one_of("sources", kSources),
          one_of("leaks", kLeaks),
          one_of("cookies", kCookies),
          free_text("response", "<a response's number, from 0>")};
}

std::vector<OptionName> analyze_option_names() {
  return {one_of("observatory", kObservatory), one_of("elsewhere", kOnOff),
          free_text("response", "<a response's number, from 0>")};
}

std::vector<OptionName> matrix_option_names() { return {free_text("response", "<a response's number, from 0>")}; }

std::vector<OptionName> report_option_names() {
  return {one_of("secrets", kSecrets,
                 " (cookie values, credentials, tokens; default: show in JSON, mask in other formats)"),
          free_text("title", "<client or site, for the title> (default: the response's host)"),
          one_of("notes", kNotes,
                 " (text: few names notes in one line and explains the four gravest findings; default: few)"),
          free_text("time", "<when it was judged, such as 2026-11-29T10:00:00Z> (default: now)"),
          free_text("book", "<https URL of the folder with rulebook.html, for links> (default: no links)")};
}

std::vector<OptionName> rollout_option_names() {
  std::vector<OptionName> names = harden_option_names();
  names.push_back(free_text("from", "<date of the first day, such as 2026-12-01>"));
  return names;
}

std::string unknown(const std::string& name, const std::vector<OptionName>& known) {
  std::string sentence = "unknown option " + name + "; available: ";
  for (std::size_t i = 0; i < known.size(); ++i) sentence += (i > 0 ? ", " : "") + known[i].name;
  return sentence;
}

std::vector<std::string> split(std::string_view list, char separator) {
  std::vector<std::string> words;
  std::size_t at = 0;
  while (at <= list.size()) {
    std::size_t end = list.find(separator, at);
    if (end == std::string_view::npos) end = list.size();
    const std::string_view word = text::trim(list.substr(at, end - at));
    if (!word.empty()) words.emplace_back(word);
    at = end + 1;
  }
  return words;
}

/// Of a service that is both put in and taken out, the later choice counts.
std::vector<std::string> later_counts(const std::vector<std::string>& choices) {
  std::vector<std::string> kept;
  for (const std::string& choice : choices) {
    const std::string opposite = choice.starts_with('-') ? choice.substr(1) : "-" + choice;
    std::erase_if(kept, [&](const std::string& earlier) { return earlier == opposite; });
    kept.push_back(choice);
  }
  return kept;
}

/// The number of a response, counted from 0.
std::string read_index(const std::string& value, std::optional<std::size_t>& target) {
  std::size_t index = 0;
  const auto read = std::from_chars(value.data(), value.data() + value.size(), index);
  if (read.ec != std::errc() || read.ptr != value.data() + value.size()) {
    return "option response takes a response's number; the first is 0";
  }
  target = index;
  return {};
}

std::string read_one(const std::string& name, const std::string& value, HardenOptions& options) {
  if (name == "site") return choose(name, value, kSites, options.site);
  if (name == "inline") return choose(name, value, kInline, options.inline_scripts);
  if (name == "hash") return choose(name, value, kHash, options.hash);
  if (name == "hsts") return choose(name, value, kHsts, options.hsts);
  if (name == "subdomains") return choose(name, value, kYesNo, options.subdomains);
  if (name == "reporting") return choose(name, value, kReporting, options.reporting);
  if (name == "isolation") return choose(name, value, kOffOn, options.isolation);
  if (name == "sources") return choose(name, value, kSources, options.keep_sources);
  if (name == "leaks") return choose(name, value, kLeaks, options.remove_leaks);
  if (name == "cookies") return choose(name, value, kCookies, options.harden_cookies);
  if (name == "response") return read_index(value, options.response);
  if (name == "inlineCode") {
    options.inline_code = value;
  } else if (name == "framing") {
    options.framing = value;
  } else if (name == "endpoint") {
    options.endpoint = value;
  } else if (name == "services") {
    options.services = later_counts(split(value, ','));
  } else {
    return unknown(name, harden_option_names());
  }
  return {};
}

std::string read_one(const std::string& name, const std::string& value, AnalyzeOptions& options) {
  if (name == "observatory") return choose(name, value, kObservatory, options.observatory);
  if (name == "elsewhere") return choose(name, value, kOnOff, options.elsewhere);
  if (name == "response") return read_index(value, options.response);
  return unknown(name, analyze_option_names());
}

/// RFC 3339 in UTC: a date alone, or with a time to the second or finer.
bool is_time(std::string_view value) {
  constexpr std::string_view kPattern = "dddd-dd-ddTdd:dd:dd";
  const bool date_only = value.size() == 10;
  if (!date_only) {
    if (value.empty() || value.back() != 'Z') return false;
    value.remove_suffix(1);
    if (value.size() < 19) return false;
  }
  for (std::size_t i = 0; i < value.size(); ++i) {
    const char c = value[i];
    const bool digit = c >= '0' && c <= '9';
    if (i < kPattern.size() ? (kPattern[i] == 'd' ? !digit : c != kPattern[i]) : i == 19 ? c != '.' : !digit)
      return false;
  }
  return value.size() != 20;
}

/// What a link can lead to without harm.
bool is_book_address(std::string_view value) {
  if (!text::istarts_with(value, "https://") && !text::istarts_with(value, "http://")) return false;
  for (const char c : value) {
    if (!text::is(c, text::kVisible) || std::string_view("\"'<>()`\\").find(c) != std::string_view::npos) return false;
  }
  return true;
}

/// Whether `name` is an option of the report; an `error` where its value is not understood.
bool read_report_option(const std::string& name, const std::string& value, ReportOptions& options, std::string& error) {
  if (name == "format") {
    error = choose(name, value, kFormats, options.format);
  } else if (name == "secrets") {
    error = choose(name, value, kSecrets, options.show_secrets);
  } else if (name == "notes") {
    error = choose(name, value, kNotes, options.all_notes);
  } else if (name == "time") {
    if (!is_time(value)) error = "option time takes a time in UTC such as 2026-11-29T10:00:00Z";
    options.time = value;
  } else if (name == "book") {
    if (!is_book_address(value)) error = "option book takes an https or http URL";
    options.book = value;
    if (options.book.empty() || options.book.back() != '/') options.book += '/';
  } else if (name == "title") {
    constexpr std::size_t kLongest = 200;
    if (value.size() > kLongest) error = "option title takes at most 200 bytes";
    options.title = value;
  } else if (name == "name") {
    options.name = value;
  } else {
    return false;
  }
  return true;
}

std::string read_one(const std::string& name, const std::string& value, MatrixOptions& options) {
  if (name == "response") return read_index(value, options.response);
  return unknown(name, matrix_option_names());
}

std::string read_one(const std::string& name, const std::string& value, RolloutOptions& options) {
  if (name == "from") {
    options.from = grammar::parse_date(value);
    return options.from ? "" : "option from takes a date such as 2026-12-01";
  }
  if (name == "today") {
    options.today = value;
    return {};
  }
  for (const OptionName& known : harden_option_names()) {
    if (known.name == name) return read_one(name, value, options.harden);
  }
  return unknown(name, rollout_option_names());
}

template <class Options>
std::string read_all(const OptionList& list, Options& options) {
  for (const auto& [name, value] : list) {
    std::string error = read_one(name, value, options);
    if (!error.empty()) return error;
  }
  return {};
}

}  // namespace options_detail

std::vector<OptionName> option_names(const AnalyzeOptions&) { return options_detail::analyze_option_names(); }
std::vector<OptionName> option_names(const HardenOptions&) { return options_detail::harden_option_names(); }
std::vector<OptionName> option_names(const MatrixOptions&) { return options_detail::matrix_option_names(); }
std::vector<OptionName> option_names(const RolloutOptions&) { return options_detail::rollout_option_names(); }

std::string read_options(const OptionList& list, AnalyzeOptions& options) {
  return options_detail::read_all(list, options);
}

std::vector<OptionName> option_names(const ReportOptions&) { return options_detail::report_option_names(); }

std::string read_options(const OptionList& list, AnalyzeOptions& options, ReportOptions& report) {
  for (const auto& [name, value] : list) {
    std::string error;
    if (!options_detail::read_report_option(name, value, report, error)) {
      std::vector<OptionName> known = options_detail::analyze_option_names();
      bool is_known = false;
      for (const OptionName& option : known) is_known = is_known || option.name == name;
      for (OptionName& option : options_detail::report_option_names()) known.push_back(std::move(option));
      error = is_known ? options_detail::read_one(name, value, options) : options_detail::unknown(name, known);
    }
    if (!error.empty()) return error;
  }
  return {};
}

std::string read_options(const OptionList& list, HardenOptions& options) {
  return options_detail::read_all(list, options);
}

std::string read_options(const OptionList& list, MatrixOptions& options) {
  return options_detail::read_all(list, options);
}

std::string read_options(const OptionList& list, RolloutOptions& options) {
  return options_detail::read_all(list, options);
}

}  // namespace headstrong

#include "headstrong/options.hpp"

#include <array>
#include <charconv>
#include <string_view>

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
std::string choose(std::string_view name, std::string_view value,
                   const std::array<Choice<T>, N>& choices, Target& target) {
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

inline constexpr std::array<Choice<Site>, 5> kSites = {{{"mixed", Site::Mixed},
                                                        {"static", Site::Static},
                                                        {"ssr", Site::Ssr},
                                                        {"spa", Site::Spa},
                                                        {"api", Site::Api}}};
inline constexpr std::array<Choice<Inline>, 3> kInline = {
    {{"none", Inline::None}, {"nonce", Inline::Nonce}, {"hash", Inline::Hash}}};
inline constexpr std::array<Choice<HashAlgorithm>, 3> kHash = {{{"sha256", HashAlgorithm::Sha256},
                                                                {"sha384", HashAlgorithm::Sha384},
                                                                {"sha512", HashAlgorithm::Sha512}}};
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
          one_of("inline", kInline, " (not given: nonce where the response has one, or with site=ssr no policy)"),
          one_of("hash", kHash),
          free_text("inlineCode", "<a page or a script, for inline=hash>"),
          free_text("framing", "none|self|<origins separated by blanks>"),
          one_of("hsts", kHsts),
          one_of("subdomains", kYesNo),
          one_of("reporting", kReporting, " (not given: report-only where no policy limits scripts yet)"),
          free_text("endpoint", "<https URL or /path>"),
          one_of("isolation", kOffOn),
          free_text("services", "<ids separated by commas; -id takes one out again>"),
          one_of("sources", kSources),
          one_of("leaks", kLeaks),
          one_of("cookies", kCookies),
          free_text("response", "<number of a response, from 0>")};
}

std::vector<OptionName> analyze_option_names() {
  return {one_of("observatory", kObservatory), one_of("elsewhere", kOnOff),
          free_text("response", "<number of a response, from 0>")};
}

std::vector<OptionName> matrix_option_names() {
  return {free_text("response", "<number of a response, from 0>")};
}

std::string unknown(const std::string& name, const std::vector<OptionName>& known) {
  std::string sentence = "unknown option " + name + "; known are ";
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

/// The number of a response, counted from 0.
std::string read_index(const std::string& value, std::optional<std::size_t>& target) {
  std::size_t index = 0;
  const auto read = std::from_chars(value.data(), value.data() + value.size(), index);
  if (read.ec != std::errc() || read.ptr != value.data() + value.size()) {
    return "option response takes the number of a response, counted from 0";
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
    options.services = split(value, ',');
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

std::string read_one(const std::string& name, const std::string& value, MatrixOptions& options) {
  if (name == "response") return read_index(value, options.response);
  return unknown(name, matrix_option_names());
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

std::string read_options(const OptionList& list, AnalyzeOptions& options) {
  return options_detail::read_all(list, options);
}

std::string read_options(const OptionList& list, HardenOptions& options) {
  return options_detail::read_all(list, options);
}

std::string read_options(const OptionList& list, MatrixOptions& options) {
  return options_detail::read_all(list, options);
}

}  // namespace headstrong

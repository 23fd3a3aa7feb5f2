// The header set of any text that the readers understand, for a target in another language.
#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "emit/header_facts.hpp"
#include "grammar/header_names.hpp"
#include "headstrong/analyze.hpp"
#include "headstrong/header_set.hpp"
#include "http/read_paste.hpp"
#include "model/gaps.hpp"
#include "model/response_model.hpp"
#include "text/ascii.hpp"
#include "text/lines.hpp"
#include "text/listed.hpp"
#include "text/source.hpp"

namespace headstrong {
namespace header_set_of_detail {

/// Nothing but lines that begin with a header's name: neither YAML, whose lines may look alike, nor configuration.
bool is_header_lines(std::string_view text) {
  text::Line line;
  text::LineCursor cursor(text);
  while (cursor.next(line)) {
    if (text::trim(line.text).empty()) continue;
    const std::string_view name = line.text.substr(0, line.text.find(':'));
    if (name.empty() || name.size() == line.text.size()) return false;
    for (const char c : name) {
      if (!text::is(c, text::kAlpha | text::kDigit) && c != '-' && c != '_') return false;
    }
  }
  return true;
}

/// A list of pairs, or what harden prints, with a fault in it: half of a set would be worse than none.
bool is_faulty_set(std::string_view text) {
  constexpr std::string_view kPairs = "[[\"";
  constexpr std::string_view kHardened = "{\"headers\":[[";
  std::string start;
  for (std::size_t i = 0; i < text.size() && start.size() < kHardened.size(); ++i) {
    if (!text::is(text[i], text::kAsciiWhitespace)) start += text[i];
  }
  return start.starts_with(kPairs) || start.starts_with(kHardened);
}

/// The value with {{nonce}} for each nonce: one that was sent, or stands in a file, is worth nothing.
std::string with_nonce_places(std::string_view value, bool& any) {
  constexpr std::string_view kStart = "'nonce-";
  constexpr std::string_view kPlace = "{{nonce}}";
  std::string out;
  while (true) {
    const std::size_t at = value.find(kStart);
    const std::size_t end = at == std::string_view::npos ? at : value.find_first_of("';,", at + kStart.size());
    if (end == std::string_view::npos) break;
    const std::string_view nonce = value.substr(at + kStart.size(), end - at - kStart.size());
    const bool closed = value[end] == '\'' && !nonce.empty();
    out += value.substr(0, at + kStart.size());
    out += closed ? kPlace : nonce;
    any = any || (closed && nonce != kPlace);
    value.remove_prefix(end);
  }
  return out.append(value);
}

bool is_same(const http::Response& a, const http::Response& b) {
  return std::equal(a.fields.begin(), a.fields.end(), b.fields.begin(), b.fields.end(),
                    [](const http::Field& one, const http::Field& other) {
                      return text::iequals(one.name, other.name) && one.value.text() == other.value.text();
                    });
}

class SetReader {
 public:
  SetReader(const text::Source& source, const http::Paste& paste)
      : paste_(paste), response_(paste.responses[paste.chosen]) {
    const model::ResponseModel model = model::build_model(response_, source.bytes(), paste.format);
    const model::Gaps gaps(model);
    set_.recorded = response_.complete;
    reports_ = std::any_of(response_.fields.begin(), response_.fields.end(), [](const http::Field& field) {
      return http::header_name(field.name) != http::HeaderName::Nel &&
             field.value.text().find("report-to") != std::string_view::npos;
    });
    tell_what_was_passed_over();
    for (std::uint32_t i = 0; i < response_.fields.size() && set_.error.empty(); ++i) {
      take(response_.fields[i], gaps.of(i));
    }
    if (!left_out_.empty()) tell_what_is_left_out();
    if (set_.error.empty() && set_.headers.empty()) {
      set_.error = "this response has no header that can be written for a whole site";
    }
  }

  HeaderSetOfText take() { return std::move(set_); }

 private:
  void note(std::string_view header, std::string sentence) {
    set_.notes.push_back({std::string(header), std::move(sentence)});
  }

  void tell_what_was_passed_over() {
    const std::size_t count = paste_.responses.size();
    const auto says_the_same = [&](const http::Response& other) { return is_same(other, response_); };
    if (!std::all_of(paste_.responses.begin(), paste_.responses.end(), says_the_same)) {
      const std::string place = response_.place.empty() ? std::string(response_.url) : response_.place;
      note({}, "The text holds " + std::to_string(count) + " sets of headers, numbered 0 to " +
                   std::to_string(count - 1) + ". This is number " + std::to_string(paste_.chosen) +
                   (place.empty() ? "" : " (" + place + ")") + "; response=N takes another.");
    }
    for (const http::Notice& notice : paste_.notices) {
      if (notice.kind != http::NoticeKind::LineNotUnderstood) continue;
      note({}, "Line " + std::to_string(notice.line) + " was not understood, so nothing of it is in this set.");
      break;
    }
  }

  void take(const http::Field& field, model::Gap gap) {
    if (gap != model::Gap::None) {
      set_.error = std::string(field.name) +
                   ": the text holds only a part of its value; the rest comes from a variable or a call, so write "
                   "the value out first";
      return;
    }
    // What the server says of itself, and what only it understands, was of that server.
    const bool own = emitters::protects_nothing(field.name) && !emitters::is_own_of_response(field.name);
    const http::HeaderName name = http::header_name(field.name);
    const bool kept = (name == http::HeaderName::ReportTo && reports_) || emitters::is_own_of_response(field.name) ||
                      !emitters::per_response_reason(field.name).empty();
    if (set_.recorded && !kept && (own || name == http::HeaderName::Unknown)) {
      left_out_.emplace_back(field.name);
      return;
    }
    bool nonce = false;
    std::string value = emitters::is_policy(field.name) ? with_nonce_places(field.value.text(), nonce)
                                                        : std::string(field.value.text());
    if (nonce) note(field.name, "The new target makes its own nonce for each response.");
    set_.headers.push_back({std::string(field.name), std::move(value)});
  }

  void tell_what_is_left_out() {
    constexpr std::size_t kNamed = 60;
    const std::string first = left_out_.front();
    std::string sentence = "Left out: it belongs to the server that sent this response.";
    if (left_out_.size() > 1) {
      sentence += " So " + std::string(left_out_.size() == 2 ? "does " : "do ") +
                  text::listed(std::vector<std::string>(left_out_.begin() + 1, left_out_.end()), " and ", kNamed) + ".";
    }
    note(first, std::move(sentence));
  }

  const http::Paste& paste_;
  const http::Response& response_;
  bool reports_ = false;  // to a group of Report-To
  std::vector<std::string> left_out_;
  HeaderSetOfText set_;
};

HeaderSetOfText failed(std::string error) {
  HeaderSetOfText set;
  set.error = std::move(error);
  return set;
}

}  // namespace header_set_of_detail

HeaderSetOfText header_set_of(std::string_view text, std::optional<std::size_t> response) {
  using namespace header_set_of_detail;
  if (text.size() > kMaxInputBytes) return failed("the text is over 8 MiB");
  HeaderSetOfText plain;
  plain.error = read_header_set(text, plain.headers, plain.notes);
  const bool json = text.substr(0, 1) == "[" || text.substr(0, 1) == "{";
  if (plain.error.empty() && (json || is_header_lines(text))) {
    return response && *response > 0 ? failed(no_such_response(*response, 1)) : plain;
  }
  if (is_faulty_set(text)) return plain;
  text::Source source(text);
  http::Paste paste = http::read_paste(source);
  const bool lines = paste.format == http::Format::HeaderLines;
  if (paste.responses.empty() || (lines && (plain.error.empty() || paste.lines_not_understood > 0))) return plain;
  if (response) {
    if (*response >= paste.responses.size()) return failed(no_such_response(*response, paste.responses.size()));
    paste.chosen = *response;
  }
  return SetReader(source, paste).take();
}

}  // namespace headstrong

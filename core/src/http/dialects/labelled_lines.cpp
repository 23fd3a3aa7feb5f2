// A header's name on a line with a label, its value on another: "Parameter: X-Frame-Options" and "Evidence: DENY" of
// ZAP, "Key : ..." and "Value : {...}" of PowerShell's lists; and R's "$`x-frame-options`" above "[1] \"DENY\"".
#include <algorithm>
#include <string>

#include "grammar/header_names.hpp"
#include "http/dialects/dialect.hpp"
#include "http/evidence.hpp"
#include "text/ascii.hpp"
#include "text/lines.hpp"

namespace headstrong::http::labelled_lines {

struct Labels {
  std::string_view name;
  std::string_view value;
  std::string_view open = {};  // around the value
  std::string_view close = {};
};
constexpr Labels kLabels[] = {
    {"Parameter:", "Evidence:"},  {"Param:", "Evidence:"},           {"Header:", "Value:"},    {"Name:", "Value:"},
    {"Key:", "Value:", "{", "}"}, {"Header Name:", "Header Value:"}, {"$", "[1] ", "\"", "\""}};

std::uint32_t offset(std::size_t at) { return static_cast<std::uint32_t>(at); }

/// What stands behind a label that begins the line, and whose colon may have blanks before it; false where it has
/// another. What is indented is YAML's.
bool behind(std::string_view line, std::string_view label, std::string_view& rest) {
  const bool colon = label.back() == ':';
  const std::string_view words = colon ? label.substr(0, label.size() - 1) : label;
  if (line.substr(0, words.size()) != words) return false;
  rest = line.substr(words.size());
  if (!colon) return true;
  rest = text::trim(rest, text::kSpaceTab);
  if (rest.substr(0, 1) != ":") return false;
  rest = text::trim(rest.substr(1));
  return true;
}

std::string_view without(std::string_view text, std::string_view open, std::string_view close) {
  const bool both = text.size() >= open.size() + close.size() && text.substr(0, open.size()) == open &&
                    text.substr(text.size() - close.size()) == close;
  return both ? text.substr(open.size(), text.size() - open.size() - close.size()) : text;
}

bool is_name(std::string_view text) { return header_name(text) != HeaderName::Unknown; }

/// The labels of the text: the first whose line has a known header.
const Labels* labels_of(std::string_view bytes) {
  text::Line line;
  text::LineCursor cursor(bytes);
  constexpr std::size_t kEnough = 400;
  for (std::size_t lines = 0; lines < kEnough && cursor.next(line); ++lines) {
    const std::string_view s = line.text;
    if (s.empty()) continue;
    for (const Labels& each : kLabels) {
      std::string_view rest;
      if (behind(s, each.name, rest) && is_name(without(rest, "`", "`"))) return &each;
    }
  }
  return nullptr;
}

int recognise(std::string_view bytes) {
  const std::string_view body = text::trim(bytes);
  return !body.empty() && body[0] != '{' && body[0] != '<' && labels_of(bytes) != nullptr ? 73 : 0;
}

void read(text::Source& source, Paste& paste) {
  const std::string_view bytes = source.bytes();
  const Labels* labels = labels_of(bytes);
  if (labels == nullptr) return;
  const auto place = [&](std::string_view part) {
    return offset(static_cast<std::size_t>(part.data() - bytes.data()));
  };
  Response response;
  std::string_view name;
  text::Line line;
  text::LineCursor cursor(bytes);
  while (cursor.next(line)) {
    const std::string_view s = line.text;
    std::string_view rest;
    if (behind(s, labels->name, rest)) {
      name = without(rest, "`", "`");
      if (!text::all_of(name, text::kToken)) name = {};
    } else if (!name.empty() && behind(s, labels->value, rest)) {
      const std::string_view value = without(rest, labels->open, labels->close);
      const bool again = std::any_of(response.fields.begin(), response.fields.end(), [&](const Field& field) {
        return text::iequals(field.name, name) && field.value.text() == value;  // of another page of a scan
      });
      constexpr std::size_t kMostFields = 100;
      if (!value.empty() && !again && response.fields.size() < kMostFields) {
        quote::Decoded decoded;
        decoded.text = text::MappedText(value, place(value));
        add_field(response, name, {place(name), place(name) + offset(name.size())}, std::move(decoded),
                  quote::Spelling::Plain);
      }
      name = {};
    }
  }
  if (response.fields.empty() || !has_evidence(response, 0) || !has_values_of_form(response)) return;
  if (labels->open == "\"") response.complete = is_whole_set(response);
  paste.responses.push_back(std::move(response));
}

extern const DialectSpec kDialect{
    .format = Format::LabelledLines, .recognise = recognise, .read = read, .guesses = true};

}  // namespace headstrong::http::labelled_lines

// Maps of headers as Go and Java print them, without quotes: map[Name:[value] ...], {Name=[value], ...},
// Spring's [Name:"value", ...], and PowerShell's {[Name, value], ...}, which "..." may cut off.
#include <algorithm>
#include <string>
#include <utility>

#include "grammar/header_names.hpp"
#include "http/dialects/dialect.hpp"
#include "http/evidence.hpp"
#include "http/status_line.hpp"
#include "text/ascii.hpp"

namespace headstrong::http::printed_map {

std::uint32_t offset(std::size_t at) { return static_cast<std::uint32_t>(at); }

struct Form {
  std::string_view open;   // before the first name
  std::string_view entry;  // between a name and its value
  std::string_view value_end;
  std::string_view next;  // between a value and the next name
  char end = '\0';        // behind the last value
};
constexpr Form kForms[] = {{"map[", ":[", "]", " ", ']'},
                           {"{", "=[", "]", ", ", '}'},
                           {"[", ":\"", "\"", ", ", ']'},
                           {"{[", ", ", "]", ", [", '}'}};

std::size_t name_end(std::string_view s, std::size_t at) {
  while (at < s.size() && (text::is(s[at], text::kToken) || s[at] == ':') && s[at] != '[' && s[at] != '=') {
    if (s[at] == ':' && (s.substr(at + 1, 1) == "[" || s.substr(at + 1, 1) == "\"")) break;
    ++at;
  }
  return at;
}

/// Whether an entry begins at `at`; then `value` is where its value does.
bool begins_entry(std::string_view s, std::size_t at, const Form& form, std::size_t& end, std::size_t& value) {
  end = name_end(s, at);
  if (end == at || s.substr(end, form.entry.size()) != form.entry) return false;
  value = end + form.entry.size();
  return true;
}

/// Where the first entry begins of a form in which one is a known header; npos where there is none.
std::size_t find_form(std::string_view s, const Form*& found) {
  constexpr std::size_t kFar = 400;
  for (const Form& form : kForms) {
    for (std::size_t at = s.substr(0, kFar).find(form.open); at != s.npos;
         at = s.substr(0, kFar).find(form.open, at + 1)) {
      const std::size_t first = at + form.open.size();
      std::size_t end = 0;
      std::size_t value = 0;
      if (!begins_entry(s, first, form, end, value)) continue;
      found = &form;
      return first;
    }
  }
  return s.npos;
}

int recognise(std::string_view bytes) {
  const Form* form = nullptr;
  if (find_form(bytes, form) == bytes.npos) return 0;
  // What PowerShell prints of a whole response has the headers as they came, too.
  return form->open == "{[" && bytes.find("RawContent") != bytes.npos ? 0 : 58;
}

/// Where the value that begins at `value` ends: where another entry begins, at `next`, or the map ends, where
/// `next` is npos.
std::size_t value_end(std::string_view s, std::size_t value, const Form& form, std::size_t& next) {
  next = s.npos;
  for (std::size_t stop = s.find(form.value_end, value); stop != s.npos; stop = s.find(form.value_end, stop + 1)) {
    const std::size_t behind = stop + form.value_end.size();
    if (behind >= s.size() || s[behind] == form.end || s.substr(behind, 3) == "...") return stop;
    const std::size_t entry = behind + form.next.size();
    std::size_t next_end = 0;
    std::size_t next_value = 0;
    if (s.substr(behind, form.next.size()) != form.next) continue;
    if (!begins_entry(s, entry, form, next_end, next_value)) continue;
    next = entry;
    return stop;
  }
  return s.size();
}

void add_entry(Response& response, std::string_view name, std::size_t at, std::string_view words, std::size_t value) {
  if (name == "null" || name == "Status") {
    if (const auto status = status_of(words)) response.status = *status;
  } else if (name == ":status") {
    if (words.size() == 3 && text::all_of(words, text::kDigit)) response.status = std::stoi(std::string(words));
  } else if (text::all_of(name, text::kToken)) {
    quote::Decoded decoded;
    decoded.text = text::MappedText(words, offset(value));
    add_field(response, name, {offset(at), offset(at + name.size())}, std::move(decoded), quote::Spelling::Plain);
  }
}

/// Where one of several cookies ends: before what parts it from the next, which begins with its name and "=".
std::size_t cookie_end(std::string_view s, std::string_view mark) {
  for (std::size_t at = s.find(mark, 1); at != s.npos; at = s.find(mark, at + 1)) {
    const std::string_view rest = s.substr(at + mark.size());
    const std::string_view name = rest.substr(0, rest.find('='));
    if (s[at - 1] != ';' && name.size() < rest.size() && !name.empty() && text::all_of(name, text::kToken)) return at;
  }
  return s.size();
}

/// The cookies that stand in one list: Go parts them by blanks, Java by commas.
void add_cookies(Response& response, const Form& form, std::string_view name, std::size_t at, std::string_view words,
                 std::size_t value) {
  const std::string_view mark = form.open == "map[" ? " " : ", ";
  while (!words.empty()) {
    const std::size_t end = cookie_end(words, mark);
    add_entry(response, name, at, words.substr(0, end), value);
    const std::size_t next = std::min(end + mark.size(), words.size());
    words.remove_prefix(next);
    value += next;
  }
}

void read(text::Source& source, Paste& paste) {
  const std::string_view s = source.bytes();
  const Form* form = nullptr;
  std::size_t at = find_form(s, form);
  Response response;
  std::size_t end = 0;
  std::size_t value = 0;
  while (at < s.size() && begins_entry(s, at, *form, end, value)) {
    std::size_t next = s.npos;
    const std::size_t stop = value_end(s, value, *form, next);
    const std::string_view name = s.substr(at, end - at);
    const std::string_view words = s.substr(value, stop - value);
    if (form->value_end == "]" && header_name(name) == HeaderName::SetCookie) {
      add_cookies(response, *form, name, at, words, value);
    } else {
      add_entry(response, name, at, words, value);
    }
    at = next;
  }
  if (response.fields.empty() || !has_evidence(response, 0)) return;
  response.complete = response.status != 0 || is_whole_set(response);
  paste.responses.push_back(std::move(response));
}

extern const DialectSpec kDialect{.format = Format::PrintedMap, .recognise = recognise, .read = read, .guesses = true};

}  // namespace headstrong::http::printed_map

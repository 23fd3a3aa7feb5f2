#include "http/read_paste.hpp"

#include <algorithm>
#include <string>

#include "http/code/read_code.hpp"
#include "http/code/report_receivers.hpp"
#include "http/dialects/dialect.hpp"
#include "http/evidence.hpp"
#include "http/joined_cookies.hpp"
#include "http/messages/read_messages.hpp"
#include "http/readers.hpp"
#include "http/status_line.hpp"
#include "http/templates.hpp"
#include "http/terminal_colours.hpp"
#include "http/value_spelling.hpp"
#include "http/wording.hpp"
#include "text/ascii.hpp"
#include "text/lines.hpp"
#include "text/order.hpp"
#include "text/utf8.hpp"

namespace headstrong::http {
namespace read_paste_detail {

bool has_signature(std::string_view s) {
  static constexpr std::string_view kSignatures[] = {"\x89PNG",
                                                     "\xEF\xBF\xBDPNG",
                                                     "GIF8",
                                                     "\xFF\xD8\xFF",
                                                     "%PDF-",
                                                     "PK\x03\x04",
                                                     "\x7F"
                                                     "ELF",
                                                     "RIFF",
                                                     std::string_view("\0asm", 4)};
  for (const std::string_view signature : kSignatures) {
    if (s.substr(0, signature.size()) == signature) return true;
  }
  return false;
}

/// Many control bytes at the start: no tool prints headers like that, but for what follows a status
/// line: a header's value may hold them, and so may the body.
bool is_binary(std::string_view s) {
  if (has_signature(s)) return true;
  const std::string_view head = s.substr(0, 1024);
  const auto odd = std::count_if(head.begin(), head.end(), [](char c) {
    const bool control = static_cast<unsigned char>(c) < ' ' || c == '\x7F';
    return control && !text::is(c, text::kAsciiWhitespace) && c != '\x1b';
  });
  return static_cast<std::size_t>(odd) * 8 > head.size() && !status_of(text::trim(s));
}

void read_bare_policy(text::Source& source, Paste& paste) {
  const std::string_view bytes = source.bytes();
  const std::string_view value = text::trim(bytes.substr(text::byte_order_mark(bytes)));
  Response response;
  Field field;
  field.name = "Content-Security-Policy";
  const auto start = static_cast<std::uint32_t>(value.data() - bytes.data());
  field.value = text::MappedText(value, start);
  field.span = {start, start + static_cast<std::uint32_t>(value.size())};
  field.name_span = {start, start};
  response.span = field.span;
  response.fields.push_back(field);
  paste.responses.push_back(std::move(response));
}

/// The byte faults of the whole paste, each told once, at its first place.
void note_bytes(std::string_view s, Paste& paste) {
  const auto note = [&](NoticeKind kind, std::size_t place) {
    const auto at = static_cast<std::uint32_t>(place);
    const auto lines_before = std::count(s.begin(), s.begin() + static_cast<std::ptrdiff_t>(place), '\n');
    add_notice(paste, kind, {at, at + 1}, static_cast<std::uint32_t>(lines_before) + 1);
  };
  const std::size_t nul = s.find('\0');
  std::size_t bare_cr = s.find('\r');
  while (bare_cr < s.size() && (bare_cr + 1 == s.size() || s[bare_cr + 1] == '\n')) bare_cr = s.find('\r', bare_cr + 1);
  // In the order of their places.
  if (nul < bare_cr) note(NoticeKind::NulByte, nul);
  if (bare_cr != std::string_view::npos) note(NoticeKind::BareCarriageReturn, bare_cr);
  if (nul != std::string_view::npos && bare_cr < nul) note(NoticeKind::NulByte, nul);
  const std::size_t invalid = text::first_invalid_utf8(s);
  if (invalid != std::string_view::npos) note(NoticeKind::InvalidUtf8, invalid);
}

/// The page of an archive: the first answer with HTML, before its style sheets and images.
std::size_t first_document(const Paste& paste) {
  for (std::size_t i = 0; i < paste.responses.size(); ++i) {
    const Response& response = paste.responses[i];
    if (response.status >= 300 && response.status < 400) continue;
    for (const Field& field : response.fields) {
      if (text::iequals(field.name, "content-type") && text::istarts_with(field.value.text(), "text/html")) {
        return i;
      }
    }
  }
  return 0;
}

/// A policy whose value stands in quotes, beside others: the quotes are those of YAML or of code, and
/// are not sent.
bool has_values_of_another_language(const Response& response) {
  if (response.fields.size() < 2) return false;
  return std::any_of(response.fields.begin(), response.fields.end(), [](const Field& field) {
    const std::string_view value = field.value.text();
    if (!text::istarts_with(field.name, "content-security-policy") || value.size() < 2) return false;
    return (value.front() == '"' || value.front() == '\'') && value.back() == value.front() &&
           value.find(' ') != std::string_view::npos && value[1] != '\'';
  });
}

/// Lines before and after a change: neither is what is sent.
bool is_diff(std::string_view body) {
  return body.substr(0, 11) == "diff --git " ||
         (body.substr(0, 4) == "--- " && body.find("\n+++ ") != std::string_view::npos);
}

/// Drops what nothing shows to be a response.
void drop_guesses(Paste& paste, std::string_view body) {
  if (paste.format == Format::HeadersFile) {
    // Its places are read together, and some lines that are no fields take headers away.
    const bool evident = std::any_of(paste.responses.begin(), paste.responses.end(),
                                     [](const Response& response) { return has_evidence(response, 0); });
    if (!evident || is_diff(body)) paste.responses.clear();
    return;
  }
  const bool by_lines = paste.format == Format::HeaderLines || paste.format == Format::NameValueTable ||
                        paste.format == Format::CurlVerbose;
  const bool begins_with_status = status_of(body).has_value();
  const bool diff = is_diff(body);
  // What stands around several responses is noise of all of them.
  const std::size_t noise = paste.lines_not_understood / std::max<std::size_t>(1, paste.responses.size());
  std::erase_if(paste.responses, [&](const Response& response) {
    if (response.status != 0) {
      // "HTTP/1.1 404 Not Found" in the middle of a log.
      return response.fields.empty() && paste.format == Format::HttpMessage && !begins_with_status;
    }
    if (response.fields.empty()) return true;
    if (!by_lines) return false;
    if (diff) return true;
    if (paste.format == Format::HeaderLines && has_values_of_another_language(response)) {
      paste.look = Look::QuotedValue;
      return true;
    }
    return !has_evidence(response, by_lines && !begins_with_status ? noise : paste.lines_not_understood) ||
           is_list_of_words(response);
  });
}

/// Whether the text is one host as people type it into a browser, perhaps with a port and a path. Names of files
/// look the same; these endings are no top-level domains.
bool is_host(std::string_view body) {
  constexpr std::size_t kLongest = 2048;
  constexpr std::string_view kFiles[] = {"conf", "css",  "csv", "env", "har", "htm",  "html", "ini",
                                         "js",   "json", "log", "php", "rb",  "sql",  "tf",   "toml",
                                         "ts",   "tsx",  "txt", "vcl", "xml", "yaml", "yml"};
  std::string_view host = text::trim(body);
  if (host.size() > kLongest || host.find_first_of(" \t\r\n\"'<>`\\") != std::string_view::npos) return false;
  const bool has_path = host.find('/') != std::string_view::npos;
  host = host.substr(0, host.find_first_of("/?#"));
  const std::size_t colon = host.find(':');
  if (colon != std::string_view::npos) {
    const std::string_view port = host.substr(colon + 1);
    if (port.empty() || port.size() > 5 || !text::all_of(port, text::kDigit)) return false;
    host = host.substr(0, colon);
  }
  if (text::iequals(host, "localhost")) return colon != std::string_view::npos || has_path;
  const std::size_t dot = host.rfind('.');
  if (dot == std::string_view::npos || host.front() == '.' || host.find("..") != std::string_view::npos) return false;
  const bool of_host = std::all_of(host.begin(), host.end(), [](char c) {
    return text::is(c, text::kAlpha | text::kDigit) || c == '-' || c == '.' || static_cast<unsigned char>(c) >= 0x80;
  });
  const std::string_view last = host.substr(dot + 1);
  if (!of_host || last.empty()) return false;
  if (text::all_of(last, text::kDigit)) {
    return std::count(host.begin(), host.end(), '.') == 3 &&
           host.find_first_not_of("0123456789.") == std::string_view::npos;
  }
  if (last.size() < 2) return false;
  return std::none_of(std::begin(kFiles), std::end(kFiles),
                      [&](std::string_view ending) { return text::iequals(last, ending); });
}

/// Says of a text that holds no response what it looks like instead.
void name_what_it_is(Paste& paste, std::string_view body) {
  if (paste.format == Format::Address || paste.format == Format::CurlFailed) return;
  if (paste.format == Format::HeaderLines || paste.format == Format::NameValueTable ||
      paste.format == Format::HeadersFile || paste.format == Format::HttpMessage) {
    paste.format = Format::Unknown;
  }
  if (paste.look != Look::Nothing) return;
  if (paste.format == Format::Unknown && is_host(body)) {
    paste.format = Format::Address;
    paste.notices.clear();
    return;
  }
  const bool request = std::any_of(paste.notices.begin(), paste.notices.end(),
                                   [](const Notice& notice) { return notice.kind == NoticeKind::RequestPassedOver; });
  paste.look = request ? Look::Request : look_of(body);
}

/// A piece of a template, whose <meta> does not stand at the start.
bool is_template(std::string_view body) {
  constexpr std::size_t kFar = 4096;
  const std::string_view head = body.substr(0, kFar);
  if (head.substr(0, 2) != "{{" && head.substr(0, 2) != "{%") return false;
  const std::size_t meta = head.find("<meta ");
  return meta != head.npos && head.find("http-equiv", meta) != head.npos;
}

bool is_empty(const Response& response) { return response.status == 0 && response.fields.empty(); }

/// JSON in which no member says that it is a set of headers: names and values as programs have them.
void read_other_json(text::Source& source, Paste& paste) {
  Paste other;
  code::read_code(source, code::Language::JavaScript, other);
  if (other.responses.empty()) return;
  paste.responses = std::move(other.responses);
  paste.chosen = other.chosen;
  paste.chosen_by_reader = true;
}

/// A header of policies whose value begins like a sentence, as Firefox's messages do.
bool has_sentence(const Response& response) {
  return std::any_of(response.fields.begin(), response.fields.end(), [](const Field& field) {
    const std::string_view value = field.value.text();
    return text::iequals(field.name, "content-security-policy") && !value.empty() &&
           ((value.front() >= 'A' && value.front() <= 'Z') || text::is_non_ascii(value.front()));
  });
}

/// Only such texts are searched for what browsers say: ordinary headers cost nothing.
bool may_hold_messages(const Paste& paste, std::string_view bytes) {
  switch (paste.format) {
    case Format::Har:
    case Format::Html:
    case Format::BurpXml:
    case Format::CurlVerbose:
    case Format::WgetServer: return false;
    case Format::HeaderLines:
    case Format::NameValueTable:
    case Format::HttpMessage:
      return paste.responses.empty() || paste.lines_not_understood > 0 ||
             std::any_of(paste.responses.begin(), paste.responses.end(), has_sentence);
    // A log's line has names and values, as settings have.
    default:
      return paste.responses.empty() || (dialect_of(paste.format) != nullptr && bytes.find("-directive") != bytes.npos);
  }
}

/// Reads messages, and drops the fields that were lines of them.
void take_messages(text::Source& source, Paste& paste) {
  paste.messages = read_messages(source);
  if (paste.messages.empty()) return;
  std::vector<Span> spans;
  for (const ToldRequest& told : paste.messages.requests) spans.push_back(told.span);
  for (const PolicyRemark& remark : paste.messages.remarks) spans.push_back(remark.span);
  text::sort_by_start(spans);
  const auto is_told = [&](Span part) {
    const auto after = std::upper_bound(spans.begin(), spans.end(), part.start,
                                        [](std::uint32_t at, const Span& span) { return at < span.start; });
    return after != spans.begin() && part.start < std::prev(after)->end;
  };
  for (Response& response : paste.responses) {
    std::erase_if(response.fields, [&](const Field& field) { return is_told(field.span); });
    response.complete = response.complete && response.status != 0;
  }
  std::erase_if(paste.responses, [](const Response& response) {
    return response.status == 0 && (response.fields.empty() || !has_evidence(response, 0));
  });
  const std::size_t noticed = paste.notices.size();
  std::erase_if(paste.notices, [&](const Notice& notice) {
    return notice.kind == NoticeKind::LineNotUnderstood && is_told(notice.span);
  });
  paste.lines_not_understood -= static_cast<std::uint32_t>(noticed - paste.notices.size());
  if (!paste.responses.empty()) return;
  const bool reports = std::all_of(paste.messages.requests.begin(), paste.messages.requests.end(),
                                   [](const ToldRequest& told) { return told.teller == Teller::Report; });
  paste.format = reports && paste.messages.remarks.empty() ? Format::ViolationReports : Format::ConsoleMessages;
  paste.look = Look::Nothing;
  paste.chosen_by_reader = false;
}

/// What no dialect has read: HTML, JSON, a policy, or lines.
void read_other(text::Source& source, std::string_view body, bool bare_policy, Paste& paste) {
  if (is_template(body)) {
    read_html(source, paste);
  } else if (body.front() == '{' || body.front() == '[') {
    read_json(source, paste);
    const bool none = std::all_of(paste.responses.begin(), paste.responses.end(), is_empty);
    if (none && paste.notices.empty()) read_other_json(source, paste);
  } else if (body.front() == '<' && body.substr(1, 1) != " " && body.substr(1, 1) != "<") {
    read_html(source, paste);
  } else if (bare_policy) {
    paste = read_policy(source);
  } else {
    read_lines(source, paste);
  }
}

/// Reads a configuration in which a template engine fills something. False where it is none, or says nothing.
bool read_template(text::Source& source, Paste& paste) {
  const std::string_view bytes = source.bytes();
  if (bytes.find("{{") == bytes.npos && bytes.find("{%") == bytes.npos && bytes.find("<%") == bytes.npos) return false;
  const MaskedTemplate masked = mask_template(bytes);
  if (!masked.any) return false;
  const std::string_view words = std::string_view(masked.text).substr(text::byte_order_mark(bytes));
  const std::string_view body = text::trim(words);
  const Recognised found = recognise_dialect(words);
  if (found.dialect == nullptr && (body.empty() || body[0] != '{')) return false;
  if (found.dialect != nullptr && !may_have_places(found.dialect->format)) return false;
  Paste filled;
  text::Source& inner = source.within(masked.text);
  if (found.dialect != nullptr) {
    filled.format = found.dialect->format;
    found.dialect->read(inner, filled);
  } else {
    read_json(inner, filled);
  }
  const bool none = std::all_of(filled.responses.begin(), filled.responses.end(),
                                [](const Response& response) { return response.fields.empty(); });
  if (none && (found.dialect == nullptr || found.dialect->guesses)) return false;
  // An archive, an answer: what was sent, whatever it looks like.
  const bool sent = std::any_of(filled.responses.begin(), filled.responses.end(),
                                [](const Response& response) { return response.status != 0 || response.complete; });
  if (sent || !may_have_places(filled.format)) return false;
  unmask(source, masked, filled);
  paste = std::move(filled);
  return true;
}

/// The dialect that has read the text, the surest that finds something; null where none does.
const DialectSpec* read_dialect(text::Source& source, std::string_view words, Paste& paste) {
  Recognised found = recognise_dialect(words);
  const bool code = found.dialect != nullptr && found.dialect->language;
  if (!code && read_template(source, paste)) return dialect_of(paste.format);
  while (found.dialect != nullptr) {
    paste.format = found.dialect->format;
    found.dialect->read(source, paste);
    if (!found.dialect->guesses || !paste.responses.empty()) break;
    paste = Paste{};
    found = recognise_dialect(words, found.sure);
  }
  return found.dialect;
}

void tell_spellings(std::string_view bytes, bool by_dialect, Format format, Response& response) {
  if (info(format).values == Values::Dialect) return;
  for (Field& field : response.fields) {
    // A policy in quotes has its language's spelling.
    const bool told = by_dialect && field.spelling != quote::Spelling::Plain;
    if (!told) field.spelling = spelling_of(field, format, bytes);
  }
}

}  // namespace read_paste_detail

void add_notice(Paste& paste, NoticeKind kind, Span span, std::uint32_t line) {
  paste.lines_not_understood += kind == NoticeKind::LineNotUnderstood;
  if (paste.notices.size() == kMaxNotices) {
    ++paste.notices_left_out;
    return;
  }
  paste.notices.push_back({kind, span, line});
}

void count_occurrences(Response& response) {
  // Sorted by name, then place: linear enough for a hundred thousand fields of one name.
  const auto before = [&](std::uint32_t a, std::uint32_t b) {
    const std::string_view left = response.fields[a].name;
    const std::string_view right = response.fields[b].name;
    return std::lexicographical_compare(left.begin(), left.end(), right.begin(), right.end(),
                                        [](char x, char y) { return text::to_lower(x) < text::to_lower(y); });
  };
  const std::vector<std::uint32_t> order = text::ordered(response.fields.size(), before);
  for (std::size_t i = 1; i < order.size(); ++i) {
    Field& field = response.fields[order[i]];
    const Field& previous = response.fields[order[i - 1]];
    if (text::iequals(field.name, previous.name)) field.occurrence = previous.occurrence + 1;
  }
}

void choose_response(Paste& paste) {
  if (paste.chosen_by_reader || dialect_of(paste.format) != nullptr) return;
  if (paste.format == Format::Har) {
    paste.chosen = read_paste_detail::first_document(paste);
    return;
  }
  paste.chosen = paste.responses.empty() ? 0 : paste.responses.size() - 1;
  for (std::size_t i = paste.responses.size(); i-- > 0;) {
    const Response& response = paste.responses[i];
    const bool interim = response.status >= 100 && response.status < 200;
    const bool connect_answer = response.status == 200 && response.fields.empty() && paste.responses.size() > 1;
    if (!interim && !connect_answer) {
      paste.chosen = i;
      return;
    }
  }
}

namespace read_paste_detail {

Paste read_uncoloured(text::Source& source) {
  Paste paste;
  const std::string_view bytes = source.bytes();
  const std::string_view words = bytes.substr(text::byte_order_mark(bytes));
  const std::string_view body = text::trim(words);
  if (body.empty()) return paste;
  if (is_binary(bytes)) {
    paste.format = Format::Binary;
    return paste;
  }
  const bool bare_policy = is_bare_policy(body);
  const bool of_dialect = !bare_policy && !starts_like_html(body) && read_dialect(source, words, paste) != nullptr;
  if (!of_dialect && paste.format != Format::Json) read_other(source, body, bare_policy, paste);
  note_places(paste);
  note_bytes(bytes, paste);
  drop_guesses(paste, body);
  // Nobody gives a diff to a server.
  if (paste.look == Look::NginxRefused && is_diff(body)) {
    paste.look = Look::Diff;
    paste.look_line = 0;
  }
  if (may_hold_messages(paste, bytes)) take_messages(source, paste);
  if (paste.responses.empty() && paste.messages.empty()) name_what_it_is(paste, body);
  for (Response& response : paste.responses) tell_spellings(bytes, of_dialect, paste.format, response);
  part_joined_cookies(paste);
  for (Response& response : paste.responses) count_occurrences(response);
  choose_response(paste);
  if (paste.format == Format::PythonCode || paste.format == Format::JavaScriptCode ||
      (paste.responses.empty() && paste.messages.empty())) {
    code::note_report_receivers(bytes, paste);
  }
  return paste;
}

}  // namespace read_paste_detail

Paste read_paste(text::Source& source) {
  const Uncoloured plain(source.bytes());
  if (!plain.any()) return read_paste_detail::read_uncoloured(source);
  Paste paste = read_paste_detail::read_uncoloured(source.within(plain.text()));
  plain.put_back(paste);
  return paste;
}

Paste read_policy(text::Source& source) {
  Paste paste;
  paste.format = Format::BarePolicy;
  read_paste_detail::read_bare_policy(source, paste);
  return paste;
}

std::string header_list_source(const HeaderPairs& headers) {
  std::string lines;
  for (const auto& [name, value] : headers) {
    lines += name;
    lines += ": ";
    lines += value;
    lines += '\n';
  }
  return lines;
}

Paste read_header_list(text::Source& lines, const HeaderPairs& headers, std::string_view url, int status) {
  Paste paste;
  paste.format = Format::HeaderList;
  Response response;
  response.url = lines.keep(std::string(url));
  response.status = status;
  response.complete = true;
  std::uint32_t at = 0;
  for (const auto& [name, value] : headers) {
    Field field;
    field.name_span = {at, at + static_cast<std::uint32_t>(name.size())};
    field.name = lines.bytes().substr(at, name.size());
    field.invalid_name = name.empty() || !text::all_of(name, text::kToken);
    const auto value_at = field.name_span.end + 2;
    const std::string_view raw = lines.bytes().substr(value_at, value.size());
    const std::string_view trimmed = text::trim(raw, text::kSpaceTab);
    const auto skipped = trimmed.empty() ? 0 : static_cast<std::uint32_t>(trimmed.data() - raw.data());
    field.value = text::MappedText(trimmed, value_at + skipped);
    field.span = {at, value_at + skipped + static_cast<std::uint32_t>(trimmed.size())};
    response.fields.push_back(std::move(field));
    at = value_at + static_cast<std::uint32_t>(value.size()) + 1;
  }
  response.span = {0, at};
  count_occurrences(response);
  paste.responses.push_back(std::move(response));
  return paste;
}

}  // namespace headstrong::http

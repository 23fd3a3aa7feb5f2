// Burp Suite's export in XML: the responses of its items, as they are or in base64.
#include <algorithm>
#include <string>
#include <utility>

#include "grammar/base64.hpp"
#include "http/dialects/dialect.hpp"
#include "http/readers.hpp"
#include "http/status_line.hpp"
#include "text/ascii.hpp"
#include "text/lines.hpp"

namespace headstrong::http::burp {

constexpr std::string_view kOpen = "<response";
constexpr std::string_view kStart = "<![CDATA[";
constexpr std::string_view kEnd = "]]>";

std::uint32_t offset(std::size_t at) { return static_cast<std::uint32_t>(at); }

int recognise(std::string_view bytes) {
  const std::string_view body = text::trim(bytes);
  if (body.substr(0, 1) != "<") return 0;
  constexpr std::size_t kFar = 4096;
  const std::string_view head = body.substr(0, kFar);
  const bool items = head.find("<items") != head.npos || head.find("<item>") != head.npos;
  return items && bytes.find("<response base64=") != bytes.npos ? 90 : 0;
}

/// The message's header section. Of one in base64 every byte stands for the whole of it.
void read_message(std::string_view message, std::size_t place, std::size_t place_size, bool encoded,
                  Response& response) {
  text::Line line;
  text::LineCursor cursor(message);
  const auto start_of = [&](std::string_view part) {
    return offset(place + static_cast<std::size_t>(part.data() - message.data()));
  };
  while (cursor.next(line)) {
    if (line.text.empty()) return;
    if (const auto status = status_of(line.text)) {
      response.status = *status;
      continue;
    }
    const std::size_t colon = line.text.find(':');
    if (colon == line.text.npos || colon == 0) continue;
    const std::string_view name = text::trim(line.text.substr(0, colon), text::kSpaceTab);
    const std::string_view value = text::trim(line.text.substr(colon + 1), text::kSpaceTab);
    const Span whole{offset(place), offset(place + place_size)};
    quote::Decoded decoded;
    Span name_span = whole;
    if (encoded) {
      decoded.text = text::MappedText(value, {{0, whole.start, whole.size()}});
    } else {
      decoded.text = text::MappedText(value, start_of(value.empty() ? line.text : value));
      name_span = {start_of(name), start_of(name) + offset(name.size())};
    }
    add_field(response, name, name_span, std::move(decoded),
              encoded ? quote::Spelling::Unwritable : quote::Spelling::Plain);
  }
}

std::string_view between(std::string_view s, std::string_view open, std::string_view close) {
  const std::size_t start = s.find(open);
  if (start == s.npos) return {};
  const std::size_t end = s.find(close, start + open.size());
  return end == s.npos ? std::string_view() : s.substr(start + open.size(), end - start - open.size());
}

void read(text::Source& source, Paste& paste) {
  const std::string_view s = source.bytes();
  std::size_t before = 0;
  for (std::size_t at = s.find(kOpen); at != s.npos && paste.responses.size() < kMostPlaces;
       at = s.find(kOpen, at + 1)) {
    const std::size_t tag_end = s.find('>', at);
    if (tag_end == s.npos) break;
    const bool encoded = s.substr(at, tag_end - at).find("base64=\"true\"") != s.npos;
    if (s.substr(tag_end + 1, kStart.size()) != kStart) continue;
    const std::size_t start = tag_end + 1 + kStart.size();
    std::size_t end = s.find(kEnd, start);
    if (end == s.npos) end = s.size();
    Response response;
    response.url = text::trim(between(between(s.substr(before, at - before), "<url>", "</url>"), kStart, kEnd));
    response.complete = true;
    std::string_view message = s.substr(start, end - start);
    const std::size_t size = message.size();
    if (encoded) {
      // Lines of base64; only the head of the message counts.
      std::string digits;
      constexpr std::size_t kLongest = 262144;
      for (const char c : message.substr(0, kLongest)) {
        if (!text::is(c, text::kAsciiWhitespace)) digits += c;
      }
      while (digits.size() % 4 != 0) digits.pop_back();
      std::string decoded;
      if (!grammar::base64_decode(digits, decoded)) continue;
      message = source.keep(std::move(decoded));
    }
    read_message(message, start, size, encoded, response);
    if (response.status != 0) paste.responses.push_back(std::move(response));
    before = end;
    at = std::max(at, end - 1);
  }
  paste.chosen = 0;
}

extern const DialectSpec kDialect{.format = Format::BurpXml, .recognise = recognise, .read = read, .guesses = true};

}  // namespace headstrong::http::burp

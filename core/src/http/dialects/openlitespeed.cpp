// OpenLiteSpeed: extraHeaders of a context, as lines between <<<WORD and WORD.
#include <string>
#include <utility>

#include "http/dialects/places.hpp"
#include "http/document/header_tree.hpp"
#include "text/ascii.hpp"
#include "text/lines.hpp"

namespace headstrong::http::openlitespeed {

int recognise(std::string_view text) { return text.find("<<<") != text.npos ? 85 : 0; }

void read(text::Source& source, Paste& paste) {
  const std::string_view s = source.bytes();
  Places places(source, paste);
  std::uint32_t place = Places::kRoot;
  std::string_view end;  // of the lines that are read; empty outside
  text::Line line;
  text::LineCursor cursor(s);
  const auto offset = [&](std::string_view part) { return static_cast<std::uint32_t>(part.data() - s.data()); };
  while (cursor.next(line)) {
    const std::string_view row = text::trim(line.text);
    if (row.empty() || row[0] == '#') continue;
    if (end.empty()) {
      const std::size_t open = row.find("<<<");
      if (row.substr(0, 8) == "context ") {
        const std::string_view path = text::trim(row.substr(8, row.find('{') - 8));
        place = places.add(Places::kRoot, row.substr(0, 60), line.number, rank_below(path));
      } else if (row.substr(0, 12) == "extraHeaders" && open != row.npos) {
        end = row.substr(open + 3);
      }
      continue;
    }
    if (row == end) {
      end = {};
      continue;
    }
    FieldOrder order;
    std::string_view value;
    if (!document::is_header_line(row, order.name, value)) continue;
    order.name_span = {offset(order.name), offset(order.name) + static_cast<std::uint32_t>(order.name.size())};
    order.value = quote::decode(source, {offset(value), offset(value) + static_cast<std::uint32_t>(value.size())},
                                quote::Spelling::Plain);
    places.put(place, std::move(order));
  }
  places.hand_out();
}

constexpr std::string_view kTriggers[] = {"extraHeaders"};
extern const DialectSpec kDialect{
    .format = Format::OpenLiteSpeed, .triggers = kTriggers, .recognise = recognise, .read = read};

}  // namespace headstrong::http::openlitespeed

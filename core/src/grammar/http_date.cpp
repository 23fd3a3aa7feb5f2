#include "grammar/http_date.hpp"

#include "grammar/civil_date.hpp"
#include "text/ascii.hpp"

namespace headstrong::grammar {
namespace http_date_detail {

using text::is;
using text::kDigit;

struct Date {
  int day = -1;
  int month = -1;
  int year = -1;
  int hour = -1;
  int minute = -1;
  int second = -1;
};

bool is_delimiter(char c) {
  const auto b = static_cast<unsigned char>(c);
  return b == 0x09 || (b >= 0x20 && b <= 0x2F) || (b >= 0x3B && b <= 0x40) || (b >= 0x5B && b <= 0x60) ||
         (b >= 0x7B && b <= 0x7E);
}

/// Reads `least` to `most` digits at `at`; -1 where there are fewer or more.
int read_digits(std::string_view s, std::size_t& at, std::size_t least, std::size_t most) {
  int value = 0;
  std::size_t count = 0;
  while (at < s.size() && is(s[at], kDigit) && count <= most) {
    value = value * 10 + (s[at] - '0');
    ++at;
    ++count;
  }
  return count < least || count > most ? -1 : value;
}

/// hms-time: 1 or 2 digits each, anything that is no digit may follow.
bool read_time(std::string_view token, Date& date) {
  std::size_t at = 0;
  int parts[3];
  for (int i = 0; i < 3; ++i) {
    parts[i] = read_digits(token, at, 1, 2);
    if (parts[i] < 0) return false;
    if (i < 2 && (at >= token.size() || token[at++] != ':')) return false;
  }
  date.hour = parts[0];
  date.minute = parts[1];
  date.second = parts[2];
  return true;
}

int month_of(std::string_view token) {
  static constexpr std::string_view kMonths = "janfebmaraprmayjunjulaugsepoctnovdec";
  if (token.size() < 3) return -1;
  for (int i = 0; i < 12; ++i) {
    if (text::iequals(token.substr(0, 3), kMonths.substr(static_cast<std::size_t>(i) * 3, 3))) {
      return i + 1;
    }
  }
  return -1;
}

void read_token(std::string_view token, Date& date) {
  if (date.hour < 0 && read_time(token, date)) return;
  std::size_t at = 0;
  if (date.day < 0) {
    const int day = read_digits(token, at, 1, 2);
    if (day >= 0) {
      date.day = day;
      return;
    }
  }
  if (date.month < 0) {
    const int month = month_of(token);
    if (month > 0) {
      date.month = month;
      return;
    }
  }
  if (date.year >= 0) return;
  at = 0;
  const int year = read_digits(token, at, 2, 4);
  if (year < 0) return;
  date.year = year >= 70 && year <= 99 ? year + 1900 : year <= 69 ? year + 2000 : year;
}

Date read_date(std::string_view text) {
  Date date;
  std::size_t at = 0;
  while (at < text.size()) {
    while (at < text.size() && is_delimiter(text[at])) ++at;
    const std::size_t begin = at;
    while (at < text.size() && !is_delimiter(text[at])) ++at;
    if (at > begin) read_token(text.substr(begin, at - begin), date);
  }
  return date;
}

/// "21/10/2037", anything behind it.
bool is_slashed_date(std::string_view text) {
  std::size_t at = 0;
  if (read_digits(text, at, 1, 2) < 1 || at >= text.size() || text[at++] != '/') return false;
  if (read_digits(text, at, 1, 2) < 1 || at >= text.size() || text[at++] != '/') return false;
  return read_digits(text, at, 4, 4) > 0;
}

}  // namespace http_date_detail

std::optional<std::int64_t> parse_http_date(std::string_view text) {
  using namespace http_date_detail;
  const Date date = read_date(text);
  // The draft refuses years before 1601; Chromium, Firefox and WebKit take them for past ones.
  const bool complete = date.day >= 1 && date.day <= 31 && date.month >= 1 && date.year >= 1 && date.hour >= 0 &&
                        date.hour <= 23 && date.minute <= 59 && date.second <= 59;
  if (!complete) return std::nullopt;
  // 31 Feb is no day; only Firefox counts on from it.
  const bool december = date.month == 12;
  const auto next = days_since_epoch(date.year + (december ? 1 : 0), december ? 1 : date.month + 1, 1);
  if (days_since_epoch(date.year, date.month, date.day) >= next) return std::nullopt;
  return days_since_epoch(date.year, date.month, date.day) * 86400 + date.hour * 3600 + date.minute * 60 + date.second;
}

bool only_firefox_reads_date(std::string_view text) {
  using namespace http_date_detail;
  if (parse_http_date(text)) return false;
  const Date date = read_date(text);
  return (date.day >= 1 && date.day <= 31 && date.month >= 1 && date.year >= 1) || is_slashed_date(text::trim(text));
}

}  // namespace headstrong::grammar

#include "grammar/civil_date.hpp"

#include <algorithm>

#include "text/ascii.hpp"

namespace headstrong::grammar {

namespace civil_date_detail {

constexpr std::int64_t kFromYearZero = 719468;  // days from 0000-03-01 to 1970-01-01
constexpr int kDaysOfEra = 146097;              // 400 years

/// The number that these digits are; -1 where they are not all digits.
int number(std::string_view digits) {
  int value = 0;
  for (const char c : digits) {
    if (!text::is(c, text::kDigit)) return -1;
    value = value * 10 + (c - '0');
  }
  return value;
}

std::string padded(std::int64_t value, std::size_t width) {
  std::string digits = std::to_string(value);
  return std::string(width - std::min(width, digits.size()), '0') + digits;
}

}  // namespace civil_date_detail

// Years begin in March here, so that the leap day is their last one.
std::int64_t days_since_epoch(int year, int month, int day) {
  const int y = month <= 2 ? year - 1 : year;
  const int era = y / 400;
  const int year_of_era = y - era * 400;
  const int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return static_cast<std::int64_t>(era) * civil_date_detail::kDaysOfEra + day_of_era - civil_date_detail::kFromYearZero;
}

std::optional<std::int64_t> parse_date(std::string_view text) {
  constexpr std::size_t kLength = 10;
  if (text.size() != kLength || text[4] != '-' || text[7] != '-') return std::nullopt;
  const int year = civil_date_detail::number(text.substr(0, 4));
  const int month = civil_date_detail::number(text.substr(5, 2));
  const int day = civil_date_detail::number(text.substr(8, 2));
  if (year < 1970 || year > 9998 || month < 1 || month > 12 || day < 1) return std::nullopt;
  const std::int64_t days = days_since_epoch(year, month, day);
  // The 31st of April is the 1st of May, which is written otherwise.
  return date_of(days) == text ? std::optional<std::int64_t>(days) : std::nullopt;
}

std::string date_of(std::int64_t days) {
  const std::int64_t from_zero = days + civil_date_detail::kFromYearZero;
  const std::int64_t era = from_zero / civil_date_detail::kDaysOfEra;
  const std::int64_t day_of_era = from_zero - era * civil_date_detail::kDaysOfEra;
  const std::int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t march_month = (5 * day_of_year + 2) / 153;
  const std::int64_t month = march_month < 10 ? march_month + 3 : march_month - 9;
  const std::int64_t year = year_of_era + era * 400 + (month <= 2 ? 1 : 0);
  const std::int64_t day = day_of_year - (153 * march_month + 2) / 5 + 1;
  return civil_date_detail::padded(year, 4) + "-" + civil_date_detail::padded(month, 2) + "-" +
         civil_date_detail::padded(day, 2);
}

}  // namespace headstrong::grammar

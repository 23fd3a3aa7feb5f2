// Days of the proleptic Gregorian calendar, written as ISO 8601 dates.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace headstrong::grammar {

/// The days from 1970-01-01 to a day of the calendar, which may lie before it.
std::int64_t days_since_epoch(int year, int month, int day);

/// The same of "YYYY-MM-DD"; nothing where the text is not a day from 1970 to 9998.
std::optional<std::int64_t> parse_date(std::string_view text);

/// "YYYY-MM-DD" of a day from 1970-01-01 to 9999-12-31, counted from the first.
std::string date_of(std::int64_t days);

}  // namespace headstrong::grammar

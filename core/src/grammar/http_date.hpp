// Dates as cookies and HTTP write them.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace headstrong::grammar {

/// The seconds since 1970-01-01 00:00 UTC that a date stands for, read as leniently as browsers
/// read a cookie's Expires (RFC 6265bis section 5.1.1); it also reads every form of HTTP-date.
/// Nothing where day, month, year and time cannot all be made out.
std::optional<std::int64_t> parse_http_date(std::string_view text);
/// Whether Firefox, which also takes "21/10/2037", a day without a time and 31 Feb, makes a date of what
/// parse_http_date cannot read. Chromium and WebKit do not.
bool only_firefox_reads_date(std::string_view text);

}  // namespace headstrong::grammar

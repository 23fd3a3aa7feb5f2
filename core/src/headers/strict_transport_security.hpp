// Strict-Transport-Security (RFC 6797).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

/// The way to a long max-age, in one sentence for all that speak of it: hstspreload.org asks for these steps.
#define HEADSTRONG_HSTS_LADDER                                                                                   \
  "The steps are max-age=300 (5 minutes), 604800 (a week), 2592000 (a month) and 31536000 (a year): go on when " \
  "the last one has run out."

namespace headstrong::headers {

struct HstsStep {
  std::uint64_t seconds;
  std::string_view time;
};
inline constexpr HstsStep kHstsSteps[] = {
    {300, "5 minutes"}, {604800, "a week"}, {2592000, "a month"}, {31536000, "a year"}};

/// "This is the first step, 5 minutes."; empty for a max-age that is no step.
std::string hsts_step_words(std::uint64_t seconds);

struct StrictTransportSecurity {
  /// Why browsers ignore the whole header.
  enum class Fault : std::uint8_t {
    None,
    MalformedDirective,  // neither name nor name=value: a comma, quotes, blanks within
    ValuedSubdomains,    // includeSubDomains=...
    RepeatedDirective,   // max-age or includeSubDomains
    MalformedMaxAge,     // not digits
    MaxAgeAbsent
  };
  Fault fault = Fault::None;
  std::string_view fault_text;  // the directive that is at fault; for MaxAgeAbsent the whole value
  /// Firefox obeys the header all the same: the fault is `foo=` or `=foo`.
  bool firefox_obeys = false;
  /// Firefox ignores the header although there is no fault: the number does not fit into 64 bits.
  bool firefox_ignores = false;
  /// preload or an unknown directive stands twice: browsers obey, WebKitGTK does not. Empty: none.
  std::string_view repeated_word;
  std::uint64_t max_age = 0;  // seconds; kEndless where the number does not fit
  // As written, empty where absent.
  std::string_view max_age_value;  // without quotes
  std::string_view subdomains;
  std::string_view preload;
  std::string_view unknown;  // the first directive that no browser knows

  static constexpr std::uint64_t kEndless = 1'000'000'000'000;
  /// Whether browsers will insist on HTTPS because of it.
  bool in_force() const { return fault == Fault::None && max_age > 0; }
};

/// What a value was meant to say, in whatever way it is misspelled: its words, wherever they stand.
struct MeantTransport {
  std::uint64_t max_age = 0;  // 0 where no number can be read
  bool subdomains = false;
  bool preload = false;
  /// The header that says it for at least a year. preload is kept only where it asked for the list in full: a longer
  /// max-age or more subdomains would make the domain fit for a list that it takes months to leave.
  std::string in_force_for_a_year() const;
};
MeantTransport meant_transport(std::string_view value);

/// What the preload list asks for: a year, and the subdomains.
inline constexpr std::uint64_t kPreloadMaxAge = 31536000;

/// Reads the value of one field: of several fields only the first is processed (section 8.1).
StrictTransportSecurity parse_strict_transport_security(std::string_view value);

}  // namespace headstrong::headers

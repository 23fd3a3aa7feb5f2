#include "harden/transport.hpp"

#include <cstdint>
#include <string_view>

#include "headers/strict_transport_security.hpp"
#include "text/utf8.hpp"

namespace headstrong::hardening {
namespace transport_detail {

using headers::StrictTransportSecurity;

constexpr const char* kPreloadRemoved =
    "Removed preload: with it and this value, anyone could put the domain on the browsers' preload list, and getting "
    "off takes months. hsts=preload asks for that.";

/// The seconds chosen, else what is in force where that is more than a year, else a year.
std::uint64_t max_age(std::optional<Hsts> hsts, const StrictTransportSecurity* now) {
  constexpr std::uint64_t kYear = 31536000;
  if (hsts) return static_cast<std::uint64_t>(*hsts);
  const bool longer = now != nullptr && now->max_age > kYear && now->max_age < StrictTransportSecurity::kEndless;
  return longer ? now->max_age : kYear;
}

/// What the new value changes for browsers.
std::string change(const StrictTransportSecurity* now, std::uint64_t seconds, bool all_subdomains, bool preload) {
  if (now == nullptr) {
    const std::string step = headers::hsts_step_words(seconds);
    return "Added: after a visit, browsers refuse plain HTTP for max-age seconds." +
           (step.empty() ? std::string() : " " HEADSTRONG_HSTS_LADDER " " + step);
  }
  std::string sentences;
  const auto say = [&](const std::string& sentence) {
    if (!sentences.empty()) sentences += ' ';
    sentences += sentence;
  };
  if (now->max_age < seconds) {
    say("Lengthened to " + std::to_string(seconds) + " seconds.");
  } else if (now->max_age > seconds) {
    say("Shortened to " + std::to_string(seconds) +
        " seconds: browsers that come back forget sooner that the site needs HTTPS.");
  }
  const bool covered = !now->subdomains.empty();
  if (!covered && all_subdomains) say("Added includeSubDomains, as asked: every subdomain must answer over HTTPS.");
  if (covered && !all_subdomains) say("Subdomains are no longer covered.");
  if (!now->preload.empty() && !preload) {
    const bool asked = now->max_age >= headers::kPreloadMaxAge && covered;
    say(asked ? "Without preload, browsers may take the domain off their list." : kPreloadRemoved);
  }
  return sentences;
}

/// What is said of a header that browsers ignore and that is written as it was meant.
std::string correction(const StrictTransportSecurity& written, bool preload_kept, bool preload_meant) {
  using Fault = StrictTransportSecurity::Fault;
  constexpr std::size_t kShown = 60;
  std::string sentence = written.fault == Fault::MaxAgeAbsent
                             ? "Corrected: without max-age, browsers ignored the header."
                             : "Corrected: browsers couldn't read " +
                                   text::shortened(std::string(written.fault_text), kShown) +
                                   ", and ignored the whole header.";
  if (preload_meant && !preload_kept) {
    sentence.append(" ").append(kPreloadRemoved);
  }
  return sentence;
}

/// A header that browsers ignore, written as it was meant.
TransportResult corrected(const StrictTransportSecurity& written, std::string_view text, std::optional<Hsts> hsts,
                          std::optional<bool> subdomains) {
  headers::MeantTransport meant = headers::meant_transport(text);
  const bool preload_meant = meant.preload;
  meant.preload = meant.preload && !hsts && meant.subdomains;
  meant.subdomains = subdomains.value_or(meant.subdomains);
  TransportResult result;
  result.value = meant.in_force_for_a_year();
  if (hsts) {
    result.value = "max-age=" + std::to_string(static_cast<std::uint64_t>(*hsts)) +
                   (meant.subdomains ? "; includeSubDomains" : "");
  }
  const bool kept = headers::meant_transport(result.value).preload;
  result.sentence = correction(written, kept, preload_meant);
  return result;
}

}  // namespace transport_detail

TransportResult harden_transport(const model::ResponseModel& model, std::optional<Hsts> hsts,
                                 std::optional<bool> subdomains) {
  headers::StrictTransportSecurity header;
  const auto& fields = model.fields(http::HeaderName::StrictTransportSecurity);
  if (!fields.empty()) {
    header = headers::parse_strict_transport_security(model.field(fields.front()).value.text());
  }
  // Null where browsers act on none.
  const headers::StrictTransportSecurity* now = !fields.empty() && header.in_force() ? &header : nullptr;
  if (hsts == Hsts::Off) {
    return {"", now == nullptr
                    ? ""
                    : "Left out, as asked. Browsers keep using HTTPS until the max-age they got before runs out."};
  }
  if (hsts == Hsts::Preload) {
    return {"max-age=63072000; includeSubDomains; preload",
            "Set as the browsers' preload list requires. Once listed, every subdomain must use "
            "HTTPS, and getting off the list takes months."};
  }
  if (!fields.empty() && header.fault != headers::StrictTransportSecurity::Fault::None) {
    return transport_detail::corrected(header, model.field(fields.front()).value.text(), hsts, subdomains);
  }
  const std::uint64_t seconds = transport_detail::max_age(hsts, now);
  const bool all_subdomains = subdomains.value_or(now != nullptr && !now->subdomains.empty());
  // Kept where the site may stand in the list already; a value that the list would not have taken asks for nothing.
  const bool listed =
      now != nullptr && !now->preload.empty() && now->max_age >= headers::kPreloadMaxAge && !now->subdomains.empty();
  const bool preload = !hsts && listed && all_subdomains;
  TransportResult result;
  result.value = "max-age=" + std::to_string(seconds);
  if (all_subdomains) result.value += "; includeSubDomains";
  if (preload) result.value += "; preload";
  result.sentence = transport_detail::change(now, seconds, all_subdomains, preload);
  return result;
}

}  // namespace headstrong::hardening

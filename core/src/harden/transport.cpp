#include "harden/transport.hpp"

#include <cstdint>
#include <string_view>

#include "headers/strict_transport_security.hpp"

namespace headstrong::hardening {
namespace transport_detail {

using headers::StrictTransportSecurity;

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
  if (!now->preload.empty() && !preload) say("Without preload, browsers may take the domain off their list.");
  return sentences;
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
  const std::uint64_t seconds = transport_detail::max_age(hsts, now);
  const bool all_subdomains = subdomains.value_or(now != nullptr && !now->subdomains.empty());
  // Kept, not added: a site may stand in the preload list already.
  const bool preload = !hsts && now != nullptr && !now->preload.empty() && all_subdomains;
  TransportResult result;
  result.value = "max-age=" + std::to_string(seconds);
  if (all_subdomains) result.value += "; includeSubDomains";
  if (preload) result.value += "; preload";
  result.sentence = transport_detail::change(now, seconds, all_subdomains, preload);
  return result;
}

}  // namespace headstrong::hardening

#include "harden/transport.hpp"

#include "headers/strict_transport_security.hpp"

namespace headstrong::hardening {

TransportResult harden_transport(const model::ResponseModel& model, std::optional<Hsts> hsts,
                                 std::optional<bool> subdomains) {
  constexpr std::uint64_t kYear = 31536000;
  headers::StrictTransportSecurity now;
  const auto& fields = model.fields(http::HeaderName::StrictTransportSecurity);
  if (!fields.empty()) {
    now = headers::parse_strict_transport_security(model.field(fields.front()).value.text());
  }
  const bool in_force = !fields.empty() && now.in_force();
  if (hsts == Hsts::Off) {
    return {"", in_force ? "Left out, as asked. Browsers keep using HTTPS until the max-age they got before runs out."
                         : ""};
  }
  TransportResult result;
  const bool all_subdomains = subdomains.value_or(in_force && !now.subdomains.empty());
  if (hsts == Hsts::Preload) {
    result.value = "max-age=63072000; includeSubDomains; preload";
    result.sentence =
        "Set as the browsers' preload list requires. Once listed, every subdomain must use "
        "HTTPS, and getting off the list takes months.";
    return result;
  }
  std::uint64_t seconds = kYear;
  if (hsts) {
    seconds = static_cast<std::uint64_t>(*hsts);
  } else if (in_force && now.max_age > kYear && now.max_age < headers::StrictTransportSecurity::kEndless) {
    seconds = now.max_age;
  }
  result.value = "max-age=" + std::to_string(seconds);
  if (all_subdomains) result.value += "; includeSubDomains";
  // Kept, not added: a site may stand in the preload list already.
  if (!hsts && in_force && !now.preload.empty() && all_subdomains) result.value += "; preload";
  if (!in_force) {
    result.sentence =
        "Added: after a visit, browsers refuse plain HTTP for max-age seconds. If you aren't sure that HTTPS "
        "works everywhere, start with 300 and raise it in steps, as the rollout does.";
  } else if (now.max_age < seconds) {
    result.sentence = "Lengthened to " + std::to_string(seconds) + " seconds.";
  } else if (now.max_age > seconds) {
    result.sentence = "Shortened to " + std::to_string(seconds) +
                      " seconds: browsers that come back forget sooner that the site needs HTTPS.";
  }
  if (in_force && now.subdomains.empty() && all_subdomains) {
    result.sentence += result.sentence.empty() ? "" : " ";
    result.sentence += "Added includeSubDomains, as asked: every subdomain must answer over HTTPS.";
  }
  const auto lost = [&](std::string_view sentence) {
    if (!result.sentence.empty()) result.sentence += ' ';
    result.sentence += sentence;
  };
  if (in_force && !now.subdomains.empty() && !all_subdomains) lost("Subdomains are no longer covered.");
  if (in_force && !now.preload.empty() && result.value.find("preload") == std::string::npos) {
    lost("Without preload, browsers may take the domain off their list.");
  }
  return result;
}

}  // namespace headstrong::hardening

#include "http/name_origin.hpp"

#include <algorithm>
#include <bitset>
#include <cstddef>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "grammar/header_names.hpp"
#include "text/ascii.hpp"
#include "text/edit_distance.hpp"

namespace headstrong::http {
namespace name_origin_detail {

struct NameOf {
  std::string_view name;
  Origin origin;
};

/// Sorted. Names of the table of known headers are of responses alone unless they stand here.
constexpr NameOf kNames[] = {
    {"accept", Origin::Elsewhere},
    {"accept-ch", Origin::Answer},
    {"accept-charset", Origin::Elsewhere},
    {"accept-encoding", Origin::Elsewhere},
    {"accept-language", Origin::Elsewhere},
    {"accept-patch", Origin::Answer},
    {"accept-ranges", Origin::Answer},
    {"access-control-request-headers", Origin::Elsewhere},
    {"access-control-request-method", Origin::Elsewhere},
    {"age", Origin::Answer},
    {"allow", Origin::Answer},
    {"alt-svc", Origin::Answer},
    {"alternate-protocol", Origin::Answer},
    {"arc-authentication-results", Origin::Elsewhere},
    {"arc-message-signature", Origin::Elsewhere},
    {"arc-seal", Origin::Elsewhere},
    {"author", Origin::Elsewhere},
    {"authentication-results", Origin::Elsewhere},
    {"authordate", Origin::Elsewhere},
    {"authorization", Origin::Elsewhere},
    {"auto-submitted", Origin::Elsewhere},
    {"bcc", Origin::Elsewhere},
    {"cache-control", Origin::Message},
    {"cache-status", Origin::Answer},
    {"cc", Origin::Elsewhere},
    {"cdn-cache-control", Origin::Answer},
    {"cf-cache-status", Origin::Answer},
    {"cf-ray", Origin::Answer},
    {"commit", Origin::Elsewhere},
    {"commitdate", Origin::Elsewhere},
    {"committer", Origin::Elsewhere},
    {"connection", Origin::Message},
    {"content-description", Origin::Elsewhere},
    {"content-disposition", Origin::Message},
    {"content-encoding", Origin::Message},
    {"content-id", Origin::Elsewhere},
    {"content-language", Origin::Message},
    {"content-length", Origin::Message},
    {"content-location", Origin::Answer},
    {"content-range", Origin::Answer},
    {"content-transfer-encoding", Origin::Elsewhere},
    {"content-type", Origin::Message},
    {"cookie", Origin::Elsewhere},
    {"crawl-delay", Origin::Elsewhere},
    {"critical-ch", Origin::Answer},
    {"date", Origin::Answer},
    {"delivered-to", Origin::Elsewhere},
    {"disallow", Origin::Elsewhere},
    {"dkim-signature", Origin::Elsewhere},
    {"dnt", Origin::Elsewhere},
    {"envelope-to", Origin::Elsewhere},
    {"errors-to", Origin::Elsewhere},
    {"etag", Origin::Answer},
    {"expect", Origin::Elsewhere},
    {"expires", Origin::Answer},
    {"feedback-id", Origin::Elsewhere},
    {"from", Origin::Elsewhere},
    {"host", Origin::Elsewhere},
    {"if-match", Origin::Elsewhere},
    {"if-modified-since", Origin::Elsewhere},
    {"if-none-match", Origin::Elsewhere},
    {"if-range", Origin::Elsewhere},
    {"if-unmodified-since", Origin::Elsewhere},
    {"in-reply-to", Origin::Elsewhere},
    {"keep-alive", Origin::Message},
    {"last-modified", Origin::Answer},
    {"link", Origin::Answer},
    {"list-archive", Origin::Elsewhere},
    {"list-help", Origin::Elsewhere},
    {"list-id", Origin::Elsewhere},
    {"list-post", Origin::Elsewhere},
    {"list-subscribe", Origin::Elsewhere},
    {"list-unsubscribe", Origin::Elsewhere},
    {"list-unsubscribe-post", Origin::Elsewhere},
    {"location", Origin::Answer},
    {"mail-followup-to", Origin::Elsewhere},
    {"max-forwards", Origin::Elsewhere},
    {"message-id", Origin::Elsewhere},
    {"mime-version", Origin::Elsewhere},
    {"organization", Origin::Elsewhere},
    {"origin", Origin::Elsewhere},
    {"origin-trial", Origin::Answer},
    {"p3p", Origin::Answer},
    {"pragma", Origin::Message},
    {"precedence", Origin::Elsewhere},
    {"proxy-authenticate", Origin::Answer},
    {"proxy-authorization", Origin::Elsewhere},
    {"proxy-connection", Origin::Elsewhere},
    {"range", Origin::Elsewhere},
    {"received", Origin::Elsewhere},
    {"received-spf", Origin::Elsewhere},
    {"references", Origin::Elsewhere},
    {"referer", Origin::Elsewhere},
    {"refresh", Origin::Answer},
    {"reply-to", Origin::Elsewhere},
    {"retry-after", Origin::Answer},
    {"return-path", Origin::Elsewhere},
    {"sec-websocket-accept", Origin::Answer},
    {"sender", Origin::Elsewhere},
    {"server", Origin::Answer},
    {"signed-off-by", Origin::Elsewhere},
    {"sitemap", Origin::Elsewhere},
    {"status", Origin::Message},
    {"subject", Origin::Elsewhere},
    {"te", Origin::Elsewhere},
    {"to", Origin::Elsewhere},
    {"trailer", Origin::Message},
    {"transfer-encoding", Origin::Message},
    {"upgrade", Origin::Message},
    {"upgrade-insecure-requests", Origin::Elsewhere},
    {"user-agent", Origin::Elsewhere},
    {"vary", Origin::Answer},
    {"via", Origin::Message},
    {"warning", Origin::Answer},
    {"www-authenticate", Origin::Answer},
    {"x-amz-cf-id", Origin::Answer},
    {"x-amz-cf-pop", Origin::Answer},
    {"x-cache", Origin::Answer},
    {"x-cache-hits", Origin::Answer},
    {"x-forwarded-for", Origin::Elsewhere},
    {"x-forwarded-host", Origin::Elsewhere},
    {"x-forwarded-proto", Origin::Elsewhere},
    {"x-mailer", Origin::Elsewhere},
    {"x-originating-ip", Origin::Elsewhere},
    {"x-real-ip", Origin::Elsewhere},
    {"x-requested-with", Origin::Elsewhere},
    {"x-robots-tag", Origin::Answer},
    {"x-runtime", Origin::Answer},
    {"x-served-by", Origin::Answer},
    {"x-spam-level", Origin::Elsewhere},
    {"x-spam-score", Origin::Elsewhere},
    {"x-spam-status", Origin::Elsewhere},
    {"x-timer", Origin::Answer},
    {"x-varnish", Origin::Answer},
};

/// Headers that no longer name than this is compared with; no known one is longer.
constexpr std::size_t kLongestName = 48;

bool is_in_table(std::string_view lowered, Origin& origin) {
  const NameOf* found =
      std::lower_bound(std::begin(kNames), std::end(kNames), lowered,
                       [](const NameOf& entry, std::string_view wanted) { return entry.name < wanted; });
  if (found == std::end(kNames) || found->name != lowered) return false;
  origin = found->origin;
  return true;
}

/// Whether `shorter` is `longer` without one of its words, which dashes part.
bool lacks_a_word(std::string_view shorter, std::string_view longer) {
  if (std::count(shorter.begin(), shorter.end(), '-') + 1 != std::count(longer.begin(), longer.end(), '-')) {
    return false;
  }
  std::size_t same = 0;
  while (same < shorter.size() && shorter[same] == longer[same]) ++same;
  if (same == shorter.size()) return longer[same] == '-';
  // Back to where the word begins that is not in the shorter one.
  while (same > 0 && longer[same - 1] != '-') --same;
  const std::size_t dash = longer.find('-', same);
  return dash != std::string_view::npos && longer.substr(dash + 1) == shorter.substr(same);
}

constexpr std::size_t kShortestNear = 8;

/// Which characters a name has, one bit each. A keystroke changes two bits at most, so most names are
/// told apart without counting keystrokes.
std::uint64_t characters_of(std::string_view name) {
  std::uint64_t bits = 0;
  for (const char c : name) bits |= std::uint64_t{1} << (static_cast<unsigned char>(c) % 64);
  return bits;
}

struct KnownName {
  std::string name;
  std::uint64_t characters;
};

/// The names that only responses have, in lower case, of those in which a slip can be told.
const std::vector<KnownName>& names_of_responses() {
  static const std::vector<KnownName> kOfResponses = [] {
    std::vector<KnownName> names;
    for (std::size_t i = 0; i < kHeaderNameCount; ++i) {
      std::string name = text::lowered(spelling(static_cast<HeaderName>(i)));
      Origin origin = Origin::Response;
      if (name.size() < kShortestNear || is_in_table(name, origin)) continue;
      const std::uint64_t characters = characters_of(name);
      names.push_back({std::move(name), characters});
    }
    return names;
  }();
  return kOfResponses;
}

/// A slip in a name that only responses have: two keystrokes, a word too many or too few.
bool is_nearly_of_responses(std::string_view name) {
  constexpr std::size_t kLong = 14;
  if (name.size() < kShortestNear || name.size() > kLongestName) return false;
  // Without dashes it is a word of code, as in contentSecurityPolicy; with other marks one of a diff or
  // of a comment.
  const bool dashed = name.find('-') != std::string_view::npos && name.front() != '-';
  if (!dashed || !text::all_of(name, text::kLabel)) return false;
  const std::uint64_t characters = characters_of(name);
  const bool long_enough = std::count(name.begin(), name.end(), '-') >= 2;
  for (const auto& [known, its_characters] : names_of_responses()) {
    const std::size_t limit = known.size() < kLong ? 1 : 2;
    const bool alike = std::bitset<64>(characters ^ its_characters).count() <= 2 * limit;
    if (alike && text::edit_distance(name, known, limit + 1) <= limit) return true;
    if (long_enough && (lacks_a_word(name, known) || lacks_a_word(known, name))) return true;
    if (known.compare(0, 2, "x-") == 0 && name == std::string_view(known).substr(2)) return true;
  }
  return false;
}

}  // namespace name_origin_detail

Origin origin_of(std::string_view name) {
  using namespace name_origin_detail;
  if (name.size() > kLongestName) {
    return text::istarts_with(name, "x-") ? Origin::Extension : Origin::Unknown;
  }
  const std::string lowered = text::lowered(name);
  Origin origin = Origin::Unknown;
  if (is_in_table(lowered, origin)) return origin;
  if (header_name(name) != HeaderName::Unknown) return Origin::Response;
  if (lowered.compare(0, 4, "sec-") == 0) return Origin::Elsewhere;
  if (is_nearly_of_responses(lowered)) return Origin::Response;
  return lowered.compare(0, 2, "x-") == 0 ? Origin::Extension : Origin::Unknown;
}

}  // namespace headstrong::http

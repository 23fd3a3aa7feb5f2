#include "http/near_names.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

#include "text/ascii.hpp"
#include "text/edit_distance.hpp"

namespace headstrong::http {
namespace near_names_detail {

/// The longest name that is looked at: longer ones are near to none.
inline constexpr std::size_t kLongest = text::kLongestNear;
inline constexpr std::size_t kMostWords = 8;

/// Which slips are taken for a header's misspelling.
enum class Heed : std::uint8_t {
  Words,   // letters and words: no other header has a name like it
  Letters  // a letter at most: many a header of an application's own shares the words
};

struct Target {
  HeaderName name;
  Heed heed;
};

/// The headers that something is lost with when their name is misspelled.
inline constexpr Target kTargets[] = {
    {HeaderName::AccessControlAllowCredentials, Heed::Words},
    {HeaderName::AccessControlAllowHeaders, Heed::Words},
    {HeaderName::AccessControlAllowMethods, Heed::Words},
    {HeaderName::AccessControlAllowOrigin, Heed::Words},
    {HeaderName::AccessControlExposeHeaders, Heed::Words},
    {HeaderName::AccessControlMaxAge, Heed::Words},
    {HeaderName::CacheControl, Heed::Letters},
    {HeaderName::ClearSiteData, Heed::Words},
    {HeaderName::ContentDisposition, Heed::Letters},
    {HeaderName::ContentSecurityPolicy, Heed::Words},
    {HeaderName::ContentSecurityPolicyReportOnly, Heed::Words},
    {HeaderName::ContentType, Heed::Letters},
    {HeaderName::CrossOriginEmbedderPolicy, Heed::Words},
    {HeaderName::CrossOriginEmbedderPolicyReportOnly, Heed::Words},
    {HeaderName::CrossOriginOpenerPolicy, Heed::Words},
    {HeaderName::CrossOriginOpenerPolicyReportOnly, Heed::Words},
    {HeaderName::CrossOriginResourcePolicy, Heed::Words},
    {HeaderName::FeaturePolicy, Heed::Words},
    {HeaderName::IntegrityPolicy, Heed::Words},
    {HeaderName::IntegrityPolicyReportOnly, Heed::Words},
    {HeaderName::OriginAgentCluster, Heed::Words},
    {HeaderName::PermissionsPolicy, Heed::Words},
    {HeaderName::PermissionsPolicyReportOnly, Heed::Words},
    {HeaderName::ReferrerPolicy, Heed::Words},
    {HeaderName::ReportTo, Heed::Letters},
    {HeaderName::ReportingEndpoints, Heed::Words},
    {HeaderName::SetCookie, Heed::Letters},
    {HeaderName::StrictTransportSecurity, Heed::Words},
    {HeaderName::TimingAllowOrigin, Heed::Words},
    {HeaderName::XContentTypeOptions, Heed::Words},
    {HeaderName::XDnsPrefetchControl, Heed::Words},
    {HeaderName::XDownloadOptions, Heed::Words},
    {HeaderName::XFrameOptions, Heed::Words},
    {HeaderName::XPermittedCrossDomainPolicies, Heed::Words},
    {HeaderName::XXssProtection, Heed::Words},
};
inline constexpr std::size_t kTargetCount = std::size(kTargets);

constexpr std::array<bool, kHeaderNameCount + 1> about_security() {
  std::array<bool, kHeaderNameCount + 1> all{};
  for (const Target& target : kTargets) {
    all[static_cast<std::size_t>(target.name)] = target.heed == Heed::Words;
  }
  return all;
}
inline constexpr std::array<bool, kHeaderNameCount + 1> kIsAboutSecurity = about_security();

/// Names that are near to a header and yet somebody's own.
inline constexpr std::string_view kOthersNames[] = {"access-control-request-headers",
                                                    "access-control-request-method",  // requests have them
                                                    "set-cookie2",                    // RFC 2965
                                                    "x-content-type"};                // many an upload service's

/// How many bytes at the start of `s` part two words: a hyphen in any of its typographic forms, or
/// what is written in its place.
constexpr std::size_t separator_size(std::string_view s) {
  if (s[0] == '-' || s[0] == '_' || s[0] == ' ') return 1;
  if (s.size() < 3 || s[0] != '\xE2') return 0;
  const bool dash = s[1] == '\x80' && s[2] >= '\x90' && s[2] <= '\x95';  // U+2010 to U+2015
  const bool minus = s[1] == '\x88' && s[2] == '\x92';                   // U+2212
  return dash || minus ? 3 : 0;
}

/// A name without its case and separators, and where its words begin.
struct Letters {
  std::array<char, kLongest> text{};
  std::array<std::uint8_t, kMostWords + 1> starts{};  // the end behind the last word, too
  std::uint8_t words = 0;
  std::uint32_t set = 0;  // which letters occur
  bool too_long = false;

  constexpr std::size_t size() const { return starts[words]; }
  constexpr std::string_view all() const { return {text.data(), size()}; }
  constexpr std::string_view word(std::size_t i) const {
    return {text.data() + starts[i], static_cast<std::size_t>(starts[i + 1] - starts[i])};
  }
};

constexpr Letters letters_of(std::string_view name) {
  Letters letters;
  std::uint8_t size = 0;
  bool in_word = false;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (const std::size_t skipped = separator_size(name.substr(i))) {
      i += skipped - 1;
      in_word = false;
      continue;
    }
    if (size == kLongest || (!in_word && letters.words == kMostWords)) {
      letters.too_long = true;
      return letters;
    }
    if (!in_word) letters.starts[letters.words++] = size;
    in_word = true;
    const char c = text::to_lower(name[i]);
    letters.text[size++] = c;
    letters.starts[letters.words] = size;
    if (c >= 'a' && c <= 'z') letters.set |= 1U << (c - 'a');
  }
  return letters;
}

constexpr std::array<Letters, kTargetCount> target_letters() {
  constexpr std::string_view kSpellings[] = {
#define HEADSTRONG_HEADER(enumerator, name) name,
#include "grammar/header_names.def"
#undef HEADSTRONG_HEADER
  };
  std::array<Letters, kTargetCount> all{};
  for (std::size_t i = 0; i < kTargetCount; ++i) {
    all[i] = letters_of(kSpellings[static_cast<std::size_t>(kTargets[i].name)]);
  }
  return all;
}
inline constexpr std::array<Letters, kTargetCount> kLetters = target_letters();

constexpr int bits_in(std::uint64_t set) {
  int count = 0;
  for (; set != 0; set &= set - 1) ++count;
  return count;
}

/// A word without the ending of its plural.
constexpr std::string_view singular(std::string_view word) {
  const std::size_t size = word.size();
  if (size > 3 && word.substr(size - 3) == "ies") return word.substr(0, size - 3);
  if (size > 1 && (word[size - 1] == 's' || word[size - 1] == 'y')) return word.substr(0, size - 1);
  return word;
}

/// The words of all targets, without endings; one bit each tells which of them a name has.
struct Vocabulary {
  std::array<std::string_view, 64> words{};
  std::size_t count = 0;

  constexpr std::size_t find(std::string_view word) const {
    std::size_t i = 0;
    while (i < count && words[i] != singular(word)) ++i;
    return i;
  }
};
constexpr Vocabulary vocabulary() {
  Vocabulary all;
  for (const Letters& target : kLetters) {
    for (std::size_t i = 0; i < target.words; ++i) {
      const std::string_view word = singular(target.word(i));
      if (all.find(word) == all.count) all.words[all.count++] = word;
    }
  }
  return all;
}
inline constexpr Vocabulary kVocabulary = vocabulary();

struct Words {
  std::uint64_t known = 0;
  std::size_t others = 0;  // words that are in no header's name, and repetitions
  std::string_view other;  // the last of them
};

constexpr Words words_of(const Letters& letters) {
  Words words;
  for (std::size_t i = 0; i < letters.words; ++i) {
    const std::size_t index = kVocabulary.find(letters.word(i));
    const std::uint64_t bit = index < kVocabulary.count ? std::uint64_t{1} << index : 0;
    if (bit != 0 && (words.known & bit) == 0) {
      words.known |= bit;
    } else {
      ++words.others;
      words.other = letters.word(i);
    }
  }
  return words;
}

constexpr std::array<std::uint64_t, kTargetCount> target_words() {
  std::array<std::uint64_t, kTargetCount> all{};
  for (std::size_t i = 0; i < kTargetCount; ++i) all[i] = words_of(kLetters[i]).known;
  return all;
}
inline constexpr std::array<std::uint64_t, kTargetCount> kWords = target_words();

/// The word of the lowest bit.
std::string_view word_of(std::uint64_t bits) {
  for (std::size_t i = 0; i < kVocabulary.count; ++i) {
    if ((bits >> i) & 1) return kVocabulary.words[i];
  }
  return {};
}

/// Words that get into a name by mistake: of other headers, or of where names are talked about.
bool is_stray(std::string_view word) {
  static constexpr std::string_view kStray[] = {"x",      "http",   "https",    "header",
                                                "option", "policy", "security", "response"};
  return std::any_of(std::begin(kStray), std::end(kStray),
                     [&](std::string_view stray) { return singular(word) == singular(stray); });
}

Nearness nearness_in_words(const Letters& name, const Words& words, std::size_t target) {
  const std::uint64_t extra = words.known & ~kWords[target];
  const std::uint64_t left_out = kWords[target] & ~words.known;
  const int extras = bits_in(extra) + static_cast<int>(words.others);
  if (extras + bits_in(left_out) > 1) return Nearness::None;
  if (extras == 1) {
    const std::string_view word = extra != 0 ? word_of(extra) : words.other;
    const std::string_view first = singular(name.word(0));
    const bool in_place = first == singular(word) || first == singular(kLetters[target].word(0));
    return is_stray(word) && in_place ? Nearness::Certain : Nearness::None;
  }
  // The same words in another order; "X-" left out; a word left out.
  if (left_out == 0 || word_of(left_out) == "x") return Nearness::Certain;
  if (kLetters[target].words > 3) return Nearness::Certain;
  return kLetters[target].words == 3 ? Nearness::Likely : Nearness::None;
}

/// How far a name is from a header it may have been meant to be, and how sure that is.
struct Slip {
  Nearness nearness = Nearness::None;
  std::size_t distance = 0;  // the less, the nearer
};

Slip slip_between(std::string_view text, const Letters& name, const Words& words, std::size_t target) {
  const Letters& letters = kLetters[target];
  if (kTargets[target].heed == Heed::Letters) {
    const bool near = text::edit_distance(text, spelling(kTargets[target].name), 2) == 1;
    return near ? Slip{Nearness::Certain, 1} : Slip{};
  }
  if (name.all() == letters.all()) return {Nearness::Certain, 0};
  const std::size_t limit = letters.size() >= 13 ? 2 : 1;
  if (bits_in(name.set ^ letters.set) <= 2 * static_cast<int>(limit)) {
    const std::size_t letters_wrong = text::edit_distance(name.all(), letters.all(), limit + 1);
    if (letters_wrong <= limit) return {Nearness::Certain, letters_wrong};
  }
  constexpr std::size_t kByWords = 3;
  const Nearness by_words = nearness_in_words(name, words, target);
  return {by_words, by_words == Nearness::Certain ? kByWords : kByWords + 1};
}

inline constexpr std::size_t kTooFar = 100;

/// "contentSecurityPolicy": a name in a program, not on the wire.
bool is_camel_case(std::string_view name) {
  const auto is_upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  return !is_upper(name.front()) && std::any_of(name.begin(), name.end(), is_upper);
}

}  // namespace near_names_detail

NearName near_name(std::string_view name) {
  using namespace near_names_detail;
  if (name.size() > kLongest || header_name(name) != HeaderName::Unknown) return {};
  for (const std::string_view others : kOthersNames) {
    if (text::iequals(name, others)) return {};
  }
  const Letters letters = letters_of(name);
  if (letters.too_long || letters.size() < 6) return {};
  if (letters.words == 1 && is_camel_case(name)) return {};
  const Words words = words_of(letters);
  NearName found;
  std::size_t least = kTooFar;
  for (std::size_t i = 0; i < kTargetCount; ++i) {
    const Slip slip = slip_between(name, letters, words, i);
    if (slip.nearness == Nearness::None || slip.distance > least) continue;
    // Of two that are as near neither can be told to be meant.
    found = slip.distance < least ? NearName{kTargets[i].name, slip.nearness} : NearName{};
    least = slip.distance;
  }
  return found;
}

bool is_about_security(HeaderName name) { return near_names_detail::kIsAboutSecurity[static_cast<std::size_t>(name)]; }

bool is_parted_otherwise(std::string_view name) {
  using namespace near_names_detail;
  if (name.size() > kLongest || header_name(name) != HeaderName::Unknown) return false;
  const Letters letters = letters_of(name);
  if (letters.too_long || letters.words < 2) return false;
  for (std::size_t i = 0; i < kTargetCount; ++i) {
    if (kTargets[i].heed == Heed::Words && letters.all() == kLetters[i].all()) return true;
  }
  return false;
}

}  // namespace headstrong::http

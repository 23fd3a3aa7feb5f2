#include "report/meanings.hpp"

#include <iterator>

namespace headstrong::report {
namespace meanings_detail {

constexpr ProtectionMeaning kProtections[] = {
    {"scripts", "Scripts", "Keeps injected scripts (XSS) from running."},
    {"framing", "Framing", "Keeps other sites from framing the page and stealing clicks (clickjacking)."},
    {"transport", "Transport", "Keeps browsers on HTTPS, where nobody on the network can read or change the page."},
    {"isolation", "Isolation", "Keeps other sites away from the page's windows, responses and browser features."},
    {"leakage", "Leakage", "Keeps full URLs, software versions and internal names from other parties."},
    {"cookies", "Cookies", "Keeps session cookies away from scripts, plain HTTP and cross-site requests."},
};

struct Meaning {
  std::string_view word;
  std::string_view sentence;
};

constexpr Meaning kLetters[] = {
    {"A+", "Every judged protection is in place; findings cost 3 points at most."},
    {"A", "Strong protection; only minor points are left."},
    {"B", "Good protection with a gap worth closing."},
    {"C", "Some protection, but at least one part is weak."},
    {"D", "Weak: an important protection is missing or doesn't work."},
    {"F", "Little or no protection: attacks that headers could stop would work."},
};

constexpr Meaning kSeverities[] = {
    {"critical", "This header alone gives other sites what your visitors have on the site."},
    {"high", "A protection against a common attack is missing or has no effect."},
    {"medium", "The attack also needs something the headers don't show, or the visitor's clicks."},
    {"low", "An attack becomes easier, a second line of defence is missing, or words have no effect."},
    {"info", "Good to know; does no harm by itself."},
    {"good", "Done right."},
};

template <std::size_t N>
std::string_view find(const Meaning (&meanings)[N], std::string_view word) {
  for (const Meaning& meaning : meanings) {
    if (meaning.word == word) return meaning.sentence;
  }
  return {};
}

}  // namespace meanings_detail

const ProtectionMeaning* protection_meanings() { return meanings_detail::kProtections; }

const ProtectionMeaning& meaning_of_protection(std::string_view id) {
  for (const ProtectionMeaning& meaning : meanings_detail::kProtections) {
    if (meaning.id == id) return meaning;
  }
  return meanings_detail::kProtections[0];
}

std::string_view meaning_of_letter(std::string_view letter) {
  return meanings_detail::find(meanings_detail::kLetters, letter);
}

std::string_view meaning_of_severity(std::string_view severity) {
  return meanings_detail::find(meanings_detail::kSeverities, severity);
}

}  // namespace headstrong::report

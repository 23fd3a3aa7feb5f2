#include "http/document/tree_keys.hpp"

#include <cstddef>

#include "text/ascii.hpp"

namespace headstrong::http::document {

std::string plain(std::string_view key) {
  constexpr std::size_t kLongest = 64;
  std::string out;
  for (const char c : key.substr(0, kLongest)) {
    if (text::is(c, text::kAlpha | text::kDigit)) out += text::to_lower(c);
  }
  return out;
}

bool has(std::string_view text, std::string_view part) { return text.find(part) != text.npos; }

bool is_policy_key(std::string_view key) {
  return key == "csp" || key == "contentsecuritypolicy" || key == "policydirectives" ||
         key == "contentsecuritypolicyreportonly";
}

bool reports_only(std::string_view key) { return has(key, "reportonly"); }

}  // namespace headstrong::http::document

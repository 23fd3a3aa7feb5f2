#include "grammar/url_path.hpp"

#include <algorithm>
#include <cstddef>

#include "text/ascii.hpp"

namespace headstrong::grammar {
namespace url_path_detail {

/// A path segment that means "here": "." or "%2e".
bool is_single_dot(std::string_view s) { return s == "." || text::iequals(s, "%2e"); }
bool is_double_dot(std::string_view s) {
  if (s == "..") return true;
  if (s.size() == 4) return text::iequals(s, ".%2e") || text::iequals(s, "%2e.");
  return s.size() == 6 && text::iequals(s, "%2e%2e");
}

/// Of what stands behind `start`.
void remove_last_segment(std::string& out, std::size_t start) {
  std::size_t cut = out.size();
  while (cut > start && out[cut - 1] != '/') --cut;
  if (cut > start) --cut;
  out.resize(cut);
}

}  // namespace url_path_detail

bool is_plain_path(std::string_view path, bool special) {
  if (path.empty() || path.front() != '/') return false;
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (special && path[i] == '\\') return false;
    const bool segment_start = path[i] == '/';
    if (!segment_start) continue;
    if (i + 1 < path.size() && (path[i + 1] == '.' || path[i + 1] == '%')) return false;
  }
  return true;
}

void append_path(std::string_view path, bool special, std::string& out) {
  using namespace url_path_detail;
  const std::size_t start = out.size();
  const auto is_separator = [special](char c) { return c == '/' || (special && c == '\\'); };
  std::size_t at = 0;
  if (!path.empty() && is_separator(path.front())) at = 1;
  for (;;) {
    std::size_t end = at;
    while (end < path.size() && !is_separator(path[end])) ++end;
    const std::string_view segment = path.substr(at, end - at);
    const bool last = end == path.size();
    const bool up = is_double_dot(segment);
    if (up) remove_last_segment(out, start);
    if (!up && !is_single_dot(segment)) {
      out += '/';
      out += segment;
    } else if (last) {
      out += '/';
    }
    if (last) return;
    at = end + 1;
  }
}

}  // namespace headstrong::grammar

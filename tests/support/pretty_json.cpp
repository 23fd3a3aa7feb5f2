#include "support/pretty_json.hpp"

#include <cstddef>
#include <vector>

namespace headstrong::testing {
namespace pretty_json_detail {

constexpr std::size_t kShort = 110;

/// Behind the string that begins at `at`.
std::size_t string_end(std::string_view json, std::size_t at) {
  for (++at; json[at] != '"'; ++at) at += json[at] == '\\' ? 1 : 0;
  return at + 1;
}

/// For each opening bracket the place behind its closing one.
std::vector<std::size_t> ends_of(std::string_view json) {
  std::vector<std::size_t> ends(json.size());
  std::vector<std::size_t> open;
  for (std::size_t at = 0; at < json.size();) {
    const char c = json[at];
    if (c == '"') {
      at = string_end(json, at);
      continue;
    }
    if (c == '{' || c == '[') open.push_back(at);
    ++at;
    if (c != '}' && c != ']') continue;
    ends[open.back()] = at;
    open.pop_back();
  }
  return ends;
}

}  // namespace pretty_json_detail

std::string compact_json(std::string_view json) {
  std::string out;
  for (std::size_t at = 0; at < json.size();) {
    const char c = json[at];
    const std::size_t end = c == '"' ? pretty_json_detail::string_end(json, at) : at + 1;
    if (c != ' ' && c != '\n') out.append(json.substr(at, end - at));
    at = end;
  }
  return out;
}

std::string pretty_json(std::string_view json) {
  const std::vector<std::size_t> ends = pretty_json_detail::ends_of(json);
  std::string out;
  std::size_t depth = 0;
  std::size_t inline_until = 0;  // no line is broken before this place
  const auto break_line = [&] { out.append(1, '\n').append(2 * depth, ' '); };
  for (std::size_t at = 0; at < json.size();) {
    const char c = json[at];
    const std::size_t end = c == '"' ? pretty_json_detail::string_end(json, at) : at + 1;
    const bool breaks = at >= inline_until;
    if (c == '{' || c == '[') {
      if (breaks && ends[at] - at <= pretty_json_detail::kShort) inline_until = ends[at];
      out += c;
      if (at >= inline_until) {
        ++depth;
        break_line();
      }
    } else if (c == '}' || c == ']') {
      if (breaks) {
        --depth;
        break_line();
      }
      out += c;
    } else {
      out.append(json.substr(at, end - at));
      if (c == ',' && breaks) break_line();
      if (c == ':' || (c == ',' && !breaks)) out += ' ';
    }
    at = end;
  }
  return out;
}

}  // namespace headstrong::testing

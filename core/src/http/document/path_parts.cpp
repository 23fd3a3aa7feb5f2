#include "http/document/path_parts.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "text/ascii.hpp"

namespace headstrong::http::document {

namespace path_parts_detail {

/// Cloudflare's http.request.uri.path eq "/x"
std::string_view path_in(std::string_view expression) {
  const std::size_t asked = expression.find("uri.path");
  const std::size_t open = asked == expression.npos ? expression.npos : expression.find("\"/", asked);
  if (open == expression.npos) return {};
  const std::string_view path = expression.substr(open + 1);
  return path.substr(0, path.find('"'));
}

}  // namespace path_parts_detail
using namespace path_parts_detail;

using Kind = Node::Kind;

std::size_t PathParts::hand_out(TreePlaces& places) {
  std::map<std::string_view, std::vector<std::size_t>> by_path;
  std::vector<std::string_view> paths;
  for (std::size_t i = 0; i < found_.size(); ++i) {
    std::string_view path = path_of(found_[i].entry);
    if (rank_of_path(path) == 0) path = {};
    if (by_path[path].empty()) paths.push_back(path);
    by_path[path].push_back(i);
  }
  for (const std::string_view path : paths) hand_out(places, path, by_path[path], 0);
  return paths.size();
}

/// The path that the nearest map around names.
std::string_view PathParts::path_of(std::uint32_t entry) {
  constexpr int kFar = 6;
  std::uint32_t at = document_.is(entry, Kind::Map) ? entry : document_[entry].parent;
  for (int up = 0; up < kFar && at != kNone; ++up, at = document_[at].parent) {
    const std::string_view path = own_path_of(at);
    if (!path.empty()) return path;
  }
  return {};
}

std::string_view PathParts::own_path_of(std::uint32_t map) {
  if (!document_.is(map, Kind::Map)) return {};
  const auto known = paths_.find(map);
  if (known != paths_.end()) return known->second;
  std::string_view& path = paths_[map];
  for (const std::string_view key : {"path", "source", "route", "url", "for", "pattern", "uri"}) {
    const std::string_view text = document_.text(document_.child(map, key));
    if (text.empty() || std::string_view("/*^").find(text[0]) == std::string_view::npos) continue;
    path = text;
    break;
  }
  if (path.empty() && document_.child(map, "action") != kNone) {
    path = path_in(document_.text(document_.child(map, "expression")));
  }
  return path;
}

/// From the outermost node at `depth` on: subtrees that set one name are places of their own.
void PathParts::hand_out(TreePlaces& places, std::string_view path, const std::vector<std::size_t>& which, int depth) {
  constexpr int kDeepest = 40;
  std::map<std::uint32_t, std::vector<std::size_t>> parts;  // by the child of what is around all
  const std::uint32_t around = depth < kDeepest ? around_all(which) : kNone;
  bool clash = false;
  std::map<std::string, std::uint32_t> seen;
  for (const std::size_t i : which) {
    const std::uint32_t part = child_towards(around, found_[i].entry);
    parts[part].push_back(i);
    const auto [known, added] = seen.emplace(text::lowered(found_[i].name), part);
    // Records in one list, or lines in it, add to each other.
    clash = clash || (!added && known->second != part && part != found_[i].entry);
  }
  if (clash && around != kNone && parts.size() > 1) {
    for (const auto& part : parts) hand_out(places, path, part.second, depth + 1);
    return;
  }
  std::string words = path.empty() ? std::string("headers") : "path " + std::string(path);
  if (path.empty() && around != kNone && !document_.key(around).empty()) words = std::string(document_.key(around));
  const std::uint32_t first = found_[which.front()].entry;
  if (!places.begin(std::move(words), first, path.empty() ? 0 : rank_of_path(path))) return;
  for (const std::size_t i : which) places.add_found(found_[i]);
}

/// The innermost node that all of them stand in.
std::uint32_t PathParts::around_all(const std::vector<std::size_t>& which) const {
  std::vector<std::uint32_t> common = ancestors(found_[which.front()].entry);
  for (const std::size_t i : which) {
    const std::vector<std::uint32_t> other = ancestors(found_[i].entry);
    std::size_t same = 0;
    while (same < common.size() && same < other.size() && common[same] == other[same]) ++same;
    common.resize(same);
  }
  return common.empty() ? kNone : common.back();
}

/// From the root to what stands around the node.
std::vector<std::uint32_t> PathParts::ancestors(std::uint32_t node) const {
  std::vector<std::uint32_t> out;
  for (node = document_[node].parent; node != kNone; node = document_[node].parent) out.push_back(node);
  std::reverse(out.begin(), out.end());
  return out;
}

std::uint32_t PathParts::child_towards(std::uint32_t around, std::uint32_t node) const {
  while (node != kNone && document_[node].parent != around && document_[node].parent != kNone)
    node = document_[node].parent;
  return node;
}

}  // namespace headstrong::http::document

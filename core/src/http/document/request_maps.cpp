#include "http/document/request_maps.hpp"

#include <string>
#include <string_view>

#include "http/document/document.hpp"
#include "http/document/tree_keys.hpp"
#include "text/ascii.hpp"

namespace headstrong::http::document {
namespace request_maps_detail {

bool is_address(std::string_view words) {
  return text::istarts_with(words, "http://") || text::istarts_with(words, "https://");
}

bool is_verb(std::string_view words) {
  for (const std::string_view verb : {"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"}) {
    if (text::iequals(words, verb)) return true;
  }
  return false;
}

}  // namespace request_maps_detail

using Kind = Node::Kind;

bool RequestMaps::is_beside(std::uint32_t node) {
  const std::uint32_t map = document_[node].parent;
  if (map == kNone || !document_.is(map, Kind::Map)) return false;
  const auto known = known_.find(map);
  if (known != known_.end()) return known->second;
  return known_[map] = holds_request(map);
}

bool RequestMaps::holds_request(std::uint32_t map) {
  const std::string_view outer = document_.key(map);
  // goss: http: {https://a.example/: {status: 200, headers: [...]}}
  const std::uint32_t around = document_[map].parent;
  if (request_maps_detail::is_address(outer) && around != kNone && text::iequals(document_.key(around), "http"))
    return true;
  bool answered = false;
  bool asks = false;
  for (std::uint32_t each = document_[map].first; each != kNone; each = document_[each].next) {
    const std::string key = plain(document_.key(each));
    answered = answered || key == "status" || key == "statuscode" || key == "response" || key == "ok";
    const std::string_view words = document_.text(each);
    asks = asks || ((key == "method" || key == "httpmethod") && request_maps_detail::is_verb(words)) ||
           (key == "url" && plain(outer) == "uri");  // Ansible's
  }
  return asks && !answered;
}

bool RequestMaps::is_one(std::uint32_t map) {
  for (std::uint32_t each = document_[map].first; each != kNone; each = document_[each].next) {
    if (!document_.is(each, Kind::Text)) continue;
    const std::string_view key = document_.key(each);
    // A rule that is switched off
    if (key == "enabled" && document_[map].parent != kNone && document_.text(each) == "false") return true;
    const bool says = key == "name" || key == "type" || key == "plugin" || key == "in";
    const bool orders = key == "operation" || key == "action" || is_like(key, "headerAction") || key == "op";
    if (!says && !orders) continue;
    const std::string value = plain(document_.text(each));
    if (says && has(value, "request") && !has(value, "response")) return true;
    if (orders && (has(value, "remove") || has(value, "delete") || has(value, "unset"))) return true;
  }
  return false;
}

}  // namespace headstrong::http::document

// Which of the headers of a tree belong to one place: a path, or a subtree of its own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string_view>
#include <vector>

#include "http/document/document.hpp"
#include "http/document/header_tree.hpp"
#include "http/document/places.hpp"

namespace headstrong::http::document {

class PathParts {
 public:
  PathParts(Document& document, const std::vector<SetHeader>& found) : document_(document), found_(found) {}

  /// Begins a place for each path, and for each subtree that sets what another one sets, too. Gives the number of paths.
  std::size_t hand_out(TreePlaces& places);

 private:
  std::string_view path_of(std::uint32_t entry);
  std::string_view own_path_of(std::uint32_t map);
  void hand_out(TreePlaces& places, std::string_view path, const std::vector<std::size_t>& which, int depth);
  std::uint32_t around_all(const std::vector<std::size_t>& which) const;
  std::vector<std::uint32_t> ancestors(std::uint32_t node) const;
  std::uint32_t child_towards(std::uint32_t around, std::uint32_t node) const;

  Document& document_;
  const std::vector<SetHeader>& found_;
  std::map<std::uint32_t, std::string_view> paths_;
};

}  // namespace headstrong::http::document

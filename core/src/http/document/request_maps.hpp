// Maps of a tree that are about requests, so that the headers in them are not those of a response.
#pragma once

#include <cstdint>
#include <map>

#include "http/document/document.hpp"

namespace headstrong::http::document {

class RequestMaps {
 public:
  explicit RequestMaps(Document& document) : document_(document) {}

  /// Whether the text, of what stands beside `node`, says that a request is sent, or what a test wants of its answer.
  bool is_beside(std::uint32_t node);
  /// A map whose own name, kind or order says that it is not for responses, or takes something away.
  bool is_one(std::uint32_t map);

 private:
  bool holds_request(std::uint32_t map);

  Document& document_;
  std::map<std::uint32_t, bool> known_;
};

}  // namespace headstrong::http::document

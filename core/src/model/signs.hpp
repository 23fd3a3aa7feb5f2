// Signs by which a response tells of what it was made with, as tables of core/data write them.
#pragma once

#include <algorithm>
#include <string_view>

#include "http/message.hpp"

namespace headstrong::model {

/// Whether the response shows "cookie:text", a cookie whose name begins with the text, or "header:text", a header that
/// has the text in it; letters in lower case, "~" for a space.
bool shows(const http::Response& response, std::string_view sign);

/// The first of the blank-separated signs for which `use` is true; empty where there is none.
template <class Use>
std::string_view first_sign(std::string_view signs, Use use) {
  while (!signs.empty()) {
    const std::size_t end = std::min(signs.find(' '), signs.size());
    const std::string_view sign = signs.substr(0, end);
    if (!sign.empty() && use(sign)) return sign;
    signs.remove_prefix(end < signs.size() ? end + 1 : end);
  }
  return {};
}

}  // namespace headstrong::model

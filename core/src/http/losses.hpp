// What a place of a configuration loses of the headers around it, in a sentence.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "http/message.hpp"

namespace headstrong::http {

/// Whether a page without the header is less protected.
bool protects(std::string_view name);

/// The headers without which the place protects its pages less.
std::vector<std::string_view> protecting(const Loss& loss);

/// "location /app block, line 9, doesn't send X-Frame-Options: ..."; empty where nothing is lost that protects.
std::string sentence_of(const Loss& loss, Format format);

}  // namespace headstrong::http

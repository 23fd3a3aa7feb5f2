#include "model/signs.hpp"

#include <algorithm>
#include <string>

#include "text/ascii.hpp"

namespace headstrong::model {

bool shows(const http::Response& response, std::string_view sign) {
  const std::size_t colon = sign.find(':');
  const std::string_view place = sign.substr(0, colon);
  const bool cookie = place == "cookie";
  const std::string_view name = cookie ? std::string_view("set-cookie") : place;
  for (const http::Field& field : response.fields) {
    if (!text::iequals(field.name, name)) continue;
    std::string needle(sign.substr(colon + 1));
    std::replace(needle.begin(), needle.end(), '~', ' ');
    const std::string value = text::lowered(field.value.text());
    if (cookie ? value.compare(0, needle.size(), needle) == 0 : value.find(needle) != std::string::npos) return true;
  }
  return false;
}

}  // namespace headstrong::model

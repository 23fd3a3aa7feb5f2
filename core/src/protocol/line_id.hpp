// What a line of NDJSON calls itself, repeated in its answer.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace headstrong::protocol {

/// The answer with the line's "id" at its end, where both are objects and the line has one.
inline std::string with_id(std::string answer, const nlohmann::json& line) {
  const auto id = line.is_object() ? line.find("id") : line.end();
  if (!line.is_object() || id == line.end() || answer.empty() || answer.front() != '{') return answer;
  constexpr auto kReplace = nlohmann::json::error_handler_t::replace;
  answer.pop_back();
  answer += answer.size() > 1 ? ",\"id\":" : "\"id\":";
  answer += id->dump(-1, ' ', true, kReplace);
  return answer + "}";
}

}  // namespace headstrong::protocol

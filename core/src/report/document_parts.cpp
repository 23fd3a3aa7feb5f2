#include "report/document_parts.hpp"

namespace headstrong::report {

std::string capital(std::string_view word) {
  std::string out(word);
  if (!out.empty() && out[0] >= 'a' && out[0] <= 'z') out[0] = static_cast<char>(out[0] - 32);
  return out;
}

const ResponseSummary* chosen_response(const Report& report) {
  for (const ResponseSummary& response : report.input.responses) {
    if (response.chosen) return &response;
  }
  return nullptr;
}

}  // namespace headstrong::report

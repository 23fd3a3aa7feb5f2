#include "emit/netlify.hpp"

namespace headstrong::emitters {

namespace netlify {

bool commas_are_kept(std::string_view value) {
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (value[i] != ',') continue;
    const bool blank_before = i > 0 && value[i - 1] == ' ';
    const bool one_blank_after = i + 2 < value.size() && value[i + 1] == ' ' && value[i + 2] != ' ';
    if (blank_before || !one_blank_after || value[i + 2] == ',') return false;
  }
  return true;
}

}  // namespace netlify

void refuse_netlify_commas(const Request& request, EmitResult& result) {
  for (const Field& field : request.fields()) {
    if (netlify::commas_are_kept(field.values.front())) continue;
    refuse(result, field.name,
           "Netlify rewrites the blanks around commas: only a comma with one blank after it and "
           "none before it arrives as it is");
    return;
  }
}

}  // namespace headstrong::emitters

#include "http/tool_rows.hpp"

#include "text/ascii.hpp"

namespace headstrong::http {
namespace tool_rows_detail {

struct Known {
  std::string_view words;
  Row row;
};
constexpr Known kKnown[] = {{"general", Row::GeneralTitle},
                            {"response headers", Row::ResponseTitle},
                            {"request headers", Row::RequestTitle},
                            {"summary", Row::GeneralTitle},
                            {"response", Row::ResponseTitle},
                            {"request", Row::RequestTitle},
                            {"raw", Row::Control},
                            {"view source", Row::Control},
                            {"view parsed", Row::Control},
                            {"provisional headers are shown", Row::Control},
                            {"request url", Row::Url},
                            {"status code", Row::Status},
                            {"request method", Row::General},
                            {"remote address", Row::General},
                            {"referrer policy", Row::General}};

}  // namespace tool_rows_detail

Label label_of(std::string_view line) {
  const std::string_view s = text::trim(line, text::kSpaceTab);
  for (const tool_rows_detail::Known& known : tool_rows_detail::kKnown) {
    if (!text::istarts_with(s, known.words)) continue;
    std::string_view rest = s.substr(known.words.size());
    if (rest.empty()) return {known.row, {}};
    // "Response Headers (434 B)", "Response Headers view source"
    // Safari's titles are words of other texts, too: alone on their line they are titles.
    if (is_title(known.row) && known.words.find(' ') == std::string_view::npos && known.words != "general") continue;
    const bool title = known.row == Row::ResponseTitle || known.row == Row::RequestTitle;
    if (title && (rest.substr(0, 2) == " (" || rest == " view source")) return {known.row, {}};
    if (rest[0] != ':') continue;
    rest = text::trim(rest.substr(1), text::kSpaceTab);
    if (rest.empty() || is_of_exchange(known.row)) return {known.row, rest};
  }
  return {};
}

}  // namespace headstrong::http

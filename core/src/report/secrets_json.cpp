#include "headstrong/write_report.hpp"
#include "http/secrets/secrets.hpp"
#include "report/json_writer.hpp"
#include "text/utf8.hpp"

namespace headstrong {
namespace secrets_json_detail {

struct Row {
  const http::Secret& secret;
};
template <class V>
void fields(V& v, const Row& row) {
  v("start", report::Position{row.secret.span.start});
  v("end", report::Position{row.secret.span.end});
  v("what", row.secret.what);
}

}  // namespace secrets_json_detail

std::string secrets_json(std::string_view text, Encoding encoding) {
  const text::Utf16Offsets offsets(encoding == Encoding::Utf16 ? text : std::string_view());
  report::JsonWriter writer(encoding == Encoding::Utf16 ? &offsets : nullptr);
  const std::vector<http::Secret> secrets = http::find_secrets(text);
  std::vector<secrets_json_detail::Row> rows;
  for (const http::Secret& secret : secrets) rows.push_back({secret});
  writer.value(rows);
  return writer.take();
}

}  // namespace headstrong

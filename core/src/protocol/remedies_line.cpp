#include <utility>

#include "headstrong/harden.hpp"
#include "headstrong/lines.hpp"
#include "headstrong/remedies.hpp"
#include "protocol/decide_input.hpp"
#include "protocol/line_id.hpp"
#include "report/remedies_fields.hpp"
#include "text/json.hpp"
#include "text/utf8.hpp"

namespace headstrong::protocol {
namespace remedies_line_detail {

Encoding read_encoding(FieldReader& line, Encoding otherwise) {
  const std::string_view name = line.text("encoding");
  if (name.empty()) return otherwise;
  if (name != "utf-8" && name != "utf-16") line.fail_value("encoding", "must be utf-8 or utf-16", name);
  return name == "utf-8" ? Encoding::Utf8 : Encoding::Utf16;
}

/// What helps, and whose the blocked file is.
struct RemediesLine {
  const Remedies* found = nullptr;
  std::optional<SeenService> service;
};
template <class V>
void fields(V& v, const RemediesLine& line) {
  fields(v, *line.found);
  v.optional("service", line.service);
}

}  // namespace remedies_line_detail

}  // namespace headstrong::protocol

namespace headstrong {

std::string remedies_line(std::string_view json_line, Encoding encoding, std::optional<std::string_view> text) {
  using namespace protocol;
  using namespace protocol::remedies_line_detail;
  const text::JsonDocument document(json_line, text::JsonDocument::LoneSurrogates::Replaced);
  const Json line = document.root();
  if (!line) return error_json("the line is not valid JSON");
  if (!line.is_object()) return error_json("the line must be a JSON object");
  std::string error;
  FieldReader reader(line, "", error);
  if (!text && reader.field("text")) text = reader.text("text");
  RemedyQuestion question;
  if (reader.field("page")) question.page = reader.text("page");
  question.browser = read_browser(reader);
  question.opens = reader.flag("opens", true);
  encoding = read_encoding(reader, encoding);
  std::optional<std::size_t> response;
  if (reader.field("response")) response = reader.count("response");
  std::vector<decide::PolicyText> policies;
  if (!text) policies = read_policies(reader, error);
  const std::string_view x_frame_options = reader.text("xFrameOptions");
  const Json request = reader.field("request");
  if (!request) {
    reader.fail("request", "is missing");
  } else if (error.empty()) {
    question.request = read_request(request, error);
  }
  if (!error.empty()) return with_id(error_json(error), line);
  const Remedies found = text ? remedies(*text, response, question) : remedies(policies, x_frame_options, question);
  if (!found.error.empty()) return with_id(error_json(found.error), line);
  const text::Utf16Offsets offsets(text && encoding == Encoding::Utf16 ? *text : std::string_view());
  report::JsonWriter writer(encoding == Encoding::Utf16 ? &offsets : nullptr);
  const bool is_loaded = decide::request_needs(question.request.type) == decide::RequestNeeds::Url;
  writer.value(RemediesLine{&found, is_loaded ? service_of(question.request.url) : std::nullopt});
  return with_id(writer.take(), line);
}

}  // namespace headstrong

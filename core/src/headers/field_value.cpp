#include "headers/field_value.hpp"

#include <algorithm>

namespace headstrong::headers {

FieldValue::FieldValue(const http::Response& response, std::uint32_t field)
    : response_(&response), text_(response.fields[field].value.text()), first_{0, field} {}

FieldValue::FieldValue(const http::Response& response, const std::vector<std::uint32_t>& fields)
    : FieldValue(response, fields.front()) {
  if (fields.size() == 1) return;
  std::size_t size = 0;
  for (const std::uint32_t field : fields) size += response.fields[field].value.text().size() + 2;
  joined_.reserve(size);
  parts_.reserve(fields.size());
  for (const std::uint32_t field : fields) {
    if (!parts_.empty()) {
      joined_.push_back(',');
      joined_.push_back(' ');
    }
    parts_.push_back({static_cast<std::uint32_t>(joined_.size()), field});
    const std::string_view value = response.fields[field].value.text();
    joined_.insert(joined_.end(), value.begin(), value.end());
  }
  text_ = std::string_view(joined_.data(), joined_.size());
}

const FieldValue::Part& FieldValue::part_at(std::size_t offset) const {
  if (parts_.empty()) return first_;
  const auto after = std::upper_bound(parts_.begin(), parts_.end(), offset,
                                      [](std::size_t at, const Part& part) { return at < part.start; });
  return *(after - 1);
}

Span FieldValue::to_source(std::string_view part) const {
  const std::size_t offset = offset_of(part);
  const Part& in = part_at(offset);
  const text::MappedText& value = response_->fields[in.field].value;
  const std::size_t begin = std::min(offset - in.start, value.text().size());
  const std::size_t end = std::min(begin + part.size(), value.text().size());
  return value.to_source(begin, end);
}

}  // namespace headstrong::headers

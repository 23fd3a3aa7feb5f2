// The value of a header as a browser gets it, with the way back to where each part was written.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "headstrong/span.hpp"
#include "http/message.hpp"

namespace headstrong::headers {

/// The values of all fields of one name, joined by ", " (RFC 9110 section 5.3, Fetch "get").
/// Parsers read text() and keep views into it; to_source() and field_of() place such a view.
/// The response must outlive the value.
class FieldValue {
 public:
  FieldValue() = default;
  FieldValue(const FieldValue&) = delete;  // text() of a copy would point into the original
  FieldValue& operator=(const FieldValue&) = delete;
  FieldValue(FieldValue&&) = default;
  FieldValue& operator=(FieldValue&&) = default;
  ~FieldValue() = default;
  /// `fields` are indices into the response's fields, in order; there is at least one.
  FieldValue(const http::Response& response, const std::vector<std::uint32_t>& fields);
  /// One field alone, as Set-Cookie and Strict-Transport-Security are read.
  FieldValue(const http::Response& response, std::uint32_t field);

  std::string_view text() const { return text_; }
  /// Where a part of text() was written; what reaches into the next field is cut at the field's end.
  Span to_source(std::string_view part) const;
  /// The field that a part of text() begins in.
  std::uint32_t field_of(std::string_view part) const { return part_at(offset_of(part)).field; }
  std::uint32_t first_field() const { return first_.field; }
  /// Whether it was put together from several fields.
  bool is_joined() const { return !parts_.empty(); }

 private:
  struct Part {
    std::uint32_t start = 0;  // in text_
    std::uint32_t field = 0;
  };
  std::size_t offset_of(std::string_view part) const { return static_cast<std::size_t>(part.data() - text_.data()); }
  const Part& part_at(std::size_t offset) const;

  const http::Response* response_ = nullptr;
  std::string_view text_;
  std::vector<char> joined_;  // owns text_ where there are several fields; moving keeps it in place
  std::vector<Part> parts_;   // empty where there is one field
  Part first_;
};

}  // namespace headstrong::headers

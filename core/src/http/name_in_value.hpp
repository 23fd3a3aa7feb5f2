// A header's name within a header's value: a line of configuration, or a whole second header, that was
// taken for a value.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "grammar/header_names.hpp"
#include "http/message.hpp"

namespace headstrong::http {

struct NameInValue {
  std::uint32_t field = 0;
  std::string_view name;  // as it stands in the value
  HeaderName header = HeaderName::Unknown;
  bool own = false;  // the field's own name (or a misspelling of it)
  /// What does not belong into the value: from the name, and a quote before it, to behind its colon.
  std::size_t begin = 0;
  std::size_t end = 0;
  /// Where what stands before the name ends, separators apart. The same as `begin` at the start.
  std::size_t before = 0;
  /// The quote at the value's end that goes with one at its start; npos where there is none.
  std::size_t closing_quote = std::string_view::npos;
  bool leads() const { return before == 0; }
};

/// Every such name in the values of the response, in order. Linear in their bytes.
/// `names` are the headers that its fields are.
std::vector<NameInValue> names_in_values(const Response& response, const std::vector<HeaderName>& names);

}  // namespace headstrong::http

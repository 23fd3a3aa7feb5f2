// Which fields of a response a header set replaces, removes and adds.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "headstrong/header_set.hpp"
#include "http/message.hpp"

namespace headstrong::writing {

struct NewField {
  std::string name;
  std::string_view value;
};

/// What becomes of one field.
struct Step {
  enum class Act : std::uint8_t { Keep, Set, Remove };
  Act act = Act::Keep;
  std::string_view value;  // of Set
};

/// A field that follows another one.
struct Insertion {
  std::size_t after = 0;  // index of that field
  NewField field;
};

struct Merge {
  std::vector<const http::Field*> fields;  // of the header section; a page's <meta> are not in it
  std::vector<Step> steps;                 // one a field
  std::vector<Insertion> within;           // in the order of `after`
  std::vector<NewField> at_end;            // fields of one name stand together
};

/// The values that the text does not hold yet.
std::vector<std::string_view> written_values(const Merge& merge);
/// Whether one of them has a place for the nonce of each response.
bool writes_nonce(const Merge& merge);

/// Views into `set` and the response.
Merge merge(const http::Response& response, const HeaderSet& set);

}  // namespace headstrong::writing

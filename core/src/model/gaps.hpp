// Which fields have values that the text does not hold: variables and calls stand for them.
#pragma once

#include <cstdint>
#include <vector>

#include "grammar/header_names.hpp"
#include "model/response_model.hpp"

namespace headstrong::model {

/// How much of a field's value the text does not hold.
enum class Gap : std::uint8_t {
  None,
  Within,  // parts of words: a host's name, a number. A nonce's place is no gap.
  Words,   // whole words: of a policy it may be sources or directives
  Whole    // all of it
};

/// Where the text of a response has something that it does not hold.
class GapPlaces {
 public:
  explicit GapPlaces(const http::Response& response);
  bool empty() const { return places_.empty(); }
  bool meets(Span place) const;
  Gap of(const text::MappedText& value) const;

 private:
  std::vector<Span> places_;  // in order
};

/// The gaps of a response's fields. The model must outlive it.
class Gaps {
 public:
  explicit Gaps(const ResponseModel& response);
  bool empty() const { return gaps_.empty(); }
  Gap of(std::uint32_t field) const { return gaps_.empty() ? Gap::None : gaps_[field]; }
  /// The greatest among the fields and meta elements of a name.
  Gap of(http::HeaderName name) const;

 private:
  const ResponseModel& response_;
  std::vector<Gap> gaps_;  // of all fields; empty where there are none
};

}  // namespace headstrong::model

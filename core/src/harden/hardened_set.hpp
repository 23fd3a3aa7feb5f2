// A set of headers in the making, and what is said of it.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "grammar/header_names.hpp"
#include "headstrong/harden.hpp"
#include "model/response_model.hpp"

namespace headstrong::hardening {

class HardenedSet {
 public:
  explicit HardenedSet(const model::ResponseModel& model) : model_(model) {}

  /// Puts a header behind those that are there. One that servers must not send stays out, which is said.
  void add(std::string name, std::string value);
  /// Adds every field of that name as the response has it.
  void keep_as_it_is(http::HeaderName name);

  /// What was done to a header.
  void say(std::string_view header, std::string sentence);
  /// What was not done, or what only the site can mend.
  void say_open(std::string_view header, std::string sentence);
  void take(std::vector<HardenChange> changes);

  HardenResult& result() { return result_; }

 private:
  const model::ResponseModel& model_;
  HardenResult result_;
};

}  // namespace headstrong::hardening

// Questions to the engine as a line of JSON has them (design section 3.4).
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "headstrong/decide.hpp"
#include "headstrong/header_set.hpp"
#include "text/json.hpp"
#include "text/utf8.hpp"

namespace headstrong::protocol {

using Json = text::JsonValue;

/// Reads the fields of one JSON object; the first fault stays.
class FieldReader {
 public:
  FieldReader(const Json& object, std::string_view what, std::string& error)
      : object_(object), what_(what), error_(error) {}

  /// None where it is absent or null.
  Json field(std::string_view name) const {
    const Json found = object_.find(name);
    return found && found.is_null() ? Json() : found;
  }
  /// The string `name`; empty where it is absent.
  std::string_view text(std::string_view name, bool required = false) {
    const Json json = field(name);
    if (!json) {
      if (required) fail(name, "is missing");
      return {};
    }
    if (!json.is_string()) fail(name, "must be a string");
    return json.text();
  }
  bool flag(std::string_view name, bool otherwise) {
    const Json json = field(name);
    if (!json) return otherwise;
    const std::optional<bool> told = json.boolean();
    if (!told) fail(name, "must be true or false");
    return told.value_or(otherwise);
  }
  std::uint32_t count(std::string_view name) {
    const Json json = field(name);
    if (!json) return 0;
    const text::JsonNumber number = json.number();
    if (!number.whole || number.negative) {
      fail(name, "must be a whole number, 0 or more");
      return 0;
    }
    constexpr std::uint64_t kMost = 1000;
    return static_cast<std::uint32_t>(std::min(number.magnitude, kMost));
  }
  std::vector<std::string_view> texts(std::string_view name) {
    std::vector<std::string_view> out;
    const Json json = field(name);
    if (!json) return out;
    if (!json.is_array()) {
      fail(name, "must be an array of strings");
      return out;
    }
    for (const Json& item : json) {
      if (!item.is_string()) {
        fail(name, "must be an array of strings");
        return out;
      }
      out.push_back(item.text());
    }
    return out;
  }
  void fail(std::string_view name, std::string_view fault) {
    if (!error_.empty()) return;
    error_ = what_;
    error_ += '"';
    error_ += name;
    error_ += "\" ";
    error_ += fault;
  }
  /// The same with what was found there.
  void fail_value(std::string_view name, std::string_view fault, std::string_view value) {
    fail(name, std::string(fault) + ", not \"" + std::string(text::start_of(value, 60)) + "\"");
  }

 private:
  Json object_;
  std::string_view what_;
  std::string& error_;
};

/// The browser of the field "browser"; nothing where there is none, and a fault where it is no browser's name.
std::optional<decide::Profile> read_browser(FieldReader& line);
/// The policies of `headers`, or of `policies` in its place.
std::vector<decide::PolicyText> read_policies(FieldReader& line, std::string& error);
/// What else the response sends, for what it does beside the policies: [["name","value"],...].
std::vector<Header> read_headers(FieldReader& line);
/// The texts of the request are those of `json`.
decide::Request read_request(const Json& json, std::string& error);

}  // namespace headstrong::protocol

#include "headers/report_to.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "text/ascii.hpp"
#include "text/json.hpp"

namespace headstrong::headers {
namespace report_to_detail {

/// One object of the header, as far as anybody looks at it.
struct Object {
  std::string group;
  std::string report_to;
  bool has_report_to = false;
  bool has_max_age = false;
  bool max_age_is_zero = false;
  bool has_endpoint = false;
  bool has_insecure_endpoint = false;
};

/// Listens to a JSON parser that reads [object, object ...]; keeps nothing but the objects' facts.
class Listener final : public text::JsonListener {
 public:
  std::vector<Object> objects;
  bool other_than_objects = false;

  bool literal(std::size_t) override { return scalar(); }
  bool number(const text::JsonNumber& number, std::size_t) override {
    const bool acceptable = number.whole && (!number.negative || number.magnitude == 0);
    if (depth_ == kInObject && key_ == "max_age" && acceptable) {
      objects.back().has_max_age = true;
      objects.back().max_age_is_zero = number.magnitude == 0;
    }
    return scalar();
  }
  bool string(std::string_view value, Span) override {
    if (depth_ == kInObject && key_ == "group") objects.back().group = value;
    if (depth_ == kInObject && key_ == "report_to") {
      objects.back().report_to = value;
      objects.back().has_report_to = true;
    }
    if (depth_ == kInEndpoint && in_endpoints_ && key_ == "url") {
      objects.back().has_endpoint = true;
      if (text::istarts_with(value, "http:")) objects.back().has_insecure_endpoint = true;
    }
    return scalar();
  }
  bool open(bool is_array, std::size_t) override {
    if (depth_ == kInList && is_array) other_than_objects = true;
    if (depth_ == kInList && !is_array) objects.push_back({});
    if (depth_ == kInObject && is_array) in_endpoints_ = key_ == "endpoints";
    ++depth_;
    return true;
  }
  bool close(std::size_t) override {
    --depth_;
    return true;
  }
  bool key(std::string_view name, Span) override {
    key_ = name;
    return true;
  }

 private:
  static constexpr int kInList = 1;
  static constexpr int kInObject = 2;
  static constexpr int kInEndpoint = 4;

  bool scalar() {
    if (depth_ == kInList) other_than_objects = true;
    return true;
  }

  int depth_ = 0;
  bool in_endpoints_ = false;
  std::string key_;
};

/// Reads the value as a list of objects; false where it is something else.
bool read(std::string_view value, Listener& listener) {
  std::string list = "[";
  list += value;
  list += ']';
  return text::read_json(list, listener).whole && !listener.other_than_objects && !listener.objects.empty();
}

}  // namespace report_to_detail

ReportTo parse_report_to(std::string_view value) {
  ReportTo header;
  report_to_detail::Listener listener;
  header.is_json = report_to_detail::read(value, listener);
  if (!header.is_json) return header;
  for (report_to_detail::Object& object : listener.objects) {
    const bool complete = object.has_max_age && (object.has_endpoint || object.max_age_is_zero);
    if (!complete) {
      header.incomplete = true;
      continue;
    }
    header.insecure |= object.has_insecure_endpoint;
    header.groups.push_back(object.group.empty() ? "default" : std::move(object.group));
  }
  return header;
}

bool ReportTo::defines(std::string_view group) const {
  return std::any_of(groups.begin(), groups.end(), [&](const std::string& known) { return known == group; });
}

Nel parse_nel(std::string_view value) {
  Nel header;
  report_to_detail::Listener listener;
  header.is_json = report_to_detail::read(value, listener);
  if (!header.is_json) return header;
  const report_to_detail::Object& object = listener.objects.front();
  header.has_report_to = object.has_report_to;
  header.has_max_age = object.has_max_age;
  header.removes = object.max_age_is_zero;
  header.report_to = object.report_to;
  return header;
}

}  // namespace headstrong::headers

#include "report/decide_line.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

#include "headstrong/decide.hpp"
#include "headstrong/header_set.hpp"
#include "report/json_writer.hpp"
#include "report/line_id.hpp"
#include "text/ascii.hpp"
#include "text/lone_surrogates.hpp"

namespace headstrong::report {
namespace decide_line_detail {

using Json = nlohmann::json;

struct Error {
  std::string error;
};
template <class V>
void fields(V& v, const Error& e) {
  v("error", e.error);
}

template <class Item>
struct PerProfile {
  std::array<Item, decide::kProfileCount> items{};
};
template <class V, class Item>
void fields(V& v, const PerProfile<Item>& p) {
  for (const decide::Profile profile : decide::kProfiles) {
    v(decide::profile_name(profile), p.items[static_cast<std::size_t>(profile)]);
  }
}

using MaybeText = std::optional<std::string_view>;
MaybeText text_or_null(std::string_view s) { return s.empty() ? MaybeText() : MaybeText(s); }

struct DecidedByLine {
  const decide::DecidedBy* by = nullptr;
};
template <class V>
void fields(V& v, const DecidedByLine& line) {
  v("policy", line.by->policy);
  v("disposition", line.by->disposition == decide::PolicyDisposition::Enforce ? "enforce" : "report");
  v("list", text_or_null(line.by->list));
  v("source", text_or_null(line.by->source));
  v("allowed", line.by->allowed);
}

struct ObstacleLine {
  const decide::Obstacle* obstacle = nullptr;
};
template <class V>
void fields(V& v, const ObstacleLine& line) {
  std::vector<std::string_view> profiles;
  for (const decide::Profile profile : line.obstacle->profiles) {
    profiles.push_back(decide::profile_name(profile));
  }
  v("header", text_or_null(line.obstacle->header));
  v("profiles", profiles);
  v("sentence", line.obstacle->sentence);
}

struct VerdictLine {
  const decide::Verdict* verdict = nullptr;
};
template <class V>
void fields(V& v, const VerdictLine& line) {
  PerProfile<std::string_view> words;
  PerProfile<MaybeText> directives;
  for (std::size_t p = 0; p < decide::kProfileCount; ++p) {
    words.items[p] = line.verdict->allowed[p] ? "allowed" : "blocked";
    directives.items[p] = text_or_null(line.verdict->directive[p]);
  }
  std::vector<DecidedByLine> decided_by;
  for (const decide::DecidedBy& by : line.verdict->decided_by) decided_by.push_back({&by});
  v("verdict", words);
  v("directive", directives);
  v("decidedBy", decided_by);
  v("why", line.verdict->why);
  if (!line.verdict->assumed.empty()) v("assumed", line.verdict->assumed);
  if (line.verdict->but.empty()) return;
  std::vector<ObstacleLine> but;
  for (const decide::Obstacle& obstacle : line.verdict->but) but.push_back({&obstacle});
  v("but", but);
}

/// Reads the fields of one JSON object; the first fault stays.
class Reader {
 public:
  Reader(const Json& object, std::string_view what, std::string& error)
      : object_(object), what_(what), error_(error) {}

  const Json* field(const char* name) const {
    const auto found = object_.find(name);
    return found == object_.end() || found->is_null() ? nullptr : &*found;
  }
  /// The string `name`; empty where it is absent.
  std::string_view text(const char* name, bool required = false) {
    const Json* json = field(name);
    if (json == nullptr) {
      if (required) fail(name, "is missing");
      return {};
    }
    if (!json->is_string()) {
      fail(name, "has to be a string");
      return {};
    }
    return json->get_ref<const std::string&>();
  }
  bool flag(const char* name, bool otherwise) {
    const Json* json = field(name);
    if (json == nullptr) return otherwise;
    if (!json->is_boolean()) fail(name, "has to be true or false");
    return json->is_boolean() ? json->get<bool>() : otherwise;
  }
  std::uint32_t count(const char* name) {
    const Json* json = field(name);
    if (json == nullptr) return 0;
    if (!json->is_number_unsigned()) {
      fail(name, "has to be a whole number, 0 or more");
      return 0;
    }
    constexpr std::uint64_t kMost = 1000;
    return static_cast<std::uint32_t>(std::min(json->get<std::uint64_t>(), kMost));
  }
  std::vector<std::string_view> texts(const char* name) {
    std::vector<std::string_view> out;
    const Json* json = field(name);
    if (json == nullptr) return out;
    if (!json->is_array()) {
      fail(name, "has to be an array of strings");
      return out;
    }
    for (const Json& item : *json) {
      if (!item.is_string()) {
        fail(name, "has to be an array of strings");
        return out;
      }
      out.push_back(item.get_ref<const std::string&>());
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
    fail(name, std::string(fault) + ", not \"" + std::string(value.substr(0, 60)) + "\"");
  }

 private:
  const Json& object_;
  std::string_view what_;
  std::string& error_;
};

std::vector<decide::PolicyText> read_policies(Reader& line, std::string& error) {
  std::vector<decide::PolicyText> policies;
  if (line.field("policies") == nullptr) {
    if (line.field("headers") == nullptr) {
      line.fail("headers", "is missing (or \"policies\" in its place)");
    }
    for (const std::string_view value : line.texts("headers")) policies.push_back({value});
    return policies;
  }
  const Json& list = *line.field("policies");
  if (!list.is_array()) {
    line.fail("policies", "has to be an array of objects");
    return policies;
  }
  for (const Json& item : list) {
    if (!item.is_object()) {
      line.fail("policies", "has to be an array of objects");
      return policies;
    }
    Reader reader(item, "a policy's ", error);
    decide::PolicyText policy;
    policy.value = reader.text("value", true);
    const std::string_view disposition = reader.text("disposition");
    const std::string_view delivery = reader.text("delivery");
    if (disposition == "report") {
      policy.disposition = decide::PolicyDisposition::Report;
    } else if (!disposition.empty() && disposition != "enforce") {
      reader.fail_value("disposition", "is enforce or report", disposition);
    }
    if (delivery == "meta") {
      policy.delivery = decide::PolicyDelivery::Meta;
    } else if (!delivery.empty() && delivery != "header") {
      reader.fail_value("delivery", "is header or meta", delivery);
    }
    policies.push_back(policy);
  }
  return policies;
}

/// What else the response sends, for what it does beside the policies: [["name","value"],...].
std::vector<Header> read_headers(Reader& line) {
  std::vector<Header> headers;
  const Json* list = line.field("responseHeaders");
  if (list == nullptr) return headers;
  const auto is_pair = [](const Json& item) {
    return item.is_array() && item.size() == 2 && item[0].is_string() && item[1].is_string();
  };
  if (!list->is_array() || !std::all_of(list->begin(), list->end(), is_pair)) {
    line.fail("responseHeaders", "has to be an array of [name, value]");
    return headers;
  }
  for (const Json& item : *list) {
    headers.push_back({item[0].get<std::string>(), item[1].get<std::string>()});
  }
  return headers;
}

decide::Request read_request(const Json& json, std::string& error) {
  decide::Request request;
  if (!json.is_object()) {
    error = "\"request\" has to be an object";
    return request;
  }
  Reader reader(json, "the request's ", error);
  const std::string_view type = reader.text("type", true);
  if (error.empty() && !decide::request_type(type, request.type)) {
    reader.fail_value("type", "is none of the known request types", type);
  }
  request.url = reader.text("url");
  request.nonce = reader.text("nonce");
  request.integrity = reader.text("integrity");
  request.content = reader.text("content");
  request.content_hash = reader.text("contentHash");
  request.content_type = reader.text("contentType");
  request.name = reader.text("name");
  request.ancestors = reader.texts("ancestors");
  request.redirects = reader.count("redirects");
  request.parser_inserted = reader.flag("parserInserted", true);
  request.trusted = reader.flag("trusted", false);
  if (!error.empty()) return request;
  const decide::RequestNeeds needs = decide::request_needs(request.type);
  if (needs == decide::RequestNeeds::Url && reader.field("url") == nullptr) {
    reader.fail("url", "is missing");
  }
  if (needs == decide::RequestNeeds::Framing && reader.field("url") == nullptr &&
      request.ancestors.empty()) {
    reader.fail("url", "is missing (the parent's, or \"ancestors\")");
  }
  if (needs == decide::RequestNeeds::Name && reader.field("name") == nullptr) {
    reader.fail("name", "is missing");
  }
  return request;
}

std::string error_line(const std::string& error) { return json_of(Error{error}); }

std::string verdict_line(const decide::Decider& decider, const Json& json) {
  std::string error;
  const decide::Request request = read_request(json, error);
  if (!error.empty()) return error_line(error);
  decide::Verdict verdict;
  error = decider.decide(request, verdict);
  return error.empty() ? json_of(VerdictLine{&verdict}) : error_line(error);
}

/// Each verdict lists every policy, so that many requests to many policies would be answered in the
/// product of their numbers. From this size on requests are only told so, to be asked in a line of
/// their own.
std::size_t longest_answer(std::size_t line) { return 32 * line + (std::size_t{8} << 20); }

template <class Answer>
std::string answer_list(const Json& requests, std::size_t line, Answer answer) {
  static const std::string kTooLong = error_line("too many requests for so many policies in one line");
  std::string out = "[";
  for (const Json& item : requests) {
    if (out.size() > 1) out += ',';
    out += out.size() < longest_answer(line) ? answer(item) : kTooLong;
  }
  return out + "]";
}

}  // namespace decide_line_detail

std::string decide_line(std::string_view json_line) {
  using namespace decide_line_detail;
  const Json line = Json::parse(text::without_lone_surrogates(json_line), nullptr, false);
  if (line.is_discarded()) return error_line("the line is not JSON");
  if (!line.is_object()) return error_line("the line has to be a JSON object");
  std::string error;
  Reader reader(line, "", error);
  const std::string_view page = reader.text("page");
  const std::vector<Header> others = read_headers(reader);
  const std::vector<decide::PolicyText> policies = read_policies(reader, error);
  const std::string_view x_frame_options = reader.text("xFrameOptions");
  const Json* requests = reader.field("requests");
  const Json* request = reader.field("request");
  if (requests != nullptr && !requests->is_array()) {
    reader.fail("requests", "has to be an array of objects");
  }
  if (requests == nullptr && request == nullptr) reader.fail("request", "is missing");
  if (error.empty()) {
    decide::Decider decider(page, policies, x_frame_options);
    for (const Header& header : others) decider.add_header(header.name, header.value);
    error = decider.error();
    if (error.empty() && requests == nullptr) return with_id(verdict_line(decider, *request), line);
    if (error.empty()) {
      return answer_list(*requests, json_line.size(),
                         [&](const Json& item) { return with_id(verdict_line(decider, item), item); });
    }
  }
  if (requests == nullptr || !requests->is_array()) return with_id(error_line(error), line);
  return answer_list(*requests, json_line.size(),
                     [&](const Json& item) { return with_id(error_line(error), item); });
}

}  // namespace headstrong::report

// JSON pastes: objects and arrays of headers, and HTTP archives.
#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "http/evidence.hpp"
#include "http/readers.hpp"
#include "http/wording.hpp"
#include "quote/quote.hpp"
#include "text/ascii.hpp"
#include "text/json.hpp"
#include "text/lone_surrogates.hpp"

namespace headstrong::http {
namespace read_json_detail {

enum class Role : std::uint8_t {
  Other,    // looked through for "headers"
  Request,  // belongs to a request: its headers are not a response's
  Headers,  // holds headers: an object of name: value, or an array of pairs
  Pair      // ["name", "value"] or {"name": ..., "value": ...} within Headers
};

struct Frame {
  Role role = Role::Other;
  bool is_array = false;
  std::string key;  // of an object: the last key seen
  Span key_span;
  std::size_t response = 0;  // 1-based index of the response that this object describes
  int status = 0;            // of an object that has one
  std::string name;          // of a Pair
  Span name_span;
};

class Handler final : public text::JsonListener {
 public:
  Handler(text::Source& source, Paste& paste) : source_(source), paste_(paste) {}

  bool literal(std::size_t) override { return true; }
  bool number(const text::JsonNumber& number, std::size_t) override {
    const bool is_status = number.whole && !number.negative && number.magnitude >= 100 && number.magnitude <= 999;
    if (is_status && !frames_.empty() && frames_.back().key == "status") {
      Frame& frame = frames_.back();
      frame.status = static_cast<int>(number.magnitude);
      if (frame.response > 0) paste_.responses[frame.response - 1].status = frame.status;
    }
    if (is_status && !frames_.empty() && frames_.back().key == kDumpedStatus) {
      set_dumped_status(static_cast<int>(number.magnitude));
    }
    return true;
  }

  bool string(std::string_view value, Span inside) override {
    if (frames_.empty()) return true;
    Frame& frame = frames_.back();
    if (frame.role == Role::Pair) return pair_part(frame, value, inside);
    if (frame.role == Role::Headers && !frame.is_array) {
      add_field(frame.key, frame.key_span, inside);
    } else if (frame.role == Role::Headers && frames_.size() > 1 && !frames_.end()[-2].is_array) {
      // {"set-cookie": ["a=1", "b=2"]}: the array under a header's name
      const Frame& outer = frames_.end()[-2];
      if (outer.role == Role::Headers) add_field(outer.key, outer.key_span, inside);
    } else if (frame.role == Role::Other && frame.key == "url") {
      url_ = value;
      if (frame.response > 0) set_url(frame.response);
    } else if (frame.role == Role::Request && frame.key == "url") {
      url_ = value;
    } else if (frames_.size() == 1 && !frame.is_array) {
      if (is_dumped(frame.key)) read_dumped(frame.key, value);
      plain_.push_back({frame.key, frame.key_span, inside, std::string(value)});
    } else if (frames_.size() == 2 && frame.is_array && !frames_[0].is_array) {
      // {"set-cookie": ["a=1", "b=2"]}, the object itself being the header set
      plain_.push_back({frames_[0].key, frames_[0].key_span, inside, std::string(value)});
    }
    return true;
  }

  bool key(std::string_view name, Span inside) override {
    frames_.back().key = name;
    frames_.back().key_span = inside;
    return true;
  }

  bool open(bool is_array, std::size_t end) override {
    at_ = end;
    if (frames_.size() == kMaxDepth) return false;
    Frame frame;
    frame.is_array = is_array;
    frame.role = role_of_child(is_array);
    if (frame.role == Role::Request && frames_.back().role == Role::Request &&
        text::iequals(frames_.back().key, "headers")) {
      requests_ = true;
    }
    if (frame.role == Role::Headers && (frames_.empty() || frames_.back().role != Role::Headers)) {
      open_response();
    }
    frames_.push_back(std::move(frame));
    return true;
  }

  bool close(std::size_t end) override {
    if (frames_.back().role == Role::Headers && !paste_.responses.empty()) {
      paste_.responses.back().span.end = static_cast<std::uint32_t>(end);
    }
    frames_.pop_back();
    return true;
  }

  void finish(const text::JsonReading& reading) {
    broken_ = !reading.whole;
    at_ = reading.looked_at;
    if (broken_) note_break();
    if (paste_.responses.empty() && !plain_.empty()) {
      add_plain_map();
      paste_.responses.back().status = plain_status_;
    }
    if (har_) paste_.format = Format::Har;
    drop_guesses();
    const auto size = static_cast<std::uint32_t>(source_.bytes().size());
    const bool none = std::all_of(paste_.responses.begin(), paste_.responses.end(), [](const Response& response) {
      return response.fields.empty() && response.status == 0;
    });
    if (requests_ && none) add_notice(paste_, NoticeKind::RequestPassedOver, {0, size}, 1);
  }

 private:
  static constexpr std::size_t kMaxDepth = 64;

  struct PlainMember {
    std::string name;
    Span name_span;
    Span inside;
    std::string value;
  };

  Role role_of_child(bool is_array) {
    if (frames_.empty()) return starts_pair_list(is_array) ? Role::Headers : Role::Other;
    const Frame& parent = frames_.back();
    // `jc --http-headers`: a list of maps, whose first member says what each is.
    if (frames_.size() == 1 && parent.is_array && parent.role == Role::Other && !is_array) {
      const std::string_view rest = text::trim(source_.bytes().substr(at_));
      if (rest.starts_with("\"_type\"")) {
        return text::trim(text::trim(rest.substr(7)).substr(1)).starts_with("\"request\"") ? Role::Request
                                                                                           : Role::Headers;
      }
    }
    switch (parent.role) {
      case Role::Headers: return parent.is_array ? Role::Pair : Role::Headers;
      case Role::Pair: return Role::Other;
      case Role::Request: return Role::Request;
      case Role::Other: break;
    }
    // Firefox copies {"Response Headers (1 kB)": {"headers": [...]}, "Request Headers (434 B)": ...}.
    if (parent.key == "request" || text::istarts_with(parent.key, "request headers")) {
      return Role::Request;
    }
    if (parent.key == "entries") har_ = true;
    if (text::iequals(parent.key, "headers") || text::iequals(parent.key, "responseHeaders")) {
      return Role::Headers;
    }
    return Role::Other;
  }

  /// [["name", "value"], ...] and [{"name": ...}, ...] at the top are a header list themselves.
  bool starts_pair_list(bool is_array) const {
    if (!is_array) return false;
    const std::string_view rest = text::trim(source_.bytes().substr(at_));
    if (rest.substr(0, 1) == "[") return true;
    return rest.substr(0, 1) == "{" && text::trim(rest.substr(1)).substr(0, 6) == "\"name\"";
  }

  void open_response() {
    Response response;
    const auto at = static_cast<std::uint32_t>(at_);
    response.span = {at, at};
    paste_.responses.push_back(std::move(response));
    const std::size_t index = paste_.responses.size();
    if (!frames_.empty()) {
      Frame& owner = frames_.back();
      owner.response = index;
      paste_.responses.back().status = owner.status;
    }
    set_url(index);
  }

  void set_url(std::size_t response) {
    if (text::istarts_with(url_, "http")) paste_.responses[response - 1].url = source_.keep(url_);
  }

  bool pair_part(Frame& pair, std::string_view value, Span inside) {
    const bool is_name =
        pair.is_array ? pair.name.empty() && pair.name_span.empty() : pair.key == "name" || pair.key == "key";
    if (is_name) {
      pair.name = value;
      pair.name_span = inside;
    } else if (pair.key == "value" && pair.name.empty() && frames_.size() > 2 && !frames_.end()[-3].is_array) {
      // {"x-frame-options": [{"value": "DENY"}]}, as CloudFront has them
      const Frame& outer = frames_.end()[-3];
      if (outer.role == Role::Headers) add_field(outer.key, outer.key_span, inside);
    } else if (pair.is_array || pair.key == "value") {
      add_field(pair.name, pair.name_span, inside);
    }
    return true;
  }

  void add_field(const std::string& name, Span name_span, Span inside) {
    // Pseudo-headers of HTTP/2 are not headers.
    if (name.empty() || name[0] == ':') return;
    if (is_dumped(name)) return read_dumped(name, source_.bytes().substr(inside.start, inside.size()));
    add_field_to(paste_.responses.back(), name, name_span, inside);
  }

  /// jc writes the status line as members beside the headers.
  static constexpr std::string_view kDumpedStatus = "_response_status";
  static bool is_dumped(std::string_view name) { return name == "_type" || name.starts_with("_response_"); }

  void read_dumped(std::string_view name, std::string_view value) {
    if (name != kDumpedStatus || value.size() != 3 || !text::all_of(value, text::kDigit) || value[0] == '0') return;
    set_dumped_status((value[0] - '0') * 100 + (value[1] - '0') * 10 + (value[2] - '0'));
  }

  void set_dumped_status(int status) {
    const bool plain = frames_.size() == 1 && frames_.back().role == Role::Other && !frames_.back().is_array;
    if (plain) plain_status_ = status;
    if (!plain && !paste_.responses.empty()) paste_.responses.back().status = status;
  }

  void add_field_to(Response& response, const std::string& name, Span name_span, Span inside) {
    Field field;
    field.name = source_.keep(name);
    field.name_span = name_span;
    field.invalid_name = !text::all_of(field.name, text::kToken);
    field.value = quote::decode(source_, inside, quote::Spelling::JsonString).text;
    field.span = {name_span.start, inside.end};
    response.fields.push_back(std::move(field));
  }

  /// {"x-frame-options": "DENY"}: the top object is the header set itself. {"csp": "default-src 'self'"}:
  /// a row of data about a policy.
  void add_plain_map() {
    Response response;
    response.span = {0, static_cast<std::uint32_t>(source_.bytes().size())};
    const auto policy = std::find_if(plain_.begin(), plain_.end(), [&](const PlainMember& member) {
      return member.name == "csp" && is_bare_policy(member.value);
    });
    for (PlainMember& member : plain_) {
      const bool csp = policy != plain_.end();
      if (csp ? &member != &*policy : !text::all_of(member.name, text::kToken) || member.name.empty()) continue;
      if (is_dumped(member.name)) continue;
      add_field_to(response, csp ? "Content-Security-Policy" : member.name, member.name_span, member.inside);
    }
    paste_.responses.push_back(std::move(response));
  }

  /// Any object may have a member "headers", or "server": only what an archive or a status says to be
  /// a response, or its headers' names, is one.
  void drop_guesses() {
    for (Response& response : paste_.responses) {
      const bool told = har_ || response.status != 0;
      const bool empty = response.fields.empty() && !(har_ && response.status != 0);
      if (empty || (!told && (!has_evidence(response, 0) || is_list_of_words(response)))) {
        response = Response{};  // dropped as empty
        continue;
      }
      // What breaks off is not whole.
      const bool cut = broken_ && &response == &paste_.responses.back();
      response.complete = !cut && (told || !response.url.empty() || is_whole_set(response));
    }
  }

  void note_break() {
    const auto size = static_cast<std::uint32_t>(source_.bytes().size());
    const auto end = static_cast<std::uint32_t>(at_);
    const std::uint32_t start = end > 20 ? end - 20 : 0;
    std::uint32_t line = 1;
    for (const char c : source_.bytes().substr(0, end)) line += c == '\n';
    add_notice(paste_, NoticeKind::BrokenJson, {start, end < size ? end : size}, line);
  }

  text::Source& source_;
  Paste& paste_;
  std::vector<Frame> frames_;
  std::vector<PlainMember> plain_;
  int plain_status_ = 0;  // of a top object that is a header set
  std::string url_;
  std::size_t at_ = 0;  // behind what was read
  bool har_ = false;
  bool broken_ = false;
  bool requests_ = false;  // a request's headers were passed over
};

}  // namespace read_json_detail

void read_json(text::Source& source, Paste& paste) {
  paste.format = Format::Json;
  // Of the same length, so that places stay.
  std::string readable;
  std::string_view bytes = source.bytes();
  if (bytes.find("\\ud") != std::string_view::npos || bytes.find("\\uD") != std::string_view::npos) {
    readable = text::without_lone_surrogates(bytes);
    bytes = readable;
  }
  read_json_detail::Handler handler(source, paste);
  handler.finish(text::read_json(bytes, handler));
}

}  // namespace headstrong::http

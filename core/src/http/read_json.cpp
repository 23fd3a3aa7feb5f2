// JSON pastes: objects and arrays of headers, and HTTP archives.
#include <algorithm>
#include <cstddef>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "http/evidence.hpp"
#include "http/readers.hpp"
#include "quote/quote.hpp"
#include "text/ascii.hpp"
#include "text/lone_surrogates.hpp"

namespace headstrong::http {
namespace read_json_detail {

/// Reads bytes and tells through `consumed` how many the parser has taken, since the parser itself
/// does not say where a string stands.
class CountingIterator {
 public:
  using iterator_category = std::input_iterator_tag;
  using value_type = char;
  using difference_type = std::ptrdiff_t;
  using pointer = const char*;
  using reference = const char&;

  CountingIterator(const char* at, std::size_t* consumed) : at_(at), consumed_(consumed) {}
  reference operator*() const { return *at_; }
  CountingIterator& operator++() {
    ++at_;
    ++*consumed_;
    return *this;
  }
  CountingIterator operator++(int) {
    CountingIterator before = *this;
    ++*this;
    return before;
  }
  bool operator==(const CountingIterator& other) const { return at_ == other.at_; }
  bool operator!=(const CountingIterator& other) const { return at_ != other.at_; }

 private:
  const char* at_;
  std::size_t* consumed_;
};

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
  std::string name;          // of a Pair
  Span name_span;
};

class Handler : public nlohmann::json_sax<nlohmann::json> {
 public:
  Handler(text::Source& source, const std::size_t& consumed, Paste& paste)
      : source_(source), consumed_(consumed), paste_(paste) {}

  bool null() override { return scalar(); }
  bool boolean(bool) override { return scalar(); }
  bool number_integer(number_integer_t value) override { return number(value); }
  bool number_unsigned(number_unsigned_t value) override { return number(static_cast<number_integer_t>(value)); }
  bool number_float(number_float_t, const string_t&) override { return scalar(); }
  bool binary(binary_t&) override { return scalar(); }

  bool string(string_t& value) override {
    const Span inside = take_string();
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
      plain_.push_back({frame.key, frame.key_span, inside, value});
    } else if (frames_.size() == 2 && frame.is_array && !frames_[0].is_array) {
      // {"set-cookie": ["a=1", "b=2"]}, the object itself being the header set
      plain_.push_back({frames_[0].key, frames_[0].key_span, inside, value});
    }
    return true;
  }

  bool key(string_t& value) override {
    const Span inside = take_string();
    frames_.back().key = value;
    frames_.back().key_span = inside;
    return true;
  }

  bool start_object(std::size_t) override { return open(false); }
  bool start_array(std::size_t) override { return open(true); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }

  bool parse_error(std::size_t, const std::string&, const nlohmann::detail::exception&) override {
    broken_ = true;
    return false;
  }

  void finish() {
    if (broken_) note_break();
    if (paste_.responses.empty() && !plain_.empty()) add_plain_map();
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

  bool scalar() {
    // A number is only known to end when the byte behind it has been read.
    last_ = consumed_ > 0 ? consumed_ - 1 : 0;
    return true;
  }

  bool number(number_integer_t value) {
    if (!frames_.empty() && frames_.back().key == "status" && value >= 100 && value <= 999) {
      Frame& frame = frames_.back();
      frame.name = std::to_string(value);
      if (frame.response > 0) {
        paste_.responses[frame.response - 1].status = static_cast<int>(value);
      }
    }
    return scalar();
  }

  /// The inside of the string token that ends at the last byte consumed.
  Span take_string() {
    std::size_t start = source_.bytes().find('"', last_);
    if (start == std::string_view::npos || start + 1 >= consumed_) start = consumed_ - 2;
    last_ = consumed_;
    return {static_cast<std::uint32_t>(start + 1), static_cast<std::uint32_t>(consumed_ - 1)};
  }

  bool open(bool is_array) {
    last_ = consumed_;
    if (frames_.size() == kMaxDepth) {
      broken_ = true;
      return false;
    }
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

  Role role_of_child(bool is_array) {
    if (frames_.empty()) return starts_pair_list(is_array) ? Role::Headers : Role::Other;
    const Frame& parent = frames_.back();
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
    const std::string_view rest = text::trim(source_.bytes().substr(consumed_));
    if (rest.substr(0, 1) == "[") return true;
    return rest.substr(0, 1) == "{" && text::trim(rest.substr(1)).substr(0, 6) == "\"name\"";
  }

  void open_response() {
    Response response;
    const auto at = static_cast<std::uint32_t>(consumed_);
    response.span = {at, at};
    paste_.responses.push_back(std::move(response));
    const std::size_t index = paste_.responses.size();
    if (!frames_.empty()) {
      Frame& owner = frames_.back();
      owner.response = index;
      if (owner.name.size() == 3) paste_.responses.back().status = std::stoi(owner.name);
    }
    set_url(index);
  }

  void set_url(std::size_t response) {
    if (text::istarts_with(url_, "http")) paste_.responses[response - 1].url = source_.keep(url_);
  }

  bool close() {
    last_ = consumed_;
    if (frames_.back().role == Role::Headers && !paste_.responses.empty()) {
      paste_.responses.back().span.end = static_cast<std::uint32_t>(consumed_);
    }
    frames_.pop_back();
    return true;
  }

  bool pair_part(Frame& pair, std::string& value, Span inside) {
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
    add_field_to(paste_.responses.back(), name, name_span, inside);
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
    const auto end = static_cast<std::uint32_t>(consumed_);
    const std::uint32_t start = end > 20 ? end - 20 : 0;
    std::uint32_t line = 1;
    for (const char c : source_.bytes().substr(0, end)) line += c == '\n';
    add_notice(paste_, NoticeKind::BrokenJson, {start, end < size ? end : size}, line);
  }

  text::Source& source_;
  const std::size_t& consumed_;
  Paste& paste_;
  std::vector<Frame> frames_;
  std::vector<PlainMember> plain_;
  std::string url_;
  std::size_t last_ = 0;
  bool har_ = false;
  bool broken_ = false;
  bool requests_ = false;  // a request's headers were passed over
};

}  // namespace read_json_detail

void read_json(text::Source& source, Paste& paste) {
  paste.format = Format::Json;
  std::size_t consumed = 0;
  // Of the same length, so that places stay.
  std::string readable;
  std::string_view bytes = source.bytes();
  if (bytes.find("\\ud") != std::string_view::npos || bytes.find("\\uD") != std::string_view::npos) {
    readable = text::without_lone_surrogates(bytes);
    bytes = readable;
  }
  read_json_detail::Handler handler(source, consumed, paste);
  const read_json_detail::CountingIterator first(bytes.data(), &consumed);
  const read_json_detail::CountingIterator last(bytes.data() + bytes.size(), &consumed);
  nlohmann::json::sax_parse(first, last, &handler);
  handler.finish();
}

}  // namespace headstrong::http

#include "http/line_shape.hpp"

#include "grammar/header_names.hpp"
#include "http/readers.hpp"
#include "http/status_line.hpp"
#include "http/tool_rows.hpp"
#include "text/ascii.hpp"
#include "text/lines.hpp"

namespace headstrong::http {
namespace line_shape_detail {

bool is_verbose_status(std::string_view line) {
  return line.size() > 2 && line[0] == '<' && line[1] == ' ' && status_of(line.substr(2));
}

/// A line of `curl -v` that was copied without the status line above it.
bool is_verbose_field(std::string_view line) {
  if (line.substr(0, 2) != "< ") return false;
  const std::size_t colon = line.find(':');
  return colon != line.npos && header_name(line.substr(2, colon - 2)) != HeaderName::Unknown;
}

/// What the lines show, one after the other.
class Look {
 public:
  /// False where nothing further has to be looked at.
  bool see(std::string_view line) {
    verbose_status_ = is_verbose_status(line);
    if (verbose_status_) return false;
    verbose_field_ = verbose_field_ || is_verbose_field(line);
    const std::size_t indent = indent_of(line);
    if (indent == line.size()) return true;
    see_status(line, indent);
    if (!has_status() && filled_ > 0 && line[0] == '<' && starts_like_html(line)) return false;
    see_label(line);
    see_name(line, indent);
    return true;
  }

  Shape shape() {
    if (verbose_status_) return with_status(Format::CurlVerbose);
    if (!shape_.table && has_status()) {
      return with_status(plain_status_ ? Format::HttpMessage : shell_ ? Format::PowerShell : Format::WgetServer);
    }
    if (!shape_.table && verbose_field_) {
      shape_.format = Format::CurlVerbose;
      return shape_;
    }
    const bool alternates =
        filled_ >= 2 && filled_ % 2 == 0 && lone_names_at_even_ == filled_ / 2 && known_at_even_ > 0;
    // Safari's copy of an exchange.
    shape_.sections = shape_.sections || (safari_title_ && safari_request_);
    shape_.table = shape_.table || alternates || shape_.tabs || shape_.sections || pseudo_;
    if (shape_.table) shape_.format = Format::NameValueTable;
    return shape_;
  }

 private:
  bool has_status() const { return plain_status_ || indented_status_; }

  Shape with_status(Format format) {
    shape_.format = format;
    shape_.status = true;
    return shape_;
  }

  void see_status(std::string_view line, std::size_t indent) {
    const std::size_t start = status_start(line);
    if (!status_of(line.substr(start))) return;
    (start > 0 && !plain_status_ ? indented_status_ : plain_status_) = true;
    shell_ = shell_ || start > indent;
  }

  void see_label(std::string_view line) {
    const Row row = label_of(line).row;
    // Below a status line it may be the text of a page.
    if (row == Row::Url && !has_status()) shape_.table = true;
    const bool safari = row == Row::ResponseTitle && text::trim(line).size() == 8;  // "Response"
    shape_.sections = shape_.sections || (row == Row::ResponseTitle && !safari);
    safari_title_ = safari_title_ || safari;
  }

  void see_name(std::string_view line, std::size_t indent) {
    const std::string_view name = lone_name(line);
    const bool known = header_name(name) != HeaderName::Unknown;
    shape_.tabs = shape_.tabs || (known_above_ && line[0] == '\t');
    known_above_ = known && indent == 0 && line.back() != ':';
    const std::size_t second = line[indent] == ':' ? line.find(':', indent + 1) : line.npos;
    safari_request_ =
        safari_request_ || (second != line.npos && is_of_request(line.substr(indent + 1, second - indent - 1)));
    pseudo_ = pseudo_ || (line[indent] == ':' && is_of_request(name));
    if (filled_++ % 2 == 0) {
      lone_names_at_even_ += !name.empty();
      known_at_even_ += known;
    }
  }

  Shape shape_;
  bool verbose_status_ = false;
  bool verbose_field_ = false;
  bool plain_status_ = false;
  bool indented_status_ = false;
  bool shell_ = false;
  bool pseudo_ = false;
  bool safari_title_ = false;
  bool safari_request_ = false;
  bool known_above_ = false;  // the line above is a known header's name, neither indented nor with colon
  std::size_t filled_ = 0;
  std::size_t lone_names_at_even_ = 0;
  std::size_t known_at_even_ = 0;
};

}  // namespace line_shape_detail

std::size_t indent_of(std::string_view line) {
  std::size_t at = 0;
  while (at < line.size() && text::is(line[at], text::kSpaceTab)) ++at;
  return at;
}

std::size_t status_start(std::string_view line) {
  const std::size_t colon = text::istarts_with(line, "RawContent ") ? line.find(": ") : line.npos;
  return colon == line.npos ? indent_of(line) : colon + 2;
}

std::string_view lone_name(std::string_view line) {
  std::string_view name = text::trim(line, text::kSpaceTab);
  if (!name.empty() && name.back() == ':') name.remove_suffix(1);
  if (!name.empty() && name.front() == ':') name.remove_prefix(1);
  if (name.empty() || !text::all_of(name, text::kToken)) return {};
  return name;
}

bool is_of_request(std::string_view name) {
  return name == "method" || name == "scheme" || name == "authority" || name == "path";
}

Shape look_over(std::string_view bytes) {
  line_shape_detail::Look look;
  text::Line line;
  text::LineCursor cursor(bytes);
  while (cursor.next(line) && look.see(line.text)) {
  }
  return look.shape();
}

}  // namespace headstrong::http

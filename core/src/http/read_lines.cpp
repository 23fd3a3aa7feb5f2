// Line-based pastes: header lines, HTTP messages, curl -v, wget -S, developer tools' tables.
#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "grammar/csp_names.hpp"
#include "grammar/header_names.hpp"
#include "http/evidence.hpp"
#include "http/line_shape.hpp"
#include "http/near_names.hpp"
#include "http/readers.hpp"
#include "http/status_line.hpp"
#include "http/tool_rows.hpp"
#include "http/url_tracker.hpp"
#include "text/ascii.hpp"
#include "text/lines.hpp"

namespace headstrong::http {
namespace read_lines_detail {

using text::kSpaceTab;
using text::Line;

Line without_prefix(const Line& line, std::size_t count) {
  return {line.text.substr(count), line.start + static_cast<std::uint32_t>(count), line.number};
}

/// A certificate or a key between its two lines: what the lines in it look like means nothing.
class PemBlock {
 public:
  /// Whether the line is of a block; `first` is its first.
  bool holds(std::string_view line, bool& first) {
    const std::string_view s = text::trim(line);
    first = !open_ && s.substr(0, 11) == "-----BEGIN ";
    if (!open_ && !first) return false;
    open_ = s.find("-----END ") == std::string_view::npos;
    return true;
  }

 private:
  bool open_ = false;
};

bool is_blank(std::string_view line) { return indent_of(line) == line.size(); }

/// Joins the lines of a folded value and keeps the way back. Each fold becomes one SP.
text::MappedText join_pieces(text::Source& source, const std::vector<Span>& pieces) {
  const std::string_view bytes = source.bytes();
  std::string joined;
  std::vector<text::MappedText::Segment> segments;
  for (const Span piece : pieces) {
    if (!segments.empty()) {
      const std::uint32_t gap =
          segments.back().source_start + static_cast<std::uint32_t>(joined.size()) - segments.back().text_start;
      segments.push_back({static_cast<std::uint32_t>(joined.size()), gap, piece.start - gap});
      joined += ' ';
    }
    segments.push_back({static_cast<std::uint32_t>(joined.size()), piece.start, 0});
    joined += bytes.substr(piece.start, piece.size());
  }
  return text::MappedText(source.keep(std::move(joined)), std::move(segments));
}

class Reader {
 public:
  Reader(text::Source& source, Paste& paste) : source_(source), paste_(paste) {}

  void read() {
    const Shape shape = look_over(source_.bytes());
    paste_.format = shape.format;
    if (shape.table) {
      read_table(shape);
    } else {
      // Without a status line anywhere, the first line already is a field.
      if (!shape.status) open_response(Line{}, 0);
      read_blocks();
    }
    finish_response(source_.bytes().size());
    // Under a title of their own, a browser lists all of them.
    for (Response& response : paste_.responses) {
      response.complete = response.complete || (shape.sections && has_several_headers(response));
    }
    // Of nothing but an address or an error one sentence tells, without the lines.
    if (outcome_ != Format::Unknown && paste_.responses.size() == 1 && !has_fields() &&
        paste_.responses[0].status == 0) {
      paste_.format = outcome_;
      paste_.notices.clear();
    }
  }

 private:
  enum class Where { Outside, Request, Fields };

  void read_blocks() {
    Line raw;
    text::LineCursor cursor(source_.bytes());
    while (cursor.next(raw)) {
      switch (paste_.format) {
        case Format::CurlVerbose: read_verbose_line(raw); break;
        case Format::WgetServer:
        case Format::PowerShell: read_wget_line(raw); break;
        default: read_plain_line(raw);
      }
    }
  }

  void read_verbose_line(const Line& raw) {
    const std::string_view s = raw.text;
    if (s.empty()) return;
    if (s[0] == '*') return url_.see_comment(s);
    if (s[0] == '>') return url_.see_request(text::trim(s.substr(1), kSpaceTab));
    if (s[0] != '<') return;
    const std::size_t skip = s.size() > 1 && s[1] == ' ' ? 2 : 1;
    read_message_line(without_prefix(raw, skip));
  }

  void read_wget_line(const Line& raw) {
    const std::size_t indent = status_start(raw.text);
    if (status_of(raw.text.substr(indent))) base_indent_ = indent;
    if (indent < base_indent_ || base_indent_ == 0) {
      url_.see_wget(raw.text);
      where_ = Where::Outside;
      return;
    }
    read_message_line(without_prefix(raw, base_indent_));
  }

  void read_plain_line(const Line& raw) {
    if (paste_.format == Format::HeaderLines) return read_bare_field_line(raw);
    if (where_ == Where::Request) {
      if (is_blank(raw.text)) where_ = Where::Outside;
      return url_.see_request(raw.text);
    }
    if (where_ == Where::Outside && request_target_of(raw.text)) {
      where_ = Where::Request;
      return url_.see_request(raw.text);
    }
    if (where_ == Where::Fields && label_of(raw.text).row == Row::RequestTitle) {
      return pass_over_request(raw);
    }
    read_message_line(raw);
  }

  /// A line of a message whose lines carry nothing but the message.
  void read_message_line(const Line& line) {
    if (where_ == Where::Fields && is_of_pem(line)) return;
    if (const auto status = status_of(line.text)) {
      open_response(line, *status);
      return;
    }
    if (where_ != Where::Fields) return url_.see_command(line.text);  // or a body, or what a tool prints
    if (is_blank(line.text)) {
      where_ = Where::Outside;
      body_ = line.start + line.text.size();
      return;
    }
    read_field_line(line);
  }

  /// Tells of a certificate or a key once, not of each of its lines.
  bool is_of_pem(const Line& line) {
    bool first = false;
    if (!pem_.holds(line.text, first)) return false;
    if (first) not_understood(line);
    return true;
  }

  /// A line of a paste that has no status line: blank lines mean nothing there, and indentation of
  /// the whole text is not folding.
  void read_bare_field_line(const Line& raw) {
    if (body_ > 0 || is_of_pem(raw)) return;
    if (is_blank(raw.text)) {
      where_ = Where::Fields;
      block_ = paste_.responses.back().fields.size() + (field_ ? 1 : 0);
      return;
    }
    if (has_fields() && raw.text[0] == '<' && starts_like_html(raw.text)) {
      body_ = raw.start;
      return;
    }
    if (where_ == Where::Request) return url_.see_request(text::trim(raw.text, kSpaceTab));
    if (request_target_of(text::trim(raw.text, kSpaceTab))) {
      pass_over_request(raw);
      return url_.see_request(text::trim(raw.text, kSpaceTab));
    }
    if (!base_indent_known_) {
      base_indent_ = indent_of(raw.text);
      base_indent_known_ = true;
    }
    // In a mail that quotes headers, those stand further in than its words; folded is what stands further in than them.
    const std::size_t indent = indent_of(raw.text);
    const std::size_t margin = field_ ? std::max(base_indent_, field_indent_) : base_indent_;
    read_field_line(without_prefix(raw, std::min(indent, margin)));
    if (field_ && pieces_.size() == 1 && field_->name.data() == raw.text.data() + indent) field_indent_ = indent;
  }

  void pass_over_request(const Line& line) {
    if (where_ == Where::Request) return;  // told of already
    add_notice(paste_, NoticeKind::RequestPassedOver, span_of(line), line.number);
    where_ = Where::Request;
  }

  /// A line of a table, with what it looks like by itself.
  struct TableRow {
    Line line;
    Label label;
    bool behind_tab = false;
    bool is_title = false;
    bool is_field = false;  // "x-frame-options: DENY" is a row of its own, whatever word stands above it
  };

  static TableRow row_of(const Line& line, const Shape& shape) {
    TableRow row{line, label_of(line.text)};
    row.behind_tab = shape.tabs && line.text.substr(0, 1) == "\t";
    row.is_title = is_title(row.label.row) && !row.behind_tab;
    const std::size_t colon = line.text.find(": ");
    row.is_field = colon != line.text.npos && header_name(line.text.substr(0, colon)) != HeaderName::Unknown;
    return row;
  }

  /// Developer tools' tables: a name and its value on alternate lines, or on one, in sections. Where_ is
  /// Outside among the rows that tell of the whole exchange.
  void read_table(const Shape& shape) {
    open_response(Line{}, 0);
    const Where at_start = shape.sections ? Where::Outside : Where::Fields;
    where_ = at_start;
    Line line;
    text::LineCursor cursor(source_.bytes());
    while (cursor.next(line)) {
      if (is_of_pem(line)) continue;
      const bool may_be_value = waits_ && shape.tabs && line.text.substr(0, 1) == "\t";
      if (is_blank(line.text) && !may_be_value) {
        gap_ = line;
        continue;
      }
      const TableRow row = row_of(line, shape);
      if (waits_ && !row.is_title && take_value(row, shape.tabs)) continue;
      stop_waiting();
      if (row.is_title) {
        see_title(row, at_start);
      } else {
        see_row(row, at_start);
      }
    }
    stop_waiting();
  }

  /// Takes the row for the value of the name that waits, or says that this has none; false where it is neither.
  bool take_value(const TableRow& row, bool tabs) {
    if (!tabs && follows_empty_value(name_, gap_, row.line)) {
      take_row(Row::None, name_, gap_.start > name_.start ? gap_ : end_of(name_));
      name_ = row.line;
      return true;
    }
    if (row.is_field || (tabs && !row.behind_tab)) return false;
    take_row(label_of(name_.text).row, name_, without_prefix(row.line, indent_of(row.line.text)));
    waits_ = false;
    return true;
  }

  /// A name whose value does not follow is no name.
  void stop_waiting() {
    if (waits_ && where_ == Where::Fields) not_understood(name_);
    waits_ = false;
  }

  void see_title(const TableRow& row, Where at_start) {
    if (row.label.row == Row::RequestTitle) return pass_over_request(row.line);
    where_ = row.label.row == Row::ResponseTitle ? Where::Fields : at_start;
  }

  void see_row(const TableRow& row, Where at_start) {
    if (row.label.row == Row::Url && has_fields()) {
      open_response(row.line, 0);  // the next exchange
      where_ = at_start;
    }
    const bool of_exchange = is_of_exchange(row.label.row);
    if (of_exchange && !row.label.value.empty()) {
      take_label(row.label.row, row.label.value);
    } else if (of_exchange || (!row.behind_tab && !lone_name(row.line.text).empty())) {
      waits_ = row.label.row != Row::Control;
      name_ = row.line;
    } else if (row.label.row == Row::None) {
      read_table_line(row.line, row.behind_tab);
    }
  }

  /// Whether the line is the next name and not the value of `name`: a known one, spelled like it, behind
  /// a blank line or with a colon that no value has.
  static bool follows_empty_value(const Line& name, const Line& gap, const Line& line) {
    const auto has_colon = [](const Line& l) { return text::trim(l.text, kSpaceTab).back() == ':'; };
    return header_name(lone_name(line.text)) != HeaderName::Unknown &&
           header_name(lone_name(name.text)) != HeaderName::Unknown && has_colon(name) == has_colon(line) &&
           (has_colon(line) || gap.start > name.start);
  }

  static Line end_of(const Line& line) { return without_prefix(line, line.text.size()); }

  bool has_fields() const { return field_ || !paste_.responses.back().fields.empty(); }

  /// A line of a table that is no name alone: name and value, a start line, or a longer value's rest.
  void read_table_line(const Line& line, bool behind_tab) {
    const Line body = without_prefix(line, indent_of(line.text));
    if (const auto status = status_of(body.text)) {
      where_ = Where::Fields;
      paste_.responses.back().over_tls = names_tls_only(body.text);
      return set_status(*status);
    }
    if (request_target_of(body.text)) return pass_over_request(line);
    if (where_ == Where::Fields) read_field_line(behind_tab ? line : body);
  }

  void take_row(Row row, const Line& name_line, const Line& value_line) {
    const std::string_view value = text::trim(value_line.text, kSpaceTab);
    if (is_of_exchange(row)) return take_label(row, value);
    const std::string_view name = lone_name(name_line.text);
    if (text::trim(name_line.text, kSpaceTab)[0] == ':') {
      if (name == "status") {
        where_ = Where::Fields;
        read_pseudo(name, value);
      } else if (is_of_request(name) && where_ != Where::Request) {
        pass_over_request(name_line);
      }
      return;
    }
    if (where_ == Where::Request) return;
    // Above the title there are rows like "Version", but a header that we know was copied as one.
    if (where_ == Where::Outside && header_name(name) == HeaderName::Unknown) return;
    finish_field();
    field_ = Field{};
    field_->name = name;
    const auto start = name_line.start + static_cast<std::uint32_t>(name.data() - name_line.text.data());
    field_->name_span = {start, start + static_cast<std::uint32_t>(name.size())};
    add_piece(value_line);
  }

  void take_label(Row row, std::string_view value) {
    if (row == Row::Url && text::istarts_with(value, "http")) paste_.responses.back().url = value;
    if (row == Row::Status) read_pseudo("status", value.substr(0, value.find(' ')));
  }

  void set_status(int status) {
    paste_.responses.back().status = status;
    paste_.responses.back().complete = true;
  }

  void open_response(const Line& line, int status) {
    finish_response(line.start);
    Response response;
    response.status = status;
    response.span = {line.start, line.start + static_cast<std::uint32_t>(line.text.size())};
    response.over_tls = status != 0 && names_tls_only(line.text);
    response.url = url_.take(source_, paste_.responses.empty() ? nullptr : &paste_.responses.back(), response.over_tls);
    response.complete = status != 0;
    paste_.responses.push_back(std::move(response));
    open_ = true;
    where_ = Where::Fields;
  }

  void read_field_line(const Line& line) {
    const std::size_t indent = indent_of(line.text);
    if (indent > 0 && field_) {
      field_->folded = true;
      add_notice(paste_, NoticeKind::FoldedLine, span_of(line), line.number);
      return add_piece(without_prefix(line, indent));
    }
    const Line body = without_prefix(line, indent);
    if (note_outcome(body.text)) return not_understood(line);
    const std::size_t colon = body.text.find(':');
    if (colon == 0) return read_pseudo_line(line, body);
    const std::size_t tab = body.text.find('\t');
    if (tab != std::string_view::npos && tab > 0 && (colon == std::string_view::npos || tab < colon) &&
        text::all_of(body.text.substr(0, tab), text::kToken)) {
      if (paste_.format == Format::HeaderLines) paste_.format = Format::NameValueTable;
      return start_field(body, tab);
    }
    if (colon == std::string_view::npos) return read_nameless(body);
    start_field(body, colon);
  }

  /// Whether the line is an address or an error of curl's: no header looks like these, though a colon stands in them.
  bool note_outcome(std::string_view line) {
    if (paste_.format != Format::HeaderLines && paste_.format != Format::NameValueTable) return false;
    const bool failed = text::istarts_with(line, "curl: (");
    if (!failed && !text::istarts_with(line, "https://") && !text::istarts_with(line, "http://")) return false;
    if (outcome_ != Format::CurlFailed) outcome_ = failed ? Format::CurlFailed : Format::Address;
    return true;
  }

  /// ":status: 200"; `body` is the line without what it is indented by.
  void read_pseudo_line(const Line& line, const Line& body) {
    const std::size_t colon = body.text.find(':', 1);
    if (colon == std::string_view::npos) return not_understood(line);
    const std::string_view name = body.text.substr(1, colon - 1);
    // What the browser sent stands behind what it got, without a title of its own.
    if (has_fields() && is_of_request(name)) return pass_over_request(line);
    read_pseudo(name, text::trim(body.text.substr(colon + 1), kSpaceTab));
  }

  void start_field(const Line& line, std::size_t separator) {
    std::string_view name = line.text.substr(0, separator);
    const std::string_view trimmed = text::trim(name, kSpaceTab);
    // "Note to self: x" is prose, not a field with an odd name.
    const bool odd = trimmed.find_first_of(" \t\"'<>{}") != std::string_view::npos;
    if (odd && !is_name_with_blanks(trimmed)) return read_nameless(line);
    finish_field();
    begin_site(trimmed);
    field_ = Field{};
    field_->name = trimmed;
    field_->space_before_colon = trimmed.size() != name.size();
    field_->invalid_name = !text::all_of(trimmed, text::kToken);
    field_->name_span = {line.start, line.start + static_cast<std::uint32_t>(trimmed.size())};
    add_piece(without_prefix(line, separator + 1));
  }

  /// A name that a response has once, again behind a blank line: what stands from there on is of another response.
  void begin_site(std::string_view name) {
    static constexpr HeaderName kOnce[] = {HeaderName::XFrameOptions, HeaderName::StrictTransportSecurity,
                                           HeaderName::XContentTypeOptions, HeaderName::ReferrerPolicy};
    std::vector<Field>& fields = paste_.responses.back().fields;
    const HeaderName known = header_name(name);
    if (block_ == 0 || block_ > fields.size() ||
        std::find(std::begin(kOnce), std::end(kOnce), known) == std::end(kOnce))
      return;
    const auto first = fields.begin() + static_cast<std::ptrdiff_t>(block_);
    if (std::none_of(fields.begin(), first, [&](const Field& each) { return header_name(each.name) == known; })) return;
    Response next;
    next.fields.assign(std::make_move_iterator(first), std::make_move_iterator(fields.end()));
    fields.erase(first, fields.end());
    Response& before = paste_.responses.back();
    before.span.end = before.fields.back().span.end;
    if (!next.fields.empty()) next.span = around(next.fields.front().span, next.fields.back().span);
    paste_.responses.push_back(std::move(next));
    // Of several sites, or of what is and what should be, the first.
    paste_.chosen_by_reader = true;
    block_ = 0;
  }

  /// "Content Security Policy: ..." among headers is meant to be one; alone it may be a heading, and
  /// "Referrer Policy" is a row of Chrome's about the request.
  bool is_name_with_blanks(std::string_view name) const {
    if (!is_parted_otherwise(name)) return false;
    return paste_.responses.back().complete || (has_fields() && std::count(name.begin(), name.end(), ' ') > 1);
  }

  /// A line without a name of its own: a policy that was broken over lines, or not understood.
  void read_nameless(const Line& line) {
    const std::size_t word = line.text.find_first_of(" \t;");
    const bool continues_policy = field_ && text::istarts_with(field_->name, "content-security-policy") &&
                                  csp::starts_policy(line.text.substr(0, word));
    if (!continues_policy) return not_understood(line);
    field_->folded = true;
    add_notice(paste_, NoticeKind::PolicyLineWithoutName, span_of(line), line.number);
    add_piece(line);
  }

  void not_understood(const Line& line) {
    add_notice(paste_, NoticeKind::LineNotUnderstood, span_of(line), line.number);
  }

  void read_pseudo(std::string_view name, std::string_view value) {
    if (name != "status" || value.size() != 3 || !text::all_of(value, text::kDigit)) return;
    set_status((value[0] - '0') * 100 + (value[1] - '0') * 10 + (value[2] - '0'));
  }

  void add_piece(const Line& line) {
    const std::string_view trimmed = text::trim(line.text, kSpaceTab);
    const auto start =
        trimmed.empty() ? line.start : line.start + static_cast<std::uint32_t>(trimmed.data() - line.text.data());
    const Span piece{start, start + static_cast<std::uint32_t>(trimmed.size())};
    if (!pieces_.empty() && piece.empty()) return;
    if (pieces_.size() == 1 && pieces_[0].empty()) pieces_.clear();
    pieces_.push_back(piece);
  }

  void finish_field() {
    if (!field_) return;
    Field& field = *field_;
    if (pieces_.size() == 1) {
      const Span piece = pieces_[0];
      field.value = text::MappedText(source_.bytes().substr(piece.start, piece.size()), piece.start);
    } else {
      field.value = join_pieces(source_, pieces_);
    }
    field.span = {field.name_span.start, pieces_.back().end};
    Response& response = paste_.responses.back();
    if (field.span.end > response.span.end) response.span.end = field.span.end;
    response.fields.push_back(std::move(field));
    field_.reset();
    pieces_.clear();
  }

  /// `end` is where the next response begins, or the paste ends.
  void finish_response(std::size_t end) {
    if (!open_) return;
    finish_field();
    open_ = false;
    Response& response = paste_.responses.back();
    url_.settle(source_, response);
    if (body_ > 0 && is_page(response, source_.bytes().substr(body_, end - body_))) {
      if (!response.complete) response.complete = is_whole_set(response, paste_.lines_not_understood);
      read_metas(source_, body_, end, response);
    }
    body_ = 0;
  }

  /// Whether browsers would look for <meta> in what follows the headers.
  static bool is_page(const Response& response, std::string_view body) {
    std::optional<std::string_view> type;
    for (const Field& field : response.fields) {
      if (text::iequals(field.name, "content-type")) type = field.value.text();
    }
    if (type) return text::istarts_with(*type, "text/html") || text::istarts_with(*type, "application/xhtml");
    return starts_like_html(text::trim(body));
  }

  static Span span_of(const Line& line) {
    return {line.start, line.start + static_cast<std::uint32_t>(line.text.size())};
  }

  text::Source& source_;
  Paste& paste_;
  UrlTracker url_;
  PemBlock pem_;
  Where where_ = Where::Outside;
  bool open_ = false;
  bool waits_ = false;  // of a table: a name, for its value
  Line name_;
  Line gap_;  // a blank line behind it
  std::size_t base_indent_ = 0;
  bool base_indent_known_ = false;
  std::size_t field_indent_ = 0;      // of the first line of the field
  std::size_t block_ = 0;             // how many fields stand before the last blank line
  std::size_t body_ = 0;              // where the text behind the blank line begins; 0 before it
  Format outcome_ = Format::Unknown;  // what lines that are no headers say that the paste is
  std::optional<Field> field_;
  std::vector<Span> pieces_;
};

}  // namespace read_lines_detail

void read_lines(text::Source& source, Paste& paste) {
  read_lines_detail::Reader(source, paste).read();
  for (Response& response : paste.responses) {
    if (!response.complete) response.complete = is_whole_set(response, paste.lines_not_understood);
  }
}

}  // namespace headstrong::http

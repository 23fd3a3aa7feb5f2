// Reports of violations in whatever notation they were kept: names and values, quoted or not. A record
// is told by a directive that is known, and an address or a policy beside it.
#include <algorithm>
#include <string>
#include <vector>

#include "grammar/csp_names.hpp"
#include "http/messages/read_messages.hpp"
#include "http/messages/request_kinds.hpp"
#include "quote/quote.hpp"
#include "text/ascii.hpp"

namespace headstrong::http::messages {
namespace reports_detail {

enum class Key : std::uint8_t { Effective, Violated, Blocked, Policy, Page, Disposition, Sample, Address, None };

struct KeyName {
  std::string_view name;  // in small letters, without - and _
  Key key;
};
constexpr KeyName kKeys[] = {{"effectivedirective", Key::Effective},
                             {"violateddirective", Key::Violated},
                             {"blockeduri", Key::Blocked},
                             {"blockedurl", Key::Blocked},
                             {"originalpolicy", Key::Policy},
                             {"documenturi", Key::Page},
                             {"documenturl", Key::Page},
                             {"disposition", Key::Disposition},
                             {"scriptsample", Key::Sample},
                             {"sample", Key::Sample},
                             {"url", Key::Address}};

/// "csp-report.blocked-uri", "blockedURI", "blocked_uri".
Key key_of(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  if (dot != name.npos) name.remove_prefix(dot + 1);
  constexpr std::size_t kLongest = 24;
  if (name.size() > kLongest) return Key::None;
  std::string plain;
  for (const char c : name) {
    if (c != '-' && c != '_' && c != ' ') plain += text::to_lower(c);
  }
  for (const KeyName& key : kKeys) {
    if (key.name == plain) return key.key;
  }
  return Key::None;
}

struct Record {
  std::string_view values[static_cast<std::size_t>(Key::None)];
  bool given[static_cast<std::size_t>(Key::None)] = {};
  std::uint32_t start = 0;
  std::size_t told = 0;  // 1-based: a report inside it that names no page
};

/// The address as a whole one: where browsers tell a scheme only, that with its colon.
std::string_view address_of(text::Source& source, std::string_view blocked) {
  if (blocked.find(':') != blocked.npos || !text::all_of(blocked, text::kScheme)) return blocked;
  return source.keep(std::string(blocked) + ":");
}

class Reader {
 public:
  Reader(text::Source& source, Messages& found) : source_(source), found_(found) {}

  /// `whole`: of a text inside a string, where that stands.
  void read(std::string_view bytes, const Span* whole, int depth) {
    bytes_ = bytes;
    whole_ = whole;
    depth_ = depth;
    records_.assign(1, Record{});
    deeper_ = 0;
    key_ = Key::None;
    for (at_ = 0; at_ < bytes_.size();) step();
    while (!records_.empty()) finish();
  }

  /// A table with the names in its first line, as reports are exported.
  void read_table(std::string_view bytes) {
    bytes_ = bytes;
    const char mark = table_mark(bytes.substr(0, bytes.find('\n')));
    if (mark == '\0') return;
    std::vector<Key> columns;
    read_row(mark, [&](std::size_t, std::string_view cell) {
      columns.push_back(text::iequals(cell, "directive") ? Key::Violated : key_of(cell));
    });
    const auto has = [&](Key key) { return std::find(columns.begin(), columns.end(), key) != columns.end(); };
    if (!has(Key::Blocked) || !(has(Key::Effective) || has(Key::Violated))) return;
    for (std::size_t row = 0; at_ < bytes_.size() && row < kMostRows; ++row) {
      Record record;
      record.start = static_cast<std::uint32_t>(at_);
      read_row(mark, [&](std::size_t column, std::string_view cell) {
        if (column >= columns.size() || columns[column] == Key::None) return;
        record.values[static_cast<std::size_t>(columns[column])] = cell;
        record.given[static_cast<std::size_t>(columns[column])] = true;
      });
      ToldRequest told;
      if (!fill(record, told)) continue;
      told.span = {record.start, static_cast<std::uint32_t>(at_)};
      found_.requests.push_back(told);
    }
  }

 private:
  static constexpr std::size_t kMostRows = 100000;

  /// What parts the columns; nothing where the line is no head of such a table.
  static char table_mark(std::string_view line) {
    if (line.find("irective") == line.npos || line.find("locked") == line.npos) return '\0';
    for (const char c : {'\t', ';', ','}) {
      if (line.find(c) != line.npos && line.find('{') == line.npos && line.find(':') == line.npos) return c;
    }
    return '\0';
  }

  /// Gives each cell of a line, counted from 0, and goes behind the line.
  template <class See>
  void read_row(char mark, See see) {
    for (std::size_t column = 0; at_ < bytes_.size(); ++column) {
      see(column, read_cell(mark));
      if (at_ >= bytes_.size() || bytes_[at_++] == '\n') return;
    }
  }

  /// A cell; the reader stands on what ends it.
  std::string_view read_cell(char mark) {
    if (bytes_[at_] != '"') {
      const std::size_t start = at_;
      while (at_ < bytes_.size() && bytes_[at_] != mark && bytes_[at_] != '\n') ++at_;
      return text::trim(bytes_.substr(start, at_ - start));
    }
    const std::size_t start = ++at_;
    bool doubled = false;
    while (at_ < bytes_.size() && (bytes_[at_] != '"' || bytes_.substr(at_ + 1, 1) == "\"")) {
      doubled = doubled || bytes_[at_] == '"';
      at_ += bytes_[at_] == '"' ? 2 : 1;
    }
    std::string_view cell = bytes_.substr(std::min(start, bytes_.size()), std::min(at_, bytes_.size()) - start);
    while (at_ < bytes_.size() && bytes_[at_] != mark && bytes_[at_] != '\n') ++at_;
    if (!doubled) return cell;
    std::string plain;
    for (std::size_t i = 0; i < cell.size(); i += cell[i] == '"' ? 2 : 1) plain += cell[i];
    return source_.keep(std::move(plain));
  }

  /// More objects than these are not told apart.
  static constexpr std::size_t kDeepest = 64;

  void step() {
    const char c = bytes_[at_];
    if (c == '{') {
      key_ = Key::None;
      if (records_.size() < kDeepest) {
        records_.push_back({});
        records_.back().start = static_cast<std::uint32_t>(at_);
      } else {
        ++deeper_;
      }
      ++at_;
    } else if (c == '}') {
      key_ = Key::None;
      ++at_;
      if (deeper_ > 0) --deeper_;
      else if (records_.size() > 1) finish();
      else restart();
    } else if (c == '"' || (c == '\'' && opens_string())) {
      read_string(c);
    } else if (text::is(c, text::kAlpha)) {
      read_word();
    } else {
      if (c == '\n' && records_.size() == 1 && at_ + 1 < bytes_.size() && bytes_[at_ + 1] == '\n') restart();
      if (c == ',' || c == ';') key_ = Key::None;
      ++at_;
    }
  }

  /// An apostrophe stands behind a letter.
  bool opens_string() const {
    std::size_t before = at_;
    while (before > 0 && text::is(bytes_[before - 1], text::kSpaceTab)) --before;
    return before == 0 || std::string_view("{,:[(=>\n").find(bytes_[before - 1]) != std::string_view::npos;
  }

  void read_string(char mark) {
    const std::size_t start = at_ + 1;
    std::size_t end = start;
    bool escaped = false;
    while (end < bytes_.size() && bytes_[end] != mark && bytes_[end] != '\n') {
      const bool escape = bytes_[end] == '\\' && end + 1 < bytes_.size() && bytes_[end + 1] != '\n';
      escaped = escaped || escape;
      end += escape ? 2 : 1;
    }
    end = std::min(end, bytes_.size());
    at_ = end;
    if (end == bytes_.size() || bytes_[end] != mark) return;
    ++at_;
    std::string_view value = bytes_.substr(start, end - start);
    if (key_ == Key::None && is_name_behind(value)) return;
    if (escaped) value = source_.keep(quote::decoded(value, quote::Spelling::JsonString));
    if (key_ != Key::None) take(value);
    else if (escaped && depth_ < 2 && value.find("irective") != value.npos) read_inside(value, start, end);
  }

  /// Whether the text is the name of what follows.
  bool is_name_behind(std::string_view name) {
    std::size_t next = at_;
    while (next < bytes_.size() && text::is(bytes_[next], text::kAsciiWhitespace)) ++next;
    const bool colon = bytes_.substr(next, 1) == ":";
    const bool arrow = bytes_.substr(next, 2) == "=>";
    if (!colon && !arrow && bytes_.substr(next, 1) != "=") return false;
    at_ = next + (arrow ? 2 : 1);
    begin_value(key_of(name));
    return true;
  }

  /// A name without quotes, as scripts and logs have it.
  void read_word() {
    const std::size_t start = at_;
    while (at_ < bytes_.size() && (text::is(bytes_[at_], text::kAlpha | text::kDigit) || bytes_[at_] == '-' ||
                                   bytes_[at_] == '_' || bytes_[at_] == '.')) {
      ++at_;
    }
    const Key key = key_of(bytes_.substr(start, at_ - start));
    if (key == Key::None || key == Key::Sample || key == Key::Address) return;
    const std::string_view next = bytes_.substr(at_, 1);
    if (next != ":" && next != "=") return;
    ++at_;
    begin_value(key);
  }

  /// A value without quotes is read at once.
  void begin_value(Key key) {
    key_ = key;
    if (key == Key::None) return;
    while (at_ < bytes_.size() && text::is(bytes_[at_], text::kSpaceTab)) ++at_;
    if (at_ == bytes_.size()) return;
    const char c = bytes_[at_];
    if (c == '"' || c == '\'' || c == '{' || c == '[' || text::is(c, text::kAsciiWhitespace)) {
      if (c == '\n' || c == '\r') key_ = Key::None;
      return;
    }
    // Policies have blanks: theirs ends with the line.
    const bool sentence = key == Key::Policy || key == Key::Violated;
    std::size_t end = at_;
    while (end < bytes_.size() && bytes_[end] != '\n' && bytes_[end] != '\r' && bytes_[end] != '}' &&
           (sentence || (bytes_[end] != ' ' && bytes_[end] != '\t' && bytes_[end] != ','))) {
      ++end;
    }
    const std::size_t start = at_;
    at_ = end;
    take(text::trim(bytes_.substr(start, end - start)));
  }

  void take(std::string_view value) {
    const auto key = static_cast<std::size_t>(key_);
    key_ = Key::None;
    if (deeper_ > 0) return;
    if (records_.size() == 1 && records_.back().given[key]) restart();
    Record& record = records_.back();
    if (records_.size() == 1 && record.start == 0)
      record.start = static_cast<std::uint32_t>(at_ - std::min(at_, value.size()));
    record.values[key] = value;
    record.given[key] = true;
  }

  void read_inside(std::string_view text, std::size_t start, std::size_t end) {
    const Span span =
        whole_ != nullptr ? *whole_ : Span{static_cast<std::uint32_t>(start), static_cast<std::uint32_t>(end)};
    Reader(source_, found_).read(text, &span, depth_ + 1);
  }

  /// Names outside all objects: the next record begins.
  void restart() {
    finish();
    records_.push_back({});
  }

  void finish() {
    const Record record = records_.back();
    records_.pop_back();
    Record* outer = records_.empty() ? nullptr : &records_.back();
    const auto value = [&](Key key) { return record.values[static_cast<std::size_t>(key)]; };
    if (record.told > 0) {
      ToldRequest& inner = found_.requests[record.told - 1];
      if (inner.page.empty()) inner.page = value(Key::Address);
      if (inner.page.empty() && outer != nullptr) outer->told = record.told;
    }
    ToldRequest told;
    if (!fill(record, told)) return;
    told.span = whole_ != nullptr ? *whole_ : Span{record.start, static_cast<std::uint32_t>(at_)};
    found_.requests.push_back(told);
    if (told.page.empty() && outer != nullptr) outer->told = found_.requests.size();
  }

  bool fill(const Record& record, ToldRequest& told) {
    const auto value = [&](Key key) { return text::trim(record.values[static_cast<std::size_t>(key)]); };
    const bool blocked_given = record.given[static_cast<std::size_t>(Key::Blocked)];
    std::string_view named = value(Key::Effective);
    const bool effective = !named.empty();
    if (!effective) named = value(Key::Violated);
    told.directive = directive_of(named);
    told.policy = value(Key::Policy);
    if (told.directive.empty() || (!blocked_given && told.policy.empty())) return false;
    told.page = value(Key::Page);
    told.report_only = text::iequals(value(Key::Disposition), "report");
    const std::string_view blocked = value(Key::Blocked);
    const std::string_view sample = value(Key::Sample);
    if (told.directive == "frame-ancestors") {
      told.type = told.directive;
      return true;
    }
    if (told.directive == "trusted-types" || told.directive == "require-trusted-types-for") {
      told.type = told.directive == "trusted-types" ? "trusted-type-policy" : "trusted-type-sink";
      if (told.directive == "trusted-types") told.name = sample;
      return true;
    }
    told.type = type_of_word(told.directive, blocked);
    if (!told.type.empty()) {
      // Of longer code only so much is told.
      constexpr std::size_t kSample = 40;
      if (sample.size() < kSample && told.type != "eval" && told.type != "wasm-eval") told.content = sample;
      return true;
    }
    if (blocked.empty()) return false;
    told.url = address_of(source_, blocked);
    told.type = effective ? type_of(told.directive, told.url) : type_by_address(told.directive, told.url);
    return !told.type.empty();
  }

  text::Source& source_;
  Messages& found_;
  std::string_view bytes_;
  const Span* whole_ = nullptr;
  int depth_ = 0;
  std::size_t at_ = 0;
  std::vector<Record> records_;  // of the objects around; the first stands for what is outside all
  std::size_t deeper_ = 0;
  Key key_ = Key::None;
};

}  // namespace reports_detail

void read_reports(text::Source& source, Messages& found) {
  const std::size_t before = found.requests.size();
  reports_detail::Reader(source, found).read_table(source.bytes());
  if (found.requests.size() > before) return;
  reports_detail::Reader(source, found).read(source.bytes(), nullptr, 0);
}

}  // namespace headstrong::http::messages

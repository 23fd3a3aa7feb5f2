// Fields that are lines: name, separator, value, and what stands before each line.
#include <algorithm>
#include <string>

#include "harden/edit_list.hpp"
#include "harden/writers.hpp"
#include "text/ascii.hpp"

namespace headstrong::writing {
namespace write_lines_detail {

using http::Field;
using http::Format;

class Writer {
 public:
  Writer(const Target& target, const Merge& merge)
      : target_(target), source_(target.source), merge_(merge), lines_(target.source) {}

  std::vector<Edit> write() {
    const Field* model = model_field();
    const std::string prefix = line_prefix(model);
    const std::string separator = separator_like(model);
    const auto line_of = [&](const NewField& field) {
      return prefix + field.name + separator + std::string(field.value);
    };
    std::size_t inserted = 0;
    Place last = start_line();
    for (std::size_t i = 0; i < merge_.fields.size(); ++i) {
      last = write_field(*merge_.fields[i], merge_.steps[i]);
      for (; inserted < merge_.within.size() && merge_.within[inserted].after == i; ++inserted) {
        lines_.insert_behind(last, line_of(merge_.within[inserted].field));
      }
    }
    for (const NewField& field : merge_.at_end) lines_.insert_behind(last, line_of(field));
    return lines_.take();
  }

 private:
  /// The field that new ones are spelled like: the last that has its value on its own line.
  const Field* model_field() const {
    const Field* model = nullptr;
    for (auto field = merge_.fields.rbegin(); field != merge_.fields.rend(); ++field) {
      if (model == nullptr) model = *field;
      if (!(*field)->folded && !(*field)->value.text().empty()) return *field;
    }
    return model;
  }

  std::string_view before_name(const Field& field) {
    const std::uint32_t start = lines_.line_at(field.name_span.start).start;
    return source_.substr(start, field.name_span.start - start);
  }

  /// What stands before each field on its line: "< " of curl -v, the indent of wget and of tables.
  std::string line_prefix(const Field* model) {
    switch (target_.format) {
      case Format::CurlVerbose:
      case Format::WgetServer:
      case Format::PowerShell:
        // Lines that were copied without their status line have only each other to go by.
        return target_.response->status == 0 && model != nullptr ? std::string(before_name(*model))
                                                                 : before_status_line();
      case Format::HeaderLines: return shallowest_indent();
      case Format::NameValueTable:
      case Format::HeadersFile: return model == nullptr ? "" : std::string(before_name(*model));
      default: return {};
    }
  }

  std::string before_status_line() {
    const std::uint32_t at = target_.response->span.start;
    const std::uint32_t start = lines_.line_at(at).start;
    std::string prefix(source_.substr(start, at - start));
    // "RawContent : " stands on the first line alone.
    if (target_.format == Format::PowerShell) std::fill(prefix.begin(), prefix.end(), ' ');
    return prefix;
  }

  /// A line that is indented deeper than the text's first would be a folded one.
  std::string shallowest_indent() {
    if (merge_.fields.size() < 2) return {};
    std::string_view least = before_name(*merge_.fields.front());
    for (const Field* field : merge_.fields) {
      const std::string_view indent = before_name(*field);
      if (indent.size() < least.size()) least = indent;
    }
    return std::string(least);
  }

  /// A table's own separator may have a line end; with another one its lines would be no table.
  std::string separator_like(const Field* model) const {
    const std::string usual = ": ";
    if (model == nullptr) return usual;
    const std::uint32_t value = model->value.to_source(0, 0).start;
    if (value <= model->name_span.end) return usual;
    const std::string_view between = source_.substr(model->name_span.end, value - model->name_span.end);
    if (target_.format == Format::NameValueTable) return std::string(between);
    return between == ":" && !model->value.text().empty() ? ":" : usual;
  }

  /// Behind which line the first field would stand.
  Place start_line() {
    const auto end = static_cast<std::uint32_t>(source_.size());
    switch (target_.format) {
      case Format::HttpMessage:
      case Format::CurlVerbose:
      case Format::WgetServer:
      case Format::PowerShell: return lines_.line_at(target_.response->span.start);
      default: break;
    }
    // Only a pseudo-header told the status, and nothing is expected behind it.
    return end > 0 ? lines_.line_at(end - 1) : Place{};
  }

  /// Returns the field's last line.
  Place write_field(const Field& field, const Step& step) {
    const std::vector<Span> runs = field.value.runs();
    const Place name_line = lines_.line_at(field.name_span.start);
    const Place value_line = lines_.line_at(runs.front().start);
    const bool changes = step.act == Step::Act::Set && step.value != field.value.text();
    // A folded value comes to its name; in a table it is where it belongs.
    const bool moves = changes && value_line.start != name_line.start && target_.format != Format::NameValueTable;
    if (moves) {
      const auto colon = static_cast<std::uint32_t>(source_.find(':', field.name_span.end));
      lines_.replace({colon + 1, name_line.end}, " " + std::string(step.value));
    } else if (changes) {
      set_value(runs.front(), step.value);
    }
    const bool removed = step.act == Step::Act::Remove;
    if (removed) lines_.remove(name_line);
    Place last = name_line;
    for (std::size_t i = 0; i < runs.size(); ++i) {
      const Place line = i == 0 ? value_line : lines_.line_at(runs[i].start);
      if (line.start == last.start) continue;
      if (removed || moves || (changes && i > 0)) lines_.remove(line);
      last = line;
    }
    return last;
  }

  void set_value(Span run, std::string_view value) {
    const bool after_colon = run.empty() && run.start > 0 && source_[run.start - 1] == ':';
    lines_.replace(run, after_colon ? " " + std::string(value) : std::string(value));
  }

  const Target& target_;
  std::string_view source_;
  const Merge& merge_;
  LineEdits lines_;
};

}  // namespace write_lines_detail

Written write_lines(const Target& target, const Merge& merge) {
  if (target.format == http::Format::HeadersFile && writes_nonce(merge)) {
    return {{},
            "A _headers file can't give each response its own nonce. Harden without nonces, or use a "
            "server that can make them."};
  }
  return {write_lines_detail::Writer(target, merge).write(), {}};
}

}  // namespace headstrong::writing

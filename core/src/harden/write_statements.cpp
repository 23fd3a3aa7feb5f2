// Statements of a configuration language that set one field each. The dialect knows its language; where
// a new statement goes, and how lines are kept in order, is the same for all.
#include <algorithm>
#include <iterator>
#include <set>
#include <string>
#include <vector>

#include "harden/edit_list.hpp"
#include "harden/writers.hpp"
#include "http/code/write_map.hpp"
#include "http/dialects/dialect.hpp"
#include "text/ascii.hpp"

namespace headstrong::writing {
namespace write_statements_detail {

using http::DialectSpec;
using http::Field;
using http::Statement;

class Writer {
 public:
  Writer(const DialectSpec& dialect, const Target& target, const Merge& merge)
      : dialect_(dialect), s_(target.source), response_(*target.response), merge_(merge), lines_(target.source) {}

  /// False where a statement is written in a way that can't be taken apart.
  bool write(std::vector<Edit>& edits) {
    model_ = merge_.at_end.empty() ? merge_.fields.size() : last_model();
    lacks_model_ = model_ == merge_.fields.size() && !merge_.at_end.empty();
    if (lacks_model_) return false;
    for (std::size_t i = 0; i < merge_.fields.size(); ++i) {
      if (!write_field(i)) return false;
    }
    edits = lines_.take();
    return add_apart(edits);
  }

  /// Whether no statement shows how a further header would be set.
  bool lacks_model() const { return lacks_model_; }

 private:
  bool write_field(std::size_t i) {
    const Field& field = *merge_.fields[i];
    const Step& step = merge_.steps[i];
    const bool keeps = step.act == Step::Act::Keep;
    const bool last = i == model_;
    const bool inserts = inserted_ < merge_.within.size() && merge_.within[inserted_].after == i;
    if (keeps && !inserts && !last) return true;
    // Of a map of directives, which can't be copied.
    if (field.map > 0) {
      return step.act != Step::Act::Remove && !inserts && !last && write_map(field, step.value);
    }
    Statement statement;
    if (!dialect_.take_apart(s_, field, statement)) {
      if (keeps && !inserts) return true;
      return step.act == Step::Act::Set && !inserts && !last && write_value(field, step.value);
    }
    const bool sets = step.act == Step::Act::Set && step.value != field.value.text();
    if ((sets && statement.value.empty()) || (inserts && !statement.is_model)) return false;
    const std::vector<const NewField*> further = further_behind(i);
    const bool goes = step.act == Step::Act::Remove && further.empty();
    const bool after_removed = i > 0 && merge_.steps[i - 1].act == Step::Act::Remove;
    if (goes && !remove_comma_before(statement, after_removed)) return false;
    write_statement(field, step, statement, further);
    return true;
  }

  /// The new fields that are set behind field i.
  std::vector<const NewField*> further_behind(std::size_t i) {
    std::vector<const NewField*> further;
    for (; inserted_ < merge_.within.size() && merge_.within[inserted_].after == i; ++inserted_) {
      further.push_back(&merge_.within[inserted_].field);
    }
    if (i != model_) return further;
    for (const NewField& added : merge_.at_end) further.push_back(&added);
    return further;
  }

  /// Puts the edits of other places among those of the lines; false where two overlap.
  bool add_apart(std::vector<Edit>& edits) {
    if (apart_.empty()) return true;
    edits.insert(edits.end(), std::make_move_iterator(apart_.begin()), std::make_move_iterator(apart_.end()));
    return in_order(edits);
  }

  /// A setting that is one literal, of which no other can be made.
  bool write_value(const Field& field, std::string_view value) {
    if (value == field.value.text()) return true;
    const Span span = field.value.to_source(0, field.value.text().size());
    const bool one = dialect_.language && !field.inherited &&
                     s_.substr(span.start, span.size()) == quote::encode(field.value.text(), field.spelling);
    if (!one || !quote::carries(value, field.spelling)) return false;
    apart_.push_back({span, quote::encode(value, field.spelling)});
    return true;
  }

  bool write_map(const Field& field, std::string_view value) {
    if (http::code::sorted_directives(value) == http::code::sorted_directives(field.value.text())) return true;
    std::vector<http::code::MapEdit> edits =
        http::code::write_policy_map(s_, response_.maps[field.map - 1], value, *dialect_.language);
    for (http::code::MapEdit& edit : edits) apart_.push_back({edit.span, std::move(edit.text)});
    return !edits.empty();
  }

  /// The last field that a new one can be made like, or as many as there are.
  std::size_t last_model() const {
    for (std::size_t i = merge_.fields.size(); i-- > 0;) {
      Statement statement;
      if (dialect_.take_apart(s_, *merge_.fields[i], statement) && statement.is_model) return i;
    }
    return merge_.fields.size();
  }

  /// Of statements with commas between them the last goes with the comma before it. False where that belongs
  /// to one that goes, too.
  bool remove_comma_before(const Statement& statement, bool after_removed) {
    if (!statement.parted || statement.end != statement.words_end) return true;
    std::uint32_t at = statement.start;
    while (at > 0 && text::is(s_[at - 1], text::kAsciiWhitespace)) --at;
    if (at == 0 || s_[at - 1] != ',') return true;
    if (after_removed) return false;
    lines_.replace({at - 1, at}, {});
    return true;
  }

  void write_statement(const Field& field, const Step& step, const Statement& statement,
                       const std::vector<const NewField*>& further) {
    const Place first = lines_.line_at(statement.start);
    const bool leads = is_blank(first.start, statement.start);
    const std::string_view indent = leads ? s_.substr(first.start, statement.start - first.start) : std::string_view();
    if (step.act == Step::Act::Set && step.value != field.value.text()) set_value(field, step.value, statement);
    const Place line = lines_.line_at(statement.end);
    const bool alone = leads && is_blank(statement.end, line.end);
    if (step.act == Step::Act::Remove) {
      remove(statement, line, alone);
    } else if (statement.end == statement.words_end && !further.empty() &&
               (statement.entry || statement.expression.empty())) {
      lines_.replace({statement.end, statement.end}, statement.parted ? "," : dialect_.terminator);
    }
    if (further.empty()) return;
    hide_copies(field, further);
    const bool ends_line = leads && (alone || begins_comment(skip_blanks(statement.end)));
    add_behind(statement, further, ends_line ? &line : nullptr, indent);
  }

  bool begins_comment(std::uint32_t at) const { return at < s_.size() && (s_[at] == '#' || s_.substr(at, 2) == "//"); }

  void set_value(const Field& field, std::string_view value, const Statement& statement) {
    // Bytes of a program stay bytes: b'...'
    const std::string_view old = s_.substr(statement.value.start, 2);
    const bool bytes = !statement.expression.empty() && (old == "b'" || old == "b\"");
    const std::string prefix = bytes ? "b" : "";
    const bool here = statement.value.start >= statement.start && statement.value.end <= statement.end;
    const bool with_name = !statement.name.empty() && statement.name.start >= statement.value.start &&
                           statement.name.end <= statement.value.end;
    if (dialect_.replacement != nullptr) {
      lines_.replace(statement.value, dialect_.replacement(field, value, s_));
    } else if (with_name) {
      lines_.replace({statement.start, statement.words_end}, dialect_.statement(s_, statement, field.name, value));
    } else if (here) {
      lines_.replace(statement.value, prefix + dialect_.literal(value));
    } else {
      // In a variable, which is set elsewhere.
      apart_.push_back({statement.value, prefix + dialect_.literal(value)});
    }
  }

  /// Statements like this one behind it: on lines of their own behind `line`, or on the same where it is null.
  void add_behind(const Statement& statement, const std::vector<const NewField*>& further, const Place* line,
                  std::string_view indent) {
    for (const NewField* added : further) {
      std::string text = dialect_.statement(s_, statement, added->name, added->value);
      const bool comma = statement.end != statement.words_end || added != further.back();
      if (statement.parted && comma) text += ',';
      if (line != nullptr) lines_.insert_behind(*line, std::string(indent) + text);
      else lines_.replace({statement.end, statement.end}, " " + text);
    }
  }

  /// Where an upstream's copies of the field are hidden, so are those of further ones.
  void hide_copies(const Field& field, const std::vector<const NewField*>& further) {
    if (dialect_.hiding == nullptr) return;
    for (const Statement& like : dialect_.hiding(s_, field.name)) {
      std::uint32_t end = like.end;
      while (end < s_.size() && s_[end] != '\n' && s_[end] != '\r') ++end;
      std::string text;
      for (const NewField* added : further) {
        if (!hidden_.insert(std::to_string(like.start) + text::lowered(added->name)).second) continue;
        text += s_.substr(end, 2) == "\r\n" ? "\r\n" : "\n";
        text += http::hiding_line(s_, like, added->name);
      }
      if (!text.empty()) apart_.push_back({{end, end}, std::move(text)});
    }
  }

  void remove(const Statement& statement, const Place& last_line, bool alone) {
    if (!alone) {
      lines_.replace({statement.start, statement.end}, {});
      return;
    }
    Place line = lines_.line_at(statement.start);
    while (line.start != last_line.start) {
      lines_.remove(line);
      line = lines_.line_at(line.next);
    }
    lines_.remove(line);
  }

  std::uint32_t skip_blanks(std::uint32_t at) const {
    while (at < s_.size() && text::is(s_[at], text::kSpaceTab)) ++at;
    return at;
  }
  bool is_blank(std::uint32_t start, std::uint32_t end) const { return skip_blanks(start) >= end; }

  const DialectSpec& dialect_;
  std::string_view s_;
  const http::Response& response_;
  const Merge& merge_;
  LineEdits lines_;
  std::size_t model_ = 0;     // the field that those at the end are made like
  std::size_t inserted_ = 0;  // of those that follow others
  bool lacks_model_ = false;
  std::set<std::string> hidden_;
  std::vector<Edit> apart_;  // of values that stand elsewhere
};

}  // namespace write_statements_detail

Written write_statements(const Target& target, const Merge& merge) {
  Written written;
  const http::DialectSpec& dialect = *http::dialect_of(target.format);
  for (const std::string_view value : written_values(merge)) {
    written.refusal = dialect.refusal(value);
    if (!written.refusal.empty()) return written;
  }
  write_statements_detail::Writer writer(dialect, target, merge);
  if (!writer.write(written.edits)) {
    written.refusal =
        writer.lacks_model()
            ? "Nothing in this text shows where to set " + std::string(merge.at_end.front().name) +
                  ". Where your code adds " + "other headers, set it to `" + std::string(merge.at_end.front().value) +
                  "`, or copy the hardened headers instead."
            : "These headers are arranged in a way that can't be written yet. Copy the hardened headers instead.";
  }
  return written;
}

}  // namespace headstrong::writing

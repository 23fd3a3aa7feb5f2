// nginx's add_header: a directive of words, the value quoted.
#include <algorithm>
#include <string>

#include "harden/edit_list.hpp"
#include "harden/writers.hpp"
#include "text/ascii.hpp"

namespace headstrong::writing {
namespace write_nginx_detail {

using http::Field;
using text::is;
using text::kAsciiWhitespace;
using text::kSpaceTab;

constexpr std::string_view kDirective = "add_header";
constexpr std::size_t kMaxWordBytes = 4000;  // ngx_conf_file.c reads words into 4,096 bytes

std::string in_quotes(std::string_view value) {
  std::string word = "\"";
  for (const char c : value) {
    if (c == '"' || c == '\\') word += '\\';
    word += c;
  }
  return word += '"';
}

/// add_header NAME VALUE always;
struct Directive {
  Span value;  // with its quotes
  std::uint32_t start = 0;
  std::uint32_t words_end = 0;  // behind the last word
  std::uint32_t end = 0;        // behind the semicolon, if there is one
};

class Writer {
 public:
  Writer(const Target& target, const Merge& merge)
      : s_(target.source), merge_(merge), lines_(target.source) {}

  /// False where a directive is written in a way that can't be taken apart.
  bool write(std::vector<Edit>& edits) {
    std::size_t inserted = 0;
    for (std::size_t i = 0; i < merge_.fields.size(); ++i) {
      const Field& field = *merge_.fields[i];
      const Step& step = merge_.steps[i];
      const bool last = i + 1 == merge_.fields.size();
      const bool inserts = inserted < merge_.within.size() && merge_.within[inserted].after == i;
      if (step.act == Step::Act::Keep && !inserts && !last) continue;
      Directive directive;
      if (!take_apart(field, directive)) return false;
      std::vector<const NewField*> further;
      for (; inserted < merge_.within.size() && merge_.within[inserted].after == i; ++inserted) {
        further.push_back(&merge_.within[inserted].field);
      }
      for (const NewField& added : merge_.at_end) {
        if (last) further.push_back(&added);
      }
      write_directive(field, step, directive, further);
    }
    edits = lines_.take();
    return true;
  }

 private:
  bool take_apart(const Field& field, Directive& directive) const {
    std::uint32_t at = field.name_span.start;
    if (at > 0 && (s_[at - 1] == '"' || s_[at - 1] == '\'')) --at;
    while (at > 0 && is(s_[at - 1], kAsciiWhitespace)) --at;
    if (at < kDirective.size()) return false;
    directive.start = at - static_cast<std::uint32_t>(kDirective.size());
    if (s_.substr(directive.start, kDirective.size()) != kDirective) return false;
    directive.value = {field.value.to_source(0, 0).start, field.span.end};
    const char quote = directive.value.start > 0 ? s_[directive.value.start - 1] : '\0';
    if (quote == '"' || quote == '\'') {
      --directive.value.start;
      if (directive.value.end < s_.size()) ++directive.value.end;
    }
    find_end(directive);
    return true;
  }

  void find_end(Directive& directive) const {
    std::size_t at = directive.words_end = directive.value.end;
    while (at < s_.size() && s_[at] != ';' && s_[at] != '{' && s_[at] != '}') {
      if (s_[at] == '#') {
        while (at < s_.size() && s_[at] != '\n') ++at;
      } else if (is(s_[at], kAsciiWhitespace)) {
        ++at;
      } else {
        at = skip_word(at);
        directive.words_end = static_cast<std::uint32_t>(at);
      }
    }
    const bool closed = at < s_.size() && s_[at] == ';';
    directive.end = closed ? static_cast<std::uint32_t>(at + 1) : directive.words_end;
  }

  std::size_t skip_word(std::size_t at) const {
    const char quote = s_[at] == '"' || s_[at] == '\'' ? s_[at] : '\0';
    if (quote != '\0') ++at;
    for (; at < s_.size(); ++at) {
      if (quote != '\0' ? s_[at] == quote
                        : is(s_[at], kAsciiWhitespace) || s_[at] == ';' || s_[at] == '{') {
        break;
      }
      if (s_[at] == '\\') ++at;
    }
    return std::min(at + (quote != '\0'), s_.size());
  }

  void write_directive(const Field& field, const Step& step, const Directive& directive,
                       const std::vector<const NewField*>& further) {
    const Place first = lines_.line_at(directive.start);
    const bool leads = is_blank(first.start, directive.start);
    const std::string indent(s_.substr(first.start, leads ? directive.start - first.start : 0));
    const bool closed = directive.end > directive.words_end;
    std::string rest(s_.substr(directive.value.end, directive.end - directive.value.end));
    if (!closed) rest += ';';
    if (step.act == Step::Act::Set && step.value != field.value.text()) {
      lines_.replace(directive.value, in_quotes(step.value));
    }
    const Place line = lines_.line_at(directive.end);
    const bool alone = leads && is_blank(directive.end, line.end);
    if (step.act == Step::Act::Remove) {
      remove(directive, line, alone);
    } else if (!closed && !further.empty()) {
      lines_.replace({directive.end, directive.end}, ";");
    }
    const bool ends_line = leads && (alone || s_[skip_blanks(directive.end)] == '#');
    for (const NewField* added : further) {
      const std::string text =
          std::string(kDirective) + " " + added->name + " " + in_quotes(added->value) + rest;
      if (ends_line) {
        lines_.insert_behind(line, indent + text);
      } else {
        lines_.replace({directive.end, directive.end}, " " + text);
      }
    }
  }

  void remove(const Directive& directive, const Place& last_line, bool alone) {
    if (!alone) {
      lines_.replace({directive.start, directive.end}, {});
      return;
    }
    Place line = lines_.line_at(directive.start);
    while (line.start != last_line.start) {
      lines_.remove(line);
      line = lines_.line_at(line.next);
    }
    lines_.remove(line);
  }

  std::uint32_t skip_blanks(std::uint32_t at) const {
    while (at < s_.size() && is(s_[at], kSpaceTab)) ++at;
    return at;
  }
  bool is_blank(std::uint32_t start, std::uint32_t end) const { return skip_blanks(start) >= end; }

  std::string_view s_;
  const Merge& merge_;
  LineEdits lines_;
};

}  // namespace write_nginx_detail

Written write_nginx(const Target& target, const Merge& merge) {
  Written written;
  if (writes_nonce(merge)) {
    written.refusal =
        "nginx needs a variable of its own for the nonce. Take the configuration for nginx instead.";
    return written;
  }
  for (const std::string_view value : written_values(merge)) {
    if (value.find('$') != value.npos) {
      written.refusal = "nginx takes the $ in a value for a variable. Take the configuration for nginx instead.";
    } else if (write_nginx_detail::in_quotes(value).size() > write_nginx_detail::kMaxWordBytes) {
      written.refusal = "A value is longer than nginx reads in one piece. Take the configuration for nginx instead.";
    }
    if (!written.refusal.empty()) return written;
  }
  if (!write_nginx_detail::Writer(target, merge).write(written.edits)) {
    written.refusal =
        "These add_header lines are arranged in a way that can't be written yet. Copy the hardened "
        "headers instead.";
  }
  return written;
}

}  // namespace headstrong::writing

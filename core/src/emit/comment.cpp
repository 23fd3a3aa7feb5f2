#include "emit/comment.hpp"

#include "text/ascii.hpp"
#include "text/invisible.hpp"
#include "text/utf8.hpp"

namespace headstrong::emitters {

namespace comment_detail {

constexpr std::size_t kColumns = 100;
/// Apache ends a line of .htaccess at 8191 bytes and refuses the file, in a comment too.
constexpr std::size_t kMaxWordBytes = 500;
constexpr std::size_t kMaxTextBytes = 2000;

/// How much of `text` goes on one line of `room` columns.
std::size_t line_length(std::string_view text, std::size_t room) {
  const std::size_t line_break = text.substr(0, room + 1).find('\n');
  if (line_break != std::string_view::npos) return line_break;
  if (text.size() <= room) return text.size();
  const std::size_t blank = text.rfind(' ', room);
  if (blank != std::string_view::npos && blank > 0) return blank;
  const std::size_t next = text.substr(0, kMaxWordBytes + 1).find_first_of(" \n");
  if (next != std::string_view::npos) return next;
  return text::start_of(text, kMaxWordBytes).size();
}

std::string first_line(const TargetSpec& spec) {
  return "Security headers for " + std::string(spec.name) + ", written by Headstrong.";
}

}  // namespace comment_detail

std::string comment_lines(std::string_view prefix, std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t length = comment_detail::line_length(text, comment_detail::kColumns - prefix.size());
    out.append(prefix).append(text.substr(0, length));
    while (!out.empty() && out.back() == ' ') out.pop_back();
    if (!out.empty() && out.back() == '\\') out += '.';
    out += '\n';
    text.remove_prefix(length);
    const bool ended_by_mark = !text.empty() && (text.front() == ' ' || text.front() == '\n');
    if (ended_by_mark) text.remove_prefix(1);
  }
  return out;
}

std::string comment_text(const TargetSpec& spec, std::string_view text) {
  const std::string_view start = text::start_of(text, comment_detail::kMaxTextBytes);
  const std::string valid = text::valid_utf8(start);
  std::string out;
  for (std::size_t at = 0; at < valid.size();) {
    const std::string_view character = text::character_at(valid, at);
    // What ends a line in some language, or changes the order in which it is shown.
    const bool unwelcome = text::invisible_length(valid, at) != 0;
    at += character.size();
    if (unwelcome) {
      if (!out.empty() && out.back() != ' ') out += ' ';
      continue;
    }
    const bool would_end = spec.not_in_comments.size() == 2 && !out.empty() && out.back() == spec.not_in_comments[0] &&
                           character == spec.not_in_comments.substr(1);
    if (would_end) out += ' ';
    out += character;
  }
  if (start.size() < text.size()) out += "...";
  return out;
}

std::string remark_lines(const TargetSpec& spec, std::string_view prefix, const HeaderValues& field) {
  std::string out;
  for (const std::string& remark : field.remarks) {
    out += comment_lines(prefix, comment_text(spec, remark));
  }
  return out;
}

std::string opening_text(const TargetSpec& spec, const EmitCall& call) {
  std::string text = comment_detail::first_line(spec) + "\n";
  if (!spec.check.empty()) text.append("Check: ").append(spec.check).append("\n");
  for (const std::string& remark : call.remarks()) text.append(comment_text(spec, remark)).append("\n");
  text.pop_back();
  return text;
}

std::string opening(const TargetSpec& spec, std::string_view prefix, const EmitCall& call) {
  return comment_lines(prefix, opening_text(spec, call));
}

bool append_comment(const TargetSpec& spec, std::string_view text, std::string& file) {
  const std::size_t at = file.find(comment_detail::first_line(spec));
  if (at == file.npos) return false;
  const std::size_t line = at == 0 ? 0 : file.rfind('\n', at - 1) + 1;
  const std::string prefix = file.substr(line, at - line);
  // Without a mark of its own the line is in a comment of several.
  file += prefix.empty() ? "\n<!--\n" + comment_lines("", text) + "-->\n" : "\n" + comment_lines(prefix, text);
  return true;
}

}  // namespace headstrong::emitters

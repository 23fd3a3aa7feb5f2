#include "emit/comment.hpp"

namespace headstrong::emitters {

namespace comment {

constexpr std::size_t kColumns = 100;

/// How much of `text` goes on one line of `room` columns.
std::size_t line_length(std::string_view text, std::size_t room) {
  const std::size_t line_break = text.find('\n');
  if (line_break != std::string_view::npos && line_break <= room) return line_break;
  if (text.size() <= room) return text.size();
  const std::size_t blank = text.rfind(' ', room);
  if (blank != std::string_view::npos && blank > 0) return blank;
  const std::size_t next = text.find_first_of(" \n");
  return next == std::string_view::npos ? text.size() : next;
}

}  // namespace comment

std::string comment_lines(std::string_view prefix, std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t length = comment::line_length(text, comment::kColumns - prefix.size());
    out.append(prefix).append(text.substr(0, length));
    while (!out.empty() && out.back() == ' ') out.pop_back();
    out += '\n';
    text.remove_prefix(length);
    if (!text.empty()) text.remove_prefix(1);  // the blank or line break that ended the line
  }
  return out;
}

std::string banner_text(const TargetSpec& spec) {
  std::string text = "Security headers for ";
  text.append(spec.name).append(", written by Headstrong.\n");
  if (!spec.check.empty()) text.append("Check: ").append(spec.check).append("\n");
  text.append("Coverage: ").append(spec.coverage);
  return text;
}

std::string banner(const TargetSpec& spec, std::string_view prefix) {
  return comment_lines(prefix, banner_text(spec));
}

}  // namespace headstrong::emitters

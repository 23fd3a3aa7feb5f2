#include "report/markup.hpp"

#include "headstrong/text_report.hpp"
#include "text/ascii.hpp"

namespace headstrong::report {

std::string html_text(std::string_view s) {
  std::string out;
  for (const char c : shown(s)) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      default: out += c;
    }
  }
  return out;
}

namespace markup_detail {

bool is_word(std::string_view s, std::size_t at) {
  return at < s.size() && (text::is(s[at], text::kAlpha | text::kDigit) || text::is_non_ascii(s[at]));
}

/// Whether the bytes at `at` would be read as markup, or as an address or a number of which hosts make links. What stands
/// before and behind `s` is not known, so it counts as what would make them act.
bool acts(std::string_view s, std::size_t at) {
  const bool last = at + 1 == s.size();
  const char next = last ? '\0' : s[at + 1];
  switch (s[at]) {
    case '\\':
    case '`':
    case '*':
    case '[':
    case '<':
    case '|':
    case '~':
    case '$':
    case '@': return true;
    case '_': return at == 0 || !is_word(s, at - 1) || !is_word(s, at + 1);  // within a word it is a letter
    case '&': return last || next == '#' || text::is(next, text::kAlpha);
    case '{': return last || std::string_view("{%:#").find(next) != std::string_view::npos;  // of templates
    case '#': return last || text::is(next, text::kDigit);
    case ':': return last ? at >= 2 && is_word(s, at - 1) && is_word(s, at - 2) : s.compare(at, 3, "://") == 0;
    case '.': return at >= 3 ? text::iequals(s.substr(at - 3, 3), "www") : at == 0;
    case ']': return last || next == ':' || next == '[';
    case '(': return at > 0 && s[at - 1] == ']';
    default: return false;
  }
}

/// Whether a block that begins so would be another kind of block: a list, a quotation, a heading, a rule.
bool begins_block(std::string_view s) {
  if (s.empty()) return false;
  if (std::string_view("-+>#=").find(s.front()) != std::string_view::npos) return true;
  std::size_t digits = 0;
  while (digits < s.size() && text::is(s[digits], text::kDigit)) ++digits;
  return digits > 0 && digits < s.size() && (s[digits] == '.' || s[digits] == ')');
}

/// The block with a backslash where its beginning would act.
std::string as_text_block(const std::string& inside) {
  if (!begins_block(inside)) return inside;
  const std::size_t mark = inside.find_first_not_of("0123456789");
  return inside.substr(0, mark) + "\\" + inside.substr(mark);
}

}  // namespace markup_detail

std::string markdown_text(std::string_view words) {
  const std::string s = shown(words);
  std::string out;
  for (std::size_t at = 0; at < s.size(); ++at) {
    if (markup_detail::acts(s, at)) out += '\\';
    out += s[at];
    // Mentions are looked for after escapes are gone: an empty comment keeps mark and name apart.
    if (s[at] == '@') out += "<!-- -->";
  }
  return out;
}

std::string Markup::prose(std::string_view words) const {
  std::string out;
  for (std::size_t at = 0; at < words.size();) {
    const std::size_t open = words.find('`', at);
    const std::size_t close = open == std::string_view::npos ? open : words.find('`', open + 1);
    if (close == std::string_view::npos) return out + text(words.substr(at));
    out += text(words.substr(at, open - at));
    out += code(words.substr(open + 1, close - open - 1));
    at = close + 1;
  }
  return out;
}

std::string Markup::code(std::string_view words) const {
  // A code span of Markdown has no escapes, so that words of a paste could end it.
  return html_ ? "<code>" + html_text(words) + "</code>" : markdown_text(words);
}

std::string Markup::strong(const std::string& inside) const {
  return html_ ? "<strong>" + inside + "</strong>" : "**" + inside + "**";
}

std::string Markup::link(std::string_view url, const std::string& inside) const {
  if (html_) return "<a href=\"" + html_text(url) + "\" rel=\"noopener noreferrer\">" + inside + "</a>";
  // Ids of headings are the host's own in Markdown. A bare address needs no words of its own.
  if (url.substr(0, 1) == "#") return inside;
  const std::string address = "<" + std::string(url) + ">";
  return inside.empty() || inside == text(url) ? address : inside + ": " + address;
}

void Markup::heading(int level, const std::string& inside, std::string_view id) {
  if (html_) {
    const std::string name = "h" + std::to_string(level);
    out_ += "<" + name + (id.empty() ? "" : " id=\"" + html_text(id) + "\"") + ">" + inside + "</" + name + ">\n";
    return;
  }
  if (!out_.empty()) out_ += '\n';
  out_ += std::string(static_cast<std::size_t>(level), '#') + " " + inside + "\n";
}

void Markup::paragraph(const std::string& inside, std::string_view kind) {
  if (html_) {
    out_ += "<p" + (kind.empty() ? "" : " class=\"" + std::string(kind) + "\"") + ">" + inside + "</p>\n";
  } else {
    out_ += "\n" + markup_detail::as_text_block(inside) + "\n";
  }
}

void Markup::begin_list(bool ordered, std::string_view kind) {
  ordered_ = ordered;
  if (html_) {
    out_ += (ordered ? "<ol" : "<ul") + (kind.empty() ? "" : " class=\"" + std::string(kind) + "\"") + ">\n";
  } else {
    out_ += '\n';
  }
}

void Markup::item(const std::string& inside, std::string_view id) {
  out_ += html_ ? "<li" + (id.empty() ? "" : " id=\"" + html_text(id) + "\"") + ">" + inside + "</li>\n"
                : (ordered_ ? "1. " : "- ") + markup_detail::as_text_block(inside) + "\n";
}

void Markup::end_list() { raw(ordered_ ? "</ol>\n" : "</ul>\n"); }

void Markup::begin_facts() { out_ += html_ ? "<dl>\n" : "\n"; }

void Markup::fact(std::string_view name, const std::string& inside) {
  out_ += html_ ? "<div><dt>" + html_text(name) + "</dt><dd>" + inside + "</dd></div>\n"
                : "- **" + std::string(name) + ":** " + inside + "\n";
}

void Markup::end_facts() { raw("</dl>\n"); }

void Markup::begin_table(std::string_view caption, const std::vector<std::string_view>& heads, std::string_view kind) {
  out_ += html_ ? "<table" + (kind.empty() ? "" : " class=\"" + std::string(kind) + "\"") + "><caption>" +
                      html_text(caption) + "</caption><thead><tr>"
                : "\n|";
  for (const std::string_view head : heads) {
    out_ += html_ ? "<th scope=\"col\">" + html_text(head) + "</th>" : " " + std::string(head) + " |";
  }
  if (html_) {
    out_ += "</tr></thead><tbody>\n";
    return;
  }
  out_ += "\n|";
  for (std::size_t i = 0; i < heads.size(); ++i) out_ += "---|";
  out_ += '\n';
}

void Markup::row(const std::vector<std::string>& cells) {
  out_ += html_ ? "<tr>" : "|";
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const std::string_view name = i == 0 ? "th" : "td";
    if (html_) {
      out_ += "<" + std::string(name) + (i == 0 ? " scope=\"row\">" : ">") + cells[i] + "</" + std::string(name) + ">";
    } else {
      out_ += " " + cells[i] + " |";
    }
  }
  out_ += html_ ? "</tr>\n" : "\n";
}

void Markup::end_table() { raw("</tbody></table>\n"); }

}  // namespace headstrong::report

#include "report/markup.hpp"

#include "headstrong/text_report.hpp"

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

std::string markdown_text(std::string_view words) {
  const std::string s = shown(words);
  std::string out;
  for (std::size_t at = 0; at < s.size(); ++at) {
    const bool scheme_end = s[at] == ':' && s.compare(at, 3, "://") == 0;
    if (std::string_view("\\`*_{}[]<>()#+-.!|&~@$").find(s[at]) != std::string_view::npos || scheme_end) {
      out += '\\';
    }
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
    out_ += "\n" + inside + "\n";
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
                : (ordered_ ? "1. " : "- ") + inside + "\n";
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

// Writes one document as HTML or as Markdown, so that both say the same in the same order.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace headstrong::report {

/// `s` as text of an HTML element or of a quoted attribute: nothing of it is markup, and control and
/// direction characters are written as escapes.
std::string html_text(std::string_view s);

/// `s` with a backslash before what Markdown or HTML would take as markup within a line, and before nothing else; what
/// only acts at the beginning of a block is seen to where blocks are written. Mentions (@name), numbers (#1) and bare
/// addresses, of which hosts such as GitHub make links, are broken up, too.
std::string markdown_text(std::string_view s);

/// Words go through `text`, `prose` or `code` before they are handed to a block.
class Markup {
 public:
  enum class Language { Html, Markdown };
  explicit Markup(Language language) : html_(language == Language::Html) {}

  bool is_html() const { return html_; }
  std::string take() { return std::move(out_); }

  /// Any words, from the paste or our own.
  std::string text(std::string_view words) const { return html_ ? html_text(words) : markdown_text(words); }
  /// Our own words, in which `code` stands between backquotes.
  std::string prose(std::string_view words) const;
  /// Any words, set as code.
  std::string code(std::string_view words) const;
  std::string strong(const std::string& inside) const;
  /// `url` is an address of our own tables or "#id".
  std::string link(std::string_view url, const std::string& inside) const;

  void heading(int level, const std::string& inside, std::string_view id = {});
  void paragraph(const std::string& inside, std::string_view kind = {});
  void begin_list(bool ordered = false, std::string_view kind = {});
  void item(const std::string& inside, std::string_view id = {});
  void end_list();
  /// A list of names and what they stand for.
  void begin_facts();
  void fact(std::string_view name, const std::string& inside);
  void end_facts();
  void begin_table(std::string_view caption, const std::vector<std::string_view>& heads, std::string_view kind = {});
  /// The first cell is the row's head.
  void row(const std::vector<std::string>& cells);
  void end_table();
  /// What only HTML has: elements that group, and text that is markup already.
  void raw(std::string_view html) {
    if (html_) out_ += html;
  }
  /// Text in the document's own language.
  void add(std::string_view markup) { out_ += markup; }

 private:
  bool html_;
  bool ordered_ = false;
  std::string out_;
};

}  // namespace headstrong::report

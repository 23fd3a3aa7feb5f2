// Headers anywhere in a tree, told by the shapes that configurations have for them whatever the product: a map of
// names, a record of name and value, a line "Name: value" in a list, a map of directives, an option that is named
// after its header.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "http/document/document.hpp"
#include "http/message.hpp"
#include "quote/quote.hpp"
#include "text/mapped_text.hpp"

namespace headstrong::http::document {

/// A header that a tree sets.
struct SetHeader {
  std::string_view name;
  Span name_span;
  text::MappedText value;
  std::vector<Span> gaps;
  std::uint32_t entry = kNone;  // what would be copied for another one
  std::uint32_t node = kNone;   // of the value
  quote::Spelling spelling = quote::Spelling::Unwritable;
  bool is_model = false;  // name and value stand in the entry as they are
};

/// Options that stand for headers under names of their own; `finish` gives what follows from several of them.
class HeaderOptions {
 public:
  HeaderOptions(Document& document, std::vector<SetHeader>& found) : document_(document), found_(found) {}
  /// Of each map, in their order.
  void see(std::uint32_t map);

 private:
  void add(std::string_view name, std::string value, std::uint32_t entry);
  void see_switches(std::uint32_t map);
  void see_ingress(std::uint32_t map);
  void see_seckit(std::uint32_t map, std::string_view key);
  void see_nelmio(std::uint32_t map);
  void see_filter(std::uint32_t filter);
  void see_filter_lines(std::uint32_t filter, std::string_view lines);

  Document& document_;
  std::vector<SetHeader>& found_;
};

/// The lines "Name: value" of a text, its header's name in `name`; false where it is none.
bool is_header_line(std::string_view text, std::string_view& name, std::string_view& value);

/// Reads all of them. Subtrees that set the same names are places of their own, and so is every path. Only what has
/// evidence is a response.
void read_header_tree(Document& document, Paste& paste);

}  // namespace headstrong::http::document

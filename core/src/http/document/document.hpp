// A structured text (JSON, YAML, TOML, XML, Terraform's HCL) as one tree of maps, lists and texts, each with
// its place in the source. One reader a language; what a tree means is the dialects'.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "headstrong/span.hpp"
#include "quote/quote.hpp"
#include "text/source.hpp"

namespace headstrong::http::document {

inline constexpr std::uint32_t kNone = 0xFFFFFFFF;

struct Node {
  enum class Kind : std::uint8_t {
    Nothing,  // a key or an item without a value
    Map,      // of XML: an element, whose attributes stand first
    List,
    Text,   // a string, a number, a word
    Block,  // YAML's | and >, HCL's <<: lines of text
    Other   // what stands for a value that is not in the text: a reference, a call
  };
  Kind kind = Kind::Nothing;
  quote::Spelling spelling = quote::Spelling::Plain;  // of a Text
  bool folds = false;                                 // of a Block or a Text over lines: its line ends are blanks
  bool keeps_end = false;                             // of a Block: its last line end is a part of it
  std::uint16_t indent = 0;                           // of a Block: how far its lines are indented
  std::uint32_t parent = kNone;
  std::uint32_t first = kNone;  // child
  std::uint32_t last = kNone;
  std::uint32_t next = kNone;  // sibling
  Span key;                    // without marks; empty where there is none
  quote::Spelling key_spelling = quote::Spelling::Plain;
  Span entry;    // with its key, marks and brackets
  Span literal;  // the value with its marks
  Span inside;   // the value without
};

/// The tree. Texts in it are views of the source and of what the source keeps.
class Document {
 public:
  /// A tree that is deeper, or has more nodes, is broken: nobody's configuration is.
  static constexpr std::size_t kMaxDepth = 100;
  static constexpr std::size_t kMaxNodes = 100000;

  explicit Document(text::Source& source) : source_(source), s_(source.bytes()) {}

  bool broken = false;  // the text is not in that language, or breaks off

  /// The first is the root: of YAML a list of documents.
  std::uint32_t add(std::uint32_t parent, Node node);
  Node& operator[](std::uint32_t i) { return nodes_[i]; }
  const Node& operator[](std::uint32_t i) const { return nodes_[i]; }
  std::uint32_t size() const { return static_cast<std::uint32_t>(nodes_.size()); }

  std::string_view key(std::uint32_t i);
  /// The child with that key, or kNone. `i` may be kNone.
  std::uint32_t child(std::uint32_t i, std::string_view key);
  /// The same where capitals, "_" and "-" don't count.
  std::uint32_t child_like(std::uint32_t i, std::string_view key);
  bool is(std::uint32_t i, Node::Kind kind) const { return i != kNone && nodes_[i].kind == kind; }
  bool is_text(std::uint32_t i) const { return is(i, Node::Kind::Text) || is(i, Node::Kind::Block); }
  /// What a text says; of an Other the whole of it is a gap.
  quote::Decoded decoded(std::uint32_t i);
  /// The same with another spelling, for texts that are in two languages.
  quote::Decoded decoded_as(std::uint32_t i, quote::Spelling spelling);
  /// What a text says, for words that are compared; empty where it is none.
  std::string_view text(std::uint32_t i);
  bool is_true(std::uint32_t i);
  std::uint32_t line_of(std::uint32_t i) const;
  /// CloudFormation's functions become what is computed, but for "Fn::Sub" of one text, which becomes that text.
  void fold_functions();
  /// A node that names another one's text says the same.
  void say_as(std::uint32_t i, std::uint32_t other);
  /// Where a node ends with all that is in it.
  std::uint32_t end_of(std::uint32_t i) const;

  text::Source& source() { return source_; }

 private:
  quote::Decoded lines_of(const Node& node);
  bool joined(Span call, quote::Decoded& out);
  bool joined_items(std::uint32_t i, quote::Decoded& out);
  bool is_tagged_list(std::uint32_t i) const;

  text::Source& source_;
  std::string_view s_;
  std::vector<Node> nodes_;
};

/// Whether two names are the same but for capitals, "_" and "-".
bool is_like(std::string_view a, std::string_view b);

void read_json(Document& document);
void read_yaml(Document& document);
void read_toml(Document& document);
void read_xml(Document& document);
void read_hcl(Document& document);
/// Java's properties and HOCON, as maps by their dots.
void read_settings(Document& document);

/// Reads the flow collection that opens at `at` into `node`: JSON, YAML's [] and {}, TOML's arrays and inline
/// tables, HCL's. Gives the place behind it.
struct FlowStyle {
  enum class Language : std::uint8_t { Json, Yaml, Toml, Hcl };
  Language language = Language::Json;
};
std::size_t read_flow(Document& document, std::uint32_t node, std::size_t at, FlowStyle style);
/// Reads one scalar at `at` into `node`; in a flow a plain one ends at a comma or a bracket.
std::size_t read_scalar(Document& document, std::uint32_t node, std::size_t at, FlowStyle style, bool in_flow);
/// A name before ':' or '=', in quotes or without.
std::size_t read_key(std::string_view s, std::size_t at, FlowStyle style, Span& key, quote::Spelling& spelling);

}  // namespace headstrong::http::document

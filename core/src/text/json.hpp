// JSON (RFC 8259), read in one pass: told piece by piece with the place of each, or kept as a document.
// One copy of the code serves every reader: the module is loaded before anything is judged.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "headstrong/span.hpp"

namespace headstrong::text {

/// A number as far as anybody here needs one.
struct JsonNumber {
  bool whole = false;  // an integer that 64 bits hold; else only its spelling is known
  bool negative = false;
  std::uint64_t magnitude = 0;
};

/// What is told of a text while it is read. `end` is the offset behind the piece. A function that gives
/// false ends the reading.
class JsonListener {
 public:
  /// null, true or false.
  virtual bool literal(std::size_t end) = 0;
  virtual bool number(const JsonNumber& number, std::size_t end) = 0;
  /// `value` is decoded, and lasts until the next piece; `inside` is what stands between the quotes.
  virtual bool string(std::string_view value, Span inside) = 0;
  virtual bool key(std::string_view name, Span inside) = 0;
  virtual bool open(bool is_array, std::size_t end) = 0;
  virtual bool close(std::size_t end) = 0;

 protected:
  ~JsonListener() = default;
};

/// Whether the whole text was one JSON value (a NUL behind it ends it), and how many bytes were looked at.
struct JsonReading {
  bool whole = false;
  std::size_t looked_at = 0;
};
JsonReading read_json(std::string_view json, JsonListener& listener);

class JsonDocument;

/// A value of a document, or none.
class JsonValue {
 public:
  JsonValue() = default;
  JsonValue(const JsonDocument* document, std::uint32_t node) : document_(document), node_(node) {}
  explicit operator bool() const { return document_ != nullptr; }

  bool is_null() const;
  bool is_string() const;
  bool is_array() const;
  bool is_object() const;
  /// Nothing where the value is another kind of thing.
  std::optional<bool> boolean() const;
  JsonNumber number() const;
  /// Of a string, decoded; it lasts as long as the document and what it was read from.
  std::string_view text() const;
  /// The value as it was written.
  std::string_view source() const;
  /// The member of an object that is called so, the last one of several.
  JsonValue find(std::string_view name) const;
  /// The members of an object in the order of the text.
  std::vector<std::pair<std::string_view, JsonValue>> members() const;
  /// ["one", "two"] and nothing else.
  bool is_pair_of_texts(std::string_view& one, std::string_view& two) const;

  class Iterator {
   public:
    Iterator(const JsonDocument* document, std::uint32_t node) : document_(document), node_(node) {}
    JsonValue operator*() const { return {document_, node_}; }
    Iterator& operator++();
    bool operator!=(const Iterator& other) const { return node_ != other.node_; }

   private:
    const JsonDocument* document_;
    std::uint32_t node_;
  };
  /// The elements of an array; of what is none, none.
  Iterator begin() const;
  Iterator end() const;

 private:
  const JsonDocument* document_ = nullptr;
  std::uint32_t node_ = 0;
};

/// A text that was read as a whole. The text must outlive it.
class JsonDocument {
 public:
  /// What stands for half of a surrogate pair, which is no character.
  enum class LoneSurrogates : std::uint8_t { Refused, Replaced };
  JsonDocument(std::string_view json, LoneSurrogates lone);
  JsonDocument(const JsonDocument&) = delete;
  JsonDocument& operator=(const JsonDocument&) = delete;

  bool is_valid() const { return valid_; }
  /// None where the text is not valid.
  JsonValue root() const { return valid_ ? JsonValue(this, 0) : JsonValue(); }

 private:
  friend class JsonValue;
  enum class Kind : std::uint8_t { Literal, Number, String, Array, Object };
  /// Nodes stand in the order of the text: the members of an object as key and value in turn.
  struct Node {
    std::uint32_t start = 0;  // of the value as it was written
    std::uint32_t end = 0;
    std::uint32_t next = 0;  // the node behind it and all that it holds
    std::uint32_t decoded_start = 0;
    std::uint32_t decoded_size = 0;
    Kind kind = Kind::Literal;
    bool is_decoded = false;  // else a string's text is what stands between its quotes
  };
  class Builder;

  void read();

  std::string replaced_;
  std::string_view json_;
  std::string decoded_;
  std::vector<Node> nodes_;
  bool valid_ = false;
};

}  // namespace headstrong::text

// The places of a configuration that set headers, collected from its tree, with the most general one chosen.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/document/document.hpp"
#include "http/message.hpp"

namespace headstrong::http::document {

/// How general a pattern of paths is: 0 for all of them, more for fewer.
int rank_of_path(std::string_view path);

struct SetHeader;

class TreePlaces {
 public:
  TreePlaces(Document& document, Paste& paste) : document_(document), paste_(paste) {}

  /// What is added from now on belongs to this place. The lowest rank is the most general one, the first
  /// of several. Where an earlier place has the same `pattern`, it goes on. False where there are more
  /// places than are told apart.
  bool begin(std::string words, std::uint32_t node, int rank, std::string_view pattern = {});
  /// A name that stands in the text with a value that does. An empty value where `empty_removes` adds nothing.
  void add(std::string_view name, Span name_span, std::uint32_t value, std::uint32_t entry);
  void add_as(std::string_view name, Span name_span, std::uint32_t value, std::uint32_t entry,
              quote::Spelling spelling);
  /// {key: name, value: value} or the like.
  void add_pair(std::uint32_t pair, std::string_view name_key, std::string_view value_key);
  /// All members of a map of names and values, but those without a value.
  void add_members(std::uint32_t map);
  /// A header that an option stands for: its value is not written, but follows from `entry`.
  void add_made(std::string_view name, std::string value, std::uint32_t entry);
  /// One that was found by its shape.
  void add_found(const SetHeader& header);
  /// Takes away what the open place has of that name, or all.
  void remove(std::string_view name);
  void clear();

  /// Hands the places to the paste; with `General` what the most general place sets reaches the others, unless
  /// they set it themselves.
  enum class Reach : std::uint8_t { Own, General };
  void finish(Reach reach);
  bool empty() const { return places_.empty(); }

 private:
  struct Place {
    Response response;
    int rank = 0;
    std::string_view pattern;
    std::vector<std::string_view> removed{};  // names that the place takes away

    bool has(std::string_view name) const;
  };
  std::vector<Field>& fields() { return places_[current_].response.fields; }
  void push(Field field, std::vector<Span> gaps);

  Document& document_;
  Paste& paste_;
  std::vector<Place> places_;
  std::size_t current_ = 0;
  bool noted_ = false;
};

}  // namespace headstrong::http::document

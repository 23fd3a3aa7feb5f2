// Places of a configuration that set fields, and what each of them sends in the end.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/dialects/dialect.hpp"
#include "http/message.hpp"
#include "quote/quote.hpp"
#include "text/source.hpp"

namespace headstrong::http {

/// A text that is put together of several stretches of the source, in their order.
class Composite {
 public:
  /// A text with its own places.
  void add(const text::MappedText& text);
  void add(const text::MappedText& text, std::size_t begin, std::size_t end);  // a part of it
  /// A text that a stretch of the source stands for.
  void add(std::string_view text, Span place);
  std::size_t size() const { return text_.size(); }
  text::MappedText take(text::Source& source);

 private:
  std::string text_;
  std::vector<text::MappedText::Segment> segments_;
};

/// Whether a gap makes the whole nonce of a source expression: 'nonce-$request_id'. Then it reads as
/// {{nonce}}, as a set without a language has it.
quote::Decoded with_nonces(text::Source& source, quote::Decoded value);

/// The rank of a place that only what lies below `path` gets: "/" is the most general, a shorter path more than
/// a longer one.
int rank_below(std::string_view path);
/// Whether an expression or a pattern of files picks out what pages are served as: "\.(html|php)$", "*.html".
bool covers_pages(std::string_view pattern);
/// Of places that a condition, an expression or a name picks out: less general than any path.
inline constexpr int kRankOfCondition = 1000;

/// One order to the headers.
struct FieldOrder {
  enum class Verb : std::uint8_t {
    Set,     // in the place of all of that name
    Add,     // beside them
    Append,  // to the last of them, behind a comma
    SetIfAbsent,
    Edit,  // what `pattern` matches becomes `value`
    EditAll,
    Remove
  };
  Verb verb = Verb::Set;
  std::string_view name;
  Span name_span;
  quote::Decoded value;
  quote::Spelling spelling = quote::Spelling::Plain;
  std::uint32_t phase = 0;  // orders of a lower one come first, whatever their place
  std::uint8_t table = 0;   // orders of one see only fields of the same
  bool inherited = false;
  std::string pattern{};  // of an edit: a regular expression
};

/// The places of a configuration as its reader finds them. A place inherits the orders of those around it.
class Places {
 public:
  Places(text::Source& source, Paste& paste) : source_(source), paste_(paste) { places_.push_back({}); }

  /// What stands outside of all.
  static constexpr std::uint32_t kRoot = 0;
  /// `what` is shown, with the line; of places that set fields the first of the lowest `rank` is chosen.
  std::uint32_t add(std::uint32_t parent, std::string_view what, std::uint32_t line, int rank);
  std::uint32_t parent_of(std::uint32_t place) const { return places_[place].parent; }
  void set_rank(std::uint32_t place, int rank) { places_[place].rank = rank; }
  void put(std::uint32_t place, FieldOrder order);
  /// Two places set fields for different kinds of responses of one site: what both set alike are twins.
  void pair(std::uint32_t a, std::uint32_t b) { pairs_.emplace_back(a, b); }
  /// The place doesn't send a field that those around it get.
  void lose(std::uint32_t place, std::string_view name) {
    constexpr std::size_t kMostTold = 50;
    if (places_[place].lost.size() < kMostTold) places_[place].lost.push_back(name);
  }
  /// What the places around it set in that table doesn't count there: the place has a list of its own.
  void replace(std::uint32_t place, std::uint8_t table) {
    places_[place].replaced = static_cast<std::uint8_t>(places_[place].replaced | 1U << table);
  }
  /// Makes a response of each place that sets fields itself.
  void hand_out();

 private:
  struct Place {
    std::uint32_t parent = 0;
    std::string what;
    std::uint32_t line = 0;
    int rank = 1;
    std::vector<FieldOrder> orders;
    std::vector<std::string_view> lost;
    std::uint8_t replaced = 0;  // a bit for each table
  };
  Response response_of(std::uint32_t place);
  std::string words_of(std::uint32_t place) const;
  void tell_loss(std::uint32_t place, const Response& response);

  static constexpr std::size_t kMostInherited = 20000;

  text::Source& source_;
  Paste& paste_;
  void find_twins();

  std::vector<Place> places_;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs_;
  std::vector<std::uint32_t> handed_out_;  // the place of each response
  std::size_t inherited_ = 0;
};

}  // namespace headstrong::http

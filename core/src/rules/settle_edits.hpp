// The last touch on edits that lie in values: what hangs on their neighbours, which the spelling of a
// text by itself can't know.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "headstrong/report.hpp"
#include "http/message.hpp"
#include "quote/quote.hpp"

namespace headstrong::rules {

/// A word of nginx's that had no quotes gets them; an escape that stood unfinished before an edit is
/// kept from taking what was written behind it. The response and its source must outlive it.
class EditSettler {
 public:
  EditSettler(const http::Response& response, std::string_view source, http::Format format);

  /// Whether anything in the response's values hangs on its neighbours.
  static bool is_needed(const http::Response& response);
  /// Edits are in order, without overlap, and spelled as their values are. False where the language
  /// can't say that: then they must not be applied.
  bool settle(std::vector<Edit>& edits) const;
  /// Whose value a place of the source lies in, or at the edge of; null where it is none.
  const http::Field* value_at(Span span) const;

 private:
  struct Place {
    Span span;  // of the value
    std::uint32_t field = 0;
  };
  const Place* place_at(Span span) const;
  bool settle_in(const Place& place, std::vector<Edit>& edits) const;
  bool settle_nginx(const Place& place, quote::Spelling spelling, std::vector<Edit>& edits) const;
  bool settle_literal(const Place& place, quote::Spelling spelling, std::vector<Edit>& edits) const;
  bool settle_html(const Place& place, Edit& edit) const;
  bool settle_map(const http::Field& field, std::vector<Edit>& edits) const;
  bool raw_equal(const http::Twin& twin, const Place& place) const;
  bool repeat_in(const http::Twin& twin, const Place& place, const std::vector<Edit>& edits,
                 std::vector<Edit>& all) const;
  void quote_word(const Place& place, std::vector<Edit>& edits) const;

  const http::Response& response_;
  std::string_view source_;
  http::Format format_;
  std::vector<Place> places_;  // in order
};

}  // namespace headstrong::rules

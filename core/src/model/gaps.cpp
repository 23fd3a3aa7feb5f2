#include "model/gaps.hpp"

#include <algorithm>
#include <string_view>

#include "headers/csp/token_fault.hpp"
#include "text/ascii.hpp"
#include "text/order.hpp"

namespace headstrong::model {
namespace gaps_detail {

/// Which gap of `gaps`, that are in order, a place lies in; their number where in none.
std::size_t gap_at(const std::vector<Span>& gaps, Span place) {
  const auto found = std::partition_point(gaps.begin(), gaps.end(), [&](Span gap) { return gap.end <= place.start; });
  return found != gaps.end() && found->start <= place.start ? static_cast<std::size_t>(found - gaps.begin())
                                                            : gaps.size();
}

/// Whether a character may be part of the word that a gap stands in: not a quote, a blank or a mark between words.
bool goes_on(std::string_view s, std::size_t at) {
  return at < s.size() && (text::is(s[at], text::kAlpha | text::kDigit) ||
                           std::string_view("-_./:=*%?&").find(s[at]) != std::string_view::npos);
}

Gap gap_in(const text::MappedText& value, const std::vector<Span>& gaps) {
  const std::string_view s = value.text();
  const Span all = value.to_source(0, s.size());
  const auto behind = std::partition_point(gaps.begin(), gaps.end(), [&](Span gap) { return gap.end <= all.start; });
  if (behind == gaps.end() || behind->start >= all.end) return Gap::None;
  Gap found = Gap::None;
  bool whole = true;
  for (std::size_t i = 0; i < s.size();) {
    const std::size_t gap = gap_at(gaps, value.to_source(i, i + 1));
    if (gap == gaps.size()) {
      whole = whole && text::is(s[i], text::kAsciiWhitespace);
      ++i;
      continue;
    }
    std::size_t end = i + 1;
    while (end < s.size() && gap_at(gaps, value.to_source(end, end + 1)) == gap) ++end;
    // NONCE, in a framework's map; the blank before it is of the same place.
    const bool constant = text::trim(s.substr(i, end - i)) == csp::kNonceSource;
    if (constant || (i >= 6 && s.substr(i - 6, 6) == "nonce-")) {
      whole = false;
    } else {
      // A blank that was put beside it for a map's value is of its place, too, and ends the word.
      const bool apart = text::is(s[i], text::kAsciiWhitespace);
      const bool ended = text::is(s[end - 1], text::kAsciiWhitespace);
      const bool part = (!apart && i > 0 && goes_on(s, i - 1)) || (!ended && goes_on(s, end));
      found = std::max(found, part ? Gap::Within : Gap::Words);
    }
    i = end;
  }
  return whole && found != Gap::None ? Gap::Whole : found;
}

}  // namespace gaps_detail

GapPlaces::GapPlaces(const http::Response& response) : places_(response.gaps) { text::sort_by_start(places_); }

bool GapPlaces::meets(Span place) const {
  const auto behind =
      std::partition_point(places_.begin(), places_.end(), [&](Span gap) { return gap.end <= place.start; });
  return behind != places_.end() && behind->start < place.end;
}

Gap GapPlaces::of(const text::MappedText& value) const { return gaps_detail::gap_in(value, places_); }

Gaps::Gaps(const ResponseModel& response) : response_(response) {
  if (response.response->gaps.empty()) return;
  const GapPlaces places(*response.response);
  for (const http::Field& field : response.response->fields) gaps_.push_back(places.of(field.value));
}

Gap Gaps::of(http::HeaderName name) const {
  Gap found = Gap::None;
  for (std::uint32_t i = 0; i < gaps_.size(); ++i) {
    if (response_.name_of(i) == name) found = std::max(found, gaps_[i]);
  }
  return found;
}

}  // namespace headstrong::model

// What other judges of response headers would say about a response, computed here from the headers
// alone: Google's CSP Evaluator and MDN's HTTP Observatory to the letter, securityheaders.com as an
// estimate (it publishes no rules).
//
// All text is UTF-8. These judges are JavaScript programs; where one of them counts or cuts a
// string it does so in UTF-16 code units, and so do we. Nothing here fails: where a peer would
// throw, that is its answer. Time is linear in the input (sorting a source list apart, which is n
// log n).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "headstrong/peers.hpp"

namespace headstrong::peers {

/// One response header field, as received: any letter case, no line breaks.
struct HeaderView {
  std::string_view name;
  std::string_view value;
};

/// An input of megabytes can raise millions of findings; so many are kept, the others counted.
inline constexpr std::size_t kMaxCspEvaluatorFindings = 20000;

/// CSP Evaluator (npm csp_evaluator 1.1.8) on the value of one Content-Security-Policy header, as
/// it came and unsplit at commas: its strict and default checks at CSP level 3.
CspEvaluatorAnswer csp_evaluator(std::string_view policy_value);

inline constexpr int kObservatoryLatest = 6;   // mdn/mdn-http-observatory 94042bb
inline constexpr int kObservatoryPackage = 4;  // npm @mdn/mdn-http-observatory 1.4.8

/// MDN HTTP Observatory on one response. `url` is the page's URL; the empty string stands for some
/// https page of unknown host. `algorithm` is 4 or 6 (anything else counts as 6). Repeated headers
/// are joined with ", " (Set-Cookie apart), as the peer's HTTP client does before it looks at them.
/// The HSTS preload list is taken as empty. Redirection, CORS and subresource integrity need more
/// than one response's headers, so they have no result and count nothing.
ObservatoryAnswer observatory(const std::vector<HeaderView>& headers, std::string_view url,
                              int algorithm = kObservatoryLatest);

/// About what securityheaders.com would answer for these headers on an https page.
SecurityHeadersAnswer security_headers(const std::vector<HeaderView>& headers);

}  // namespace headstrong::peers

// What browsers say of requests that a policy stopped, in their consoles and in reports.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "headstrong/span.hpp"

namespace headstrong::http {

enum class Teller : std::uint8_t { Report, Chromium, Firefox, WebKit };

/// A request that a message or a report tells of. Texts lie in the source or are kept by it; empty where
/// nothing is told.
struct ToldRequest {
  Teller teller = Teller::Report;
  std::string_view type;       // as decision lines name it (design section 3.4)
  std::string_view url;        // where it went; "data:" and the like where only the scheme is told
  std::string_view name;       // of a Trusted Types policy
  std::string_view content;    // of inline code, where it is told whole
  std::string_view hash;       // "sha256-..." of inline code, as the console offers it
  std::string_view directive;  // the effective one, or that which is named; "x-frame-options"
  std::string_view policy;     // a report's whole policy; of a message one directive with its list
  std::string_view page;       // the page whose policy it is
  bool report_only = false;
  Span span;
};

/// What a browser remarks about a policy that it parsed. Nothing was blocked.
struct PolicyRemark {
  std::string_view name;  // of the directive, or of what is not understood; may be empty
  Span span;
};

struct Messages {
  std::vector<ToldRequest> requests;  // in order, each once; the first kMostRequests
  std::uint32_t requests_left_out = 0;
  std::vector<PolicyRemark> remarks;  // the first kMostRequests

  bool empty() const { return requests.empty() && remarks.empty(); }
};
inline constexpr std::size_t kMostRequests = 2000;

}  // namespace headstrong::http

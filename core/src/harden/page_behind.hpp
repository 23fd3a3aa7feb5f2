// The page that a response's headers are for.
#pragma once

#include <string_view>

#include "harden/inline_code.hpp"
#include "headstrong/harden.hpp"
#include "http/message.hpp"

namespace headstrong::hardening {

struct PageBehind {
  PageCode code;
  std::string_view text;  // empty: there is no page
};

/// The page given with the options, else what stands behind the chosen response's headers in `bytes`, the text that
/// `paste` was read from. Views into both.
PageBehind read_page(const HardenOptions& options, std::string_view bytes, const http::Paste& paste);

}  // namespace headstrong::hardening

// What the targets in PHP share.
#pragma once

#include "emit/pieces.hpp"

namespace headstrong::emitters::php {

/// A policy is full of single quotes.
inline constexpr Quotes kQuotes = {quote::Spelling::PhpSingle, quote::Spelling::PhpDouble};

}  // namespace headstrong::emitters::php

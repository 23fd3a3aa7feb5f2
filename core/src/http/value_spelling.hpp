// How the value of a field is spelled in the language it was pasted in.
#pragma once

#include <string_view>

#include "http/message.hpp"
#include "quote/quote.hpp"

namespace headstrong::http {

quote::Spelling spelling_of(const Field& field, Format format, std::string_view source);

}  // namespace headstrong::http

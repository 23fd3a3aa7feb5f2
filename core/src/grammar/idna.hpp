// Internationalised domain names: Unicode labels to A-labels.
#pragma once

#include <string>

namespace headstrong::grammar {

/// Turns `domain` (UTF-8) into the form that appears in a URL: ASCII letters lower-cased, every
/// label with a character above U+007F lower-cased and encoded by punycode (RFC 3492) behind
/// "xn--"; ideographic full stops separate labels as '.' does. False where the text is not UTF-8 or
/// a label does not fit. See `parse_url` for what of UTS #46 is left out.
bool domain_to_ascii(std::string& domain);

}  // namespace headstrong::grammar

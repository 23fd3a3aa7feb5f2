// The host of a URL (URL Standard, https://url.spec.whatwg.org/#host-parsing).
#pragma once

#include <string>
#include <string_view>

#include "grammar/url.hpp"

namespace headstrong::grammar {

/// Whether the host is an IPv4 address or none (URL Standard, "ends in a number checker").
bool ends_in_number(std::string_view host);
/// True where the domain is already as the host parser would leave it.
bool is_plain_domain(std::string_view s);
/// Parses the host `s`, which is not empty, of a special URL and appends its canonical text to `out`; None where it
/// is no host.
HostKind parse_special_host(std::string_view s, std::string& out);
/// The same of a URL that is not special: kept as it is but for percent-encoding.
HostKind parse_opaque_host(std::string_view s, std::string& out);

}  // namespace headstrong::grammar

// Names under which everybody can get a host.
#pragma once

#include <string_view>

#include "data/public_suffixes.hpp"
#include "headers/csp/policy.hpp"

namespace headstrong::model {

/// The row of core/data/public_suffixes.tsv for a host; null where it has none.
const data::PublicSuffix* public_suffix(std::string_view host);
/// Whether a source lets in hosts of everybody: a wildcard directly under a public suffix, such as
/// *.com or *.github.io. `operator_name` receives the platform's name, empty for a registry.
bool is_public_wildcard(const csp::SourceExpression& token, std::string_view& operator_name);

}  // namespace headstrong::model

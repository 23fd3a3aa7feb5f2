// Decisions in words.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "decide/engine.hpp"
#include "grammar/url.hpp"

namespace headstrong::decide {

/// The effective directive of a blocking decision, as a violation event names it.
std::string_view effective_name(const Decision& decision);

/// One plain sentence: what the enforced policies of the draft make of the request, which policy,
/// directive and source expression decided, and which engines answer otherwise.
std::string explain(const PolicySet& set, const PreparedRequest& request,
                    const std::array<Decision, kProfileCount>& decisions);

/// "`what` is not a URL: ...", with the text cut short.
std::string url_error_text(std::string_view what, std::string_view url, grammar::UrlError error);

}  // namespace headstrong::decide

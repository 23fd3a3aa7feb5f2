// Hosts from which an attacker gets a script of his own, or one that runs what he says.
#pragma once

#include <span>
#include <string_view>

#include "data/bypass_hosts.hpp"
#include "grammar/url.hpp"

namespace headstrong::model {

/// The first row of core/data/bypass-hosts.tsv for a host; null where it has none.
const data::BypassHost* bypass_host(std::string_view host);

/// The rows whose hosts a source expression's host ("a.example", "*.example") names.
std::span<const data::BypassHost> bypass_hosts(std::string_view pattern);

/// The address of a row, without its query. Views into the table.
grammar::Url url_of(const data::BypassHost& row);

}  // namespace headstrong::model

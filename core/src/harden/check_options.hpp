// Whether a set can be made of the options.
#pragma once

#include <string>

#include "headstrong/harden.hpp"

namespace headstrong::hardening {

/// Why nothing can be made of the options; empty where something can.
std::string fault_of(const HardenOptions& options);

}  // namespace headstrong::hardening

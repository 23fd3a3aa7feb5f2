// Which directives stand in for an absent fetch directive (CSP3 section 6.8.3).
#pragma once

#include <vector>

#include "headers/csp/policy.hpp"

namespace headstrong::csp {

/// What `name` falls back to, nearest first; empty for directives without a fallback.
inline std::vector<DirectiveName> fallback_chain(DirectiveName name) {
  using enum DirectiveName;
  switch (name) {
    case ScriptSrcElem:
    case ScriptSrcAttr: return {ScriptSrc, DefaultSrc};
    case StyleSrcElem:
    case StyleSrcAttr: return {StyleSrc, DefaultSrc};
    case WorkerSrc: return {ChildSrc, ScriptSrc, DefaultSrc};
    case FrameSrc: return {ChildSrc, DefaultSrc};
    case FencedFrameSrc: return {FrameSrc, ChildSrc, DefaultSrc};
    case ScriptSrc:
    case StyleSrc:
    case ImgSrc:
    case FontSrc:
    case MediaSrc:
    case ObjectSrc:
    case ConnectSrc:
    case ManifestSrc:
    case ChildSrc:
    case PrefetchSrc: return {DefaultSrc};
    default: return {};
  }
}

}  // namespace headstrong::csp

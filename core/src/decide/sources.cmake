# The decision engine; paths are relative to core/src.
set(HEADSTRONG_DECIDE_SOURCES
  decide/decider.cpp
  decide/differences.cpp
  decide/engine.cpp
  decide/explain.cpp
  decide/match_inline.cpp
  decide/match_path.cpp
  decide/match_url.cpp
  decide/page.cpp
  decide/policy_set.cpp
  decide/reach.cpp
  decide/request.cpp
  decide/sandbox.cpp
  decide/source_rules.cpp
  decide/trusted_types.cpp
  decide/x_frame_options.cpp
)

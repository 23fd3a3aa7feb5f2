# Sourced by tests/run.
need em++ emscripten

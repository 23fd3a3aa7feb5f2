# Sourced by tests/run.
need em++ emscripten
parts program module

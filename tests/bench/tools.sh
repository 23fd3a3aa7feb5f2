# Sourced by tests/run.
need em++ emscripten
need valgrind valgrind
need_file /usr/include/valgrind/callgrind.h valgrind
parts program bench module page

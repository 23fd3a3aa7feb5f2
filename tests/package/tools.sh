# Sourced by tests/run. Bundlers and Node 22 come from npm: package.json here, with a lock file of its own.
need em++ emscripten
want chromium chromium
parts module

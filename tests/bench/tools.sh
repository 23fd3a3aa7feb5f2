need em++ emscripten
need brotli brotli

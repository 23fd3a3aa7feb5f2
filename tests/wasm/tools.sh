need em++ emscripten

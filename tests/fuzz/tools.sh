# Sourced by tests/run.
need_file '/usr/include/catch2/catch*.hpp' catch2
want clang++ clang
want_file '/usr/lib/llvm-*/lib/clang/*/lib/*/libclang_rt.fuzzer*.a' libclang-rt-dev
parts tests fuzzers

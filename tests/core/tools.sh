# Sourced by tests/run.
need_file '/usr/include/catch2/catch*.hpp' catch2
want clang++ clang
want_file '/usr/lib/llvm-*/lib/clang/*/lib/*/libclang_rt.fuzzer*.a' libclang-rt-dev
want curl curl
want_file '/usr/lib/python3/dist-packages/flask/__init__.py' python3-flask
parts tests

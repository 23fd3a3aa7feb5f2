# Sourced by tests/run. The scripts' types are read with the page's own packages.
modules site
want clang-format clang-format

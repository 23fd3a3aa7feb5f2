# Sourced by tests/run: the browsers that are asked. A machine without one asks the others.
want chromium chromium
want firefox firefox-esr
want WebKitWebDriver webkit2gtk-driver
want Xvfb xvfb
want openssl openssl
parts program

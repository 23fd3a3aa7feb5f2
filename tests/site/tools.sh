# Sourced by tests/run: the browsers of the tours. A machine without one runs the others.
want chromium chromium
want firefox firefox-esr
want WebKitWebDriver webkit2gtk-driver
want Xvfb xvfb
parts program module page

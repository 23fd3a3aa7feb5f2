# Sourced by site/run and tests/run. Says what a build needs and installs what is missing.
#
#   need <tool> <debian package>        the command must be on PATH
#   need_file <path> <debian package>   the file must be there (headers, libraries; globs allowed)
#   install_needed                      installs everything found missing, in one go
#   need_node_modules <folder>          `npm ci` there, if its lock file is newer than what is installed
#   need_build_tools                    all that the program, the module and the page are built with
#
# `need` and `need_file` only take note; nothing is installed before `install_needed`. Where packages
# can't be installed it names them, one line a tool, and exits 1. Nothing comes from anywhere but
# Debian's packages and npm.

missing_tools=()
missing_packages=()

need() {
  command -v "$1" >/dev/null 2>&1 || note_missing "$1" "$2"
}

need_file() {
  compgen -G "$1" >/dev/null || note_missing "$1" "$2"
}

need_build_tools() {
  need cmake cmake
  need ninja ninja-build
  need g++ g++
  need em++ emscripten
  need node nodejs
  need npm npm
  need_file /usr/include/CLI/CLI.hpp libcli11-dev
}

note_missing() {
  missing_tools+=("$1")
  missing_packages+=("$2")
}

install_needed() {
  if [ "${#missing_packages[@]}" -gt 0 ]; then
    install_packages "${missing_packages[@]}" || give_up
  fi
  missing_tools=()
  missing_packages=()
  check_node
  # em++ looks for acorn in Debian's shared folder; a Node that is not Debian's does not look there.
  if [ -d /usr/share/nodejs ]; then
    export NODE_PATH="/usr/share/nodejs${NODE_PATH:+:$NODE_PATH}"
  fi
}

install_packages() {
  command -v apt-get >/dev/null 2>&1 || return 1
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null 2>&1 || return 1
    as_root=(sudo)
  fi
  echo "Installing: $*" >&2
  "${as_root[@]}" apt-get update -qq >&2 || return 1
  hold_services "${as_root[@]}"
  local code=0
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends "$@" >&2 || code=$?
  release_services "${as_root[@]}"
  return "$code"
}

# A web server's package starts the server. Tests start their own; nobody asked for one on port 80.
# Debian's way to say so is a policy-rc.d; one that is there already stays.
services_policy=/usr/sbin/policy-rc.d
services_held=no
hold_services() {
  [ -e "$services_policy" ] && return
  printf '#!/bin/sh\nexit 101\n' | "$@" tee "$services_policy" >/dev/null || return
  "$@" chmod 755 "$services_policy"
  services_held=yes
}
release_services() {
  [ "$services_held" = yes ] && "$@" rm -f "$services_policy"
  services_held=no
}

give_up() {
  echo "These are missing and could not be installed:" >&2
  local i
  for i in "${!missing_tools[@]}"; do
    echo "  ${missing_tools[$i]}: get the Debian package ${missing_packages[$i]}" >&2
  done
  exit 1
}

# The page's and the tests' tools run on Debian 12's own Node, which is 18.
check_node() {
  command -v node >/dev/null 2>&1 || return 0
  local major
  major=$(node -p 'process.versions.node.split(".")[0]')
  if [ "$major" -lt 18 ]; then
    echo "  node: version 18 or newer is needed, this is $(node --version)" >&2
    exit 1
  fi
}

# npm writes node_modules/.package-lock.json last, so its age tells when the folder was completed.
need_node_modules() {
  if [ "$1/node_modules/.package-lock.json" -nt "$1/package-lock.json" ]; then
    return 0
  fi
  echo "Installing node modules in $1" >&2
  if ! { npm_ci "$1" npm && again_with_its_own_node "$1"; }; then
    echo "  node modules of $1: run 'npm ci' there where the npm registry can be reached" >&2
    exit 1
  fi
}
# npm_ci FOLDER NPM...
npm_ci() {
  local folder=$1
  shift
  (cd "$folder" && "$@" ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2)
}
# npm leaves out what is optional and made for a newer Node than its own, such as the machine code of Vite 8. A folder
# that brings a newer one gets its modules from that: a copy of it, since npm empties the folder first.
again_with_its_own_node() {
  local own node done_with
  own=$(find "$1"/node_modules/node-linux-*/bin/node 2>/dev/null | head -n 1)
  if [ -z "$own" ] || node -e 'process.exit(Number(process.versions.node.split(".")[0]) < 20 ? 1 : 0)'; then
    return 0
  fi
  node=$(mktemp) && cp "$own" "$node" && chmod 755 "$node" || return
  # Debian's npm finds its parts there.
  NODE_PATH=/usr/share/nodejs npm_ci "$1" "$node" "$(readlink -f "$(command -v npm)")"
  done_with=$?
  rm -f "$node"
  return "$done_with"
}

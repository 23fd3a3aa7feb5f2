# Sourced by tests/run and tests/core/run: when a run is ended, nothing that it started goes on.
#
#   attended COMMAND...   runs it; a signal to this script is heeded at once, not when COMMAND is done
#
# Browsers and drivers have process groups of their own, so that the tree of processes is gone through.

# Prints the processes below process $1, however deep.
descendants() {
  local -A children=()
  local file line pid
  for file in /proc/[0-9]*/stat; do
    { read -r line <"$file"; } 2>/dev/null || continue
    pid=${line%% *}
    line=${line##*) }  # a name may hold blanks and brackets; state and parent follow it
    line=${line#* }
    children[${line%% *}]+="$pid "
  done
  local queue=("$1") next
  while [ "${#queue[@]}" -gt 0 ]; do
    next=${queue[0]}
    queue=("${queue[@]:1}")
    for pid in ${children[$next]:-}; do
      echo "$pid"
      queue+=("$pid")
    done
  done
}

any_alive() {
  local pid
  # In a trap, `return` alone gives the status of what was running before it.
  for pid in "$@"; do kill -0 "$pid" 2>/dev/null && return 0; done
  return 1
}

end_run() {
  trap '' INT TERM HUP
  local below round
  mapfile -t below < <(descendants $$)
  kill -TERM "${below[@]}" 2>/dev/null
  for round in {1..300}; do
    any_alive "${below[@]}" || break
    sleep 0.1
  done
  # What has lost its parent meanwhile is in the first list, what was started meanwhile in the second.
  kill -KILL "${below[@]}" $(descendants $$) 2>/dev/null
  echo "ended by SIG$1" >&2
  exit $((128 + $2))
}
trap 'end_run INT 2' INT
trap 'end_run TERM 15' TERM
trap 'end_run HUP 1' HUP

attended() {
  "$@" &
  wait $!
}

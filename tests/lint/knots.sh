# Sourced by tests/lint/run: functions that are too knotted to read, against the list of those that are so today.
#
# tests/lint/knotted.txt has a line for each, "complexity file function". It may only get shorter: what is over the
# threshold and not there fails, and so does a line that says more than clang-tidy finds.

# Reads clang-tidy's output; prints "complexity file function" for each function or lambda that it names, worst first
# where a file has several of one name.
knots_found() {
  sed -nE "s|^($PWD/)?([^:]+):[0-9]+:[0-9]+: (warning\|error): (function '([^']+)'\|lambda) has cognitive complexity of ([0-9]+) .*|\6 \2 \4|p" |
    sed -E "s/ function '([^']+)'\$/ \1/" | LC_ALL=C sort -k2,3 -k1,1nr | LC_ALL=C sort -u -k2,3
}

# Reads what knots_found prints. Prints what is worse than the list says; with "all", also lines of the list that say
# too much, which only a look at the whole tree can tell.
knots_against_list() {
  awk -v all="${1:-}" '
    { key = $2 " " $3 }
    NR == FNR { if ($1 !~ /^#/ && NF) listed[key] = $1; next }
    { found[key] = 1 }
    !(key in listed) { print $2 ": " $3 " has a cognitive complexity of " $1 ", the most is 25"; next }
    $1 > listed[key] { print $2 ": " $3 " has a cognitive complexity of " $1 ", it was " listed[key] }
    all && $1 < listed[key] { print "knotted.txt: " key " is " $1 " now, the list says " listed[key] }
    END { if (all) for (key in listed) if (!(key in found)) print "knotted.txt: " key " is no longer knotted: take it out" }
  ' tests/lint/knotted.txt -
}

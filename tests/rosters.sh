# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # what the tests read; what lib.sh sets
# What the tests of rosters share, and of the commands that change them: sourced after tests/lib.sh.
#
#   roster ID           the roster of a community: the header and standard input
#   change COMMAND…     runs it, keeps a copy of the registry from before in $scratch/before; there must be no new error
#   changed [FILE]      the lines of one file that the last change removed (<) and added (>), in order
#   changes [TEXT]      those of all files but *.in and *.out, removed (-) and added (+), in order of the files' names
#   unchanged           the last change changed nothing

roster() {
	{
		echo "$H"
		cat
	} | write "rosters/$1.csv"
}

# Every error that cop-check finds, without its line, which can change.
errors() { cop-check -f tsv --no-header -c path,rule,message -w severity=error 2>/dev/null | sed 's/line [0-9]*/line/' | sort; }

change() {
	test -z "$case_skip" || return 0
	rm -rf "$scratch/before" && cp -a . "$scratch/before"
	errors >"$scratch/errors"
	run "$@"
	errors >"$scratch/errors.now"
	comm -13 "$scratch/errors" "$scratch/errors.now" >"$scratch/errors.new"
	empty "$1 made an error" "$scratch/errors.new"
}

changed() {
	diff "$scratch/before/${1-rosters/a.csv}" "${1-rosters/a.csv}" | grep '^[<>\\]' >"$scratch/lines"
	same 'the change' "$scratch/lines"
}

changes() {
	diff -rN -U0 -x '*.in' -x '*.out' "$scratch/before" . | grep -v -e '^---' -e '^+++' -e '^@@' -e '^diff' >"$scratch/changed"
	same 'the change' "$scratch/changed" "$@"
}
unchanged() { changes ''; }


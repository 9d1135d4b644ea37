# shellcheck shell=sh
# shellcheck disable=SC2034,SC2154 # what the tests read; what lib.sh sets
# What the tests of rosters share, and of the commands that change them: sourced after tests/lib.sh.
#
#   $H                  the header of a roster
#   roster ID           the roster of a community: the header and standard input
#   tabs                standard output is standard input, with | for tabs
#   change COMMAND…     runs it, keeps a copy of the registry from before in $scratch/before; there must be no new error
#   changed [FILE]      the lines of one file that the last change removed (<) and added (>), in order
#   changes [TEXT]      those of all files, removed (-) and added (+), in order of the files' names
#   unchanged           the last change changed nothing
#   unchanged_by COMMAND…   it leaves the registry byte for byte, times and inodes too

H=email,name,organization,role,region,language,group,position,applied,joined,left,consent,consented,source

roster() {
	{
		echo "$H"
		cat
	} | write "rosters/$1.csv"
}

tabs() {
	tr '|' '\t' >"$scratch/tabs"
	out <"$scratch/tabs"
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
	test ! -s "$scratch/errors.new" || fails "$1 made an error" <"$scratch/errors.new"
}

changed() {
	diff "$scratch/before/${1-rosters/a.csv}" "${1-rosters/a.csv}" | grep '^[<>\\]' >"$scratch/lines"
	same 'the change' "$scratch/lines"
}

changes() {
	diff -rN -U0 -x '*.in' "$scratch/before" . | grep -v -e '^---' -e '^+++' -e '^@@' -e '^diff' >"$scratch/changed"
	same 'the change' "$scratch/changed" "$@"
}
unchanged() { changes ''; }

unchanged_by() {
	rm -rf "$scratch/before" && cp -a . "$scratch/before"
	ls -liR --time-style=full-iso . >"$scratch/times"
	run "$@"
	ok "$* changes nothing" diff -rq "$scratch/before" .
	ls -liR --time-style=full-iso . >"$scratch/times.now"
	ok "$* touches nothing" cmp "$scratch/times" "$scratch/times.now"
}

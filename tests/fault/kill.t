#!/bin/sh
# Promise 1: a writer that is killed at any system call leaves each file whole, its old or its new self, and the
# next run works.  Every call is enumerated from a log, then the writer is run again and killed at that one.
# shellcheck disable=SC2016,SC1112,SC2094 # scripts of other programs are in single quotes, and data has ’ in it
. "$TOP/tests/lib.sh"

H=email,name,organization,role,region,language,group,position,applied,joined,left,consent,consented,source

tracing() {
	need strace
	test -z "$case_skip" || return 1
	if ! strace -f -o /dev/null true 2>/dev/null; then
		skip 'strace cannot trace here'
	elif grep -qa __asan_init "$(command -v cop-fmt)"; then
		skip 'not under the address sanitizer, which makes calls of its own'
	fi
	test -z "$case_skip"
}

# A registry in a work tree, with a roster and suppressions out of order; old/ and new/ hold both states.
unordered() {
	registry
	mkdir -p rosters .git old new
	printf '%s\nb@x.org,Bo,,,,,,,,2026-01-01,,,,\na@x.org,An,,,,,,,,2026-01-01,,,,\n' $H >old/a.csv
	printf '%s\na@x.org,An,,,,,,,,2026-01-01,,,,\nb@x.org,Bo,,,,,,,,2026-01-01,,,,\n' $H >new/a.csv
	printf 'email,date,reason\nz@x.org,2026-01-01,\nb@x.org,2026-01-01,\n' >old/suppressions.csv
	printf 'email,date,reason\nb@x.org,2026-01-01,\nz@x.org,2026-01-01,\n' >new/suppressions.csv
	restore
}

restore() {
	rm -f rosters/.a.csv.new .suppressions.csv.new
	cp old/a.csv rosters/a.csv
	cp old/suppressions.csv suppressions.csv
}

# The calls of a log, a line each: its name and how often it was called until then.
calls() {
	sed -n 's/^[0-9]* *\([a-z][a-z0-9_]*\)(.*/\1/p' "$1" | awk '{ print $1, ++n[$1] }'
}

# whole FILE COPY: FILE is old/COPY or new/COPY.
whole() {
	cmp -s "$1" "old/$2" || cmp -s "$1" "new/$2"
}

# every_kill COMMAND…: kills it at each call; after each the files must be whole and the next run complete.
every_kill() {
	strace -f -qq -o log "$@" >/dev/null 2>&1
	calls log >calls
	: >bad
	: >left
	killed=0
	while read -r name number; do
		restore
		{
			strace -f -qq -o /dev/null -e trace="$name" -e inject="$name:signal=KILL:when=$number" "$@"
			test $? -ne 137 || echo killed
		} >said 2>/dev/null
		if grep -q killed said; then killed=$((killed + 1)); fi
		if ! whole rosters/a.csv a.csv || ! whole suppressions.csv suppressions.csv; then
			echo "$name $number: a file is neither old nor new" >>bad
		fi
		"$@" >/dev/null 2>&1 || echo "$name $number: the next run ends with status $?" >>bad
		cmp -s rosters/a.csv new/a.csv && cmp -s suppressions.csv new/suppressions.csv ||
			echo "$name $number: the next run does not complete the change" >>bad
		test ! -e rosters/.a.csv.new && test ! -e .suppressions.csv.new || echo "$name $number" >>left
	done <calls
	total=$(wc -l <calls)
}

t 'cop-fmt: killed at any call, each file is whole and the next run completes'
if tracing; then
	unordered
	every_kill cop-fmt
	test ! -s bad || fails 'killed at' <bad
	ok "killed at $killed of $total calls" test "$killed" -ge $((total - 3)) -a "$total" -gt 80
	cp left "$scratch/left"
fi

t 'cop-fmt: after a kill, the next run leaves no old roster under another name'
if tracing; then
	test ! -s "$scratch/left" || fails 'a temporary file stays after a kill at' <"$scratch/left"
fi

t 'cop-fmt: killed at any call where renameat2 is missing'
if tracing; then
	unordered
	strace -f -qq -o log -e inject=renameat2:error=ENOSYS cop-fmt >/dev/null 2>&1
	calls log | grep -E '^(openat|write|fsync|fchmod|renameat|rename|unlinkat|close|flock) ' >calls
	: >bad
	while read -r name number; do
		restore
		strace -f -qq -o /dev/null -e inject=renameat2:error=ENOSYS \
			-e inject="$name:signal=KILL:when=$number" cop-fmt >/dev/null 2>&1
		whole rosters/a.csv a.csv && whole suppressions.csv suppressions.csv || echo "$name $number" >>bad
	done <calls
	test ! -s bad || fails 'a file is neither old nor new when killed at' <bad
	ok 'renameat stands in' grep -q '^rename' calls
fi

t 'cop-fmt: a kill releases the lock'
if tracing; then
	need flock
	unordered
	strace -f -qq -o /dev/null -e inject=fsync:signal=KILL:when=1 cop-fmt >/dev/null 2>&1
	ok 'the lock is free' flock -n rosters true
	whole rosters/a.csv a.csv || fails 'the roster is neither old nor new' <rosters/a.csv
fi

done_testing

#!/bin/sh
# Promise 1: a writer that is killed at any system call leaves each file whole, old or new, and the next run completes
# the change. Every call is taken from a log; then the writer is run again and killed at that call, before it is done.
# Calls that only read are passed over: nothing changes between two calls that may change a file.
# shellcheck disable=SC2016,SC2094,SC2154 # awk in single quotes; a case's files; lib.sh sets name, state, right
. "$TOP/tests/fault/lib.sh"
on_one_core

# After a kill, the next run refuses the same rows again, so they may be in the file twice.
once() { test ! -e reg/rejects.csv || sort -u -o reg/rejects.csv reg/rejects.csv; }

# kill_at CALL NUMBER [STRACE-OPTION…]
kill_at() {
	call="$1 $2"
	shift 2
	restore
	{ act strace -f -qq -o /dev/null "$@" -e inject="${call% *}:signal=KILL:when=${call#* }"; } 2>/dev/null
	if test "$got_status" -eq 137; then killed=$((killed + 1)); fi
	tried=$((tried + 1))
	look
	states="$states$state "
	test "$state" != damaged || echo "$call: a file is neither old nor new" >>bad
	act
	# If everything was done, the next run may find nothing left to do.
	test "$got_status" -eq 0 || test "$got_status" -eq "$right" || test "$state:$got_status" = new:1 ||
		echo "$call: the next run ends with status $got_status: $(head -n 1 said)" >>bad
	once
	state=''
	diff -rq reg new >differs 2>&1 || echo "$call: the next run does not complete the change: $(cat differs)" >>bad
}

# every_kill FILTER [STRACE-OPTION…]: at each call that the filter, a program with arguments, lets through.
every_kill() {
	filter=$1
	shift
	restore
	act strace -f -qq -o ../log "$@"
	calls log | $filter >calls
	: >bad
	killed=0 tried=0 states=''
	while read -r call number does; do
		test "$does" = changes || continue
		kill_at "$call" "$number" "$@" <&3
	done 3<&0 <calls
	empty "$name: killed at" bad
	ok "$name: killed at $killed of $tried calls" test "$killed" -ge $((tried - 1)) -a "$tried" -ge "$least"
	echo "$name $*: killed at $killed of $tried; $(echo "$states" | tr ' ' '\n' | sort | uniq -c | xargs)" >>"${POINTS:-/dev/null}"
}

for w in $(writers); do
	t "$w: killed at any call, each file is whole and the next run completes"
	if tracing && writer "$w"; then
		least=8
		every_kill cat
	fi

	# Until the first swap everything is as above; a renameat2 that does nothing need not be killed.
	t "$w: killed at any call where renameat2 is missing"
	if tracing && writer "$w"; then
		least=5
		for error in ENOSYS EINVAL; do
			every_kill 'awk $1=="renameat2"{on=1}on&&$1!="renameat2"' -e inject=renameat2:error=$error
		done
	fi
done

t 'a kill in the loader changes nothing'
if tracing && writer join-two; then
	restore
	act strace -f -qq -o ../log
	: >bad
	sed -n 's/^[0-9]* *\([a-z][a-z0-9_]*\)(.*/\1/p' log | awk '/access/ && ++n > 1 { exit } !/execve/ { print $1, ++c[$1] }' >calls
	while read -r call number; do
		restore
		{ act strace -f -qq -o /dev/null -e inject="$call:signal=KILL:when=$number"; } 2>/dev/null
		look
		test "$state" = untouched || echo "$call $number" >>bad
	done <calls
	empty 'killed at' bad
fi

t 'a kill releases the lock'
if tracing && writer join-two; then
	need flock
	restore
	{ act strace -f -qq -o /dev/null -e inject=fsync:signal=KILL:when=1; } 2>/dev/null
	ok 'the lock is free' flock -n reg/rosters true
fi

done_testing

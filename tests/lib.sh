# shellcheck shell=sh
# The harness of the command tests: sourced by tests/cmd/*.t, run by `make check` (TESTS=… narrows).
# Usage: . "$TOP/tests/lib.sh", then cases, then done_testing
#
#	#!/bin/sh
#	# What cop-list prints, and its statuses.
#	. "$TOP/tests/lib.sh"
#
#	t 'ids come first, in order'
#	sample
#	run cop-list -c cop
#	status 0
#	out_has perinatal
#	err ''
#
#	t 'an unknown id gets a suggestion'
#	sample
#	run cop-list perinatl
#	status 2
#	out ''
#	err <<-'END'
#		cop-list: error: perinatl: no such community (did you mean "perinatal"?)
#	END
#
#	t 'ids are read from standard input'
#	registry
#	run cop-list -c cop - <<-'END'
#		a
#	END
#	out 'a'
#
#	done_testing
#
# A case begins with `t NAME`, runs in a new empty folder, and passes if all of its assertions hold.  A failure
# shows on standard error what was wanted and what there was.
#
#   t NAME            begins a case
#   skip WHY          skips the case; need TOOL… skips it if a tool is not installed
#   all_need TOOL…    skips the whole file then; before the first case
#   need_terminal     skips it if script(1) cannot make a terminal, and fails then
#   nobody COMMAND…   runs it as a user who owns nothing; need_nobody skips the case if that is impossible
#   need_mounts [FOLDER]  skips it if no file system can be mounted here, or on that folder; `$mounts COMMAND…` runs one that
#                     may, unseen by others
#   need_plain        skips it under a sanitizer, which takes much memory and needs /proc
#   sample [FOLDER]   copies data/sample here, or to that folder (cops/, rosters/, registry.yaml)
#   registry          makes a minimal valid registry here, with one community `a` of host `h1`
#   write FILE        makes a file from standard input, and its folders
#   run COMMAND…      runs it; standard input is empty unless redirected.  For a pipeline:
#                     run sh -c 'cop-list | head -n 1'
#   status N          of the last run
#   out, err          the whole of standard output or error: TEXT as an argument (a newline is added;
#                     '' is nothing at all) or, without an argument, standard input (a here-document)
#   out_has, err_has  it contains TEXT;  out_lacks, err_lacks  it does not
#   out_like, err_like  a line of it matches an extended regular expression
#   file FILE         its content, as for out;  file_has, file_lacks, file_like FILE TEXT
#   absent FILE…      there is no such file
#   empty WHAT FILE   FILE has no lines; each would be an instance of WHAT, which is wrong
#   ok CLAIM COMMAND…  COMMAND succeeds, which means that CLAIM is true
#   tabs              the whole of standard output is standard input, with | for tabs
#   hold LOCK FILE    in the background, holds the lock of a folder, or makes git's lock file, for half a second.  Then
#   waited            asserts that FILE had not been changed when the lock was released.  A third argument of hold is a
#                     command of the shell that the holder of a folder's lock runs before it releases it
#   unchanged_by COMMAND…  runs it; it must leave all files here as they are: bytes, modes, times and inodes.  What
#                     there was before is in $scratch/before
#   $OUT, $ERR        the files with the output of the last run
#   $H, $TAB          the header of a roster; a tab
#   done_testing      ends the test
#
# The Makefile sets the environment: COP_TODAY=2026-06-30, TZ=UTC, C.UTF-8, the commands in $PATH, $TOP the
# project's folder, $BUILD the build's.  $SHARE is 1, but more under ASan, which makes commands ten times slower: a test
# with thousands of similar runs then only does one in $SHARE.

: "${TOP:?run the tests by make check TESTS=FILE}"
exec </dev/null
export SHARE="${SHARE:-1}"

scratch=$(mktemp -d) || exit
trap 'chmod -R u+rwX "$scratch" 2>/dev/null; rm -rf "$scratch"' EXIT
trap 'exit 1' HUP INT TERM
OUT=$scratch/out ERR=$scratch/err
# shellcheck disable=SC2034 # tests use these
TAB=$(printf '\t') H=email,name,organization,role,region,language,group,position,applied,joined,left,consent,consented,source
case_number=0 case_name='' case_skip='' ran=''

t() {
	end_case
	case_number=$((case_number + 1))
	case_name=$(printf '%s' "$1" | tr '#' ' ') case_skip='' ran='' # TAP's mark
	: >"$scratch/why"
	: >"$scratch/asserted"
	mkdir "$scratch/$case_number" && cd "$scratch/$case_number" || exit
}

end_case() {
	test -n "$case_name" || return 0
	test -s "$scratch/asserted" || test -s "$scratch/why" || fails 'nothing is asserted' </dev/null
	if test -n "$case_skip"; then
		printf 'ok %d - %s # SKIP %s\n' "$case_number" "$case_name" "$case_skip"
	elif test -s "$scratch/why"; then
		printf 'not ok %d - %s\n' "$case_number" "$case_name"
		test -z "$ran" || printf 'after: %s\n' "$ran" >>"$scratch/why"
		{
			printf 'failed: %s (%s)\n' "$case_name" "${0#"$TOP"/}"
			sed 's/^/  /' "$scratch/why"
		} | sed 's/^/# /' >&2
	else
		printf 'ok %d - %s\n' "$case_number" "$case_name"
	fi
	case_name=''
	cd "$scratch" && rm -rf "${scratch:?}/$case_number" 2>/dev/null
}

done_testing() {
	end_case
	echo "1..$case_number"
	exit 0
}

skip() { case_skip=$1; }

need() {
	for tool; do
		command -v "$tool" >/dev/null 2>&1 || skip "no $tool here"
	done
}

all_need() {
	for tool; do
		command -v "$tool" >/dev/null 2>&1 || { echo "1..0 # SKIP no $tool here" && exit; }
	done
}

need_terminal() {
	need script stty perl
	test -n "$case_skip" || script -qec 'test -t 1 && test -t 2' /dev/null >"$scratch/said" 2>&1 || skip 'no pseudo-terminal here'
	test -z "$case_skip"
}

need_nobody() {
	need setpriv
	setpriv --reuid 65534 --regid 65534 --clear-groups true 2>"$scratch/said" || skip 'only root becomes another user'
	test -z "$case_skip"
}

# It runs a copy, since other users may not be able to read the build's folder.
nobody() {
	chmod a+rx "$scratch" . && cp "$(command -v "$1")" "$scratch/$1" && chmod a+rx "$scratch/$1" || return
	program=$scratch/$1
	shift
	setpriv --reuid 65534 --regid 65534 --clear-groups "$program" "$@"
}

need_mounts() {
	need unshare mount
	mkdir -p "$scratch/mount"
	for mounts in 'unshare -rm' 'unshare -m'; do
		$mounts mount -t tmpfs none "${1-$scratch/mount}" 2>"$scratch/said" && break
		mounts=
	done
	test -n "$mounts" || skip 'no file system can be mounted here'
	test -z "$case_skip"
}

need_plain() {
	! grep -qa '__[at]san_init' "$BUILD/bin/cop" || skip 'not under a sanitizer'
	test -z "$case_skip"
}

# Notes why the case fails: the words, then standard input. The notes are in a file, so that subshells, as in a pipeline, can
# add to them.
fails() {
	{
		printf '%s\n' "$1"
		sed 's/^/  /'
	} >>"$scratch/why"
}

sample() {
	mkdir -p "${1-.}" && cp -R "$TOP/data/sample/." "${1-.}" && chmod -R u+w "${1-.}" # if the sources are read-only
}

registry() {
	write registry.yaml <<-'END'
		name: Test federation
		timezone: America/Toronto
		hosts:
		  h1: {name: Host One}
	END
	write cops/a.yaml <<-'END'
		name: Community A
		host: h1
		domain: What we share
	END
}

write() {
	case $1 in
	*/*) mkdir -p "${1%/*}" ;;
	esac
	cat >"$1"
}

run() {
	test -z "$case_skip" || return 0
	ran=$*
	got_status=0
	"$@" >"$OUT" 2>"$ERR" || got_status=$?
}

status() {
	test -z "$case_skip" || return 0
	echo >"$scratch/asserted"
	test "$got_status" = "$1" && return 0
	fails "status $got_status, not $1" <"$ERR"
}

# same NAME FILE [TEXT]: the content of the file is TEXT, or standard input.
same() {
	test -z "$case_skip" || return 0
	echo >"$scratch/asserted"
	if test $# -lt 3; then
		cat
	elif test -n "$3"; then
		printf '%s\n' "$3"
	fi >"$scratch/wanted"
	cmp -s "$scratch/wanted" "$2" && return 0
	diff -u --label wanted "$scratch/wanted" --label "$1" "$2" >"$scratch/diff" 2>&1
	fails "$1 differs" <"$scratch/diff"
}

# holds NAME FILE yes|no TEXT [GREP-OPTION]: the file contains TEXT, or does not.
holds() {
	test -z "$case_skip" || return 0
	echo >"$scratch/asserted"
	found=no
	grep -q "${5--F}" -e "$4" "$2" && found=yes
	test $found = "$3" && return 0
	if test "$3" = yes; then
		fails "$1 lacks: $4" <"$2"
	else
		fails "$1 has: $4" <"$2"
	fi
}

out() { same stdout "$OUT" "$@"; }
err() { same stderr "$ERR" "$@"; }
out_has() { holds stdout "$OUT" yes "$1"; }
err_has() { holds stderr "$ERR" yes "$1"; }
out_lacks() { holds stdout "$OUT" no "$1"; }
err_lacks() { holds stderr "$ERR" no "$1"; }
out_like() { holds stdout "$OUT" yes "$1" -E; }
err_like() { holds stderr "$ERR" yes "$1" -E; }
file() { same "$1" "$@"; }
file_has() { holds "$1" "$1" yes "$2"; }
file_lacks() { holds "$1" "$1" no "$2"; }
file_like() { holds "$1" "$1" yes "$2" -E; }

absent() {
	test -z "$case_skip" || return 0
	echo >"$scratch/asserted"
	for path; do
		test ! -e "$path" || fails "$path is there" </dev/null
	done
}

empty() {
	test -z "$case_skip" || return 0
	echo >"$scratch/asserted"
	test ! -s "$2" || fails "$1" <"$2"
}

ok() {
	test -z "$case_skip" || return 0
	echo >"$scratch/asserted"
	claim=$1
	shift
	"$@" >"$scratch/said" 2>&1 || fails "not true: $claim" <"$scratch/said"
}

tabs() {
	tr '|' '\t' >"$scratch/tabs"
	out <"$scratch/tabs"
}

hold() {
	test -z "$case_skip" || return 0
	rm -f "$scratch/held"
	cp "$2" "$scratch/at-first"
	if test -d "$1"; then
		# shellcheck disable=SC2016 # its own $0, $1 and $2
		flock "$1" sh -c 'touch "$0/held"; sleep 0.5; cp "$1" "$0/seen"; eval "$2"' "$scratch" "$2" "${3-}" &
	else
		touch "$1" "$scratch/held"
		{ sleep 0.5 && cp "$2" "$scratch/seen" && rm "$1"; } &
	fi
	holder=$!
	until test -e "$scratch/held"; do sleep 0.01; done
}

waited() {
	test -z "$case_skip" || return 0
	wait "$holder"
	ok 'it waited for the lock' cmp "$scratch/at-first" "$scratch/seen"
}

unchanged_by() {
	test -z "$case_skip" || return 0
	rm -rf "$scratch/before" && cp -a . "$scratch/before"
	ls -liAR --time-style=full-iso . >"$scratch/times"
	run "$@"
	ok "$* changes nothing" diff -rq --no-dereference "$scratch/before" .
	ls -liAR --time-style=full-iso . >"$scratch/times.now"
	ok "$* touches nothing" cmp "$scratch/times" "$scratch/times.now"
}

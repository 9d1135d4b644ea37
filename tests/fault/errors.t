#!/bin/sh
# Promise 3: whatever system call fails, there is a message and the right exit status; no damage, no hang, no temporary
# file. Every call of a writer is taken from a log and made to fail, with each plausible errno.
# shellcheck disable=SC2016,SC2094,SC2154 # awk in single quotes; a case's files; lib.sh sets name, state, right
. "$TOP/tests/fault/lib.sh"
on_one_core

# What may plausibly go wrong with a call.
all_errors_of() {
	case $1 in
	openat) echo EIO ENOMEM EINTR EACCES EMFILE ENFILE ;;
	read) echo EIO EINTR ;;
	write) echo ENOSPC EIO EINTR EDQUOT EFBIG ;;
	fsync) echo EIO EINTR EDQUOT ENOSPC ;;
	close) echo EIO EDQUOT ENOSPC EINTR ;;
	renameat2) echo EIO ENOSYS ENOSPC EDQUOT ENOMEM EROFS EACCES EINVAL ;;
	renameat) echo EIO ENOSPC EACCES ;;
	linkat) echo EPERM EEXIST EIO EMLINK ENOSPC ;;
	mkdirat) echo EIO EEXIST ENOSPC EACCES ;;
	fchmod | fchown | fsetxattr | fremovexattr) echo EPERM EROFS EIO ;;
	fgetxattr) echo EIO EPERM ;;
	flock) echo EINTR ENOLCK EIO EOPNOTSUPP ;;
	unlinkat) echo EIO EROFS EACCES ;;
	newfstatat | fstat | statx) echo EIO ENOMEM ;;
	access | faccessat | faccessat2) echo EIO EACCES ;;
	getdents64) echo EIO ENOMEM ;;
	mmap) echo ENOMEM ;; # brk reports failure by the address it returns, so an injected errno would be taken for one
	memfd_create | pipe2 | dup2 | clone | clone3 | vfork | socketpair) echo EMFILE ENOMEM ;;
	sendto) echo EPIPE EINTR ;;
	wait4) echo ECHILD EINTR ;;
	esac
}

# errors_of CALL NUMBER DOES: the errors to try at that call. All writers treat the results of a call alike, so only two of
# them get every error. The others get one, each time another, at a call that only reads, and two at one that may change a file.
errors_of() {
	turn=$2 some=1
	test "$3" = looks || some=2
	case $name in fmt | join-two | '') some=9 ;; esac
	# shellcheck disable=SC2046 # words
	set -- $(all_errors_of "$1")
	count=$#
	test $count -gt 0 || return 0
	set -- "$@" "$@"
	shift $((turn % count))
	while test $some -gt 0 -a $count -gt 0; do
		echo "$1"
		shift
		some=$((some - 1)) count=$((count - 1))
	done
}

# names_the_odd FILES: does the message name all of these?
names_the_odd() {
	for f in $1; do
		case $message in *"${f##*/}"*) ;; *) return 1 ;; esac
	done
}

# A report covers what could be read: is it complete, with rows that are all in the new one, and is nothing else changed?
is_part() {
	test "${name%-new}" = report && diff -rq -x report.csv reg old >/dev/null 2>&1 &&
		test "$(head -n 1 reg/report.csv)" = "$(head -n 1 new/report.csv)" && ! grep -qvxFf new/report.csv reg/report.csv
}

# judge CALL ERROR: sets `wrong` if a promise is broken after that call has failed.
judge() {
	look
	told
	wrong=''
	# fmt treats each file by itself; the others change all files or none.
	each=$name:$got_status:$state
	case $got_status:$state in
	"$right":new | 74:new | 74:old | 74:untouched | 75:old | 75:untouched | 2:old | 2:untouched) ;;
	74:mixed) # out of memory between files of their own: that some are done is said
		test "${name%-two}:$(grep -c 'the changes made so far remain' said)" = fmt:1 || names_the_odd "$olds" || names_the_odd "$news" || wrong='some files are old, and none is named' ;;
	2:damaged) is_part || wrong='a file is neither old nor new' ;;
	*:damaged) wrong='a file is neither old nor new' ;;
	124:*) wrong='it hangs' ;;
	*) case $each in
		# The other files are done, unless the people's folder is unknown.
		fmt*:2:new | fmt*:2:mixed | fmt*:75:new | fmt*:75:mixed)
			! grep -q '^registry\.yaml: error: cannot read' said || wrong='the registry was not read, and files are new'
			;;
		report*:2:new) ;; # what could not be read is not in it
		*) wrong="status $got_status, and the files are $state ($news)" ;;
		esac ;;
	esac
	if test "$got_status" -eq "$right"; then
		cmp -s got right || wrong="$wrong status $right and other output"
		test "$1" != fsync || wrong="$wrong a failed fsync is passed over"
	else
		case $message in
		*': error: '*) ;;
		*) wrong="$wrong no message" ;;
		esac
	fi
	for f in $extra; do
		test "$1" = unlinkat || { test "$got_status" -eq 74 && grep -qF "${f##*/}" said; } ||
			wrong="$wrong ${f##*/} is left"
	done
	case $message in
	*[Xx]anthippe* | *@x.org*) wrong="$wrong personal data in a message" ;;
	esac
}

# error_at CALL ERROR WHEN [STRACE-OPTION…]
error_at() {
	inject="$1:error=$2:when=$3" call=$1
	shift 3
	restore
	# shellcheck disable=SC2086 # words
	act timeout 10 $disturbing -e trace="$call,renameat2" "$@" -e inject="$inject"
	judge "$call"
	tried=$((tried + 1))
	# If nothing can be written, there can be no message.
	case $inject in
	write:*+) wrong=$(echo "$wrong" | sed 's/ *no message//') ;;
	esac
	test -z "$wrong" || echo "$* $inject: status $got_status: $wrong: $(head -n 1 said)" >>bad
}

# every_error FILTER [STRACE-OPTION…]: at each call that the filter, a program with arguments, lets through.
every_error() {
	filter=$1
	shift
	restore
	state=''
	act strace -f -qq -o ../log "$@"
	calls log | $filter >calls
	while read -r call number does; do
		for error in $(errors_of "$call" "$number" "$does"); do
			error_at "$call" "$error" "$number" "$@" <&3
		done
	done 3<&0 <calls
}

# verdict LEAST: reports the broken promises, and fails if fewer than LEAST failures were tried.
verdict() {
	empty "$name: against the promises" bad
	ok "$name: enough failures were tried ($tried)" test "$tried" -ge "$1"
	echo "$name: $tried failures, $(wc -l <bad) wrong" >>"${POINTS:-/dev/null}"
}

for w in $(writers); do
	t "$w: any call fails with any plausible error"
	: >bad
	tried=0
	if tracing && writer "$w"; then
		every_error cat
		case $w in
		merge) verdict 40 ;; # it reads no registry
		*) verdict 120 ;;
		esac
	fi

	t "$w: any call fails where renameat2 is missing"
	: >bad
	tried=0
	if tracing && writer "$w"; then
		every_error 'awk $1=="renameat2"{on=1}on&&$1!="renameat2"' -e inject=renameat2:error=ENOSYS
		verdict 15
	fi

	t "$w: a call that fails from some point on"
	: >bad
	tried=0
	if tracing && writer "$w"; then
		restore
		state=''
		act strace -f -qq -o ../log
		calls log >calls
		# From the first call after the loader's, and from each one that puts a file in its place. Not close, since that would
		# leave a lock which nobody can take.
		awk '$1 ~ /^(openat|read|write|fsync|fchmod|flock)$/ && !n[$1]++ || $1 ~ /^(renameat2|unlinkat)$/' calls >first
		while read -r call number does; do
			for error in $(errors_of "$call" "$number" "$does"); do
				test "$error" = EINTR || error_at "$call" "$error" "$number+" <&3
			done
		done 3<&0 <first
		verdict 12
	fi
done

t 'a write that writes nothing, again and again, does not make an endless loop'
if tracing && writer join-two; then
	restore
	act timeout 5 strace -f -qq -o /dev/null -e inject=write:retval=0
	look
	ok "it ends, with status $got_status" test "$got_status" -ne 124
	ok "the files are $state" test "$state" = untouched
fi

# fails_with STATUS STATE INJECTION: the status and the state of the files are these.
fails_with() {
	restore
	act strace -f -qq -o /dev/null -e inject="$3"
	look
	test "$state" != untouched || state_is=old
	test "$state" = untouched || state_is=$state
	ok "$name: $3: status $1, files $2, not $got_status, $state: $(cat said)" test "$got_status:$state_is" = "$1:$2"
	cp said "$ERR"
	err_like 'error: .+'
}

for w in fmt join join-two appoint; do
	t "$w: the status says what happened to the files"
	if tracing && writer "$w"; then
		restore
		act strace -f -qq -o ../log
		# The numbers of the last write to a temporary file and of the write to standard output.
		output=$(grep -c '^[0-9]* *write(' log)
		syncs=$(grep -c '^[0-9]* *fsync(' log)
		swaps=$(grep -c '^[0-9]* *renameat2(' log)
		last=${files##* }
		fails_with 75 old "write:error=ENOSPC:when=$((output - 1))"
		err_has 'No space left on device'
		err_has "$last"
		err_has '[not-written]'
		fails_with 75 old "fsync:error=EIO:when=$((syncs - 1))"
		fails_with 75 old "renameat2:error=EIO:when=$swaps"
		fails_with 75 old flock:error=ENOLCK
		fails_with 75 old fchmod:error=EPERM
		fails_with 74 new "fsync:error=EIO:when=$syncs"
		err_has '[write-unknown]'
		fails_with 74 new "write:error=ENOSPC:when=$output"
		err_has '[output]'
	fi
done

t 'if people, organizations or suppressions cannot be read, nobody can join'
if tracing && writer join-two; then
	restore
	act strace -f -qq -o ../log
	for f in suppressions.csv organizations.csv; do
		n=$(grep '^[0-9]* *openat(' log | grep -n "\"$f\"" | sed 's/:.*//; q')
		fails_with 2 old "openat:error=EIO:when=$n"
		err_has "$f"
	done
fi

t 'a list on standard input that breaks off is not used'
if tracing && writer join-two; then
	restore
	command='cop-leave - --email me@x.org'
	echo a >input
	act strace -f -qq -o ../log
	ok 'it is one undisturbed' test "$got_status" = 0
	restore
	# After the line that was read.
	n=$(grep '^[0-9]* *read(' log | grep -n 'read(0, ""' | sed 's/:.*//; q')
	fails_with 2 old "read:error=EIO:when=$n"
	err_has 'standard input'
fi

# any_failure COMMAND TRACER…: whichever call fails, COMMAND prints the same as in `right`, or a message says why not.
any_failure() {
	c=$1
	shift
	while read -r call number does; do
		for error in $(errors_of "$call" "$number" "$does"); do
			# shellcheck disable=SC2086 # words
			timeout 10 "$@" -e trace="$call" -e inject="$call:error=$error:when=$number" $c >got 2>said
			s=$?
			tried=$((tried + 1))
			wrong=
			case $s in
			0) cmp -s right got || wrong='status 0 with another answer' ;;
			2 | 74 | 75)
				told
				case $message in
				*': error: '*) ;;
				*) wrong="status $s without a message" ;;
				esac
				;;
			*) wrong="status $s" ;;
			esac
			test -z "$wrong" ||
				echo "$c: inject=$call:error=$error:when=$number: $wrong: $(head -n 1 said)" >>bad
		done
	done <calls
}

t 'readers: any call fails, and the output is right or a message says why not'
if tracing; then
	name=''
	sample
	mkdir .git
	: >bad
	tried=0
	for c in 'cop-list finance privacy -f json' 'cop-members finance privacy -f csv'; do
		# shellcheck disable=SC2086
		{
			$c >right 2>&1
			strace -f -qq -o log $c >/dev/null 2>&1
			calls log >calls
			any_failure "$c" $disturbing
		}
	done
	empty 'against the promises' bad
	ok "enough failures were tried ($tried)" test "$tried" -gt 150
fi

# The calls that communicate with git and follow from it, as lines like those of calls; git's own calls are not ours. A close
# or shutdown is left out: if one were made to fail, git would wait for ever, which does not happen in reality.
calls_about_git() {
	sed -n 's/^\([a-z][a-z0-9_]*\)(.*/\1/p' "$1" |
		awk '{ n[$1]++ } /^(pipe2|memfd_create|socketpair)$/ { own = 1 } own && !/^(close|shutdown)$/ { print $1, n[$1] }'
}

while IFS= read -r c; do
	t "$c: any call fails, and the output is right or a message says why not"
	need git
	if test -z "$case_skip" && tracing; then
		registry
		printf '%s\na@x.org,Ann,,,,,,,,2026-01-01,,,,\n' $H | write rosters/a.csv
		git init -q -b main . && git add -A && git commit -q -m One
		sed 's/,,,,$/,2026-05-01,,,/' rosters/a.csv >left && mv left rosters/a.csv
		sed 's/What we share/What we do/' cops/a.yaml >new && mv new cops/a.yaml
		git commit -q -a -m Two
		name='' tried=0
		: >bad
		# shellcheck disable=SC2086
		{
			$c >right 2>&1
			strace -qq -o log $c >/dev/null 2>&1
			calls_about_git log >calls
			any_failure "$c" strace -qq -o /dev/null
		}
		empty 'against the promises' bad
		ok "enough failures were tried ($tried)" test "$tried" -gt 60
		echo "$c: $tried failures, $(wc -l <bad) wrong" >>"${POINTS:-/dev/null}"
	fi
done <<'END'
cop-members --at main~ -f csv
cop-diff main~..main
cop-log
END

for w in $(writers); do
	t "$w: standard output is a full disk"
	test "$w" != merge || skip 'it prints nothing'
	test -c /dev/full || skip 'no /dev/full here'
	if test -z "$case_skip" && writer "$w"; then
		restore
		# shellcheck disable=SC2086
		run sh -c 'test -z "$0" || export LD_PRELOAD="$0"; cd reg && exec "$@" <../input >/dev/full' "$preload" $command
		look
		status 74
		err_has '[output]'
		ok "the files are new, not $state" test "$state" = new
	fi
done

# In a file system of limited size: the writer runs while it is full, and again with free space.
cat >"$scratch/full" <<'END'
mkdir -p m && mount -t tmpfs -o size=2m tmpfs m || exit 99
cp -a old m/reg
dd if=/dev/zero of=m/filler bs=1k 2>/dev/null
cd m/reg && "$@" <../../input >/dev/null 2>../../said
echo $? >../../status
cd ../..
find m/reg -type d -empty -delete
diff -r m/reg old >differs && echo as before >>status
rm m/filler
cd m/reg && "$@" <../../input >/dev/null 2>&1
echo $? >>../../status
cd ../..
diff -r m/reg new >>differs && echo done >>status
umount m
END

for w in $(writers); do
	t "$w: a full file system"
	need dd
	if need_mounts && writer "$w"; then
		# shellcheck disable=SC2086
		run env LD_PRELOAD="$preload" $mounts sh ../full $command
		printf '75\nas before\n%s\ndone\n' "$right" >wanted
		file status <wanted
		file_has said 'No space left on device'
		file_has said '[not-written]'
	fi
done

done_testing

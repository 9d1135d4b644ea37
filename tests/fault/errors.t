#!/bin/sh
# Promise 3: whatever system call fails, there is a message and a right exit status; no damage, no hang, no temporary
# file.  Every call that the program makes is enumerated from a log and made to fail, with each plausible errno.
# shellcheck disable=SC2016,SC1112,SC2094 # scripts of other programs are in single quotes, and data has ’ in it
. "$TOP/tests/lib.sh"

H=email,name,organization,role,region,language,group,position,applied,joined,left,consent,consented,source

tracing() {
	need strace timeout
	test -z "$case_skip" || return 1
	if ! strace -f -o /dev/null true 2>/dev/null; then
		skip 'strace cannot trace here'
	elif grep -qa __asan_init "$(command -v cop-fmt)"; then
		skip 'not under the address sanitizer, which makes calls of its own'
	fi
	test -z "$case_skip"
}

# A registry in a work tree, with a roster out of order; old and new hold both its states.
unordered() {
	registry
	mkdir -p rosters .git
	printf '%s\nb@x.org,Bo,,,,,,,,2026-01-01,,,,\na@x.org,An,,,,,,,,2026-01-01,,,,\n' $H >old
	printf '%s\na@x.org,An,,,,,,,,2026-01-01,,,,\nb@x.org,Bo,,,,,,,,2026-01-01,,,,\n' $H >new
	restore
}

restore() {
	rm -f rosters/.a.csv.new
	cp old rosters/a.csv
}

# What may plausibly go wrong with a call.
errors_of() {
	case $1 in
	openat) echo EMFILE ENFILE ENOMEM EIO EACCES EINTR ;;
	read) echo EIO EINTR ;;
	write) echo ENOSPC EIO EDQUOT EINTR EFBIG ;;
	fsync) echo EIO ENOSPC EDQUOT EINTR ;;
	close) echo EIO ENOSPC EDQUOT EINTR ;;
	renameat2) echo EIO ENOSPC EDQUOT ENOMEM EROFS EACCES ENOSYS EINVAL ;;
	fchmod | fchown) echo EPERM EIO EROFS ;;
	flock) echo EINTR ENOLCK EIO EOPNOTSUPP ;;
	unlinkat) echo EIO EROFS EACCES ;;
	newfstatat | fstat | statx) echo EIO ENOMEM ;;
	access | faccessat | faccessat2) echo EIO EACCES ;;
	getdents64) echo EIO ENOMEM ;;
	mmap) echo ENOMEM ;; # brk never fails by errno: an injected one would be taken for an address
	memfd_create | pipe2 | dup2 | clone | clone3 | vfork) echo EMFILE ENOMEM ;;
	esac
}

# The calls of a log from the program's own first one: name and how often it was called until then.
calls() {
	sed -n 's/^[0-9]* *\([a-z][a-z0-9_]*\)(\(.*\)/\1 \2/p' "$1" |
		awk '{ n[$1]++ } /registry\.yaml/ { own = 1 } own { print $1, n[$1] }'
}

# judge: sets `wrong` if the run with status $1 that said "said" is against the promises; $2 is the call that failed.
judge() {
	wrong=
	if cmp -s rosters/a.csv new; then
		state=new
	elif cmp -s rosters/a.csv old; then
		state=old
	else
		state=damaged wrong='the roster is neither old nor new'
	fi
	case $1:$state in
	0:new | 74:new | 74:old | 75:old | 2:old) ;;
	2:new) # the rest is still done, unless nobody knows where the people's folder is
		if grep -q '^registry\.yaml: error: cannot read' said; then wrong='the registry was not read, and the roster is new'; fi
		;;
	0:old) wrong='status 0, though nothing was done' ;;
	124:*) wrong='it hangs' ;;
	*) wrong="${wrong}status $1, and the roster is $state" ;;
	esac
	if test "$1" -ne 0 && ! grep -q ': error: ' said; then wrong="$wrong no message"; fi
	if test "$2" != unlinkat && test -e rosters/.a.csv.new; then wrong="$wrong a temporary file is left"; fi
	if grep -q @x.org said; then wrong="$wrong personal data in a message"; fi
}

t 'cop-fmt: any call fails with any plausible error'
if tracing; then
	unordered
	strace -f -qq -o log cop-fmt >/dev/null 2>&1
	calls log >calls
	: >bad
	tried=0
	while read -r name number; do
		for error in $(errors_of "$name"); do
			restore
			timeout 10 strace -f -qq -o /dev/null -e trace="$name" -e inject="$name:error=$error:when=$number" \
				cop-fmt >/dev/null 2>said
			judge $? "$name"
			tried=$((tried + 1))
			test -z "$wrong" || echo "inject=$name:error=$error:when=$number: $wrong: $(head -n 1 said)" >>bad
		done
	done <calls
	test ! -s bad || fails 'against the promises' <bad
	ok "only $tried failures were tried" test "$tried" -gt 150
fi

t 'cop-fmt: a call that always fails'
if tracing; then
	unordered
	: >bad
	for name in openat read write fsync close renameat2 fchmod flock unlinkat; do
		for error in $(errors_of $name | tr ' ' '\n' | grep -v EINTR); do
			# From the first call that is not the loader's.
			first=$(awk -v n=$name '$1 == n { print $2; exit }' calls 2>/dev/null)
			restore
			test -n "$first" || {
				strace -f -qq -o log cop-fmt >/dev/null 2>&1
				calls log >calls
				first=$(awk -v n=$name '$1 == n { print $2; exit }' calls)
				restore
			}
			timeout 20 strace -f -qq -o /dev/null -e inject="$name:error=$error:when=$first+" cop-fmt >/dev/null 2>said
			judge $? $name
			# Nothing can be said where nothing can be written.
			test "$name" = write && wrong=$(echo "$wrong" | sed 's/ *no message//')
			test -z "$wrong" || echo "inject=$name:error=$error:when=$first+: $wrong: $(head -n 1 said)" >>bad
		done
	done
	test ! -s bad || fails 'against the promises' <bad
fi

t 'cop-fmt: a write that takes nothing, again and again, is no endless loop'
if tracing; then
	unordered
	run timeout 5 strace -f -qq -o /dev/null -e inject=write:retval=0 cop-fmt
	ok "it ends, with status $got_status" test "$got_status" -ne 124
	ok 'the roster is as it was' cmp old rosters/a.csv
fi

t 'cop-fmt: the status tells what became of the file'
if tracing; then
	# fails_with STATUS STATE INJECTION
	fails_with() {
		restore
		run strace -f -qq -o /dev/null -e inject="$3" cop-fmt
		status "$1"
		ok "$3: the roster is not $2" cmp "$2" rosters/a.csv
		err_like 'error: .+'
	}
	unordered
	strace -f -qq -o log cop-fmt >/dev/null 2>&1
	# The numbers of the temporary file's write and of standard output's.
	temporary=$(grep -c '^[0-9]* *write(' log)
	fails_with 75 old "write:error=ENOSPC:when=$((temporary - 1))"
	err_has 'No space left on device'
	err_has 'rosters/a.csv'
	err_has '[not-written]'
	fails_with 75 old fsync:error=EIO:when=1
	fails_with 75 old renameat2:error=EIO:when=1
	fails_with 75 old flock:error=ENOLCK
	fails_with 75 old fchmod:error=EPERM
	fails_with 74 new fsync:error=EIO:when=2
	err_has '[write-unknown]'
	fails_with 74 new "write:error=ENOSPC:when=$temporary"
	err_has '[output]'
fi

t 'readers: any call fails, and what is printed is true or a message says why not'
if tracing; then
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
			while read -r name number; do
				for error in $(errors_of "$name"); do
					timeout 10 strace -f -qq -o /dev/null -e trace="$name" \
						-e inject="$name:error=$error:when=$number" $c >got 2>said
					s=$?
					tried=$((tried + 1))
					wrong=
					case $s in
					0) cmp -s right got || wrong='status 0 with another answer' ;;
					2 | 74 | 75) grep -q ': error: ' said || wrong="status $s without a message" ;;
					*) wrong="status $s" ;;
					esac
					test -z "$wrong" || echo "$c: inject=$name:error=$error:when=$number: $wrong" >>bad
				done
			done <calls
		}
	done
	test ! -s bad || fails 'against the promises' <bad
	ok "only $tried failures were tried" test "$tried" -gt 150
fi

t 'cop-fmt: a full file system'
need unshare mount
if test -z "$case_skip" && ! unshare -m sh -c 'mkdir -p m && mount -t tmpfs -o size=64k tmpfs m' 2>/dev/null; then
	skip 'mounting is not allowed here'
fi
if test -z "$case_skip"; then
	unordered
	rm -rf .git
	cat >full <<-'END'
		mkdir -p m && mount -t tmpfs -o size=256k tmpfs m || exit 99
		cp -R registry.yaml cops rosters m/
		# A roster of some 40 KiB, backwards; then the disk is filled.
		{ head -n 1 old; awk 'BEGIN { for (i = 700; i >= 1; i--) printf "p%04d@x.org,Person,,,,,,,,2026-01-01,,,,form\n", i }'; } >m/rosters/a.csv
		cp m/rosters/a.csv before
		dd if=/dev/zero of=m/filler bs=1k 2>/dev/null
		cd m && cop-fmt >../out 2>../err
		echo $? >../status
		cmp rosters/a.csv ../before || echo damaged >>../status
		test ! -e rosters/.a.csv.new || echo temporary >>../status
		rm filler && cop-fmt >/dev/null 2>&1
		echo $? >>../status
		sort -c rosters/a.csv 2>/dev/null
		sed -n 2p rosters/a.csv >>../status
	END
	run unshare -m sh full
	file status <<-'END'
		75
		0
		p0001@x.org,Person,,,,,,,,2026-01-01,,,,form
	END
	file_has err 'No space left on device'
	file_has err '[not-written]'
	file_has out 'refused'
fi

done_testing

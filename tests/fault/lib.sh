# shellcheck shell=sh
# What the fault tests share: the table of writers, the registry that they change, and the judgement of what they leave.
# shellcheck disable=SC2016,SC2034,SC2094 # awk in single quotes; what the tests read; a case's files

# There are thousands of runs with several fsync each, so they happen in memory if there is space.
if test "${TMPDIR:-/tmp}" = /tmp && test -w /dev/shm; then export TMPDIR=/dev/shm; fi
. "$TOP/tests/lib.sh"

# The table of writers: name | files that it may change, below the registry's folder | command, without quotes.
# The old state of the files comes from federation, below, and prepare_NAME if there is such a function; the new state is
# what the command makes of it undisturbed. To add a writer, add a line, and a prepare_NAME if the registry below lacks
# what it needs. Xanthippe is a name that no message may contain.
table() {
	sed '/^$/d; s/^[ 	]*//; s/ *| */|/g' <<-'END'
		fmt       | rosters/a.csv                          | cop-fmt
		fmt-two   | rosters/a.csv suppressions.csv         | cop-fmt
		join      | rosters/a.csv                          | cop-join a --email new@x.org --name Xanthippe --organization Keepers
		join-two  | rosters/a.csv rosters/b.csv            | cop-join a b --email new@x.org --name Xanthippe
		join-from | rosters/a.csv rosters/b.csv rejects.csv | cop-join --from - --rejects rejects.csv
		join-new  | rosters/c.csv                          | cop-join c --email new@x.org --name Xanthippe
		join-both | rosters/a.csv rosters/c.csv            | cop-join a c --email new@x.org --name Xanthippe
		join-first | rosters/a.csv                         | cop-join a --email new@x.org --name Xanthippe
		approve   | rosters/a.csv rosters/b.csv            | cop-approve a b --email ap@x.org
		leave     | rosters/a.csv rosters/b.csv            | cop-leave a b --email me@x.org
		appoint   | rosters/a.csv                          | cop-appoint a --email me@x.org --position secretary
		amend     | rosters/a.csv rosters/b.csv suppressions.csv | cop-amend me@x.org email=moved@x.org
		forget    | rosters/a.csv rosters/b.csv cops/a.yaml suppressions.csv | cop-forget me@x.org
		close     | cops/a.yaml                            | cop-close a --reason Done
		close-into | rosters/b.csv cops/b.yaml cops/a.yaml | cop-close a --into b --reason Done
		set       | cops/a.yaml                            | cop-set a domain=Elsewhere contacts.1.role=Guest
		new       | cops/d.yaml rosters/d.csv              | cop-new d name=Dee host=h1 domain=Deeds
		merge     | rosters/a.csv                          | cop-merge-file .git/ancestor.csv rosters/a.csv .git/theirs.csv 7 rosters/a.csv
		init      | sub/.gitattributes sub/.gitignore sub/cops/.gitkeep sub/rosters/.gitkeep sub/schema/definition.json sub/schema/registry.json sub/registry.yaml | cop-init sub --name Sub --timezone UTC
		report    | report.csv                             | cop-report roster --if-changed -o report.csv
		report-new | report.csv                            | cop-report roster --if-changed -o report.csv
	END
}

# `writer` sets these for the rest of a test.
name='' files='' command='' state='' preload=''

# A small federation in old/: communities a (open) and b with rosters, c without. Every file contains the word keep.
federation() {
	write old/.git/HEAD 'ref: refs/heads/main' </dev/null
	write old/registry.yaml <<-'END'
		name: Test federation
		timezone: America/Toronto
		hosts:
		  h1: {name: Host One}
		roles:
		  nurse: Nurse
	END
	write old/cops/a.yaml <<-'END'
		name: Community A
		host: h1
		domain: What we keep
		community:
		  groups:
		    - {id: board, name: Board}
		  composition:
		    - {at_most: 1000}
		join: {admission: open}
		contacts:
		  - {role: Host, name: Xanthippe, email: me@x.org}
	END
	write old/cops/b.yaml <<-'END'
		name: Community B
		host: h1
		domain: What we keep, too
	END
	write old/cops/c.yaml <<-'END'
		name: Community C
		host: h1
		domain: What we keep in the end
	END
	write old/organizations.csv <<-'END'
		id,name,aliases,region,domains,member_of,joined,left
		keep,The Keepers,Keepers,,,h1,,
	END
	write old/suppressions.csv <<-'END'
		email,date,reason
		gone@x.org,2026-01-01,keep
	END
	write old/rosters/a.csv <<-END
		$H
		ap@x.org,Xanthippe Ap,,,,,,,2026-05-01,,,,,form
		bo@x.org,Bo keep,,nurse,,,,,,2026-01-01,,express,2026-01-01,form
		ch@x.org,Cha Ir,,,,,,,,2026-01-01,,,,
		ch@x.org,,,,,,leads,chair,,2026-01-01,,,,
		me@x.org,Xanthippe Me,,,,,,,,2026-02-01,,implied,2026-02-01,
		me@x.org,,,,,,board,,,2026-03-01,,,,
	END
	write old/rosters/b.csv <<-END
		$H
		ap@x.org,Xanthippe Ap,,,,,,,2026-05-02,,,,,form
		bo@x.org,Bo keep,,,,,,,,2026-01-01,,,,
		me@x.org,Xanthippe Me,,,,,,,,2026-02-02,,,,
	END
	chmod 0640 old/rosters/*.csv
	: >input
}

prepare_fmt() {
	printf '%s\nbo@x.org,Bo keep,,,,,,,,2026-01-01,,,,\nap@x.org,Xanthippe,,,,,,,,2026-01-01,,,,\n' "$H" >old/rosters/a.csv
}

prepare_fmt_two() {
	prepare_fmt
	printf 'email,date,reason\nz@x.org,2026-01-01,keep\nb@x.org,2026-01-01,\n' >old/suppressions.csv
}

# One joins, one is a member already, one names an unknown community, one joins another community.
prepare_join_from() {
	cat >input <<-'END'
		cop,email,name
		a,new@x.org,Xanthippe New
		a,me@x.org,Xanthippe Me
		zz,other@x.org,Xanthippe Other
		b,new@x.org,Xanthippe New
	END
}

# The suppression of the old address applies to the new one, too.
prepare_amend() { echo 'me@x.org,2026-01-01,keep' >>old/suppressions.csv; }

# Pseudonyms are random; this makes them the same in each run.
prepare_forget() {
	if grep -qa __asan_init "$(command -v cop-forget)"; then
		skip 'not under the address sanitizer, which must be loaded before any other library'
		return
	fi
	test -e "$scratch/random.so" || echo 'long getrandom(void *p, unsigned long n, unsigned f) {
		(void)f; for (unsigned long i = 0; i < n; i++) ((char *)p)[i] = 0x5c; return (long)n; }' |
		cc -shared -fPIC -o "$scratch/random.so" -xc - 2>/dev/null || skip 'cannot make a library here'
	preload=$scratch/random.so
}

# Ours is the roster. Theirs has another person; a third one leaves on one side and gets a role on the other.
prepare_merge() {
	grep -v ^bo@ old/rosters/a.csv >old/.git/ancestor.csv
	sed '/^ch@x.org,Cha/s/,,,,$/,2026-05-31,,,/; s/^ap/aq/' old/.git/ancestor.csv >old/.git/theirs.csv
	sed -i '/^ch@x.org,Cha/s/Ir,,/Ir,,nurse/' old/rosters/a.csv
}

# As csv, for which cop-report does not ask git.
prepare_report() { echo 'cop,group,keep' >old/report.csv; }

prepare_join_first() { rm -r old/rosters; }

# All writers, or only WRITER=join.
writers() { table | sed 's/|.*//' | grep -xE "${WRITER:-.*}"; }

# writer NAME: makes the registry in old/, what the writer makes of it in new/, and its output in right; skips the case if
# there is no such command yet.
writer() {
	name=$1
	files=$(table | sed -n "s/^$1|\([^|]*\)|.*/\1/p")
	command=$(table | sed -n "s/^$1|[^|]*|//p")
	if ! test -e "$TOP/cmd/${command%% *}.c"; then
		skip "no ${command%% *} yet"
		return 1
	fi
	state='' preload=''
	federation
	prepare=prepare_$(echo "$1" | tr - _)
	if command -v "$prepare" >/dev/null; then "$prepare"; fi
	test -z "$case_skip" || return 1
	# A time in the future makes every run compare bytes, as it must for a file that may just have been written; before 2038,
	# for clocks of 32 bits.
	find old -type f -exec touch -d 2037-01-01 {} +
	restore
	act
	right=$got_status
	cp got right
	cp -a reg new
	ok "the writer ends with status $right, undisturbed: $(cat said)" test "$right" -le 1
	for f in $files; do
		if same_file "$f" old; then fails "$f is not changed" </dev/null; fi
	done
	test ! -s "$scratch/why"
}

# From here on, everything runs on one core: on two, each stop at the tracer takes twice as long. errors.t and kill.t, which
# stop most often, begin together: one takes the first core, the other the last.
on_one_core() {
	command -v taskset >/dev/null || return 0
	cores=$(taskset -pc $$) && cores=${cores##* }
	case $0 in
	*/errors.t) taskset -pc "${cores%%[-,]*}" $$ ;;
	*) taskset -pc "${cores##*[-,]}" $$ ;;
	esac >/dev/null
}

# Can the writer be run under strace?
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

# told: sets `message` to what the writer printed; without a process, since this is asked thousands of times.
told() {
	message=''
	while IFS= read -r line || test -n "$line"; do
		message="$message$line
"
	done <said
}

# Makes a call fail in thousands of runs; -e trace=CALL… -e inject=… follow. Only these calls stop; all others run at full
# speed. Not for signal=, which is lost with a filter.
disturbing='strace -f -qq --seccomp-bpf -o /dev/null'

# Restores reg/ to its old state, unless look has just found it so.
restore() {
	test "$state" != untouched || return 0
	rm -rf reg
	cp -a old reg
}

# act [TOOL…]: runs the writer in reg/, under that tool; its output is in got and said.
act() {
	got_status=0
	# shellcheck disable=SC2086
	(
		test -z "$preload" || export LD_PRELOAD="$preload"
		cd reg && exec "$@" $command <../input >../got 2>../said
	) || got_status=$?
}

# The program's own calls in a log, one per line: its name, how often it was called until then, and whether it only looks or
# may change a file. The close that ends a lock is left out: if it were made to fail, the lock would stay, as it never does.
calls() {
	sed -n 's/^[0-9]* *\([a-z][a-z0-9_]*\)(\(.*\)/\1 \2/p' "$1" | awk '
		BEGIN {
			split("access brk clone clone3 close exit faccessat faccessat2 fcntl fstat fstatfs futex getcwd getdents64 " \
				"getegid geteuid getgid getpid getrandom gettid getuid ioctl lseek madvise mprotect munmap newfstatat " \
				"pread64 prlimit64 read readlink readlinkat rseq rt_sigaction rt_sigprocmask sched_getaffinity " \
				"set_robust_list statfs statx sysinfo uname wait4", names, " ")
			for (i in names) looks[names[i]] = 1
		}
		{ n[$1]++ }
		$1 == "flock" { lock[$2 + 0] = 1 }
		$1 != "execve" && /registry\.yaml|ancestor\.csv/ { own = 1 }
		$1 == "close" && lock[$2 + 0] { delete lock[$2 + 0]; next }
		own {
			only = looks[$1] || ($1 == "openat" && !/O_(WRONLY|RDWR|CREAT|TRUNC)/) || ($1 == "mmap" && !/MAP_SHARED/)
			print $1, n[$1], only ? "looks" : "changes"
		}'
}

# Is the file of the registry as it was in that state, or absent in both?
same_file() {
	cmp -s "reg/$1" "$2/$1" || { test ! -e "reg/$1" && test ! -L "reg/$1" && test ! -e "$2/$1"; }
}

# look: sets `state` to untouched, old (except for temporary files and empty folders), new, mixed (some files old, some new)
# or damaged, and `extra` to the temporary files.
look() {
	extra='' olds=$files news=''
	if diff -rq reg old >/dev/null 2>&1; then
		state=untouched
	elif diff -rq reg new >/dev/null 2>&1; then
		state=new olds='' news=$files
	else
		look_closely
	fi
}

look_closely() {
	extra=$(find reg -name '.*.new' -o -name '.*.old')
	olds='' news='' state=damaged
	rm -rf rest
	cp -a reg rest
	for f in $files; do
		if same_file "$f" old; then
			olds="$olds $f"
		elif same_file "$f" new; then
			news="$news $f"
			rm -f "rest/$f"
			test ! -e "old/$f" || cp -a "old/$f" "rest/$f"
		else
			return
		fi
	done
	find rest \( -name '.*.new' -o -name '.*.old' \) -exec rm -rf {} +
	# A new folder that is still empty is not a change.
	find rest -type d -empty -delete
	diff -rq rest old >/dev/null 2>&1 || return
	case ${olds:+o}${news:+n} in
	o) state=old ;;
	n) state=new ;;
	on) state=mixed ;;
	esac
}

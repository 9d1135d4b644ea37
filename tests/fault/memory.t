#!/bin/sh
# Promise 6: whichever allocation fails, the status is 75 or 2, there is a message, and nothing is written; after the
# swap of a file, which cannot be undone, the status is 74 and the message says so. A preloaded library makes the n-th
# allocation fail, for every n until the command succeeds.
# shellcheck disable=SC2016,SC1112,SC2031,SC2094,SC2154 # other programs' scripts; data has ’ in it; lib.sh sets name, state, right
. "$TOP/tests/fault/lib.sh"

cat >"$scratch/short.c" <<'END'
/*
 * Allocation number SHORT_AT of one of our programs fails; with SHORT_ON, so does every later one. At the end, how many there were is
 * written. Others that it starts, such as git, are left alone.
 */
#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

extern void *__libc_malloc(size_t), *__libc_calloc(size_t, size_t), *__libc_realloc(void *, size_t),
    *__libc_memalign(size_t, size_t);
extern char *program_invocation_short_name;
static long count, at = -1;
static int on;

static int
is_ours(void)
{
	return strncmp(program_invocation_short_name, "cop", 3) == 0;
}

static int
fails(void)
{
	if (at < 0) {
		const char *text = getenv("SHORT_AT");

		at = text != NULL && is_ours() ? strtol(text, NULL, 10) : 0;
		on = getenv("SHORT_ON") != NULL;
	}
	count++;
	if (count == at || (on && at > 0 && count > at)) {
		errno = ENOMEM;
		return 1;
	}
	return 0;
}

void *malloc(size_t n) { return fails() ? NULL : __libc_malloc(n); }
void *calloc(size_t n, size_t m) { return fails() ? NULL : __libc_calloc(n, m); }
void *realloc(void *p, size_t n) { return fails() ? NULL : __libc_realloc(p, n); }
void *aligned_alloc(size_t a, size_t n) { return fails() ? NULL : __libc_memalign(a, n); }

__attribute__((destructor)) static void
tell(void)
{
	const char *name = getenv("SHORT_COUNT");
	char text[32];
	int fd = name != NULL && *name != '\0' && is_ours() ? open(name, O_WRONLY | O_CREAT | O_TRUNC, 0600) : -1;

	if (fd >= 0) {
		(void)!write(fd, text, (size_t)snprintf(text, sizeof(text), "%ld\n", count));
		close(fd);
	}
}
END

shortage() {
	need cc
	test -z "$case_skip" || return 1
	if grep -qa __asan_init "$(command -v cop-fmt)"; then
		skip 'not under the address sanitizer, which has an allocator of its own'
	elif ! test -e "$scratch/short.so" && ! cc -shared -fPIC -o "$scratch/short.so" "$scratch/short.c" 2>/dev/null; then
		skip 'cannot make such a library here'
	fi
	test -z "$case_skip"
}

unordered() {
	registry
	mkdir -p rosters .git
	printf '%s\nb@x.org,"Bo, Li",,,,,,,,2026-01-01,,,,\na@x.org,An,,,,,,,,2026-01-01,,,,\n' $H >old
	cp old rosters/a.csv
}

# short AT COMMAND…: runs it with that allocation failing, and all later ones if `on` is set; the library of the writer is
# loaded after that one.
on='' counting=''
short() (
	# Not timeout, which would be a process more in thousands of runs. ulimit -t is not in POSIX, but in every common shell.
	# shellcheck disable=SC3045
	ulimit -t 10
	test -z "$on" || export SHORT_ON=1
	export SHORT_AT="$1" SHORT_COUNT="$counting" LD_PRELOAD="$scratch/short.so${preload:+:$preload}"
	shift
	exec "$@"
)

# every_shortage COMMAND…: each allocation fails in turn. What the command prints without a failure is in right.
every_shortage() {
	test ! -e old || cp old rosters/a.csv
	"$@" >right 2>right.err
	right=$?
	test ! -e old || cp old rosters/a.csv
	counting=count
	short 0 "$@" >/dev/null 2>&1
	total=$(cat count) counting=''
	: >bad
	n=0
	while test $n -lt "$total"; do
		n=$((n + 1))
		test ! -e old || cmp -s old rosters/a.csv || cp old rosters/a.csv
		short $n "$@" >got 2>said
		s=$?
		wrong=
		told
		case $s in
		75 | 2)
			case $message in
			*'error: '*) ;;
			*) wrong='no message' ;;
			esac
			test ! -e old || cmp -s old rosters/a.csv || wrong="$wrong the roster was written"
			;;
		"$right")
			# If it went on without the memory, the result must be right.
			cmp -s right got || wrong="status $s, and another output"
			cmp -s right.err said || wrong="$wrong status $s, and other messages"
			;;
		1) grep -q unreadable got || wrong='status 1, and nothing found' ;; # cop-check finds what it cannot read
		74)
			# After the swap nothing can be undone, and the message must not say that it was.
			grep -q 'the changes made so far remain' said || wrong='status 74 and no word of the change'
			cmp -s old rosters/a.csv && wrong="$wrong, but nothing was changed"
			;;
		*) wrong="status $s" ;;
		esac
		if test -e rosters/.a.csv.new; then
			wrong="$wrong a temporary file is left"
			rm rosters/.a.csv.new
		fi
		test -z "$wrong" || echo "SHORT_AT=$n of $total: $wrong: $(head -n 1 said)" >>bad
	done
	empty "$*" bad
	ok "there are enough allocations ($total)" test "$total" -gt 20
}

t 'cop-fmt: any allocation fails'
if shortage; then
	unordered
	every_shortage cop-fmt
fi

# act_short AT: runs the writer in reg/ with that allocation failing.
act_short() {
	got_status=0
	cd reg || exit
	# shellcheck disable=SC2086
	short "$1" $command <../input >../got 2>../said || got_status=$?
	cd ..
}

# Judges a writer whose allocation has failed; prints what is wrong.
judge() {
	look
	case $got_status:$state in
	75:untouched | 75:old | 2:untouched | 2:old)
		grep -q 'error: ' said || echo 'no message'
		grep -q 'the changes made so far remain' said && echo 'a message of a change'
		;;
	"$right:new")
		cmp -s right got || echo 'right, with other output'
		;;
	# After the first swap nothing can be undone, but nothing is allocated between two swaps.
	74:new) grep -q 'the changes made so far remain' said || echo 'status 74 and no word of the change' ;;
	*)
		# cop-fmt treats each file by itself.
		case $name:$got_status:$state in
		fmt-two:74:mixed) grep -q 'the changes made so far remain' said || echo 'status 74 and no word of the change' ;;
		*) echo "status $got_status, and the files are $state" ;;
		esac
		;;
	esac
	grep -q Xanthippe said && echo 'personal data in a message'
	test -z "$extra" || echo "left: $extra"
}

# at_point AT: runs the writer with that allocation failing, and judges it.
at_point() {
	restore
	act_short "$1"
	line='' judged=''
	read -r line <said
	# The usual result is recognized without starting a process for each question.
	if test "$got_status" -eq 75 && diff -rq reg old >differs; then
		state=untouched extra=''
		case $line in
		*Xanthippe*) ;;
		*'error: out of memory: nothing was changed') judged=y ;;
		esac
	fi
	if test -z "$judged"; then
		judge >wrong
		test ! -s wrong || echo "SHORT_AT=$1 ${on:+and on }of $total: $(xargs <wrong): $line" >>bad
	fi
	states="$states$got_status:$state
"
}

# The writer, at each of its allocations; with all later ones failing too, where that can make a difference.
every_point() {
	restore
	counting=../count
	act_short 0
	total=$(cat count)
	counting='' state='' n=0 states=''
	: >bad
	while test $n -lt "$total"; do
		n=$((n + 1))
		at_point $n
		if test $((total - n)) -lt 30; then
			on=y
			at_point $n
			on=''
		fi
	done
	empty "$name" bad
	ok "there are enough allocations ($total)" test "$total" -gt 20
	echo "$name: $total allocations; $(printf '%s' "$states" | sort | uniq -c | xargs)" >>"${POINTS:-/dev/null}"
}

for w in $(writers); do
	t "$w: any allocation fails, or all from some point on"
	if shortage && writer "$w"; then
		every_point
	fi
done

t 'cop-fmt: any allocation fails, with a spreadsheet in UTF-16, and in a dry run'
if shortage; then
	need iconv
	unordered
	sed 's/$/\r/' old | iconv -f UTF-8 -t UTF-16 >wide && mv wide old
	every_shortage cop-fmt -f json
	every_shortage cop-fmt -n
	unordered
	every_shortage cop-fmt -n
fi

t 'cop-fmt: memory runs out for good'
if shortage; then
	unordered
	counting=count
	short 0 cop-fmt >/dev/null 2>&1
	total=$(cat count) counting='' on=y
	n=0
	: >bad
	while test $n -lt "$total"; do
		n=$((n + 1))
		cp old rosters/a.csv
		short $n cop-fmt >got 2>said
		s=$?
		case $s in
		74) grep -q 'the changes made so far remain' said && ! cmp -s old rosters/a.csv ;;
		75 | 2) grep -q 'error: ' said && cmp -s old rosters/a.csv ;;
		*) false ;;
		esac && test ! -e rosters/.a.csv.new || echo "from $n on: status $s: $(head -n 1 said)" >>bad
	done
	on=''
	empty 'memory runs out' bad
fi

# Two small communities with something of everything that takes memory of its own.
small() {
	write registry.yaml <<-'END'
		name: Test federation
		languages: [en, fr]
		timezone: America/Toronto
		hosts:
		  h1: {name: Host One}
		roles:
		  practitioner: {en: Practitioner}
		  nurse: {name: {en: Nurse}, within: practitioner}
	END
	write cops/finance.yaml <<-'END'
		name: {en: Finance, fr: Œuvres de finances}
		host: h1
		launched: 2021-05
		domain: Money and the cœur
		purposes: [link]
		meetings:
		  - {cadence: monthly, minutes: 60}
		community:
		  groups:
		    - {id: board, name: Board}
		  composition:
		    - {group: board, role: nurse, at_least: 1}
	END
	write cops/privacy.yaml <<-'END'
		name: Privacy
		host: h1
		domain: Secrets
		part_of: finance
	END
	write rosters/finance.csv <<-END
		$H
		a@x.org,Anaïs,"Smith, Jones",nurse,,fr,,,,2026-05-01,,express,2026-05-01,form
		a@x.org,,,,,,board,chair,,2026-05-01,,,,
		b@x.org,Bo,west,,,,,,2026-06-01,,,,,
	END
	write rosters/privacy.csv <<-END
		$H
		b@x.org,Bo,west,,,,,,,2026-01-01,,,,
		a@x.org,Anaïs,,,,,,,,2026-01-01,,,,
	END
	write suppressions.csv <<-'END'
		email,date,reason
		b@x.org,2026-06-01,
	END
}

for c in 'cop-list -f table -s name' 'cop-list finance -f json -c cop,name,members,purposes' \
	'cop-members -f csv -w joined>=2026' 'cop-show finance' 'cop-show privacy -f json' 'cop-list finanse -w name~coeur'; do
	t "$c: any allocation fails"
	if shortage; then
		small
		# shellcheck disable=SC2086
		every_shortage $c
	fi
done

# The same with a history on two branches, and something staged.
recorded() {
	small
	git init -q -b main . && git add -A && git commit -q -m One
	git branch side
	sed -i 's/Secrets/All secrets/; $a acronym: P' cops/privacy.yaml
	sed -i '/^b@x.org/s/west,,,,,,,2026-01-01,/west,,,,,,,2026-01-01,2026-06-01/; s/^a@x.org/c@x.org/' rosters/privacy.csv
	git commit -q -a -m Two
	git checkout -q side && echo 'z@x.org,2026-06-02,asked' >>suppressions.csv && git commit -q -a -m Three && git checkout -q main
	sed -i 's/Bo,west/Bo,east/' rosters/finance.csv
	git add -A
	git show main~:rosters/privacy.csv >../old.csv
}

while IFS= read -r c; do
	t "$c: any allocation fails"
	need git
	if shortage; then
		recorded
		# shellcheck disable=SC2086
		every_shortage $c
	fi
done <<'END'
cop-diff -f table main...side
cop-diff rosters/privacy.csv ../old.csv
cop-log
cop-log -f table --email a@x.org main~...side
cop-members --at HEAD -f json
cop-check --staged
END

t 'cop-check: any allocation fails'
if shortage; then
	unordered
	echo 'colour: red' >>cops/a.yaml
	rm old
	every_shortage cop-check
	every_shortage cop-check -f json
fi

t 'little address space: a message, and nothing changed'
if grep -qa __asan_init "$(command -v cop-fmt)"; then skip 'not under the address sanitizer'; fi
unordered
awk -v h=$H 'BEGIN { print h; for (i = 200000; i > 0; i--) printf "p%06d@x.org,Person,,,,,,,,2026-01-01,,,,form\n", i }' >old
cp old rosters/a.csv
# ulimit -v is not in POSIX, but in every common shell.
# shellcheck disable=SC3045
run sh -c 'ulimit -v 30000 && cop-fmt'
status 75
err_has 'out of memory'
ok 'the roster is as it was' cmp old rosters/a.csv
absent rosters/.a.csv.new

done_testing

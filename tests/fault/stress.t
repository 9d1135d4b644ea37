#!/bin/sh
# Promise 4: sixteen people who join at once lose no row, even if some are killed; nor does anybody who saves a file at the
# same time, nor git, which merges under the lock. Delays are random, but the same in every run; SEED=7 makes others.
# shellcheck disable=SC2016,SC2034,SC2094,SC2317 # other programs' scripts; loops that only count; a case's files; what `beside` runs
. "$TOP/tests/fault/lib.sh"

seed=${SEED:-1}
people=16 later=''

# Rosters that already have some hundred rows.
crowd() {
	federation
	mv old/* old/.git .
	for f in a b; do
		awk 'BEGIN { for (i = 1000; i < 1400; i++) printf "m%d@x.org,Member %d,,,,,,,,2026-01-01,,,,form\n", i, i }' >>rosters/$f.csv
	done
	cop-fmt || fails 'cop-fmt cannot prepare it' </dev/null
	mkdir before said
	cp rosters/*.csv before
	round=0
}

# delays COUNT MOST: that many random numbers of seconds, below MOST.
delays() {
	seed=$((seed + 1))
	awk -v seed=$seed -v n="$1" -v most="$2" 'BEGIN { srand(seed); for (i = 0; i < n; i++) printf "%.3f\n", rand() * most }'
}

# join_all IDS [MOST]: everybody joins those communities at once; with MOST, each process is killed after a random time below
# that many seconds, unless it has ended by then.
join_all() {
	round=$((round + 1)) n=0 pids=''
	test -z "$later" || delays $people 1 >later
	while test $n -lt $people; do
		n=$((n + 1))
		# shellcheck disable=SC2086
		{
			test -z "$later" || sleep "$(sed -n "${n}p" later)"
			exec cop-join $1 --email "${same:-p$n-$round}@x.org" --name "Person $n" >"said/$round.$n.out" 2>"said/$round.$n.err"
		} &
		pids="$pids $!"
	done
	{
		if test $# -gt 1; then
			killers=''
			delays $people "$2" >delays
			# shellcheck disable=SC2086
			set -- $pids
			while read -r delay; do
				(sleep "$delay" && kill -9 "$1") &
				killers="$killers $!"
				shift
			done <delays
		fi
		n=0
		for pid in $pids; do
			n=$((n + 1)) s=0
			wait "$pid" || s=$?
			echo $s >"said/$round.$n.status"
		done
		for pid in ${killers-}; do wait "$pid"; done
		killers=''
	} 2>/dev/null
}

# statuses PATTERN: each process ended with one of these statuses.
statuses() {
	cat said/*.status | sort | uniq -c | sort -rn >ended
	grep -qvxE " *[0-9]+ ($1)" ended || return 0
	{ cat ended; cat said/*.err | sort | uniq -c | head; } >told
	fails 'it ends with other statuses' <told
}

# nothing_lost [ROW…]: earlier rows are still there; whoever was told that they joined is there once; so is each ROW.
nothing_lost() {
	cat said/*.out | awk -F '\t' '$3 == "joined" || $3 == "applied" { print $1, $2 }' | sort >told
	ok "somebody was told: $(wc -l <told)" test -s told
	sort -u told | while read -r id email; do
		echo "$(grep -c "^$email," "rosters/$id.csv") $id $email"
	done | grep -v '^1 ' >lost
	empty 'told, but not there exactly once' lost
	for f in a b; do
		cut -d, -f1 rosters/$f.csv | grep '^p[0-9]*-' | sort | uniq -d >twice
		empty "twice in $f.csv" twice
		sort before/$f.csv >wanted
		sort rosters/$f.csv | comm -13 - wanted >lost
		empty "no longer in $f.csv" lost
	done
	for row; do
		test "$(grep -cF "$row" rosters/a.csv)" -eq 1 || fails "not there just once: $row" </dev/null
	done
	echo "$case_name: $(wc -l <told) told in $round rounds; ended: $(sort said/*.status | uniq -c | xargs)" >>"${POINTS:-/dev/null}"
}

# One more run, undisturbed, leaves the folder clean and its files canonical.
settled() {
	run cop-join a b --email last@x.org --name Last
	status 0
	leftovers=$(find . -name '.*.new' -o -name '.*.old')
	ok "no temporary file: $leftovers" test -z "$leftovers"
	run cop-fmt --check
	status 0
	run cop-check
	out_lacks error
}

t 'sixteen people join one community at once: all are there'
crowd
for i in 1 2 3; do join_all a; done
statuses 0
nothing_lost
ok 'everybody was told' test "$(wc -l <told)" -eq $((people * 3))
settled

t 'sixteen people join two communities at once: all are there'
crowd
for i in 1 2 3; do join_all 'a b'; done
statuses 0
nothing_lost
ok 'everybody was told about both' test "$(wc -l <told)" -eq $((people * 6))
settled

t 'sixteen people join two communities in either order: no deadlock'
crowd
join_all 'a b' &
other=$!
round=1
join_all 'b a'
wait $other
statuses 0
nothing_lost
ok 'everybody was told about both' test "$(wc -l <told)" -eq $((people * 4))
settled

t 'the same person sixteen times at once: one row'
crowd
same=p1-1
for i in 1 2; do join_all 'a b'; done
same=''
statuses 0
nothing_lost
ok 'told once for each' test "$(wc -l <told)" -eq 2
settled

t 'sixteen people join without a roster: all are there'
crowd
join_all c
statuses 0
nothing_lost
ok 'everybody was told' test "$(wc -l <told)" -eq $people
ok 'everybody is there' test "$(grep -c ^p rosters/c.csv)" -eq $people
settled

t 'some are killed at any time: whoever was told is there, and nobody is there twice'
crowd
for most in 0.01 0.02 0.02 0.03 0.03 0.04 0.05 0.06 0.08 0.1 0.15 0.2; do join_all a $most; done
statuses '0|137'
nothing_lost
settled

t 'some are killed while they join two communities: the same'
crowd
for most in 0.01 0.02 0.02 0.03 0.03 0.04 0.05 0.06 0.08 0.1 0.15 0.2; do join_all 'a b' $most; done
statuses '0|137'
nothing_lost
settled

# beside COMMAND…: runs it in a loop, with a number, until everybody has joined; some of those who join are killed.
beside() {
	rm -f stop
	(
		k=1000
		while test ! -e stop && test $k -lt 9999; do
			k=$((k + 1))
			"$@" $k || echo "$k: status $?" >>failed
			sleep 0.01
		done
	) &
	helper=$!
	join_all a
	join_all 'a b'
	join_all a 0.06
	join_all 'a b' 0.08
	touch stop
	wait $helper
	ok "what ran beside them worked: $(head -n 1 failed 2>/dev/null)" test ! -e failed
}

# An editor that takes the lock: it reads, thinks, and saves.
save_locked() {
	flock rosters sh -c 'cp rosters/a.csv ../edited && sleep 0.01 && echo "$1" >>../edited && cp ../edited e && mv e rosters/a.csv' - \
		"w$1@x.org,Edited,,,,,,,,2026-01-01,,,,form" && echo "w$1@x.org" >>saved
}

t 'beside an editor that takes the lock: its rows are there, too'
need flock
if test -z "$case_skip"; then
	crowd
	: >saved
	beside save_locked
	statuses '0|137'
	# shellcheck disable=SC2046
	nothing_lost $(cat saved)
	ok "it saved something: $(wc -l <saved)" test -s saved
	cop-fmt
	settled
fi

# An editor without a lock appends in place. It usually opens and writes in an instant; if it was held up in between, it may
# have written to an old file, about which nothing is promised.
append() {
	perl -MFcntl -MTime::HiRes=time -e '
		my $row = "w$ARGV[0]\@x.org,Edited,,,,,,,,2026-01-01,,,,form\n";
		my $begin = time;
		sysopen(my $f, "rosters/a.csv", O_WRONLY | O_APPEND) or exit 0;
		syswrite($f, $row) or die;
		my $end = time;
		print "w$ARGV[0]\@x.org\n" if $end - $begin < 25e-6;' "$1" >>saved
}

t 'beside an editor that appends in place, without a lock: its rows are there, too'
need perl
if test -z "$case_skip"; then
	crowd
	: >saved
	beside append
	statuses '0|75|137'
	# shellcheck disable=SC2046
	nothing_lost $(cat saved)
	cop-fmt
	settled
fi

format() { cop-fmt >/dev/null 2>&1; }

t 'beside cop-fmt: the same'
crowd
beside format
statuses '0|137'
nothing_lost
settled

# -- beside git ------------------------------------------------------------------------------------------------------

# The crowd's registry in a repository whose rosters are merged by person. People l1001 and on will leave. A clone stands for
# another machine.
repository() {
	crowd
	awk 'BEGIN { for (i = 1001; i < 1400; i++) printf "l%d@x.org,Leaver %d,,,,,,,,2026-01-01,,,,form\n", i, i }' >>rosters/a.csv
	cop-fmt
	rm -rf .git
	git init -q -b main . && git config merge.coptools.driver 'cop-merge-file %O %A %B %L %P' && git config core.hooksPath /dev/null
	echo '*.csv merge=coptools' >.gitattributes
	git add registry.yaml .gitattributes cops rosters ./*.csv && git commit -q -m begin
	git clone -q . ../clone && git -C ../clone config merge.coptools.driver 'cop-merge-file %O %A %B %L %P'
	: >joined
	: >left
}

# elsewhere NUMBER: in the clone, one person joins and one leaves.
elsewhere() {
	git -C ../clone pull -q --no-rebase --no-edit origin main &&
		cop-join -R ../clone a --email "w$1@x.org" --name "Remote $1" >/dev/null &&
		cop-leave -R ../clone a --email "l$1@x.org" >/dev/null &&
		git -C ../clone commit -q -a -m "elsewhere $1"
}

# Merges what happened elsewhere, while nobody can join; rows of before are committed first.
merge_locked() {
	elsewhere "$1" && cop-lock -- sh -c 'git commit -q -a -m joined; git fetch -q ../clone && git merge -q --no-edit FETCH_HEAD' &&
		echo "w$1@x.org" >>joined && echo "l$1@x.org" >>left
}

pull_locked() {
	elsewhere "$1" && cop-lock -- sh -c 'git commit -q -a -m joined; git pull -q --no-rebase --no-edit ../clone main' &&
		echo "w$1@x.org" >>joined && echo "l$1@x.org" >>left
}

# A conflict lasts for a while, without a lock, until the merge is aborted; nobody can join a meanwhile.
conflict_stands() {
	git -C ../clone pull -q --no-rebase --no-edit origin main && sed -i "/^l$1@/s/,,,form/,,,there/" ../clone/rosters/a.csv &&
		git -C ../clone commit -q -a -m there || return
	cop-lock -- sh -c 'sed -i "/^l$1@/s/,,,form/,,,here/" rosters/a.csv && git commit -q -a -m here && git fetch -q ../clone
		git merge -q --no-edit FETCH_HEAD' - "$1" >git.said 2>&1 && return 1
	grep -q '^<<<<<<< ' rosters/a.csv || return
	sleep 0.05
	cop-lock -- git merge --abort && git -C ../clone reset -q --hard HEAD~ && echo "l$1@x.org" >>joined
}

# beside_git COMMAND: like beside, but until it has succeeded a number of times, or for long enough; people join at any time
# within a second, or all at once.
beside_git() {
	rm -f stop
	(
		k=1000
		while test ! -e stop && test $k -lt 1399; do
			k=$((k + 1))
			"$1" $k || echo "$k: status $?" >>failed
		done
	) &
	helper=$!
	while test "$(wc -l <joined)" -lt 12 && test $round -lt 30; do
		join_all a
		later=1
		join_all a
		join_all 'a b' 1
		later=''
		join_all 'a b' 0.06
	done
	touch stop
	wait $helper
	ok "what ran beside them worked: $(head -n 1 failed 2>/dev/null)" test ! -e failed
}

# What was merged is there: people who joined elsewhere are there once, and people who left there have left.
merged() {
	ok 'something was merged' test -s joined
	while read -r email; do
		test "$(grep -c "^$email," rosters/a.csv)" -eq 1 || echo "$email"
	done <joined >lost
	while read -r email; do
		grep -q "^$email,.*,2026-06-30,,,form" rosters/a.csv || echo "$email"
	done <left >>lost
	empty 'merged, and not there' lost
	echo "$case_name: $(wc -l <joined) merged" >>"${POINTS:-/dev/null}"
}

# Everything in the work tree can be committed, and contains no conflict.
committed() {
	git commit -q -a -m end
	ok 'the work tree is that of HEAD' test -z "$(git status --porcelain --untracked-files=no)"
	git show HEAD:rosters/a.csv | cmp -s - rosters/a.csv || fails 'HEAD has another roster' </dev/null
	ok 'no conflict is left' test -z "$(git ls-files -u)"
	rm -rf ../clone
	cop-fmt
	settled
}

for how in merge pull; do
	t "beside git $how under cop-lock: whoever was told is there once, in HEAD, and whoever left elsewhere has left"
	need git
	if test -z "$case_skip"; then
		repository
		beside_git "${how}_locked"
		statuses '0|137'
		nothing_lost
		merged
		committed
	fi
done

t 'while a merge conflict lasts, people who join are refused, and nobody is lost'
need git
if test -z "$case_skip"; then
	repository
	beside_git conflict_stands
	statuses '0|75|137'
	nothing_lost
	merged
	ok 'some were refused' grep -q 75 said/*.status
	grep -h error: said/*.err | grep -v 'conflict: resolve it, then git add the file' >told
	test ! -s told || fails 'refused for another reason' <told
	committed
fi

done_testing

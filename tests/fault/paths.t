#!/bin/sh
# Promises 10 and 11, and the time limit of locks: no id and no link leads a writer out of the registry, modes and groups
# stay, and a writer waits for another one and for git.
# shellcheck disable=SC2016,SC2030,SC2031,SC2154 # scripts of other programs are in single quotes; lib.sh sets H
. "$TOP/tests/fault/lib.sh"

# This runs in the background of all other cases, and is judged at the end.
t 'somebody holds the lock for ever'
need flock
if test -z "$case_skip"; then
	federation
	late=$scratch/late
	cp -a old "$late"
	(
		cd "$late" && exec 9<rosters && flock 9
		begin=$(date +%s)
		s=0
		cop-join a --email new@x.org --name Xan >"$scratch/late.out" 2>"$scratch/late.err" 9<&- || s=$?
		echo "$s $(($(date +%s) - begin))" >"$scratch/late.status"
	) &
	deadline=$!
	ok 'a writer waits' kill -0 "$deadline"
fi

# A registry in reg/, and beside it files that nobody may touch; a copy of both is in before/.
grounds() {
	federation
	mv old reg
	mkdir outside
	cp reg/rosters/a.csv outside/victim.csv
	cp reg/rosters/b.csv outside/a.csv
	cp reg/cops/a.yaml outside/victim.yaml
	echo 'not yours' >outside/plain
	cp reg/rosters/a.csv x.csv
	cp reg/cops/a.yaml x.yaml
	cp reg/cops/a.yaml reg/x.yaml
	cp reg/rosters/a.csv reg/x.csv
	mkdir -p reg/a reg/rosters/a reg/cops/a
	cp reg/rosters/b.csv reg/rosters/a/b.csv
	cp reg/cops/b.yaml reg/cops/a/b.yaml
}

# remember, then unharmed WHAT: nothing has changed in between, or WHAT did it.
remember() {
	rm -rf ../before
	mkdir ../before
	cp -a . ../before
	marks >../marks
}
marks() { find . ! -type d -printf '%p %i %m %g %s %T@ %l\n' | sort; }
unharmed() {
	marks | diff ../marks - >../differs && diff -r ../before . >>../differs 2>&1 && return 0
	fails "$1: something has changed" <../differs
	return 1
}

# Like t, but in a subfolder, so that there is something above the current folder.
t_below() {
	t "$1"
	mkdir case
	cd case || exit
	grounds
}

# ids: one on each line; the empty one is an empty line.
ids() {
	printf '%s\n' ../x a/b .x -x '' ./a a/ /etc/passwd ../rosters/a .. . a.csv 'a b' A \
		aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggg \
		"$(printf 'a\033[31m')" "$(printf 'a\177')" "$(printf '\303\251')" "$(printf '\377')" "$(printf 'a\r')" 'a*' '%s%n' '../../outside/victim'
}

# takers: the commands that take an id, in place of ID; after --, since one begins with -.
takers() {
	cat <<-'END'
		cop-join --email new@x.org --name Xan -- ID
		cop-join --email new@x.org --name Xan -- b ID
		cop-approve --email ap@x.org -- ID
		cop-leave --email me@x.org -- ID
		cop-appoint --email me@x.org --position secretary -- ID
		cop-close --reason Done -- ID
		cop-close --reason Done --into=ID -- a
		cop-set -- ID domain=Elsewhere
		cop-new -- ID name=Dee host=h1 domain=Deeds
		cop-fmt -- ID
	END
}

takers >"$scratch/takers"
while read -r taker; do
	t_below "$taker: hostile ids are refused, and change nothing"
	if test ! -e "$TOP/cmd/${taker%% *}.c"; then skip "no ${taker%% *} yet"; fi
	remember
	cd reg || exit
	ids | while read -r id; do
		# shellcheck disable=SC2086
		printf '%s\n' $taker | ID=$id awk '{ sub(/ID/, ENVIRON["ID"]) } 1' >../../words
		set --
		while IFS= read -r word; do set -- "$@" "$word"; done <../../words
		got_status=0
		"$@" >../../said 2>&1 </dev/null || got_status=$?
		test $got_status -eq 2 || echo "status $got_status, not 2, of: $id: $(head -n 1 ../../said)" | cat -v >>../../bad
		if LC_ALL=C grep -q '[[:cntrl:]]' ../../said; then echo "a control byte: $id" | cat -v >>../../bad; fi
		echo "$taker: 1" >>"${POINTS:-/dev/null}"
	done
	cd ..
	empty 'hostile ids' ../bad
	unharmed "$taker"
done <"$scratch/takers"

t_below 'hostile ids in a file of applicants are refused, each with its reason'
remember
{
	echo cop,email,name
	ids | LC_ALL=C grep -av '[[:cntrl:]]' | while read -r id; do echo "$id,new@x.org,Xan"; done
} >../input
cd reg || exit
run cop-join --from - --rejects ../../rejects.csv <../../input
ok "it is refused: $got_status" test "$got_status" -ge 1
cd ..
unharmed 'hostile ids'

# writes: the commands that may write to roster a, run in reg/; none of them may write through a link.
# linked WHAT SCRIPT [WRITER]: each writer, in reg/ after SCRIPT, touches neither anything outside nor a link; that writer
# is refused.
writes() {
	cat <<-'END'
		cop-join a --email new@x.org --name Xan
		cop-join a b --email new@x.org --name Xan
		cop-approve a --email ap@x.org
		cop-leave a --email me@x.org
		cop-appoint a --email me@x.org --position secretary
		cop-amend me@x.org email=moved@x.org
		cop-forget me@x.org
		cop-close a --reason Done
		cop-close b --into a --reason Done
		cop-set a domain=Elsewhere
		cop-new d name=Dee host=h1 domain=Deeds
		cop-fmt
	END
}

# The links, except for temporary names, which belong to the writer.
links() { find . -type l ! -name '.*.new' ! -name '.*.old' -printf '%p %l\n' | sort; }

outside_same() {
	(cd outside && marks) | diff ../outside - >../differs && diff -r ../before/outside outside >>../differs &&
		cmp x.csv ../before/x.csv >>../differs && links | diff ../links - >>../differs
}

linked() {
	t_below "$1: a link is not followed"
	writes >../writes
	while read -r line; do
		test -e "$TOP/cmd/${line%% *}.c" || continue
		rm -rf ./*
		grounds
		printf '%s\nz@x.org,Zo,,,,,,,,2026-01-01,,,,\na@x.org,An,,,,,,,,2026-01-01,,,,\n' "$H" >outside/victim.csv
		(cd reg && eval "$2")
		remember
		(cd outside && marks) >../outside
		links >../links
		got_status=0
		# shellcheck disable=SC2086
		(cd reg && timeout 10 $line >../../said 2>&1 </dev/null) || got_status=$?
		outside_same || { echo "$line: status $got_status:"; head -n 5 ../differs; } >>../bad
		if test -n "${3-}"; then
			test $got_status -ne 0 || test "${line%% *}" != "$3" ||
				echo "$line: status 0, through a link" >>../bad
		fi
		test $got_status -le 75 || echo "$line: status $got_status" >>../bad
		case $2 in
		*.new*) ;;
		*) find . -name '.*.new' | grep -q . && echo "$line: a temporary file is left" >>../bad ;;
		esac
		echo "$1: $line: $got_status" >>"${POINTS:-/dev/null}"
	done <../writes
	empty "$1" ../bad
}

linked 'rosters/a.csv leads outside' 'ln -sf ../../outside/victim.csv rosters/a.csv' cop-join
linked 'rosters/a.csv leads to another roster' 'ln -sf b.csv rosters/a.csv' cop-join
linked 'rosters/a.csv leads to nothing yet' 'ln -sf ../../outside/none.csv rosters/a.csv' cop-join
linked 'rosters leads outside' 'rm -r rosters; ln -s ../outside rosters' cop-join
linked 'rosters leads to nothing yet' 'rm -r rosters; ln -s ../outside/none rosters' cop-join
linked 'cops leads outside' 'mv cops ../outside/cops; ln -s ../outside/cops cops' cop-set
linked 'cops/a.yaml leads outside' 'ln -sf ../../outside/victim.yaml cops/a.yaml' cop-set
linked 'suppressions.csv leads outside' 'mv suppressions.csv ../outside; ln -s ../outside/suppressions.csv suppressions.csv' cop-forget
linked 'the temporary name leads outside' 'for f in rosters/.a.csv.new rosters/.b.csv.new cops/.a.yaml.new cops/.b.yaml.new cops/.d.yaml.new .suppressions.csv.new; do ln -s ../../outside/plain $f; done; ln -s ../../outside/victim.csv rosters/.a.csv.old'
linked 'the temporary name is a hard link to a file outside' 'ln ../outside/plain rosters/.a.csv.new; ln ../outside/victim.csv rosters/.a.csv.old'
linked 'the temporary name is a folder' 'mkdir rosters/.a.csv.new; cp ../outside/plain rosters/.a.csv.new'
linked 'registry.yaml leads outside' 'mv registry.yaml ../outside; ln -s ../outside/registry.yaml .'

t_below 'a planted temporary link is replaced, and the row comes in'
ln -s ../../outside/plain reg/rosters/.a.csv.new
(cd outside && marks) >../outside
cd reg || exit
run cop-join a --email new@x.org --name Xan
status 0
file_has rosters/a.csv new@x.org
ok 'it is a file' test ! -L rosters/a.csv
absent rosters/.a.csv.new
cd ../outside || exit
marks >../../now
ok 'outside is as it was' cmp ../../outside ../../now

t 'only the owner can read new files; modes and groups of others stay'
federation
cd old || exit
umask 022
run cop-join c --email new@x.org --name Xan
ok 'a new roster is 0600' test "$(stat -c %a rosters/c.csv)" = 600
rm suppressions.csv
run cop-forget me@x.org
ok "new suppressions are 0600, status $got_status" test "$(stat -c %a suppressions.csv)" = 600
printf 'cop,email,name\nzz,q@x.org,Q\n' >../refused
run cop-join --from ../refused --rejects rejects.csv
ok "new rejects are 0600, status $got_status" test "$(stat -c %a rejects.csv)" = 600
groups=$(id -G | tr ' ' '\n' | tail -n 1)
if test "$(id -u)" -eq 0; then groups=12345; fi
n=0
for mode in 640 664 600 444; do
	n=$((n + 1))
	chmod $mode rosters/a.csv rosters/b.csv suppressions.csv rejects.csv cops/a.yaml
	chgrp "$groups" rosters/a.csv suppressions.csv rejects.csv cops/a.yaml
	run cop-join a --email m$n@x.org --name Xan
	status 0
	run cop-amend m$n@x.org email=mm$n@x.org
	status 0
	run cop-forget mm$n@x.org
	status 0
	run cop-set a domain="Domain $n"
	status 0
	printf 'cop,email,name\nzz,q%s@x.org,Q\n' $n >../refused
	run cop-join --from ../refused --rejects rejects.csv
	for f in rosters/a.csv suppressions.csv rejects.csv cops/a.yaml; do
		ok "$f stays $mode, of its group, not $(stat -c '%a %g' $f)" test "$(stat -c '%a %g' $f)" = "$mode $groups"
	done
done
ok 'the others stay, too' test "$(stat -c %a rosters/b.csv)" = 444

# acl set|get|default FILE: sets its access control list, or prints it; with default, that of new files in a folder.
# The list lets its owner and user 1234 read and write, and keeps its group and all others out.
acl() {
	python3 - "$@" <<-'END'
		import os, struct, sys
		name = "system.posix_acl_" + ("default" if sys.argv[1] == "default" else "access")
		entries = [(1, 6, -1), (2, 6, 1234), (4, 0, -1), (16, 6, -1), (32, 0, -1)]
		if sys.argv[1] != "get":
		    value = struct.pack("<I", 2) + b"".join(struct.pack("<HHi", *entry) for entry in entries)
		    os.setxattr(sys.argv[2], name, value)
		elif name in os.listxattr(sys.argv[2]):
		    print(os.getxattr(sys.argv[2], name).hex())
	END
}

t 'an access control list stays: its mask must not become what the group may do'
need python3
federation
cd old || exit
acl set rosters/a.csv 2>/dev/null || skip 'the file system has no access control lists'
wanted=$(acl get rosters/a.csv)
run cop-join a --email m1@x.org --name Xan
status 0
ok 'a list stays' test -n "$wanted" -a "$(acl get rosters/a.csv)" = "$wanted"
chmod 640 rosters/b.csv
acl default rosters
run cop-join b --email m1@x.org --name Xan
status 0
ok 'no list stays none' test "$(stat -c %a rosters/b.csv)$(acl get rosters/b.csv)" = 640

# waits_for LOCK: a writer does, and then writes.
waits_for() {
	hold "$1" rosters/a.csv
	run cop-join a --email new@x.org --name Xan
	waited
	status 0
	file_has rosters/a.csv new@x.org
}

t 'a writer waits for a lock on rosters, as taken by flock rosters git pull'
need flock
federation
cd old || exit
waits_for rosters

t 'a writer waits for git, in a work tree'
federation
cd old || exit
waits_for .git/index.lock

t 'a writer waits for git, in a work tree whose .git is a file'
federation
for where in ../gitdir "$PWD/gitdir"; do
	rm -rf gitdir work
	cp -a old work
	mv work/.git gitdir
	echo "gitdir: $where" >work/.git
	cd work || exit
	waits_for ../gitdir/index.lock
	cd .. || exit
done

t 'a writer waits for git, in a linked work tree of which the registry is a folder'
need git
if test -z "$case_skip"; then
	federation
	rm -r old/.git
	git init -q main
	cp -a old main/registry
	(cd main && git add . && git commit -qm Begin && git worktree add -q ../second) || fails 'git cannot prepare it' </dev/null
	cd second/registry || exit
	waits_for "$(git rev-parse --absolute-git-dir)/index.lock"
fi

t 'a lock that is not released within thirty seconds: 75, a message, nothing changed'
need flock
if test -z "$case_skip"; then
	wait "$deadline"
	read -r s took <"$scratch/late.status"
	ok "status 75, not $s" test "$s" -eq 75
	ok "it took about 30 seconds ($took)" test "$took" -ge 29 -a "$took" -le 60
	ok 'a message' grep -q '\[busy\]' "$scratch/late.err"
	ok 'nothing on standard output' test ! -s "$scratch/late.out"
	federation
	ok 'nothing is changed' diff -r old "$late"
fi

done_testing

#!/bin/sh
# cop-lock: who waits, who does not, and what the command gets.
. "$TOP/tests/lib.sh"

t 'the command runs with its arguments, and cop-lock ends with its status'
registry
run cop-lock -- printf '%s\n' 'one  word' --two
status 0
out 'one  word
--two'
err ''
run cop-lock -- sh -c 'exit 41'
status 41
run cop-lock sh -c 'exit 41'
status 41

t 'options after the command are its own'
registry
run cop-lock -R . cop-list -R nowhere
status 2
err 'cop-list: error: nowhere: No such file or directory'
run cop-lock printf '%s\n' --version -h --
status 0
out <<'END'
--version
-h
--
END
run cop-lock -x true
status 2
err 'cop-lock: error: no option -x; cop-lock --help lists them'

t 'a command that cannot be run'
registry
run cop-lock
status 2
err 'cop-lock: error: name a command to run; see cop-lock --help'
run cop-lock -- ./nosuch
status 127
err 'cop-lock: error: ./nosuch: No such file or directory'
: >plain
run cop-lock -- ./plain
status 126
err 'cop-lock: error: ./plain: Permission denied'
run cop-lock -R nowhere -- true
status 2
out ''

t 'all folders of the registry are locked while the command runs, and no longer'
need flock
registry
mkdir -p rosters
for folder in . cops rosters; do
	run cop-lock -- flock -n "$folder" true
	status 1
	run flock -n "$folder" true
	status 0
done

t 'what is locked are the folders that are there after the wait'
need flock
registry
mkdir -p rosters
hold rosters registry.yaml 'mv rosters old && mkdir rosters'
run cop-lock -- flock -n rosters true
waited
status 1
rmdir rosters
hold cops registry.yaml 'mkdir rosters'
run cop-lock -- flock -n rosters true
waited
status 1

t 'a writer waits until the command ends'
registry
mkdir -p rosters
cop-lock -- sh -c 'echo locked >began; sleep 1; echo done >ended' &
while ! test -s began; do sleep 0.01; done
run cop-join a --approved --email x@example.org --name X
status 0
ok 'it did not wait' test -s ended
wait

t 'a reader does not wait'
registry
cop-lock -- sh -c 'echo locked >began; while ! test -e seen; do sleep 0.01; done' &
while ! test -s began; do sleep 0.01; done
run cop-list -c cop
status 0
out a
touch seen
wait

t 'writers that the command starts do not wait'
registry
run cop-lock -- sh -c 'cop-join a --approved --email x@example.org --name X &&
    cop-set a acronym=AA && cop-fmt && cop-leave a --email x@example.org --force'
status 0
out_has 'x@example.org	joined'
file_has cops/a.yaml 'acronym: AA'
err ''

t 'writers that the command starts at once wait for one another'
registry
mkdir -p rosters
write all <<'END'
for i in $(seq 10 25); do
	cop-join a --approved --email p$i@example.org --name P$i &
done
wait
END
run cop-lock -- sh all
status 0
for i in $(seq 10 25); do
	file_has rosters/a.csv "p$i@example.org,P$i,"
	out_has "p$i@example.org	joined"
done
run cop-lock -- cop-lock -- sh -c 'cop-lock -- sh all & cop-lock -- cop-set a acronym=AA & wait'
status 0
out_like '^a	p10@example.org	already'
file_has cops/a.yaml 'acronym: AA'

t 'without /proc, as in a chroot, nothing is changed by writers that cannot take turns'
need_mounts /proc
need_plain
registry
mkdir -p rosters
# shellcheck disable=SC2086 # several words
run $mounts sh -c 'mount -t tmpfs none /proc && cop-lock -- cop-join a --approved --email x@example.org --name X'
status 75
err 'rosters/: error: busy: commands within cop-lock need /proc [busy]'
absent rosters/a.csv

t 'cop-lock within cop-lock'
registry
run cop-lock -- cop-lock -- cop-join a --approved --email x@example.org --name X
status 0
out_has 'x@example.org	joined'

t 'COP_LOCKS does not let anybody past a lock who does not hold it'
need flock
registry
mkdir -p rosters
run sh -c 'exec 8<rosters; flock -n rosters -c "COP_LOCKS=8:8,9,8,9:9,99999999999999999999:1,8:-1,8:x,x timeout 1 cop-join a --approved --email x@example.org --name X"'
status 124
absent rosters/a.csv.new

t 'the command does not run while somebody else holds the lock'
need flock timeout
registry
mkdir -p rosters
run flock -n rosters timeout 1 cop-lock -- touch ran
status 124
absent ran

t 'a merge conflict stops writers until it is settled'
registry
mkdir -p rosters
run cop-join a --approved --email x@example.org --name X
printf '<<<<<<< ours\nb@example.org,B,,,,,,,,2026-01-01,,,,\n=======\n>>>>>>> theirs\n' >>rosters/a.csv
cp rosters/a.csv before
run cop-join a --approved --email y@example.org --name Y
status 75
out ''
err 'rosters/a.csv:3:1: error: conflict: resolve it, then git add the file; nothing is changed until then [conflict]'
file rosters/a.csv <before
sed -i '/^[<=>]\{7\}/d' rosters/a.csv
run cop-join a --approved --email y@example.org --name Y
status 0

# in_conflict FILE LINE: from that line on, the file is in conflict, in the style of git's merge.conflictStyle=diff3.
in_conflict() {
	awk -v at="$2" 'NR == at { print "<<<<<<< HEAD" } { print } NR >= at { rest = rest $0 "\n" }
		END { printf "||||||| 1234567\n=======\n%s>>>>>>> other\n", rest }' "$1" >"$scratch/both"
	cp "$scratch/both" "$1"
}

# sums NAME: the checksums of all files of the registry, into a file of that name beside it.
sums() { find . -type f -exec cksum {} + >"$scratch/$1"; }

# A registry with two communities, both of which have x as a member.
two_communities() {
	registry
	cp cops/a.yaml cops/b.yaml
	printf 'id,name,aliases,region,domains,member_of,joined,left\nnorth,North,,,,,,\n' >organizations.csv
	printf 'email,date,reason\nz@example.org,2026-01-01,\n' >suppressions.csv
	cop-join a b --approved --email x@example.org --name X >/dev/null
}

t 'a conflict in a definition: writers that need it wait until it is settled, others do not'
two_communities
in_conflict cops/a.yaml 2
sums before
for command in 'cop-join a --email y@example.org --name Y' 'cop-leave a --email x@example.org' 'cop-set a acronym=AA' \
	'cop-close a --reason done' 'cop-close b --into a --reason done' 'cop-forget x@example.org' \
	'cop-set -n a acronym=AA' 'cop-join a b --email y@example.org --name Y'; do
	# shellcheck disable=SC2086
	run $command
	status 75
	out ''
	err 'cops/a.yaml:2:1: error: conflict: resolve it, then git add the file; nothing is changed until then [conflict]'
done
sums after
ok 'nothing was changed' cmp "$scratch/before" "$scratch/after"
run cop-join b --email y@example.org --name Y
status 0
run cop-set b acronym=BB
status 0
run cop-list -c cop
status 2
out b
err 'cops/a.yaml:2:1: error: unresolved merge: <<<<<<< HEAD [unsettled-merge]'
run cop-list b -c cop
status 0

t 'a conflict in a file that every writer needs'
for file in registry.yaml organizations.csv suppressions.csv; do
	two_communities
	in_conflict $file 2
	cp $file before
	run cop-join a --email y@example.org --name Y
	status 75
	out ''
	err "$file:2:1: error: conflict: resolve it, then git add the file; nothing is changed until then [conflict]"
	file $file <before
	rm -rf rosters
done

t 'a mistake in the call is reported, with or without a conflict'
two_communities
in_conflict cops/a.yaml 2
run cop-set c acronym=C
status 2
err_has 'no community "c"'
run cop-set b colour=red
status 2
err_lacks conflict

t 'cop-fmt and a conflict: that file stays as it is, the others are formatted'
two_communities
cp rosters/a.csv rosters/b.csv
printf 'b@example.org,B,,,,,,,,2026-01-01,,,,\n' >>rosters/b.csv
in_conflict rosters/a.csv 2
cp rosters/a.csv before
run cop-fmt
status 75
out_like 'rosters/a\.csv	refused'
out_like 'rosters/b\.csv	changed'
err 'rosters/a.csv:2:1: error: conflict: resolve it, then git add the file; nothing is changed until then [conflict]'
file rosters/a.csv <before
run cop-fmt --check
status 2
err_has 'rosters/a.csv:2:1: error: unresolved merge: <<<<<<< HEAD [unsettled-merge]'

done_testing

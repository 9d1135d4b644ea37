#!/bin/sh
# cop-lock: who waits, who does not, and what the command gets.
. "$TOP/tests/lib.sh"

t 'the command runs with its words, and its status is that of cop-lock'
registry
run cop-lock -- printf '%s\n' 'one  word' --two
status 0
out 'one  word
--two'
err ''
run cop-lock -- sh -c 'exit 41'
status 41

t 'what cannot be run'
registry
run cop-lock
status 2
err 'cop-lock: error: which command? cop-lock --help tells more'
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

t 'a writer waits until the command ends'
registry
mkdir -p rosters
cop-lock -- sh -c 'echo locked >began; sleep 1; echo done >ended' &
while ! test -s began; do sleep 0.01; done
run cop-join a --approved --email x@example.org --name X
status 0
ok 'it did not wait' test -s ended
wait

t 'a reader does not'
registry
cop-lock -- sh -c 'echo locked >began; while ! test -e seen; do sleep 0.01; done' &
while ! test -s began; do sleep 0.01; done
run cop-list -c cop
status 0
out a
touch seen
wait

t 'writers below it go ahead, all of them'
registry
run cop-lock -- sh -c 'cop-join a --approved --email x@example.org --name X &&
    cop-set a acronym=AA && cop-fmt && cop-leave a --email x@example.org --force'
status 0
out_has 'x@example.org	joined'
file_has cops/a.yaml 'acronym: AA'
err ''

t 'one below another is none the worse'
registry
run cop-lock -- cop-lock -- cop-join a --approved --email x@example.org --name X
status 0
out_has 'x@example.org	joined'

t 'COP_LOCKS opens no lock to whoever has none'
need flock
registry
mkdir -p rosters
run sh -c 'exec 8<rosters; flock -n rosters -c "COP_LOCKS=8,9,99999999999999999999,x timeout 1 cop-join a --approved --email x@example.org --name X"'
status 124
absent rosters/a.csv.new

t 'a lock that is held refuses the command'
need flock timeout
registry
mkdir -p rosters
run flock -n rosters timeout 1 cop-lock -- touch ran
status 124
absent ran

t 'a conflict that stands keeps writers away, until it is settled'
registry
mkdir -p rosters
run cop-join a --approved --email x@example.org --name X
printf '<<<<<<< ours\nb@example.org,B,,,,,,,,2026-01-01,,,,\n=======\n>>>>>>> theirs\n' >>rosters/a.csv
cp rosters/a.csv before
run cop-join a --approved --email y@example.org --name Y
status 75
out ''
err 'rosters/a.csv: error: conflict: nothing is changed while it stands [conflict]'
file rosters/a.csv <before
sed -i '/^[<=>]\{7\}/d' rosters/a.csv
run cop-join a --approved --email y@example.org --name Y
status 0

done_testing

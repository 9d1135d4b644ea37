#!/bin/sh
# Writers while git has a conflict that leaves no markers in the file: changed here and deleted there.
. "$TOP/tests/lib.sh"

all_need git

# person EMAIL: a line of a roster.
person() { echo "$1,Name,,nurse,,,,,,2026-01-05,,,,"; }

# roster ID EMAIL...: a roster of these people.
roster() {
	id=$1
	shift
	mkdir -p rosters
	{
		echo "$H"
		for email; do person "$email"; done
	} >"rosters/$id.csv"
}

commit() { git add -A . && git commit -q --no-verify -m "$1"; }

# A registry with communities a and b, in a repository without our drivers.
begun() {
	registry
	echo 'roles: {nurse: Nurse, chief: Chief}' >>registry.yaml
	sed 's/Community A/Community B/' cops/a.yaml >cops/b.yaml
	roster a m@example.org
	roster b m@example.org
	printf 'email,date,reason\n' >suppressions.csv
	git init -q -b main .
	commit begin
}

# refused PATH COMMAND...: it is refused since that file is unmerged in git; nothing changes.
refused() {
	path=$1
	shift
	cat rosters/*.csv cops/* registry.yaml >"$scratch/before"
	run "$@"
	status 75
	err_like "^$path: error: conflict: unmerged in git"
	cat rosters/*.csv cops/* registry.yaml >"$scratch/after"
	ok 'nothing changes' cmp "$scratch/before" "$scratch/after"
}

# deleted: main has changed the roster of a, side has deleted it, and the merge waits for a person.
deleted() {
	begun
	git switch -q -c side
	git rm -q rosters/a.csv && git commit -q --no-verify -m side
	git switch -q main
	roster a m@example.org o@example.org
	commit main
	run git merge -q side
	status 1
}

t 'theirs deleted the roster and ours changed it: its writers are refused, other writers and all readers are not'
deleted
run git status --porcelain
out 'UD rosters/a.csv'
refused rosters/a.csv cop-join a --email n@example.org --name N --role nurse
refused rosters/a.csv cop-join a --email n@example.org --name N --role nurse --dry-run
refused rosters/a.csv cop-leave a --email m@example.org
refused rosters/a.csv cop-amend m@example.org role=chief
roster a m@example.org,
refused rosters/a.csv cop-fmt rosters/a.csv
roster a m@example.org o@example.org
run cop-members a -c email --no-header
status 0
out_has o@example.org
run cop-fmt --check
status 0
run cop-join b --email n@example.org --name N --role nurse
status 0

t 'a command that needs all rosters is refused'
deleted
roster b k@example.org
refused rosters/a.csv cop-forget k@example.org
refused rosters/a.csv cop-amend k@example.org role=chief

t 'after the conflict is settled and added, writing works, and git keeps what was written since'
deleted
git add rosters/a.csv
run cop-join a --email n@example.org --name N --role nurse
status 0
git merge --abort 2>/dev/null
file_has rosters/a.csv n@example.org

t 'files that decide what may be written count, too: the definition, registry.yaml, suppressions, organizations'
for path in cops/a.yaml registry.yaml suppressions.csv; do
	begun
	git switch -q -c side
	git rm -q "$path" && git commit -q --no-verify -m side
	git switch -q main
	echo '# more' >>"$path"
	test "$path" != suppressions.csv || printf 'email,date,reason\nx@example.org,2026-01-01,\n' >"$path"
	commit main
	git merge -q side >/dev/null 2>&1
	refused "$path" cop-join a --email n@example.org --name N --role nurse
	rm -rf .git cops rosters ./*.csv
done

t 'a definition'
begun
git switch -q -c side
git rm -q cops/a.yaml && git commit -q --no-verify -m side
git switch -q main
echo 'scope: local' >>cops/a.yaml
commit main
git merge -q side >/dev/null 2>&1
refused cops/a.yaml cop-set a scope=regional
run cop-set b scope=regional
status 0

t 'the same in a cherry-pick, a revert and a rebase'
deleted
git merge --abort
run git cherry-pick side
status 1
refused rosters/a.csv cop-leave a --email m@example.org
git cherry-pick --abort
git rebase side >/dev/null 2>&1
refused rosters/a.csv cop-leave a --email m@example.org
git rebase --abort
git rm -q rosters/a.csv && git commit -q --no-verify -m gone
git revert -n HEAD && git commit -q --no-verify -m back
roster a m@example.org p@example.org
commit more
git revert HEAD~1 >/dev/null 2>&1
refused rosters/a.csv cop-leave a --email m@example.org

t 'a registry in a folder of the repository, and a linked work tree'
registry
mkdir f && mv registry.yaml cops f/
cd f || exit
roster a m@example.org
cd ..
git init -q -b main . && commit begin
git switch -q -c side
git rm -q f/rosters/a.csv && git commit -q --no-verify -m side
git switch -q main
person o@example.org >>f/rosters/a.csv
commit main
git worktree add -q ../linked -b third
cd ../linked/f || exit
git merge -q side >/dev/null 2>&1
refused rosters/a.csv cop-leave a --email m@example.org
cd ../.. || exit
run cop-leave -R linked/f a --email m@example.org
status 75
err_like '^linked/f/rosters/a.csv: error: conflict: unmerged in git'
cd - >/dev/null || exit
rm -rf ../../linked

t 'people in a repository of their own'
begun
rm -rf .git
mkdir p && mv rosters suppressions.csv p/
echo 'people: p' >>registry.yaml
cd p || exit
git init -q -b main . && commit begin
git switch -q -c side
git rm -q rosters/a.csv && git commit -q --no-verify -m side
git switch -q main
person o@example.org >>rosters/a.csv
commit main
git merge -q side >/dev/null 2>&1
cd ..
run cop-leave a --email m@example.org
status 75
err_like '^p/rosters/a.csv: error: conflict: unmerged in git'
run cop-leave b --email m@example.org
status 0

t 'if git cannot say, writers are refused'
deleted
printf 'no index' >.git/index
run cop-leave a --email m@example.org
status 75
err_has 'git has begun a merge and cannot tell what is unmerged: '
run cop-members a -c email --no-header
status 0

t 'a FIFO in place of .git hangs nobody'
need timeout mkfifo
begun
rm -rf .git && mkfifo .git
run timeout 10 cop-leave a --email m@example.org
status 0

done_testing

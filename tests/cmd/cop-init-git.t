#!/bin/sh
# cop-init --git: how git is set up for a registry, new or not, and that git then merges, shows and checks it.
# shellcheck disable=SC2016 # file names have $ in them
. "$TOP/tests/lib.sh"

all_need git

# person EMAIL [ROLE]: a line of a roster.
person() { echo "$1,Name,,$2,,,,,,2026-01-05,,,,"; }

# A registry with one community and two members, committed, with git set up; on branch main.
begun() {
	registry
	mkdir rosters
	{
		echo email,name,organization,role,region,language,group,position,applied,joined,left,consent,consented,source
		person m@example.org
		person n@example.org
	} >rosters/a.csv
	git init -q -b main .
	cop-init --git . >/dev/null 2>&1
	git add . && git commit -q -m begin
}

# results: standard input is the first two columns of the output.
results() { cut -f 1,2 "$OUT" >"$scratch/results"; same results "$scratch/results"; }

# -- what is set up ----------------------------------------------------------------------------------------------------

t 'a new folder: a registry in a repository of its own'
run cop-init --git f
status 0
results <<-END
	f/.git/${TAB}created
	f/.git/config${TAB}changed
	f/.gitattributes${TAB}created
	f/.gitignore${TAB}created
	f/cops/.gitkeep${TAB}created
	f/rosters/.gitkeep${TAB}created
	f/schema/definition.json${TAB}created
	f/schema/registry.json${TAB}created
	f/registry.yaml${TAB}created
	f/.git/hooks/pre-commit${TAB}created
	f/.git/hooks/pre-merge-commit${TAB}created
END
err <<'END'
Next, for example:
  cd f
  cop-new privacy host=federation name='Privacy' domain='Protecting personal information'
  cop-join privacy --approved --email name@example.org --name 'First Member'
  git add . && git commit -m 'A first community'
END
sed -n 's/^  //p' "$ERR" >"$scratch/next"
run sh -e "$scratch/next"
status 0
run cop-check --strict -R f
status 0
run git -C f status --short
out ''
run git -C f log --format='%s %D'
out 'A first community HEAD -> main'

t 'what git ignores, merges and diffs after that'
cop-init --git f >/dev/null 2>&1
cd f || exit
run git config --local --get-regexp '^(merge|diff)\.'
out <<'END'
merge.coptools.name registries, by person and by path
merge.coptools.driver cop-merge-file %O %A %B %L %P || { s=$?; test $s = 127 || exit $s; git merge-file --marker-size=%L -L ours -L base -L theirs %A %O %B; }
diff.coptools.command f() { if command -v cop-diff >/dev/null; then cop-diff -- "$@"; elif test $# = 1; then printf '* Unmerged path %s\n' "$1"; else diff -u --label "a/$1" --label "b/$1" -- "$2" "$5"; :; fi; }; f
END
run git check-attr merge diff eol -- registry.yaml cops/x.yaml rosters/x.csv organizations.csv suppressions.csv x/registry.yaml x.csv x.yaml
out <<'END'
registry.yaml: merge: coptools
registry.yaml: diff: unspecified
registry.yaml: eol: lf
cops/x.yaml: merge: coptools
cops/x.yaml: diff: unspecified
cops/x.yaml: eol: lf
rosters/x.csv: merge: coptools
rosters/x.csv: diff: coptools
rosters/x.csv: eol: lf
organizations.csv: merge: coptools
organizations.csv: diff: coptools
organizations.csv: eol: lf
suppressions.csv: merge: coptools
suppressions.csv: diff: coptools
suppressions.csv: eol: lf
x/registry.yaml: merge: unspecified
x/registry.yaml: diff: unspecified
x/registry.yaml: eol: lf
x.csv: merge: unspecified
x.csv: diff: unspecified
x.csv: eol: lf
x.yaml: merge: unspecified
x.yaml: diff: unspecified
x.yaml: eol: lf
END
run git check-ignore rosters/.a.csv.new cops/.a.yaml.old
status 0
ok 'the hooks may be run' test -x .git/hooks/pre-commit -a -x .git/hooks/pre-merge-commit

t 'a second time, everything is kept, byte for byte'
cop-init --git f >/dev/null 2>&1
cp -a f was
run cop-init --git f
status 0
err ''
out_lacks created
out_lacks changed
ok 'nothing has changed' diff -r was f
run cop-init --git -n f
status 0
out ''
err ''

t 'an existing registry in an existing repository: everything else stays'
registry
git init -q -b main .
printf '*.pdf binary\n*.csv text eol=lf' >.gitattributes
printf '.*.new\r\n# mine\r\n' >.gitignore
git add registry.yaml && git commit -q -m begin
cp registry.yaml was
run cop-init --git .
status 0
out <<-END
	.git/config${TAB}changed${TAB}drivers for merge and diff
	.gitattributes${TAB}changed${TAB}
	.gitignore${TAB}changed${TAB}
	.git/hooks/pre-commit${TAB}created${TAB}
	.git/hooks/pre-merge-commit${TAB}created${TAB}
END
err <<'END'
Next:
  git -C . add .gitattributes .gitignore
  git -C . commit -m 'Set up git for the registry'
END
file .gitattributes <<'END'
*.pdf binary
*.csv text eol=lf
# One form on every machine: coptools reads LF alone.
*.yaml text eol=lf
# Merged by person and by path where cop-init --git was run, elsewhere by lines.
/registry.yaml merge=coptools
/cops/*.yaml merge=coptools
/rosters/*.csv merge=coptools diff=coptools
/organizations.csv merge=coptools diff=coptools
/suppressions.csv merge=coptools diff=coptools
END
printf '.*.new\r\n# mine\r\n# What a command of coptools that was killed may leave; the next one removes it.\n.*.old\n' >ignored
ok '.gitignore lacks one line no more' cmp ignored .gitignore
ok 'registry.yaml' cmp was registry.yaml
absent schema
sed -n 's/^  //p' "$ERR" >"$scratch/next"
run sh -e "$scratch/next"
status 0

t 'a registry that cop-init made without git'
run cop-init f
run cop-init --git f
status 0
out_has "f/.git/${TAB}created"
out_has "f/.gitattributes${TAB}kept"
err ''

t 'a registry outside of any repository: one is made, and everything is to be committed'
registry
run cop-init --git .
status 0
err <<'END'
Next:
  git -C . add .
  git -C . commit -m 'Set up git for the registry'
END
sed -n 's/^  //p' "$ERR" >"$scratch/next"
run sh -e "$scratch/next"
status 0
run git status --short
out ''

t 'in a subfolder of a repository, and in a linked work tree'
git init -q -b main . && git commit -q --allow-empty -m begin
run cop-init --git 'sub/the registry'
status 0
out_like "/.git/hooks/pre-commit${TAB}created"
absent 'sub/the registry/.git'
file_has .git/hooks/pre-commit "-R 'sub/the registry/'"
git add . && run git commit -q -m registry
status 0
git worktree add -q ../"$case_number-tree"
cd ../"$case_number-tree/sub/the registry" || exit
run cop-init --git .
status 0
out_lacks changed
out_lacks created
echo nonsense >cops/x.yaml
git add . && run git commit -q -m worse
status 1
err_has ':sub/the registry/cops/x.yaml:1:1: error:'
rm -rf ../../../"$case_number-tree"

t 'a second registry in the same repository: the hooks check both of them'
git init -q -b main .
cop-init --git one >/dev/null 2>&1
run cop-init --git two
status 0
out_like "/.git/hooks/pre-commit${TAB}changed"
file_has .git/hooks/pre-commit '-R one/'
file_has .git/hooks/pre-commit '-R two/'
git add . && git commit -q -m begin
for name in one two; do
	echo nonsense >$name/cops/x.yaml
	git add . && run git commit -q -m worse
	status 1
	err_has ":$name/cops/x.yaml:1:1: error:"
	git rm -q -f $name/cops/x.yaml
done

t 'people in another repository: both repositories are set up'
registry
echo 'people: ../people folder/here' >>registry.yaml
git init -q -b main . && git add . && git commit -q -m begin
mkdir -p '../people folder/here/rosters' && git -C '../people folder' init -q -b main
run cop-init --git .
status 0
out_has "../people folder/here/.gitattributes${TAB}created"
out_like "/people folder/.git/config${TAB}changed"
err_has 'git -C . add .gitattributes .gitignore'
err_has "git -C '../people folder/here/' add .gitattributes .gitignore"
sed -n 's/^  //p' "$ERR" | sed '/^Next/d' >"$scratch/next"
run sh -e "$scratch/next"
status 0
{ head -n 1 "$TOP/data/sample/rosters/privacy.csv" && person a@example.org && person a@example.org; } >'../people folder/here/rosters/a.csv'
cd '../people folder' || exit
git add . && run git commit -q -m worse
status 1
err_has 'here/rosters/a.csv:3:'
rm -rf '../people folder'

t 'a new repository for the definitions, beside an existing one of the people'
registry
echo "people: ../$case_number-people" >>registry.yaml
mkdir -p "../$case_number-people/rosters" && git -C "../$case_number-people" init -q -b main
run cop-init --git .
status 0
err <<END
Next:
  git -C . add .
  git -C . commit -m 'Set up git for the registry'
Next:
  git -C ../$case_number-people/ add .gitattributes .gitignore
  git -C ../$case_number-people/ commit -m 'Set up git for the registry'
END
rm -rf "../$case_number-people"

t 'people outside of any repository: reported, and left alone'
registry
echo 'people: people' >>registry.yaml
cp -R . ../"$case_number-outside" && sed -i "s,^people:.*,people: ../$case_number-people," registry.yaml
mkdir -p ../"$case_number-people"/rosters
run cop-init --git .
status 0
out_has "../$case_number-people/${TAB}kept${TAB}is not in a git repository"
ok 'nothing is put there' test "$(ls -A ../"$case_number-people")" = rosters
rm -rf ../"$case_number-outside" ../"$case_number-people"

t 'people in a subfolder of the same repository'
registry
echo 'people: private' >>registry.yaml
mkdir -p private/rosters
run cop-init --git .
status 0
run git check-attr merge -- private/rosters/a.csv
out 'private/rosters/a.csv: merge: coptools'
run cop-init --git .
ok 'one repository' test "$(grep -c hooks "$OUT")" = 2

t 'people who are not in this clone'
registry
echo 'people: ../nowhere' >>registry.yaml
run cop-init --git .
status 0
out_lacks nowhere

t 'a registry that git does not know yet does not prevent commits'
git init -q -b main . && echo text >readme
mkdir reg && cd reg && registry && cd ..
run cop-init --git reg
status 0
sed -n 's/^  //p' "$ERR" >"$scratch/next"
run sh -e "$scratch/next"
status 0
git add readme && run git commit -q -m readme
status 0
err 'cop-check: there is no registry in git yet'
sed -i s/h1/h9/ reg/cops/a.yaml
git add . && run git commit -q -m worse
status 1
sed -i s/h9/h1/ reg/cops/a.yaml
git add . && run git commit -q -m registry
status 0
git rm -q --cached reg/registry.yaml && run git commit -q -m gone
status 1
err_has 'what is staged in reg/ holds no registry.yaml'

t 'the branch is main, unless the user has configured another name'
run cop-init --git f
run git -C f symbolic-ref HEAD
out refs/heads/main
write gitconfig <<'END'
[init]
	defaultBranch = trunk
END
run env GIT_CONFIG_GLOBAL="$PWD/gitconfig" cop-init --git g
run git -C g symbolic-ref HEAD
out refs/heads/trunk

t 'two repositories that are moved together, and one that is moved alone'
registry
echo 'people: ../people' >>registry.yaml
mkdir -p "../$case_number-pair/people/rosters" && cp -R . "../$case_number-pair/reg" && cd "../$case_number-pair" || exit
git -C people init -q -b main
cop-init --git reg >/dev/null 2>&1
for repository in reg people; do
	git -C $repository add . && git -C $repository commit -q -m begin
done
file_has people/.git/hooks/pre-commit '-R ../reg ||'
mkdir new && mv reg people new/ && cd new/people || exit
{ head -n 1 "$TOP/data/sample/rosters/privacy.csv" && person a@example.org; } >rosters/a.csv
git add . && run git commit -q -m a
status 0
person a@example.org >>rosters/a.csv
run git commit -q -a -m worse
status 1
err_has ':rosters/a.csv:3:'
cd .. && mv reg registry && sed -i 's,people: .*,people: ../people,' registry/registry.yaml
run cop-init --git registry
status 0
out_like "people/.git/hooks/pre-commit${TAB}changed"
file_has people/.git/hooks/pre-commit '-R ../registry ||'
file_lacks people/.git/hooks/pre-commit '-R ../reg ||'
rm -rf "../../$case_number-pair"

# -- what belongs to somebody else -------------------------------------------------------------------------------------

t 'an existing hook is not touched: status 1, and what to do'
registry
git init -q -b main .
write .git/hooks/pre-commit <<'END'
#!/bin/sh
exit 0
END
cp .git/hooks/pre-commit was
run cop-init --git .
status 1
out_has ".git/hooks/pre-commit${TAB}refused${TAB}there is already a hook: add cop-check --staged to it"
out_has ".git/hooks/pre-merge-commit${TAB}created"
ok 'the hook' cmp was .git/hooks/pre-commit
run cop-init --git -n .
status 1
err_has '.git/hooks/pre-commit: warning: refused: there is already a hook'
echo 'cop-check --staged' >>.git/hooks/pre-commit
run cop-init --git .
status 0
out_has ".git/hooks/pre-commit${TAB}kept${TAB}already runs cop-check"

t 'a folder of hooks that is set in the configuration belongs to somebody else'
registry
git init -q -b main . && git config core.hooksPath .husky
run cop-init --git .
status 1
out_has ".husky/pre-commit${TAB}refused${TAB}core.hooksPath names this folder: add cop-check --staged to a hook there"
absent .husky .git/hooks/pre-commit
for hook in pre-commit pre-merge-commit; do
	echo 'cop-check --staged' | write .husky/$hook
done
run cop-init --git .
status 0
out_has ".husky/pre-commit${TAB}kept${TAB}already runs cop-check"

t 'the drivers of an earlier cop-init are replaced'
registry
git init -q -b main . && git config merge.coptools.driver 'cop-merge-file %O %A %B %L %P'
for former in cop-diff 'f() { if command -v cop-diff >/dev/null; then cop-diff "$@"; elif test $# = 1; then echo "* Unmerged path $1"; else diff -u --label "a/$1" --label "b/$1" "$2" "$5"; :; fi; }; f'; do
	git config diff.coptools.command "$former"
	run cop-init --git .
	status 0
	out_has ".git/config${TAB}changed${TAB}drivers for merge and diff"
	run git config merge.coptools.driver
	out_has ' || '
	run git config diff.coptools.command
	out_has 'cop-diff -- "$@"'
	run cop-init --git .
	out_has ".git/config${TAB}kept${TAB}was there already"
done

t 'git diff shows files whose names look like options, with cop-diff and without'
begun
for name in --help --fields -R -V -- -; do echo 'before' >"./$name"; done
echo '* diff=coptools' >>.gitattributes
git add -A && git commit -q --no-verify -m names
for name in --help --fields -R -V -- -; do echo 'after' >"./$name"; done
run git diff
status 0
err ''
for name in --help --fields -R -V -- -; do out_has "cop-diff $name"; done
mkdir "$scratch/plain"
for tool in git sh test diff printf; do ln -s "$(command -v "$tool")" "$scratch/plain/"; done
run env PATH="$scratch/plain" git diff
status 0
err ''
for name in --help --fields -R -V -- -; do out_has "+++ b/$name"; done

t 'if git does not find cop-merge-file, it merges by lines and leaves conflict markers'
begun
git switch -q -c side
person o@example.org >>rosters/a.csv && git commit -q --no-verify -a -m side
git switch -q main
person p@example.org >>rosters/a.csv && git commit -q --no-verify -a -m main
mkdir "$scratch/path"
for tool in git sh test cat; do ln -s "$(command -v "$tool")" "$scratch/path/"; done
run env PATH="$scratch/path" git merge -q side
status 1
file_has rosters/a.csv '<<<<<<< ours'
file_has rosters/a.csv p@example.org
file_has rosters/a.csv o@example.org
run cop-join a --email q@example.org --name Q
status 75
git merge --abort
run git merge -q -m merged side
status 0
file_lacks rosters/a.csv '<<<<<<<'

t 'if git does not find cop-diff, it shows lines'
begun
git switch -q -c side
person p@example.org >>rosters/a.csv && git commit -q --no-verify -a -m side
git switch -q main
person o@example.org >>rosters/a.csv
mkdir "$scratch/without"
for tool in git sh test diff; do ln -s "$(command -v "$tool")" "$scratch/without/"; done
run env PATH="$scratch/without" git diff
status 0
out <<'END'
--- a/rosters/a.csv
+++ b/rosters/a.csv
@@ -1,3 +1,4 @@
 email,name,organization,role,region,language,group,position,applied,joined,left,consent,consented,source
 m@example.org,Name,,,,,,,,2026-01-05,,,,
 n@example.org,Name,,,,,,,,2026-01-05,,,,
+o@example.org,Name,,,,,,,,2026-01-05,,,,
END
err ''
git commit -q --no-verify -a -m main
git -c merge.coptools.driver=false merge -q side >/dev/null 2>&1
run env PATH="$scratch/without" git diff --cached
status 0
out '* Unmerged path rosters/a.csv'

t 'a driver that somebody else has set stays'
registry
git init -q -b main . && git config merge.coptools.driver '/opt/cop-merge-file %O %A %B %L %P'
run cop-init --git .
status 0
out_has ".git/config${TAB}changed${TAB}merge.coptools.driver is /opt/cop-merge-file %O %A %B %L %P and was not changed"
run git config diff.coptools.command
out_has cop-diff

t 'a repository without a folder of hooks'
registry
git init -q -b main --template= . && rm -rf .git/hooks
run cop-init --git .
status 0
ok 'there is one' test -x .git/hooks/pre-commit

t 'git cannot write its configuration'
registry
git init -q -b main .
: >.git/config.lock
run cop-init --git .
status 75
out ''
err_like '^\./: error: not written: git: could not lock config file .git/config: File exists'
absent .gitattributes .git/hooks/pre-commit
rm .git/config.lock
run cop-init --git .
status 0

t 'a bare repository, and a folder inside of .git'
git init -q --bare b.git
run cop-init --git b.git
status 2
err_like '^b.git/: error: --git: a bare repository'
absent b.git/registry.yaml
git init -q f
run cop-init --git f/.git
status 2
absent f/.git/registry.yaml

t "no repository is made in another user's folder"
test "$(id -u)" = 0 || skip 'needs root'
if test -z "$case_skip"; then
	registry
	chown -R 65534 .
	run env -u SUDO_UID cop-init --git .
	status 75
	err_has "the folder belongs to another user"
	absent .git
	run env SUDO_UID=65534 cop-init --git .
	status 0
	chown -R 65534 .git
	run env -u SUDO_UID cop-init --git .
	status 75
	err_has 'see safe.directory in git-config(1)'
fi

t 'git is not installed'
mkdir bin
ln -s "$(command -v cop-init)" bin/cop-init
run env PATH="$PWD/bin" cop-init --git f
status 2
err 'cop-init: error: --git: git cannot be run: No such file or directory'
absent f

t 'the environment of a hook is ignored'
git init -q other
registry
run env GIT_DIR="$PWD/other/.git" GIT_WORK_TREE="$PWD/other" cop-init --git .
status 0
out_has ".git/${TAB}created"
run git -C other config merge.coptools.driver
status 1

t 'a symbolic link is not followed'
registry
mkdir elsewhere && : >elsewhere/file
git init -q -b main .
ln -s elsewhere/file .gitattributes
run cop-init --git .
status 2
err_has '.gitattributes'
file elsewhere/file ''
rm .gitattributes
ln -s ../../elsewhere/file .git/hooks/pre-commit
run cop-init --git .
status 2
file elsewhere/file ''

t '-n: only the diff on standard output, and what git would make beside it; nothing is made'
registry
run cop-init --git -n .
status 0
out_has '+++ b/.gitattributes'
out_has '+++ b/.git/hooks/pre-commit'
out_lacks registry.yaml,
err <<'END'
.git/ would be created
.git/config would be changed
END
absent .git .gitattributes

t '-n of a folder that does not exist, in an existing repository'
git init -q -b main .
run cop-init --git -n new/reg
status 0
out_has "+++ b$PWD/.git/hooks/pre-commit"
out_like '^\+cop-check --staged -f table -w severity=error -R new/reg/ \|\| '
err "$PWD/.git/config would be changed"
absent new .git/hooks/pre-commit

t 'a hook that does not find cop-check says so, and nothing is committed'
begun
git commit -q --allow-empty -m 'It finds it'
mkdir none && ln -s "$(command -v git)" "$(command -v sh)" none
run env PATH="$PWD/none" git commit --allow-empty -m 'It does not'
status 1
err_has '.git/hooks/pre-commit: cop-check has to be in the PATH of what runs git'
ok 'committed' test "$(git log -1 --format=%s)" = 'It finds it'

# -- git at work -------------------------------------------------------------------------------------------------------

t 'git merges two branches on which people join'
begun
git checkout -q -b other
cop-join a --approved --email a@example.org --name A >/dev/null && git commit -q -a -m a
git checkout -q main
cop-join a --approved --email b@example.org --name B >/dev/null && git commit -q -a -m b
run git merge -q -m both other
status 0
run cop-members -c email
out <<'END'
a@example.org
b@example.org
m@example.org
n@example.org
END

t 'git diff and git log -p show what happened'
begun
cop-join a --approved --email a@example.org --name 'Ann Ore' >/dev/null
run git diff
status 0
out_like 'Ann Ore joined$'
out_lacks '@@'
git commit -q -a -m Ann
run git log -1 -p --ext-diff
out_like 'Ann Ore joined$'
run git diff --no-ext-diff HEAD~
out_has '+a@example.org,Ann Ore'
echo '# a note' >>cops/a.yaml
run git diff
out_has '+# a note'

t 'what breaks a rule cannot be committed'
begun
person m@example.org >>rosters/a.csv
run git commit -q -a -m twice
status 1
err_has 'overlap'
run git commit -q -a -m twice --no-verify
status 0

t 'a warning does not prevent a commit, and is not printed'
begun
sed -i 's/^domain:.*/&\nlaunched: 2026-09\nreviewed: 2020/' cops/a.yaml
run cop-check --strict
status 1
run git commit -q -a -m later
status 0
err ''

t 'a merge that git can do but a rule forbids is not committed'
begun
sed -i 's/^  h1:.*/&\n  h2: {name: Host Two}/' registry.yaml && git commit -q -a -m hosts
git checkout -q -b other
printf 'name: B\nhost: h2\ndomain: D\n' >cops/b.yaml
git add . && git commit -q -m b
git checkout -q main
sed -i '/^  h2:/d' registry.yaml && git commit -q -a -m 'no h2'
run git merge -q -m both other
status 1
err_has ':cops/b.yaml:2:'
run git merge --abort
status 0

t 'git runs no hook for a revert or for git am: the next commit finds what came in that way'
begun
sed -i 's/^  h1:.*/&\n  h2: {name: Host Two}/' registry.yaml && git commit -q -a -m hosts
sed -i 's/^host:.*/host: h2/' cops/a.yaml && git commit -q -a -m 'a is of h2'
git format-patch -q -1 -o "$scratch/patches"
run git revert --no-edit HEAD~
status 0
run cop-check -w severity=error
status 1
git reset -q --hard HEAD~3
run git am -q "$scratch"/patches/*
status 0
run cop-check -w severity=error
status 1
echo '# a note' >>cops/a.yaml
run git commit -q -a -m note
status 1
err_has ':cops/a.yaml:2:'

t 'a registry is split as the manual says: the folder of the people is closed to others, and nothing is lost'
begun
chmod go= rosters # as cop-init makes it
cop-members -c email >"$scratch/people"
echo 'email,date,reason' >suppressions.csv && git add . && git commit -q -m suppressions
mkdir -m 700 ../federation-people
git -C ../federation-people init -q -b main
mv rosters ../federation-people
mv suppressions.csv ../federation-people
echo 'people: ../federation-people' >>registry.yaml
run cop-init --git .
status 0
run cop-check
status 0
git add -A && git -C ../federation-people add -A
run git -C ../federation-people commit -q -m 'The people'
status 0
run git commit -q -m 'The people are elsewhere now'
status 0
for at in HEAD HEAD~; do
	run cop-members --at "$at" -c email
	same "the people at $at" "$scratch/people" <"$OUT"
done
run stat -c %a ../federation-people ../federation-people/rosters
out "$(printf '700\n700')"
rm -rf ../federation-people

t 'a clone has the names of the drivers, but does not run them until it is set up'
begun
git clone -q . clone
cd clone || exit
run git config merge.coptools.driver
status 1
git checkout -q -b other
cop-join a --approved --email a@example.org --name A >/dev/null && git commit -q -a -m a
git checkout -q main
cop-join a --approved --email b@example.org --name B >/dev/null && git commit -q -a -m b
run git merge -q -m both other
status 1
git merge --abort
run cop-init --git .
status 0
err ''
run git merge -q -m both other
status 0
run cop-check
status 0

t 'merges that cross: what one side has removed does not come back'
begun
git checkout -q -b left && cop-join a --approved --email l@example.org --name L >/dev/null && git commit -q -a -m l
git checkout -q -b right main && cop-join a --approved --email r@example.org --name R >/dev/null && git commit -q -a -m r
git checkout -q -b right2 && git merge -q -m rl left
git checkout -q left && git merge -q -m lr right
grep -v ^l@ rosters/a.csv >less && mv less rosters/a.csv && git commit -q -a -m 'not l'
git checkout -q right2 && cop-join a --approved --email s@example.org --name S >/dev/null && git commit -q -a -m s
run git merge -q -m cross left
status 0
run cop-members -c email
out <<'END'
m@example.org
n@example.org
r@example.org
s@example.org
END

# -- killed, and what is left ------------------------------------------------------------------------------------------

t 'killed at any call that changes something or runs git: the same command completes the work'
need strace
test -n "$case_skip" || strace -f -o "$scratch/trace" -e inject=fsync:signal=KILL:when=1 true 2>/dev/null || skip 'strace cannot trace here'
export ASAN_OPTIONS="$ASAN_OPTIONS:detect_leaks=0"
if test -z "$case_skip"; then
	cop-init --git whole >/dev/null 2>&1
	killed=0
	for call in clone clone3 vfork mkdir mkdirat write fsync renameat2; do
		n=0 status=137
		while test "$status" -eq 137; do
			n=$((n + 1))
			strace -o "$scratch/trace" -e inject=$call:signal=KILL:when=$n cop-init --git --name whole f >/dev/null 2>&1
			status=$?
			run cop-init --git --name whole f
			status 0
			ok "killed at $call $n, then again" diff -r -x index whole f
			rm -rf f
		done
		killed=$((killed + n - 1))
	done
	ok "killed $killed times" test "$killed" -ge 40
fi

done_testing

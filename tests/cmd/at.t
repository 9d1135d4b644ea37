#!/bin/sh
# --at REV (see cop.7), in all commands that read: the registry as git has recorded it. Every case makes its own repositories.
# shellcheck disable=SC2016 # scripts of other programs are in single quotes
. "$TOP/tests/lib.sh"

READERS='cop-list cop-show cop-members cop-search cop-report cop-check'

# reader COMMAND OPTION…: runs it on the whole registry.
reader() {
	case $1 in
	cop-search) run "$@" -- n ;; # it needs words to search for
	*) run "$@" ;;
	esac
}

all_need git

# Nothing is configured on this machine, no repository surrounds the test's, and commits have an author.
export HOME="$scratch" GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL="$scratch/gitconfig" GIT_CEILING_DIRECTORIES="$scratch"
export GIT_AUTHOR_NAME=Ann GIT_AUTHOR_EMAIL=ann@example.org GIT_COMMITTER_NAME=Ann GIT_COMMITTER_EMAIL=ann@example.org
unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE GIT_CONFIG_COUNT XDG_CONFIG_HOME
printf '[init]\n\tdefaultBranch = main\n[user]\n\tuseConfigOnly = true\n' >"$GIT_CONFIG_GLOBAL"

# commit DATE [DIR]: commits everything there is, at noon of that day.
commit() {
	git -C "${2-.}" add -A &&
		GIT_AUTHOR_DATE="$1T12:00:00Z" GIT_COMMITTER_DATE="$1T12:00:00Z" git -C "${2-.}" commit -q -m "on $1"
}

# person ADDRESS NAME JOINED: a row of a roster.
person() { printf '%s,%s,,,,,,,,%s,,,,\n' "$1" "$2" "$3"; }

# A registry with a past, in the current folder. The first commit, which has tag v1 and branch old, holds community a
# with Ann. Then b came, Bob joined, and a was renamed. The work tree also has a community c, which git has never
# seen.
history() {
	git init -q .
	registry
	{ echo $H && person ann@example.org Ann 2024-01-05; } | write rosters/a.csv
	commit 2025-01-10 && git tag -a -m first v1 && git branch old
	{ echo $H && person ann@example.org Ann 2024-01-05 && person bob@example.org Bob 2025-02; } | write rosters/a.csv
	write cops/a.yaml <<-'END'
		name: Renamed
		host: h1
		domain: What we share
	END
	write cops/b.yaml <<-'END'
		name: Community B
		host: h1
		domain: Another
	END
	commit 2025-06-10
	write cops/c.yaml <<-'END'
		name: Community C
		host: h1
		domain: The third
	END
}

# -- what is read ----------------------------------------------------------------------------------------------

t 'the registry is read from the commit, and the disk is left alone'
history
run cop-list -c cop,name,members
out 'a	Renamed	2
b	Community B	0
c	Community C	0'
run cop-list -c cop,name,members --at HEAD
status 0
out 'a	Renamed	2
b	Community B	0'
run cop-list -c cop,name,members --at HEAD^
out 'a	Community A	1'
err ''
ok 'nothing was touched' test "$(git status --porcelain)" = '?? cops/c.yaml'

for rev in v1 old main~1 HEAD~ refs/heads/old ':/on 2025-01-10' 'v1^{}' 'HEAD^{/2025-01}' 'main@{1}'; do
	t "a revision in any notation that git takes: $rev"
	history
	run cop-list -c cop,name --at "$rev"
	status 0
	out 'a	Community A'
done

t 'whoever starts a command may ignore the end of child processes, as some daemons do'
history
env --ignore-signal=CHLD true 2>/dev/null || skip 'env sets no signals here'
run env --ignore-signal=CHLD cop-list --at HEAD -c cop
status 0
err ''
out 'a
b'

t 'a revision by its id, whole or shortened'
history
run cop-list -c cop --at "$(git rev-parse old)"
out a
run cop-list -c cop --at "$(git rev-parse --short old)"
out a

t '--at does not change the day asked about, which is today; --as-of does'
history
run cop-members -c email --at old
out ann@example.org
run cop-members -c email --at HEAD --as-of 2025-01
out ann@example.org
run cop-members -c email --at HEAD --as-of 2024-01-01
out ''

t 'a registry in a subfolder of the work tree, asked about from anywhere'
mkdir -p sub/reg && cd sub/reg && history && rm -rf .git && cd ../.. && git init -q . && commit 2025-01-01
rm -r sub/reg/cops/b.yaml
run cop-list -R sub/reg -c cop --at HEAD
out 'a
b
c'
cd sub/reg/rosters || exit
run cop-list -c cop --at HEAD
out 'a
b
c'
run cop-search -c where --at HEAD bob
out 'HEAD:sub/reg/rosters/a.csv:3'

t 'a bare repository'
history
git clone -q --bare . bare.git 2>/dev/null
run cop-list -R bare.git -c cop --at main
out 'a
b'
cd bare.git || exit
run cop-members -c email --at HEAD^
status 0
out ann@example.org

t 'a folder of a bare repository, and a folder that is no longer on the disk'
mkdir -p sub/reg sub/people && (cd sub/reg && history && rm -rf .git && echo 'people: ../people' >>registry.yaml && mv rosters ../people)
git init -q . && commit 2025-01-01
rm sub/reg/cops/b.yaml && commit 2025-02-01
git clone -q --bare . bare.git 2>/dev/null
for folder in bare.git/sub/reg bare.git//sub/./reg/ "$PWD/bare.git/sub/reg"; do
	run cop-members -R "$folder" --at HEAD -c email
	status 0
	err ''
	out 'ann@example.org
bob@example.org'
	run cop-diff -R "$folder" HEAD~..HEAD -c cop,change
	out 'b	deleted'
	run cop-log -R "$folder" HEAD~..HEAD -c cop,change
	out 'b	deleted'
done
rm -r sub
run cop-list -R sub/reg --at HEAD~ -c cop
out 'a
b
c'
run cop-list -R bare.git/nope --at HEAD
status 2
err 'cop-list: error: HEAD:nope/ holds no registry.yaml'
run cop-list -R bare.git/sub/../sub/reg --at HEAD
status 2
run cop-list -R sub/reg
status 2
GIT_CEILING_DIRECTORIES=$PWD/.. run cop-list -R ../nope/reg --at HEAD
status 2
err_has "cannot change to '../nope/reg': No such file or directory"

t 'a linked work tree has a HEAD of its own'
history
git worktree add -q ../"$case_number-tree" old
run cop-list -R ../"$case_number-tree" -c cop --at HEAD
out a
run cop-list -c cop --at HEAD
out 'a
b'
rm -rf ../"$case_number-tree"

t 'file names that git would quote, and files that do not belong to the registry'
history
printf 'x\n' | write 'cops/ü "q" tab	nl
.yaml'
printf 'x\n' >.hidden
commit 2025-07-01
run cop-list -c cop --at HEAD
status 0
out 'a
b
c'
run cop-check -w rule=stray-file -c rule --at HEAD
out stray-file

# -- what is not there -----------------------------------------------------------------------------------------------

t 'a folder that did not exist yet'
registry
git init -q .
commit 2025-01-01
{ echo $H && person ann@example.org Ann 2024-01-05; } | write rosters/a.csv
run cop-list -c cop,members --at HEAD
status 0
out 'a	0'
rm -r cops
commit 2025-02-01
run cop-list -c cop --at HEAD
status 0
out ''
err ''
run cop-list -c cop --at HEAD~
out a

t 'a repository without any commit'
registry
git init -q .
for command in 'cop-list --at HEAD' cop-diff; do
	# shellcheck disable=SC2086 # words
	run $command
	status 2
	err "${command%% *}: error: nothing has been committed yet"
done
run cop-log
status 2
err 'cop-log: error: no history: nothing has been committed yet'

t 'a commit before there was a registry'
git init -q .
echo x >x
commit 2025-01-01
registry
run cop-list --at HEAD
status 2
err 'cop-list: error: HEAD: holds no registry.yaml'

t 'symbolic links are not followed, and submodules count as absent'
history
git init -q other && git -C other commit -q --allow-empty -m x
rm -r cops rosters
ln -s /etc rosters
mkdir cops
ln -s ../registry.yaml cops/link.yaml
git add -A 2>/dev/null
git update-index --add --cacheinfo "160000,$(git -C other rev-parse HEAD),cops/module.yaml"
git commit -q -m links
run cop-list -c cop --at HEAD
status 2
out ''
err_has 'HEAD:rosters/: error: cannot read: not a folder, or a symbolic link'
err_has 'HEAD:cops/link.yaml: error: cannot read: a symbolic link'
err_lacks module
run cop-list -c cop,members --at HEAD~
out 'a	2
b	0'

# -- what is not a revision --------------------------------------------------------------------------------------------

for rev in nope --output=x -h --all --exec=touch -- '' ' ' HEAD: HEAD:cops HEAD:registry.yaml '^HEAD' HEAD..old HEAD...old \
	'HEAD^@' '$(touch x)' '; touch x' '../x' 'HEAD
x' 'main@{upstream}' "$(printf '%0300d' 1)"; do
	t "not a commit: $(printf '%.20s' "$rev" | tr '\n' ' ')"
	history
	for command in $READERS; do
		reader "$command" --at "$rev"
		status 2
		out ''
		err_has "$command: error: git knows no commit \""
	done
	absent x
done

t 'who gives a day as a revision is told how git writes that'
history
run cop-list --at 2026-01-01
status 2
err 'cop-list: error: git knows no commit "2026-01-01" (did you mean "@{2026-01-01}"?)'
run cop-list --at 2026
status 2
err 'cop-list: error: git knows no commit "2026"'

t 'outside of any git repository'
registry
run cop-list --at HEAD
status 2
out ''
err_like '^cop-list: error: "HEAD": not a git repository'

t 'writers have no --at'
history
for command in cop-join cop-approve cop-leave cop-appoint cop-amend cop-set cop-new cop-close cop-forget cop-fmt cop-init; do
	run "$command" --at HEAD
	status 2
	err_has "$command: error: no option --at"
done

# -- all commands that read ---------------------------------------------------------------------------------------------

# A command prints the same for the work tree and for a commit with the same content, except for the names of files.
for call in $READERS 'cop-report roster,growth,pulse' 'cop-check -S' 'cop-list -f json' 'cop-show -f json' 'cop-members --all --seats'; do
	t "the same as from the disk: $call"
	sample
	# A mistake, and a roster that is not in order.
	sed -i 's/^host: alliance/host: aliance/' cops/ai.yaml
	{ head -n 1 rosters/ai.csv && tail -n +2 rosters/ai.csv | sort -r; } >x && mv x rosters/ai.csv
	git init -q . && commit 2026-01-01
	# shellcheck disable=SC2086 # words of a call
	reader $call
	sed 's/, files differ from it//; s/^cops\//HEAD:&/; s/^rosters\//HEAD:&/; s/	\(cops\|rosters\)\//	HEAD:\1\//' "$OUT" >wanted
	was=$got_status
	rm -rf cops rosters registry.yaml organizations.csv suppressions.csv
	git checkout -q HEAD registry.yaml && sed -i '/^roles:/,$d' registry.yaml
	# shellcheck disable=SC2086
	reader $call --at HEAD
	status "$was"
	ok 'they are the same' diff -u wanted "$OUT"
done

t 'large rosters and many files, on all cores'
registry
awk -v h=$H 'BEGIN {
	print h >"big.csv"
	for (i = 0; i < 12000; i++)
		printf "p%06d@example.org,Person %d of many who have a name,some-organization,,,,,,,2024-01-%02d,,,,\n", i, i, i % 28 + 1 >"big.csv"
	for (i = 0; i < 150; i++)
		printf "name: Community %d\nhost: h1\ndomain: What %d share\n", i, i >("c" i ".yaml")
}'
mkdir rosters && cp big.csv rosters/a.csv && sed '2,3000d' big.csv >rosters/c7.csv && mv big.csv rosters/c9.csv && mv c*.yaml cops
git init -q . && commit 2025-01-01
run cop-list -c cop,members,name
cp "$OUT" list
cop-members >members
cop-search -c cop,text 'person 1111' >search
cop-check -c rule,message >check
rm -r cops rosters
run cop-list -c cop,members,name --at HEAD
status 0
ok 'lists are the same' cmp list "$OUT"
run cop-members --at HEAD
ok 'members are the same' cmp members "$OUT"
ok 'there are members' test "$(wc -l <members)" = 33001
run cop-search -c cop,text 'person 1111' --at HEAD
ok 'what is found is the same' cmp search "$OUT"
run cop-check -c rule,message --at HEAD
ok 'findings are the same' cmp check "$OUT"

t "cop-check takes files by git's names, by their names on the disk, and from a pipe"
history
sed -i s/h1/h9/ cops/a.yaml cops/b.yaml
commit 2025-07-01
rm -r cops
for name in HEAD:cops/b.yaml cops/b.yaml ./cops/b.yaml; do
	run cop-check -w rule=unknown-host -c path --at HEAD -- "$name"
	out HEAD:cops/b.yaml
done
cd rosters || exit
run cop-check -w rule=unknown-host -c path --at HEAD ../cops/b.yaml
out HEAD:cops/b.yaml
run sh -c 'cop-check -w path~a.yaml -c path --at HEAD | cop-check -w rule=unknown-host -c path --at HEAD -'
out HEAD:cops/a.yaml
run cop-check --at HEAD cops/z.yaml
status 2
err 'cop-check: error: cops/z.yaml: no such file in this registry'
run cop-check --at HEAD a
status 2
err 'cop-check: error: a is a community; name a file: ../cops/a.yaml, ../rosters/a.csv'

t 'cop-check takes the name that a file had in its folder at the time'
history
sed -i s/h1/h9/ cops/a.yaml cops/b.yaml
commit 2025-07-01
cd cops || exit
rm b.yaml
for name in b.yaml ./b.yaml "$PWD/b.yaml" ../rosters/../cops/b.yaml; do
	run cop-check -w rule=unknown-host -c path --at HEAD -- "$name"
	out HEAD:cops/b.yaml
done
run cop-check --at HEAD a.csv
status 2
err 'cop-check: error: a.csv: no such file in this registry (did you mean "../rosters/a.csv"?)'

t 'a report names the commit, and not the work tree'
history
run cop-report --at old
out_like "commit $(git rev-parse --short=10 old)\$"
out_lacks differ

t 'git warns that no commit is as old as the one asked for, and the answer comes from what it has'
history
run cop-list -c cop --at 'main@{2001-01-01}'
status 0
err_like "^cop-list: main@\\{2001-01-01\\}: .*log for 'main' only goes back to"

t 'repositories with longer object ids'
git init -q --object-format=sha256 . 2>/dev/null || skip 'no SHA-256 in this git'
registry
test -n "$case_skip" || commit 2025-01-01
run cop-list -c cop --at HEAD
status 0
out a

# -- people in another repository --------------------------------------------------------------------------------------

# Two repositories, reg and people. Ann came in January, Bob in March and Cid in September; reg has commits of February
# (early), of June (HEAD), and of the very second in which Cid was committed.
two() {
	mkdir -p reg people && git init -q reg && git init -q people
	(cd reg && registry && printf 'people: %s\n' "${1-../people}" >>registry.yaml && commit 2025-02-01 && git tag early)
	{ echo $H && person ann@example.org Ann 2024-01-05; } | write people/rosters/a.csv
	commit 2025-01-01 people
	person bob@example.org Bob 2024-01-05 >>people/rosters/a.csv
	commit 2025-03-01 people
	(cd reg && echo '# some' >>cops/a.yaml && commit 2025-06-01 && git tag middle)
	person cid@example.org Cid 2024-01-05 >>people/rosters/a.csv
	commit 2025-09-01 people
	(cd reg && echo '# more' >>cops/a.yaml && commit 2025-09-01)
	person dan@example.org Dan 2024-01-05 >>people/rosters/a.csv
}

t 'people in a second repository: its commit of the same time is read'
two
run cop-members -R reg -c name --at early
status 0
err ''
out Ann
run cop-members -R reg -c name --at middle
out 'Ann
Bob'
run cop-members -R reg -c name --at HEAD
out 'Ann
Bob
Cid'
cd reg || exit
run cop-members -c name --at middle
out 'Ann
Bob'
run cop-search -c where --at middle bob
out "$(git -C ../people rev-parse --short=10 HEAD~):rosters/a.csv:3"
run cop-report --at middle
out_like "commit $(git rev-parse --short=10 middle); of the rosters $(git -C ../people rev-parse --short=10 HEAD~)\$"

t 'on a terminal, the commit of the people is named'
two
need_terminal
test -n "$case_skip" || script -qec 'cop-members -R reg -c name --at middle' /dev/null | tr -d '\r' >screen
test -n "$case_skip" || file_has screen "cop-members: people as of $(git -C people rev-parse --short=10 HEAD~), the latest commit then in reg/../people"

t 'people in a repository of their own within the registry, which does not track it'
two people
mv people reg/people && cd reg || exit
run cop-members -c name --at middle
status 0
out 'Ann
Bob'

t 'people in a submodule of the registry: read as in any other repository'
two people
mv people reg/people
git -C reg add -A . 2>/dev/null && (cd reg && commit 2025-09-02) 2>/dev/null
run cop-members -R reg -c name --at HEAD
status 0
out 'Ann
Bob
Cid'

t 'people had no place yet: who belonged is unknown'
two
GIT_COMMITTER_DATE=2024-06-01T12:00:00Z git -C reg commit -q --amend -m early --no-edit
run cop-members -R reg --at HEAD
status 2
out ''
err 'HEAD:registry.yaml:5:9: error: cannot read: reg/../people: there is no commit that old, so the members are unknown [unreadable]'
run cop-diff -R reg HEAD
status 2
err 'HEAD:registry.yaml:5:9: error: cannot read: reg/../people: there is no commit that old, so who came and went is unknown [unreadable]'
run cop-list -R reg -c cop,members --at HEAD
status 0
out 'a	'

t 'people in a folder without a past'
two
rm -rf people/.git
run cop-members -R reg --at HEAD
status 2
out ''
err_like '^HEAD:registry.yaml:5:9: error: cannot read: reg/../people: not a git repository.*, so the members are unknown'
rm -rf people
run cop-members -R reg --at HEAD
status 2
err "HEAD:registry.yaml:5:9: error: cannot read: the people's folder is missing, so the members are unknown [unreadable]"

t 'people elsewhere in the same repository: the same commit is read, even if they have moved since'
git init -q .
mkdir reg && (cd reg && registry && echo 'people: ../private/people' >>registry.yaml)
{ echo $H && person ann@example.org Ann 2024-01-05; } | write private/people/rosters/a.csv
commit 2025-01-01
person bob@example.org Bob 2024-01-05 >>private/people/rosters/a.csv
commit 2025-02-01
rm -r private
run cop-members -R reg -c name --at HEAD~
status 0
out Ann
run cop-members -R reg -c name --at HEAD
out 'Ann
Bob'
run cop-search -R reg -c where --at HEAD bob
out HEAD:private/people/rosters/a.csv:3
run cop-report -R reg --at HEAD
out_lacks 'of the rosters'

t 'people in the same repository, by an absolute path'
git init -q .
registry && echo "people: $PWD/people" >>registry.yaml
{ echo $H && person ann@example.org Ann 2024-01-05; } | write people/rosters/a.csv
commit 2025-01-01
person bob@example.org Bob 2024-01-05 >>people/rosters/a.csv
run cop-members -c name --at HEAD
status 0
out Ann

# -- what is staged ------------------------------------------------------------------------------------------------------

t 'cop-check --staged reads the index, not the disk and not the commit'
history
git add -A
run cop-check --staged
status 0
sed -i s/h1/h9/ cops/b.yaml
run cop-check --staged
status 0
git add cops/b.yaml
sed -i s/h9/h1/ cops/b.yaml
run cop-check --staged -w rule=unknown-host -c path,line
status 1
out ':cops/b.yaml	2'
run cop-check --staged -w rule=unknown-host -c path cops/b.yaml
out :cops/b.yaml
run cop-check -w rule=unknown-host
status 0
out ''
git rm -q -f --cached cops/b.yaml
run cop-check --staged
status 0

t 'a file that git has only been told of is not staged; an empty one is'
for format in sha1 sha256; do
	rm -rf .git cops rosters
	git init -q --object-format=$format . 2>/dev/null || continue
	registry
	git add -A
	printf 'name: B\nhost: h9\n' >cops/b.yaml
	git add -N cops/b.yaml
	run cop-check --staged -w severity=error
	status 0
	out ''
	rm cops/b.yaml
	run cop-check --staged -w severity=error
	status 0
	: >cops/c.yaml
	git add cops/c.yaml
	cd cops || exit
	run cop-check --staged -w severity=error -c path,rule
	status 1
	tabs <<-'END'
		:cops/c.yaml|missing-key
		:cops/c.yaml|missing-key
		:cops/c.yaml|missing-key
	END
	cd ..
done

t 'the last community was removed: git keeps no empty folder, and the registry is read without communities'
registry
git init -q . && git add -A && git commit -q -m begin && git rm -q cops/a.yaml && git commit -q -m none
run cop-check --staged
status 0
err ''
run cop-list --at HEAD
status 0
out ''
err ''

t 'before the first commit, and in a subfolder with the people beside it'
git init -q .
mkdir -p reg/sub && cd reg/sub && registry && echo 'people: ../../people' >>registry.yaml && cd ../..
{ echo $H && person ann@example.org Ann 2024-01-05 && person ann@example.org Ann 2024-01-05; } | write people/rosters/a.csv
git add -A
rm people/rosters/a.csv
cd reg/sub/cops || exit
run cop-check --staged -w severity=error -c path,rule
status 1
out ':people/rosters/a.csv	overlap'

t 'people in a second repository: what is staged there; outside of git: what is on the disk'
two
person ann@example.org Ann 2024-01-05 >>people/rosters/a.csv
run cop-check -R reg --staged -w severity=error -c path,rule
out ''
git -C people add -A
run cop-check -R reg --staged -w severity=error -c path,rule
out ':rosters/a.csv	overlap'
rm -rf people/.git
run cop-check -R reg --staged -w severity=error -c path,rule
out 'reg/../people/rosters/a.csv	overlap'

t "a file of the people's folder is found by its path on the disk, in another repository and beside the registry"
two
person ann@example.org Ann 2024-01-05 >>people/rosters/a.csv
git -C people add -A
for name in people/rosters/a.csv "$PWD/people/rosters/a.csv" reg/../people/rosters/a.csv; do
	run cop-check -R reg --staged -w severity=error -c path,rule "$name"
	out ':rosters/a.csv	overlap'
done
run cop-check -R reg --at HEAD reg/../people/rosters/a.cvs
status 2
err 'cop-check: error: reg/../people/rosters/a.cvs: no such file in this registry (did you mean "reg/../people/rosters/a.csv"?)'
cd people/rosters || exit
run cop-check -R ../../reg --staged -w severity=error -c path,rule a.csv
out ':rosters/a.csv	overlap'
run cop-check -R ../../reg --at HEAD ../../reg/rosters/a.csv
status 2
cd ../../reg || exit
run cop-check --staged a
status 2
err 'cop-check: error: a is a community; name a file: cops/a.yaml, ../people/rosters/a.csv'
rm -rf .git ../people/.git && git init -q .. && git add .. # one repository for both
run cop-check --staged -w severity=error -c path,rule ../people/rosters/a.csv
out ':people/rosters/a.csv	overlap'

t 'a hook that runs before the commit'
history
write .git/hooks/pre-commit <<-'END'
	#!/bin/sh
	exec cop-check --staged
END
chmod +x .git/hooks/pre-commit
sed -i s/h1/h9/ cops/a.yaml
run git commit -q -m worse cops/a.yaml
status 1
run git commit -q -a -m worse
status 1
git add cops/c.yaml
run git commit -q -m better
status 0
sed -i s/h9/h1/ cops/a.yaml
echo '# well' >>cops/a.yaml
run git commit -q -a -m better
status 0

t "a hook of the people's repository: its index is used for rosters, not for definitions"
two
write people/.git/hooks/pre-commit <<-'END'
	#!/bin/sh
	exec cop-check --staged -R ../reg -w severity=error -c path,rule
END
chmod +x people/.git/hooks/pre-commit
person ann@example.org Ann 2024-01-05 >>people/rosters/a.csv
sed -i s/h1/h9/ reg/cops/a.yaml
cd people || exit
run git commit -q -a -m worse
status 1
err ':rosters/a.csv	overlap'
git checkout -q rosters && sed -i s/Ann/Anna/ rosters/a.csv
run git commit -q -a -m better
status 0

t 'a hook of a linked work tree, with the registry in a subfolder'
git init -q . && mkdir reg && (cd reg && registry) && commit 2025-01-01
write .git/hooks/pre-commit <<-'END'
	#!/bin/sh
	exec cop-check -R reg --staged
END
chmod +x .git/hooks/pre-commit
git worktree add -q ../"$case_number-tree" -b other
cd ../"$case_number-tree" || exit
sed -i s/h1/h9/ reg/cops/a.yaml
run git commit -q -a -m worse
status 1
git checkout -q reg/cops/a.yaml && echo '# well' >>reg/cops/a.yaml
run git commit -q -a -m better
status 0
rm -rf ../"$case_number-tree"

t 'during a conflict there is nothing to check yet'
history
git add -A && git commit -q -m more
git checkout -q -b side && sed -i s/Renamed/Side/ cops/a.yaml && git commit -q -a -m side
git checkout -q main && sed -i s/Renamed/Main/ cops/a.yaml && git commit -q -a -m main
git merge -q side >/dev/null 2>&1
run cop-check --staged
status 2
err 'cop-check: error: --staged: cops/a.yaml is in conflict'

t '--staged when nothing is staged'
registry
run cop-check --staged
status 2
err_like '^cop-check: error: --staged: not a git repository'
git init -q .
run cop-check --staged
status 0
out ''
err 'cop-check: there is no registry in git yet'
git add -A && git commit -q -m begin && git rm -q --cached registry.yaml
run cop-check --staged
status 2
err 'cop-check: error: what is staged in . holds no registry.yaml'
run cop-check --staged --at HEAD
status 2
err_has 'cannot be combined with --at'
run cop-list --staged
status 2
err_has 'no option --staged'

# -- what a repository and its surroundings must not do ----------------------------------------------------------------

# Configuration that would make git run a command, wherever it were used.
hostile() {
	for key in core.fsmonitor core.pager core.editor core.sshCommand core.askPass gpg.program diff.external pager.cat-file \
		filter.x.clean filter.x.smudge filter.x.process diff.x.textconv diff.x.command credential.helper uploadpack.packObjectsHook \
		core.alternateRefsCommand sequence.editor interactive.diffFilter alias.cat-file alias.ls-tree alias.rev-parse alias.rev-list; do
		git config "$key" "touch $PWD/owned; false"
	done
	git config log.showSignature true
	git config core.hooksPath "$PWD/hooks"
	mkdir hooks
	for hook in post-checkout fsmonitor-watchman post-index-change reference-transaction pre-auto-gc; do
		printf '#!/bin/sh\ntouch %s/owned\n' "$PWD" >hooks/$hook
		chmod +x hooks/$hook
	done
	echo '* filter=x diff=x' >.gitattributes
}

t 'no configuration of the repository makes git run a command'
history
commit 2025-07-01
hostile
for command in $READERS; do
	reader "$command" --at HEAD~
	err ''
	ok "$command answers" test "$got_status" -le 1
done
absent owned

t 'no configured filter is run to find out whether files differ from their commit'
history
git add -A && git commit -q -m all
for key in filter.x.clean filter.x.smudge filter.x.process 'filter.a=b.clean' filter.R.process; do
	git config "$key" "touch $PWD/owned; cat"
done
git config filter.R.required true
for x in x a=b R; do
	echo "* filter=$x" >.git/info/attributes
	touch -d 2020-01-01 cops/* rosters/* registry.yaml
	run cop-report summary -f md
	status 0
	out_has "commit $(git rev-parse --short=10 HEAD)"
	out_lacks 'files differ from it'
	absent owned
done
echo '# some' >>cops/b.yaml
export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=core.abbrev GIT_CONFIG_VALUE_0=4
run cop-report summary -f md
unset GIT_CONFIG_COUNT GIT_CONFIG_KEY_0 GIT_CONFIG_VALUE_0
out_has 'files differ from it'
absent owned
git status >/dev/null 2>&1
ok 'it would be run' test -e owned

# A clone with a repository among its files, and that repository's configuration, which git applies in the folder inner.
embedded() {
	history
	git init -q --bare ../"$case_number-inner"
	mkdir inner && cp -R registry.yaml cops rosters ../"$case_number-inner"/* inner && rm -rf inner/hooks ../"$case_number-inner"
	(
		cd inner || exit
		git config -f config core.bare false
		git config -f config core.worktree "$PWD"
		mkdir -p info && git --git-dir=. add registry.yaml cops rosters && git --git-dir=. commit -q -m inner
		echo '* filter=x diff=x' >info/attributes
		for key in core.fsmonitor core.pager gpg.program diff.external diff.x.command diff.x.textconv filter.x.clean filter.x.process; do
			git config -f config "$key" "touch $1; false"
		done
		touch -d 2020-01-01 registry.yaml cops/* rosters/*
	)
	git add -f -A && git commit -q -m outer
	git clone -q . ../"$case_number-clone"
}

t 'a repository among the files of a clone cannot run anything'
embedded "$PWD/owned"
cd ../"$case_number-clone/inner" || exit
for command in 'cop-list --at HEAD' 'cop-log' 'cop-diff HEAD' 'cop-check --staged' 'cop-report summary' 'cop-report summary --at HEAD'; do
	# shellcheck disable=SC2086
	run $command
	ok "$command: status $got_status" test "$got_status" -le 2
done
absent "$scratch/$case_number/owned"
git status >/dev/null 2>&1
ok 'it would be run' test -e "$scratch/$case_number/owned"
rm -rf ../../"$case_number-clone"

t 'a repository of another user is refused, and the message says how git can be told to trust it'
history
export GIT_TEST_ASSUME_DIFFERENT_OWNER=1
for command in 'cop-list --at HEAD' cop-log cop-diff 'cop-check --staged'; do
	# shellcheck disable=SC2086
	run $command
	status 2
	out ''
	err_like 'dubious ownership in repository at .*, which belongs to another user: see safe\.directory in git-config\(1\)'
done
unset GIT_TEST_ASSUME_DIFFERENT_OWNER

t 'objects that a partial clone lacks are not fetched'
history
git clone -q --bare . from.git 2>/dev/null
git -C from.git config uploadpack.allowFilter true
git -C from.git config uploadpack.allowAnySHA1InWant true
git clone -q --bare --filter=blob:none "file://$PWD/from.git" part.git 2>/dev/null || skip 'no partial clones here'
git -C part.git config protocol.ext.allow always
git -C part.git config remote.origin.url "ext::touch $PWD/owned"
run cop-list -R part.git --at HEAD~
status 2
err_like '^HEAD~:registry.yaml: error: cannot read: git (stopped unexpectedly|does not have the recorded contents)' # by its version
absent owned

t 'the folder decides which repository is read, not the environment'
history
git init -q other && (cd other && registry && commit 2025-01-01)
export GIT_DIR="$PWD/other/.git" GIT_WORK_TREE="$PWD/other" GIT_PREFIX=x/ GIT_LITERAL_PATHSPECS=0 GIT_GLOB_PATHSPECS=1
run cop-list -c cop --at HEAD
unset GIT_DIR GIT_WORK_TREE GIT_PREFIX GIT_LITERAL_PATHSPECS GIT_GLOB_PATHSPECS
status 0
err ''
out 'a
b'

t 'a hook of a server sees the commits that are being pushed'
history
git clone -q --bare . ../"$case_number.git" 2>/dev/null
write ../"$case_number.git/hooks/pre-receive" <<-'END'
	#!/bin/sh
	while read -r old new ref; do
		cop-check -f tsv -c rule,message --at "$new" || exit
	done
END
chmod +x ../"$case_number.git/hooks/pre-receive"
sed -i s/h1/h7/ cops/a.yaml && commit 2025-07-01
run git push -q ../"$case_number.git" HEAD
status 1
err_has 'unknown-host'
sed -i s/h7/h1/ cops/a.yaml && commit 2025-07-02
run git push -q ../"$case_number.git" HEAD
status 0
rm -rf ../"$case_number.git"

# -- failures of git ----------------------------------------------------------------------------------------------------

t 'git is not installed'
history
run env PATH="$BUILD/bin" cop-list --at HEAD
status 2
out ''
err 'cop-list: error: "HEAD": git cannot be run: No such file or directory'

# false_git COMMAND SCRIPT: installs a git that runs the script instead of that command; in it, $git is the real one.
false_git() {
	git=$(command -v git)
	write false/git <<-END
		#!/bin/sh
		git=$git
		echo "begin \$*" >>$PWD/log
		case "\$*" in
		*"$1"*) ($2) ;;
		*) \$git "\$@" ;;
		esac
		status=\$?
		echo "end \$*" >>$PWD/log
		exit \$status
	END
	chmod +x false/git
	PATH=$PWD/false:$PATH
}

while IFS='@' read -r script message; do
	t "git fails to say where two branches parted: $script"
	history
	path=$PATH
	false_git '...' "$script"
	run cop-diff HEAD...HEAD
	PATH=$path
	status 2
	out ''
	err "cop-diff: error: \"HEAD\" and \"HEAD\": $message"
done <<'END'
echo ^0123456789012345678901234567890123456789@git does not have the recorded contents
echo ^nonsense@it is not a commit
true@they have no commit in common
echo warning: odd >&2@odd; they have no commit in common
exit 1@git gave no reason
END

while IFS='@' read -r command script message; do
	t "git fails: $command: $script"
	history
	path=$PATH
	false_git "$command" "$script"
	for reader in $READERS; do
		case $reader in
		cop-search) run timeout 20 "$reader" --at HEAD -- bob ;;
		*) run timeout 20 "$reader" --at HEAD ;;
		esac
		case $reader in
		cop-check) test "$got_status" = 2 || status 1 ;; # what cannot be read is a finding
		*) status 2 ;;
		esac
		cat "$OUT" "$ERR" | grep -qF -e "$message" || fails "$reader does not print: $message" <"$ERR"
	done
	PATH=$path
	ok 'all that began has ended' test "$(grep -c ^begin log)" -eq "$(grep -c ^end log)"
done <<'END'
rev-parse --absolute@exit 1@git gave no reason
rev-parse --absolute@echo 'fatal: no luck' >&2; false@no luck
rev-parse --absolute@sh -c 'kill -9 $PPID'; exit 9@Killed
rev-parse --verify@exit 3@git gave no reason
rev-parse --verify@echo nonsense@it is not a commit
cat-file@false@git stopped unexpectedly
cat-file@echo nonsense@git stopped unexpectedly
cat-file@yes@git stopped unexpectedly
cat-file@while read x; do n=$((n + 1)); test $n -le 4 || exit 1; echo $x | $git cat-file --batch; done@git stopped unexpectedly
cat-file@while read x; do n=$((n + 1)); test $n -le 4 || sh -c 'kill -9 $PPID'; echo $x | $git cat-file --batch; done@git stopped unexpectedly
cat-file@read x; echo "$x tag 100"; echo abc@git stopped unexpectedly
cat-file@read x; echo "$x commit 3"; echo xyz@git stopped unexpectedly
cat-file@while read x; do echo "$x missing"; done@git does not have the recorded contents
cat-file@while read x; do echo "$x commit 99999999999"; done@File too large
ls-tree@exit 1@git gave no reason
ls-tree@echo 'fatal: not a tree object' >&2; exit 128@not a tree object
ls-tree@true@holds no registry.yaml
ls-tree@echo nonsense@holds no registry.yaml
END

t 'whoever reads the output may go away'
history
false_git nothing :
run sh -c 'cop-members --at HEAD | head -n 1'
status 0
out_has ann@example.org
err ''
ok 'all that began has ended' test "$(grep -c ^begin log)" -eq "$(grep -c ^end log)"

done_testing

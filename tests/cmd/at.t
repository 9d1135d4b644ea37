#!/bin/sh
# --at REV (cop.7): the registry as git has recorded it, with all commands that read; every case makes repositories of its own.
# shellcheck disable=SC2016 # scripts of other programs are in single quotes
. "$TOP/tests/lib.sh"

H=email,name,organization,role,region,language,group,position,applied,joined,left,consent,consented,source
READERS='cop-list cop-show cop-members cop-search cop-report cop-check'

# reader COMMAND OPTION…: runs it, on all there is.
reader() {
	case $1 in
	cop-search) run "$@" -- n ;; # the words
	*) run "$@" ;;
	esac
}

need git

# No configuration of the machine's, no repository around ours, and a person for each commit.
export HOME="$scratch" GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL="$scratch/gitconfig" GIT_CEILING_DIRECTORIES="$scratch"
export GIT_AUTHOR_NAME=Ann GIT_AUTHOR_EMAIL=ann@example.org GIT_COMMITTER_NAME=Ann GIT_COMMITTER_EMAIL=ann@example.org
unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE GIT_CONFIG_COUNT XDG_CONFIG_HOME
printf '[init]\n\tdefaultBranch = main\n[user]\n\tuseConfigOnly = true\n' >"$GIT_CONFIG_GLOBAL"

# commit DATE [DIR]: all that is there, at noon of that day.
commit() {
	git -C "${2-.}" add -A &&
		GIT_AUTHOR_DATE="$1T12:00:00Z" GIT_COMMITTER_DATE="$1T12:00:00Z" git -C "${2-.}" commit -q -m "on $1"
}

# person ADDRESS NAME JOINED: a row of a roster.
person() { printf '%s,%s,,,,,,,,%s,,,,\n' "$1" "$2" "$3"; }

# A registry with a past, in the current folder: one tells the first commit, tagged v1, when there was one community
# and Ann in it; a branch, old, stands there; then b came, Bob joined, and a has a new name.  The work tree
# has one more community, c, that git has never seen.
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

t 'the registry is read as the commit has it, and the disk is as it was'
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
	t "a revision as git takes it: $rev"
	history
	run cop-list -c cop,name --at "$rev"
	status 0
	out 'a	Community A'
done

t 'a revision by its id, whole or shortened'
history
run cop-list -c cop --at "$(git rev-parse old)"
out a
run cop-list -c cop --at "$(git rev-parse --short old)"
out a

t 'the day asked about stays today: what was known then, of today; --as-of is another thing'
history
run cop-members -c email --at old
out ann@example.org
run cop-members -c email --at HEAD --as-of 2025-01
out ann@example.org
run cop-members -c email --at HEAD --as-of 2024-01-01
out ''

t 'a registry in a subfolder of the work tree, from anywhere'
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

t 'a linked work tree has a HEAD of its own'
history
git worktree add -q ../"$case_number-tree" old
run cop-list -R ../"$case_number-tree" -c cop --at HEAD
out a
run cop-list -c cop --at HEAD
out 'a
b'
rm -rf ../"$case_number-tree"

t 'names that git would quote, and files that are none of the registry'
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

t 'a folder that was not there yet'
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
status 2
err_has 'HEAD:cops/: error: cannot read: No such file or directory [unreadable]'
run cop-list -c cop --at HEAD~
out a

t 'no registry then'
git init -q .
echo x >x
commit 2025-01-01
registry
run cop-list --at HEAD
status 2
err 'cop-list: error: HEAD: holds no registry.yaml'

t 'symbolic links are not followed, submodules are not there'
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

# -- revisions that are none --------------------------------------------------------------------------------------------

for rev in nope --output=x -h --all --exec=touch -- '' ' ' HEAD: HEAD:cops HEAD:registry.yaml '^HEAD' HEAD..old HEAD...old \
	'HEAD^@' '$(touch x)' '; touch x' '../x' 'HEAD
x' main@{upstream} "$(printf '%0300d' 1)"; do
	t "no commit: $(printf '%.20s' "$rev" | tr '\n' ' ')"
	history
	for command in $READERS; do
		reader "$command" --at "$rev"
		status 2
		out ''
		err_has "$command: error: --at: git knows no commit \""
	done
	absent x
done

t 'no git repository'
registry
run cop-list --at HEAD
status 2
out ''
err_like '^cop-list: error: --at: "HEAD": not a git repository'

t 'who writes takes no --at'
history
for command in cop-join cop-approve cop-leave cop-appoint cop-amend cop-set cop-new cop-close cop-forget cop-fmt cop-init; do
	run "$command" --at HEAD
	status 2
	err_has "$command: error: no option --at"
done

done_testing
